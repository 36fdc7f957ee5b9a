"""Laws, their articles and policies for programs: what stands in each answer, and what never does."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kb import messages
from laws import importing
from laws.models import Law, LawEvent, LawSource, Policy
from laws.parsed import Block, Wording
from tests import factories, published

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


def ask(url: str, status: int = 200) -> Any:
    response = Client().get(url)
    assert response.status_code == status, (url, response.content[:400])
    return response.json()


def rows(url: str) -> list[dict[str, str]]:
    response = Client().get(url)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def brumas(jurisdictions: Any) -> Law:
    """Three articles: the second amended, the third repealed; with a source, a concept and a policy."""
    older = Wording(blocks=[Block("text", "La niebla era gris.")], valid_from="2010-03-01", valid_to="2013-02-01")
    report = importing.apply(
        factories.staged(
            factories.law(
                factories.article("Artículo 1", "La niebla es blanca.", heading="Color", valid_from="2010-03-01"),
                factories.article("Artículo 2", "La niebla es azul.", valid_from="2013-02-01", earlier=[older]),
                factories.article("Artículo 3", "Derogado.", status="repealed", valid_from="2012-01-01"),
                url="https://example.org/ley-90001",
            )
        )
    )
    assert report.refused is None
    law = Law.objects.get()
    law.source, law.checked = published.source(), date(2026, 5, 1)
    law.summary_es, law.state_es, law.state_fr = "Sobre la niebla.", "reviewed", "outdated"
    law.title_fr, law.title_en, law.state_en = "Loi des brumes", "Fog draft", "draft"
    law.topics.set([published.topic()])
    law.save()
    policy = published.policy(jurisdictions["arg"])
    policy.legal_basis.set([law])
    policy.save()
    return law


BRUMAS = "/api/laws/arg/ley-90001"


class TestOneLaw:
    def test_what_it_says(self, brumas: Law) -> None:
        told = ask(f"{BRUMAS}?language=es")
        assert told["id"] == "arg/ley-90001"
        assert told["jurisdiction"] == {
            "code": "arg",
            "name": {"es": "Argentina", "en": "Argentina", "fr": "Argentine", "pt": "Argentina"},
        }
        assert (told["type"], told["number"], told["citation"], told["date"], told["year"]) == (
            "act",
            "90.001",
            "Ley 90.001",
            "2010-03-01",
            2010,
        )
        assert told["title"] == {"es": "Ley de Brumas", "fr": "Loi des brumes"}
        assert told["states"] == {"es": "reviewed", "fr": "outdated"}
        assert told["summary"] == {"es": "Sobre la niebla."}
        assert told["topics"] == [
            {"slug": "ferryman", "label": {"es": "barquero", "en": "ferryman", "fr": "passeur", "pt": "barqueiro"}}
        ]
        assert (told["unchecked"], told["checked"]) == (False, "2026-05-01")
        assert told["source"] == {
            "slug": "gazette", "publisher": "Gazette of Fog", "title": "Acts", "edition": "", "url": "https://example.org/gazette",
            "licence": "CC BY 4.0",
        }  # fmt: skip
        assert (told["provisions"], told["text_languages"], told["example"]) == (3, ["es"], False)
        assert told["notice"] == "Información, no asesoramiento jurídico; texto no oficial."
        assert [policy["id"] for policy in told["policies"]] == ["arg/plan"]
        assert told["links"]["self"] == "http://testserver/api/laws/arg/ley-90001"
        assert told["links"]["pages"]["fr"] == "http://testserver/fr/laws/arg/ley-90001/"
        assert set(told["links"]["pages"]) == {"es", "en", "fr", "pt"}
        assert told["provisions_url"] == "http://testserver/api/laws/arg/ley-90001/provisions"

    def test_the_links_lead_somewhere(self, brumas: Law) -> None:
        told = ask(BRUMAS)
        addresses = [
            told["links"]["self"],
            told["provisions_url"],
            told["policies"][0]["links"]["self"],
            *told["links"]["pages"].values(),
        ]
        addresses += told["policies"][0]["links"]["pages"].values()
        for address in addresses:
            assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address

    def test_its_standing_on_a_day(self, brumas: Law) -> None:
        LawEvent.objects.create(law=brumas, kind="repealed", date=date(2020, 1, 1), note="By act 5")
        assert ask(f"{BRUMAS}?at=2016-01-01")["standing"] == {
            "day": "2016-01-01", "state": "in_force", "as_of": "2015-01-01", "suspended": False,
        }  # fmt: skip
        assert ask(f"{BRUMAS}?at=2009-01-01")["standing"]["state"] == "not_yet"
        assert ask(f"{BRUMAS}?at=2020-01-01")["standing"]["state"] == "no_longer"
        assert {"kind": "repealed", "date": "2020-01-01", "note": "By act 5"} in ask(BRUMAS)["events"]

    def test_what_files_claim_stands_with_the_files(self, brumas: Law) -> None:
        LawSource.objects.update(claimed_status="Derogada", warnings=["line 4 looks odd"])
        LawEvent.objects.create(law=brumas, kind="status_claim", note="Derogada", is_claim=True)
        told = ask(BRUMAS)
        assert told["files"][0]["claimed_status"] == "Derogada"
        assert not [event for event in told["events"] if event["kind"] == "status_claim"]
        assert "looks odd" not in str(told)

    def test_nothing_of_what_is_not_published(self, brumas: Law) -> None:
        assert "Fog draft" not in str(ask(BRUMAS))
        for change in ({"live": False}, {"live": True, "expire_at": timezone.now() - timedelta(seconds=1)}):
            Law.objects.update(**change)
            for url in (BRUMAS, f"{BRUMAS}/provisions", f"{BRUMAS}/provisions/art-1"):
                ask(url, 404)
            assert Client().get("/es/laws/arg/ley-90001.json").status_code == 404
            assert ask("/api/policies/arg/plan")["legal_basis"] == []
            assert rows("/api/laws.csv") == []
        Policy.objects.update(live=False)
        Law.objects.update(live=True, expire_at=None)
        assert ask(BRUMAS)["policies"] == []

    def test_without_number_and_type_its_name_is_a_reviewed_one(self, jurisdictions: Any) -> None:
        published.law(jurisdictions["can"], number="", native_type="", title_en="Draft name", state_en="draft")
        assert "Draft name" not in str(ask("/api/laws/can/act-1"))

    def test_the_same_at_the_address_of_its_page(self, brumas: Law) -> None:
        assert ask("/es/laws/arg/ley-90001.json") == ask(f"{BRUMAS}?language=es")
        assert ask("/es/laws/arg/ley-90001/art-2.json") == ask(f"{BRUMAS}/provisions/art-2?language=es")
        assert ask("/pt/policies/arg/plan.json") == ask("/api/policies/arg/plan?language=pt")


class TestProvisions:
    def test_in_reading_order_with_their_state(self, brumas: Law) -> None:
        told = ask(f"{BRUMAS}/provisions?language=fr")
        assert (told["total"], told["pages"], told["text_languages"]) == (3, 1, ["es"])
        assert told["notice"] == "Information, et non avis juridique\u00a0; texte non officiel."
        assert [(one["slug"], one["state"], one["body"]) for one in told["items"]] == [
            ("art-1", "in_force", "La niebla es blanca."), ("art-2", "in_force", "La niebla es azul."), ("art-3", "no_longer", "Derogado."),
        ]  # fmt: skip
        first = told["items"][0]
        assert (first["id"], first["label"], first["heading"], first["language"]) == (
            "arg/ley-90001/art-1",
            "Artículo 1",
            "Color",
            "es",
        )
        assert first["wording"] == {
            "number": 1, "current": True, "valid_from": "2010-03-01", "valid_to": None, "start_basis": "stated",
            "status": "in_force", "as_of": "2015-01-01",
        }  # fmt: skip
        assert first["links"]["pages"]["pt"] == "http://testserver/pt/laws/arg/ley-90001/art-1/"

    def test_on_a_day(self, brumas: Law) -> None:
        def second(day: str) -> dict[str, Any]:
            return ask(f"{BRUMAS}/provisions?at={day}")["items"][1]

        assert second("2012-01-01")["body"] == "La niebla era gris."
        assert second("2013-02-01")["body"] == "La niebla es azul."
        assert second("2009-01-01")["state"] == "not_yet"
        assert ask(f"{BRUMAS}/provisions?at=2012-01-01")["day"] == "2012-01-01"

    def test_one_with_each_wording(self, brumas: Law) -> None:
        told = ask(f"{BRUMAS}/provisions/art-2?at=2012-01-01")
        assert (told["body"], told["wording"]["number"], told["held"], told["wordings"]) == (
            "La niebla era gris.",
            1,
            True,
            2,
        )
        assert [(w["number"], w["valid_from"], w["valid_to"], w["texts"]["es"]["body"]) for w in told["all_wordings"]] == [
            (1, "2010-03-01", "2013-02-01", "La niebla era gris."), (2, "2013-02-01", None, "La niebla es azul."),
        ]  # fmt: skip
        assert told["all_wordings"][0]["texts"]["es"]["blocks"] == [
            {"kind": "text", "text": "La niebla era gris.", "label": "", "heading": "", "depth": 0, "rows": []}
        ]
        assert (told["law"]["id"], bool(told["notice"])) == ("arg/ley-90001", True)
        ask(f"{BRUMAS}/provisions/art-99", 404)

    def test_in_the_language_that_is_wanted_first(self, jurisdictions: Any) -> None:
        act = {"jurisdiction": "can", "native_type": "", "number": "F-9"}
        for language, text in (("en", "Fog is white."), ("fr", "La brume est blanche.")):
            parsed = factories.law(factories.article("1", text, kind="section"), language=language, title="Fog", **act)
            importing.apply(factories.staged(parsed))
        url = "/api/laws/can/f-9/provisions"
        wanted = {
            "language=fr": "fr",
            "language=es": "en",
            "language=es&text=fr": "fr",
            "language=fr&text=en": "en",
            "text=ht": "en",
        }
        for query, language in wanted.items():
            assert ask(f"{url}?{query}")["items"][0]["language"] == language, query
        assert sorted(ask(f"{url}/s-1")["all_wordings"][0]["texts"]) == ["en", "fr"]

    def test_pages_hold_all_once(self, jurisdictions: Any) -> None:
        articles = [factories.article(f"Artículo {n}", f"Texto {n}.") for n in range(1, 46)]
        importing.apply(factories.staged(factories.law(*articles)))
        seen: list[str] = []
        url: str | None = f"{BRUMAS}/provisions?size=20"
        while url:
            told = ask(url.removeprefix("http://testserver"))
            seen += [one["number"] for one in told["items"]]
            url = told["links"]["next"]
        assert seen == [str(n) for n in range(1, 46)]

    def test_asking_costs_the_same_for_many_as_for_few(
        self, jurisdictions: Any, django_assert_max_num_queries: Any
    ) -> None:
        articles = [factories.article(f"Artículo {n}", f"Texto {n}.") for n in range(1, 101)]
        importing.apply(factories.staged(factories.law(*articles)))
        with django_assert_max_num_queries(9):
            assert len(ask(f"{BRUMAS}/provisions?size=100")["items"]) == 100


class TestLists:
    @pytest.fixture
    def many(self, jurisdictions: Any) -> None:
        for code in ("can", "arg"):
            for number in range(30):
                published.law(jurisdictions[code], f"act-{number:02}", type="decree" if number % 3 else "act")
        published.law(jurisdictions["exa"], "model-1")
        published.policy(jurisdictions["exa"], "model-plan")
        published.law(jurisdictions["can"], "act-99", live=False)

    def test_pages_in_a_stable_order_without_the_model_act(self, many: None) -> None:
        seen: list[str] = []
        for page in range(1, 4):
            told = ask(f"/api/laws?page={page}&size=25")
            assert (told["total"], told["pages"]) == (60, 3)
            seen += [one["id"] for one in told["items"]]
        assert seen == sorted(seen) and len(set(seen)) == 60
        assert not [key for key in seen if key.startswith("exa/")]

    def test_a_page_beyond_the_last_is_empty_with_the_way_back(self, many: None) -> None:
        told = ask("/api/laws?page=99999&size=25")
        assert (told["items"], told["total"], told["links"]["next"]) == ([], 60, None)
        assert told["links"]["previous"] == "http://testserver/api/laws?page=3&size=25"

    def test_narrowed(self, many: None, jurisdictions: Any) -> None:
        assert ask("/api/laws?jurisdiction=can")["total"] == 30
        assert ask("/api/laws?jurisdiction=can&jurisdiction=arg")["total"] == 60
        assert ask("/api/laws?type=decree")["total"] == 40
        assert ask("/api/laws?jurisdiction=zzz")["total"] == 0
        topic = published.topic()
        published.law(jurisdictions["mex"], "act-7", topics=[topic], checked=date(2026, 1, 1))
        assert [one["id"] for one in ask("/api/laws?topic=ferryman")["items"]] == ["mex/act-7"]
        assert ask("/api/laws?topic=ferryman&topic=nosuch")["total"] == 1
        assert (ask("/api/laws?unchecked=0")["total"], ask("/api/laws?unchecked=1")["total"]) == (1, 60)
        assert ask("/api/laws?jurisdiction=exa")["total"] == 0, "the model act is in no list"

    def test_a_list_costs_the_same_for_many_as_for_few(self, many: None, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(6):
            assert len(ask("/api/laws?size=60")["items"]) == 60

    def test_as_a_table(self, many: None) -> None:
        found = rows("/api/laws.csv?language=en&jurisdiction=arg")
        assert [row["Key"] for row in found] == [f"arg/act-{number:02}" for number in range(30)]
        first = found[0]
        assert (first["Title (fr)"], first["Type"], first["Date"], first["Unchecked"]) == (
            "Act of the fords (fr)",
            "act",
            "1999-01-01",
            "unchecked",
        )
        assert first["Notice"] == "Information, not legal advice; unofficial text."
        assert first["Page"] == "http://testserver/en/laws/arg/act-00/"
        assert "Título (fr)" in rows("/api/laws.csv?language=es")[0]

    def test_the_model_act_answers_at_its_own_address_only(self, many: None) -> None:
        response = Client().get("/api/laws/exa/model-1")
        assert (response.status_code, response.json()["example"], response["X-Robots-Tag"]) == (200, True, "noindex")
        assert "exa/" not in Client().get("/api/laws.csv").content.decode()
        assert "exa/" not in Client().get("/api/policies.csv").content.decode()
        assert ask("/api/policies")["total"] == 0


class TestPolicies:
    def test_one(self, jurisdictions: Any) -> None:
        old = published.policy(
            jurisdictions["arg"], "old", period_end="2019", source=published.source(), checked=date(2026, 2, 2)
        )
        new = published.policy(jurisdictions["arg"], "new", state_fr="machine", budget="12 coins (2020)")
        old.successor = new
        old.save()
        hidden = published.policy(jurisdictions["arg"], "hidden", successor=new, live=False)
        told = ask("/api/policies/arg/new")
        assert told["objectives"] == {code: f"Safe fords ({code})" for code in ("es", "en", "pt")}
        assert told["institutions"] == ["Office of Fords", "Harbour Guard"]
        assert (told["period_start"], told["period_end"], told["budget"]) == ("2020", None, "12 coins (2020)")
        assert [one["id"] for one in told["predecessors"]] == ["arg/old"]
        told = ask("/api/policies/arg/old")
        assert (told["successor"]["id"], told["unchecked"], told["source"]["slug"]) == ("arg/new", False, "gazette")
        ask(f"/api/policies/arg/{hidden.slug}", 404)

    def test_as_a_table(self, jurisdictions: Any) -> None:
        source = published.source()
        published.policy(
            jurisdictions["arg"], "a", issuing_body="=HYPERLINK(1)", source=source, checked=date(2026, 2, 2)
        )
        (row,) = rows("/api/policies.csv?language=en")
        assert (row["Issuing body"], row["Unchecked"], row["Checked on"]) == ("'=HYPERLINK(1)", "", "2026-02-02")
        assert (row["Source"], row["Licence of the source"]) == ("Gazette of Fog, Acts", "CC BY 4.0")
