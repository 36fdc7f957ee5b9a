"""Whether an administrator has taken the invented jurisdiction away: then setting up does not bring it back."""

from pathlib import Path

from django.conf import settings


def marker() -> Path:
    """A file in the data directory, so that a backup carries it along; without it, quickstart makes the example anew."""
    return Path(settings.DATA_DIR) / "example-removed"


def removed() -> bool:
    """Whether it is to stay away."""
    return marker().exists()


def remember() -> None:
    """From now on it stays away."""
    marker().parent.mkdir(parents=True, exist_ok=True)
    marker().touch()
