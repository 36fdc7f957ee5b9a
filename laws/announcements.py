"""What a paragraph of running text announces: the title of an embedded text, the enacting word, the closing
formula, the rest of a sentence."""

import re

_TREATY = re.compile(
    r"(?:(?:texto d[eo]l?|el|la) )?(?:convenci[oó]n|convenio|tratado|acuerdo|protocolo|convention|treaty|agreement|protocol|acordo|conven[cç][aã]o|conv[eê]nio|pacto"
    r"|carta de|constituci[oó]n de la organizaci|enmiendas?|memorando|canje de notas)\b",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"(?:reglamento|reglamentaci[oó]n|regulamento|estatutos?|texto [uú]nico ordenado|c[oó]digo|bases)\b", re.IGNORECASE
)
_TEXT_SHOWN = re.compile(
    r"vistos?\b.{0,60}?\btextos?\b|a la letra dicen?|cuyo texto|texto es el siguiente", re.IGNORECASE | re.DOTALL
)
_ENACTING = re.compile(r"(?:.{0,80}\s)?(?:d\s?e\s?c\s?r\s?e\s?t\s?a|resuelve|sanciona|acuerda)\s*[:.]*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"[\"“«—–\-]?\s*(?:dad[oa] en |hech[oa] en |en fe de lo cual|en testimonio|em f[eé] d|in witness|in faith whereof|done at|fait [aà] |en foi de quoi|firmad[oa] en |feito em "
    r"|bras[ií]lia,|rio de janeiro,|comun[ií]quese|publ[ií]quese|reg[ií]strese|c[uú]mplase|sala de (?:las )?sesiones|por tanto|habi[eé]ndose cumplido|m[eé]xico,? d\.? ?f\.?"
    r"|ciudad de m[eé]xico, a |en cumplimiento de lo dispuesto por la fracci|registrad[oa] bajo|santa ?f[eé] de bogot|bogot[aá],? |lima, |montevideo, |santiago, "
    r"|el presidente del? (?:honorable )?(?:senado|congreso|la c[aá]mara)|el suscrito|rama ejecutiva|rep[uú]blica de colombia|sal[oó]n de sesiones|promulgad[oa] en )",
    re.IGNORECASE,
)


# A line that breaks off: at a comma, or at a word that wants another.
_UNFINISHED = re.compile(
    r"(?:,|(?<![^\W_])(?:de|del|el|la|los|las|en|y|o|e|u|a|al|con|por|para|seg[uú]n|que|su|sus|este|esta|dicho|presente|citado|mencionado|referido|anterior|primer"
    r"|do|da|dos|das|no|na|pelo|pela|of|the|in|and|or|to|under|by|du|des|le|les|et|ou|art[ií]culos?|incisos?|conforme|mediante))$",
    re.IGNORECASE,
)


def announces(text: str, heading: bool) -> str:
    """ "treaty" or "embedded" for the title of such a text, "enacting" for the word before the articles, "closing", or ""."""
    head = text[:400].lstrip(' "“«*_')
    if len(text) < 400 and (heading or head[:2].isupper()):
        sign = "treaty" if _TREATY.match(head) else "embedded" if _EMBEDDED.match(head) else ""
        if sign and _title_like(head, heading):
            return sign
    if len(text) < 120 and _ENACTING.match(head):
        return "enacting"
    return "closing" if _CLOSING.match(head) else ""


def _title_like(text: str, heading: bool) -> bool:
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return bool(letters) and (heading or capitals >= 0.8 * len(letters)) and not text.rstrip().endswith((",", ";", ":"))


def shows_text(text: str) -> bool:
    """True when a preamble says that the text of a treaty follows ("Visto el texto …")."""
    return bool(_TEXT_SHOWN.search(text))


def breaks_off(text: str) -> bool:
    """True when a paragraph ends in mid-sentence, so that what follows goes on with it."""
    return bool(_UNFINISHED.search(text[-40:]))
