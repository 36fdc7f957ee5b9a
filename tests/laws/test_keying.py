"""Articles that editors key: seen before they are saved, put right as new wordings, and never undone by a file read again."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from laws import importing, staging
from laws.models import Law, LawSource, Provision, ProvisionText, ProvisionVersion
from records.models import IndexEntry
from tests import factories
from tests.laws.test_scans import publish, waiting_law
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.RAW_DIR = tmp_path, tmp_path / "raw"


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    return waiting_law(jurisdictions)


@pytest.fixture
def desk() -> Client:
    return sign_in(person("ada", Role.EDITOR))


TEXT = """TÍTULO I. De la bruma
Artículo 1. La bruma es de todos.
Se distingue:
a) la bruma alta;
b) la bruma baja.
Artículo 2. Nadie cierra los vados.
DISPOSICIONES TRANSITORIAS
Primera. Esta ley rige mañana.
"""


def look(client: Client, law: Law, text: str = TEXT, article: str = "", **fields: str) -> str:
    """One article opened by itself has its label in a field of its own."""
    address = reverse("laws_text", args=[law.pk]) + (f"?article={article}&language=es" if article else "")
    if article:
        label, _dot, text = text.partition(". ")
        fields = {"label": label, **fields}
    return str(client.post(address, {"language": "es", "text": text, **fields}, follow=True).content.decode())


def save(client: Client, law: Law, text: str = TEXT, article: str = "", page: str = "", **fields: str) -> str:
    page = page or look(client, law, text, article, **fields)
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("mark", "seen")}
    assert all(hidden.values()), page[page.find("<form") :][:3000]
    return look(client, law, text, article, save="1", **{n: m[1] for n, m in hidden.items() if m}, **fields)


def bodies() -> dict[str, str]:
    texts = ProvisionText.objects.filter(version__is_current=True).order_by("version__provision__position")
    return {text.version.provision.slug: text.body for text in texts}


class TestFirstText:
    def test_is_shown_with_its_articles_before_it_is_saved(self, desk: Client, law: Law) -> None:
        page = look(desk, law)
        assert "3 articles found" in page and "Artículo 2" in page and not Provision.objects.exists()
        save(desk, law)
        assert list(bodies()) == ["art-1", "art-2", "transitory-article-primera"] or len(bodies()) == 3
        source = LawSource.objects.get()
        assert (source.format, source.publisher, source.official) == (
            "keyed",
            "Keyed from the scan by the editors",
            False,
        )
        assert set(ProvisionText.objects.values_list("standing", flat=True)) == {"unofficial"}
        kept = importing.raw_path(source.sha256).read_text(encoding="utf-8")
        assert kept.startswith("---\nkeyed:") and "La bruma es de todos." in kept
        assert not Law.objects.get().live and IndexEntry.objects.filter(kind="law", record_id=law.pk).exists()

    def test_another_text_than_the_one_looked_at_is_not_saved(self, desk: Client, law: Law) -> None:
        page = look(desk, law)
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("mark", "seen")}  # type: ignore[index]
        again = look(desk, law, TEXT.replace("todos", "nadie"), save="1", **hidden)
        assert "articles found" in again and not Provision.objects.exists()

    def test_says_what_it_is_to_readers(self, desk: Client, law: Law, client: Client) -> None:
        save(desk, law)
        publish(law)
        page = client.get("/en/laws/arg/ley-90001/").content.decode()
        assert "La bruma es de todos." in page and "keyed from the scan by the editors" in page
        assert client.get("/en/laws/arg/ley-90001.json").json()["files"][0]["format"] == "keyed"

    @pytest.mark.parametrize("text", ["Solo palabras.", "   \n", "<script>alert(1)</script>"])
    def test_without_articles_is_refused(self, desk: Client, law: Law, text: str) -> None:
        page = look(desk, law, text)
        assert "error-message" in page and "<script>alert" not in page and not Provision.objects.exists()

    def test_goes_to_the_law_of_the_page_whatever_its_title(self, desk: Client, jurisdictions: Any) -> None:
        bare = Law.objects.create(
            jurisdiction=jurisdictions["int"], type="treaty", slug="pacto", title_en='Pact "A" & B', live=False
        )
        save(desk, bare, "Artículo 1. Las partes pactan.\n", title='Pacto "A" & B')
        found = Law.objects.get(pk=bare.pk)
        assert Law.objects.count() == 1 and found.provisions.count() == 1
        assert (found.title_es, found.title_en) == ('Pacto "A" & B', 'Pact "A" & B')

    def test_lines_that_break_within_paragraphs_are_joined_when_told(self, desk: Client, law: Law) -> None:
        text = (
            "Artículo 1. La bruma que cubre los vados y los puentes de todo el\nterritorio es de todos, sin que nadie "
            "pueda reclamarla para sí ni\nvenderla.\nArtículo 2. Nadie cierra los vados, salvo que la autoridad lo\nordene.\n"
        )
        save(desk, law, text, wrapped="on")
        assert "todo el territorio" in bodies()["art-1"]

    def test_a_better_file_takes_its_place(self, desk: Client, law: Law) -> None:
        save(desk, law)
        parsed = factories.law(factories.article("Artículo 1", "La bruma es de todas y todos."), date=None)
        importing.apply(factories.staged(parsed))
        assert bodies()["art-1"] == "La bruma es de todas y todos."


class TestOneArticle:
    def test_is_added_in_its_place(self, desk: Client, law: Law) -> None:
        save(desk, law)
        save(desk, law, "Artículo 1 bis. Los puentes también.\n")
        assert list(bodies())[:3] == ["art-1", "art-1-bis", "art-2"]

    def test_is_put_right_in_place_while_nobody_has_seen_it(self, desk: Client, law: Law) -> None:
        save(desk, law)
        save(desk, law, "Artículo 2. Nadie cierra los puertos.\n", article="art-2")
        assert bodies()["art-2"] == "Nadie cierra los puertos." and ProvisionVersion.objects.count() == 3

    def test_of_a_published_law_gets_a_new_wording_whose_source_is_the_editor(
        self, desk: Client, law: Law, client: Client
    ) -> None:
        save(desk, law)
        publish(law)
        assert (
            "its text is changed by who may publish" in desk.get(reverse("laws_text", args=[law.pk])).content.decode()
        )
        assert desk.post(
            reverse("laws_text", args=[law.pk]), {"language": "es", "text": "Artículo 2. No."}
        ).status_code in (302, 403)
        reviewer = sign_in(person("rita", Role.REVIEWER))
        page = look(reviewer, law, "Artículo 2. Nadie cierra los puertos.\n", article="art-2")
        assert "<del>vados.</del>" in page and "<ins>puertos.</ins>" in page
        save(reviewer, law, "Artículo 2. Nadie cierra los puertos.\n", article="art-2", page=page)
        first, second = Provision.objects.get(slug="art-2").versions.order_by("number")
        assert (first.is_current, second.is_current, second.texts.get().source) == (False, True, None)
        shown = client.get("/es/laws/arg/ley-90001/art-2/").content.decode()
        assert "Nadie cierra los puertos." in shown and "Nadie cierra los vados." not in shown
        old = client.get("/es/laws/arg/ley-90001/art-2/?version=1").content.decode()
        assert "Nadie cierra los vados." in old

    def test_read_again_the_file_does_not_undo_it(self, desk: Client, law: Law) -> None:
        save(desk, law)
        publish(law)
        reviewer = sign_in(person("rita", Role.REVIEWER))
        save(reviewer, law, "Artículo 2. Nadie cierra los puertos.\n", article="art-2")
        save(reviewer, law, "Artículo 3. Los faros alumbran.\n")
        before = bodies()
        source = LawSource.objects.get()
        LawSource.objects.update(parser="another")
        [file] = staging.stage([_copy(source)])
        report = importing.apply(file)
        assert report.law == "arg/ley-90001" and bodies() == before and report.counts.changed == 0
        assert Provision.objects.get(slug="art-2").versions.count() == 2, "the wording before it stays in the list"
        assert LawSource.objects.count() == 1

    def test_a_newer_consolidation_goes_on_from_it(self, desk: Client, law: Law) -> None:
        save(desk, law, as_of="2010-01-01")
        publish(law)
        save(sign_in(person("rita", Role.REVIEWER)), law, "Artículo 2. Nadie cierra los puertos.\n", article="art-2")
        newer = factories.law(
            factories.article("Artículo 1", "La bruma es de todos."), factories.article("Artículo 2", "Se cierran."),
            date=None, as_of="2018-01-01",
        )  # fmt: skip
        importing.apply(factories.staged(newer))
        assert bodies()["art-2"] == "Se cierran."
        assert "Nadie cierra los puertos." in set(ProvisionText.objects.values_list("body", flat=True))

    def test_that_was_opened_and_became_two_is_refused(self, desk: Client, law: Law) -> None:
        save(desk, law)
        page = look(desk, law, "Artículo 2. Uno.\nArtículo 3. Dos.\n", article="art-2")
        assert "this is more than one article" in page

    def test_is_opened_as_it_may_be_keyed_again(self, desk: Client, law: Law) -> None:
        save(desk, law)
        ProvisionText.objects.filter(version__provision__slug="art-2").update(heading="De los vados")
        for slug in bodies():
            form = desk.get(reverse("laws_text", args=[law.pk]), {"article": slug, "language": "es"}).context["form"]
            fields = {name: form[name].value() for name in ("language", "label", "heading", "text")}
            assert fields["label"] and fields["text"]
            address = f"{reverse('laws_text', args=[law.pk])}?article={slug}&language=es"
            assert "All of it is stored as it is here." in desk.post(address, fields).content.decode(), fields

    def test_of_another_run_of_numbers_keeps_its_run(self, desk: Client, law: Law) -> None:
        save(desk, law)
        slug = list(bodies())[-1]
        save(desk, law, "Primera. Esta ley rige pasado mañana.\n", article=slug)
        assert bodies()[slug] == "Esta ley rige pasado mañana." and len(bodies()) == 3

    def test_keyed_by_mistake_is_removed_while_nobody_has_seen_it(self, desk: Client, law: Law) -> None:
        save(desk, law)
        desk.post(reverse("laws_text_remove", args=[law.pk, "art-2"]))
        assert "art-2" not in bodies()
        publish(law)
        sign_in(person("rita", Role.REVIEWER)).post(reverse("laws_text_remove", args=[law.pk, "art-1"]))
        assert "art-1" in bodies()


def test_of_two_editors_the_second_looks_again(desk: Client, law: Law) -> None:
    save(desk, law)
    text = "Artículo 2. Nadie cierra los puertos.\n"
    page = look(desk, law, text, article="art-2")
    save(sign_in(person("rita", Role.REVIEWER)), law, "Artículo 2. Nadie cierra los puentes.\n", article="art-2")
    again = save(desk, law, text, article="art-2", page=page)
    assert "Somebody else has written" in again and "<del>puentes.</del>" in again
    assert bodies()["art-2"] == "Nadie cierra los puentes."
    save(desk, law, text, article="art-2", page=again)
    assert bodies()["art-2"] == "Nadie cierra los puertos."


def test_the_laws_form_and_the_list_lead_here(desk: Client, law: Law) -> None:
    for page in (
        desk.get(reverse("wagtailsnippets_laws_law:edit", args=[law.pk])),
        desk.get(reverse("wagtailsnippets_laws_law:list")),
    ):
        assert reverse("laws_text", args=[law.pk]) in page.content.decode()
    save(desk, law)
    history = desk.get(reverse("wagtailsnippets_laws_law:history", args=[law.pk])).content.decode()
    assert "Text of the law changed" in history


def _copy(source: LawSource) -> Path:
    path = importing.raw_path(source.sha256).parent / source.file_name
    path.write_bytes(importing.raw_path(source.sha256).read_bytes())
    return path
