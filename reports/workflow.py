"""Steps of a report: its texts change, are reviewed, go out; what is out never changes. Each step leaves a line in the trail."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from records.models import LANGUAGES
from reports import drafting, measuring, prose
from reports.models import PUBLISHABLE, Binding, Block, Chapter, Edit, FrozenChapter, Job, Release, Report, Text
from reports.refusals import Refusal
from reports.rendering.building import Builder
from rounds.models import PUBLIC, Submission

State = Report.State
_PLACE = 120


def report_begin(*, report: Report, actor: Any) -> Report:
    """A new report at a free address."""
    if Report.objects.filter(slug=report.slug).exists():
        raise Refusal("slug_taken")
    if not measuring.taken_on(report.as_of):
        raise Refusal("nothing")
    report.made_by = actor
    return drafting.begin(report)


def text_change(
    *, text: Text, version: int, new: str, actor: Any, remove: bool = False
) -> Text:  # fmt: skip
    """The text of a paragraph in one language. remove: numbers may be left out of the original. A changed original makes reviewed
    translations outdated."""
    new = prose.cleaned(new)
    with transaction.atomic():
        text = _held(text, version)
        report, block = text.block.chapter.report, text.block
        original = text.language == block.original_language
        _still_open(report, text)
        known = prose.tokens(block.texts.get(language=block.original_language).text)
        allowed = block.bindings.values_list("number", flat=True) if original else known
        found = prose.problems(new, known, allowed, quoted="submission" in block.spec)
        gone = {prose.token(one) for one in set(known) - set(prose.tokens(new))}
        blocking = [one for one in found if one.blocks and not (remove and original and one.where in gone)]
        if blocking:
            raise Refusal("bad_text", sentences=" ".join(one.sentence for one in blocking))
        if new == text.text:
            return text
        before, text.text = text.text, new
        if not original:
            text.state = Text.State.DRAFT if new else Text.State.MISSING
        _stamp(text, actor)
        if original:
            block.texts.filter(state=Text.State.REVIEWED).update(state=Text.State.OUTDATED)
        edit_line(report, actor, "changed", _place(text), text.language, before, new)
    return text


def text_review(*, text: Text, version: int, actor: Any) -> Text:
    """A translation is good: it says what the original says, with the same numbers."""
    with transaction.atomic():
        text = _held(text, version)
        report = text.block.chapter.report
        _still_open(report, text)
        if text.language == text.block.original_language:
            raise Refusal("original")
        _review(text, actor)
    return text


def chapter_review(*, chapter: Chapter, language: str, actor: Any) -> int:
    """All translations of a chapter that have a text; how many were not reviewed before."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=chapter.report_id)
        rows = Text.objects.select_for_update().filter(block__chapter=chapter, language=language)
        waiting = [
            one for one in rows.select_related("block__chapter__report") if one.state not in PUBLISHABLE and one.text
        ]
        for text in waiting:
            _still_open(chapter.report, text)
            _review(text, actor)
    return len(waiting)


def _review(text: Text, actor: Any) -> None:
    original = text.block.texts.get(language=text.block.original_language)
    if not text.text.strip() or sorted(set(prose.tokens(text.text))) != sorted(set(prose.tokens(original.text))):
        raise Refusal("not_equal", where=_place(text))
    before, text.state = text.state, Text.State.REVIEWED
    _stamp(text, actor)
    edit_line(text.block.chapter.report, actor, "reviewed", _place(text), text.language, before, text.state)


def report_send(*, report: Report, actor: Any) -> Report:
    """Into review: the originals stand."""
    return _step(report, (State.DRAFT,), State.REVIEW, "sent", actor)


def report_back(*, report: Report, actor: Any) -> Report:
    """Back to the desk, as long as nothing of it is out."""
    return _step(report, (State.REVIEW,), State.DRAFT, "returned", actor)


def _step(report: Report, allowed: tuple[str, ...], state: str, action: str, actor: Any) -> Report:
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        if held.state not in allowed:
            raise Refusal("wrong_state", state=held.get_state_display())
        before, held.state = held.state, state
        held.save(update_fields=["state"])
        edit_line(held, actor, action, before=before, after=state)
    return held


def language_publish(*, report: Report, language: str, actor: Any) -> Release:
    """A language goes out, as it is now and for good; files of it are ordered. Raises Refusal while anything of it is not
    reviewed, names a number that points to no figure, or quotes what is not public."""
    # Seconds of work, before anything is locked; whoever changes the report meanwhile sends it back.
    seen = last_line(report)
    _may_publish(report, language)
    _ready(report, language)
    builder = Builder(report, language)
    chapters, sources = [builder.chapter(row) for row in report.chapters.all()], builder.sources()
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        _may_publish(held, language)
        if last_line(held) != seen:
            raise Refusal("stale")
        release = Release.objects.create(
            report=held, language=language, title=builder.title, sources=sources, by=actor, at=timezone.now()
        )
        FrozenChapter.objects.bulk_create(
            FrozenChapter(
                release=release, position=place, slug=one.slug, title=one.title, note=one.note, body=one.as_json()
            )
            for place, one in enumerate(chapters, 1)
        )
        before, held.state = held.state, State.PUBLISHED
        held.save(update_fields=["state"])
        for format_ in (Job.Format.PDF, Job.Format.DOCX):
            Job.objects.create(report=held, release=release, language=language, format=format_, made_by=actor)
        edit_line(held, actor, "published", language=language, before=before, after=State.PUBLISHED)
    return release


def _may_publish(report: Report, language: str) -> None:
    if report.state == State.DRAFT:
        raise Refusal("wrong_state", state=report.get_state_display())
    if report.releases.filter(language=language).exists():
        raise Refusal("published")


def last_line(report: Report, actions: tuple[str, ...] = ()) -> int:
    """The newest line of the trail, or the newest of these actions: every change writes one."""
    rows = Edit.objects.filter(report=report, **({"action__in": actions} if actions else {}))
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def missing(report: Report, language: str) -> list[Text]:
    """What keeps a language from going out."""
    rows = Text.objects.filter(block__chapter__report=report, language=language).exclude(state__in=PUBLISHABLE)
    return list(rows.select_related("block__chapter").order_by("block__chapter__position", "block__position"))


def _ready(report: Report, language: str) -> None:
    if not getattr(report, f"title_{language}"):
        raise Refusal("no_title")
    if (empty := report.chapters.filter(blocks=None).first()) is not None:
        raise Refusal("empty", where=empty)
    if rows := missing(report, language):
        raise Refusal("not_reviewed", count=len(rows), where=_place(rows[0]))
    for text in Text.objects.filter(block__chapter__report=report, language=language).select_related("block__chapter"):
        if "submission" not in text.block.spec and (typed := prose.unbound(text.text)):
            raise Refusal("typed", number=typed[0][0], where=_place(text))
    quoted = {
        spec["submission"] for spec in Block.objects.filter(chapter__report=report).values_list("spec", flat=True)
        if "submission" in spec
    }  # fmt: skip
    hidden = Submission.objects.filter(pk__in=quoted).exclude(state__in=PUBLIC).select_related("country").first()
    if hidden is not None:
        raise Refusal("not_public", country=hidden.country)


def file_order(*, report: Report, language: str, format_: str, actor: Any) -> Job:
    """Of what is out, else of the draft; a file that waits already is not ordered twice."""
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        release = held.releases.filter(language=language).first()
        same = Job.objects.filter(report=held, release=release, language=language, format=format_)
        waiting = same.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).first()
        return waiting or Job.objects.create(
            report=held, release=release, language=language, format=format_, made_by=actor
        )


def correction_begin(*, report: Report, actor: Any, as_of: date | None = None) -> Report:
    """The next version of a published report, with the same texts and figures; with as_of, drafted anew from the figures of that day."""
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        if held.state != State.PUBLISHED:
            raise Refusal("wrong_state", state=held.get_state_display())
        newest = Report.objects.filter(slug=held.slug).order_by("-version")[0]
        if newest.state != State.PUBLISHED:
            raise Refusal("open_version")
        made = Report(
            slug=held.slug, version=newest.version + 1, kind=held.kind, country=held.country, first=held.first, last=held.last,
            original_language=held.original_language, as_of=as_of or held.as_of, vintages=held.vintages, made_by=actor,
            **{f"title_{code}": getattr(held, f"title_{code}") for code in LANGUAGES},
        )  # fmt: skip
        if as_of is not None:
            return drafting.begin(made)
        made.save()
        for chapter in held.chapters.all():
            _copy(chapter, made)
        edit_line(made, actor, "correction", before=str(held.version), after=str(made.version))
    return made


def _copy(chapter: Chapter, report: Report) -> None:
    """A new row of the chapter, its blocks, their texts and bound numbers."""
    old = Chapter.objects.get(pk=chapter.pk)
    blocks = list(old.blocks.prefetch_related("texts", "bindings"))
    old.pk, old.report = None, report
    old._state.adding = True
    old.save()
    for block in blocks:
        texts, bindings = list(block.texts.all()), list(block.bindings.all())
        fresh = Block.objects.create(
            chapter=old, position=block.position, kind=block.kind, number=block.number, spec=block.spec,
            original_language=block.original_language,
        )  # fmt: skip
        for text in texts:
            text.pk, text.block = None, fresh
        for binding in bindings:
            binding.pk, binding.block = None, fresh
        Text.objects.bulk_create(texts)
        Binding.objects.bulk_create(bindings)


def title_change(*, report: Report, titles: dict[str, str], actor: Any) -> Report:
    """Titles of languages that are not out."""
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        out = set(held.releases.values_list("language", flat=True))
        for code, title in titles.items():
            before = getattr(held, f"title_{code}") or ""
            if title != before:
                if code in out:
                    raise Refusal("published")
                setattr(held, f"title_{code}", title)
                edit_line(held, actor, "title", language=code, before=before, after=title)
        held.save()
    return held


def _held(text: Text, version: int) -> Text:
    """The report is locked before its texts, as by every step that takes texts away: the two never wait for each other."""
    Report.objects.select_for_update(of=("self",)).filter(chapters__blocks__texts=text.pk).first()
    held = Text.objects.select_for_update().select_related("block__chapter__report").filter(pk=text.pk).first()
    if held is None or held.version != version:
        raise Refusal("stale")
    return held


def _still_open(report: Report, text: Text) -> None:
    """A language that is out stays; so do the originals, which every other language was translated from."""
    out = set(Release.objects.filter(report=report).values_list("language", flat=True))
    if text.language in out or (out and text.language == text.block.original_language):
        raise Refusal("published")


def _stamp(text: Text, actor: Any) -> None:
    text.version += 1
    text.changed_by, text.changed_at = actor, timezone.now()
    text.save()


def _place(text: Text) -> str:
    return f"{text.block.chapter.slug}, {text.block.position}"[:_PLACE]


def edit_line(
    report: Report, actor: Any, action: str, place: str = "", language: str = "", before: str = "", after: str = ""
) -> None:
    Edit.objects.create(
        report=report, actor=actor, action=action, place=place, language=language, before=before, after=after
    )
