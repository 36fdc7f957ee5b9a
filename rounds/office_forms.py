"""Forms of the secretariat: what a round asks, of whom, until when."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators import asking
from indicators.wording import Words
from records.models import LANGUAGES
from rounds.models import Round, RoundTable, Section
from rounds.proposing import BASES

_LOCAL = "%Y-%m-%dT%H:%M"
# Words of addresses where the round’s own would stand; a test holds them against the addresses.
TAKEN = frozenset({"new", "office", "rounds", "training"})


def in_four(name: str) -> list[str]:
    return [f"{name}_{code}" for code in LANGUAGES]


def label_four(form: forms.BaseForm, name: str, label: Any) -> None:
    """Each of the four with the language's own name; the text in it is of that language."""
    for code, language in settings.LANGUAGES:
        column = form.fields[f"{name}_{code}"]
        column.label = format_lazy("{} ({})", label, language)
        column.widget.attrs["lang"] = code


def suggested_zones() -> list[str]:
    """For the list beside the field; any other name of the IANA list is taken too."""
    return sorted(name for name in available_timezones() if name.startswith("America/") or name == "UTC")


def deadline_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """What a clock shows, without a zone; `moment_in` makes a moment of it."""
    return forms.DateTimeField(
        label=label, input_formats=[_LOCAL, f"{_LOCAL}:%S"], help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )  # fmt: skip


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]
    """deadline: as the clock of its zone shows it."""

    deadline = deadline_field(_("Deadline"), _("as a clock in the time zone below shows it"))

    class Meta:
        model = Round
        fields = [*in_four("title"), "slug", "first", "last", "deadline", "timezone", *in_four("guidance")]
        labels = {
            "slug": _("Address"), "first": _("First year"), "last": _("Last year"), "timezone": _("Time zone of the deadline"),
        }  # fmt: skip
        help_texts = {
            "slug": _("Letters, digits and hyphens, “round-2026” for instance; it stands in every link."),
            "timezone": _("A name of the IANA list, “America/Bogota” for instance."),
        }
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 4}) for name in in_four("guidance")},
            "timezone": forms.TextInput(attrs={"list": "zones"}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        label_four(self, "title", _("Title"))
        label_four(self, "guidance", _("Guidance"))
        if self.instance.pk:
            self.initial["deadline"] = self.instance.deadline.astimezone(self.instance.zone).replace(tzinfo=None)
        for name in in_four("title"):
            self.fields[name].required = True
        for name in ("first", "last"):
            self.fields[name].widget.attrs |= {"min": 1900, "max": 2100}

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug.lower() in TAKEN:
            raise ValidationError(_("This address is kept for another page."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not 1900 <= first <= last <= 2100:
            self.add_error("last", _("The last year lies before the first, or is no year of our time."))
        if first and last and last - first > 60:
            self.add_error("last", _("At most 60 years can be asked for at once."))
        told, zone = cleaned.get("deadline"), cleaned.get("timezone")
        if told and zone in available_timezones():
            try:
                cleaned["deadline"] = moment_in(told, zone)
            except ValidationError as error:
                self.add_error("deadline", error)
        return cleaned


def moment_in(told: datetime, zone: str) -> datetime:
    """The moment at which a clock of the zone shows what was typed; ValidationError where none does."""
    if not 2000 <= told.year <= 2100:
        raise ValidationError(_("This is no year of our time."))
    local = told.replace(tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != told.replace(tzinfo=None):
        raise ValidationError(_("Clocks in this time zone skip that hour: choose another one."))
    return moment


class TableForm(forms.ModelForm):  # type: ignore[type-arg]
    """One table of a round. breakdowns: the dimensions that vary, of those that the register proposes; basis: by what origin is
    counted, where the table is about origin."""

    breakdowns = forms.MultipleChoiceField(
        label=_("Breakdowns"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Every one of them multiplies the cells that a country fills."),
    )  # fmt: skip

    basis = forms.ChoiceField(
        label=_("Basis of origin"), help_text=_("Figures by birth and figures by citizenship are never mixed in one table."),
    )  # fmt: skip

    class Meta:
        model = RoundTable
        fields = ["freq", "required", "position", *in_four("guidance")]
        labels = {"freq": _("Frequency"), "required": _("Required"), "position": _("Position")}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in in_four("guidance")}

    field_order = ["breakdowns", "basis", "freq", "required", "position"]

    def __init__(self, *args: Any, proposed: RoundTable, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        label_four(self, "guidance", _("Guidance"))
        names = list(dict.fromkeys([*proposed.vary, *self.instance.vary]))
        self.fields["breakdowns"].choices = [(name, asking.NAMES[name]) for name in names]  # type: ignore[attr-defined]
        self.initial["breakdowns"] = list(self.instance.vary)
        basis = {**proposed.fixed, **self.instance.fixed}.get("BASIS")
        if basis:
            words = Words(get_language() or "en")
            self.fields["basis"].choices = [(code, words.code("BASIS", code)) for code in BASES]  # type: ignore[attr-defined]
            self.initial["basis"] = basis
        else:
            del self.fields["basis"]

    def save(self, commit: bool = True) -> RoundTable:
        """Codes and totals of what was left out go; what came back gets those of the register."""
        table: RoundTable = self.instance
        wanted = self.cleaned_data["breakdowns"]
        known = {**self.proposed.codes, **table.codes}
        adds_up = {*self.proposed.totals, *table.totals}
        table.vary = [name for name in known if name in wanted]
        table.codes = {name: known[name] for name in table.vary}
        table.totals = [name for name in table.vary if name in adds_up]
        if basis := self.cleaned_data.get("basis"):
            table.fixed = {**table.fixed, "BASIS": basis}
        return super().save(commit)  # type: ignore[no-any-return]


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Section
        fields = ["key", "position", *in_four("title"), *in_four("guidance")]
        labels = {"key": _("Short name"), "position": _("Position")}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in in_four("guidance")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        label_four(self, "title", _("Title"))
        label_four(self, "guidance", _("What to write"))
        for name in in_four("title"):
            self.fields[name].required = True

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if Section.objects.filter(round=self.instance.round_id, key=key).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The round has a section of this name already."))
        return key


class CommentForm(forms.Form):
    """What a step of the review says."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )
