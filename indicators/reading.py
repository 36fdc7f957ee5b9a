"""From the bytes of a file to tidy columns, as a mapping says. Runs in the child process: no Django, no database.

What leaves is text as printed, column by column, each with the line where it was first met; codes are given by the
parent (indicators/coding.py). Nothing is dropped here but rows that the mapping names, with their reason.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

MOST_ROWS = 3_000_000
# Cells after melting; a file of 400,000 rows and 50 years stays far below.
MOST_CELLS = 30_000_000
FIGURE, MISSING, SUPPRESSED, UNREADABLE = 0, 1, 2, 3
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Unreadable(Exception):
    """The file is not what the mapping says. line: 1-based, 0 when it is about the whole file."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason)
        self.reason = reason
        self.line = line


def job(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The child's job. `name` is JSON: {"name", "mapping"}. Frames: one of the whole, then one a column."""
    asked = json.loads(name)
    columns, told = tidy(data, asked["mapping"])
    yield {"told": told}, b""
    for column, values in columns.items():
        if values.dtype == object:
            codes, uniques = pd.factorize(values, use_na_sentinel=False)
            yield {"column": column, "texts": True}, json.dumps([str(one) for one in uniques]).encode()
            yield {"column": column, "type": "int32"}, codes.astype("int32").tobytes()
        else:
            yield {"column": column, "type": str(values.dtype)}, values.to_numpy().tobytes()


def tidy(data: bytes, mapping: dict[str, Any]) -> tuple[dict[str, "pd.Series[Any]"], dict[str, Any]]:
    """Columns of equal length: every text column that the mapping reads ("text:" and its name, so that a file may call
    its columns "value" or "state" too), "value" (float64, NaN where
    there is no figure), "state" (int8: FIGURE, MISSING, SUPPRESSED, UNREADABLE), "line" (int32), "take" (int16: which
    of the mapping's [[value]] it came from)."""
    table, foot = _table(data, mapping.get("read", {}))
    table = _sides(table)
    told: dict[str, Any] = {"rows": len(table), "foot": foot, "aside": [], "columns": [str(c) for c in table.columns]}
    table = _put_aside(table, mapping, told)
    missing = [name for name in _named(mapping) if name not in table.columns]
    if missing:
        raise Unreadable(f"the file has no column {missing[0]!r}; it has: {', '.join(told['columns'][:-1])[:300]}")
    table = _melted(table, mapping)
    parts = [_taken(table, take, place, mapping) for place, take in enumerate(mapping["value"])]
    columns = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
    return columns, told


def _table(data: bytes, read: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    """All cells as text, as printed; nothing is taken for a missing value here. And the notes under the table."""
    text, foot = _footnotes(_decoded(data, read), read)
    skip = int(read.get("skip", 0))
    try:
        table = pd.read_csv(
            io.StringIO(text), sep=read.get("separator", ","), dtype=str, keep_default_na=False, na_filter=False,
            skiprows=skip, nrows=MOST_ROWS + 2, skip_blank_lines=False, header=None,
        )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise Unreadable(f"not a table: {str(error).strip()[:200]}") from None
    if len(table) > MOST_ROWS + 1:
        raise Unreadable(f"more than {MOST_ROWS} rows")
    # The heading is read as a row: pandas would rename what stands twice.
    heading = pd.Index([str(name).strip().lstrip("\ufeff") for name in table.iloc[0].fillna("")])
    if heading.duplicated().any():
        raise Unreadable(f"two columns bear the name {heading[heading.duplicated()][0]!r}", skip + 1)
    table = table.iloc[1:].set_axis(heading, axis=1)
    table["_line"] = np.arange(len(table), dtype="int32") + 2 + skip
    # Rows with fewer cells than the header come as NaN of a str column: an empty cell is not a missing one.
    table = table.fillna("")
    blank = (table.drop(columns="_line") == "").all(axis=1)
    return table[~blank], foot


def _footnotes(text: str, read: dict[str, Any]) -> tuple[str, list[str]]:
    """The table, and the notes under it: from the first line that begins as the mapping says."""
    start = re.search(rf'(?m)^"?(?:{read["footnotes"]})', text) if "footnotes" in read else None
    if not start:
        return text, []
    lines = (line.strip('" \t' + read.get("separator", ",")) for line in text[start.start() :].splitlines())
    return text[: start.start()], [line for line in lines if line]


def _decoded(data: bytes, read: dict[str, Any]) -> str:
    if b"\0" in data[:4096]:
        raise Unreadable("it is no text file")
    for encoding in read.get("encodings", ["utf-8-sig"]):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"it is not written in {' or '.join(read.get('encodings', ['utf-8']))}")


def _sides(table: pd.DataFrame) -> pd.DataFrame:
    """Without blanks around the words."""
    for name in table.columns:
        if name != "_line":
            table[name] = table[name].str.strip()
    return table


def _put_aside(table: pd.DataFrame, mapping: dict[str, Any], told: dict[str, Any]) -> pd.DataFrame:
    """Rows that the mapping names as no observations (totals of regions, other tables): counted, with the reason."""
    for rule in mapping.get("aside", []):
        hit = _hit(table, rule)
        if hit.any():
            told["aside"].append({"reason": rule["reason"], "rows": int(hit.sum())})
            table = table[~hit]
    return table


def _hit(table: pd.DataFrame, rule: dict[str, Any]) -> "pd.Series[bool]":
    """Rows of which one [[aside]] speaks: cells of `column` that are one of `values` or match `pattern`; or
    `other_than`, columns with the values that this dataset takes: another cut of the same table is not mixed in."""
    columns = [*rule.get("other_than", {}), *_columns(rule)]
    if missing := [name for name in columns if name not in table.columns]:
        raise Unreadable(f"the file has no column {missing[0]!r}")
    if "other_than" in rule:
        fits = [table[name].isin(values) for name, values in rule["other_than"].items()]
        return ~np.logical_and.reduce(fits)
    cells = table[rule["column"]]
    return cells.isin(rule["values"]) if "values" in rule else cells.str.fullmatch(rule["pattern"])


def _named(mapping: dict[str, Any]) -> list[str]:
    """All columns that must be there; those that melting makes are not."""
    names = [*_worded(mapping), *(take["column"] for take in mapping["value"])]
    names += [name for rule in mapping.get("void", []) for name in (*rule["columns"], *rule["figures"])]
    return [name for name in dict.fromkeys(names) if not (name in ("_column", "_cell") and "melt" in mapping)]


def _worded(mapping: dict[str, Any]) -> list[str]:
    """Columns whose words the parent reads."""
    parts = [*mapping.get("dimensions", {}).values()]
    parts += [mapping.get(name, {}) for name in ("period", "status", "confidentiality")]
    return [*(name for part in parts for name in _columns(part)), *mapping.get("sum", {}).get("over", [])]


def _columns(part: dict[str, Any]) -> list[str]:
    return part.get("columns") or ([part["column"]] if "column" in part else [])


def _melted(table: pd.DataFrame, mapping: dict[str, Any]) -> pd.DataFrame:
    """Columns that are years or codes become rows: "_column" holds the heading, "_cell" the figure."""
    if "melt" not in mapping:
        return table
    names = [name for name in table.columns if re.fullmatch(mapping["melt"]["columns"], name)]
    if not names:
        raise Unreadable(f"no column is like {mapping['melt']['columns']!r}")
    if len(table) * len(names) > MOST_CELLS:
        raise Unreadable(f"more than {MOST_CELLS} cells")
    rest = [name for name in table.columns if name not in names]
    return table.melt(id_vars=rest, value_vars=names, var_name="_column", value_name="_cell")


def _taken(
    table: pd.DataFrame, take: dict[str, Any], place: int, mapping: dict[str, Any]
) -> dict[str, "pd.Series[Any]"]:
    read = mapping.get("read", {})
    cells = table[take["column"]].reset_index(drop=True)
    state = np.zeros(len(cells), dtype="int8")
    state[cells.isin(read.get("missing", [""])).to_numpy()] = MISSING
    state[_void(table, take["column"], mapping)] = MISSING
    state[cells.isin(read.get("suppressed", [])).to_numpy()] = SUPPRESSED
    plain = cells.str.replace(read["thousands"], "", regex=False) if read.get("thousands") else cells
    # A decimal comma: "1.234,5" with "." for thousands. Never guessed: "1,234" means what the mapping says.
    if read.get("decimal", ".") != ".":
        plain = plain.str.replace(read["decimal"], ".", regex=False)
    value = pd.to_numeric(plain.where(state == FIGURE), errors="coerce").astype("float64")
    state[(state == FIGURE) & ~np.isfinite(value.to_numpy())] = UNREADABLE
    value = value * float(take.get("scale", read.get("scale", 1)))
    columns: dict[str, pd.Series[Any]] = {
        f"text:{name}": table[name].reset_index(drop=True).astype(object) for name in _texts(mapping)
    }
    columns["printed"] = cells.where(state == UNREADABLE, "").astype(object)
    columns["value"], columns["state"] = value, pd.Series(state)
    columns["line"] = table["_line"].reset_index(drop=True).astype("int32")
    columns["take"] = pd.Series(np.full(len(cells), place, dtype="int16"))
    return columns


def _void(table: pd.DataFrame, column: str, mapping: dict[str, Any]) -> Any:
    """The mapping's [[void]]: where other columns, joined by "|", say that nothing was counted, the cells of `figures`
    print a zero that is none; they are missing."""
    void = np.zeros(len(table), dtype=bool)
    for rule in mapping.get("void", []):
        if column in rule["figures"]:
            joined = table[rule["columns"][0]].str.cat([table[name] for name in rule["columns"][1:]], sep="|")
            void |= joined.str.fullmatch(rule["pattern"]).to_numpy()
    return void


def _texts(mapping: dict[str, Any]) -> list[str]:
    figures = {take["column"] for take in mapping["value"]}
    names = {"_column"} if "melt" in mapping else set()
    return [
        name for name in dict.fromkeys(_worded(mapping)) if name in names or (name not in figures and name != "_cell")
    ]


def period(kind: str, *words: str) -> str | None:
    """A period as stored, from what is printed; None when it is none.

    kind: "year" (also a fiscal year by the year it ends in), "month" (2020-03), "month name" (year, then "Aug"),
    "quarter" (year, then "Q1" or 1), "shape" (whatever of 2020, 2020-Q1, 2020-03 it looks like).
    """
    if kind == "month name" and len(words) == 2 and words[1].strip(". ").lower()[:3] in _MONTHS:
        words = (f"{words[0]}-{_MONTHS.index(words[1].strip('. ').lower()[:3]) + 1:02d}",)
    elif kind == "quarter" and len(words) == 2:
        words = (f"{words[0]}-Q{words[1].lstrip('QT')}",)
    shapes = {
        "year": r"[12]\d{3}", "month": r"[12]\d{3}-(0[1-9]|1[0-2])", "month name": r"[12]\d{3}-(0[1-9]|1[0-2])",
        "quarter": r"[12]\d{3}-Q[1-4]", "shape": r"[12]\d{3}(-(0[1-9]|1[0-2])|-Q[1-4])?",
    }  # fmt: skip
    return words[0] if len(words) == 1 and re.fullmatch(shapes[kind], words[0]) else None
