"""The pages as readers meet them: by keyboard, without JavaScript, on phones, in the dark, in four languages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

LANGUAGES = ("es", "en", "fr", "pt")
WORDS = {"es": "residencia", "en": "residence", "fr": "séjour", "pt": "residência"}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def addresses(language: str, act: str) -> dict[str, str]:
    return {
        "home": f"/{language}/",
        "results": f"/{language}/search/?q={WORDS[language]}&example=1",
        "nothing": f"/{language}/search/?q=xyzzyx",
        "law": f"/{language}{act}",
        "article": f"/{language}{act}art-7/",
        "side by side": f"/{language}{act}?parallel={'pt' if language != 'pt' else 'es'}",
        "day": f"/{language}{act}?at=2016-05-01",
        "countries": f"/{language}/countries/",
        "country": f"/{language}/countries/ven/",
        "organisation": f"/{language}/countries/oas/",
        "topics": f"/{language}/topics/",
        "topic": f"/{language}/topics/refugee/",
        "law without text": f"/{language}/laws/jam/cap-9/",
        "policy": f"/{language}/policies/blz/amnesty-2022/",
        "new": f"/{language}/new/",
        "about": f"/{language}/about/",
        "coverage": f"/{language}/coverage/",
        "help": f"/{language}/help/",
        "reading figures": f"/{language}/reading-figures/",
        "problem": f"/{language}/problem/?page=/{language}/",
        "register": f"/{language}/indicators/",
        "indicator": f"/{language}/indicators/foreign-born-stock/",
        "series": f"/{language}/indicators/foreign-born-stock/?ref_area=CHL&by=sex",
        "dataset": f"/{language}/datasets/undesa-stock-2024/",
        "standard table": f"/{language}/countries/col/figures/",
        "compared": f"/{language}/compare/?area=ARG&area=BRA&area=MEX",
        "corridors": f"/{language}/corridors/",
        "corridor": f"/{language}/corridors/ven/col/",
        "sicremi": f"/{language}/sicremi/",
        "reports": f"/{language}/reports/",
        "data": "/api/",
        "missing": f"/{language}/laws/exa/nothing/",
    }


@pytest.fixture
def opened(browser: Browser, base_url: str) -> Any:
    """A maker of contexts that are closed afterwards."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=base_url, **options)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


Maker = Callable[..., Page]


@pytest.mark.parametrize(("language", "scheme"), [*((language, "light") for language in LANGUAGES), ("es", "dark")])
def test_no_serious_barrier(opened: Maker, act: str, language: str, scheme: str) -> None:
    # On a phone in the language with the longest words, and in the dark: a page's elements are the same in all four.
    for size in (WIDE, NARROW) if language == "fr" or scheme == "dark" else (WIDE,):
        page = opened(viewport=size, color_scheme=scheme)
        for name, url in addresses(language, act).items():
            page.goto(url)
            for details in page.query_selector_all("details:not([open]) > summary"):
                if details.is_visible():
                    details.evaluate("summary => summary.parentElement.open = true")
            violations = Axe().run(page).response["violations"]
            grave = [
                (v["id"], [node["html"][:200] for node in v["nodes"]][:3])
                for v in violations
                if v["impact"] in ("serious", "critical")
            ]
            assert grave == [], (name, size["width"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overflows_and_targets_are_large_enough(opened: Maker, act: str, language: str) -> None:
    for width in (320, 390, 1280):
        page = opened(viewport={"width": width, "height": 800})
        for name, url in addresses(language, act).items():
            page.goto(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            small = page.evaluate(
                """() => [...document.querySelectorAll(
                    "button, summary, input:not([type=hidden]):not([type=checkbox]), .languages a, .sort a, .pages a, "
                    + ".chips a, .contents a, .permalink, .switch a, .neighbour a, .filters label, footer a")]
                  .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
                  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
            )
            assert small == [], (name, width)


def test_nothing_from_elsewhere_and_no_complaint_of_the_browser(opened: Maker, act: str, base_url: str) -> None:
    page = opened(viewport=WIDE)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for language in LANGUAGES:
        for name, url in addresses(language, act).items():
            if name != "missing":
                page.goto(url)
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(base_url).netloc}
    assert complaints == []


def test_first_view_is_light(opened: Maker, act: str) -> None:
    for url in addresses("fr", act).values():
        page = opened(viewport=NARROW)
        weights: list[int] = []
        page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))  # noqa: B023
        page.goto(url, wait_until="networkidle")
        assert 0 < sum(weights) <= 100 * 1024, url


def test_search_read_and_switch_language(opened: Maker, act: str) -> None:
    page = opened(viewport=WIDE)
    page.goto("/es/search/?example=1&q=")
    page.get_by_role("searchbox").fill("no devolución")
    page.get_by_role("button", name="Buscar").click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".hit h3 a").first.click()
    chosen = page.locator(".provision.chosen")
    expect(chosen).to_be_in_viewport()
    slug = chosen.get_attribute("id")
    page.get_by_role("navigation", name="Idioma del sitio").get_by_role("link", name="Français").click()
    page.wait_for_url(lambda url: urlsplit(url).path == f"/fr{act}{slug}/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".provision.chosen")).to_be_in_viewport()


def test_several_filters_at_once_stand_in_the_address(opened: Maker) -> None:
    page = opened(viewport=WIDE)
    page.goto("/en/search/?q=&example=1")
    boxes = page.locator('input[name="language"], input[name="jurisdiction"]')
    if boxes.count() < 2:
        page.goto("/en/search/?q=&example=1&jurisdiction=exa&jurisdiction=arg")
    first, second = boxes.nth(0), boxes.nth(1)
    first.check()
    second.check()
    wanted = {(box.get_attribute("name"), box.get_attribute("value")) for box in (first, second)}
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chips a").nth(1)).to_be_visible()
    assert all(f"{name}={value}" in page.url for name, value in wanted)


def test_an_article_address_opens_at_the_article(opened: Maker, act: str) -> None:
    page = opened(viewport=NARROW)
    page.goto(f"/pt{act}art-10/")
    expect(page.locator("#art-10")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 300


def test_permanent_link_copies_itself(opened: Maker, act: str, base_url: str) -> None:
    page = opened(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/en{act}")
    page.locator("#art-2 .permalink").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    wanted = f"{base_url}/en{act}art-2/#art-2"
    assert page.url == wanted
    assert page.evaluate("navigator.clipboard.readText()") == wanted


def test_everything_works_without_javascript(opened: Maker, act: str) -> None:
    for size in (WIDE, NARROW):
        page = opened(viewport=size, java_script_enabled=False)
        page.goto("/en/")
        page.get_by_role("searchbox").fill("residence")
        page.get_by_role("button", name="Search").click()
        page.goto("/en/search/?q=residence&example=1&jurisdiction=exa")
        if size is NARROW:
            assert not page.locator('input[name="language"]').first.is_visible()
            page.locator(".filters > summary").click()
        page.locator('input[name="language"][value="en"]').check()
        page.get_by_role("button", name="Apply").click()
        page.wait_for_url("**language=en**")
        page.locator(".hit h3 a").first.click()
        expect(page.locator(".provision.chosen h3")).to_be_in_viewport()
        if size is NARROW:
            page.locator(".contents > summary").click()
        page.locator('.contents a[href$="#art-3"]').click()
        expect(page.locator("#art-3 h3")).to_be_in_viewport()


def test_by_keyboard(opened: Maker, act: str) -> None:
    page = opened(viewport=WIDE)
    page.goto(f"/en{act}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    order: list[str] = []
    for _ in range(20):
        page.keyboard.press("Tab")
        part = page.evaluate("document.activeElement.closest('.brand, .find, .languages, nav.main, main')?.className")
        order += [part] if part not in order[-1:] else []
    assert order[:4] == ["brand", "languages", "main", "find"]
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.goto(f"/en{act}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_print_leaves_out_the_frame(opened: Maker, act: str) -> None:
    page = opened(viewport=WIDE)
    page.goto(f"/en{act}")
    page.emulate_media(media="print")
    for part in ("header.site", ".contents", ".day", ".permalink"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".advice")).to_be_visible()
    expect(page.locator("#art-1")).to_be_visible()
