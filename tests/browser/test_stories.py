"""Four people at work, each in another language: a reader, a translator, an editor with a reviewer, an administrator."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ROOT, Site

PASSWORD, SECRET = "a-long-password", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
Maker = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def people(make_people: Callable[[str], None]) -> None:
    make_people(
        'person("trad", "translator")\nperson("rev", "reviewer")\nperson("edi", "editor")\nperson("rev2", "reviewer")'
    )


@pytest.fixture
def opened(browser: Browser, base_url: str) -> Iterator[Maker]:
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=base_url, **options)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def log_in(page: Page, name: str, language: str) -> None:
    page.goto(f"/accounts/login/?language={language}")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator("[name=code]").fill(str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/admin/")


def tab_to(page: Page, wanted: str, most: int = 120) -> None:
    """Go on with the tabulator until the focus stands on an element that matches."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"no way by keyboard to {wanted}")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_reader_goes_by_keyboard_from_results_to_an_article_and_to_plain_words(opened: Maker, size: Any) -> None:
    page = opened(viewport=size)
    page.goto("/pt/")
    tab_to(page, "#q")
    page.keyboard.type("anistia 2022 Belize")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pt/search/**")
    tab_to(page, ".group h2 a")
    page.keyboard.press("Enter")
    expect(page.locator(".meaning h2")).to_contain_text("O que isto significa")
    page.goto("/pt/search/?q=residência&example=1&jurisdiction=exa")
    tab_to(page, ".hit h3 a")
    page.keyboard.press("Enter")
    expect(page.locator(".provision.chosen")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "pt"


def test_a_reader_keeps_a_page_for_offline_and_reports_a_problem(opened: Maker, tmp_path: Path) -> None:
    page = opened(viewport=NARROW)
    page.goto("/fr/laws/jam/cap-9/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Enregistrer pour lire hors ligne").click()
    kept = tmp_path / "page.html"
    download.value.save_as(kept)
    page.goto(kept.as_uri())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".meaning")).to_be_visible()
    page.goto("/fr/laws/jam/cap-9/")
    page.get_by_role("link", name="Signaler un problème").click()
    page.locator("[name=about]").select_option("outdated")
    page.locator("[name=message]").fill("Cette loi a été remplacée.")
    page.locator("main form.form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci")


def test_a_translator_closes_a_gap_in_the_matrix(opened: Maker, make_people: Callable[[str], None]) -> None:
    make_people(
        "from laws.models import Law\n"
        "law = Law.objects.get(jurisdiction__code='jam', slug='cap-9')\n"
        "law.state_fr, law.meaning_fr = 'missing', ''\nlaw.save()"
    )
    page = opened(viewport=WIDE)
    log_in(page, "trad", "fr")
    page.goto("/admin/languages/?kind=laws&jurisdiction=jam&language=fr&state=missing")
    page.locator("a.state.missing").first.click()
    expect(page.locator(".pair .source").first).to_be_visible()
    page.locator("[name=meaning]").fill("Cette loi ancienne règle l’entrée des étrangers.")
    assert "reviewed" not in page.locator("[name=state]").inner_html(), "a translator does not call a text reviewed"
    page.locator("[name=state]").select_option("draft")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    assert "Cette loi ancienne" not in opened().request.get("/fr/laws/jam/cap-9/").text(), "a draft"

    reviewer = opened(viewport=WIDE)
    log_in(reviewer, "rev", "en")
    reviewer.goto("/admin/languages/?kind=laws&jurisdiction=jam&language=fr&state=draft")
    reviewer.goto("/admin/languages/?kind=laws&jurisdiction=jam")
    row = reviewer.locator("tr", has=reviewer.get_by_text("Aliens Act", exact=True))
    row.locator("a.state").nth(2).click()
    reviewer.locator("[name=state]").select_option("reviewed")
    reviewer.get_by_role("button", name="Save and publish").click()
    assert "Cette loi ancienne" in opened().request.get("/fr/laws/jam/cap-9/").text()


def test_an_editor_brings_a_sheet_corrects_it_and_a_reviewer_publishes(opened: Maker, tmp_path: Path) -> None:
    sheet = tmp_path / "normas.csv"
    head = "jurisdiction,type,native_type,number,date,title_es,summary_es,topics\n"
    sheet.write_text(head + "arg,act,Ley,99.123,2024-13-01,Ley de Brumas,Sobre la bruma.,refugee\n", encoding="utf-8")
    page = opened(viewport=WIDE)
    log_in(page, "edi", "es")

    def bring() -> None:
        page.goto("/admin/uploads/")
        page.locator("input[type=file]").set_input_files(str(sheet))
        page.locator("main form[enctype] button[type=submit]").click()

    bring()
    expect(page.locator("main")).to_contain_text("2024-13-01")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("2024-13-01", "2024-12-01"), encoding="utf-8")
    bring()
    expect(page.locator("main")).to_contain_text("Ley de Brumas")
    page.get_by_role("button", name=re.compile("Aplicar")).click()
    assert opened().request.get("/es/laws/arg/ley-99123/").status == 404, "a draft"
    reviewer = opened(viewport=WIDE)
    log_in(reviewer, "rev2", "en")
    reviewer.goto("/admin/languages/?kind=laws&jurisdiction=arg&language=es&state=draft")
    reviewer.locator("tr", has_text="Ley de Brumas").locator("a.state").first.click()
    reviewer.locator("[name=state]").select_option("reviewed")
    reviewer.get_by_role("button", name="Save and publish").click()
    assert "Sobre la bruma." in opened().request.get("/es/laws/arg/ley-99123/").text()


def test_an_administrator_backs_up_and_restores(site: Site, opened: Maker, tmp_path: Path) -> None:
    if site.environment is None:
        pytest.skip("KB_BASE_URL names a server of somebody else")

    def manage(*arguments: str, data: Path) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env={**site.environment, "DATA_DIR": str(data)},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    manage("backup", "--to", str(tmp_path / "backups"), data=site.directory)
    (archive,) = (tmp_path / "backups").glob("kb-*.json")
    manage("restore", str(archive), "--yes", data=tmp_path / "elsewhere")
    assert "0 missing" in manage("verify_index", data=tmp_path / "elsewhere")
