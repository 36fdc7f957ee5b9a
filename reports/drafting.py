"""A report is begun: its vintages taken, chapters made, first sentences written from the figures, in four languages."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from laws.models import Law, Policy
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to
from reports import measuring, placing, prose, region, reported
from reports.measuring import Frozen
from reports.models import Binding, Block, Chapter, Edit, Report, Text
from reports.notes import ChapterDraft, ChartDraft, Draft, LawsDraft, TableDraft, Told, note
from reports.phrases import Label, Paragraph, Readers, in_four
from rounds.models import PUBLIC, State, Submission
from rounds.models import Text as Narrative

# What stays in force for years and changes what people may do: a circular of one day is no change of law.
_LAWS = (
    Law.Type.CONSTITUTION, Law.Type.ACT, Law.Type.DECREE, Law.Type.REGULATION, Law.Type.RESOLUTION, Law.Type.TREATY,
    Law.Type.AGREEMENT,
)  # fmt: skip
_SAID = 400


def begin(report: Report) -> Report:
    """Stores the report with its vintages of the day `as_of`, its chapters and their first drafts. A report of a country takes
    its own submission; the region's the published ones. Raises nothing for what has no figures: it is left out."""
    report.vintages = measuring.taken_on(report.as_of)
    catalogue, readers = Frozen(report.vintages), Readers()
    with transaction.atomic():
        report.save()
        for position, draft in enumerate(_chapters(report, catalogue, readers), 1):
            _store(report, position, draft, readers)
        placing.number(report)
        Edit.objects.create(report=report, actor=report.made_by, action="begun", after=str(report.as_of))
    return report


def _chapters(report: Report, catalogue: Frozen, readers: Readers) -> list[ChapterDraft]:
    if report.country is not None:
        return _of_country(report, report.country, catalogue, readers)
    made = region.chapters(catalogue, readers, laws(report, None))
    countries = Country.objects.filter(is_member=True).select_related("jurisdiction")
    original = f"name_{report.original_language}"
    for country in sorted(countries, key=lambda one: str(getattr(one.jurisdiction, original) or one.iso3)):
        chapter = ChapterDraft(country.iso3.lower(), _name(country), country=country)
        for part in note(country, catalogue, readers):
            chapter.add(part)
        _law_of(chapter, report, country, readers)
        for told in narrative(country, PUBLIC[:1]):
            chapter.add(told, told.title)
        made.append(chapter)
    return made


def _of_country(report: Report, country: Country, catalogue: Frozen, readers: Readers) -> list[ChapterDraft]:
    """Figures, law and policy, then the sections that the country wrote, each a chapter."""
    figures = ChapterDraft("figures", in_four(_("Migration in figures"), readers), country=country)
    for part in note(country, catalogue, readers):
        figures.add(part)
    law = ChapterDraft("law-and-policy", in_four(_("Law and policy"), readers), country=country)
    _law_of(law, report, country, readers, heading=False)
    made = [figures, reported.chapter(country, catalogue, readers), law]
    for place, told in enumerate(narrative(country, (State.PUBLISHED, State.ACCEPTED)), 1):
        made.append(ChapterDraft(f"section-{place}", told.title, [({}, told)], country))
    return [chapter for chapter in made if chapter.parts]


def _name(country: Country) -> dict[str, str]:
    return {code: getattr(country.jurisdiction, f"name_{code}") or country.iso3 for code in LANGUAGES}


def _law_of(chapter: ChapterDraft, report: Report, country: Country, readers: Readers, *, heading: bool = True) -> None:
    if items := laws(report, country):
        title = _("Changes of law and policy, %(first)s to %(last)s")
        above = in_four(title, readers, first=report.first, last=report.last)
        chapter.add(LawsDraft(items), above if heading else {})


def laws(report: Report, country: Country | None) -> list[dict[str, Any]]:
    """Published laws and policies dated within the report's years, by country and day: what readers may see of each."""
    years = (report.first, report.last)
    acts = visible_to(NOBODY, Law.objects.listed()).filter(type__in=_LAWS)
    plans = visible_to(NOBODY, Policy.objects.listed())
    if country is not None:
        acts, plans = (rows.filter(jurisdiction=country.jurisdiction) for rows in (acts, plans))
    found = [_item("law", one, one.citation, one.date.isoformat() if one.date else str(one.known_year)) for one in
             acts.select_related("jurisdiction") if one.known_year and years[0] <= one.known_year <= years[1]]  # fmt: skip
    found += [_item("policy", one, "", one.period_start) for one in plans.select_related("jurisdiction")
              if one.known_year and years[0] <= one.known_year <= years[1]]  # fmt: skip
    return sorted(found, key=lambda item: (item["code"], item["day"], item["kind"], item["pk"]))


def _item(kind: str, record: Any, citation: str, day: str) -> dict[str, Any]:
    place = record.jurisdiction
    return {
        "kind": kind, "pk": record.pk, "day": day, "citation": citation, "titles": record.public_texts("title"),
        "said": {code: _first(text) for code, text in record.public_texts("summary").items()},
        "original": record.original_language, "code": place.code, "slug": record.slug,
        "place": {code: getattr(place, f"name_{code}") or place.code for code in LANGUAGES},
    }  # fmt: skip


def _first(text: str) -> str:
    """The first paragraph, to the end of a sentence."""
    first = text.strip().split("\n")[0].strip()
    if len(first) <= _SAID:
        return first
    cut = first[:_SAID]
    return cut[: cut.rfind(". ") + 1] or f"{cut.rsplit(' ', 1)[0]} …"


def narrative(country: Country, states: tuple[str, ...]) -> list[Told]:
    """What the country wrote in its newest submission of one of these states."""
    rows = Submission.objects.filter(country=country, state__in=states).select_related("round")
    newest = max(rows, key=lambda one: (one.round.last, one.pk), default=None)
    if newest is None:
        return []
    texts = (
        Narrative.objects.filter(submission=newest)
        .exclude(text="")
        .select_related("section")
        .order_by("section__position")
    )
    return [
        Told(
            one.text, one.language, newest.pk,
            {code: getattr(one.section, f"title_{code}") or str(one.section) for code in LANGUAGES}, one.linked,
        )
        for one in texts if one.text.strip()
    ]  # fmt: skip


def _store(report: Report, position: int, draft: ChapterDraft, readers: Readers) -> None:
    chapter = Chapter.objects.create(
        report=report, position=position, slug=draft.slug, country=draft.country if report.country is None else None,
        kind=Chapter.Kind.NOTE if draft.country and report.country is None else Chapter.Kind.TEXT,
        **{f"title_{code}": draft.title[code] for code in LANGUAGES},
    )  # fmt: skip
    place = 0
    for heading, part in draft.parts:
        for made in _whole(part):
            place += 1
            block = Block(chapter=chapter, position=place, spec={"heading": heading} if heading else {})
            heading = {}
            _fill(block, made, report, readers)


def _whole(part: Draft) -> list[Draft]:
    """A country's text paragraph by paragraph: each is translated and reviewed by itself."""
    if not isinstance(part, Told):
        return [part]
    made: list[Draft] = [Told(one, part.language, part.submission, part.title) for one in prose.pieces(part.text)]
    last = made[-1]
    if isinstance(last, Told):
        last.links.extend(part.links)
    return made


def _fill(block: Block, part: Draft, report: Report, readers: Readers) -> None:
    if isinstance(part, TableDraft | ChartDraft):
        block.kind = Block.Kind.TABLE if isinstance(part, TableDraft) else Block.Kind.CHART
        block.spec |= part.spec
        block.save()
    elif isinstance(part, LawsDraft):
        block.kind, block.spec = Block.Kind.LAWS, {**block.spec, "items": part.items}
        block.save()
    elif isinstance(part, Told):
        block.original_language = part.language
        block.spec |= {"submission": part.submission, "links": part.links}
        block.save()
        texts_of(block, {part.language: part.text}, Text.State.MISSING)
    else:
        block.original_language = report.original_language
        block.save()
        Binding.objects.bulk_create(_bound(block, part))
        texts_of(block, part.texts(readers), Text.State.DRAFT)


def _bound(block: Block, part: Paragraph) -> list[Binding]:
    made = [figure.binding(number) for number, figure in enumerate(part.figures, 1)]
    for one in made:
        one.block = block
    return made


def texts_of(block: Block, texts: dict[str, str], others: str) -> None:
    """A row for each language. others: the state of those that are not the original."""
    Text.objects.bulk_create(
        Text(
            block=block,
            language=code,
            text=texts.get(code, ""),
            state=Text.State.ORIGINAL if code == block.original_language else others,
        )
        for code in LANGUAGES
    )


def title_of(country: Country | None, readers: Readers, first: int, last: int) -> dict[str, str]:
    """What the secretariat is proposed."""
    if country is not None:
        title = _("%(country)s: migration, %(first)s–%(last)s. Country report")
        return in_four(title, readers, first=first, last=last, country=Label("REF_AREA", country.iso3))
    return in_four(_("International migration in the Americas, %(first)s–%(last)s"), readers, first=first, last=last)
