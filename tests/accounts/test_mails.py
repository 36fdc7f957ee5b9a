"""Work beside the request: the answer waits for nothing, and what goes wrong there is logged."""

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import get_language, override

from accounts import mails

beside: Callable[[Callable[[], None]], None] = mails.after_answer  # before the fixture of this folder replaces it


def test_the_answer_does_not_wait() -> None:
    may_go_on, done = threading.Event(), threading.Event()
    seen: list[Any] = []

    def work() -> None:
        may_go_on.wait(10)
        seen.extend([get_language(), threading.current_thread() is threading.main_thread()])
        done.set()

    with override("pt"):
        beside(work)
    assert not done.is_set(), "it came back before the work was done"
    may_go_on.set()
    assert done.wait(10) and seen == ["pt", False], "in the language of the request, on a thread of its own"


def test_what_fails_is_logged_without_the_address(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    def work() -> None:
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        finally:
            done.set()

    with caplog.at_level(logging.ERROR, "accounts.mails"):
        beside(work)
        assert done.wait(10)
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(10)
    assert "not sent" in caplog.text and "Connection refused" in caplog.text
