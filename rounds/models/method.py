"""The method as it is adopted, version by version, and what the network says of a version before that."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class MethodVersion(models.Model):
    """One version. body: paragraphs with a blank line between; review_until: the last day for comments, where one is set."""

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        REVIEW = "review", _("in review")
        ADOPTED = "adopted", _("adopted")

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DRAFT)
    review_from = models.DateField(_("in review from"), null=True, blank=True)
    review_until = models.DateField(_("comments until"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)

    TEXTS = ("title", "body")

    class Meta:
        verbose_name = _("version of the method")
        verbose_name_plural = _("versions of the method")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="adopted") | Q(adopted_on__isnull=False), name="method_adopted"),
            models.CheckConstraint(condition=Q(state="draft") | Q(review_from__isnull=False), name="method_reviewed"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.number)


class MethodComment(models.Model):
    """On a version in review. organisation: for whom the person speaks, kept when the account is erased; answer: the
    secretariat's, in the language of `answer_language`."""

    version = models.ForeignKey(MethodVersion, models.PROTECT, related_name="comments")
    organisation = models.CharField(_("organisation"), max_length=300)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("comment"))
    at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answer_language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment on the method")
        verbose_name_plural = _("comments on the method")
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
