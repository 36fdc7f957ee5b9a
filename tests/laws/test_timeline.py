"""The versions of a provision follow from what consolidations show, whatever the order in which they come."""

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from laws.timeline import UNDATED, Seen, Span, Stored, observed, spans

DAYS = [date(2010 + 3 * number, 1, 1) for number in range(4)]
Table = Mapping[tuple[str, date], str | None]


def seen(text: str | None, start: date | None = None) -> Seen | None:
    return Seen(text, start, "in_force", text) if text else None


def table(rows: Table) -> dict[date, dict[str, Seen | None]]:
    result: dict[date, dict[str, Seen | None]] = {}
    for (language, day), text in rows.items():
        result.setdefault(day, {})[language] = seen(text)
    return result


def shown(found: list[Span]) -> list[tuple[Any, ...]]:
    years = [tuple(day and day.year for day in (span.start, span.end)) for span in found]
    return [
        (*year, {language: one.digest for language, one in sorted(span.texts.items())})
        for year, span in zip(years, found, strict=True)
    ]


def history(language: str, *texts: str | None) -> dict[tuple[str, date], str | None]:
    return {(language, day): text for day, text in zip(DAYS, texts, strict=False) if text != "-"}


def test_what_does_not_change_is_one_version() -> None:
    assert shown(spans(table(history("es", "a", "a", "a")))) == [(None, None, {"es": "a"})]


def test_a_change_is_a_version_from_that_day() -> None:
    assert shown(spans(table(history("es", "a", "b", "b", "a")))) == [
        (None, 2013, {"es": "a"}), (2013, 2019, {"es": "b"}), (2019, None, {"es": "a"}),
    ]  # fmt: skip


def test_what_appears_later_began_at_the_latest_then() -> None:
    assert shown(spans(table(history("es", None, "a")))) == [(2013, None, {"es": "a"})]


def test_what_is_missing_ended_and_may_come_back() -> None:
    assert shown(spans(table(history("es", "a", None, None, "a")))) == [
        (None, 2013, {"es": "a"}), (2019, None, {"es": "a"}),
    ]  # fmt: skip


def test_two_languages_change_together_or_apart() -> None:
    both = history("es", "a", "b") | history("fr", "x", "y")
    assert shown(spans(table(both))) == [(None, 2013, {"es": "a", "fr": "x"}), (2013, None, {"es": "b", "fr": "y"})]
    one = history("es", "a", "b") | history("fr", "x", "x")
    assert shown(spans(table(one))) == [(None, 2013, {"es": "a", "fr": "x"}), (2013, None, {"es": "b", "fr": "x"})]


def test_a_language_that_lags_behind_does_not_take_the_newest_place() -> None:
    lagging = history("es", "a", "-", "-", "b") | history("fr", "x", "x", "y")
    assert shown(spans(table(lagging))) == [
        (None, 2016, {"es": "a", "fr": "x"}), (2016, 2019, {"fr": "y"}), (2019, None, {"es": "b"}),
    ]  # fmt: skip


def test_a_language_first_seen_later_joins_and_changes_nothing() -> None:
    assert shown(spans(table(history("es", "a", "a") | history("fr", "-", "x")))) == [
        (None, None, {"es": "a", "fr": "x"})
    ]


def test_a_language_that_lacks_a_provision_does_not_end_it_for_the_other() -> None:
    assert shown(spans(table(history("es", "a", "a") | history("fr", None, None)))) == [(None, None, {"es": "a"})]
    assert shown(spans(table(history("es", "a", "a") | history("fr", "x", None)))) == [
        (None, 2013, {"es": "a", "fr": "x"}), (2013, None, {"es": "a"}),
    ]  # fmt: skip
    assert shown(spans(table(history("es", "a", "a") | history("fr", None, "x")))) == [
        (None, 2013, {"es": "a"}), (2013, None, {"es": "a", "fr": "x"}),
    ]  # fmt: skip


def test_stated_days_lead_and_a_correction_is_no_amendment() -> None:
    stated = {DAYS[0]: {"es": seen("a", date(2005, 5, 5))}, DAYS[1]: {"es": seen("b", date(2012, 2, 2))}}
    assert [(span.start, span.end, span.stated) for span in spans(stated)] == [
        (date(2005, 5, 5), date(2012, 2, 2), True), (date(2012, 2, 2), None, True),
    ]  # fmt: skip
    corrected = {DAYS[0]: {"es": seen("a", date(2005, 5, 5))}, DAYS[1]: {"es": seen("b", date(2005, 5, 5))}}
    assert shown(spans(corrected)) == [(2005, None, {"es": "b"})]


def test_a_stated_day_before_the_former_wording_is_not_believed() -> None:
    odd = {DAYS[0]: {"es": seen("a", date(2009, 1, 1))}, DAYS[1]: {"es": seen("b", date(2001, 1, 1))}}
    assert shown(spans(odd)) == [(2009, 2013, {"es": "a"}), (2013, None, {"es": "b"})]


def test_an_undated_file_comes_before_every_dated_one() -> None:
    rows = {UNDATED: {"es": seen("a")}, DAYS[0]: {"fr": seen("x")}, DAYS[1]: {"fr": seen("y")}}
    assert shown(spans(rows)) == [(None, 2013, {"es": "a", "fr": "x"}), (2013, None, {"fr": "y"})]


def stored(found: list[Span]) -> list[Stored]:
    """Spans as the database keeps them."""
    return [
        Stored(
            span.first, span is found[-1] and span.gone is None, span.start, span.stated, span.end, span.status,
            {language: (one.digest, one.payload) for language, one in span.texts.items()},
        )
        for span in found
    ]  # fmt: skip


def grown(order: list[tuple[str, date]], rows: Table) -> list[Span]:
    """One observation after the other, with nothing in between but what is stored."""
    held: list[Stored] = []
    days: dict[str, list[date]] = {}
    found: list[Span] = []
    for language, day in order:
        observations = observed(held, days)
        observations.setdefault(day, {})[language] = seen(rows[language, day])
        days.setdefault(language, []).append(day)
        found = spans(observations)
        held = stored(found)
    return found


# Three consolidations in two languages, some files missing, some without the provision.
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(["es", "fr"]), st.sampled_from(DAYS[:3])), st.sampled_from(["a", "b", None]), min_size=1
)


@given(TABLES, st.randoms())
def test_any_order_ends_alike(rows: Table, chance: Any) -> None:
    order = list(rows)
    chance.shuffle(order)
    whole, found = spans(table(rows)), grown(order, rows)
    assert shown(found) == shown(whole), order
    assert [span.days for span in found] == [span.days for span in whole], order


@given(TABLES)
def test_what_is_stored_tells_what_was_seen(rows: Table) -> None:
    days: dict[str, list[date]] = {}
    for language, day in rows:
        days.setdefault(language, []).append(day)
    first = spans(table(rows))
    assert shown(spans(observed(stored(first), days))) == shown(first)


@given(TABLES)
def test_ranges_go_forward_and_do_not_overlap(rows: Table) -> None:
    found = spans(table(rows))
    assert all(span.texts for span in found)
    for span in found:
        assert span.end is None or span.start is None or span.start <= span.end
    for one, other in itertools.pairwise(found):
        assert one.end and other.start and one.end <= other.start
