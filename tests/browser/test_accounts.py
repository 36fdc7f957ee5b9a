"""Logging in as people do: with an app, with a passkey, by keyboard, on a phone, in four languages, under the strict policy."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site

PASSWORD = "a-long-password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
Maker = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def people(make_people: Callable[[str], None]) -> None:
    make_people(
        """
person("app", "editor", factor=False)
person("key", "reviewer", factor=False)
person("office", "secretariat")
person("reader", "participant", factor=False)
person("blank", "translator", factor=False)
person("forgetful", factor=False)
"""
    )


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Maker]:
    """A maker of pages at a name, not a number (for passkeys), that fails on any complaint of the browser."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=site.url.replace("127.0.0.1", "localhost"), **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def code_of(secret: str, offset: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset)))


def log_in(page: Page, name: str, language: str = "en", password: str = PASSWORD) -> None:
    page.goto(f"/accounts/login/?language={language}")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").click()


def grave(page: Page) -> list[Any]:
    violations = Axe().run(page).response["violations"]
    return [
        (v["id"], [node["html"][:200] for node in v["nodes"]][:3])
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


def test_an_app_from_the_first_login_to_the_desk_and_back(opened: Maker) -> None:
    page = opened(viewport=NARROW)
    log_in(page, "app", "es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Segundo factor")
    page.goto("/admin/")
    assert "/accounts/2fa/" in page.url, "the desk stays shut"
    page.get_by_role("link", name="Configurar una aplicación de autenticación").click()
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    secret = page.locator("code.key").inner_text()
    page.get_by_label("Código").fill(code_of(secret))
    page.get_by_role("button", name="Configurar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Códigos de recuperación")
    assert page.locator(".codes code").count() == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Descargar").click()
    assert download.value.suggested_filename == "recovery-codes.txt"
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()

    log_in(page, "app", "es")
    page.get_by_label("Código").fill("000000")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Código").fill(code_of(secret))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/admin/")


def virtual_key(page: Page) -> tuple[Any, str]:
    """A passkey on this device that is always opened by its owner."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return tool, tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_a_passkey_from_the_first_login_to_the_desk_and_back(opened: Maker) -> None:
    page = opened(viewport=WIDE)
    tool, key = virtual_key(page)
    log_in(page, "key", "fr")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de la clé d’accès").fill("Ordinateur du bureau")
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    assert len(tool.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("Ordinateur du bureau")).to_be_visible()
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()

    log_in(page, "key", "fr")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url("**/admin/")

    page.goto("/accounts/2fa/passkeys/reauthenticate/?next=/accounts/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/accounts/")  # a pattern would meet the one in "next" too
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()

    log_in(page, "key", "fr")
    tool.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": {"protocol": "u2f", "transport": "usb"}})
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.locator("#passkey_error")).to_be_visible(timeout=30_000)


def test_where_the_address_is_a_number_the_page_says_why_there_are_no_passkeys(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    log_in(page, "reader")
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("open it as localhost")).to_be_visible()
    assert page.get_by_role("link", name="Add a passkey").count() == 0
    context.close()


def test_by_keyboard_alone_and_without_javascript(opened: Maker) -> None:
    page = opened(viewport=WIDE, java_script_enabled=False)
    page.goto("/accounts/login/?language=en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the content
    page.keyboard.press("Tab")
    page.keyboard.type("office")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    page.get_by_label("Code").focus()
    page.keyboard.type(code_of(SECRET, 1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def test_a_guest_from_the_mail_to_the_second_factor(opened: Maker, site: Site) -> None:
    page = opened(viewport=WIDE)
    log_in(page, "office")
    page.get_by_label("Code").fill(code_of(SECRET))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/admin/")
    page.goto("/admin/people/")
    page.locator("[name=email]").fill("guest@example.org")
    page.locator("[name=role]").select_option("translator")
    page.locator("[name=language]").select_option("pt")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("guest@example.org").first).to_be_visible()
    assert site.directory
    log = (site.directory / "web.log").read_text(encoding="utf-8")
    link = re.findall(r"http://localhost:\d+/accounts/invitation/\S+language=pt", log)[0]

    guest = opened(viewport=NARROW)
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Convite")
    assert grave(guest) == []
    guest.get_by_label("Nome de usuário").fill("convidada")
    guest.get_by_label("Senha", exact=True).fill("onze-garças-altas")
    guest.get_by_label("Senha, mais uma vez").fill("onze-garças-altas")
    guest.get_by_role("button", name="Aceitar").click()
    guest.wait_for_url("**/accounts/login/**")
    log_in(guest, "convidada", "pt", "onze-garças-altas")
    expect(guest.get_by_text("Sua função exige um segundo fator")).to_be_visible()


def test_a_forgotten_password(opened: Maker, site: Site) -> None:
    page = opened(viewport=NARROW)
    page.goto("/accounts/login/?language=fr")
    page.get_by_role("link", name="J’ai oublié mon mot de passe").click()
    page.get_by_label("Adresse électronique").fill("forgetful@example.org")
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.get_by_text("un message est en route")).to_be_visible()
    assert site.directory
    links: list[str] = []
    for _ in range(100):
        log = (site.directory / "web.log").read_text(encoding="utf-8")
        if links := re.findall(r"http://localhost:\d+/accounts/password/reset/key/\S+language=fr", log):
            break
        time.sleep(0.2)
    page.goto(links[0])
    page.get_by_label("Nouveau mot de passe", exact=True).fill("onze-hérons-gris")
    page.get_by_label("Nouveau mot de passe, encore une fois").fill("onze-hérons-gris")
    page.get_by_role("button", name="Changer le mot de passe").click()
    page.get_by_role("link", name="Se connecter").click()
    log_in(page, "forgetful", "fr", "onze-hérons-gris")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre compte")


ANONYMOUS = ("login/", "password/reset/", "password/reset/done/")
KNOWN = ("", "2fa/", "2fa/app/", "2fa/passkeys/add/", "password/change/", "logout/", "reauthenticate/")


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("es", "light", NARROW), ("en", "dark", WIDE), ("fr", "light", WIDE), ("pt", "dark", NARROW)],
)
def test_no_serious_barrier_and_nothing_overflows(
    opened: Maker, language: str, scheme: str, size: dict[str, int]
) -> None:
    page = opened(viewport=size, color_scheme=scheme)
    must = opened(viewport=size, color_scheme=scheme)

    def look(address: str, page: Page = page) -> None:
        page.goto(f"/accounts/{address}?language={language}")
        assert page.locator("html").get_attribute("lang") == language, address
        assert grave(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
        small = page.evaluate(
            """() => [...document.querySelectorAll("main button, main input:not([type=hidden]), main .ways a, main .button")]
              .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
              .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
        )
        assert small == [], address

    for address in ANONYMOUS:
        look(address)
    log_in(page, "reader", language)
    for address in KNOWN:
        look(address)
    log_in(must, "blank", language)
    look("2fa/", must)


def test_first_view_is_light(opened: Maker) -> None:
    page = opened(viewport=NARROW)
    weights: list[int] = []
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.goto("/accounts/login/", wait_until="networkidle")
    assert 0 < sum(weights) <= 100 * 1024
