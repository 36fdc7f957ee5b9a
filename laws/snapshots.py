"""What is stored of a law, in words, so that two moments can be compared: the law's own fields, and each provision."""

from collections.abc import Sequence
from typing import Any

from laws.models import Law, LawEvent, ProvisionText, ProvisionVersion
from records.comparisons import Row
from records.models import LANGUAGES

# By provision ("" for the law itself), field by field.
Snapshot = dict[str, dict[str, str]]
_EMPTY: tuple[Any, ...] = ("text", "", "", "", 0, [])  # what a stored block leaves out at its end


def of(law: Law) -> Snapshot:
    """Five queries; texts as they are shown, of the newest version of each provision."""
    found: Snapshot = {"": _record(law)}
    slugs = dict(law.provisions.order_by("position", "pk").values_list("pk", "slug"))
    newest: dict[int, int] = {}
    for version in ProvisionVersion.objects.filter(provision__law=law).order_by("provision_id", "number"):
        fields = found.setdefault(slugs[version.provision_id], {"versions": ""})
        fields["versions"] += ("\n" if fields["versions"] else "") + _range(version)
        newest[version.pk] = version.provision_id
    last = {provision: version for version, provision in newest.items()}
    texts = ProvisionText.objects.filter(version__in=list(last.values())).order_by("version_id", "language")
    for text in texts.iterator(chunk_size=500):
        fields = found[slugs[newest[text.version_id]]]
        fields[f"text_{text.language}"] = as_words(text.label, text.heading, text.blocks)
        fields[f"digest_{text.language}"] = text.digest
    return {slug: found[slug] for slug in ("", *slugs.values()) if slug in found}


def _record(law: Law) -> dict[str, str]:
    law = Law.objects.get(pk=law.pk)
    events = LawEvent.objects.filter(law=law).order_by("date", "kind", "note")
    return {
        **{f"title_{code}": getattr(law, f"title_{code}") or "" for code in LANGUAGES},
        "official_url": law.official_url,
        "names": "\n".join(f"{a.text} ({a.language})" for a in law.aliases.order_by("language", "text")),
        "events": "\n".join(" · ".join(filter(None, (str(event), event.note))) for event in events),
        "files": "\n".join(sorted(f"{s.file_name} ({s.language}) {s.sha256[:12]}" for s in law.sources.all())),
    }


def _range(version: ProvisionVersion) -> str:
    begin, end = (day.isoformat() if day else "?" for day in (version.valid_from, version.valid_to))
    now = "…" if version.is_current else end
    return f"{begin} – {now} · {version.get_status_display()}"


def as_words(label: str, heading: str, blocks: Sequence[Sequence[Any]]) -> str:
    """A text as lines, inner units with their labels and indented."""
    lines = [" ".join(filter(None, (label, heading)))]
    for block in blocks:
        kind, text, own, title, depth, rows = (*block, *_EMPTY[len(block) :])
        words = " ".join(part for part in (own, title, text) if part)
        lines.append("\u2003" * depth + (f"[{words}]" if kind == "note" else words))
        lines += ["\u2003" * depth + " | ".join(row) for row in rows or []]
    return "\n".join(line for line in lines if line.strip())


def differences(name: str, before: Snapshot | None, after: Snapshot, other_order: str) -> list[Row]:
    """Rows for what differs. before: None for a law that is new. other_order: said where only the inner arrangement of a
    text changed."""
    rows = []
    for slug in [*after, *(slug for slug in before or {} if slug not in after)]:
        stored, wanted = (before or {}).get(slug, {}), after.get(slug, {})
        fields = [
            (field, stored.get(field, ""), wanted.get(field, ""))
            for field in dict.fromkeys([*stored, *wanted])
            if not field.startswith("digest_") and stored.get(field, "") != wanted.get(field, "")
        ]
        fields += [
            (f"text_{field[7:]}", "", other_order)
            for field in wanted
            if field.startswith("digest_") and field in stored and stored[field] != wanted[field]
            and stored.get(f"text_{field[7:]}") == wanted.get(f"text_{field[7:]}")
        ]  # fmt: skip
        if fields:
            rows.append(Row(f"{name}/{slug}".rstrip("/"), "changed" if stored else "new", fields=fields))
    return rows
