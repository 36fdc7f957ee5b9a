"""Laws, their provisions and public policies as programs get them."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from ninja import Field, Schema

from laws import particulars, window
from laws.models import Law, LawAlias, LawEvent, Policy, Provision, ProvisionText
from laws.states import Shown, State, VersionRow
from laws.window import Unit
from records.answering import Reader
from records.api import Brief, Links, Listed, Notice, Ref, Texts, brief, core_topics, key_of, notice, ref
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to


class LawBrief(Brief):
    """A law in a list. type: one of the thirteen kinds; native_type: what its jurisdiction calls it; provisions: how
    many are held, 0 where the text is not."""

    type: str
    native_type: str
    number: str
    citation: str
    date: datetime.date | None
    year: int | None
    provisions: int


class Laws(Listed):
    items: list[LawBrief]


class Event(Schema):
    """A dated fact; date is null where the day is not known."""

    kind: str
    date: datetime.date | None
    note: str


class Alias(Schema):
    """Another name."""

    text: str
    kind: str
    language: str


class TextFile(Schema):
    """A file from which text was read. as_of: day of the consolidation; claimed_status: its own word, not verified.

    image: a scan of the print, which holds no text; scan: where it can be saved.
    """

    format: str
    image: bool
    scan: str | None
    language: str
    as_of: datetime.date | None
    official: bool
    publisher: str
    url: str | None
    claimed_status: str
    alternative: bool


class Standing(Schema):
    """The state of the law on a day. as_of: the consolidation that shows it in force, where nothing else says so."""

    day: datetime.date
    state: State
    as_of: datetime.date | None
    suspended: bool


class LawAnswer(LawBrief, Notice):
    """One law."""

    meaning: Texts = Field(description="What it means in plain language.")
    standing: Standing
    events: list[Event]
    names: list[Alias]
    text_languages: list[str]
    files: list[TextFile]
    policies: list[Ref]
    provisions_url: str


class Block(Schema):
    """An inner unit of a text. kind: "text", "note" (of the publisher), "table" and others; rows: of a table."""

    kind: str
    text: str
    label: str
    heading: str
    depth: int
    rows: list[list[str]]


class Text(Schema):
    """A wording in one language. body: plain text without notes; history: amendments as the publisher notes them."""

    label: str
    heading: str
    body: str
    history: str
    standing: str
    blocks: list[Block]


class Wording(Schema):
    """One wording, valid from `valid_from` (first day) to `valid_to` (first day no more); null is unknown.

    start_basis: "stated", or "consolidation": at the latest, since that is the first to show it.
    """

    number: int
    current: bool
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    start_basis: str
    status: str
    as_of: datetime.date | None


class WordingWithTexts(Wording):
    """Texts by language (BCP 47)."""

    texts: dict[str, Text]


class ProvisionBrief(Schema):
    """A provision with the wording of the day that was asked for, or the newest.

    held: whether that is known to be the wording of the day; if not, `earliest` is the first day of which it is known.
    language: what label, heading and body are in; null where nothing is held.
    """

    id: str
    slug: str
    kind: str
    number: str
    sequence: str
    state: State
    held: bool
    earliest: datetime.date | None
    wording: Wording
    wordings: int
    language: str | None
    label: str
    heading: str
    body: str
    standing: str | None
    links: Links


class Provisions(Listed):
    """law: the record that they belong to."""

    law: Ref
    day: datetime.date
    text_languages: list[str]
    items: list[ProvisionBrief]


class ProvisionAnswer(ProvisionBrief, Notice):
    """One provision with every wording that is held, oldest first."""

    law: Ref
    day: datetime.date
    all_wordings: list[WordingWithTexts]


class PolicyBrief(Brief):
    """A public policy in a list. from, until: a year or a day."""

    issuing_body: str
    period_start: str | None
    period_end: str | None


class Policies(Listed):
    items: list[PolicyBrief]


class PolicyAnswer(PolicyBrief, Notice):
    """One public policy. Objectives and measures hold one item a line."""

    meaning: Texts
    objectives: Texts
    population: Texts
    measures: Texts
    monitoring: Texts
    institutions: list[str]
    budget: str
    legal_basis: list[Ref]
    successor: Ref | None
    predecessors: list[Ref]


# -- laws


def laws(found: Any) -> Any:
    """A queryset of laws with all that `law_brief` reads."""
    held = visible_to(NOBODY, Provision.objects.filter(law=OuterRef("pk"))).order_by().values("law")
    found = found.select_related("jurisdiction", "source").prefetch_related(Prefetch("topics", core_topics()))
    return found.annotate(provision_count=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0))


def law_members(law: Any, reader: Reader) -> dict[str, Any]:
    return {
        **brief(law, "law", reader), "type": law.type, "native_type": law.native_type, "number": law.number,
        "citation": law.citation, "date": law.date, "year": law.known_year, "provisions": law.provision_count,
    }  # fmt: skip


def law_brief(law: Any, reader: Reader) -> LawBrief:
    return LawBrief(**law_members(law, reader))


def law_answer(law: Any, reader: Reader, day: datetime.date | None) -> LawAnswer:
    """A law with its standing on a day, today where it applies without one."""
    events = list(visible_to(NOBODY, LawEvent.objects.filter(law=law)).select_related("source"))
    sources = particulars.sources_of(law)
    today = particulars.today_in(law)
    units = window.load(law)
    window.choose_wordings(units, today, day, law.date)
    found = particulars.standing(law, events, sources, units, day or today)
    aliases = visible_to(NOBODY, LawAlias.objects.filter(law=law))
    policies = visible_to(NOBODY, Policy.objects.filter(legal_basis=law)).select_related("jurisdiction")
    return LawAnswer(
        **law_members(law, reader), notice=notice(), meaning=law.public_texts("meaning"),
        standing=Standing(day=day or today, state=found.state, as_of=found.as_of, suspended=bool(found.suspended)),
        events=[Event(kind=e.kind, date=e.date, note=e.note) for e in events if _is_fact(e)],
        names=[Alias(text=one.text, kind=one.kind, language=one.language) for one in aliases],
        text_languages=window.languages_of(units), files=[_file(source, law, reader) for source in sources],
        policies=[ref(policy, "policy", reader) for policy in policies],
        provisions_url=reader.url(reverse("api:provisions", args=[law.jurisdiction.code, law.slug])),
    )  # fmt: skip


def _is_fact(event: LawEvent) -> bool:
    """Claims of a source stand with the source."""
    return not event.is_claim and event.kind != LawEvent.Kind.STATUS_CLAIM


def _file(source: Any, law: Law, reader: Reader) -> TextFile:
    scan = reverse("laws:scan", args=[law.jurisdiction.code, law.slug, source.pk]) if source.is_scan else ""
    return TextFile(
        format=source.format, image=source.is_scan, scan=reader.url(scan) if scan else None, language=source.language, as_of=source.as_of, official=source.official,
        publisher=source.publisher, url=source.url or None, claimed_status=source.claimed_status,
        alternative=source.is_alternative,
    )  # fmt: skip


# -- provisions


class Reading:
    """A law's provisions on a day, with the language that is preferred for their texts."""

    def __init__(self, law: Law, reader: Reader, day: datetime.date | None, text: str):
        self.law, self.reader = law, reader
        today = particulars.today_in(law)
        self.day = day or today
        self.units = window.load(law)
        window.choose_wordings(self.units, today, day, law.date)
        self.languages = window.languages_of(self.units)
        self.order = [*dict.fromkeys((text, reader.language, *self.languages, *LANGUAGES))]

    def briefs(self, units: Sequence[Unit]) -> list[ProvisionBrief]:
        """Two queries for all of them."""
        identities = _identities(units)
        bodies = _bodies(units, self.order)
        return [ProvisionBrief(**self.members(unit, identities, bodies)) for unit in units]

    def one(self, unit: Unit) -> ProvisionAnswer:
        texts: dict[int, dict[str, Text]] = {}
        for found in _texts(row.pk for row in unit.versions):
            texts.setdefault(found.version_id, {})[found.language] = _text(found)
        return ProvisionAnswer(
            **self.members(unit, _identities([unit]), _bodies([unit], self.order)), notice=notice(), day=self.day,
            law=ref(self.law, "law", self.reader),
            all_wordings=[WordingWithTexts(**_wording(row), texts=texts.get(row.pk, {})) for row in unit.versions],
        )  # fmt: skip

    def members(
        self, unit: Unit, identities: dict[int, tuple[str, str]], bodies: dict[int, dict[str, str]]
    ) -> dict[str, Any]:
        shown: Shown = unit.shown
        number, sequence = identities[unit.pk]
        found = unit.text(self.order)
        language, text = found if found else (None, None)
        page = f"{self.law.get_absolute_url()}{unit.slug}/"
        address = reverse("api:provision", args=[self.law.jurisdiction.code, self.law.slug, unit.slug])
        return {
            "id": f"{key_of(self.law)}/{unit.slug}", "slug": unit.slug, "kind": unit.kind, "number": number,
            "sequence": sequence, "state": shown.state, "held": shown.held, "earliest": shown.earliest,
            "wording": Wording(**_wording(shown.version)), "wordings": len(unit.versions), "language": language,
            "label": text.label if text else "", "heading": text.heading if text else "",
            "body": bodies.get(shown.version.pk, {}).get(language or "", ""),
            "standing": text.standing if text else None,
            "links": Links(
                self=self.reader.url(address), pages=self.reader.pages(page), official=self.law.official_url or None
            ),
        }  # fmt: skip


def _identities(units: Sequence[Unit]) -> dict[int, tuple[str, str]]:
    rows = visible_to(NOBODY, Provision.objects.filter(pk__in=[unit.pk for unit in units]))
    return {pk: (number, sequence) for pk, number, sequence in rows.values_list("pk", "number", "sequence")}


def _texts(versions: Iterable[int]) -> Any:
    return visible_to(NOBODY, ProvisionText.objects.filter(version__in=list(versions))).order_by("language")


def _bodies(units: Sequence[Unit], order: Sequence[str]) -> dict[int, dict[str, str]]:
    languages = {found[0] for unit in units if (found := unit.text(order))}
    rows = _texts(unit.shown.version.pk for unit in units).filter(language__in=languages)
    bodies: dict[int, dict[str, str]] = {}
    for version, language, body in rows.values_list("version_id", "language", "body"):
        bodies.setdefault(version, {})[language] = body
    return bodies


def _wording(row: VersionRow) -> dict[str, Any]:
    return {
        "number": row.number, "current": row.is_current, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "start_basis": row.start_basis, "status": row.status, "as_of": row.as_of,
    }  # fmt: skip


def _text(found: ProvisionText) -> Text:
    return Text(
        label=found.label, heading=found.heading, body=found.body, history=found.history, standing=found.standing,
        blocks=[_block(row) for row in found.blocks],
    )  # fmt: skip


def _block(row: Sequence[Any]) -> Block:
    # A stored row leaves out what is empty at its end.
    empty: tuple[Any, ...] = ("", "", "", "", 0, ())
    kind, text, label, heading, depth, cells = [*row, *empty[len(row) :]]
    return Block(kind=kind, text=text, label=label, heading=heading, depth=depth, rows=[list(line) for line in cells])


# -- policies


def policies(found: Any) -> Any:
    """A queryset of policies with all that `policy_members` reads."""
    found = found.select_related("jurisdiction", "source")
    return found.prefetch_related(Prefetch("topics", core_topics()))


def policy_members(policy: Policy, reader: Reader) -> dict[str, Any]:
    return {
        **brief(policy, "policy", reader), "issuing_body": policy.issuing_body,
        "period_start": policy.period_start or None, "period_end": policy.period_end or None,
    }  # fmt: skip


def policy_brief(policy: Policy, reader: Reader) -> PolicyBrief:
    return PolicyBrief(**policy_members(policy, reader))


def policy_answer(policy: Policy, reader: Reader) -> PolicyAnswer:
    laws = visible_to(NOBODY, Law.objects.filter(policies=policy)).select_related("jurisdiction")
    others = visible_to(NOBODY, Policy.objects.all()).select_related("jurisdiction")
    successor = others.filter(pk=policy.successor_id).first()
    own: dict[str, Any] = {
        name: policy.public_texts(name) for name in ("meaning", "objectives", "population", "measures", "monitoring")
    }
    return PolicyAnswer(
        **policy_members(policy, reader), **own, notice=notice(), budget=policy.budget,
        institutions=[line.strip() for line in policy.institutions.splitlines() if line.strip()],
        legal_basis=[ref(law, "law", reader) for law in laws],
        successor=ref(successor, "policy", reader) if successor else None,
        predecessors=[ref(one, "policy", reader) for one in others.filter(successor=policy)],
    )  # fmt: skip
