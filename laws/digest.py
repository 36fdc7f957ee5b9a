"""One hash over everything that imports write, so that two databases can be compared: by natural keys, without
primary keys and without the time at which things happened."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch

from laws.models import Law, Provision, ProvisionVersion
from records.models import LANGUAGES

_LAW = ("type", "native_type", "number", "number_key", "name_key", "date", "slug", "official_url", "live", "checked")
_SOURCE = (
    "sha256", "file_name", "format", "language", "rank", "as_of", "is_alternative", "official", "publisher", "url",
    "claimed_status", "outline", "counts", "warnings",
)  # fmt: skip
_PROVISION = ("sequence", "number", "ordinal", "kind", "slug", "position")
_VERSION = ("number", "is_current", "valid_from", "valid_to", "start_basis", "status", "as_of")
_TEXT = ("language", "standing", "label", "heading", "blocks", "body", "history", "digest")


def digest() -> str:
    """Hash over all laws."""
    whole = sha256()
    for law in canonical():
        whole.update(json.dumps(law, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return whole.hexdigest()


def canonical() -> Iterator[dict[str, Any]]:
    """Each law as plain values, in the order of natural keys."""
    versions = ProvisionVersion.objects.prefetch_related("texts__source")
    provisions = Provision.objects.prefetch_related(Prefetch("versions", versions))
    laws = Law.objects.select_related("jurisdiction").order_by("jurisdiction__code", "slug")
    laws = laws.prefetch_related(
        "aliases", "events__source", "sources", "topics", Prefetch("provisions", provisions.order_by())
    )
    for law in laws.iterator(chunk_size=20):
        yield {
            **_fields(law, _LAW),
            "jurisdiction": law.jurisdiction.code,
            "titles": [
                [getattr(law, f"{name}_{code}") for name in ("title", "summary", "state")] for code in LANGUAGES
            ],
            "topics": sorted(topic.slug for topic in law.topics.all()),
            "aliases": sorted([alias.text, alias.kind, alias.language] for alias in law.aliases.all()),
            "events": sorted((_event(event) for event in law.events.all()), key=str),
            "sources": sorted((_fields(source, _SOURCE) for source in law.sources.all()), key=str),
            "provisions": [_provision(row) for row in sorted(law.provisions.all(), key=_identity)],
        }


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _identity(provision: Provision) -> tuple[str, str, int]:
    return provision.sequence, provision.number, provision.ordinal


def _event(event: Any) -> list[Any]:
    return [event.kind, event.date, event.note, event.is_claim, event.source.sha256 if event.source else ""]


def _provision(provision: Provision) -> dict[str, Any]:
    return {**_fields(provision, _PROVISION), "versions": [_version(row) for row in provision.versions.all()]}


def _version(version: ProvisionVersion) -> dict[str, Any]:
    texts = sorted(version.texts.all(), key=lambda text: text.language)
    return {
        **_fields(version, _VERSION),
        "texts": [{**_fields(text, _TEXT), "source": text.source.sha256 if text.source else ""} for text in texts],
    }
