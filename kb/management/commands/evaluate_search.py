"""Measures the quality of search against judged queries, on a database and an index of its own."""

import csv
import json
import sys
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from countries.loading import load_jurisdictions
from kb import scratch
from laws.models import LawSource, ProvisionVersion
from laws.sample import apply_aliases
from records.locks import writer_lock
from records.thesaurus import load_thesaurus
from search import engine, evaluation, writing
from search.evaluation import RankedAnswer
from search.results import SearchRequest

DEPTH = 60  # units looked at: ten laws or ten provisions are judged


class Command(BaseCommand):
    help = "Imports the corpus into a database and index of its own, asks the golden queries, and reports the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("golden", type=Path, metavar="GOLDEN", help="judged queries, one JSON object a line")
        parser.add_argument("--corpus", type=Path, required=True, help="TSV: path, country, language, name, number")
        parser.add_argument("--laws", type=Path, required=True, help="the folder that the corpus paths start from")
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), help="default: the configured one")
        parser.add_argument("--work", type=Path, metavar="DIR", help="keep database and index here for the next run")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("golden", "corpus", "laws"):
            if not options[name].exists():
                raise CommandError(f"there is no {options[name]}")
        if scratch.is_scratch():
            self._measure(options)
            return
        name = scratch.engine_name(options["engine"])
        if not name:
            raise CommandError("ELASTICSEARCH_URL is not set: start one with `make elasticsearch`")
        code = scratch.run_again(sys.argv[1:], engine=name, keep=options["work"])
        if code:
            raise CommandError(f"the measurement ended with code {code}")

    def _measure(self, options: dict[str, Any]) -> None:
        self._prepare(options)
        ranker = Ranker(options["corpus"], options["laws"])
        golden = [json.loads(line) for line in options["golden"].read_text("utf-8").splitlines() if line.strip()]
        figures = {"backend": engine.backend_name(), **evaluation.evaluate(golden, ranker)}
        engine.backend().remove_all() if engine.backend_name() == "elasticsearch" and not options["work"] else None
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))
            return
        for group in ("overall", "by_intent", "by_language"):
            rows = {"overall": figures["overall"]} if group == "overall" else figures[group]
            for name, row in rows.items():
                cells = "  ".join(f"{key} {value:.3f}" for key, value in row.items() if key != "queries")
                self.stdout.write(f"{name:16}{cells}  {row['queries']} queries")

    def _prepare(self, options: dict[str, Any]) -> None:
        call_command("migrate", verbosity=0)
        load_jurisdictions(settings.SAMPLE_DIR)
        load_thesaurus(settings.SAMPLE_DIR / "thesaurus.csv")
        files = [options["laws"] / row[0] for row in _rows(options["corpus"])]
        call_command(
            "import_laws", *map(str, files), manifest=options["corpus"], manifest_root=options["laws"], verbosity=0
        )
        apply_aliases(settings.SAMPLE_DIR / "law_aliases.csv")
        with writer_lock(wait_seconds=10):
            writing.catch_up(engine.backend())


def _rows(corpus: Path) -> list[list[str]]:
    with corpus.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]


class Ranker:
    """Asks the search as every reader does, and names each answer by the corpus files of its law."""

    def __init__(self, corpus: Path, laws: Path):
        by_hash = dict(LawSource.objects.values_list("sha256", "law_id"))
        self.files: dict[str, tuple[str, ...]] = {}
        self.missing = []
        for row in _rows(corpus):
            law = by_hash.get(sha256((laws / row[0]).read_bytes()).hexdigest())
            if law is None:
                self.missing.append(row[0])
            else:
                record = f"law:{law}"
                self.files[record] = (*self.files.get(record, ()), row[0])
        if self.missing:
            sys.stderr.write(f"not imported: {', '.join(self.missing)}\n")

    def __call__(self, query: str, language: str) -> list[RankedAnswer]:
        hits = engine.ranked(SearchRequest(text=query, language=language), DEPTH)
        versions = ProvisionVersion.objects.filter(pk__in=[hit.pk for hit in hits if hit.kind == "provision"])
        labels = {v.pk: _labels(v) for v in versions.select_related("provision").prefetch_related("texts")}
        return [
            RankedAnswer(
                self.files.get(hit.record, ()), labels.get(hit.pk, ()) if hit.kind == "provision" else (), hit.record
            )
            for hit in hits
        ]


def _labels(version: ProvisionVersion) -> tuple[str, ...]:
    """The provision's number, and those of provisions that it quotes whole (an amending article)."""
    quoted = [number for text in version.texts.all() for number in text.quoted.split()]
    return (version.provision.number, *quoted)
