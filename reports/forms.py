"""Forms of the secretariat's pages of reports."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from records.models import LANGUAGES
from reports.models import Report

# No address of a chapter.
_FIRST = "-"
_TITLES = [f"title_{code}" for code in LANGUAGES]


def _own_names(form: forms.BaseForm) -> None:
    for code, language in settings.LANGUAGES:
        column = form.fields[f"title_{code}"]
        column.label = format_lazy("{} ({})", _("Title"), language)
        column.widget.attrs["lang"] = code


class BeginForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a report is before its first draft is made. Titles are proposed where they are left empty."""

    class Meta:
        model = Report
        fields = ["kind", "country", "slug", "original_language", "first", "last", "as_of", *_TITLES]
        labels = {
            "kind": _("Kind"), "country": _("Country"), "slug": _("Address"), "original_language": _("Written in"),
            "first": _("First year"), "last": _("Last year"), "as_of": _("Figures as of"),
        }  # fmt: skip
        help_texts = {
            "slug": _("Letters, digits and hyphens, “americas-2026” for instance; it stands in every link."),
            "country": _("Of a country report."),
            "as_of": _(
                "Of every dataset, the vintage that was the newest at the end of that day (UTC). It stays with the report."
            ),
            "first": _("The report tells the changes of law of these years."),
        }
        widgets = {"as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _own_names(self)
        today = timezone.now().date()
        for name, value in {"as_of": today, "last": today.year, "first": today.year - 2}.items():
            self.initial.setdefault(name, value)
        rows = Country.objects.filter(is_member=True).select_related("jurisdiction")
        self.fields["country"].queryset = rows  # type: ignore[attr-defined]
        self.fields["country"].label_from_instance = lambda row: str(row.jurisdiction)  # type: ignore[attr-defined]
        for name in _TITLES:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, country = cleaned.get("kind"), cleaned.get("country")
        if kind == Report.Kind.COUNTRY and not country:
            self.add_error("country", _("Of which country?"))
        if kind == Report.Kind.REGIONAL:
            cleaned["country"] = None
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last year lies before the first, or is no year of our time."))
        if cleaned.get("slug") == "new":
            self.add_error("slug", _("This address is kept for another page."))
        day = cleaned.get("as_of")
        if day and day > timezone.now().date():
            self.add_error("as_of", _("This day has not come yet."))
        return cleaned


class TitleForm(forms.Form):
    """Titles in four languages."""

    title_es, title_en, title_fr, title_pt = (forms.CharField(max_length=200, required=False) for _code in LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _own_names(self)

    def titles(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"title_{code}"] for code in LANGUAGES}


class TextForm(forms.Form):
    """One paragraph in one language. remove: a number of the original is left out on purpose."""

    text_id = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(required=False, widget=forms.Textarea, max_length=100_000)
    remove = forms.BooleanField(required=False)


class AsOfForm(forms.Form):
    """For a new version; without a day it keeps its figures."""

    as_of = forms.DateField(required=False)

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day and day > timezone.now().date():
            raise ValidationError(_("This day has not come yet."))
        return day


class ChapterForm(TitleForm):
    """A chapter's titles, which stand in every language that goes out. seen: what the page was made of."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in _TITLES:
            self.fields[name].required = True


class NewChapterForm(ChapterForm):
    """chapters: those that it may stand after."""

    after = forms.ChoiceField(label=_("Where it stands"))

    def __init__(self, chapters: list[Any], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        column: Any = self.fields["after"]
        told = [(one.slug, format_lazy(_("after: {}"), one)) for one in chapters]
        column.choices = [(_FIRST, _("at the beginning")), *told]
        column.initial = chapters[-1].slug if chapters else _FIRST

    def clean_after(self) -> str:
        return "" if self.cleaned_data["after"] == _FIRST else self.cleaned_data["after"]


class ParagraphForm(forms.Form):
    """parts: those that it may stand after, as pairs of key and words."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}), max_length=100_000,
        help_text=_("A blank line begins another paragraph: each is translated and reviewed by itself. Numbers are put in afterwards."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    after = forms.TypedChoiceField(label=_("Where it stands"), coerce=int)

    def __init__(self, parts: list[tuple[int, str]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        column: Any = self.fields["after"]
        told = [(pk, format_lazy(_("after: {}"), words)) for pk, words in parts]
        column.choices = [(0, _("at the beginning")), *told]
        column.initial = parts[-1][0] if parts else 0


class NumberForm(forms.Form):
    """A figure that was chosen. line: key of an offer."""

    indicator, table, area, period, line = (forms.CharField(max_length=200) for _one in range(5))
    by = forms.CharField(max_length=80, required=False)
