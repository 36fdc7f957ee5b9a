"""Prose pages in Wagtail's locale trees, and the profile of a jurisdiction."""

from pages.models.profile import Profile
from pages.models.prose import HomePage, ProsePage

__all__ = ["HomePage", "Profile", "ProsePage"]
