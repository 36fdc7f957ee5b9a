"""The desk as tests open it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from rounds import assessing
from tests.rounds.cast import Cast, cast

HOME = "/en/reporting/"
ARG = f"{HOME}round-2025/arg/"
LANGUAGES = ("es", "en", "fr", "pt")


def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The rules find nothing unless a test says so: they are tried in tests of their own."""
    monkeypatch.setattr(assessing, "assess", lambda submission, tables, given: [])
    cache.clear()
    yield cast()
    cache.clear()


def page(client: Client, address: str, status: int = 200, **form: Any) -> str:
    """The words of an answer; a form is posted."""
    answer = client.post(address, form) if form else client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def fields(html: str) -> dict[str, str]:
    """What a browser would send back of the form of a table, untouched."""
    from html import unescape

    form = html[html.index('class="grid"') :]
    form = form[: form.index("</form>")]
    found = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form)
    }
    for name, body in re.findall(r'<select name="([^"]+)">(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[unescape(name)] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[unescape(name)] = unescape(text)
    found.pop("csrfmiddlewaretoken", None)
    return found
