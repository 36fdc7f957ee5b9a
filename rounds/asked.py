"""What a round asks of a country, and what comes back, as plain data. No Django: the child process that reads sheets needs it."""

from dataclasses import dataclass, field
from typing import Literal

# What a cell of a table may say beside a figure. Absent is a cell that nobody filled; zero is a figure.
State = Literal["value", "absent", "suppressed", "not_collected"]
# "count": persons or things, never negative, parts add up; "amount": money; "balance": may be negative; "share": percentages
# and rates, never added up.
Kind = Literal["count", "amount", "balance", "share"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a round, for one country.

    name: a slug, one a round. indicator: slug of the register. area: REF_AREA of all rows. fixed: codes of the dimensions that do
    not vary. vary: dimensions with a column of their own, in order; codes: what each of them may say, "_T" first where there is a
    total; totals: those of `vary` whose "_T" is the sum of the other codes. periods: as observations have them ("2024",
    "2024-Q1", "2024-03"). unit: code of the unit, in which figures are asked, without a power of ten.
    """

    name: str
    indicator: str
    area: str
    kind: Kind
    unit: str
    fixed: dict[str, str]
    vary: tuple[str, ...]
    codes: dict[str, tuple[str, ...]]
    periods: tuple[str, ...]
    totals: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled cell. codes: of the varying dimensions, as written where no code is known; status: SDMX (A normal, E estimated,
    P provisional, B break); note: the footnote, in the correspondent's language; line: of the sheet, 0 from the form."""

    codes: dict[str, str]
    period: str
    value: float | None
    state: State = "value"
    status: str = "A"
    note: str = ""
    unit: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in one table. severity: an error blocks, a warning needs a written reason, a note informs. facts: what
    the sentence about it names, numbers as numbers, codes as codes ({"found": 12.0, "expected": 15.0, "dimension": "SEX"}).
    key: what finds it again when the table is checked anew, so that a reason once given stays with it."""

    rule: str
    severity: Literal["error", "warning", "note"]
    table: str
    codes: dict[str, str] = field(default_factory=dict)
    period: str = ""
    line: int = 0
    facts: dict[str, float | str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        where = ".".join(f"{name}={code}" for name, code in sorted(self.codes.items()))
        facts = ".".join(str(self.facts[name]) for name in ("dimension", "column") if name in self.facts)
        return "/".join((self.rule, self.table, where, self.period, facts))
