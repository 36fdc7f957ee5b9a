"""Four states, and apart from them whether the wording of the day is held."""

from datetime import date
from typing import Any

from laws.states import Shown, State, VersionRow, newest, on


def row(number: int, **fields: Any) -> VersionRow:
    base = {
        "pk": number,
        "is_current": False,
        "valid_from": None,
        "valid_to": None,
        "status": "in_force",
        "as_of": None,
    }
    return VersionRow(number=number, **{**base, **fields})


OLD = row(1, valid_from=date(2001, 1, 1), valid_to=date(2010, 5, 1))
NEW = row(2, valid_from=date(2010, 5, 1), is_current=True, as_of=date(2020, 1, 1))


def test_the_wording_of_the_day_is_the_one_whose_half_open_range_holds_it() -> None:
    assert on([OLD, NEW], date(2010, 4, 30)) == Shown(OLD, State.IN_FORCE)
    assert on([OLD, NEW], date(2010, 5, 1)) == Shown(NEW, State.IN_FORCE)


def test_before_the_first_known_day_nothing_is_guessed() -> None:
    assert on([NEW], date(2005, 1, 1)) == Shown(NEW, State.UNKNOWN, held=False, earliest=date(2010, 5, 1))
    unknown = row(1, is_current=True, status="unknown")
    assert on([unknown], date(2005, 1, 1)) == Shown(unknown, State.UNKNOWN, held=False)


def test_a_consolidation_vouches_for_its_own_day_only_forward() -> None:
    seen = row(1, is_current=True, as_of=date(2015, 1, 1))
    assert on([seen], date(2016, 1, 1)) == Shown(seen, State.IN_FORCE)
    assert on([seen], date(2014, 1, 1)) == Shown(seen, State.UNKNOWN, held=False, earliest=date(2015, 1, 1))


def test_before_the_law_not_yet_and_after_the_last_wording_no_longer() -> None:
    assert on([OLD, NEW], date(1999, 1, 1), date(2000, 6, 1)).state is State.NOT_YET
    ended = row(1, valid_from=date(2001, 1, 1), valid_to=date(2010, 1, 1))
    assert on([ended], date(2012, 1, 1)) == Shown(ended, State.NO_LONGER)
    assert newest([ended], date(2012, 1, 1)) == Shown(ended, State.NO_LONGER)


def test_a_wording_replaced_nobody_knows_when_is_unknown() -> None:
    first = row(1, valid_from=date(2001, 1, 1))
    last = row(2, is_current=True, status="unknown")
    assert on([first, last], date(2010, 1, 1)) == Shown(first, State.UNKNOWN, held=False)
    assert newest([first, last], date(2010, 1, 1)) == Shown(last, State.UNKNOWN)


def test_repealed_and_announced_wordings() -> None:
    repealed = row(1, is_current=True, status="repealed", valid_from=date(2010, 1, 1))
    assert newest([repealed], date(2012, 1, 1)).state is State.NO_LONGER
    announced = row(1, is_current=True, status="not_in_force", as_of=date(2020, 1, 1))
    assert newest([announced], date(2021, 1, 1)).state is State.NOT_YET
    future = row(2, is_current=True, valid_from=date(2030, 1, 1))
    assert newest([OLD._replace(valid_to=date(2030, 1, 1)), future], date(2025, 1, 1)).version.number == 1
    assert newest([future], date(2025, 1, 1)) == Shown(future, State.NOT_YET)
