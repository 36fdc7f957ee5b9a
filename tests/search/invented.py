"""A handful of invented laws and a small lexicon, for tests of planning and searching."""

from search import numbers
from search.backends import Backend
from search.documents import Document
from search.lexicon import Concept, Label, Lexicon, Name

LEXICON = Lexicon(
    [
        Concept("lantern", (Label("lantern", "en", "pref"), Label("farol", "es", "pref"), Label("lanterne", "fr", "pref"),
                            Label("lanterna", "pt", "pref"), Label("lámpara de mano", "es"))),
        Concept("harbour-permit", (Label("harbour permit", "en", "pref"), Label("permiso de puerto", "es", "pref"),
                                   Label("permis de port", "fr", "pref"), Label("licença de porto", "pt", "pref"))),
        Concept("ferryman", (Label("ferryman", "en", "pref"), Label("barquero", "es", "pref"), Label("passeur", "fr", "pref"),
                             Label("barqueiro", "pt", "pref"))),
    ],
    [Name("aaa", "Aurelia", "es"), Name("aaa", "aurelian", "en"), Name("aaa", "Aurelia", "en"), Name("bbb", "Borealia", "en"),
     Name("bbb", "boreal", "es")],
    {"aaa": ("es",), "bbb": ("en", "fr")},
)  # fmt: skip

# record, jurisdiction, type, number, year, names, provisions: (label, heading, texts)
LAWS = [
    (
        1, "aaa", "act", ("Ley", "12.345"), 1994, {"es": "Ley de Faroles y Barqueros\nLeyFaro"},
        [
            ("1", "", {"es": "Todo barquero llevará un farol encendido desde la puesta del sol."}),
            ("2", "Sanciones", {"es": "La falta de farol se sanciona con una multa de cinco monedas de cobre."}),
            ("3-bis", "", {"es": "No se impondrá multa al barquero que pierda su farol en una tormenta."}),
        ],
    ),
    (
        2, "bbb", "act", ("Act", "F-7"), 2001, {"en": "Ferries and Lanterns Act", "fr": "Loi sur les bacs et les lanternes"},
        [
            ("1", "Lanterns", {"en": "Every ferryman carries a lantern that is lit after sunset.",
                               "fr": "Le passeur porte une lanterne allumée après le coucher du soleil."}),
            ("2", "Harbour permit", {"en": "No ferry leaves without a harbour permit.",
                                     "fr": "Aucun bac ne part sans permis de port."}),
            ("5.1", "", {"en": "The warden of the harbour may refuse a permit to a quarrelsome ferryman.",
                         "fr": "Le gardien du port peut refuser un permis au passeur querelleur."}),
        ],
    ),
    (
        3, "aaa", "decree", ("Decreto", "616/2010"), 2010, {"es": "Reglamento de la Ley 12.345 de Faroles"},
        [
            ("1", "", {"es": "El permiso de puerto dura un año y se otorga a todo barquero de la ribera."}),
            ("2", "", {"es": "Los niños no pagan en la barca de la mañana."}),
        ],
    ),
    (
        4, "ccc", "act", ("Lei", "77/1988"), 1988, {"pt": "Lei das Travessias"},
        [("1", "", {"pt": "O barqueiro leva uma lanterna acesa nas travessias noturnas."})],
    ),
]  # fmt: skip


def documents() -> dict[str, list[Document]]:
    """Documents by record; the provision `n` of law `m` has the primary key 10 * m + n."""
    found = {}
    for record, place, kind, (native, number), year, names, provisions in LAWS:
        shared = {
            "record": f"law:{record}", "version": 1, "date": year * 10000 + 101, "name": names,
            "numbers": numbers.document_keys(number, native_type=native, year=year),
        }  # fmt: skip
        languages = tuple(sorted({language for _, _, texts in provisions for language in texts}))
        facets = {"kind": ("law",), "jurisdiction": (place,), "type": (kind,), "language": languages,
                  "status": ("in_force",), "decade": (f"{year // 10 * 10}",)}  # fmt: skip
        units = [Document(kind="law", pk=record, facets=facets, **shared)]
        for place_in_law, (label, heading, texts) in enumerate(provisions, 1):
            headings = dict.fromkeys(texts, heading) if heading else {}
            units.append(
                Document(kind="provision", pk=10 * record + place_in_law, facets=facets, labels=(label,), heading=headings,
                         text=texts, **shared)
            )  # fmt: skip
        found[f"law:{record}"] = units
    old = found["law:1"][1]
    found["law:1"].append(
        Document(kind="provision", pk=19, facets={**old.facets, "status": ("superseded",)}, labels=("1",), numbers=old.numbers,
                 record="law:1", version=1, date=old.date, name=old.name, valid_to=20000101,
                 text={"es": "Todo barquero llevará una antorcha."})
    )  # fmt: skip
    model = {"kind": ("law",), "jurisdiction": ("zzz",), "type": ("act",), "language": ("es",), "status": ("in_force",)}
    found["law:9"] = [
        Document(kind="provision", pk=91, record="law:9", version=1, audience="example", facets=model, labels=("1",),
                 text={"es": "El barquero de ejemplo lleva un farol de ejemplo."})
    ]  # fmt: skip
    return found


def fill(backend: Backend) -> None:
    """Make the invented laws the live index."""
    target = backend.build()
    for record, units in documents().items():
        target.replace(record, 1, units)
    target.commit()
    target.close()
    backend.swap(target)
