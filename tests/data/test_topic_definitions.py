"""The shipped definitions: one for each concept of migration law, in four languages, short and without figures."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
LANGUAGES = ("es", "en", "fr", "pt")


@cache
def definitions() -> list[dict[str, str]]:
    with (DATA / "topic_definitions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_core_concept_has_one_row_and_no_other():
    with (DATA / "thesaurus.csv").open(encoding="utf-8", newline="") as file:
        core = dict.fromkeys(row["concept"] for row in csv.DictReader(file) if row["scope"] == "core")
    assert sorted(row["concept"] for row in definitions()) == sorted(core)


@pytest.mark.parametrize("language", LANGUAGES)
def test_length_and_form(language):
    for row in definitions():
        text = row[f"definition_{language}"]
        words = [word for word in text.split() if re.search(r"\w", word)]
        assert 15 <= len(words) <= 40, (row["concept"], len(words))
        assert text[0].isupper() and text.endswith("."), row["concept"]
        assert "  " not in text and text == text.strip(), row["concept"]
        assert not re.search(r"\d", text), row["concept"]


def test_no_text_stands_twice():
    """Neither in two languages, which would be a text not translated, nor under two concepts."""
    texts = Counter(row[f"definition_{language}"] for row in definitions() for language in LANGUAGES)
    assert [text for text, count in texts.items() if count > 1] == []


def test_french_signs_keep_to_their_word():
    for row in definitions():
        text = row["definition_fr"]
        assert not re.search(r"[^\u00a0][:;»]|«[^\u00a0]", text), row["concept"]
