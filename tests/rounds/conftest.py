"""What several of these tests begin with; a file with another story tells its own."""

import pytest

from kb import messages
from rounds import assessing
from tests.rounds.cast import Cast, cast


@pytest.fixture(scope="module")
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, with figures in which the rules find nothing."""
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()
