"""The whole search on invented laws, on every engine."""

import pytest

from search.documents import Document
from search.engine import Engine
from search.results import SearchRequest
from tests.search.invented import LEXICON, fill

TODAY = 20240601


@pytest.fixture(scope="module")
def engine(module_backend):
    fill(module_backend)
    return Engine(module_backend, LEXICON)


def ask(engine, text, language="es", **options):
    return engine.search(SearchRequest(text, language, options.pop("at", TODAY), **options))


def best(engine, text, language="es", **options):
    """Primary keys of the ranking, laws as negative numbers."""
    request = SearchRequest(text, language, options.pop("at", TODAY), **options)
    return [hit.pk if hit.kind == "provision" else -hit.pk for hit in engine.ranked(request, 10)]


def test_words_without_accents_in_another_number(engine):
    assert set(best(engine, "multas de los faroles")[:2]) == {12, 13}
    assert best(engine, "tormentas")[0] == 13
    assert best(engine, "lanternes allumees", "fr")[0] == 21


def test_official_number_brings_the_law_then_its_provisions_then_mentions(engine):
    found = best(engine, "ley 12345")
    assert found[0] == -1
    assert set(found[1:4]) == {11, 12, 13}
    assert best(engine, "decreto 616 de 2010")[0] == -3
    assert best(engine, "F-7", "en")[0] == -2
    assert ask(engine, "ley 12.345").understanding.intent == "number"


def test_citation_brings_the_provision(engine):
    assert best(engine, "art. 2 ley 12.345")[0] == 12
    assert best(engine, "artículo 3 bis LeyFaro")[0] == 13
    assert best(engine, "section 5.1 Ferries and Lanterns Act", "en")[0] == 23
    assert best(engine, "loi sur les bacs art 1", "fr")[0] == 21
    assert ask(engine, "art. 2 ley 12.345").understanding.labels == ("2",)


def test_name_brings_the_law(engine):
    assert best(engine, "ley de faroles y barqueros")[0] == -1
    assert best(engine, "lei das travessias", "pt")[0] == -4
    assert best(engine, "ferries and lantrens act", "en")[0] == -2


def test_quote_keeps_stopwords_and_order(engine):
    assert best(engine, '"no se impondra multa al barquero"') == [13]
    assert best(engine, "farol encendido desde la puesta del sol")[0] == 11
    assert ask(engine, '"al barquero que pierda"').understanding.intent == "quote"


def test_concept_finds_texts_of_other_languages_and_says_so(engine):
    found = ask(engine, "harbour permit", "en")
    records = [group.record for group in found.groups]
    assert records[0] == "law:2"
    assert "law:3" in records
    assert [note.slug for note in found.understanding.concepts] == ["harbour-permit"]
    assert found.terms.labels["es"][("permis", "puert")] == "harbour-permit"


def test_named_jurisdiction_comes_first(engine):
    assert ask(engine, "ferryman lantern Aurelia", "en").groups[0].record == "law:1"
    assert ask(engine, "ferryman lantern Borealia", "en").groups[0].record == "law:2"
    assert ask(engine, "ferryman aurelian", "en").understanding.jurisdictions == ("aaa",)


def test_what_is_held_of_the_place_comes_before_short_titles_from_elsewhere(backend):
    """Without texts of its laws a country had its records below every title elsewhere that is but the word sought."""
    target = backend.build()
    salt = [(pk, "ccc", f"Ley de Sal {pk}", "De la sal y sus guardas.") for pk in range(100, 400)]
    for pk, place, name, text in (
        (1, "bbb", "Ley de Faroles", "Todo farol."),
        (2, "bbb", "Reglamento de Faroles", "De los faroles."),
        (
            3,
            "aaa",
            "Ley de viajes de noche",
            "Entre mucho más, de los guardas y de la sal, dice algo del farol.",
        ),
        *salt,
    ):
        facets = {"kind": ("law",), "jurisdiction": (place,), "type": ("act",), "language": ("es",)}
        names, texts = {"es": name}, {"es": text}
        unit = Document(kind="law", pk=pk, record=f"law:{pk}", version=1, name=names, text=texts, facets=facets)
        target.replace(f"law:{pk}", 1, [unit])
    target.commit()
    target.close()
    backend.swap(target)
    found = best(Engine(backend, LEXICON), "faroles en Aurelia")
    assert (found[0], set(found)) == (-3, {-1, -2, -3})


def test_misspelt_word_is_mended_and_told(engine):
    found = ask(engine, "tormeta")
    assert found.groups[0].hits[0].pk == 13
    assert found.understanding.corrections == (("tormeta", "tormenta"),)


def test_unknown_word_is_given_up_and_told(engine):
    found = ask(engine, "farol zzyzx")
    assert found.total > 0
    assert found.understanding.relaxed == ("zzyzx",)


def test_nothing_together_becomes_any_of_the_words(engine):
    found = ask(engine, '"tormenta de cobre" monedas')
    assert found.total > 0
    assert found.understanding.loose


def test_reader_syntax(engine):
    # What is excluded is excluded in the other languages too: 21 and 41 speak of lanterns.
    assert set(best(engine, "barquero -farol")) == {23, 31}
    assert set(best(engine, "tormenta OR monedas")) == {12, 13}
    assert 31 in best(engine, "ribe*")
    assert set(best(engine, "barquero (tormenta OR ribera)")) == {13, 31}


def test_law_as_of_a_day(engine):
    assert 19 not in best(engine, "barquero antorcha")
    assert best(engine, "barquero antorcha", at=19990101)[0] == 19


def test_model_act_only_when_asked_for(engine):
    assert 91 not in best(engine, "farol de ejemplo")
    assert best(engine, "farol de ejemplo", example=True)[0] == 91


def test_groups_count_units_and_records(engine):
    found = ask(engine, "barquero")
    assert found.total == len(found.groups) == len({group.record for group in found.groups})
    assert found.units == sum(group.units for group in found.groups)
    assert all(hit.record == group.record for group in found.groups for hit in group.hits)


def test_each_facets_own_choice_does_not_narrow_it(engine):
    everything = ask(engine, "lantern", "en")
    places = {value.value: value.groups for value in everything.facets["jurisdiction"]}
    chosen = ask(engine, "lantern", "en", filters={"jurisdiction": ("aaa",)})
    assert {value.value: value.groups for value in chosen.facets["jurisdiction"]} == places
    assert {value.value for value in chosen.facets["jurisdiction"] if value.selected} == {"aaa"}
    assert chosen.total == places["aaa"]
    assert sum(value.groups for value in chosen.facets["type"]) == chosen.total
    both = ask(engine, "lantern", "en", filters={"jurisdiction": ("aaa", "bbb")})
    assert both.total == places["aaa"] + places["bbb"]


def test_choice_without_results_stays_visible(engine):
    found = ask(engine, "lantern", "en", filters={"type": ("constitution",)})
    assert (found.total, found.groups) == (0, ())
    assert ("constitution", 0, True) in {(value.value, value.groups, value.selected) for value in found.facets["type"]}
    assert found.understanding.loose is False


def test_unknown_facets_and_values_do_no_harm(engine):
    assert ask(engine, "farol", filters={"colour": ("red",)}).total > 0
    assert ask(engine, "farol", filters={"jurisdiction": ("\x00", "\ud800")}).total == 0


def test_sorting_by_date(engine):
    newest = [group.record for group in ask(engine, "barquero", sort="newest").groups]
    oldest = [group.record for group in ask(engine, "barquero", sort="oldest").groups]
    assert newest == oldest[::-1]
    assert newest[0] == "law:3"
    assert oldest[0] == "law:4"


def test_pages(engine):
    first = ask(engine, "barquero", size=2)
    second = ask(engine, "barquero", size=2, page=2)
    both = ask(engine, "barquero", size=4)
    assert [g.record for g in (*first.groups, *second.groups)] == [g.record for g in both.groups]
    beyond = ask(engine, "barquero", size=2, page=99)
    assert (beyond.groups, beyond.total, beyond.pages) == ((), first.total, first.pages)
    assert ask(engine, "barquero", size=2, page=-5).groups == first.groups


def test_one_record_gives_its_units_page_by_page(engine):
    whole = ask(engine, "barquero", records=("law:1",))
    alone = next(group for group in ask(engine, "barquero").groups if group.record == "law:1")
    assert (whole.total, whole.units, whole.pages) == (1, alone.units, 1)
    assert alone.units > 2
    assert whole.groups[0].hits[: len(alone.hits)] == alone.hits
    pages = [ask(engine, "barquero", records=("law:1",), size=2, page=page) for page in (1, 2, 9)]
    assert [hit for page in pages[:2] for group in page.groups for hit in group.hits] == list(whole.groups[0].hits[:4])
    assert {page.pages for page in pages} == {-(-whole.units // 2)}
    assert pages[2].groups == ()
    assert ask(engine, "barquero", records=("law:1",), sort="newest").groups == whole.groups
    assert ask(engine, "barquero", records=("law:1",), filters={"type": ("treaty",)}).groups == ()


def test_several_records_are_groups_and_unknown_ones_find_nothing(engine):
    some = {group.record for group in ask(engine, "barquero", records=("law:1", "law:3", "law:0")).groups}
    assert some == {"law:1", "law:3"}
    nothing = ask(engine, "barquero", records=("law:0",))
    assert (nothing.total, nothing.groups, nothing.understanding.loose) == (0, (), False)


def test_empty_query_lists_all_newest_first(engine):
    found = ask(engine, "")
    assert [group.record for group in found.groups] == ["law:3", "law:2", "law:1", "law:4"]


@pytest.mark.parametrize(
    "text", ["?", "-", '"', "(" * 8_400, "palabra " * 20_000, "\x00", "\ud800", "-farol", "art. 1", "ley", "de la", "* *",
             "12345678901234567890", "OR", "'; DROP TABLE", "farol\u200b\ufeff", "ñ" * 300]
)  # fmt: skip
def test_no_query_breaks_it(engine, text):
    found = ask(engine, text)
    assert len(found.groups) <= 20
    assert found.total >= len(found.groups)


def test_ranking_for_lists_equals_the_page(engine):
    flat = engine.ranked(SearchRequest("barquero", "es", TODAY), 50)
    assert list(dict.fromkeys(hit.record for hit in flat)) == [group.record for group in ask(engine, "barquero").groups]
