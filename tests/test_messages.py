"""Every text of the interface stands in the catalogue of every language, with the same placeholders."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import activate, deactivate, gettext, ngettext
from django.utils.translation.template import templatize

from kb import messages
from tests.needs import ROOMS

TRANSLATED = ("es", "fr", "pt")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Django writes the months of Brazil with a capital; Portuguese does not.
OURS_INSTEAD = {
    "pt": {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    },
}  # fmt: skip
# Words for which docs/words.md has another one.
ELSEWHERE = {
    "es": r"\btablas?\b|ediciones publicadas|desagregaci|se recoge aquí|(ruptura|quiebre) (de|en) la serie|escritorio de edición",
    "fr": r"couloir|recueilli ici|cycles? de données|courrier électronique|\bmasqués? par|note de bas de tableau",
    "pt": r"\bquadros?\b|edições publicadas|quebra (da|na) série|\bachados?\b|área de edição",
}
Key = tuple[str | None, Any]


def in_python(source: bytes) -> Iterator[Key]:
    """Contexts and texts, plural ones as pairs."""
    for _line, message, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
        yield context, message


def in_template(text: str) -> Iterator[Key]:
    """The same of a template; lines lose their indentation, which means nothing there but does in Python."""
    lines = (line.strip() for line in templatize(text).splitlines())
    yield from in_python("\n".join(lines).encode())


def used() -> dict[Key, str]:
    """Every text of ours with the file that uses it."""
    root = Path(settings.BASE_DIR)
    found: dict[Key, str] = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            found.update((key, str(path.relative_to(root))) for key in in_python(path.read_bytes()))
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in (".html", ".svg", ".txt"):
            found.update((key, str(path.relative_to(root))) for key in in_template(path.read_text(encoding="utf-8")))
    return found


def catalogue(language: str) -> Catalog:
    with (Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def test_the_extractor_sees_every_form() -> None:
    source = b'from x import gettext as _\n_("one"); ngettext("%(n)s law", "%(n)s laws", n); pgettext("verb", "Search")'
    assert set(in_python(source)) == {(None, "one"), (None, ("%(n)s law", "%(n)s laws")), ("verb", "Search")}
    template = (
        '  {% load i18n %}\n <p>{% translate "Home" %}\n</p>{% blocktranslate count n=1 %}{{ n }} more{% plural %}'
        "{{ n }} more of it{% endblocktranslate %}{% blocktranslate %}To {{ place }}{% endblocktranslate %}"
    )
    assert set(in_template(template)) == {
        (None, "Home"), (None, ("%(n)s more", "%(n)s more of it")), (None, "To %(place)s"),
    }  # fmt: skip


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    held = catalogue(language)
    missing = sorted(
        f"{where}: {text!r}"
        for (context, text), where in used().items()
        if (message := held.get(text, context)) is None or not all(_forms(message.string))
    )
    assert missing == []


def _forms(string: Any) -> list[str]:
    return [string] if isinstance(string, str) else list(string or [""])


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_catalogue_keeps_what_is_used_no_more(language: str) -> None:
    texts = {(context, text if isinstance(text, str) else text[0]) for context, text in used()}
    kept = [(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in catalogue(language) if m.id]
    allowed = OURS_INSTEAD.get(language, set())
    assert [key for key in kept if key not in texts and key[1] not in allowed] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_one_term_for_one_thing(language: str) -> None:
    barred = re.compile(ELSEWHERE[language], re.IGNORECASE)
    tile = "The darker a tile, the more records of that state are here."
    found = [form for m in catalogue(language) if m.id and m.id != tile for form in _forms(m.string)]
    assert [text for text in found if barred.search(text)] == []


def test_placeholders_agree() -> None:
    assert messages.problems() == []


def test_the_compiled_catalogues_speak() -> None:
    messages.compile_all()
    try:
        activate("es")
        assert gettext("Skip to the content") == "Saltar al contenido"
        activate("pt")
        assert ngettext("%(n)s law", "%(n)s laws", 2) == "%(n)s normas"
        # From Wagtail's and Django's pt_BR, laid under ours.
        assert gettext("Password") == "Senha"
        activate("fr")
        assert gettext("Deadline:") == "Échéance\u00a0:", "no line begins with a colon"
    finally:
        deactivate()
