"""What keeps records true: links that are tried, problems that readers report, sheets and files that editors bring."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """An address that records give, and what came of trying it last.

    status: the HTTP answer, null when there was none or it was not tried yet; `error` says why.
    broken_since: first of the failures without a success between; null when it works.
    """

    url = models.URLField(_("address"), max_length=1000, unique=True)
    tried_at = models.DateTimeField(_("tried on"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    broken_since = models.DateTimeField(_("broken since"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url


class Problem(models.Model):
    """What a reader reported of a page. `contact` is shown to editors only and cleared when the problem is closed."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("being looked at")
        SOLVED = "solved", _("solved")
        DECLINED = "declined", _("nothing to change")

    class About(models.TextChoices):
        WRONG = "wrong", _("something is wrong")
        OUTDATED = "outdated", _("something is out of date")
        TRANSLATION = "translation", _("the translation is not right")
        LINK = "link", _("a link does not work")
        OTHER = "other", _("something else")

    kind = models.CharField(max_length=32, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    address = models.CharField(_("page"), max_length=500)
    language = models.CharField(_("language"), max_length=2)
    about = models.CharField(_("what is it about?"), max_length=12, choices=About.choices)
    message = models.TextField(_("message"), max_length=3000)
    contact = models.EmailField(_("mail address"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.NEW)
    note = models.TextField(_("note of the editors"), blank=True)
    made_at = models.DateTimeField(_("reported on"), default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )

    class Meta:
        verbose_name = _("reported problem")
        verbose_name_plural = _("reported problems")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.address}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.state in (self.State.SOLVED, self.State.DECLINED):
            self.contact = ""
        super().save(*args, **kwargs)


class Upload(models.Model):
    """A file that an editor brought to be imported: first compared, then applied. The bytes lie outside the web root.

    sha256: name of the kept file; sheet: which sheet it was read as ("laws" ...), or "statutes" for files of law.
    report: what the comparison or the import said, without its rows (`records.uploads`).
    """

    class State(models.TextChoices):
        COMPARED = "compared", _("compared")
        APPLIED = "applied", _("applied")
        REFUSED = "refused", _("refused")

    sheet = models.CharField(max_length=32)
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.COMPARED)
    report = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("brought on"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("brought by")
    )
    applied_at = models.DateTimeField(_("applied on"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("applied by")
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name
