"""Imports end alike in whatever order their files come."""

import random
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from laws import importing
from laws.digest import canonical, digest
from laws.models import Provision
from tests import factories
from tests.factories import article, staged, wording
from tests.laws.stories import ONE, THREE, TWO, day, figures, load, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jurisdictions")]


def consolidations(chance: random.Random) -> list[Any]:
    """Three consolidations in two languages of an invented law whose articles come, change, go and come back."""
    laws = []
    for language, title in (("es", "Ley de Brumas"), ("fr", "Loi des brumes")):
        for year in (2010, 2013, 2016):
            numbers = [number for number in range(1, 6) if chance.random() < 0.8]
            articles = [article(f"{number}", f"{language} {number} {chance.choice('ab')}.") for number in numbers]
            laws.append(factories.law(*articles or [ONE], language=language, title=title, as_of=f"{year}-01-01"))
    return laws


def outcome(laws: list[Any]) -> list[dict[str, Any]]:
    """All that is stored after importing these in this order, but for what the first file alone decides."""
    with transaction.atomic():
        for law in laws:
            assert importing.apply(staged(law)).refused is None
        result = [{key: value for key, value in law.items() if key != "name_key"} for law in canonical()]
        transaction.set_rollback(True)
    return result


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_files_ends_alike(seed: int) -> None:
    chance = random.Random(seed)
    laws = consolidations(chance)
    wanted = outcome(laws)
    assert wanted[0]["provisions"]
    for _ in range(4):
        order = chance.sample(laws, len(laws))
        assert outcome(order) == wanted, [(law.language, law.as_of) for law in order]


def test_any_order_and_then_all_anew_changes_nothing() -> None:
    chance = random.Random(99)
    laws = chance.sample(consolidations(chance), 6)
    for law in laws:
        importing.apply(staged(law))
    before = digest()
    assert [figures(importing.apply(staged(law)))[:2] for law in laws] == [(0, 0)] * 6
    assert digest() == before


def test_a_file_that_lags_behind_in_one_language_does_not_become_the_newest() -> None:
    load(ONE, TWO, as_of="2015-01-01")
    load(article("Article 2", "Nul ne fermera le gué."), language="fr", title="Loi", as_of="2014-06-01")
    load(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01")
    load(article("Article 2", "Nul ne fermera le gué."), language="fr", title="Loi", as_of="2017-06-01")
    assert story("2")[-1] == (day(2018), None, True, "Nadie cerrará los vados.")
    assert story("2", "fr")[-1][3] is None, "the French of 2018 is not known yet"


def test_many_articles_put_in_the_middle_stand_in_reading_order() -> None:
    load(ONE, TWO, THREE, as_of="2015-01-01")
    added = [article(f"Artículo 1-{number}", "Nuevo.") for number in range(40)]
    load(ONE, *added, TWO, THREE, as_of="2018-01-01")
    slugs = list(Provision.objects.values_list("slug", flat=True))
    assert slugs == ["art-1", *(f"art-1-{number}" for number in range(40)), "art-2", "art-3"]


def test_an_article_of_an_older_consolidation_stands_where_it_stood() -> None:
    load(ONE, THREE, as_of="2018-01-01")
    load(ONE, TWO, THREE, as_of="2015-01-01")
    assert list(Provision.objects.values_list("slug", flat=True)) == ["art-1", "art-2", "art-3"]


def test_both_orders_of_a_good_and_a_bad_file_end_alike() -> None:
    bad = factories.law(ONE, replace(TWO, current=wording("Nadie cerrara el vad0.")), THREE, format="plain-text")
    good = factories.law(ONE, TWO, format="bcn")
    assert outcome([bad, good]) == outcome([good, bad])
