"""Asks the search from the command line, as every reader does."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from records import kinds
from search import engine, ladder
from search.backends import EngineDown
from search.results import Hit, SearchRequest


class Command(BaseCommand):
    help = "Searches laws and their articles; the best ones first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--language", choices=("es", "en", "fr", "pt"), default="en", help="the reader's language")
        parser.add_argument("--limit", type=int, default=10, help="1 to 1,000")
        parser.add_argument("--at", metavar="YYYY-MM-DD", help="the law of that day")
        parser.add_argument("--example", action="store_true", help="the model act too")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        limit = min(max(options["limit"], 1), 1000)
        request = SearchRequest(
            text=options["query"], language=options["language"], at=_day(options["at"]), example=options["example"]
        )
        try:
            hits, step, understood = engine.ranked(request, limit), "engine", engine.understand(request)
        except EngineDown as error:
            self.stderr.write(f"The search engine does not answer ({error}); the database does:")
            results = ladder.search(request)
            hits, step = [hit for group in results.groups for hit in group.hits][:limit], results.step
            understood = results.understanding
        with override(options["language"]):
            rows = [row for hit in hits if (row := _row(hit, options["language"]))]
        if options["json"]:
            document = {"query": options["query"], "language": options["language"], "step": step,
                        "understood": asdict(understood), "hits": rows}  # fmt: skip
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for number, row in enumerate(rows, 1):
            place = " · ".join(
                part for part in (row["jurisdiction"], row["citation"], row["label"], row["heading"]) if part
            )
            self.stdout.write(f"{number:3}. {place}\n     {row['title']}\n     {row['url']}")
        if not rows:
            self.stdout.write("Nothing was found.")


def _day(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.replace("-", "")
    if len(digits) != 8 or not digits.isdigit():
        raise CommandError(f"{text} is no day: write it as 2015-06-01")
    return int(digits)


def _row(hit: Hit, language: str) -> dict[str, Any] | None:
    shown = kinds.of_unit(hit.kind).hits(hit.kind, [hit.pk], language).get(hit.pk)
    if shown is None:
        return None
    return {
        "kind": hit.kind, "record": hit.record, "score": round(hit.score, 4), "title": shown.title,
        "jurisdiction": shown.jurisdiction, "citation": shown.citation, "label": shown.label, "heading": shown.heading,
        "language": shown.language, "url": shown.url,
    }  # fmt: skip
