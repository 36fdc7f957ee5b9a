"""Sheets of laws and of public policies: their columns, and how a row meets the record that it is about."""

import re
from datetime import date
from typing import Any

from laws.identity import find_law, law_slug
from laws.models import Law, LawAlias, LawEvent, Policy
from laws.models.law import name_key, number_key
from laws.parsed import ParsedLaw
from records import cells
from records.cells import Wrong
from records.models import LANGUAGES
from records.sheet_files import clean
from records.sheets import Change, Sheet

_EVENT = re.compile(r"(?P<kind>[a-z_]+):(?P<date>\d{4}-\d{2}-\d{2})?(?::(?P<note>.*))?")
_ALIAS = re.compile(r"(?P<language>[a-z]{2}):(?P<kind>[a-z]+):(?P<text>.+)", re.S)
_EVENT_KINDS = tuple(kind for kind in LawEvent.Kind.values if kind != LawEvent.Kind.STATUS_CLAIM)


def _events(cell: str) -> list[dict[str, Any]]:
    """ "in_force:1954-04-22|repealed::by Act 3": kind, day or nothing, note."""
    rows = []
    for part in filter(None, (one.strip() for one in cell.split("|"))):
        match = _EVENT.fullmatch(part)
        if not match or match["kind"] not in _EVENT_KINDS:
            raise Wrong(f"“{part[:60]}”: kind:YYYY-MM-DD:note ({', '.join(_EVENT_KINDS)})")
        day = cells.day(match["date"]) if match["date"] else None
        rows.append({"kind": match["kind"], "date": day, "note": (match["note"] or "").strip()[:500]})
    return rows


def _aliases(cell: str) -> list[dict[str, str]]:
    """ "en:popular:Palermo Protocol|…": language, kind, name."""
    rows = []
    for part in filter(None, (one.strip() for one in cell.split("|"))):
        match = _ALIAS.fullmatch(part)
        if not match or match["kind"] not in LawAlias.Kind.values:
            raise Wrong(f"“{part[:60]}”: language:kind:name ({', '.join(LawAlias.Kind.values)})")
        rows.append(match.groupdict())
    return rows


def _new_events(law: Law, rows: list[dict[str, Any]]) -> list[Any]:
    """Not stored yet; an event whose day another source gives is stored already."""
    stored = {(event.kind, event.date) for event in law.events.all()} if law.pk else set()
    dated = {kind for kind, day in stored if day}
    fresh = [r for r in rows if (r["kind"], r["date"]) not in stored and (r["date"] or r["kind"] not in dated)]
    return [LawEvent(law=law, **row) for row in fresh]


def _new_aliases(law: Law, rows: list[dict[str, str]]) -> list[Any]:
    stored = {(clean(alias.text), alias.language) for alias in law.aliases.all()} if law.pk else set()
    return [LawAlias(law=law, **row) for row in rows if (row["text"], row["language"]) not in stored]


def _parsed(values: dict[str, Any], title: str = "") -> ParsedLaw:
    when = values.get("date") or ""
    return ParsedLaw(
        format="sheet", language="en", title=title, jurisdiction=values["jurisdiction"].code, type=values["type"],
        native_type=values.get("native_type") or "", number=values.get("number") or "", date=when if len(when) == 10 else None,
    )  # fmt: skip


def _titles(values: dict[str, Any]) -> list[str]:
    return [title for code in ("en", "es", "fr", "pt") if (title := values.get(f"title_{code}"))]


def _find(values: dict[str, Any]) -> Law | None:
    where = values["jurisdiction"]
    if values.get("slug"):
        found = Law.objects.filter(jurisdiction=where, slug=values["slug"]).first()
        if found:
            return found
    if number_key(values.get("number") or ""):
        return find_law(_parsed(values), where)
    return next((law for title in _titles(values) if (law := find_law(_parsed(values, title), where))), None)


def _build(values: dict[str, Any]) -> Law:
    where, titles = values["jurisdiction"], _titles(values)
    country = getattr(where, "country", None)
    official = next((c for c in (country.languages.split(",") if country else ()) if values.get(f"title_{c}")), "en")
    title = values.get(f"title_{official}") or (titles[0] if titles else "")
    return Law(
        jurisdiction=where, type=values["type"], number=values.get("number") or "", date=_date(values), year=_year(values),
        number_key=number_key(values.get("number") or ""), name_key=name_key(title), original_language=official,
        slug=values.get("slug") or law_slug(_parsed(values, title), where),
    )  # fmt: skip


def _date(values: dict[str, Any]) -> date | None:
    when = values.get("date") or ""
    return date.fromisoformat(when) if len(when) == 10 else None


def _year(values: dict[str, Any]) -> int | None:
    when = values.get("date") or ""
    return int(when) if len(when) == 4 else None


def _law_key(values: dict[str, Any]) -> str:
    named = values.get("number") or values.get("slug") or next(iter(_titles(values)), "")
    # Numbers that begin anew each year need the year.
    year = f"/{values['date'][:4]}" if values.get("number") and values.get("date") else ""
    return f"{values['jurisdiction'].code}/{values['type']}/{named}{year}"


def _written_events(law: Law) -> str:
    known = [event for event in law.events.all() if event.kind in _EVENT_KINDS and not event.is_claim]
    return "|".join(f"{e.kind}:{e.date or ''}" + (f":{_one(e.note)}" if e.note else "") for e in known)


def _written_aliases(law: Law) -> str:
    # Of the columns it is the one where a sign that parts names would make two of one.
    return "|".join(f"{a.language}:{a.kind}:{a.text}" for a in law.aliases.all() if "|" not in a.text)


def _one(note: str) -> str:
    return note.replace("|", "/")


def _written_basis(policy: Policy) -> str:
    laws = policy.legal_basis.select_related("jurisdiction")
    return "|".join(f"{law.jurisdiction.code}/{law.type}/{law.number or law.slug}" for law in laws)


LAWS = Sheet(
    name="laws",
    label=Law._meta.verbose_name_plural,
    model=Law,
    kind="law",
    columns={
        "jurisdiction": cells.jurisdiction, "type": cells.choice(Law.Type.values), "number": cells.text(120),
        "date": cells.day_or_year, "slug": cells.slug, "native_type": cells.text(120),
        **cells.record_columns(Law.TEXTS), "topics": cells.topics, "official_url": cells.address, "events": _events,
        "aliases": _aliases,
    },
    naming=("jurisdiction", "type", "number", "date", "slug"),
    required=("jurisdiction", "type"),
    find=_find,
    build=_build,
    key=_law_key,
    many=("topics",),
    more={"events": _new_events, "aliases": _new_aliases},
    written={
        "date": lambda law: law.date.isoformat() if law.date else str(law.year or ""),
        "events": _written_events, "aliases": _written_aliases,
    },
)  # fmt: skip


# -- policies


def _basis(cell: str) -> list[str]:
    """ "jurisdiction/type/number", parted by "|"; which laws they are is settled when all rows are in."""
    keys = [key.strip() for key in cell.split("|") if key.strip()]
    for key in keys:
        if key.count("/") < 2:
            raise Wrong(f"“{key[:60]}”: jurisdiction/type/number")
    return keys


def _policy_rows(policy: Policy, keys: list[str]) -> list[Any]:
    return []


def _link_policies(changes: list[Change]) -> None:
    """Legal bases and successors, once every record of the sheet is there; what is not stored is noted, not invented."""
    for change in changes:
        policy = Policy.objects.filter(pk=change.pk).first() if change.pk else None
        if policy is None or change.outcome not in ("new", "changed"):
            continue
        laws = [law for key in change.values.get("legal_basis") or [] if (law := _law_of(key, change))]
        if laws:
            policy.legal_basis.add(*laws)
        if wanted := change.values.get("successor"):
            policy.successor = Policy.objects.filter(jurisdiction=policy.jurisdiction, slug=wanted).first()
            if policy.successor is None:
                change.notes.append(("successor", wanted))
        policy.save()


def _law_of(key: str, change: Change) -> Law | None:
    code, kind, number = key.split("/", 2)
    laws = Law.objects.filter(jurisdiction__code=code, type=kind)
    found = laws.filter(number_key=number_key(number)).first() or laws.filter(slug=number).first()
    if found is None:
        change.notes.append(("legal_basis", key))
    return found


POLICIES = Sheet(
    name="policies",
    label=Policy._meta.verbose_name_plural,
    model=Policy,
    kind="policy",
    columns={
        "jurisdiction": cells.jurisdiction, "slug": cells.slug, **cells.record_columns(Policy.TEXTS),
        **{f"{name}_{code}": cells.lines for name in ("objectives", "measures") for code in LANGUAGES},
        "issuing_body": cells.text(300), "period_start": cells.day_or_year, "period_end": cells.day_or_year,
        "institutions": cells.lines, "budget": cells.text(300), "legal_basis": _basis, "successor": cells.slug,
        "topics": cells.topics, "official_url": cells.address,
    },
    naming=("jurisdiction", "slug"),
    required=("jurisdiction", "slug"),
    find=lambda values: Policy.objects.filter(jurisdiction=values["jurisdiction"], slug=values["slug"]).first(),
    build=lambda values: Policy(jurisdiction=values["jurisdiction"], slug=values["slug"]),
    key=lambda values: f"{values['jurisdiction'].code}/{values['slug']}",
    many=("topics",),
    more={"legal_basis": _policy_rows, "successor": _policy_rows},
    written={
        "legal_basis": _written_basis, "successor": lambda policy: policy.successor.slug if policy.successor else "",
    },
    finish=_link_policies,
)  # fmt: skip
