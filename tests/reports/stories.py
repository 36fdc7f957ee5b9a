"""An invented region: a register with the names that first drafts read, figures, and a secretariat."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from indicators import storing
from indicators.models import Code, Dataset, Indicator
from reports import workflow
from reports.models import Block, Report, Text
from reports.refusals import Refusal
from tests import people
from tests.indicators import invented
from tests.rounds import cast

TITLES = {f"title_{code}": f"Informe {code}" for code in ("es", "en", "fr", "pt")}
SECRET = 7_777_777.0
_STOCK = {"INDICATOR": "foreign-born-stock", "MEASURE": "STOCK", "UNIT": "PS", "BASIS": "B"}
_MONEY = {"MEASURE": "REM_IN", "UNIT": "USD", "BASIS": "_Z"}


def region(stock: float = 2_904_873.0) -> None:
    """Argentina, Canada, Mexico, Brazil and Colombia of nobody's world: who lives where, and money sent home."""
    cast.countries()
    codes = [
        ("sex", "_T"),
        ("sex", "F"),
        ("sex", "M"),
        ("basis", "B"),
        ("unit", "PS"),
        ("unit", "USD"),
        ("area", "VEN"),
        ("area", "W"),
    ]
    for place, (name, code) in enumerate(codes):
        Code.objects.create(
            list=name,
            code=code,
            position=place,
            **{f"label_{one}": f"{code}-{one}" for one in ("es", "en", "fr", "pt")},
        )
    _indicator("foreign-born-stock", "stocks", "STOCK", "PS", 1)
    _indicator("remittances-received", "economy", "REM_IN", "USD", 2)
    _indicator("gdp", "economy", "GDP", "USD", 3)
    _indicator("migrants-by-sector", "labour", "EMP_SHARE", "PT_EMP", 4)
    Dataset.objects.create(slug="people", publisher="Office of Fords", title_en="People", licence="CC0", sums="SEX=F|M COUNTERPART DESTINATIONS", threshold=None)  # fmt: skip
    Dataset.objects.create(slug="money", publisher="Bank of Fords", title_en="Money", licence="CC0", threshold=None)
    people_vintage(stock)
    money = [{"INDICATOR": "remittances-received", "REF_AREA": "MEX", "period": "2023", "value": 66_237_847_600.0, **_MONEY},
             {"INDICATOR": "gdp", "REF_AREA": "MEX", "period": "2023", "value": 1_789_114_434_843.0, **_MONEY, "MEASURE": "GDP"}]  # fmt: skip
    storing.store(Dataset.objects.get(slug="money"), invented.frame(*money), edition="2024")


def people_vintage(stock: float) -> None:
    """A vintage of who lives where. A cell of Mexico is suppressed by its source: SECRET is what nobody may see."""
    rows: list[dict[str, Any]] = []
    for area, origin, value in (
        ("ARG", "VEN", stock),
        ("ARG", "BRA", 120_000.0),
        ("CAN", "VEN", 40_000.0),
        ("CAN", "MEX", 90_000.0),
    ):
        for period, part in (("2010", 0.25), ("2015", 0.5), ("2024", 1.0)):
            for sex, share in (("F", 0.4), ("M", 0.6)):
                rows.append({**_STOCK, "REF_AREA": area, "COUNTERPART": origin, "SEX": sex, "period": period, "value": round(value * part * share)})  # fmt: skip
    for sex in ("F", "M"):
        hidden = {
            "BASIS": "C",
            "REF_AREA": "MEX",
            "COUNTERPART": "VEN",
            "SEX": sex,
            "period": "2024",
            "confidentiality": "C",
        }
        rows.append({**_STOCK, **hidden, "value": SECRET if sex == "F" else 3.0})
        rows.append(
            {
                **_STOCK,
                "BASIS": "C",
                "REF_AREA": "MEX",
                "COUNTERPART": "CAN",
                "SEX": sex,
                "period": "2024",
                "value": 1000.0,
            }
        )
    storing.store(Dataset.objects.get(slug="people"), invented.frame(*rows), edition="2024")


def _indicator(slug: str, section: str, measure: str, unit: str, position: int) -> None:
    names = {f"title_{code}": f"{slug} ({code})" for code in ("es", "en", "fr", "pt")}
    Indicator.objects.create(slug=slug, section=section, measure=measure, unit=unit, position=position, **names)


@contextmanager
def refused(key: str) -> Iterator[None]:
    """The step inside is refused, for this reason."""
    with pytest.raises(Refusal) as told:
        yield
    assert told.value.key == key, told.value.sentence


def secretariat() -> User:
    return people.person("secretary", Role.SECRETARIAT)


def begun(actor: User | None = None, **given: Any) -> Report:
    """As of tomorrow, so that the vintages of a moment ago are in it whatever the hour."""
    told = {
        "slug": "americas-2026",
        "first": 2023,
        "last": 2026,
        "as_of": timezone.now().date() + timedelta(days=1),
        **TITLES,
    }
    return workflow.report_begin(report=Report(**{**told, **given}), actor=actor)


def reviewed(report: Report, *languages: str, actor: User | None = None) -> Report:
    report = workflow.report_send(report=report, actor=actor)
    for language in languages:
        for chapter in report.chapters.all():
            workflow.chapter_review(chapter=chapter, language=language, actor=actor)
    return report


def out(report: Report, *languages: str, actor: User | None = None) -> Report:
    report = reviewed(report, *(one for one in languages if one != report.original_language), actor=actor)
    for language in languages:
        workflow.language_publish(report=report, language=language, actor=actor)
        report.refresh_from_db()
    return report


def paragraph(report: Report, chapter: str = "arg", language: str = "es") -> Text:
    """The first paragraph of a chapter."""
    block = Block.objects.filter(chapter__report=report, chapter__slug=chapter, kind="paragraph").first()
    assert block is not None
    return block.texts.get(language=language)


def desk() -> Client:
    return people.sign_in(secretariat())
