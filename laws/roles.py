"""What a provision is for: most are matter; a preamble and set phrases (entry into force, short title, signature) seldom answer
a question."""

import re

from laws.labels import fold

MATTER, PREAMBLE, FORMULA = "matter", "preamble", "formula"
# Longer texts say more than their set phrase.
_LONGEST = 360
# On folded text, from its beginning.
_OPENINGS = (
    # Orders to publish, and signatures.
    r"comuniquese|publiquese|registrese|promulguese|cumplase|tomese razon|dese (?:cuenta|a la direccion)|de forma\b",
    r"(?:dado|dada|sala de sesiones|palacio|salon de sesiones|sanctioned|done at|fait a|feito em)\b",
    # Entry into force, and the clause that repeals whatever is to the contrary.
    r"(?:el|la|este|esta|los|las) (?:presente|ley|decreto|reglamento|resolucion|norma)\b.{0,80}?\b(?:entra(?:ra|n|ran)? en vigo?r|entra(?:ra)? en vigencia|rige|regira|tendra vigencia)",
    r"(?:esta|este|a presente|o presente)\b.{0,60}?\bentra(?:ra)? em vigor",
    r"this (?:act|regulation|order|section|part)s?\b.{0,120}?\b(?:comes?|shall come|enters?|shall enter) into (?:force|operation|effect)",
    r"(?:the|these) (?:provisions|regulations|rules|sections)\b.{0,120}?\bcome into (?:force|operation)",
    r"(?:la|le|les) (?:presente|present|presentes|dispositions)\b.{0,120}?\bentren?t? en vigueur",
    r"(?:derogan?se|revogam-se|ficam revogadas|quedan? derogad[ao]s?) (?:todas? )?(?:las|as|los|os|toda) (?:demas )?(?:disposicion|disposic|normas|leyes)",
    # What a law is called.
    r"this (?:act|regulation|order)s? may be cited as|these (?:regulations|rules) may be cited as|titre abrege|short title",
    # What stands where a provision was taken out.
    r"[\[(](?:repealed|abroge|derogad|revogad|suprimid|se deroga|not in force|spent)",
)  # fmt: skip
_FORMULA = re.compile("|".join(f"(?:{opening})" for opening in _OPENINGS), re.DOTALL)


def role_of(kind: str, bodies: list[str]) -> str:
    """The role of a provision of this kind with these texts, one a language."""
    if kind == "preamble":
        return PREAMBLE
    told = [body for body in bodies if body]
    short = told and max(map(len, told)) <= _LONGEST
    return FORMULA if short and all(_FORMULA.match(fold(body).strip(' .-—–•«“"')) for body in told) else MATTER
