"""The rules of the rounds: every planted error is found, and none is invented."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rounds import finding_texts
from rounds.asked import Entry, Finding, Table
from rounds.checking import capped, check

STOCK = Table(
    name="stock", indicator="foreign-born-stock", area="COL", kind="count", unit="PS", fixed={"FREQ": "A"},
    vary=("SEX", "COUNTERPART"), codes={"SEX": ("_T", "F", "M"), "COUNTERPART": ("_T", "VEN", "ECU", "PER")},
    periods=("2022", "2023", "2024"), totals=("SEX", "COUNTERPART"),
)  # fmt: skip
RATE = Table(
    name="rate", indicator="unemployment", area="COL", kind="share", unit="PT_LF", fixed={"FREQ": "A"}, vary=("SEX",),
    codes={"SEX": ("_T", "F", "M")}, periods=("2022", "2023", "2024"), required=False,
)  # fmt: skip
Numbers = dict[tuple[str, str, str], float]
Change = Callable[[list[Entry]], list[Entry]]


def whole(inner: Numbers) -> Numbers:
    """With the margins of sexes and origins."""
    found = dict(inner)
    for year in STOCK.periods:
        for sex in ("F", "M"):
            found[sex, "_T", year] = sum(inner[sex, origin, year] for origin in ("VEN", "ECU", "PER"))
        for origin in ("VEN", "ECU", "PER"):
            found["_T", origin, year] = sum(inner[sex, origin, year] for sex in ("F", "M"))
        found["_T", "_T", year] = sum(
            inner[sex, origin, year] for sex in ("F", "M") for origin in ("VEN", "ECU", "PER")
        )
    return found


def entries(numbers: Numbers) -> list[Entry]:
    cells = sorted(numbers.items())
    return [
        Entry({"SEX": sex, "COUNTERPART": origin}, year, float(value), line=place)
        for place, ((sex, origin, year), value) in enumerate(cells, 3)
    ]


def steady() -> list[Entry]:
    base = {"VEN": 9000, "ECU": 4000, "PER": 2000}
    inner = {
        (sex, origin, year): float(n + 100 * place + (50 if sex == "F" else 0))
        for sex in ("F", "M")
        for origin, n in base.items()
        for place, year in enumerate(STOCK.periods)
    }
    return entries(whole(inner))


def rates(*values: float) -> list[Entry]:
    return [Entry({"SEX": "_T"}, year, value) for year, value in zip(RATE.periods, values, strict=True)]


def published(given: list[Entry], times: float = 1.0) -> dict[tuple[str, str], float]:
    return {(f"{one.codes['SEX']}.{one.codes['COUNTERPART']}", one.period): (one.value or 0) * times for one in given}


def at(sex: str, origin: str, year: str, **changes: Any) -> Change:
    """One cell of the table said otherwise; what it adds up to is left as it was."""

    def change(given: list[Entry]) -> list[Entry]:
        where = ({"SEX": sex, "COUNTERPART": origin}, year)
        return [replace(one, **changes) if (one.codes, one.period) == where else one for one in given]

    return change


def rules(found: list[Finding]) -> list[str]:
    return sorted({one.rule for one in found})


def found_in(given: list[Entry], before: dict[tuple[str, str], float] | None = None, **other: Any) -> list[Finding]:
    return check([STOCK], {"stock": given}, {"stock": before or {}}, {"stock": other.get("mirror", {})})


def test_a_sound_table_raises_nothing() -> None:
    given = steady()
    assert found_in(given, published(given), mirror=published(given)) == []


numbers = st.fixed_dictionaries({
    (sex, origin, year): st.integers(0, 40_000) for sex in ("F", "M") for origin in ("VEN", "ECU", "PER") for year in STOCK.periods
})  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_no_error_is_invented_in_a_table_that_adds_up(inner: Numbers) -> None:
    given = entries(whole(inner))
    found = found_in(given, published(given))
    assert [one for one in found if one.severity == "error"] == []
    assert [one for one in found if one.severity == "warning"] == [], "what the last vintage had already is no news"


PLANTED: dict[str, Change] = {
    "unknown-code": at("F", "VEN", "2024", codes={"SEX": "F", "COUNTERPART": "XYZ"}),
    "unknown-period": at("F", "VEN", "2024", period="2031"),
    "duplicate-key": lambda given: [*given, given[0]],
    "unit": at("F", "VEN", "2024", unit="PT"),
    "status-unknown": at("F", "VEN", "2024", status="Q"),
    "suppressed-with-value": at("F", "VEN", "2024", state="suppressed"),
    "note-too-long": at("F", "VEN", "2024", note="x" * 3000),
    "fraction": at("_T", "PER", "2024", value=4350.25),
    "sign": at("F", "PER", "2024", value=-5.0),
    "break-without-note": at("F", "VEN", "2024", status="B", note=" "),
    "totals": at("_T", "PER", "2023", value=4251.0),
    "missing-table": lambda given: [replace(one, state="absent", value=None) for one in given],
}


@pytest.mark.parametrize("rule", PLANTED)
def test_what_is_planted_is_found_and_nothing_beside_it(rule: str) -> None:
    found = found_in(PLANTED[rule](steady()), published(steady()))
    assert {(one.rule, one.severity) for one in found if one.rule != "missing-cell"} == {(rule, "error")}
    if rule in finding_texts.STRUCTURE:
        assert rules(found) == [rule], "of a table that is not sound nothing else is said"


def test_twelve_errors_in_a_country_s_tables_are_found_and_no_more() -> None:
    """One table of each sort; two others of the round are clean."""
    given = {rule: change(steady()) for rule, change in PLANTED.items()} | {"clean": steady(), "clean-too": steady()}
    before = dict.fromkeys(given, published(steady()))
    found = check([replace(STOCK, name=name) for name in given], given, before, before)
    # A total of the wrong sum stands against the parts of both its dimensions.
    assert {(one.table, one.rule, one.severity) for one in found} == {(rule, rule, "error") for rule in PLANTED}
    assert Counter(one.table for one in found) == dict.fromkeys(PLANTED, 1) | {"totals": 2}
    assert len({one.key for one in found}) == len(found)


def test_lines_that_are_wrong_alike_at_one_place_are_one_finding() -> None:
    given = [*steady(), *[Entry({"SEX": "F", "COUNTERPART": "XYZ"}, "2024", 1.0, line=line) for line in (90, 91)]]
    (one,) = found_in(given)
    assert (one.rule, one.line, one.facts) == ("unknown-code", 90, {"dimension": "COUNTERPART", "code": "XYZ"})


class TestContent:
    def test_a_suppressed_part_leaves_room_and_a_total_below_the_known_parts_does_not(self) -> None:
        hidden = at("F", "PER", "2024", state="suppressed", value=None)
        assert "totals" not in rules(found_in(hidden(steady())))
        low = at("_T", "PER", "2024", value=1.0)
        assert "totals" in rules(found_in(low(hidden(steady()))))

    def test_the_grand_total_stands_against_all_parts_where_the_margins_are_not_given(self) -> None:
        inner = [one for one in steady() if "_T" not in one.codes.values() or set(one.codes.values()) == {"_T"}]
        assert found_in(inner) == []
        (one,) = found_in(at("_T", "_T", "2024", value=30_000.0)(inner))
        assert (one.rule, one.facts["dimension"], one.facts["found"]) == ("totals", "SEX|COUNTERPART", 30_000.0)

    def test_an_office_that_rounds_every_count_to_five_makes_no_errors(self) -> None:
        def rounded(number: float) -> float:
            return 5.0 * round(number / 5)

        years = tuple(str(year) for year in range(2010, 2025))
        table = replace(STOCK, vary=("SEX",), codes={"SEX": ("_T", "F", "M")}, periods=years, totals=("SEX",))
        given = [
            Entry({"SEX": sex}, year, rounded(number))
            for year, women in zip(years, range(1002, 1100, 5), strict=False)
            for sex, number in (("F", women), ("M", women), ("_T", 2.0 * women + 2))
        ]
        wide = replace(table, vary=("SEX", "AGE"), codes={**table.codes, "AGE": ("Y15", "Y16")})
        both = [replace(one, codes={**one.codes, "AGE": age}) for one in given for age in ("Y15", "Y16")]
        assert check([wide], {"stock": both}, {}, {}) == []
        off = [replace(both[0], value=5000.0), *both[1:]]
        assert "totals" in rules(check([wide], {"stock": off}, {}, {}))

    def test_cells_that_are_gone_are_told_once_a_line(self) -> None:
        given = steady()
        fewer = [one for one in given if one.codes != {"SEX": "F", "COUNTERPART": "PER"}]
        (one,) = [one for one in found_in(fewer, published(given)) if one.rule == "missing-cell"]
        assert (one.codes, one.facts["count"], one.severity) == ({"SEX": "F", "COUNTERPART": "PER"}, 3.0, "warning")
        assert one.facts["periods"] == "2022 2023 2024"

    def test_thousands_for_units_are_told_once(self) -> None:
        given = steady()
        assert rules(found_in(given, published(given, 0.001))) == ["scale"]

    def test_nor_does_a_country_that_reports_for_the_first_time_send_millions_for_units(self) -> None:
        """It happened in a round played by hand: there was no vintage of its own to stand against."""
        given = steady()
        assert rules(found_in(given, mirror=published(given, 1_000_000))) == ["scale"]
        assert found_in(given, mirror=published(given)) == []

    def test_a_large_revision_needs_a_reason(self) -> None:
        given = steady()
        before = published(given) | {("F.VEN", "2022"): 4000.0}
        (one,) = found_in(given, before)
        assert (one.rule, one.severity, one.facts["before"]) == ("jump-vintage", "warning", 4000.0)

    def test_a_jump_is_explained_by_a_break_with_its_footnote_and_by_nothing_less(self) -> None:
        def rate(*values: float, **last: Any) -> list[Finding]:
            given = rates(*values)
            given[-1] = replace(given[-1], **last)
            return check([RATE], {"rate": given}, {}, {})

        (one,) = rate(8.0, 9.0, 30.0)
        assert (one.rule, one.period, one.facts) == (
            "jump-year",
            "2024",
            {"found": 30.0, "before": 9.0, "year": "2023"},
        )
        assert rules(rate(8.0, 9.0, 30.0, note="New register")) == ["jump-year"]
        assert rate(8.0, 9.0, 30.0, status="B", note="New register") == []

    def test_the_first_year_stands_beside_what_is_published_of_the_year_before(self) -> None:
        given = [one for one in steady() if one.codes == {"SEX": "F", "COUNTERPART": "VEN"}]
        (one,) = found_in(given, {("F.VEN", "2021"): 900.0})
        assert (one.rule, one.period, one.facts["before"]) == ("jump-year", "2022", 900.0)

    def test_a_quarter_stands_beside_the_same_quarter(self) -> None:
        periods = tuple(f"{year}-Q{part}" for year in (2023, 2024) for part in (1, 2, 3, 4))
        table = replace(STOCK, vary=(), codes={}, totals=(), periods=periods)
        values = (100, 200, 9000, 150) * 2
        given = [Entry({}, period, float(value)) for period, value in zip(periods, values, strict=True)]
        assert check([table], {"stock": given}, {}, {}) == []

    def test_a_balance_may_be_negative_and_turn(self) -> None:
        table = replace(STOCK, kind="balance", vary=(), codes={}, totals=())
        given = [Entry({}, year, value) for year, value in zip(table.periods, (-8000.0, 9000.5, -7000.0), strict=True)]
        assert check([table], {"stock": given}, {}, {}) == []

    def test_small_countries_double_by_chance(self) -> None:
        given = [
            Entry({"SEX": "F", "COUNTERPART": "VEN"}, year, value) for year, value in (("2022", 4.0), ("2023", 90.0))
        ]
        assert found_in(given) == []

    def test_what_others_say_is_for_information(self) -> None:
        given = steady()
        (one,) = found_in(given, published(given), mirror={("F.VEN", "2024"): 90_000.0})
        assert (one.rule, one.severity) == ("mirror-gap", "note")

    def test_percentages_are_not_added_and_stay_within_a_hundred(self) -> None:
        found = check([RATE], {"rate": rates(8.0, 108.0, 9.0)}, {}, {})
        assert {one.rule for one in found if one.severity == "error"} == {"share-range"}
        assert check([RATE], {}, {}, {})[0].severity == "note", "nobody had to fill it"


def test_a_reason_once_given_finds_its_finding_again() -> None:
    given = at("F", "PER", "2024", value=20_000.0)(steady())
    one, other = (found_in(given)[-1].key for _ in range(2))
    assert one == other
    found = found_in([*steady(), *steady()])
    assert len({(one.key, one.line) for one in found}) == len(found)


def test_many_of_one_rule_are_capped_and_counted() -> None:
    found = found_in([*steady(), *steady()])
    told = capped(found, 5)
    assert (len(told.shown), told.counts["stock", "duplicate-key", "error"]) == (5, len(steady()))
