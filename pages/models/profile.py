"""The profile of a country or another jurisdiction: its migration law and policy in a few sentences."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Jurisdiction
from records.models import Curated, Record


class ProfileQuerySet(models.QuerySet["Profile"]):
    def listed(self) -> "ProfileQuerySet":
        """Without the invented jurisdiction."""
        return self.filter(jurisdiction__is_example=False)


class Profile(Curated, Record):
    """One jurisdiction on the site. Its slug is the jurisdiction's code, its titles are the jurisdiction's names.

    authority: the body that decides on residence, by its own name; official_url: its site.
    """

    jurisdiction = models.OneToOneField(
        Jurisdiction, models.PROTECT, related_name="profile", verbose_name=_("jurisdiction")
    )
    authority = models.CharField(_("migration authority"), max_length=300, blank=True)
    official_url = models.URLField(_("site of the authority"), max_length=500, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="profile")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="profile",
        for_concrete_model=False,
    )
    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("country profile")
        verbose_name_plural = _("country profiles")
        ordering = ["slug"]

    def get_absolute_url(self) -> str:
        return reverse("pages:country", args=[self.jurisdiction.code])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "pages/profile_preview.html"
