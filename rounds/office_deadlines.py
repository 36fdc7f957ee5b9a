"""The secretariat puts off a deadline: of a whole round, or of one country that has not signed yet."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import Role
from countries.models import Country
from rounds import deadlines, reminders, workflow
from rounds.extending import every
from rounds.models import Round, RoundCountry
from rounds.office import found_round
from rounds.office_forms import deadline_field, moment_in
from rounds.refusals import Refusal

ALL = "all"


class ExtensionForm(forms.Form):
    """country: its code, or ALL; until: as a clock in the round's zone shows it."""

    country = forms.ChoiceField(label=gettext_lazy("For whom"))
    until = deadline_field(gettext_lazy("New deadline"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Correspondents and institutions read it, on their pages and by mail."),
    )  # fmt: skip

    def __init__(self, *args: Any, round_: Round, waiting: list[RoundCountry], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.round = round_
        self.countries = {row.country.iso3: row.country for row in waiting}
        who: Any = self.fields["country"]
        named = sorted(
            ((iso3, str(one.jurisdiction.name)) for iso3, one in self.countries.items()), key=lambda one: one[1]
        )
        who.choices = [(ALL, _("all countries")), *named]
        self.fields["until"].help_text = _("as a clock in this time zone shows it: %(zone)s") % {
            "zone": round_.timezone.replace("_", " ")
        }

    def clean_until(self) -> Any:
        return moment_in(self.cleaned_data["until"], self.round.timezone)

    @property
    def chosen(self) -> Country | None:
        return self.countries.get(self.cleaned_data["country"])


@requires(Role.SECRETARIAT)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What was put off, why, and the form for more."""
    round_ = found_round(request, slug)
    waiting = reminders.waiting(round_) if round_.state == Round.State.OPEN else []
    form = ExtensionForm(request.POST or None, round_=round_, waiting=waiting, initial=_offered(request, waiting))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                data = form.cleaned_data
                workflow.deadline_extend(
                    round_=round_, until=data["until"], reason=data["reason"], actor=request.user, country=form.chosen
                )
            except Refusal as refused:
                form.add_error(None, refused.sentence)
                status = 409
            else:
                messages.success(request, _("The deadline is put off. Whom it concerns gets a mail."))
                return redirect("rounds:office-deadline", slug)
    own = [
        (row, deadlines.told(round_, deadlines.held(row))) for row in waiting if deadlines.held(row) != round_.deadline
    ]
    context = {"round": round_, "form": form, "own": own, "extensions": every(round_)}
    return render(request, "rounds/office/deadline.html", context, status=status)


def _offered(request: HttpRequest, waiting: list[RoundCountry]) -> dict[str, str]:
    """The country that a link names."""
    code = request.GET.get("country", "").upper()
    return {"country": code} if code in {row.country.iso3 for row in waiting} else {}
