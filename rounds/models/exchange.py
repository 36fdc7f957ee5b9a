"""What goes back and forth around a round: questions, training material, mails."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country
from rounds.models.round import RoundTable


class Question(models.Model):
    """On one table of a round; everybody who takes part in the round reads it."""

    table = models.ForeignKey(RoundTable, models.CASCADE, related_name="questions")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("question"))
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["table", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Answer(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("answer"))
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Material(models.Model):
    """Training material for correspondents. body: paragraphs with a blank line between; lines that begin with "- " are a list.
    withdrawn: read by nobody, and kept."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    file = models.FileField(_("file"), upload_to="training", null=True, blank=True)
    withdrawn = models.BooleanField(_("taken out"), default=False)

    TEXTS = ("title", "body")

    class Meta:
        verbose_name = _("training material")
        verbose_name_plural = _("training material")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def file_kind(self) -> str:
        """ "pdf"; empty without a file."""
        return (self.file.name or "").rpartition(".")[2] if self.file else ""

    @property
    def file_size(self) -> int:
        """In bytes; 0 where the file is not there."""
        try:
            return self.file.size if self.file else 0
        except OSError:
            return 0


class Mailing(models.Model):
    """One mail to one recipient about one thing. Claimed before it is sent, so that nobody gets it twice.

    recipient: "user:5" or "institution:3"; thing: "submission:7:v3", "round:2"; claimed_at without sent_at: a process ended between the two.
    """

    recipient = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "thing"], name="mailing_once")]
        indexes = [models.Index(fields=["id"], condition=models.Q(claimed_at=None), name="mailing_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.recipient}"
