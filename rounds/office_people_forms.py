"""Forms on people, institutions, participation and observers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from countries.models import Country
from rounds.models import (
    Authority,
    Delegation,
    Institution,
    InstitutionUser,
    Participation,
    Round,
    RoundObserver,
)

# Offered while typing; any other organisation can be written.
ORGANISATIONS = ("CEPAL / ECLAC", "OCDE / OECD", "OIM / IOM", "OIT / ILO")


def _day(label: Any, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def holders(country: Country, role: str) -> QuerySet[User]:
    """Accounts that hold the role for this very country."""
    held = User.objects.filter(
        is_active=True, memberships__role=role, memberships__jurisdiction=country.jurisdiction_id
    )
    return held.distinct().order_by("username")


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(filter(None, (obj.get_full_name(), obj.get_username(), obj.email)))


class _OfCountry(forms.ModelForm):  # type: ignore[type-arg]
    """Rows of one country; uniqueness is asked of the database before it complains."""

    def __init__(self, *args: Any, country: Country, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.country = country
        if "country" in {field.name for field in self._meta.model._meta.fields}:
            self.instance.country = country

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_unique()
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, ValidationError(_("This is there already.")) if not error.messages else error)


class AuthorityForm(_OfCountry):
    """Who may sign by name and office; the account must hold the role for the country."""

    user = _Person(label=_("Account"), queryset=User.objects.none())

    class Meta:
        model = Authority
        fields = ("user", "name", "office")
        labels = {"name": _("Name"), "office": _("Office")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = holders(self.country, Role.CORRESPONDENT)  # type: ignore[attr-defined]

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if Authority.objects.filter(country=self.country, user=user).exists():
            raise ValidationError(_("This person is among the authorities already."))
        return user


class DelegationForm(forms.Form):
    user = _Person(label=_("Account"), queryset=User.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=Delegation.Kind.choices)
    start = _day(_("From"))
    end = _day(_("Acts no more from"), required=False, help_text=_("Empty while it lasts."))

    def __init__(self, *args: Any, country: Country, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = holders(country, Role.CORRESPONDENT)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("The mandate cannot end before it begins."))
        return cleaned


class EndForm(forms.Form):
    end = _day(_("Acts no more from"))


class InstitutionForm(_OfCountry):
    class Meta:
        model = Institution
        fields = ("name", "kind", "language", "mails")
        labels = {"name": _("Name"), "kind": _("Kind"), "language": _("Language"), "mails": _("E-mail addresses")}
        widgets = {"mails": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"mails": _("One a line. Tables to fill go there.")}

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if Institution.objects.filter(country=self.country, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The country has an institution of this name already."))
        return name


class InstitutionUserForm(_OfCountry):
    user = _Person(label=_("Account"), queryset=User.objects.none())

    class Meta:
        model = InstitutionUser
        fields = ("institution", "user")
        labels = {"institution": _("Institution")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = holders(self.country, Role.DATA_PROVIDER)  # type: ignore[attr-defined]
        self.fields["institution"].queryset = Institution.objects.filter(country=self.country)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if InstitutionUser.objects.filter(institution=cleaned.get("institution"), user=cleaned.get("user")).exists():
            self.add_error("user", _("This person works for the institution already."))
        return cleaned


class ParticipationForm(_OfCountry):
    """A dated fact. checked: today where the box is ticked."""

    day = _day(_("Day"), required=False, help_text=_("Empty where only the year is known."))
    source_url = forms.URLField(
        label=_("Address of the source"), max_length=1000, required=False, assume_scheme="https"
    )
    compared = forms.BooleanField(label=_("I compared this with the source"), required=False)

    class Meta:
        model = Participation
        fields = ("event", "year", "day", "source", "source_url")
        labels = {
            "event": _("Event"), "year": _("Year"), "source": _("Source"),
        }  # fmt: skip

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if not 2009 <= year <= timezone.now().year:
            raise ValidationError(_("SICREMI was planned in 2009: a year from then until now."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        which = {"country": self.country, "event": cleaned.get("event"), "year": cleaned.get("year"), "round": None}
        if Participation.objects.filter(**which).exists():
            self.add_error("year", _("This is written down already."))
        if cleaned.get("compared") and not cleaned.get("source"):
            self.add_error("source", _("Say which source you compared it with."))
        return cleaned

    def save(self, commit: bool = True) -> Participation:
        self.instance.checked = timezone.now().date() if self.cleaned_data["compared"] else None
        return super().save(commit)  # type: ignore[no-any-return]


class ObserverForm(forms.Form):
    """By the address of an account that is there; roles are given on the desk."""

    email = forms.EmailField(label=_("E-mail address of the account"))
    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, widget=forms.TextInput(attrs={"list": "organisations"})
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.round = round_
        self.organisations = ORGANISATIONS

    def clean_email(self) -> User:
        """The account of the address."""
        address = str(self.cleaned_data["email"])
        user = User.objects.filter(email__iexact=address, is_active=True).order_by("pk").first()
        if user is None:
            raise ValidationError(_("No account has this address. Invite the person first."))
        if RoundObserver.objects.filter(round=self.round, user=user).exists():
            raise ValidationError(_("This person observes the round already."))
        return user

    def save(self) -> RoundObserver:
        return RoundObserver.objects.create(
            round=self.round, user=self.cleaned_data["email"], organisation=self.cleaned_data["organisation"].strip()
        )
