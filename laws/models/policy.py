"""Public policy: what a government set out to do about migration, with which means and on which legal basis."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from countries.models import Jurisdiction
from laws.models.law import Law
from records.models import Curated, Record, Topic

_day_or_year = RegexValidator(r"^\d{4}(-\d{2}-\d{2})?$", _("Give a year (2024) or a day (2024-05-31)."))


class PolicyQuerySet(models.QuerySet["Policy"]):
    def listed(self) -> "PolicyQuerySet":
        """Without the invented jurisdiction: what default lists, counts and searches are about."""
        return self.filter(jurisdiction__is_example=False)


class Policy(Curated, Record):
    """One public policy, plan, strategy or programme. Natural key: jurisdiction and slug.

    objectives, measures and institutions hold one item a line. Institutions and the issuing body keep the names that
    they have in their own language. period_start, period_end: a year or a day, as text.
    """

    TEXTS = ("title", "summary", "meaning", "objectives", "population", "measures", "monitoring")

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="policies", verbose_name=_("jurisdiction")
    )
    issuing_body = models.CharField(_("issuing body"), max_length=300, blank=True)
    period_start = models.CharField(_("from"), max_length=10, blank=True, validators=[_day_or_year])
    period_end = models.CharField(_("until"), max_length=10, blank=True, validators=[_day_or_year])
    objectives = models.TextField(_("objectives"), blank=True)
    population = models.TextField(_("target population"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    institutions = models.TextField(_("institutions"), blank=True)
    budget = models.CharField(_("budget"), max_length=300, blank=True, help_text=_("as stated, with currency and year"))
    monitoring = models.TextField(_("monitoring and evaluation"), blank=True)
    legal_basis = ParentalManyToManyField(Law, blank=True, related_name="policies", verbose_name=_("legal basis"))
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name=_("followed by")
    )
    official_url = models.URLField(_("official text"), max_length=500, blank=True)
    topics = ParentalManyToManyField(Topic, blank=True, related_name="policies", verbose_name=_("topics"))

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="policy")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="policy",
        for_concrete_model=False,
    )
    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("public policy")
        verbose_name_plural = _("public policies")
        ordering = ["jurisdiction__code", "-period_start", "slug"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "slug"], name="policy_address_once")]

    def get_absolute_url(self) -> str:
        return reverse("laws:policy", args=[self.jurisdiction.code, self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "laws/policy_preview.html"

    @property
    def known_year(self) -> int | None:
        """The year in which it begins."""
        return int(self.period_start[:4]) if self.period_start else None
