"""Who a law is, from the front matter of the legalize repositories."""

import re

from laws.importers.dates import iso
from laws.importers.front_matter import FrontMatter
from laws.importers.titles import is_capitals, readable, sentences
from laws.parsed import Alias, Event, ParsedLaw

_COUNTRIES = {"ar": "arg", "uy": "ury", "cl": "chl", "co": "col", "pe": "per", "mx": "mex", "br": "bra"}
# Ranks as the front matter names them: (type, native word). Other ranks: by their first word.
_RANKS = {
    "ley": ("act", "Ley"),
    "ley_organica": ("act", "Ley Orgánica"),
    "constitucion": ("constitution", "Constitución"),
    "acto_legislativo": ("act", "Acto Legislativo"),
    "decreto": ("decree", "Decreto"),
    "decreto_ley": ("decree", "Decreto Ley"),
    "decreto_legislativo": ("decree", "Decreto Legislativo"),
    "decreto_supremo": ("decree", "Decreto Supremo"),
    "decreto_supremo_extraordinario": ("decree", "Decreto Supremo Extraordinario"),
    "decreto_con_fuerza_de_ley": ("decree", "Decreto con Fuerza de Ley"),
    "decreto_necesidad_urgencia": ("decree", "Decreto"),
    "decreto_de_urgencia": ("decree", "Decreto de Urgencia"),
    "decreto_urgencia": ("decree", "Decreto de Urgencia"),
    "resolucion_varias": ("resolution", "Resolución"),
    "resolucion_ministerial": ("resolution", "Resolución Ministerial"),
    "resolucion_legislativa": ("resolution", "Resolución Legislativa"),
    "resolucion_suprema": ("resolution", "Resolución Suprema"),
    "circular": ("regulation", "Circular"),
    "directiva": ("regulation", "Directiva"),
    "ordenanza": ("regulation", "Ordenanza"),
    "acuerdo": ("resolution", "Acuerdo"),
}
_FIRST_WORDS = {
    "ley": "act",
    "decreto": "decree",
    "resolucion": "resolution",
    "reglamento": "regulation",
    "tratado": "treaty",
}
_ACCENTS = {"resolucion": "Resolución", "constitucion": "Constitución"}
_CODE = re.compile(r"(?:[A-Z]{2}-)?(?P<type>[A-Za-z]+(?:-[A-Za-z]+)*?)-(?P<number>\d[\w\-]*)$")
_FILLER = "1900-01-01"
_OWN_NAME = re.compile(
    r"^(?P<type>ley(?: org[aá]nica| estatutaria)?|decreto(?:[ \-]ley| legislativo| supremo)?|acto legislativo|resoluci[oó]n)\s*(?:n[º°o.]+\s*)?(?P<number>\d[\d./]*)(?:\s+de\s+(?P<year>\d{4}))?\s*[-–—]\s*",
    re.IGNORECASE,
)
_ORGANS = re.compile(
    r"(?:poder ejecutivo|administracion (?:publica|nacional)|ministerio|secretaria|presidencia|honorable congreso|jefatura)\b",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"aprueban? (?:la |el |los |las )?((?:Convenci[oó]n|Convenio|Tratado|Protocolo|Acuerdo)\b[^\"“”«,;]{10,160})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{8,300})[”\"»]")


def identify(head: FrontMatter, name: str) -> ParsedLaw:
    """A law without provisions; jurisdiction "" and type "other" where the front matter does not tell."""
    country = head.first("country", "pais").lower()
    rank = head.first("rank", "rango").lower()
    kind, native = _rank(rank)
    published = _date(head.first("publication_date", "fecha_publicacion"))
    law = ParsedLaw(
        format="markdown",
        language="pt" if country == "br" else "es",
        title="",
        jurisdiction=_COUNTRIES.get(country, ""),
        type="treaty" if head.first("is_treaty") == "yes" and kind == "other" else kind,
        native_type=(head.first("official_type") or native) if kind == "other" else native,
        number=_number(head, country, name),
        date=_date(head.first("enactment_date", "promulgation_date")) or published,
        claimed_status=head.first("status", "estado"),
        url=head.first("source", "fuente"),
        publisher=head.first("official_journal", "gazette"),
    )
    _titles(law, head, country)
    _events(law, head, published)
    return law


def _rank(rank: str) -> tuple[str, str]:
    if rank in _RANKS:
        return _RANKS[rank]
    words = rank.split("_")
    native = " ".join(_ACCENTS.get(word, word.capitalize() if len(word) > 3 else word) for word in words if word)
    return _FIRST_WORDS.get(words[0], "other"), native


def _date(text: str) -> str | None:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", text.strip())
    if not match or text.startswith(_FILLER):
        return None
    return iso(int(match.group(1)), int(match.group(2)), int(match.group(3)))


def _thousands(number: str) -> str:
    """ "21325" → "21.325", as Argentina, Chile and Uruguay cite their acts."""
    return f"{int(number):,}".replace(",", ".") if number.isdecimal() and len(number) < 9 else number


def _number(head: FrontMatter, country: str, name: str) -> str:
    """The number as the jurisdiction cites it: "25.871", "616/2010", "43/1993", "119-2003-RE", "28950"."""
    official = head.first("official_number")
    if official and country in {"cl", "uy"}:
        return _thousands(official.strip())
    match = _CODE.match(head.first("identifier", "identificador") or name.rsplit(".", 1)[0])
    if not match:
        return official
    number = match.group("number")
    if country == "ar":
        return _thousands(number) if number.isdecimal() else number.replace("-", "/", 1)
    if country == "co":
        return number.replace("-", "/", 1)
    if country == "pe":  # the year of publication is put behind the number: "LEY-28950-2007", not "DS-119-2003-RE"
        return number.removesuffix("-" + head.first("publication_date")[:4])
    return official or number


def _titles(law: ParsedLaw, head: FrontMatter, country: str) -> None:
    printed = head.first("title", "titulo")
    summary = head.first("texto_resumido")
    own = _OWN_NAME.match(printed)
    title = printed[own.end() :] if own else printed
    if country == "ar" and summary and (not title or _ORGANS.match(title)):
        title = sentences(summary)[0]
    law.title = readable(title)
    if summary:
        long = readable(summary[:600] if len(summary) <= 600 else summary[:600].rsplit(". ", 1)[0])
        if long != law.title:
            law.aliases.append(Alias(long, "long", law.language))
    for sentence in sentences(title)[1:]:
        if is_capitals(sentence) and sentence.startswith("LEY "):
            law.aliases.append(Alias(readable(sentence), "short", law.language))
    approved = _APPROVED.search(title)
    if approved:
        law.aliases.append(Alias(readable(approved.group(1)), "long", law.language))
    for quoted in _QUOTED.findall(title):
        law.aliases.append(Alias(readable(quoted), "popular" if len(quoted) <= 80 else "long", law.language))


def _events(law: ParsedLaw, head: FrontMatter, published: str | None) -> None:
    enacted = _date(head.first("enactment_date", "promulgation_date"))
    repealed = _date(head.first("repeal_date"))
    if enacted:
        law.events.append(Event("promulgated", enacted))
    if published:
        law.events.append(Event("published", published, law.publisher))
    if repealed:
        law.events.append(Event("repealed", repealed))
    if law.claimed_status:
        law.events.append(Event("status_claim", None, law.claimed_status))
    updated = _date(head.first("last_updated", "ultima_actualizacion"))
    # The repositories repeat the day of publication where the source has no day of update.
    if updated and updated != published:
        law.as_of = updated
