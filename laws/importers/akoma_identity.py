"""Who a law in Akoma Ntoso is: FRBR values where they are filled, else what the text prints."""

import re
from functools import cache

import pycountry

from laws.importers.titles import readable
from laws.importers.xml import XML_LANG, Element, bare, child, children, iso_day, line_of, local, text_of
from laws.labels import fold
from laws.parsed import Alias, Event, ParsedLaw, Refusal

_LANGUAGES = {"spa": "es", "esp": "es", "eng": "en", "fra": "fr", "fre": "fr", "por": "pt"}
# Kinds of norm by the first words of the title, longest first: (type, as it is written).
_KINDS = {
    "constitucion": ("constitution", "Constitución"), "constitution": ("constitution", "Constitution"),
    "decreto legislativo": ("decree", "Decreto Legislativo"), "decreto ley": ("decree", "Decreto Ley"),
    "decreto supremo": ("decree", "Decreto Supremo"), "decreto": ("decree", "Decreto"), "decret": ("decree", "Décret"),
    "reglamento": ("regulation", "Reglamento"), "reglement grand-ducal": ("regulation", "Règlement grand-ducal"),
    "reglement": ("regulation", "Règlement"), "regulation": ("regulation", "Regulation"),
    "arrete": ("regulation", "Arrêté"), "arrete grand-ducal": ("regulation", "Arrêté grand-ducal"),
    "resolucion": ("resolution", "Resolución"), "resolution": ("resolution", "Resolution"),
    "tratado": ("treaty", "Tratado"), "treaty": ("treaty", "Treaty"), "convencion": ("treaty", "Convención"),
    "convenio": ("treaty", "Convenio"), "convention": ("treaty", "Convention"),
    "codigo": ("act", "Código"), "code": ("act", "Code"), "ley": ("act", "Ley"), "loi": ("act", "Loi"), "lei": ("act", "Lei"),
}  # fmt: skip
_TITLE = re.compile(r"/us/(?:usc|act)/title_(\w+)")
_REPEAL, _IN_FORCE = re.compile(r"repeal|derog|abrog"), re.compile(r"in.?force|entry.?into.?force|vigencia")


def identify(document: Element) -> ParsedLaw:
    """A law without provisions; values that a machine left empty or filled in ("2999-01-01") are not believed."""
    identification = child(document, "meta", "identification")
    work, expression = child(identification, "FRBRWork"), child(identification, "FRBRExpression")
    uri = _value(work, "FRBRuri")
    law = ParsedLaw("akoma-ntoso", _language(document, expression), "", jurisdiction=_jurisdiction(work, uri))
    law.date = _day(work) or iso_day(_jolux(identification, "dateDocument"))
    law.as_of = _day(expression)
    if document.get("contains") == "originalVersion":
        law.as_of = law.as_of or law.date
    if not law.jurisdiction and child(identification, "JOLUXWork") is not None:
        law.jurisdiction = "lux"
    law.url = uri if uri.startswith("http") else ""
    _name(law, document, work, _jolux(identification, "title"))
    _number(law, work, uri)
    _kind(law, document)
    _events(law, document, work)
    return law


def name_from_collection(law: ParsedLaw, collection: Element) -> None:
    """A bill in a collection may be titled "bill" only: the title of the collection tells what it is about."""
    title = text_of(next(collection.iter("{*}docTitle"), None))
    docket = text_of(next(collection.iter("{*}docketNumber"), None))
    generic = {fold(alias.text) for alias in law.aliases} | {
        "proyecto de ley",
        "bill",
        "projet de loi",
        "projeto de lei",
        "",
    }
    if title and fold(law.title) in generic:
        law.title = readable(title)
    if docket:
        law.aliases.append(Alias(docket, "number", law.language))


def _value(parent: Element | None, name: str) -> str:
    found = child(parent, name)
    return (found.get("value") or "").strip() if found is not None else ""


def _day(parent: Element | None) -> str | None:
    found = child(parent, "FRBRdate")
    return iso_day(found.get("date")) if found is not None else None


def _jolux(identification: Element | None, name: str) -> str:
    """A value of the Luxembourg extension of the metadata."""
    if identification is None:
        return ""
    found = (item for item in identification.iter("{*}jolux") if name in item.attrib.values())
    return text_of(next(found, None))


def _language(document: Element, expression: Element | None) -> str:
    found = child(expression, "FRBRlanguage")
    code = (found.get("language") or "") if found is not None else ""
    if not code:
        named = (item.attrib for item in document.iter("{*}jolux"))
        codes = (str(value) for values in named for key, value in values.items() if bare(str(key)) == "lg")
        code = next(codes, "") or document.get(XML_LANG, "")
    if not code:
        raise Refusal("nothing says in what language the text is (FRBRlanguage)", line_of(document))
    return _LANGUAGES.get(code.lower(), code[:2].lower())


def _jurisdiction(work: Element | None, uri: str) -> str:
    code = _value(work, "FRBRcountry")[:2].lower()
    if not code:
        match = re.match(r"/(?:akn/)?([a-z]{2})[/-]", uri)
        code = match[1] if match else ""
    return _alpha_3("gb" if code == "uk" else code)


@cache
def _alpha_3(code: str) -> str:
    country = pycountry.countries.get(alpha_2=code.upper()) if len(code) == 2 else None
    return country.alpha_3.lower() if country else ""


def _name(law: ParsedLaw, document: Element, work: Element | None, jolux: str) -> None:
    preface = child(document, "preface")
    printed = {}
    for key in ("shortTitle", "docTitle", "longTitle", "docNumber"):
        found = next(preface.iter(f"{{*}}{key}"), None) if preface is not None else None
        printed[key] = text_of(found)
    names = [printed["shortTitle"], printed["docTitle"], printed["longTitle"], jolux, _value(work, "FRBRname")]
    names = list(dict.fromkeys(name for name in names if name))
    law.title = readable(names[0]) if names else ""
    law.aliases = [Alias(name, "long", law.language) for name in names[1:] if fold(name) != fold(law.title)]
    if printed["docNumber"]:
        law.aliases.append(Alias(printed["docNumber"], "number", law.language))


def _number(law: ParsedLaw, work: Element | None, uri: str) -> None:
    """As the jurisdiction cites it: a title of the Code, a chapter of the year's acts, else the number of the metadata."""
    title, name = _TITLE.search(uri), _value(work, "FRBRname")
    if law.jurisdiction == "usa" and title:
        law.number, law.native_type = f"{title[1]} U.S.C.", "United States Code"
        law.title = f"United States Code, Title {title[1]}"
        law.aliases = [Alias(f"{title[1]} USC", "number", "en")]
        law.url = f"https://uscode.house.gov/view.xhtml?path=/prelim@title{title[1]}&edition=prelim"
    elif re.fullmatch(r"\d{4} c\. \d+", name):
        law.number = name
        law.aliases = [alias for alias in law.aliases if alias.text != name]
    else:
        law.number = _value(work, "FRBRnumber")


def _kind(law: ParsedLaw, document: Element) -> None:
    if local(document) == "bill":
        law.type, law.native_type = "bill", law.native_type or "Bill"
        name = _value(child(document, "meta", "identification", "FRBRWork"), "FRBRname")
        law.native_type = readable(name) if name else law.native_type
        return
    title = fold(law.title).replace("–", "-")
    found = max((key for key in _KINDS if re.match(rf"{re.escape(key)}\b", title)), key=len, default="")
    if found:
        law.type, native = _KINDS[found]
        law.native_type = law.native_type or native
    elif local(document) in ("act", "portion"):
        law.type = "act"
        law.native_type = law.native_type or ("Act" if re.search(r"\bAct\b", law.title) else "")


def _events(law: ParsedLaw, document: Element, work: Element | None) -> None:
    dated = child(work, "FRBRdate")
    if (
        law.date
        and dated is not None
        and law.type != "bill"
        and fold(dated.get("name") or "").startswith(("enact", "promulg"))
    ):
        law.events.append(Event("promulgated", law.date))
    published = child(document, "meta", "publication")
    if published is not None and iso_day(published.get("date")):
        law.events.append(Event("published", iso_day(published.get("date")), published.get("showAs") or ""))
    for item in children(child(document, "meta", "lifecycle"), "eventRef"):
        told, day = fold(f"{item.get('type', '')} {item.get('refersTo', '')}"), iso_day(item.get("date"))
        kind = "repealed" if _REPEAL.search(told) else "in_force" if _IN_FORCE.search(told) else ""
        kind = kind or ("amended" if item.get("type") == "amendment" else "")
        if kind and day:
            law.events.append(Event(kind, day))
