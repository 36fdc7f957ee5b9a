"""Invented records for tests: jurisdictions, and laws in invented words as a reader would give them."""

import json
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from laws.labels import normalise
from laws.parsed import Block, ParsedLaw, ParsedProvision, Wording

_NAMES = {
    "can": ("Canadá", "Canada", "Canada", "Canadá"),
    "arg": ("Argentina", "Argentina", "Argentine", "Argentina"),
    "mex": ("México", "Mexico", "Mexique", "México"),
    "bra": ("Brasil", "Brazil", "Brésil", "Brasil"),
    "int": ("Internacional", "International", "International", "Internacional"),
    "exa": ("Ejemplo", "Example", "Exemple", "Exemplo"),
}


def jurisdictions() -> dict[str, Any]:
    """Rows by code; "int" is international, "exa" the invented example."""
    from countries.models import Jurisdiction

    rows = {}
    for code, names in _NAMES.items():
        columns = {f"name_{language}": name for language, name in zip(("es", "en", "fr", "pt"), names, strict=True)}
        level = "international" if code == "int" else "state"
        rows[code], _ = Jurisdiction.objects.get_or_create(
            code=code, defaults={"level": level, "is_example": code == "exa", **columns}
        )
    return rows


def wording(text: str, **fields: Any) -> Wording:
    """A wording of one block."""
    return Wording(blocks=[Block("text", text)], **fields)


def article(label: str, text: str, **fields: Any) -> ParsedProvision:
    """An article of the main sequence; fields of the wording (heading, valid_from …) and of the provision together."""
    own = {key: fields.pop(key) for key in ("sequence", "kind", "ordinal", "earlier", "number") if key in fields}
    own = {"sequence": "main", "kind": "article", "number": normalise(label), **own}
    return ParsedProvision(label=label, current=wording(text, **fields), **own)


def law(*provisions: ParsedProvision, **fields: Any) -> ParsedLaw:
    """An invented act of Argentina in Spanish unless said otherwise."""
    base = ParsedLaw(
        format="markdown", language="es", title="Ley de Brumas", jurisdiction="arg", type="act", native_type="Ley",
        number="90.001", date="2010-03-01", as_of="2015-01-01",
    )  # fmt: skip
    return replace(base, provisions=list(provisions), **fields)


def staged(parsed: ParsedLaw, name: str = "") -> Any:
    """As `laws.staging.stage` would give it: another content, another hash."""
    from laws.staging import Staged

    data = json.dumps(asdict(parsed), sort_keys=True).encode()
    name = name or f"{parsed.number or parsed.title}-{parsed.language}-{parsed.as_of}-{parsed.format}.md"
    return Staged(name=name, sha256=sha256(data).hexdigest(), data=data, law=parsed)
