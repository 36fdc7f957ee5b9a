"""Countries, topics and sources for programs."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from countries.models import Country, Jurisdiction
from kb import messages
from laws.models import Law
from pages.models import Profile
from tests import published

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def ground(jurisdictions: Any) -> dict[str, Any]:
    """Argentina, a member, with all there can be; Canada with a law; an organisation; a jurisdiction with nothing."""
    argentina = jurisdictions["arg"]
    Country.objects.create(jurisdiction=argentina, iso2="AR", iso3="ARG", is_member=True, languages="es")
    names = {f"name_{code}": f"Ford Union ({code})" for code in ("es", "en", "fr", "pt")}
    union = Jurisdiction.objects.create(code="fu", level="regional", **names)
    published.status(argentina, union, checked=date(2026, 3, 3))
    published.status(argentina, union, kind="withdrew", date=None, year=1990)
    source = published.source()
    published.profile(argentina, source=source, checked=date(2026, 4, 4))
    topic = published.topic()
    published.law(argentina, "act-1", topics=[topic])
    published.law(argentina, "act-2", topics=[topic], live=False)
    published.law(jurisdictions["can"], "act-3")
    published.law(jurisdictions["exa"], "act-4", topics=[topic])
    published.policy(argentina)
    return {**jurisdictions, "fu": union, "topic": topic, "source": source}


def ask(url: str, status: int = 200) -> Any:
    response = Client().get(url)
    assert response.status_code == status, (url, response.content[:400])
    return response.json()


def rows(url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Client().get(url).content.decode("utf-8-sig"), newline="")))


class TestCountries:
    def test_those_that_have_a_page(self, ground: Any) -> None:
        told = ask("/api/countries")
        assert [one["code"] for one in told["items"]] == ["arg", "can", "fu"]
        first = told["items"][0]
        assert (first["member"], first["iso2"], first["languages"], first["laws"], first["policies"]) == (
            True,
            "AR",
            ["es"],
            1,
            1,
        )
        for one in told["items"]:
            for address in one["links"]["pages"].values():
                assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address
        ask("/api/countries/mex", 404)
        ask("/api/countries/exa", 404)

    def test_narrowed(self, ground: Any) -> None:
        assert [one["code"] for one in ask("/api/countries?member=1")["items"]] == ["arg"]
        assert [one["code"] for one in ask("/api/countries?member=0&level=state")["items"]] == ["can"]
        assert [one["code"] for one in ask("/api/countries?level=regional&level=state&size=2&page=2")["items"]] == [
            "fu"
        ]

    def test_one_with_its_place_in_organisations(self, ground: Any) -> None:
        told = ask("/api/countries/arg?language=fr")
        assert [(one["body"]["code"], one["kind"], one["date"], one["year"], one["unchecked"]) for one in told["statuses"]] == [
            ("fu", "founding", "1948-04-30", None, False), ("fu", "withdrew", None, 1990, True),
        ]  # fmt: skip
        founding = told["statuses"][0]
        assert founding["note"]["pt"] == "Signed at the ford (pt)"
        assert (founding["source"], founding["checked"]) == ("Charter", "2026-03-03")
        assert told["profile"]["summary"]["es"] == "Fords in short (es)"
        assert (told["profile"]["unchecked"], told["profile"]["source"]["slug"]) == (False, "gazette")
        assert told["links"]["official"] == "https://example.org"
        assert told["notice"]
        assert {one["jurisdiction"]["code"] for one in ask("/api/countries/fu")["members"]} == {"arg"}
        assert ask("/fr/countries/arg.json") == told
        assert ask(told["laws_url"].removeprefix("http://testserver"))["total"] == 1
        assert ask(told["policies_url"].removeprefix("http://testserver"))["total"] == 1

    def test_a_draft_profile_is_not_told(self, ground: Any) -> None:
        Profile.objects.update(live=False)
        told = ask("/api/countries/arg")
        assert (told["profile"], told["links"]["official"]) == (None, None)
        assert "Fords in short" not in Client().get("/api/countries.csv").content.decode()

    def test_as_a_table(self, ground: Any) -> None:
        found = {row["Code"]: row for row in rows("/api/countries.csv?language=en")}
        assert sorted(found) == ["arg", "can", "fu"]
        row = found["arg"]
        assert (row["Name (fr)"], row["Laws"], row["Summary (pt)"]) == ("Argentine", "1", "Fords in short (pt)")
        assert "Ford Union (en): founding member 1948-04-30" in row["Status in organisations"]
        assert (row["Unchecked"], row["Licence of the source"]) == ("", "CC BY 4.0")
        assert found["can"]["Unchecked"] == "unchecked"


class TestTopics:
    def test_one(self, ground: Any) -> None:
        topic = ground["topic"]
        wider, general = published.topic("carrier"), published.topic("thing")
        general.scope = "general"
        general.save()
        topic.broader.set([wider, general])
        topic.labels.create(language="ht", kind="pref", text="pasè")
        topic.labels.create(language="es", kind="hidden", text="barquerro")
        topic.save()
        told = ask("/api/topics/ferryman")
        assert told["label"] == {"es": "barquero", "en": "ferryman", "fr": "passeur", "pt": "barqueiro", "ht": "pasè"}
        assert told["definition"]["es"] == "Who takes others across (es)"
        assert {"language": "en", "kind": "alt", "text": "bargee", "country": "can"} in told["labels"]
        assert "barquerro" not in str(told)
        assert [one["slug"] for one in told["broader"]] == ["carrier"]
        assert [one["slug"] for one in ask("/api/topics/carrier")["narrower"]] == ["ferryman"]
        assert (told["laws"], ask(told["laws_url"].removeprefix("http://testserver"))["total"]) == (1, 1)
        ask("/api/topics/thing", 404)
        assert ask("/pt/topics/ferryman.json")["labels"] == told["labels"]

    def test_list_and_table(self, ground: Any) -> None:
        published.topic("ahead")
        assert [(one["slug"], one["laws"]) for one in ask("/api/topics")["items"]] == [("ahead", 0), ("ferryman", 1)]
        row = rows("/api/topics.csv?language=en")[1]
        assert (row["Key"], row["Term (es)"], row["Other terms (en)"], row["Laws"]) == (
            "ferryman",
            "barquero",
            "bargee",
            "1",
        )

    def test_costs(self, ground: Any, django_assert_max_num_queries: Any) -> None:
        for number in range(50):
            published.topic(f"topic-{number}")
        with django_assert_max_num_queries(6):
            assert len(ask("/api/topics?size=100")["items"]) == 51
        with django_assert_max_num_queries(8):
            assert len(rows("/api/topics.csv")) == 51


class TestSources:
    def test_only_those_that_a_public_record_names(self, ground: Any) -> None:
        secret = published.source(slug="secret", publisher="Not yet told")
        law = published.law(ground["can"], "act-9", source=secret, live=False)
        assert [one["slug"] for one in ask("/api/sources")["items"]] == ["gazette"]
        ask("/api/sources/secret", 404)
        Law.objects.filter(pk=law.pk).update(live=True)
        told = ask("/api/sources/secret")
        assert (told["laws"], told["policies"], told["countries"], told["links"]["official"]) == (
            1,
            0,
            0,
            "https://example.org/gazette",
        )
        assert ask("/api/sources/gazette")["countries"] == 1
