"""The secretariat shapes a report that is not out: nothing it does leaves a gap, loses a text, or reaches what is out."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import activate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from reports import shaping, workflow
from reports.models import Binding, Block, Chapter, Edit, Report, Text
from reports.rendering.building import Builder
from tests import people
from tests.reports import stories
from tests.reports.shapes import DESK, TITLES, bind, chapter, move, paragraph, remove, slugs

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture(autouse=True)
def region(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    stories.region()
    activate("en")


@pytest.fixture
def report() -> Report:
    return stories.begun()


def in_order(report: Report) -> None:
    """No gap and no two at one place; tables and charts numbered as they are read."""
    chapters = list(report.chapters.all())
    assert [one.position for one in chapters] == list(range(1, len(chapters) + 1))
    last = {"table": 0, "chart": 0}
    for one in chapters:
        blocks = list(one.blocks.all())
        assert [block.position for block in blocks] == list(range(1, len(blocks) + 1))
        for block in blocks:
            if block.kind in last:
                last[block.kind] += 1
                assert block.number == last[block.kind]
            else:
                assert block.number is None


def test_a_chapter_of_its_own_goes_out_where_it_was_put(report: Report) -> None:
    before = slugs(report)
    made = chapter(report, after=before[0])
    assert slugs(report) == [before[0], "agua-y-vados", *before[1:]]
    paragraph(report, "Los vados del norte.\n\nY los del sur, desde 2019.", made.slug)
    held = stories.reviewed(report)
    with stories.refused("not_reviewed"):
        workflow.language_publish(report=held, language="en", actor=None)
    workflow.language_publish(report=held, language="es", actor=None)
    page = Client().get("/es/reports/americas-2026/agua-y-vados/").content.decode()
    assert (
        "Agua y vados" in page and "<p>Los vados del norte.</p>" in page and "<p>Y los del sur, desde 2019.</p>" in page
    )
    contents = Client().get("/es/reports/americas-2026/").content.decode()
    assert contents.index("/agua-y-vados/") < contents.index(f"/{before[1]}/")
    in_order(report)


def test_an_added_paragraph_keeps_a_language_back_until_it_is_translated(report: Report) -> None:
    [block] = paragraph(report, "The ferries run again.", "arg", language="en")
    assert {one.language: one.state for one in block.texts.all()} == {
        "en": "original", "es": "missing", "fr": "missing", "pt": "missing"
    }  # fmt: skip
    held = stories.reviewed(report, "fr")
    with stories.refused("not_reviewed"):
        workflow.language_publish(report=held, language="fr", actor=None)
    french = block.texts.get(language="fr")
    text = workflow.text_change(text=french, version=1, new="Les bacs circulent de nouveau.", actor=None)
    workflow.text_review(text=text, version=text.version, actor=None)
    workflow.language_publish(report=held, language="fr", actor=None)
    assert "Les bacs circulent" in Client().get("/fr/reports/americas-2026/arg/").content.decode()


def test_a_chapter_without_anything_in_it_does_not_go_out(report: Report) -> None:
    chapter(report)
    held = stories.reviewed(report)
    with stories.refused("empty"):
        workflow.language_publish(report=held, language="es", actor=None)


def test_what_reads_like_a_placeholder_is_none_before_a_figure_is_chosen(report: Report) -> None:
    for text, key in ((" \n\n ", "no_text"), ("Hay {{fig:1}} barcas.", "bad_text"), ("Hay {{barcas}}.", "bad_text")):
        with stories.refused(key):
            paragraph(report, text, "arg")
    with stories.refused("stale"):
        paragraph(report, "Tras una parte que no está.", "arg", after=10**9)
    assert not Edit.objects.filter(action="part-added").exists()


def test_tables_and_charts_are_numbered_anew_as_they_are_read(report: Report) -> None:
    first = Block.objects.filter(chapter__report=report, kind="table").order_by("number")[0]
    number = first.number
    last = slugs(report)[-1]
    while slugs(report)[-1] != first.chapter.slug:
        move(report, first.chapter.slug, shaping.DOWN)
        in_order(report)
    first.refresh_from_db()
    assert first.number and number and first.number > number
    assert remove(report, last), "a chapter with a table went: those behind it have other numbers"
    in_order(report)
    assert not move(report, slugs(report)[0], shaping.UP), "nothing stands above the first"


def test_addresses_are_never_taken_twice_nor_from_another_page(report: Report) -> None:
    found = [chapter(report, es=title).slug for title in ("Publish", "Agua", "Agua", "¿¡…!?", "水")]
    assert found == ["publish-2", "agua", "agua-2", "chapter", "chapter-2"]
    assert stories.desk().get(f"{DESK}publish-2/es/").status_code == 200
    long = chapter(report, es="agua " * 40)
    assert len(long.slug) <= 60


def test_a_heading_stays_above_what_stands_under_it(report: Report) -> None:
    made = chapter(report)
    _one, two, three = paragraph(report, "Uno.\n\nDos.\n\nTres.", made.slug)
    Block.objects.filter(pk=two.pk).update(spec={"heading": dict.fromkeys(LANGUAGES, "Al sur")})

    def read() -> list[str]:
        nodes = Builder(report, "es").chapter(made).nodes
        return [node.text if node.kind == "heading" else node.spans[0].text for node in nodes]  # type: ignore[union-attr]

    assert read() == ["Uno.", "Al sur", "Dos.", "Tres."]
    move(report, made.slug, shaping.UP, three.pk)
    assert read() == ["Uno.", "Al sur", "Tres.", "Dos."]
    remove(report, made.slug, three.pk)
    assert read() == ["Uno.", "Al sur", "Dos."]


def test_the_trail_keeps_what_was_taken_away(report: Report) -> None:
    actor = stories.secretariat()
    block = stories.paragraph(report).block
    texts = [one.text for one in block.texts.all()]
    count = block.bindings.count()
    remove(report, "arg", block.pk, actor)
    edit = Edit.objects.filter(action="part-removed").get()
    assert edit.actor == actor and edit.place == "arg, 1"
    assert all(f": {text}" in edit.before for text in texts)
    assert edit.before.count(" = ") == count and "{{fig:1}} = 3024873 (" in edit.before
    assert not Text.objects.filter(block=block.pk).exists() and not Binding.objects.filter(block=block.pk).exists()
    other = stories.paragraph(report, "can").text
    pieces = Block.objects.filter(chapter__report=report, chapter__slug="can").count()
    remove(report, "can", actor=actor)
    lines = list(Edit.objects.filter(action__in=("chapter-removed", "part-removed"), place__startswith="can"))
    assert len(lines) == pieces + 1 and any(other in one.before for one in lines)
    assert not Chapter.objects.filter(report=report, slug="can").exists()
    page = people.sign_in(actor).get(DESK).content.decode()
    assert "chapter taken away" in page and "What it said" in page


def test_two_who_shape_at_once_do_not_undo_each_other(report: Report) -> None:
    seen, written = shaping.version(report), workflow.last_line(report)
    chapter(report)
    for step in (
        lambda: shaping.chapter_move(report=report, seen=seen, chapter="arg", by=1, actor=None),
        lambda: shaping.chapter_add(report=report, seen=seen, titles=TITLES, after="", actor=None),
        lambda: shaping.chapter_rename(report=report, seen=seen, chapter="arg", titles=TITLES, actor=None),
        lambda: shaping.chapter_remove(report=report, seen=written, chapter="arg", actor=None),
        lambda: shaping.part_remove(report=report, seen=written, chapter="arg", part=1, actor=None),
        lambda: paragraph(report, "Uno.", "no-such-chapter"),
    ):
        with stories.refused("stale"):
            step()


def test_who_writes_does_not_stop_who_moves_and_nobody_takes_away_what_was_written_since(report: Report) -> None:
    seen, written = shaping.version(report), workflow.last_line(report)
    text = stories.paragraph(report)
    text = workflow.text_change(text=text, version=1, new=f"Nuevo. {text.text}", actor=None)
    with stories.refused("stale"):
        shaping.part_remove(report=report, seen=written, chapter="arg", part=text.block_id, actor=None)
    shaping.part_move(report=report, seen=seen, chapter="arg", part=text.block_id, by=1, actor=None)
    remove(report, "arg", text.block_id)
    with stories.refused("stale"):
        workflow.text_change(text=text, version=text.version, new="Otra vez.", actor=None)


def test_a_report_that_is_out_keeps_its_shape_and_its_correction_takes_the_chapters_along(report: Report) -> None:
    made = chapter(report, after="arg")
    [block] = paragraph(report, "Los vados.", made.slug)
    bind(report, block)
    text = block.texts.get(language="es")
    workflow.text_change(text=text, version=1, new="Los vados: {{fig:1}}.", actor=None)
    stories.out(report, "es")
    page = Client().get("/es/reports/americas-2026/agua-y-vados/").content
    for step in (
        lambda: move(report, "arg", 1), lambda: remove(report, "arg"), lambda: chapter(report), lambda: bind(report, block),
        lambda: paragraph(report, "Tarde.", "arg"), lambda: remove(report, made.slug, block.pk),
        lambda: move(report, made.slug, 1, block.pk),
        lambda: shaping.chapter_rename(report=report, seen=shaping.version(report), chapter="arg", titles=TITLES, actor=None),
    ):  # fmt: skip
        with stories.refused("published"):
            step()
    fresh = workflow.correction_begin(report=report, actor=None)
    assert slugs(fresh) == slugs(report)
    remove(fresh, made.slug)
    assert made.slug not in slugs(fresh) and made.slug in slugs(report)
    assert (
        Client().get("/es/reports/americas-2026/agua-y-vados/").content == page and b"3.024.873" in page
    ) or b"3,024,873" in page
    in_order(fresh)


def test_a_report_keeps_one_chapter(report: Report) -> None:
    for slug in slugs(report)[1:]:
        remove(report, slug)
    with stories.refused("only_chapter"):
        remove(report, slugs(report)[0])
    in_order(report)


def test_the_desk_adds_moves_and_takes_away(report: Report) -> None:
    client = stories.desk()
    seen = shaping.version(report)
    titles = {f"title_{code}": text for code, text in TITLES.items()}
    listed = client.get(f"{DESK}chapters/").content.decode()
    assert f'name="seen" value="{seen}"' in listed and listed.count("disabled") == 2
    missing = client.post(f"{DESK}chapters/", {**titles, "title_pt": "", "seen": seen, "after": "arg"})
    assert missing.status_code == 400 and "Eaux et gués" in missing.content.decode()
    added = client.post(f"{DESK}chapters/", {**titles, "seen": seen, "after": "arg"})
    assert added.url == f"{DESK}chapters/agua-y-vados/"
    late = client.post(f"{DESK}chapters/", {**titles, "seen": seen, "after": "arg"})
    assert late.status_code == 400 and "meanwhile" in late.content.decode() and "Eaux et gués" in late.content.decode()
    now = shaping.version(report)
    assert f'name="seen" value="{now}"' in late.content.decode(), "and can be sent again as it is"
    sent = {"seen": now, "text": "Uno.\r\n\r\nDos.", "language": "es", "after": "0"}
    page = client.post(added.url, sent, follow=True).content.decode()
    assert "Uno." in page and "Dos." in page and "translations are missing" in page
    wrong = client.post(added.url, {**sent, "seen": shaping.version(report), "text": "Hay {{fig:7}}."})
    assert wrong.status_code == 400 and "no number {{fig:7}}" in wrong.content.decode()
    first, second = Block.objects.filter(chapter__slug="agua-y-vados").values_list("pk", flat=True)
    client.post(f"{added.url}parts/{first}/down/", {"seen": shaping.version(report)})
    assert list(Block.objects.filter(chapter__slug="agua-y-vados").values_list("pk", flat=True)) == [second, first]
    stale = client.post(f"{added.url}parts/{first}/up/", {"seen": now}, follow=True).content.decode()
    assert "meanwhile" in stale
    asked = client.get(f"{added.url}parts/{first}/remove/").content.decode()
    assert "Uno." in asked and Block.objects.filter(pk=first).exists(), "asked first"
    client.post(f"{added.url}parts/{first}/remove/", {"seen": workflow.last_line(report)})
    assert not Block.objects.filter(pk=first).exists()
    renamed = {**titles, "title_es": "Ríos", "seen": shaping.version(report), "rename": "1"}
    assert client.post(added.url, renamed).status_code == 302
    assert Chapter.objects.get(slug="agua-y-vados").title_es == "Ríos"
    gone = client.get(f"{DESK}chapters/agua-y-vados/remove/").content.decode()
    assert "Dos." in gone
    client.post(f"{DESK}chapters/agua-y-vados/remove/", {"seen": workflow.last_line(report)})
    assert "agua-y-vados" not in slugs(report)
    after = client.post(f"{added.url}parts/{second}/up/", {"seen": now}, follow=True)
    assert after.redirect_chain == [(f"{DESK}chapters/", 302)] and "meanwhile" in after.content.decode()
    for address in ("chapters/arg/sideways/", "chapters/arg/parts/1/sideways/"):
        assert client.post(f"{DESK}{address}", {"seen": "1"}).status_code == 404
    assert client.post(f"{DESK}chapters/arg/up/", {"seen": "x"}).status_code == 302
    in_order(report)


@pytest.mark.parametrize("role", [None, Role.CORRESPONDENT, Role.DATA_PROVIDER, Role.PARTICIPANT])
def test_nobody_else_shapes_a_report(report: Report, role: Any) -> None:
    client = people.sign_in(people.person("someone", *filter(None, (role,)))) if role else Client()
    block = stories.paragraph(report).block
    pages = ("", "up/", "remove/", f"parts/{block.pk}/up/", f"parts/{block.pk}/remove/", f"parts/{block.pk}/number/")
    for address in ("chapters/", *(f"chapters/arg/{one}" for one in pages)):
        for answer in (
            client.get(f"{DESK}{address}"),
            client.post(f"{DESK}{address}", {"seen": workflow.last_line(report)}),
        ):
            assert answer.status_code in (302, 403, 404), address
            assert (
                "Informe" not in answer.content.decode()
                and "/chapters/" not in answer.get("Location", "").partition("?")[0]
            )
    assert not Edit.objects.exclude(action="begun").exists()


def _step(report: Report, deed: str, at: int, further: int) -> None:
    """One of the steps, on whatever stands at these places."""
    chapters = list(report.chapters.all())
    row = chapters[at % len(chapters)]
    blocks = list(row.blocks.all())
    block = blocks[further % len(blocks)] if blocks else None
    if deed == "chapter":
        chapter(report, after=row.slug if further % 3 else "")
    elif deed == "paragraph":
        paragraph(report, "Uno.\n\nDos.", row.slug, block.pk if block and further % 3 else 0)
    elif deed in ("up", "down"):
        move(report, row.slug, 1 if deed == "down" else -1)
    elif deed == "remove" and len(chapters) > 1:
        remove(report, row.slug)
    elif block and deed in ("part-up", "part-down"):
        move(report, row.slug, 1 if deed == "part-down" else -1, block.pk)
    elif block and deed == "part-remove":
        remove(report, row.slug, block.pk)


DEEDS = ("chapter", "paragraph", "up", "down", "remove", "part-up", "part-down", "part-remove")


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12)
)
def test_whatever_is_done_places_have_no_gaps_and_numbers_follow_the_reading(
    report: Report, deeds: list[tuple[str, int, int]]
) -> None:
    """On one report, changed on and on: every state that is reached is another beginning."""
    for deed, at, further in deeds:
        headings = {
            str(block.spec["heading"])
            for block in Block.objects.filter(chapter__report=report)
            if "heading" in block.spec
        }
        _step(report, deed, at, further)
        in_order(report)
        if "remove" not in deed:
            there = Block.objects.filter(chapter__report=report)
            assert headings == {str(block.spec["heading"]) for block in there if "heading" in block.spec}
