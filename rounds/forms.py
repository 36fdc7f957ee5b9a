"""Forms of the desk of those who fill."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from countries.models import Country
from rounds import people_history, workflow
from rounds.models import Institution, Readiness, Submission, today_in
from rounds.refusals import Refusal


class ReadinessForm(forms.Form):
    """One question an item of the information system with room for a remark; then what migration the country knows."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("For migration, this country is a"), choices=Readiness.Place.choices,
        widget=forms.CheckboxSelectMultiple, error_messages={"required": gettext_lazy("Say origin, transit or destination.")},
    )  # fmt: skip

    def __init__(self, data: Any, held: Readiness | None):
        initial: dict[str, Any] = {"roles": held.roles if held else []}
        for item, told in (held.answers if held else {}).items():
            initial |= {item: told.get("answer", ""), f"{item}_remark": told.get("remark", "")}
        super().__init__(data, initial=initial)
        for item, label in Readiness.Item.choices:
            self.fields[item] = forms.ChoiceField(
                label=label, choices=Readiness.Answer.choices, widget=forms.RadioSelect
            )
            self.fields[f"{item}_remark"] = forms.CharField(
                label=_("Remark"), required=False, max_length=1000, widget=forms.TextInput
            )

    @property
    def items(self) -> list[tuple[Any, Any]]:
        """(answer, remark) of each item."""
        return [(self[item], self[f"{item}_remark"]) for item in Readiness.Item.values]

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {item: {"answer": data[item], "remark": data[f"{item}_remark"]} for item in Readiness.Item.values}


class TextForm(forms.Form):
    """A section of the narrative."""

    language = forms.ChoiceField(label=gettext_lazy("written in"), choices=settings.LANGUAGES)
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 18})
    )
    ready = forms.BooleanField(label=gettext_lazy("This section is ready"), required=False)


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or str(obj.get_username())


def candidates(country: Country, *but: Any) -> QuerySet[User]:
    """Accounts with the role of correspondent for that very country."""
    held = User.objects.filter(
        is_active=True, memberships__role=Role.CORRESPONDENT, memberships__jurisdiction=country.jurisdiction_id
    )
    return held.exclude(pk__in=[user.pk for user in but]).distinct().order_by("username")


class OfSubmission(forms.Form):
    """A form about who acts for the country of a submission."""

    def __init__(self, *args: Any, submission: Submission, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.submission, self.user = submission, user
        self.auto_id = f"id_{type(self).__name__.lower()}_%s"
        person: Any = self.fields["person"]
        person.queryset = candidates(submission.country, user)
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
        today = today_in(submission.country).isoformat()
        for name in ("start", "end", "on"):
            if name in self.fields:
                self.fields[name].widget.attrs["min"] = today
        if "start" in self.fields:
            self.fields["start"].initial = today


def day_field(label: Any, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day as browsers send it, whatever the language of the page."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"]
    )


class AlternateForm(OfSubmission):
    person = Person(User.objects.none(), label=gettext_lazy("Who"))
    start = day_field(gettext_lazy("from"))
    end = day_field(gettext_lazy("acts no more from"), required=False)

    def done(self) -> str:
        data = self.cleaned_data
        workflow.alternate_name(
            submission=self.submission, user=data["person"], start=data["start"], end=data["end"], actor=self.user
        )
        return _("The alternate is named.")


class HandOverForm(OfSubmission):
    person = Person(User.objects.none(), label=gettext_lazy("To whom"))
    on = day_field(
        gettext_lazy("from"),
        help_text=gettext_lazy("From this day on, in the time of the country, you act for it no more."),
    )
    comment = forms.CharField(label=gettext_lazy("Comment"), required=False, max_length=5000)

    def done(self) -> str:
        data = self.cleaned_data
        workflow.submission_hand_over(
            submission=self.submission, to=data["person"], on=data["on"], actor=self.user, comment=data["comment"]
        )
        return _("The mandate is handed over.")


class InstitutionForm(forms.ModelForm):  # type: ignore[type-arg]
    """An institution of one country, which `actor` adds."""

    class Meta:
        model = Institution
        fields = ("name", "kind", "language", "mails")
        widgets = {"mails": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Any, country: Country, actor: Any):
        super().__init__(data, auto_id="id_institution_%s")
        self.instance.country, self.actor = country, actor

    def _get_validation_exclusions(self) -> set[str]:
        # The country is given: that a name stands once in it is asked here, and not left to the database.
        return super()._get_validation_exclusions() - {"country"}  # type: ignore[misc,no-any-return]

    def done(self) -> str:
        try:
            with transaction.atomic():
                row = self.save()
                people_history.record(row.country, "institution_add", actor=self.actor, subject=row.name)
        except IntegrityError:  # somebody added it a moment ago
            raise Refusal("twice") from None
        return _("The institution is added: tables can be handed to it.")
