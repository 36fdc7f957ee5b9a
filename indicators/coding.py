"""From printed words to codes: every row of a file gets one code for every dimension, a period and a status.

What no code list knows is reported with its first line and how many figures it holds, and is never dropped silently.
Works on distinct words, not on rows: a file of a million rows has some hundred of them.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from indicators.dimensions import DEFAULTS, DIMENSIONS, code_list
from indicators.reading import FIGURE, MISSING, SUPPRESSED, UNREADABLE, period

# list -> spelling, folded -> code
Codes = Mapping[str, Mapping[str, str]]


class Unclear(Exception):
    """The mapping does not say what it must."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A word no list knows. rows: figures that hang on it; line: where it stands first."""

    column: str
    value: str
    rows: int
    line: int


@dataclass(slots=True)
class Coded:
    """frame: one row a figure, columns = dimensions, "INDICATOR", "period", "value", "status", "confidentiality", "line".
    aside: (reason, figures)."""

    frame: pd.DataFrame
    unmapped: list[Unmapped] = field(default_factory=list)
    aside: list[tuple[str, int]] = field(default_factory=list)
    missing: int = 0
    suppressed: int = 0


def fold(word: str) -> str:
    """How two spellings of one name are the same: case, accents, apostrophes and doubled blanks aside."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def coded(columns: dict[str, "pd.Series[Any]"], mapping: dict[str, Any], codes: Codes) -> Coded:
    """Apply the mapping's dimensions, period, status and aside rules."""
    result = Coded(pd.DataFrame({"value": columns["value"], "line": columns["line"]}))
    state = columns["state"].to_numpy().copy()
    ok = np.ones(len(state), dtype=bool)
    frame = result.frame
    for name in (*DIMENSIONS, "INDICATOR"):
        if name == "FREQ" and _rule(mapping, name) is None:
            continue
        frame[name] = _dimension(name, columns, mapping, codes, result, ok)
    frame["period"] = _period(columns, mapping, result, ok)
    if "FREQ" not in frame:
        frame["FREQ"] = frame["period"].astype(str).str.len().map({4: "A", 7: "M"}).where(
            ~frame["period"].astype(str).str.contains("Q"), "Q").astype("category")  # fmt: skip
    _states(frame, columns, state, mapping, codes, result, ok)
    unreadable = ok & (state == UNREADABLE)
    _report(result, "figure", columns["printed"].to_numpy(), unreadable, columns["line"].to_numpy())
    ok &= ~unreadable
    ok &= _within(frame, mapping, result, ok)
    ok &= _kept(frame, mapping, codes, result, ok)
    ok &= _summed(frame, columns, state, mapping, result, ok)
    result.missing = int((ok & (state == MISSING)).sum())
    if mapping.get("read", {}).get("missing_is", "absent") == "absent":
        ok &= state != MISSING
    result.suppressed = int((ok & (frame["confidentiality"] == "C").to_numpy()).sum())
    result.frame = frame[ok].reset_index(drop=True)
    return result


def _rule(mapping: dict[str, Any], name: str) -> dict[str, Any] | str | None:
    if name in mapping.get("dimensions", {}):
        return mapping["dimensions"][name]
    return mapping.get("fixed", {}).get(name)


def _dimension(
    name: str, columns: dict[str, "pd.Series[Any]"], mapping: dict[str, Any], codes: Codes, result: Coded, ok: Any
) -> "pd.Categorical":
    """One dimension's codes; those that each [[value]] sets for itself come first."""
    size = len(columns["value"])
    rule = _rule(mapping, name)
    if isinstance(rule, dict):
        known = {} if rule.get("only_map") else codes.get(code_list(name), {})
        words = _words(columns, rule)
        values = _mapped(words, rule, known)
        _without_code(name, words, values, columns, result, ok)
    else:
        fixed = rule or DEFAULTS.get(name)
        sets = [take.get("set", {}).get(name, fixed) for take in mapping["value"]]
        if any(one is None for one in sets):
            raise Unclear(f"the mapping says nothing of {name}")
        values = np.array(sets, dtype=object)[columns["take"].to_numpy()] if size else np.array([], dtype=object)
    return pd.Categorical(values)


def _words(columns: dict[str, "pd.Series[Any]"], rule: dict[str, Any]) -> "pd.Categorical":
    names = rule.get("columns") or [rule["column"]]
    if len(names) == 1:
        return pd.Categorical(columns[f"text:{names[0]}"])
    joined = columns[f"text:{names[0]}"].astype(str)
    for name in names[1:]:
        joined = joined + "|" + columns[f"text:{name}"].astype(str)
    return pd.Categorical(joined)


def _mapped(words: "pd.Categorical", rule: dict[str, Any], known: Mapping[str, str]) -> Any:
    """Codes of words: the mapping's own table first, then the code list by its codes and spellings."""
    own = {fold(str(word)): code for word, code in rule.get("map", {}).items()}
    prefix = rule.get("prefix", "")
    table = []
    for word in words.categories:
        folded = fold(str(word))
        table.append(own.get(folded) or known.get(fold(f"{prefix}{word}") if prefix else folded))
    return np.array([*table, None], dtype=object)[words.codes]


def _period(columns: dict[str, "pd.Series[Any]"], mapping: dict[str, Any], result: Coded, ok: Any) -> "pd.Categorical":
    rule = mapping["period"]
    words = _words(columns, rule)
    table = [period(rule["kind"], *str(word).split("|")) for word in words.categories]
    values = np.array([*table, None], dtype=object)[words.codes]
    _without_code("period", words, values, columns, result, ok)
    return pd.Categorical(values)


def _states(
    frame: pd.DataFrame,
    columns: dict[str, "pd.Series[Any]"],
    state: Any,
    mapping: dict[str, Any],
    codes: Codes,
    result: Coded,
    ok: Any,
) -> None:
    """Status and confidentiality; what the file prints as suppressed is "C" without a value."""
    for name, plain, known in (("status", "A", "obs_status"), ("confidentiality", "F", "conf_status")):
        values: Any = np.full(len(state), plain, dtype=object)
        if rule := mapping.get(name):
            words = _words(columns, rule)
            values = _mapped(words, {"map": {"": plain}, **rule}, codes.get(known, {}))
            _without_code(name, words, values, columns, result, ok)
        frame[name] = values
    frame.loc[state == SUPPRESSED, "confidentiality"] = "C"
    # Also where the source prints what it calls confidential: the store never learns it.
    frame.loc[(state != FIGURE) | (frame["confidentiality"] == "C").to_numpy(), "value"] = np.nan
    frame.loc[(state == MISSING) & (frame["confidentiality"] == "F").to_numpy(), "status"] = "O"
    # An empty cell that the source itself calls confidential is suppressed, not missing.
    state[(state == MISSING) & (frame["confidentiality"] == "C").to_numpy()] = SUPPRESSED


def _within(frame: pd.DataFrame, mapping: dict[str, Any], result: Coded, ok: Any) -> Any:
    """The mapping's [[bounds]]: a figure below `least` or above `most` cannot be what the file says it is (a share of
    41125 per cent). It is put aside, counted, with the reason, and never corrected here."""
    value = frame["value"].to_numpy()
    within = np.ones(len(frame), dtype=bool)
    for rule in mapping.get("bounds", []):
        out = (value < rule.get("least", -np.inf)) | (value > rule.get("most", np.inf))
        _aside(result, rule["reason"], ok & within & out)
        within &= ~out
    return within


def _kept(frame: pd.DataFrame, mapping: dict[str, Any], codes: Codes, result: Coded, ok: Any) -> Any:
    """The mapping's [[keep]]: figures of other codes are put aside, counted, with the reason. `codes` lists them, or
    is the name of a set of codes ("members": the 35 states); with several dimensions (the two ends of a flow) one of
    them is enough."""
    keep = np.ones(len(frame), dtype=bool)
    for rule in mapping.get("keep", []):
        named = isinstance(rule["codes"], str)
        if named and rule["codes"] not in codes:
            raise Unclear(f"the mapping keeps {rule['codes']!r}, which is no set of codes")
        wanted = set(codes[rule["codes"]] if named else rule["codes"])
        names = [rule["dimension"]] if isinstance(rule["dimension"], str) else rule["dimension"]
        inside = np.logical_or.reduce([frame[name].isin(wanted).to_numpy() for name in names])
        _aside(result, rule["reason"], ok & keep & ~inside)
        keep &= inside
    return keep


def _summed(
    frame: pd.DataFrame,
    columns: dict[str, "pd.Series[Any]"],
    state: Any,
    mapping: dict[str, Any],
    result: Coded,
    ok: Any,
) -> Any:
    """The mapping's [sum]: rows of one key and period that differ only in the columns `over` become their sum, in the
    place of the first; the others are counted as put aside, with the reason. A sum with a suppressed part is suppressed,
    with a missing one missing: never smaller. Rows that are alike in `over` too stay apart, so that storing refuses them.
    """
    stay = np.ones(len(frame), dtype=bool)
    if not (rule := mapping.get("sum")) or not ok.any():
        return stay
    places = np.flatnonzero(ok)
    rows = frame.iloc[places]
    group = rows.groupby(["INDICATOR", *DIMENSIONS, "period"], observed=True, sort=False).ngroup().to_numpy()
    over = _words(columns, {"columns": rule["over"]}).codes[places]
    alike = pd.DataFrame({"group": group, "over": over}).duplicated(keep=False).to_numpy()
    several = np.bincount(group)[group] > 1
    parts = several & ~np.isin(group, group[alike])
    later = parts & pd.Series(group).duplicated().to_numpy()
    _write_sums(frame, state, places, group, parts & ~later, parts)
    stay[places[later]] = False
    _aside(result, rule["reason"], ~stay)
    return stay


def _write_sums(frame: pd.DataFrame, state: Any, places: Any, group: Any, firsts: Any, parts: Any) -> None:
    """In the first row of every group the sum of its parts. A status other than "A" that a part bears goes to the sum;
    where parts bear different ones, the sum is an estimate."""
    names, at = ["value", "status", "confidentiality"], places[firsts]
    values, statuses, standings = (frame[name].to_numpy()[places].copy() for name in names)

    def any_of(hit: Any) -> Any:
        return np.bincount(group, weights=hit & parts)[group[firsts]] > 0

    suppressed, missing = any_of(standings == "C"), any_of(state[places] == MISSING)
    total = np.bincount(group, weights=np.where(parts, values, 0.0))[group[firsts]]
    status = np.full(len(at), "A", dtype=object)
    for other in sorted(set(statuses[parts]) - {"A", "O"}):
        status = np.where(any_of(statuses == other), np.where(status == "A", other, "E"), status)
    unknown = suppressed | missing
    state[at] = np.select([suppressed, missing], [SUPPRESSED, MISSING], FIGURE)
    columns = [frame.columns.get_loc(name) for name in names]
    frame.iloc[at, columns[0]] = np.where(unknown, np.nan, total)
    frame.iloc[at, columns[1]] = np.where(missing & ~suppressed, "O", status)
    frame.iloc[at, columns[2]] = np.where(suppressed, "C", standings[firsts])


def _aside(result: Coded, reason: str, out: Any) -> None:
    if count := int(out.sum()):
        result.aside.append((reason, count))


def _without_code(
    column: str, words: "pd.Categorical", values: Any, columns: dict[str, "pd.Series[Any]"], result: Coded, ok: Any
) -> None:
    """Rows whose word got no code are told, and are no longer ok."""
    unknown = pd.isna(values)
    _report(result, column, words.astype(str).to_numpy(), ok & unknown, columns["line"].to_numpy())
    ok &= ~unknown


def _report(result: Coded, column: str, words: Any, bad: Any, lines: Any) -> None:
    if not bad.any():
        return
    found = (
        pd.DataFrame({"word": words[bad], "line": lines[bad]}).groupby("word", sort=True)["line"].agg(["size", "min"])
    )
    result.unmapped += [
        Unmapped(column, str(word), int(row["size"]), int(row["min"])) for word, row in found.iterrows()
    ]
