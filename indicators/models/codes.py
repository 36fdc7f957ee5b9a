"""Code lists, SDMX-shaped: what a dimension of a series may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Code(models.Model):
    """One code of one list ("sex", "M"), with its label once a language.

    parent: the code of the same list that it is a part of, or empty. aliases: spellings met in files, one a line;
    languages without a label of their own show the publisher's words (job titles of one country's classification).
    """

    list = models.CharField(_("code list"), max_length=16)
    code = models.CharField(_("code"), max_length=40)
    parent = models.CharField(_("part of"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("label"), max_length=200, blank=True)
    aliases = models.TextField(_("other spellings"), blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    TEXTS = ("label",)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["list", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.list} {self.code}"
