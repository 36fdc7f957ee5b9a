"""Mails of accounts are sent beside the request; here at once, so that tests see them."""

from collections.abc import Callable

import pytest

from accounts import mails


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(work: Callable[[], None]) -> None:
        work()

    monkeypatch.setattr(mails, "after_answer", run)
