"""First drafts of the regional report's own chapters."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from indicators.tables import Table
from indicators.wording import members
from reports import measuring
from reports.measuring import Frozen
from reports.notes import ChapterDraft, Draft, LawsDraft, TableDraft, chart_of, gaps, ranked, read
from reports.phrases import Label, Listed, Paragraph, Period, Readers, Titles, in_four

_TOP = 5
_ROWS = 15
# From so many people on growth is told in proportion.
_MEANINGFUL = 10_000
# The indicator's own title, in whichever language.
_TITLE = "%(indicator)s"
_PLACE_AND_NUMBER = _("%(place)s, %(number)s")
# What the region's first page adds up of people under protection: other groups are told in their chapter.
_PROTECTED = ("REF", "ASY", "OIP")


def chapters(catalogue: Frozen, readers: Readers, items: list[dict[str, Any]]) -> list[ChapterDraft]:
    """items: laws and policies of the report's years."""
    own = tuple(sorted(members()))
    law = ChapterDraft("law", in_four(_("Law and policy"), readers))
    if items:
        law.add(LawsDraft(items))
    made = [
        _glance(own, catalogue, readers), _stock(own, catalogue, readers), _emigration(own, catalogue, readers),
        _permanent(own, catalogue, readers), _temporary(own, catalogue, readers), _protection(own, catalogue, readers),
        _labour(own, catalogue, readers), _remittances(own, catalogue, readers), law,
    ]  # fmt: skip
    return [chapter for chapter in made if chapter.parts]


def _glance(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter, text = ChapterDraft("glance", in_four(_("The region at a glance"), readers)), Paragraph()
    stock = read(catalogue, "foreign-born-stock", {"REF_AREA": own}, "REF_AREA")
    if stock is not None:
        _totals(text, stock, own, catalogue)
    corridors = read(catalogue, "foreign-born-stock", {"REF_AREA": own, "COUNTERPART": own}, "REF_AREA", "COUNTERPART")
    if corridors is not None:
        _corridors(text, corridors)
    chapter.add(text)
    more = Paragraph()
    _protected(more, own, catalogue)
    _received(more, own, catalogue)
    chapter.add(more)
    if corridors is not None:
        add_table(chapter, corridors, _("Largest corridors between the 35 states"), readers, steps=3, rows=10)
    return chapter


def _totals(text: Paragraph, stock: Table, own: tuple[str, ...], catalogue: Frozen) -> None:
    """Who is born abroad and who is a foreign citizen is never added up: a sum for each way of counting."""
    end = measuring.latest(stock.lines)
    women = read(catalogue, "foreign-born-stock", {"REF_AREA": own, "SEX": ("F",)}, "REF_AREA")
    for basis, pattern in (
        ("B", _("In the states that count by country of birth, %(number)s people born abroad were living in %(period)s; women are %(share)s of them.")),
        ("C", _("In the states that count by citizenship, %(number)s foreign citizens were living in %(period)s; women are %(share)s of them.")),
    ):  # fmt: skip
        lines = [line for line in stock.lines if line.codes.get("BASIS") == basis]
        number = measuring.total(stock, lines, end)
        female = [line for line in women.lines if line.codes.get("BASIS") == basis] if women else []
        part = measuring.total(women, female, end) if women else None
        text.say(pattern, number=number, period=Period(end), share=measuring.share(part, number))


def _corridors(text: Paragraph, found: Table) -> None:
    end = measuring.latest(found.lines)
    known = [(cell.value, line) for line in found.lines if (cell := line.cells.get(end)) is not None and cell.value]
    items = [
        {
            "origin": Label("COUNTERPART", line.codes["COUNTERPART"]), "place": Label("REF_AREA", line.codes["REF_AREA"]),
            "number": measuring.of_line(found, line, end),
        }
        for _value, line in sorted(known, key=lambda one: -one[0])[:_TOP]
    ]  # fmt: skip
    text.say(
        _("The largest corridors within the Americas in %(period)s are: %(list)s."), period=Period(end),
        list=Listed(_("%(origin)s → %(place)s, %(number)s"), items),
    )  # fmt: skip


def _protected(text: Paragraph, own: tuple[str, ...], catalogue: Frozen) -> None:
    items, period = [], ""
    for code in _PROTECTED:
        found = read(catalogue, "refugees-and-asylum-seekers", {"REF_AREA": own, "CATEGORY": (code,)}, "REF_AREA")
        if found is None:
            continue
        period = period or measuring.latest(found.lines)
        there = [line for line in found.lines if period in line.cells]
        number = measuring.total(found, there, period)
        if number is not None and number.value:
            items.append({"place": Label("CATEGORY", code), "number": number})
    text.say(
        _("People in need of protection in the region in %(period)s: %(list)s."), period=Period(period),
        list=Listed(_PLACE_AND_NUMBER, items),
    )  # fmt: skip


def _received(text: Paragraph, own: tuple[str, ...], catalogue: Frozen) -> None:
    found = read(catalogue, "remittances-received", {"REF_AREA": own}, "REF_AREA")
    if found is not None:
        period = measuring.latest(found.lines)
        text.say(
            _("The states that received the largest remittances in %(period)s are: %(list)s."), period=Period(period),
            list=Listed(_PLACE_AND_NUMBER, ranked(found, "REF_AREA", period, _TOP)),
        )  # fmt: skip


def _stock(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter = ChapterDraft("immigrant-stock", in_four(_("Immigrant population"), readers))
    found = read(catalogue, "foreign-born-stock", {"REF_AREA": own}, "REF_AREA")
    if found is None:
        return chapter
    text, end = Paragraph(), measuring.latest(found.lines)
    text.say(
        _("The states with the largest migrant population in %(period)s are: %(list)s."), period=Period(end),
        list=Listed(_PLACE_AND_NUMBER, ranked(found, "REF_AREA", end, _TOP)),
    )  # fmt: skip
    _risen(text, found, end)
    chapter.add(text)
    _chart(chapter, found, "map", "bar")
    add_table(chapter, found, _("Migrant population of the 35 states"), readers)
    return chapter


def _risen(text: Paragraph, found: Table, end: str, place: str = "REF_AREA") -> None:
    """Where the count grew most in proportion over about ten years, of those with a stock that a proportion means something of."""
    start = max((one for one in found.periods if 8 <= int(end[:4]) - int(one[:4]) <= 15), default="") if end else ""
    grown = []
    for line in found.lines:
        before, figure = measuring.of_line(found, line, start), measuring.change(found, line, start, end)
        if before is not None and figure is not None and before.value >= _MEANINGFUL and figure.value > 0:
            grown.append((figure.value, line, before))
    items = [
        {"place": Label(place, line.codes[place]), "before": before, "number": measuring.of_line(found, line, end)}
        for _value, line, before in sorted(grown, key=lambda one: -one[0])[:3]
    ]  # fmt: skip
    text.say(
        _("Since %(start)s it has grown most in: %(list)s."), start=Period(start),
        list=Listed(_("%(place)s, from %(before)s to %(number)s"), items),
    )  # fmt: skip


def _emigration(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter = ChapterDraft("emigration", in_four(_("Emigration"), readers))
    found = read(catalogue, "emigrant-stock", {"COUNTERPART": own, "BASIS": ("B",)}, "COUNTERPART")
    if found is None:
        return chapter
    text, end = Paragraph(), measuring.latest(found.lines)
    text.say(
        _("The states of which the largest populations live abroad in %(period)s, counted by country of birth, are: %(list)s."),
        period=Period(end), list=Listed(_PLACE_AND_NUMBER, ranked(found, "COUNTERPART", end, _TOP)),
    )  # fmt: skip
    _risen(text, found, end, "COUNTERPART")
    chapter.add(text)
    _chart(chapter, found, "bar")
    add_table(chapter, found, _("People from the 35 states who live abroad, counted by country of birth"), readers)
    return chapter


def _permanent(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter, text = ChapterDraft("permanent-inflows", in_four(_("Permanent inflows"), readers)), Paragraph()
    for slug in ("permanent-inflows", "inflows-foreign-population"):
        found = read(catalogue, slug, {"REF_AREA": own}, "REF_AREA")
        if found is None or found.freq != "A":
            continue
        end = measuring.latest(found.lines)
        text.say(
            _("%(indicator)s, %(period)s: %(list)s."), indicator=Titles(found.indicator), period=Period(end),
            list=Listed(_PLACE_AND_NUMBER, ranked(found, "REF_AREA", end, _TOP)),
        )  # fmt: skip
    chapter.add(text)
    for slug in ("permanent-inflows", "inflows-foreign-population"):
        found = read(catalogue, slug, {"REF_AREA": own}, "REF_AREA")
        if found is not None:
            _chart(chapter, found, "line", "bar")
            add_table(chapter, found, _TITLE, readers)
    return chapter


def _temporary(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter = ChapterDraft("temporary-inflows", in_four(_("Temporary inflows"), readers))
    found = read(catalogue, "temporary-inflows-by-category", {"REF_AREA": own}, "REF_AREA", "CATEGORY")
    if found is None or "CATEGORY" not in found.varied or found.freq != "A":
        return chapter
    text, end = Paragraph(), measuring.latest(found.lines)
    known = [(cell.value, line) for line in found.lines if (cell := line.cells.get(end)) is not None and cell.value]
    items = [
        {
            "place": Label("REF_AREA", line.codes["REF_AREA"]), "category": Label("CATEGORY", line.codes["CATEGORY"]),
            "number": measuring.of_line(found, line, end),
        }
        for _value, line in sorted(known, key=lambda one: -one[0])[:_TOP]
    ]  # fmt: skip
    text.say(
        _("The largest temporary inflows in %(period)s are: %(list)s."), period=Period(end),
        list=Listed(_("%(place)s (%(category)s), %(number)s"), items),
    )  # fmt: skip
    chapter.add(text)
    add_table(chapter, found, _TITLE, readers, rows=24)
    return chapter


def _protection(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter, text = ChapterDraft("protection", in_four(_("Asylum and protection"), readers)), Paragraph()
    first = None
    for code in _PROTECTED:
        found = read(catalogue, "refugees-and-asylum-seekers", {"REF_AREA": own, "CATEGORY": (code,)}, "REF_AREA")
        if found is None:
            continue
        first = first or found
        end = measuring.latest(found.lines)
        text.say(
            _("%(category)s, largest populations in %(period)s: %(list)s."), category=Label("CATEGORY", code),
            period=Period(end), list=Listed(_PLACE_AND_NUMBER, ranked(found, "REF_AREA", end, _TOP)),
        )  # fmt: skip
    decisions = read(catalogue, "asylum-decisions", {"REF_AREA": own}, "REF_AREA")
    if decisions is not None:
        end = measuring.latest(decisions.lines)
        text.say(
            _("Most asylum decisions in %(period)s: %(list)s."), period=Period(end),
            list=Listed(_PLACE_AND_NUMBER, ranked(decisions, "REF_AREA", end, _TOP)),
        )  # fmt: skip
    chapter.add(text)
    if decisions is not None:
        _chart(chapter, decisions, "map", "bar")
        add_table(chapter, decisions, _TITLE, readers)
    if first is not None:
        add_table(chapter, first, _("Refugees in the 35 states"), readers)
    return chapter


def _labour(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter, text = ChapterDraft("labour-market", in_four(_("Labour market"), readers)), Paragraph()
    found = read(catalogue, "participation-by-birthplace", {"REF_AREA": own, "CATEGORY": ("FB",)}, "REF_AREA")
    if found is not None:
        end = measuring.latest(found.lines)
        text.say(
            _("The labour force participation of people born abroad in %(period)s is known for: %(list)s."), period=Period(end),
            list=Listed(_PLACE_AND_NUMBER, ranked(found, "REF_AREA", end, 10)),
        )  # fmt: skip
    rate = read(catalogue, "unemployment", {"REF_AREA": own}, "REF_AREA")
    if rate is not None:
        end = measuring.latest(rate.lines)
        text.say(
            _("The highest unemployment rates of the whole labour force in %(period)s: %(list)s."), period=Period(end),
            list=Listed(_PLACE_AND_NUMBER, ranked(rate, "REF_AREA", end, _TOP)),
        )  # fmt: skip
    if missing := gaps(catalogue):
        text.say(_("Not collected here: %(list)s."), list=missing)
    chapter.add(text)
    both = read(catalogue, "participation-by-birthplace", {"REF_AREA": own}, "REF_AREA", "CATEGORY")
    if both is not None:
        add_table(chapter, both, _TITLE, readers, rows=24)
    if rate is not None:
        add_table(chapter, rate, _TITLE, readers)
    return chapter


def _remittances(own: tuple[str, ...], catalogue: Frozen, readers: Readers) -> ChapterDraft:
    chapter, text = ChapterDraft("remittances", in_four(_("Remittances"), readers)), Paragraph()
    _received(text, own, catalogue)
    found = read(catalogue, "remittances-received", {"REF_AREA": own}, "REF_AREA")
    product = read(catalogue, "gdp", {"REF_AREA": own}, "REF_AREA")
    if found is not None and product is not None:
        end = measuring.latest(found.lines)
        wealth = {line.codes["REF_AREA"]: line for line in product.lines}
        parts = []
        for line in found.lines:
            whole = wealth.get(line.codes["REF_AREA"])
            if whole is not None:
                part = measuring.share(measuring.of_line(found, line, end), measuring.of_line(product, whole, end))
                parts += [(part, line)] if part is not None else []
        top = sorted(parts, key=lambda one: -one[0].value)[:_TOP]
        items = [{"place": Label("REF_AREA", line.codes["REF_AREA"]), "number": part} for part, line in top]
        text.say(
            _("Measured against gross domestic product in %(period)s, they weigh most in: %(list)s."), period=Period(end),
            list=Listed(_PLACE_AND_NUMBER, items),
        )  # fmt: skip
    chapter.add(text)
    if found is not None:
        _chart(chapter, found, "bar", "line")
        add_table(chapter, found, _TITLE, readers)
    return chapter


def _chart(chapter: ChapterDraft, found: Table, *wanted: str) -> None:
    chart: Draft | None = chart_of(found, *wanted)
    if chart is not None:
        chapter.add(chart)


def add_table(
    chapter: ChapterDraft, found: Table, pattern: Any, readers: Readers, *, steps: int = 6, rows: int = _ROWS
) -> None:
    """The last periods of the first lines; which those are is settled now, and stays."""
    title = in_four(pattern, readers, indicator=Titles(found.indicator))
    spec = {
        "choice": measuring.stored(found.choice),
        "periods": list(found.periods[-steps:]),
        "lines": rows,
        "title": title,
    }
    chapter.add(TableDraft(spec))
