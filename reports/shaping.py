"""The secretariat shapes a report of which nothing is out: chapters and their parts come, go and change places.

Each step gets `seen`, what `version` was when the person looked, and is refused where somebody shaped the report since. Rows
that are taken away are gone; the trail keeps what they said.
"""

import json
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from records.models import LANGUAGES
from reports import drafting, placing, prose
from reports.models import Binding, Block, Chapter, Report, Text
from reports.refusals import Refusal
from reports.workflow import edit_line, last_line

ACTIONS = (
    "chapter-added", "chapter-renamed", "chapter-moved", "chapter-removed", "part-added", "part-moved", "part-removed",
)  # fmt: skip
MOST_CHAPTERS, MOST_PARTS = 200, 500
UP, DOWN = -1, 1
# Addresses of other pages, beside those of chapters, and a section of files.
_KEPT = ("publish", "chapters", "sources-and-licence")
_SLUG = 50


def is_open(report: Report) -> bool:
    return report.state != Report.State.PUBLISHED and not report.releases.exists()


def version(report: Report) -> int:
    """Of the chapters and parts, whatever is written in them. What is taken away is taken by `last_line`: with its last text."""
    return last_line(report, ACTIONS)


def chapter_add(*, report: Report, seen: int, titles: dict[str, str], after: str, actor: Any) -> Chapter:
    """after: the address of a chapter; empty is before all others."""
    with transaction.atomic():
        held = _held(report, seen)
        rows = list(held.chapters.all())
        if len(rows) >= MOST_CHAPTERS:
            raise Refusal("too_many", most=MOST_CHAPTERS)
        made = Chapter.objects.create(
            report=held, position=len(rows) + 1, slug=_free(held, titles[held.original_language]), **_columns(titles)
        )
        rows.insert(_after([one.slug for one in rows], after), made)
        placing.place(rows)
        edit_line(held, actor, "chapter-added", made.slug, after=_lines(titles))
    return made


def chapter_rename(*, report: Report, seen: int, chapter: str, titles: dict[str, str], actor: Any) -> Chapter:
    with transaction.atomic():
        row = _chapter(_held(report, seen), chapter)
        for code, title in titles.items():
            before = getattr(row, f"title_{code}") or ""
            if title != before:
                edit_line(row.report, actor, "chapter-renamed", row.slug, code, before, title)
        for name, title in _columns(titles).items():
            setattr(row, name, title)
        row.save()
    return row


def chapter_move(*, report: Report, seen: int, chapter: str, by: int, actor: Any) -> bool:
    """By one place. Whether tables or charts have new numbers."""
    with transaction.atomic():
        held = _held(report, seen)
        row = _chapter(held, chapter)
        rows = list(held.chapters.all())
        if not _swap(rows, row, by):
            return False
        edit_line(held, actor, "chapter-moved", row.slug, before=str(row.position), after=str(row.position + by))
        return placing.number(held)


def chapter_remove(*, report: Report, seen: int, chapter: str, actor: Any) -> bool:
    """With all that stands in it. seen: `last_line`."""
    with transaction.atomic():
        held = _held(report, seen, whole=True)
        row = _chapter(held, chapter)
        if held.chapters.count() == 1:
            raise Refusal("only_chapter")
        titles = {code: getattr(row, f"title_{code}") or "" for code in LANGUAGES}
        edit_line(held, actor, "chapter-removed", row.slug, before=_lines(titles))
        for block in row.blocks.all():
            _take(block, actor)
        row.delete()
        placing.place(list(held.chapters.all()))
        return placing.number(held)


def part_add(
    *, report: Report, seen: int, chapter: str, text: str, language: str, after: int, actor: Any
) -> list[Block]:
    """Paragraphs, one for each piece of the text, with nothing in the other languages yet. after: the key of a part, 0 is before
    all others."""
    pieces = prose.pieces(text)
    if not pieces:
        raise Refusal("no_text")
    wrong = [one.sentence for piece in pieces for one in prose.problems(piece, (), ()) if one.blocks]
    if wrong:
        raise Refusal("bad_text", sentences=" ".join(wrong))
    with transaction.atomic():
        row = _chapter(_held(report, seen), chapter)
        rows = list(row.blocks.all())
        if len(rows) + len(pieces) > MOST_PARTS:
            raise Refusal("too_many", most=MOST_PARTS)
        made = []
        for position, piece in enumerate(pieces, len(rows) + 1):
            block = Block.objects.create(chapter=row, position=position, original_language=language)
            drafting.texts_of(block, {language: piece}, Text.State.MISSING)
            made.append(block)
        at = _after([one.pk for one in rows], after or "")
        placing.place([*rows[:at], *made, *rows[at:]])
        for block, piece in zip(made, pieces, strict=True):
            edit_line(row.report, actor, "part-added", _place(row, block), language, after=piece)
    return made


def part_move(*, report: Report, seen: int, chapter: str, part: int, by: int, actor: Any) -> bool:
    """By one place. A heading stays above the two, unless both have one."""
    with transaction.atomic():
        held = _held(report, seen)
        row = _chapter(held, chapter)
        block, rows = _part(row, part), list(row.blocks.all())
        other = _swap(rows, block, by)
        if other is None:
            return False
        upper, lower = (block, other) if by == DOWN else (other, block)
        _pass_heading(upper, lower)
        place = _place(row, block)
        edit_line(held, actor, "part-moved", place, before=str(block.position), after=str(block.position + by))
        return placing.number(held)


def part_remove(*, report: Report, seen: int, chapter: str, part: int, actor: Any) -> bool:
    """A paragraph, table, chart or list of laws; its heading goes on to what stood under it. seen: `last_line`."""
    with transaction.atomic():
        held = _held(report, seen, whole=True)
        row = _chapter(held, chapter)
        block = _part(row, part)
        following = row.blocks.filter(position=block.position + 1).first()
        _take(block, actor)
        if following is not None:
            _pass_heading(block, following, gone=True)
        placing.place(list(row.blocks.all()))
        return placing.number(held)


def said(block: Block) -> str:
    """All that a part is, in words: its texts with what their placeholders stand for, or what it shows."""
    lines = [f"{one.language}: {one.text}" for one in block.texts.all() if one.text]
    lines += [bound(one) for one in block.bindings.all()]
    if block.number:
        lines.append(f"{block.kind} {block.number}")
    lines += [f"{one['code']} {one['day']} {one['citation'] or one['slug']}" for one in block.spec.get("items", ())]
    rest = {name: value for name, value in block.spec.items() if name != "items"}
    return "\n".join([*lines, *([json.dumps(rest, ensure_ascii=False)] if rest else [])])


def bound(one: Binding) -> str:
    """For the trail: "{{fig:1}} = 3024873 (value of foreign-born-stock in people, REF_AREA ARG, 2024)"."""
    codes = ", ".join(f"{name} {'+'.join(held)}" for name, held in one.codes.items())
    shown = ", ".join(filter(None, (f"{one.form} of {one.indicator} in {one.table}", codes, one.period)))
    return f"{prose.token(one.number)} = {one.value:.15g} ({shown})"


def _held(report: Report, seen: int, *, whole: bool = False) -> Report:
    held = Report.objects.select_for_update().get(pk=report.pk)
    if not is_open(held):
        raise Refusal("published")
    if seen != (last_line(held) if whole else version(held)):
        raise Refusal("stale")
    return held


def _chapter(report: Report, slug: str) -> Chapter:
    row = report.chapters.filter(slug=slug).first()
    if row is None:
        raise Refusal("stale")
    return row


def _part(chapter: Chapter, pk: int) -> Block:
    block = chapter.blocks.filter(pk=pk).first()
    if block is None:
        raise Refusal("stale")
    return block


def _place(chapter: Chapter, block: Block) -> str:
    return f"{chapter.slug}, {block.position}"


def _swap(rows: list[Any], row: Any, step: int) -> Any:
    """With its neighbour, which is returned; None at the end of the list. The place of `row` itself still reads as it was."""
    at = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    if not 0 <= at + step < len(rows):
        return None
    other = rows[at + step]
    rows[at], rows[at + step] = other, rows[at]
    placing.place(rows)
    return other


def _pass_heading(giver: Block, taker: Block, *, gone: bool = False) -> None:
    if "heading" not in giver.spec or "heading" in taker.spec:
        return
    taker.spec = {**taker.spec, "heading": giver.spec["heading"]}
    Block.objects.filter(pk=taker.pk).update(spec=taker.spec)
    if not gone:
        giver.spec = {name: value for name, value in giver.spec.items() if name != "heading"}
        Block.objects.filter(pk=giver.pk).update(spec=giver.spec)


def _take(block: Block, actor: Any) -> None:
    edit_line(
        block.chapter.report, actor, "part-removed", _place(block.chapter, block), block.original_language, said(block)
    )  # fmt: skip
    block.bindings.all().delete()
    block.texts.all().delete()
    Block.objects.filter(pk=block.pk).delete()


def _after(there: list[Any], after: Any) -> int:
    """The place in the list behind `after`; empty is the first."""
    if not after:
        return 0
    if after not in there:
        raise Refusal("stale")
    return there.index(after) + 1


def _free(report: Report, title: str) -> str:
    """An address that no other chapter has."""
    taken = {*_KEPT, *report.chapters.values_list("slug", flat=True)}
    wanted = slugify(title)[:_SLUG].strip("-_") or "chapter"
    return next(
        name for n in range(1, MOST_CHAPTERS + 9) if (name := wanted if n == 1 else f"{wanted}-{n}") not in taken
    )


def _columns(titles: dict[str, str]) -> dict[str, str]:
    return {f"title_{code}": title for code, title in titles.items()}


def _lines(titles: dict[str, str]) -> str:
    return "\n".join(f"{code}: {title}" for code, title in titles.items())
