import pytest

from laws.importers.dates import day_month_year, iso, long_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1º DE ABRIL DE 2021", "2021-04-01"),
        ("Enero 3 de 1995.", "1995-01-03"),
        ("a 15 de setiembre del 2004", "2004-09-15"),
        ("26th August, 2016", "2016-08-26"),
        ("August 26, 2016", "2016-08-26"),
        ("le 1er août 1988", "1988-08-01"),
        ("31 de março de 1964 e 2 de maio de 1970", "1964-03-31"),
        ("31 de abril de 2020", None),
        ("abril de 2020", None),
        ("", None),
    ],
)
def test_long_date(text: str, date: str | None):
    assert long_date(text) == date


def test_day_month_year():
    assert day_month_year("el 31/08/2009.") == "2009-08-31"
    assert day_month_year("99/99/2009") is None
    assert day_month_year("2009") is None


def test_iso_refuses_days_that_are_none():
    assert iso(2024, 2, 29) == "2024-02-29"
    assert iso(2023, 2, 29) is None
    assert iso(0, 1, 1) is None
