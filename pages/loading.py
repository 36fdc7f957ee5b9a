"""The pages of prose that ship, made once in each language's tree; afterwards they are the editors' own."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from wagtail.models import Locale, Page, Site

from pages.models import HomePage, ProsePage

# In the order of menus. Each is a file NAME.LANGUAGE.html: lines "title:", "intro:", an empty line, then HTML in which
# <!-- coverage -->, <!-- examples --> and <!-- figures --> stand for what the site makes itself.
NAMES = ("about", "methodology", "coverage", "help", "reading-figures")
BLOCKS = ("coverage", "examples", "figures")


def load_pages(directory: Path) -> int:
    """Home pages and pages of prose that are not there yet; returns how many were made."""
    made = 0
    keys = {name: uuid4() for name in ("home", *NAMES)}
    for code, _name in settings.LANGUAGES:
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home, new = _home(locale, keys)
        made += new
        for name in NAMES:
            path = directory / f"{name}.{code}.html"
            if path.exists() and not home.get_children().filter(slug=name).exists():
                fields, body = read(path)
                twin = ProsePage.objects.filter(slug=name).first()
                key = twin.translation_key if twin else keys[name]
                page = ProsePage(slug=name, locale=locale, translation_key=key, body=body, **fields)
                home.add_child(instance=page)
                page.save_revision().publish()
                made += 1
    return made


def _home(locale: Locale, keys: dict[str, Any]) -> tuple[HomePage, bool]:
    found = HomePage.objects.filter(locale=locale).first()
    if found:
        return found, False
    root = Page.get_first_root_node()
    twin = HomePage.objects.first()
    home = HomePage(
        title=settings.WAGTAIL_SITE_NAME, slug=f"home-{locale.language_code}", locale=locale,
        translation_key=twin.translation_key if twin else keys["home"],
    )  # fmt: skip
    root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and not isinstance(site.root_page.specific, HomePage):
        before, site.root_page = site.root_page, home
        site.save()
        if before.specific_class is Page and not before.get_children().exists():
            before.delete()  # the page that Wagtail itself puts there
    return home, True


def read(path: Path) -> tuple[dict[str, str], list[tuple[str, Any]]]:
    """Fields and blocks of a file."""
    head, _, html = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    body: list[tuple[str, Any]] = []
    rest = html.strip()
    while rest:
        places = [(at, name) for name in BLOCKS if (at := rest.find(f"<!-- {name} -->")) >= 0]
        at, name = min(places, default=(len(rest), ""))
        if text := rest[:at].strip():
            body.append(("text", text))
        if name:
            body.append((name, None))
        rest = rest[at + len(f"<!-- {name} -->") :].strip() if name else ""
    return fields, body
