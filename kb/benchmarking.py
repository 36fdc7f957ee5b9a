"""What `manage.py benchmark` measures. Runs in a scratch directory; see docs/performance.md for how to read it."""

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from countries.loading import load_jurisdictions
from kb.garbage import settle
from kb.raw_engines import raw_engine
from laws import importing, staging
from laws.models import Law, LawSource, Provision, ProvisionText, ProvisionVersion
from records.locks import writer_lock
from records.thesaurus import load_thesaurus
from search import engine, writing
from search.documents import Document

Say = Callable[[str], None]
BULK_PROVISIONS = 5_000
ROUNDS = 3
QUERIES = (
    ("es", "residencia temporal de trabajadores extranjeros"), ("es", "refugiado"), ("es", "plazo para apelar"),
    ("es", "\"interés superior del niño\""), ("es", "multa por documento falso"), ("es", "ley 18.076"),
    ("es", "contrato de trabajo menores"), ("en", "detention of foreign nationals"), ("en", "permanent resident"),
    ("en", "section 5 citizenship act"), ("en", "\"peace officer\" warrant"), ("en", "minister may make regulations"),
    ("fr", "permis de travail"), ("fr", "réfugié mineur non accompagné"), ("fr", "amende pour infraction"),
    ("fr", "droit d'appel devant le tribunal"), ("pt", "visto de trabalho"), ("pt", "direitos do estrangeiro"),
    ("pt", "licença para tratamento de saúde"), ("pt", "processo administrativo prazo recurso"),
)  # fmt: skip


def measure(laws: Path, provisions: int, say: Say) -> dict[str, Any]:
    """All figures; times in milliseconds or seconds as the names say."""
    call_command("migrate", verbosity=0)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    load_jurisdictions(settings.SAMPLE_DIR)
    load_thesaurus(settings.SAMPLE_DIR / "thesaurus.csv")
    figures: dict[str, Any] = {"backend": engine.backend_name(), "database": connection.vendor}
    figures["import_provisions_per_s"] = _import(laws, provisions, say)
    figures["provisions"] = Provision.objects.count()
    figures["bulk_insert_per_s"], figures["bulk_insert_rows_per_s"] = _bulk_insert(say)
    figures.update(_index(say))
    settle()  # as kb.wsgi does
    figures.update(_results_page(say))
    figures.update(_law_page(say))
    figures["ratios"] = _ratios(figures)
    return figures


def _ratios(figures: dict[str, Any]) -> dict[str, float]:
    return {
        "index_build": round(figures["index_build_s"] / figures["raw_index_build_s"], 2),
        "results_page_p95": round(figures["results_page_ms"]["p95"] / max(figures["raw_query_ms"]["p95"], 0.01), 1),
        "import": round(figures["import_provisions_per_s"] / figures["bulk_insert_per_s"], 2),
    }


def _import(laws: Path, provisions: int, say: Say) -> float:
    """Provisions a second through the whole import: archive, child processes, comparison, rows."""
    if Provision.objects.count() >= provisions:  # a kept database
        return _measure_import_again(laws, say)
    packs = sorted((laws / "scale").glob("*.tar.xz"))
    started, read = time.perf_counter(), 0
    for copy in range(1, 50):
        for report in importing.apply_all(_copies(packs, copy)):
            read += report.counts.provisions
        rate = read / (time.perf_counter() - started)
        say(f"imported {read:,} articles and sections, {rate:,.0f} a second")
        if Provision.objects.count() >= provisions:
            break
    extra = sorted((laws / "canada" / "justice-xml").rglob("*2002-227.xml"))
    list(importing.apply_all(staging.stage(extra, known=importing.known())))
    return round(rate, 1)


def _measure_import_again(laws: Path, say: Say) -> float:
    """On a kept database: the packs once more as laws of another number, rolled back."""
    packs = sorted((laws / "scale").glob("*.tar.xz"))
    started = time.perf_counter()
    with transaction.atomic():
        read = sum(report.counts.provisions for report in importing.apply_all(_copies(packs, 99)))
        transaction.set_rollback(True)
    say(f"imported {read:,} again, and rolled back")
    return round(read / (time.perf_counter() - started), 1)


def _copies(packs: list[Path], copy: int) -> Iterator[staging.Staged]:
    """The packs' laws; from the second copy on under another number and name, so that they are laws of their own."""
    for staged in staging.stage(packs, jurisdiction="int"):
        if staged.law and copy > 1:
            staged.law.number = f"{staged.law.number or staged.law.title[:60]} copy {copy}"
            staged.law.title = f"{staged.law.title} ({copy})"
            staged.law.aliases = [alias for alias in staged.law.aliases if alias.kind != "number"]
            digest = sha256(f"{staged.sha256}{copy}".encode()).hexdigest()
            staged = replace(staged, name=f"{copy}/{staged.name}", sha256=digest)
        yield staged


def _bulk_insert(say: Say) -> tuple[float, float]:
    """The same rows straight into the database, rolled back: provisions (three rows each) and rows a second."""
    texts = list(ProvisionText.objects.select_related("version__provision").order_by("pk")[:BULK_PROVISIONS])
    with transaction.atomic():
        law = Law.objects.first()
        assert law  # noqa: S101 - just imported
        copy = Law.objects.create(jurisdiction=law.jurisdiction, type="other", slug="bulk", title_en="bulk")
        started = time.perf_counter()
        provisions = [text.version.provision for text in texts]
        for number, text in enumerate(texts):
            provision, version = provisions[number], text.version
            provision.pk = version.pk = text.pk = None
            provision.law, provision.sequence, provision.number = copy, "bulk", str(number)
            provision.slug, version.provision, text.version = f"bulk-{number}", provision, version
            version.number, version.is_current = 1, True
        Provision.objects.bulk_create(provisions, batch_size=500)
        ProvisionVersion.objects.bulk_create([text.version for text in texts], batch_size=500)
        ProvisionText.objects.bulk_create(texts, batch_size=200)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    say(f"bulk insert of {len(texts):,} provisions in {seconds:.2f} s")
    return round(len(texts) / seconds, 1), round(3 * len(texts) / seconds, 1)


def _index(say: Say) -> dict[str, Any]:
    """The rebuild as an administrator runs it, beside the bare engine with its own analysis on the same texts."""
    backend = engine.backend()
    with writer_lock(wait_seconds=10):
        started = time.perf_counter()
        result = writing.rebuild(backend)
        build = time.perf_counter() - started
    say(f"rebuilt {result.documents:,} documents in {build:.1f} s")
    raw = raw_engine(engine.backend_name())
    raw_build = raw.build(_texts())
    say(f"raw engine: {raw_build:.1f} s")
    times = [raw.query(text.replace('"', "")) for _ in range(ROUNDS) for _, text in QUERIES]
    raw.remove()
    return {
        "documents": result.documents, "index_build_s": round(build, 2), "raw_index_build_s": round(raw_build, 2),
        "raw_query_ms": percentiles(times),
    }  # fmt: skip


def _texts() -> list[Document]:
    """What the raw engine is given: the same units, read before its clock starts."""
    from laws.documents import documents

    pks = list(Law.objects.values_list("pk", flat=True))
    found = (documents(pks[start : start + 50]) for start in range(0, len(pks), 50))
    return [document for chunk in found for units in chunk.values() for document in units]


def _results_page(say: Say) -> dict[str, Any]:
    """The page as a browser gets it, through all middleware: 20 groups, highlights, facets; the first round warms up."""
    client = Client(SERVER_NAME="127.0.0.1")
    times, groups = [], 0
    for turn in range(ROUNDS + 1):
        for language, text in QUERIES:
            started = time.perf_counter()
            response = client.get(f"/{language}/search/", {"q": text})
            if turn:
                times.append(time.perf_counter() - started)
            assert response.status_code == 200, response.status_code  # noqa: S101 - a figure of a failed page is none
            groups = max(groups, response.content.count(b"<article"))
    say(f"results page: up to {groups} groups")
    return {"results_page_ms": percentiles(times)}


def _law_page(say: Say) -> dict[str, Any]:
    """The longest law's first view (565 sections where the Canadian regulations are at hand)."""
    sources = LawSource.objects.filter(is_alternative=False)
    longest = max(
        sources, key=lambda source: (source.file_name.endswith("SOR-2002-227.xml"), source.counts["provisions"])
    )
    client, url = Client(SERVER_NAME="127.0.0.1"), f"/en{longest.law.get_absolute_url()[3:]}"
    times = []
    for turn in range(41):
        started = time.perf_counter()
        response = client.get(url)
        if turn:
            times.append(time.perf_counter() - started)
    size = len(gzip.compress(response.content, 6)) / 1024
    say(f"law page: {longest.counts['provisions']} sections, {size:.0f} KiB compressed")
    sections = longest.counts["provisions"]
    return {"law_page_ms": {**percentiles(times), "sections": sections, "kib_compressed": round(size, 1)}}


def percentiles(times: list[float]) -> dict[str, float]:
    """The middle and the 95th of a hundred, in milliseconds."""
    ordered = sorted(times)
    pick = lambda share: round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)  # noqa: E731
    return {"p50": pick(0.5), "p95": pick(0.95)}
