"""Ways into rounds and reports: whoever is let in sees the link, on the account's page and on the desk, and nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts import doors
from accounts.models import Role
from rounds.models import RoundObserver
from tests.people import person, sign_in
from tests.rounds.cast import Cast, cast

pytestmark = pytest.mark.django_db
NETWORK = {"rounds:network", "rounds:training"}
OFFICE = {"rounds:office", "reports:office"}
SEES = {
    "reader": set(),
    "editor": set(),
    "correspondent": {"rounds:desk", *NETWORK},
    "provider": {"rounds:desk", *NETWORK},
    "observer": NETWORK,
    "secretariat": {"rounds:desk", *NETWORK, *OFFICE},
    "administrator": {"rounds:desk", *NETWORK, *OFFICE},
}


@pytest.fixture
def story() -> Cast:
    return cast()


def account(story: Cast, who: str) -> Any:
    if who == "observer":
        user = person("watcher", Role.PARTICIPANT, factor=False)
        RoundObserver.objects.create(round=story.round, user=user, organisation="OECD")
        return user
    made = {"reader": ("reader", {}), "editor": ("editor", {}), "administrator": ("root", {"is_superuser": True})}
    if who in made:
        name, fields = made[who]
        return person(name, *([Role.EDITOR] if who == "editor" else []), **fields)
    held = {
        "correspondent": story.correspondents["arg"], "secretariat": story.secretariat,
        "provider": next(iter(story.providers.values())),
    }  # fmt: skip
    return held[who]


def linked(html: str, language: str) -> set[str]:
    with override(language):
        return {door.view for door in doors.every() if f'"{reverse(door.view)}"' in html}


@pytest.mark.parametrize("who", SEES)
def test_what_is_shown_opens_and_what_is_not_shown_does_not(story: Cast, who: str) -> None:
    client = sign_in(account(story, who))
    html = client.get("/accounts/", {"language": "es"}).content.decode()
    assert linked(html, "es") == SEES[who]
    for door in doors.every():
        with override("es"):
            status = client.get(reverse(door.view)).status_code
        assert (status == 200) is (door.view in SEES[who]), (door.view, status)


@pytest.mark.parametrize("who", ["editor", "correspondent", "secretariat"])
def test_the_desk_has_the_same_ways_in_its_menu(story: Cast, who: str) -> None:
    html = sign_in(account(story, who)).get("/admin/", headers={"accept-language": "fr"}).content.decode()
    assert {name for name in SEES["secretariat"] if f'"{name.replace(":", "-")}"' in html} == SEES[who]
    assert ("/fr/reporting/" in html) is bool(SEES[who]), "addresses of the reader's language"


def test_who_still_lacks_the_second_factor_is_led_to_that_alone(story: Cast) -> None:
    client = Client()
    client.force_login(
        person("ida", Role.CORRESPONDENT, jurisdiction=story.countries["can"].jurisdiction, factor=False)
    )
    html = client.get("/accounts/").content.decode()
    assert linked(html, "en") | linked(html, "es") == set()


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_readers_come_to_figures_corridors_reports_and_sicremi_from_every_page(language: str) -> None:
    home = Client().get(f"/{language}/").content.decode()
    for page in ("indicators/", "indicators/#area", "corridors/", "reports/", "sicremi/"):
        assert f'href="/{language}/{page}"' in home, page
    elsewhere = Client().get(f"/{language}/topics/").content.decode()
    header, _, rest = elsewhere.partition("<main")
    for part in (header, rest):
        assert f'href="/{language}/indicators/"' in part and f'href="/{language}/reports/"' in part
