"""The shipped sample data holds together: codes exist, relations lead somewhere, four languages say the same."""

import csv
import re
import unicodedata
import zoneinfo
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pycountry
import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
LANGUAGES = ("es", "en", "fr", "pt")
YEARS = (2015, 2021)
ISO3 = {country.alpha_3.lower(): country.alpha_2 for country in pycountry.countries}
LAW_TYPES = {"", "constitution", "act", "decree", "regulation", "resolution", "treaty", "agreement", "soft_law"}


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def header(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8").split("\n", 1)[0]


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(char for char in text if not unicodedata.combining(char))


def repeated(keys: list) -> list:
    return [key for key, count in Counter(keys).items() if count > 1]


@cache
def concepts() -> dict[str, dict[str, set[str]]]:
    """Relations and scopes of each concept."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"broader": set(), "related": set(), "scope": set()})
    for row in rows("thesaurus.csv"):
        for relation in ("broader", "related"):
            found[row["concept"]][relation].update(filter(None, row[relation].split("|")))
        found[row["concept"]]["scope"].add(row["scope"])
    return dict(found)


# ---- thesaurus


def test_thesaurus_columns_and_values():
    assert header("thesaurus.csv") == "concept,broader,related,language,kind,label,country,scope"
    for row in rows("thesaurus.csv"):
        assert row["language"] in {*LANGUAGES, "ht"}, row
        assert row["kind"] in {"pref", "alt", "hidden"}, row
        assert row["country"] == "" or row["country"] in ISO3, row
        assert row["label"] == " ".join(row["label"].split()) != "", row
        assert not re.search(r"[;|@~]", row["label"]), row


def test_concepts_have_stable_addresses_and_one_scope():
    blocks = [row["concept"] for row, before in zip(rows("thesaurus.csv"), [{}, *rows("thesaurus.csv")], strict=False)
              if row["concept"] != before.get("concept")]  # fmt: skip
    assert repeated(blocks) == []
    for slug, concept in concepts().items():
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug), slug
        assert concept["scope"] in ({"core"}, {"general"}), slug


def test_breadth_of_the_thesaurus():
    scopes = Counter(next(iter(concept["scope"])) for concept in concepts().values())
    assert scopes["core"] >= 160
    assert scopes["general"] >= 140


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_one_preferred_label(language):
    preferred = Counter(
        row["concept"] for row in rows("thesaurus.csv") if row["kind"] == "pref" and row["language"] == language
    )
    assert {slug: preferred[slug] for slug in concepts() if preferred[slug] != 1} == {}


def test_no_label_belongs_to_two_concepts():
    owners = defaultdict(set)
    for row in rows("thesaurus.csv"):
        owners[row["language"], folded(row["label"])].add(row["concept"])
    assert {label: slugs for label, slugs in owners.items() if len(slugs) > 1} == {}


def test_labels_are_given_once():
    assert repeated([(r["concept"], r["language"], r["label"], r["country"]) for r in rows("thesaurus.csv")]) == []


def test_relations_lead_to_concepts():
    known = concepts()
    for slug, concept in known.items():
        assert concept["broader"] <= known.keys(), slug
        assert concept["related"] <= known.keys(), slug
        assert slug not in concept["broader"] | concept["related"], slug
        assert not concept["broader"] & concept["related"], slug


def test_broader_relations_have_no_cycle():
    known, done = concepts(), set()

    def climb(slug: str, path: tuple[str, ...]) -> None:
        assert slug not in path, " > ".join((*path, slug))
        if slug not in done:
            for broader in known[slug]["broader"]:
                climb(broader, (*path, slug))
            done.add(slug)

    for slug in known:
        climb(slug, ())


# ---- countries


def test_the_members_are_the_35_states_with_their_codes():
    members = rows("members.csv")
    assert header("members.csv") == "iso3,iso2,timezone,languages"
    assert len(members) == len({row["iso3"] for row in members}) == 35
    for row in members:
        assert ISO3[row["iso3"]] == row["iso2"], row
        assert zoneinfo.ZoneInfo(row["timezone"]).key.startswith("America/"), row
        assert set(row["languages"].split("|")) <= {*LANGUAGES, "ht", "nl"}, row


def test_demonyms_name_one_country_each():
    assert header("demonyms.csv") == "iso3,language,form"
    forms = rows("demonyms.csv")
    assert repeated([tuple(row.values()) for row in forms]) == []
    owners = defaultdict(set)
    for row in forms:
        assert row["iso3"] in ISO3, row
        assert row["language"] in {*LANGUAGES, "ht", "nl"}, row
        assert row["form"] == row["form"].strip() != "", row
        owners[folded(row["form"])].add(row["iso3"])
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_every_member_has_forms_in_four_languages():
    given = {(row["iso3"], row["language"]) for row in rows("demonyms.csv")}
    wanted = {(row["iso3"], language) for row in rows("members.csv") for language in LANGUAGES}
    assert wanted - given == set()


# ---- names of laws


def test_aliases_of_laws():
    aliases = rows("law_aliases.csv")
    assert header("law_aliases.csv") == "jurisdiction,type,number,title_match,language,kind,alias"
    assert len(aliases) >= 150
    assert repeated([tuple(row.values()) for row in aliases]) == []
    for row in aliases:
        assert row["jurisdiction"] == "int" or row["jurisdiction"] in ISO3, row
        assert row["type"] in LAW_TYPES, row
        assert bool(row["number"]) != bool(row["title_match"]), row
        assert row["language"] in LANGUAGES, row
        assert row["kind"] in {"popular", "abbreviation"}, row
        assert row["alias"] == row["alias"].strip() != "", row


# ---- model act


@cache
def act(language: str, year: int) -> tuple[dict[str, str], list[tuple[str, str, str, str]]]:
    """Front matter, and (sequence, number, heading, text) of each article; headings of groups do not count."""
    text = (DATA / "model_act" / f"model-act.{language}.{year}.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    head = {key: value.strip(' "') for key, value in (line.split(":", 1) for line in front.strip().splitlines())}
    sequence, articles = "main", []
    for part in re.split(r"(?m)^(?=#+ )", body)[1:]:
        line, _, said = part.partition("\n")
        if match := re.fullmatch(r"##### (?:Artículo|Article|Artigo) (\d+(?: bis)?)(?:\. (.+))?", line):
            articles.append((sequence, match[1], match[2] or "", said.strip()))
        else:
            assert re.match(r"##? \w", line), line
            sequence = "transitory" if "transit" in folded(line) else "main"
            assert not said.strip(), line
    return head, articles


def test_the_model_act_has_eight_files():
    names = {f"model-act.{language}.{year}.md" for language in LANGUAGES for year in YEARS}
    assert {path.name for path in (DATA / "model_act").iterdir()} == names


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_front_matter_of_the_model_act(language, year):
    head, _ = act(language, year)
    assert head.pop("title")
    as_of = {2015: "2015-03-01", 2021: "2021-07-01"}[year]
    assert head == {
        "jurisdiction": "exa", "type": "act", "number": "Model/2015", "date": "2015-03-01", "as_of": as_of,
        "language": language,
    }  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_have_the_same_articles(language, year):
    _, articles = act(language, year)
    _, spanish = act("es", year)
    assert [article[:2] for article in articles] == [article[:2] for article in spanish]
    assert [text.count("\n\n") for *_, text in articles] == [text.count("\n\n") for *_, text in spanish]
    assert all(text for *_, text in articles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_wording_changes_what_it_says_it_changes(language):
    before = {article[:2]: article[2:] for article in act(language, 2015)[1]}
    after = {article[:2]: article[2:] for article in act(language, 2021)[1]}
    repealed = {"es": "(Derogado.)", "en": "(Repealed.)", "fr": "(Abrogé.)", "pt": "(Revogado.)"}[language]
    assert after.keys() - before.keys() == {("main", "7 bis")}
    assert before.keys() <= after.keys()
    changed = {number for sequence, number in before if before[sequence, number] != after[sequence, number]}
    assert changed == {"6", "8", "11", "16", "17"}
    assert after["main", "6"] == ("", repealed)


def test_sources_name_every_file():
    text = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for path in DATA.iterdir():
        assert f"`{path.name}" in text or path.name == "SOURCES.md", path.name
