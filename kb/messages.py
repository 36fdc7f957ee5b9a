"""Message catalogues: from .po to .mo with Babel, so that no machine needs gettext's programs.

Portuguese is Brazilian: Wagtail ships pt_BR and no pt, so the pt_BR catalogues of Django and of every installed app
are laid under ours (docs/decisions/0004).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django.conf
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings

# Content language -> the locale whose shipped catalogues are laid under ours.
BENEATH = {"pt": "pt_BR"}
DOMAINS = ("django", "djangojs")
# French has a blank before these signs and inside its quotation marks, at which no line may break. Catalogues are written
# with an ordinary one, which is what a keyboard gives.
_FRENCH = re.compile(r"(?<=«) | (?=[:;?!»])")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdrif]|(?<!\{)\{\w*\}(?!\})")


def catalogues() -> Iterator[Path]:
    """Every .po of ours."""
    for directory in settings.LOCALE_PATHS:
        yield from sorted(Path(directory).glob("*/LC_MESSAGES/*.po"))


def compile_all() -> list[Path]:
    """Write every .mo that is missing or would differ; returns those written."""
    jobs = [(po.parent.parent.name, po.stem, Path(po.parents[2]), po) for po in catalogues()]
    ours = {(language, domain) for language, domain, _, _ in jobs}
    root = Path(settings.LOCALE_PATHS[0])
    extra = [(lang, domain, root, None) for lang in BENEATH for domain in DOMAINS if (lang, domain) not in ours]
    written = []
    for language, domain, directory, po in [*jobs, *extra]:
        catalogue = _read(po, language) if po else Catalog(locale=BENEATH.get(language, language))
        if language in BENEATH:
            _lay_under(catalogue, BENEATH[language], domain)
        if language == "fr":
            _keep_together(catalogue)
        target = directory / language / "LC_MESSAGES" / f"{domain}.mo"
        if _write(catalogue, target):
            written.append(target)
    return written


def stale() -> list[str]:
    """Catalogues that were never compiled, or changed since: "pt/django"."""
    found = []
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            found.append(f"{po.parent.parent.name}/{po.stem}")
    return found


def problems() -> list[str]:
    """What keeps a catalogue from being whole: "locale/fr/…/django.po:12: untranslated: “Search”"."""
    found = []
    for po in catalogues():
        language = po.parent.parent.name
        for message in _read(po, language):
            if message.id and language != "en" and (fault := _fault(message)):
                identity = message.id if isinstance(message.id, str) else message.id[0]
                found.append(f"{_shown(po)}:{message.lineno}: {fault}: “{identity[:80]}”")
    return found


def _shown(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)


def _fault(message: Message) -> str:
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if message.fuzzy:
        return "fuzzy"
    if not all(texts):
        return "untranslated"
    wanted = _placeholders(sources[-1])
    if _placeholders(texts[-1]) != wanted:
        return "other placeholders"
    # A singular may leave the number out ("one law"), but can name nothing that the plural does not.
    if any(set(_placeholders(text)) - set(wanted) for text in texts):
        return "other placeholders"
    return ""


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text.replace("%%", "")))


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _lay_under(catalogue: Catalog, locale: str, domain: str) -> None:
    """Messages of installed packages where ours has none; an app named earlier in the settings wins, as in Django."""
    for directory in _package_directories():
        path = directory / "locale" / locale / "LC_MESSAGES" / f"{domain}.mo"
        if path.exists():
            with path.open("rb") as file:
                beneath = read_mo(file)
            for message in beneath:
                # Babel leaves contexts as bytes when it reads a .mo.
                context = message.context.decode() if isinstance(message.context, bytes) else message.context
                held = catalogue.get(message.id, context) if message.id else message
                if held is None or not held.string:
                    catalogue.add(message.id, _forms(message, catalogue.num_plurals), context=context)


def _forms(message: Message, count: int) -> str | tuple[str, ...]:
    """Plural forms for a catalogue that has `count` of them: the first for one, the last for all others."""
    if isinstance(message.string, str):
        return message.string
    forms = list(message.string or [""])
    return (forms[0], *([forms[-1]] * (count - 1)))


def _keep_together(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id or not message.string:
            continue  # the head of the catalogue
        if isinstance(message.string, str):
            message.string = _FRENCH.sub("\u00a0", message.string)
        else:
            message.string = tuple(_FRENCH.sub("\u00a0", form) for form in message.string)


def _package_directories() -> Iterator[Path]:
    """Directories of the installed apps that are not ours, then Django's own."""
    yield from (Path(app.path) for app in apps.get_app_configs() if "site-packages" in app.path)
    yield Path(django.conf.__file__).parent


def _write(catalogue: Catalog, target: Path) -> bool:
    """Whole or not at all, and only when it differs: several processes may do this at once."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    if target.exists() and target.read_bytes() == buffer.getvalue():
        target.touch()
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(buffer.getvalue())
    part.replace(target)
    return True
