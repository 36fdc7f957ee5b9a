"""Numbers of a report are bound to figures: no edit and no later vintage moves one."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import activate

from reports import measuring, prose, workflow
from reports.models import Binding, Edit, Text, Untouchable
from reports.refusals import Refusal
from reports.rendering.building import Builder
from tests.reports import stories

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture(autouse=True)
def region() -> None:
    stories.region()
    activate("en")


def shown(report, chapter="arg", language="es"):  # type: ignore[no-untyped-def]
    text = stories.paragraph(report, chapter, language)
    made = Builder(report, language).paragraph(text.block)
    assert made is not None
    return "".join(span.text for span in made.spans)


def test_every_number_of_a_first_draft_points_to_its_figures() -> None:
    report = stories.begun()
    catalogue = measuring.frozen(report)
    bindings = list(Binding.objects.filter(block__chapter__report=report))
    assert {one.form for one in bindings} >= {"value", "sum", "change", "share"}
    for binding in bindings:
        assert measuring.again(binding, catalogue) == pytest.approx(binding.value)
    texts = Text.objects.filter(block__chapter__report=report)
    assert [prose.unbound(one.text) for one in texts if prose.unbound(one.text)] == []
    assert texts.count() % 4 == 0


def test_a_draft_speaks_four_languages_with_the_same_numbers() -> None:
    report = stories.begun()
    drafts = {code: stories.paragraph(report, language=code).text for code in LANGUAGES}
    assert len({tuple(prose.tokens(text)) for text in drafts.values()}) == 1
    assert len(set(drafts.values())) == 4 and all(drafts.values())
    assert shown(report, language="en") != shown(report, language="fr")
    assert "3,024,873" in shown(report, language="en") and "3.024.873" in shown(report, language="pt")


def test_a_later_vintage_does_not_change_a_report_that_was_begun() -> None:
    report = stories.begun()
    before = shown(report)
    table = [
        node
        for node in Builder(report, "es").chapter(report.chapters.get(slug="immigrant-stock")).nodes
        if node.kind == "table"
    ]
    stories.people_vintage(55_893.0)
    after = [
        node
        for node in Builder(report, "es").chapter(report.chapters.get(slug="immigrant-stock")).nodes
        if node.kind == "table"
    ]
    assert shown(report) == before and after == table
    fresh = stories.begun(slug="americas-2027")
    assert fresh.vintages["people"] == report.vintages["people"] + 1 and shown(fresh) != before


def test_prose_is_rewritten_around_a_number_and_never_the_number() -> None:
    report, actor = stories.begun(), stories.secretariat()
    text = stories.paragraph(report)
    numbers = {span.text for span in Builder(report, "es").paragraph(text.block).spans if span.value}  # type: ignore[union-attr]
    new = "Otro orden: " + " y ".join(prose.token(one) for one in reversed(prose.tokens(text.text)))
    text = workflow.text_change(text=text, version=text.version, new=new, actor=actor)
    assert {span.text for span in Builder(report, "es").paragraph(text.block).spans if span.value} == numbers  # type: ignore[union-attr]


def test_a_number_that_went_or_was_typed_is_told() -> None:
    report, actor = stories.begun(), stories.secretariat()
    text = stories.paragraph(report)
    gone = text.text.replace("{{fig:1}}", "3 024 873")
    with pytest.raises(Refusal, match=r"\{\{fig:1\}\} was removed"):
        workflow.text_change(text=text, version=text.version, new=gone, actor=actor)
    with pytest.raises(Refusal, match="no number"):
        workflow.text_change(text=text, version=text.version, new=f"{text.text} {{{{fig:99}}}}", actor=actor)
    with pytest.raises(Refusal, match="no placeholder"):
        workflow.text_change(text=text, version=text.version, new=f"{text.text} {{{{fig:x}}}}", actor=actor)
    text.refresh_from_db()
    assert "{{fig:1}}" in text.text and text.version == 1
    kept = workflow.text_change(text=text, version=1, new=gone, actor=actor, remove=True)
    assert prose.unbound(kept.text) == [("3 024 873", prose.unbound(kept.text)[0][1])]
    back = workflow.text_change(
        text=kept, version=kept.version, new=gone.replace("3 024 873", "{{fig:1}}"), actor=actor
    )
    assert "{{fig:1}}" in back.text


def test_a_report_with_a_typed_number_does_not_go_out() -> None:
    """It was saved with a word of warning, and would have been published."""
    report, actor = stories.begun(), stories.secretariat()
    text = stories.paragraph(report)
    workflow.text_change(text=text, version=text.version, new=f"{text.text} En total, 999 999.", actor=actor)
    report = stories.reviewed(report)
    with stories.refused("typed"):
        workflow.language_publish(report=report, language="es", actor=actor)


def test_years_laws_and_ordinals_are_no_unbound_numbers() -> None:
    plain = "En 2024, la Ley 25.871, art. 23, el Decreto 616/2010, la 3.ª ronda y las visas H-2A; loi nº 13.445, the 2nd table, cuadro 3, el G20."
    assert prose.unbound(plain) == []
    assert [number for number, _ in prose.unbound("Son 45 % de 3.063.518 personas, 2,5 veces más")] == [
        "45",
        "3.063.518",
        "2,5",
    ]


def test_what_is_suppressed_appears_nowhere() -> None:
    report = stories.begun()
    told = str([[chapter.as_json() for chapter in Builder(report, code).document().chapters] for code in LANGUAGES])
    assert "7777777" not in told and "7,777,777" not in told and "7.777.777" not in told
    # A total over origins of which one is suppressed, and the region's sum with it, are not made.
    assert not [one for one in Binding.objects.all() if "MEX" in str(one.codes.get("REF_AREA")) and one.indicator == "foreign-born-stock" and "COUNTERPART" not in one.codes and one.form != "rank"]  # fmt: skip


def test_two_who_write_at_once_do_not_overwrite_each_other() -> None:
    report, actor = stories.begun(), stories.secretariat()
    text = stories.paragraph(report)
    workflow.text_change(text=text, version=1, new=f"Uno. {text.text}", actor=actor)
    with pytest.raises(Refusal, match="meanwhile"):
        workflow.text_change(text=text, version=1, new=f"Dos. {text.text}", actor=actor)


def test_the_trail_says_who_changed_what_and_cannot_be_changed() -> None:
    report, actor = stories.begun(), stories.secretariat()
    text = stories.paragraph(report)
    before = text.text
    workflow.text_change(text=text, version=1, new=f"Uno. {before}", actor=actor)
    edit = Edit.objects.filter(action="changed").get()
    assert (edit.actor, edit.before, edit.after, edit.language) == (actor, before, f"Uno. {before}", "es")
    with pytest.raises(Untouchable):
        Edit.objects.filter(pk=edit.pk).update(after="")
    edit.after = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        edit.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        edit.delete()
    actor.delete()
    edit.refresh_from_db()
    assert edit.actor is None and edit.before == before
