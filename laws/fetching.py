"""Official open texts from their publishers' servers, as a small catalogue names them, then imported like any other file."""

import csv
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import transaction
from django.utils import timezone

from laws import importing, staging
from laws.importing import FileReport
from laws.models import LawSource
from laws.models.law import number_key
from laws.staging import Staged, parser_fingerprint
from records import web

MOST_BYTES = staging.MAX_FILE_BYTES
PAUSE_SECONDS = 1.0


class NotFetched(Exception):
    """Nothing was stored; the message says why. offline: there was no answer at all."""

    def __init__(self, reason: str, *, offline: bool = False):
        super().__init__(reason)
        self.offline = offline


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the catalogue. number: of the law as the text has to give it; hosts: where redirects may lead."""

    name: str
    jurisdiction: str
    number: str
    url: str
    hosts: frozenset[str]
    publisher: str
    licence: str

    @property
    def file_name(self) -> str:
        """Under which the text is stored; the format is told by the content, not by the name."""
        suffix = Path(urlsplit(self.url).path).suffix.lower()
        return f"{self.name}{suffix if suffix in ('.xml', '.htm', '.html') else ''}"

    def stored(self) -> LawSource | None:
        """What was fetched last."""
        return (
            LawSource.objects.filter(file_name=self.file_name, fetched_at__isnull=False).order_by("fetched_at").last()
        )


def catalogue(path: Path) -> list[Entry]:
    """The entries of the file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                row["name"], row["jurisdiction"], row["number"], row["url"],
                frozenset([*row["hosts"].split(), urlsplit(row["url"]).hostname or ""]), row["publisher"], row["licence"],
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def elsewhere(entries: Iterable[Entry], base: str) -> list[Entry]:
    """The same texts from another server, which must be this machine (ValueError otherwise): for tests and mirrors."""
    parts = urlsplit(base)
    if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(base)
    moved = [urlsplit(entry.url)._replace(scheme="http", netloc=parts.netloc) for entry in entries]
    return [
        replace(entry, url=urlunsplit(url), hosts=frozenset([parts.hostname]))
        for entry, url in zip(entries, moved, strict=True)
    ]


def download(
    entry: Entry, *, local: bool = False, seconds: float = web.SECONDS, whole: float = web.WHOLE_SECONDS
) -> bytes:
    """The text's bytes; raises NotFetched."""
    try:
        answer = web.ask(entry.url, most=MOST_BYTES, seconds=seconds, whole=whole, hosts=entry.hosts, local=local)
    except web.Unreachable as reason:
        raise NotFetched(str(reason), offline=not isinstance(reason, web.Unusable)) from None
    if answer.status != 200:
        raise NotFetched(f"the server answers {answer.status}")
    if not answer.data.strip():
        raise NotFetched("the answer is empty")
    return answer.data


def is_stored(entry: Entry, data: bytes) -> bool:
    """Whether these bytes were taken by the present code: then there is nothing to do."""
    same = LawSource.objects.filter(sha256=sha256(data).hexdigest(), file_name=entry.file_name)
    return same.filter(parser=parser_fingerprint()).exists()


def take(entry: Entry, data: bytes, *, dry_run: bool = False) -> FileReport:
    """Import one text, with where, when and under which terms it was had; raises NotFetched for what is another law."""
    file = _read(entry, data)
    if file.refused or file.law is None:
        raise NotFetched(f"{file.refused}" + (f" (line {file.line})" if file.line else ""))
    law = file.law
    if law.jurisdiction != entry.jurisdiction or number_key(law.number) != number_key(entry.number):
        raise NotFetched(f"this is another law: {law.jurisdiction} {law.number or law.title[:60]}")
    law.url, law.publisher = law.url or entry.url, law.publisher or entry.publisher
    with transaction.atomic():
        report = importing.apply(file, dry_run=dry_run)
        if report.refused:
            raise NotFetched(report.refused)
        source = LawSource.objects.filter(sha256=file.sha256, file_name=entry.file_name)
        if not dry_run:
            source.update(licence=entry.licence[:200], fetched_at=timezone.now())
    return report


def _read(entry: Entry, data: bytes) -> Staged:
    with tempfile.TemporaryDirectory(prefix="kb-fetch-") as folder:
        path = Path(folder) / entry.file_name
        path.write_bytes(data)
        return next(iter(staging.stage([path], processes=1, jurisdiction=entry.jurisdiction)))


def pause(entry: Entry, before: Entry | None, *, local: bool) -> None:
    """One server is not asked twice in a second."""
    if before and not local and urlsplit(before.url).hostname == urlsplit(entry.url).hostname:
        time.sleep(PAUSE_SECONDS)
