"""Labels and names met in queries, whatever their number, gender and accents."""

import pytest

from search.lexicon import Concept, Label, Lexicon, Name


def concept(slug, scope="core", **labels):
    return Concept(
        slug,
        tuple(
            Label(text.lstrip("~"), language, "hidden" if text.startswith("~") else "pref" if place == 0 else "alt")
            for language, texts in labels.items()
            for place, text in enumerate(texts.split("; "))
        ),
        scope,
    )


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon(
        [
            concept("refugee", es="refugiado; persona refugiada", en="refugee", fr="réfugié", pt="refugiado"),
            concept("refugee-status", es="condición de refugiado", en="refugee status", fr="statut de réfugié",
                    pt="condição de refugiado"),
            concept("asylum-seeker", es="solicitante de asilo; ~pedir asilo", en="asylum seeker; claimant",
                    fr="demandeur d'asile", pt="solicitante de refúgio"),
            concept("request", "general", es="solicitud", en="request; application", fr="demande", pt="pedido"),
            concept("application", es="solicitud", en="permit application", fr="demande de permis", pt="requerimento"),
        ],
        [
            Name("bra", "Brasil", "es"), Name("bra", "brésilien", "fr"), Name("bra", "brésilienne", "fr"),
            Name("usa", "Estados Unidos", "es"), Name("usa", "US", "en"), Name("mex", "Estados Unidos Mexicanos", "es"),
            Name("per", "Perú", "es"), Name("per", "Peru", "pt"),
        ],
        {"bra": ("pt",), "can": ("en", "fr")},
    )  # fmt: skip


def slugs(lexicon, text, language):
    return [(text[m.start : m.end], m.slugs, m.language) for m in lexicon.concepts_in(text, language)]


def test_longest_label_wins_over_number_gender_and_accents(lexicon):
    assert slugs(lexicon, "las condiciones de refugiada", "es") == [
        ("condiciones de refugiada", ("refugee-status",), "es")
    ]
    assert slugs(lexicon, "refugies", "fr") == [("refugies", ("refugee",), "fr")]
    assert slugs(lexicon, "solicitante asilo refugiados", "es") == [
        ("solicitante asilo", ("asylum-seeker",), "es"),
        ("refugiados", ("refugee",), "es"),
    ]


def test_another_language_than_the_readers_is_understood(lexicon):
    assert slugs(lexicon, "asylum seekers", "es") == [("asylum seekers", ("asylum-seeker",), "en")]
    assert slugs(lexicon, "refugiado", "pt")[0][2] == "pt"
    assert slugs(lexicon, "solicitante de refúgio", "es")[0] == ("solicitante de refúgio", ("asylum-seeker",), "pt")


def test_ambiguous_label_gives_its_concepts_core_first(lexicon):
    assert slugs(lexicon, "solicitudes", "es") == [("solicitudes", ("application", "request"), "es")]


def test_incomplete_label_at_the_end_does_not_match(lexicon):
    assert slugs(lexicon, "condición de", "es") == []
    assert slugs(lexicon, "", "es") == []


def test_variants_and_labels(lexicon):
    assert [variant.text for variant in lexicon.variants("asylum-seeker", "es")] == [
        "solicitante de asilo",
        "pedir asilo",
    ]
    assert lexicon.variants("asylum-seeker", "es")[0].stems == ("solicit", "asil")
    assert lexicon.label("asylum-seeker", "fr") == "demandeur d'asile"
    assert lexicon.label("unknown", "fr") == "unknown"
    assert lexicon.variants("unknown", "es") == ()


def test_names_of_jurisdictions(lexicon):
    def names(text):
        return [(text[m.start : m.end], m.jurisdiction) for m in lexicon.names_in(text)]

    assert names("la loi brésilienne au PERU") == [("brésilienne", "bra"), ("PERU", "per")]
    assert names("estados unidos mexicanos y Estados Unidos") == [
        ("estados unidos mexicanos", "mex"),
        ("Estados Unidos", "usa"),
    ]
    assert names("US visas for us") == [("US", "usa")]
    assert lexicon.spoken("can") == ("en", "fr")
    assert lexicon.spoken("xyz") == ()


def test_files_are_read(tmp_path):
    (tmp_path / "t.csv").write_text(
        "concept,broader,related,language,kind,label,country,scope\n"
        "asylum,,refuge|fog,es,pref,asilo,,core\nasylum,,,en,pref,asylum,,\nasylum,,,es,alt,amparo,arg,\n"
        "refuge,,,es,pref,refugio,,\n",
        encoding="utf-8",
    )
    (tmp_path / "n.csv").write_text("iso3,language,form\nCAN,es,canadiense\n", encoding="utf-8")
    (tmp_path / "m.csv").write_text("iso3,iso2,timezone,languages\nCAN,CA,America/Toronto,en fr\n", encoding="utf-8")
    lexicon = Lexicon.from_csv(tmp_path / "t.csv", tmp_path / "n.csv", tmp_path / "m.csv")
    assert slugs(lexicon, "asylum", "es") == [("asylum", ("asylum",), "en")]
    assert lexicon.variants("asylum", "es")[1].country == "arg"
    assert lexicon.names_in("ley canadiense")[0].jurisdiction == "can"
    assert lexicon.spoken("can") == ("en", "fr")
    # Near is so both ways, and only what there is.
    assert (lexicon.near("asylum"), lexicon.near("refuge"), lexicon.near("fog")) == (("refuge",), ("asylum",), ())


def test_empty_lexicon_finds_nothing():
    assert Lexicon().concepts_in("asilo", "es") == []
    assert Lexicon().names_in("Brasil") == []


def test_a_hidden_label_is_searched_and_known_but_never_shown(lexicon):
    variants = {variant.text: variant.shown for variant in lexicon.variants("asylum-seeker", "es")}
    assert variants == {"solicitante de asilo": True, "pedir asilo": False}
    assert lexicon.knows("pedir")
    assert "pedir" not in lexicon.words("es"), "no better spelling of anything"
    assert "solicitante" in lexicon.words("es")
