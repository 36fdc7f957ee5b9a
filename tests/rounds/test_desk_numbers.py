"""Figures as typed: what can be read in two ways is refused, and nothing else is. Held against a reader of the tests' own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds import desk_numbers


def readings(text: str) -> set[float]:
    """Every figure that a text with one sign can mean, where that sign may part thousands or decimals."""
    unsigned = text.removeprefix("-")
    sign = "," if "," in unsigned else "."
    whole, _, rest = unsigned.partition(sign)
    found = {float(f"{whole}.{rest}")}
    grouped = f"{int(whole + rest):,}".replace(",", sign)
    if grouped == unsigned:
        found.add(float(int(whole + rest)))
    return {-one for one in found} if text.startswith("-") else found


def read(text: str) -> float | str | None:
    try:
        return desk_numbers.number(text)
    except desk_numbers.Unclear as unclear:
        return unclear.key


DIGITS = st.text("0123456789", min_size=1, max_size=7)


@given(st.sampled_from(["", "-"]), DIGITS, st.sampled_from(".,"), DIGITS)
def test_one_sign_is_refused_only_where_it_has_two_readings(minus: str, whole: str, sign: str, rest: str) -> None:
    text = f"{minus}{whole}{sign}{rest}"
    meant = readings(text)
    assert read(text) == (meant.pop() if len(meant) == 1 else "ambiguous")


@pytest.mark.parametrize(
    ("text", "figure"),
    [("1.2340", 1.234), ("12.34567", 12.34567), ("0.123", 0.123), ("012,345", 12.345), ("00.500", 0.5), ("1234,567", 1234.567),
     ("-0,250", -0.25), ("1.23", 1.23)],
)  # fmt: skip
def test_what_has_one_reading_is_taken(text: str, figure: float) -> None:
    assert read(text) == figure


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345", "999.999", "-1,234", "1.000"])
def test_what_has_two_is_not(text: str) -> None:
    assert read(text) == "ambiguous"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15), st.sampled_from(".,"))
def test_what_is_shown_reads_as_the_same_figure(value: float, sign: str) -> None:
    text = desk_numbers.shown(value, sign)
    if len(text) <= desk_numbers.LONGEST:
        assert read(text) == value
