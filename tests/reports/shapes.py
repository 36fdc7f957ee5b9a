"""Steps of shaping a report, as somebody takes who has just looked at it."""

from typing import Any

from indicators.wording import Words
from reports import measuring, offering, shaping, workflow
from reports.models import Binding, Block, Chapter, Report
from reports.offering import Asked

TITLES = {"es": "Agua y vados", "en": "Water and fords", "fr": "Eaux et gués", "pt": "Águas e vaus"}
DESK = "/en/reporting/office/reports/americas-2026/v1/"
STOCK = Asked("foreign-born-stock", "people", "ARG", "", "2024")


def chapter(report: Report, after: str = "", **titles: str) -> Chapter:
    return shaping.chapter_add(
        report=report, seen=shaping.version(report), titles={**TITLES, **titles}, after=after, actor=None
    )  # fmt: skip


def paragraph(report: Report, text: str, slug: str, after: int = 0, language: str = "es") -> list[Block]:
    return shaping.part_add(
        report=report, seen=shaping.version(report), chapter=slug, text=text, language=language, after=after, actor=None
    )  # fmt: skip


def move(report: Report, slug: str, by: int, part: int = 0) -> bool:
    told: dict[str, Any] = {
        "report": report,
        "seen": shaping.version(report),
        "chapter": slug,
        "by": by,
        "actor": None,
    }
    return shaping.part_move(part=part, **told) if part else shaping.chapter_move(**told)


def remove(report: Report, slug: str, part: int = 0, actor: Any = None) -> bool:
    told: dict[str, Any] = {"report": report, "seen": workflow.last_line(report), "chapter": slug, "actor": actor}
    return shaping.part_remove(part=part, **told) if part else shaping.chapter_remove(**told)


def slugs(report: Report) -> list[str]:
    return list(report.chapters.values_list("slug", flat=True))


def bind(report: Report, block: Block, asked: Asked = STOCK, place: int = 0) -> Binding:
    found = offering.offered(measuring.frozen(report), asked, Words("en"))
    return offering.number_bind(
        report=report, chapter=block.chapter.slug, part=block.pk, asked=asked, key=found.offers[place].key, actor=None
    )  # fmt: skip
