"""Scans of printed laws: kept as sources that are images and nothing else, and said to be so wherever they are named."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from laws.importing import keep_raw, raw_path
from laws.models import Law, LawSource
from records import outbox, pictures
from records.sandbox import Refused

FORMAT = "scan"
RANK = 99
ACTION = "laws.scan"


def keep(law: Law, data: bytes, *, language: str, publisher: str, url: str, user: Any) -> LawSource:
    """Keep a scan; raises Refused with a reason in the active language."""
    scan = pictures.as_scan(data)
    digest = sha256(scan.data).hexdigest()
    name = f"{law.slug}-{digest[:8]}.{scan.suffix}"[-300:]
    with transaction.atomic():
        held = LawSource.objects.filter(sha256=digest, format=FORMAT).select_related("law").first()
        if held and held.law_id == law.pk:
            return held
        if held:
            raise Refused(_("This scan is held already, with another law: %s.") % held.law)
        keep_raw(scan.data, digest)
        # An alternative: it shows no wording that others would be compared with.
        source = LawSource.objects.create(
            law=law, format=FORMAT, language=language, rank=RANK, file_name=name, sha256=digest, is_alternative=True,
            publisher=publisher[:300], url=url,
        )  # fmt: skip
        outbox.touch("law", [law.pk])
        log(law, ACTION, user=user, data={"file": name}, content_changed=True)
    return source


def remove(source: LawSource, user: Any) -> None:
    """Forget a scan, and its file unless another source has the same."""
    path, digest = raw_path(source.sha256), source.sha256
    with transaction.atomic():
        source.delete()
        if not LawSource.objects.filter(sha256=digest).exists():
            transaction.on_commit(lambda: path.unlink(missing_ok=True))
        outbox.touch("law", [source.law_id])
        log(source.law, ACTION, user=user, data={"removed": source.file_name}, content_changed=True)


def held(law: Law) -> list[LawSource]:
    """The scans of a law."""
    return list(law.sources.filter(format=FORMAT))


def suffix(source: LawSource) -> str:
    """Of its format, a key of `records.pictures.TYPES`."""
    found = source.file_name.rpartition(".")[2]
    return found if found in pictures.TYPES else "pdf"
