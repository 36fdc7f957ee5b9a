"""Programs get the same figures as readers: with state, unit, notes and vintage, page by page, in any vintage."""

import json

import pytest
from django.test import Client

from indicators import storing
from indicators.models import Dataset, Indicator, Vintage
from kb import messages
from tests.indicators import ferries
from tests.indicators.invented import frame

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")
FIGURES = "/api/indicators/ferries/figures"
DIFFERENCES = "/api/indicators/ferries/differences"


@pytest.fixture(scope="module", autouse=True)
def compiled():
    messages.compile_all()


@pytest.fixture
def ours(settings):
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    return ferries.published()


def get(url, status=200):
    response = Client().get(url)
    assert response.status_code == status, (url, response.content[:500])
    return response.json()


def refused(url):
    return {one["name"]: one["reason"] for one in get(url, 400)["parameters"]}


def test_the_register(ours):
    told = get("/api/indicators?language=fr")
    (one,) = told["items"]
    assert (one["slug"], one["title"], one["tables"]) == ("ferries", {"en": "Ferries"}, ["ferry-count"])
    assert one["unit"] == {"code": "PS", "label": "Personnes"}
    assert one["links"]["self"] == "http://testserver/api/indicators/ferries"
    assert one["links"]["pages"]["pt"] == "http://testserver/pt/indicators/ferries/"


def test_one_indicator_tells_what_can_be_asked(ours):
    told = get("/api/indicators/ferries?language=es")
    (held,) = told["all_tables"]
    by_name = {one["dimension"]: one for one in held["dimensions"]}
    assert {one["code"]: one["label"] for one in by_name["COUNTERPART"]["codes"]}["PER"] == "Perú"
    assert by_name["REF_AREA"]["parameter"] == "ref_area"
    (dataset,) = held["datasets"]
    assert (dataset["latest"]["number"], len(dataset["latest"]["digest"])) == (2, 64)
    for one in by_name.values():
        for code in one["codes"]:
            assert get(f"{FIGURES}?{one['parameter']}={code['code']}")["items"], "whatever it names can be asked"
    get("/api/indicators/none", 404)


def test_figures_with_their_state_in_words(ours):
    told = get(f"{FIGURES}?by=counterpart&language=es&as_of=2")
    cells = {(one["codes"]["COUNTERPART"], one["period"]): one for one in told["items"]}
    assert (cells["VEN", "2015"]["value"], cells["VEN", "2015"]["told"]) == (33080, "33,080")
    assert (cells["ECU", "2015"]["value"], cells["ECU", "2015"]["state"]) == (0, "value")
    hidden, missing = cells["PER", "2011"], cells["PER", "2020"]
    assert (hidden["value"], hidden["state"], hidden["flag"]) == (None, "suppressed", None)
    assert (missing["value"], missing["state"], missing["flag"]) == (None, "missing", {"code": "O", "label": "Falta"})
    assert hidden["told"] != missing["told"]
    assert cells["ECU", "2020"]["flag"] == {"code": "E", "label": "Valor estimado"}
    (source,) = told["sources"]
    assert (source["vintage"], source["publisher"]) == (2, "Office of Fords")
    assert told["retrieved_from"].endswith("/es/indicators/ferries/?table=ferry-count&by=counterpart&as_of=2")


def test_an_earlier_vintage_stays_as_it_was(ours):
    first = get(f"{FIGURES}?counterpart=VEN&as_of=1")
    assert [(one["period"], one["value"], one["notes"]) for one in first["items"]] == [
        ("2015", 55893, []),
        ("2020", 700.5, [1]),
    ]
    assert first["notes"][0]["codes"] == {"COUNTERPART": ["VEN"]}
    assert refused(f"{FIGURES}?as_of=3").keys() == {"as_of"} == refused(f"{FIGURES}?as_of=1999-12-31").keys()


def test_page_by_page_nothing_is_lost(ours):
    whole = get(f"{FIGURES}?by=counterpart&size=1000")["items"]
    url, pages = f"http://testserver{FIGURES}?by=counterpart&size=3", []
    while url:
        told = get(url.removeprefix("http://testserver"))
        pages += told["items"]
        url = told["links"]["next"]
    assert pages == whole and len(whole) == told["total"] == 8


def test_the_file_at_the_pages_address_says_the_same(ours):
    file = get("/pt/indicators/ferries.json?by=counterpart")
    told = get(f"{FIGURES}?by=counterpart&size=1000&language=pt")
    for name in ("items", "sources", "notes", "unit", "indicator", "total"):
        assert file[name] == told[name]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("country=ARG", "country"), ("ref_area=ATL", "ref_area"), ("sex=X", "sex"), ("from=1", "from"), ("to=x", "to"), ("by=x", "by"),
        ("as_of=x", "as_of"), ("size=1001", "size"), ("page=0", "page"), ("freq=A&freq=M", "freq"), ("table=x", "table"),
        ("indicator=ferries", "indicator"), ("from_=2010", "from_"), ("language=de", "language"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name_in_four_languages(ours, query, name):
    told = {
        refused(f"{FIGURES}?{query}{'' if 'language' in query else f'&language={language}'}")[name]
        for language in LANGUAGES
    }
    assert len(told) >= (1 if name == "language" else 3), told


def test_several_codes_with_commas_or_one_by_one(ours):
    comma, twice = (get(f"{FIGURES}?{query}") for query in ("counterpart=VEN,ECU", "counterpart=VEN&counterpart=ECU"))
    assert comma["items"] == twice["items"] and {one["codes"]["COUNTERPART"] for one in comma["items"]} == {
        "VEN",
        "ECU",
    }


def test_differences_of_the_latest_two_unless_others_are_named(ours):
    told = get(f"{DIFFERENCES}?by=counterpart&language=en")
    assert (told["before"][0]["vintage"], told["after"][0]["vintage"]) == (1, 2)
    assert told["counts"]["changed"] == 1 and told["total"] == sum(told["counts"].values())
    first = told["items"][0]
    assert (first["before"], first["after"], first["change"], first["told"]) == (55893, 33080, -22813, "changed")
    assert get(f"{DIFFERENCES}?before=2&after=2")["items"] == []
    assert refused(f"{DIFFERENCES}?before=7").keys() == {"before"}
    for wrong in ("0", "x", "-1", "1000000", "%D9%A2"):
        assert refused(f"{DIFFERENCES}?after={wrong}").keys() == {"after"}
    assert refused(f"{DIFFERENCES}?as_of=1").keys() == {"as_of"}
    assert refused(f"{FIGURES}?before=1").keys() == {"before"}


def test_of_a_single_vintage_nothing_differs(ours):
    only = Dataset.objects.create(slug="raft-count", publisher="Office of Fords", title_en="Rafts")
    storing.store(only, frame(ferries.figure("VEN", "2015", 9)))
    told = get(f"{DIFFERENCES}?table=raft-count")
    assert (told["total"], told["before"][0]["vintage"], told["after"][0]["vintage"]) == (0, 1, 1)


def test_datasets_with_vintages_and_digests(ours):
    (one,) = get("/api/datasets")["items"]
    told = get("/api/datasets/ferry-count")
    assert one["vintages"] == 2 and told["latest"] == one["latest"]
    digests = {vintage.number: vintage.digest for vintage in Vintage.objects.all()}
    assert [(v["number"], v["digest"]) for v in told["all_vintages"]] == [(2, digests[2]), (1, digests[1])]
    assert told["all_vintages"][0]["parent_digest"] == digests[1]
    assert [ref["slug"] for ref in told["indicators"]] == ["ferries"]
    assert (told["licence"], told["url"], told["notes"][0]["kind"]) == (
        "CC BY 4.0",
        "https://example.org/ferries",
        "break",
    )
    get("/api/datasets/none", 404)


def test_a_dataset_that_nothing_was_published_of_is_not_told(ours):
    Dataset.objects.create(slug="secret-count", publisher="Office of Fords", title_en="Not yet")
    assert [one["slug"] for one in get("/api/datasets")["items"]] == ["ferry-count"]
    get("/api/datasets/secret-count", 404)


def test_nothing_hidden_is_answered(ours):
    urls = [f"{FIGURES}?by=counterpart&as_of={number}" for number in (1, 2)]
    urls += [
        f"{DIFFERENCES}?by=counterpart",
        "/api/indicators",
        "/api/indicators/ferries",
        "/api/datasets/ferry-count",
        FIGURES,
    ]
    for url in urls:
        text = json.dumps(get(url)).replace(",", "").replace(" ", "")
        assert not [value for value in ferries.PLANTED.values() if f"{value:.0f}" in text], url


def test_an_indicator_that_nobody_collects_says_so(ours):
    Indicator.objects.create(
        slug="rafts", section="stocks", measure="STOCK", unit="PS", title_en="Rafts", not_collected="SECTOR|AGE"
    )
    assert get("/api/indicators/rafts")["not_collected"] == ["SECTOR", "AGE"]
    told = {get(f"/api/indicators/rafts/figures?language={language}", 404)["detail"] for language in LANGUAGES}
    assert len(told) == 4
    get("/api/indicators/rafts/differences", 404)


def test_few_queries_however_many_figures(ours, django_assert_max_num_queries):
    get(FIGURES)
    with django_assert_max_num_queries(14):
        get(f"{FIGURES}?by=counterpart&size=1000")
    with django_assert_max_num_queries(8):
        get("/api/indicators")
