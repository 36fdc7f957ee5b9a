"""What comes first among texts that fit alike: matter before formulas, laws of the place that a query names."""

from search.backends import Backend
from search.documents import Document
from search.engine import Engine
from search.lexicon import Concept, Label, Lexicon, Name
from search.results import SearchRequest


def best(backend: Backend, lexicon: Lexicon, text: str, language: str) -> list[str]:
    hits = Engine(backend, lexicon).ranked(SearchRequest(text, language, 20240601), 10)
    return [f"{hit.kind}:{hit.pk}" for hit in hits]


def fill(backend: Backend, *documents: Document) -> None:
    target = backend.build()
    for record in dict.fromkeys(document.record for document in documents):
        target.replace(record, 1, [document for document in documents if document.record == record])
    target.commit()
    target.close()
    backend.swap(target)


def test_preambles_and_formulas_come_after_matter(backend: Backend) -> None:
    text = {"es": "El farol del barquero y su niebla."}
    roles = ("preamble", "formula", "matter")
    fill(backend, *(Document("provision", pk, "law:1", 1, text=text, role=role) for pk, role in enumerate(roles, 1)))
    assert best(backend, Lexicon(), "farol barquero", "es") == ["provision:3", "provision:1", "provision:2"]
    assert best(backend, Lexicon(), '"farol del barquero"', "es")[0] in ("provision:1", "provision:3")


def test_a_formula_that_fits_better_still_comes_first(backend: Backend) -> None:
    matter = Document(
        "provision", 1, "law:1", 1, text={"es": "El barquero lleva remos y un farol, y nada más que eso."}
    )
    formula = Document(
        "provision", 2, "law:1", 1, text={"es": "Barquero: farol. Farol: barquero. Farol del barquero."}, role="formula"
    )
    fill(backend, matter, formula, *(
        Document("provision", pk, "law:2", 1, text={"es": f"Otra cosa número {pk} de la ribera."}) for pk in range(3, 60)
    ))  # fmt: skip
    assert best(backend, Lexicon(), '"farol del barquero"', "es") == ["provision:2"]
    assert set(best(backend, Lexicon(), "farol barquero", "es")) == {"provision:1", "provision:2"}


def test_the_place_that_is_named_has_another_word_for_the_field(backend: Backend) -> None:
    """Borealia has a lantern act; Aurelia calls the same field lights."""
    lexicon = Lexicon(
        [
            Concept("lantern", (Label("lantern", "en", "pref"), Label("farol", "es", "pref")), near=("light",)),
            Concept("light", (Label("light", "en", "pref"), Label("luz", "es", "pref"))),
        ],
        [Name("aaa", "Aurelian", "en"), Name("bbb", "Borealian", "en")],
        {"aaa": ("es",), "bbb": ("en",)},
    )

    def law(pk: int, place: str, names: dict[str, str]) -> Document:
        facets = {"kind": ("law",), "jurisdiction": (place,), "type": ("act",)}
        return Document("law", pk, f"law:{pk}", 1, facets=facets, name=names)

    fill(
        backend,
        law(1, "bbb", {"en": "Lantern Act"}),
        law(2, "aaa", {"es": "Ley de Luces"}),
        law(3, "aaa", {"es": "Ley de Barcas"}),
        law(4, "bbb", {"en": "Lights and Boats Act"}),
    )
    assert best(backend, lexicon, "Aurelian lantern law", "en") == ["law:2", "law:1"]
    assert best(backend, lexicon, "Borealian lantern act", "en")[0] == "law:1"
    assert best(backend, lexicon, "lantern act", "en")[0] == "law:1"
    # More than one thing asked for is no name of a field.
    assert "law:2" not in best(backend, lexicon, "Aurelian lantern boats law", "en")
