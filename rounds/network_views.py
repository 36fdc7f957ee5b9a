"""Pages of everybody who takes part in rounds: progress in sums, questions on tables, training, the method in review."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countries.models import Country
from records.upload_views import handed_over
from records.visibility import declares, visible_to
from rounds import access, office_words, overview, workflow
from rounds.extending import extensions
from rounds.materials import TYPES
from rounds.models import Answer, Material, Question, Round, RoundTable
from rounds.office import attempt

_LONGEST = 5_000


class SayForm(forms.Form):
    """A question or an answer. language: that of the page, unless the person says another."""

    text = forms.CharField(
        label=gettext_lazy("Your words"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


def seen_round(request: HttpRequest, slug: str) -> Round:
    """A round that the person takes part in; of others nobody learns that they are there."""
    rounds = visible_to(request.user, Round.objects.exclude(state=Round.State.DRAFT))
    return get_object_or_404(rounds, slug=slug)


@declares("staff")
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of an observer, or of whoever comes here."""
    found = visible_to(request.user, Round.objects.exclude(state=Round.State.DRAFT))
    if not found.exists() and not access.in_network(request.user):
        raise Http404
    return render(request, "rounds/network/rounds.html", {"rounds": found})


@declares("staff")
@login_required
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """In sums: how many countries stand where, never which; and how each table is counted."""
    round_ = seen_round(request, slug)
    told = overview.sums(round_)
    context = {
        "round": round_, "told": told,
        "states": [(office_words.state(name), told[name]) for name in office_words.STATES if told.get(name)],
        "tables": round_.tables.select_related("indicator", "round"), "sections": round_.sections.all(),
        "extensions": extensions(round_, *_own_countries(request.user, round_)),
    }  # fmt: skip
    return render(request, "rounds/network/progress.html", context)


@declares("staff")
@login_required
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """By table; whoever takes part asks and answers."""
    round_ = seen_round(request, slug)
    sent = ""
    form = SayForm()
    if request.method == "POST":
        form = SayForm(request.POST)
        sent = f"{request.POST.get('table', '')}-{request.POST.get('question', '')}"
        if form.is_valid() and _say(request, round_, form.cleaned_data["text"]):
            return redirect("rounds:questions", slug)
    tables = [(table, _asked(request.user, table)) for table in round_.tables.select_related("indicator", "round")]
    context = {"round": round_, "tables": tables, "form": form, "sent": sent, "fresh": SayForm()}
    return render(request, "rounds/network/questions.html", context)


def _asked(user: Any, table: RoundTable) -> list[tuple[Question, list[Answer]]]:
    rows = visible_to(user, Question.objects.filter(table=table)).select_related("by", "country__jurisdiction")
    answers: dict[int, list[Answer]] = {}
    for one in visible_to(user, Answer.objects.filter(question__table=table)).select_related(
        "by", "country__jurisdiction"
    ):
        answers.setdefault(one.question_id, []).append(one)
    return [(row, answers.get(row.pk, [])) for row in rows]


def _say(request: HttpRequest, round_: Round, text: str) -> bool:
    """A question on a table, or an answer to a question."""
    told = {
        "text": text, "language": get_language() or "en", "actor": request.user,
        "country": _speaks_for(request.user, round_),
    }  # fmt: skip
    number = request.POST.get("question", "")
    if number:
        which = Question.objects.filter(
            table__round=round_, pk=int(number) if number.isdecimal() and len(number) < 10 else 0
        )
        return attempt(request, workflow.question_answer, question=get_object_or_404(which), **told) is not None
    table = get_object_or_404(RoundTable, round=round_, name=request.POST.get("table", ""))
    if attempt(request, workflow.question_ask, table=table, **told) is None:
        return False
    messages.success(request, _("Your question stands here. The secretariat and the correspondents get it by mail."))
    return True


def _speaks_for(user: Any, round_: Round) -> Country | None:
    return next(iter(_own_countries(user, round_)), None)


def _own_countries(user: Any, round_: Round) -> list[Country]:
    """For which the person acts, of those that are invited."""
    own = round_.countries.filter(country__in=access.countries_of(user)).select_related("country")
    return [row.country for row in own.order_by("country__iso3")]


@declares("staff")
@login_required
def training(request: HttpRequest) -> HttpResponse:
    """Texts for correspondents."""
    if not access.in_network(request.user):
        raise Http404
    rows = visible_to(request.user, Material.objects.filter(withdrawn=False))
    context = {"materials": rows, "secretariat": access.is_secretariat(request.user)}
    return render(request, "rounds/network/training.html", context)


@declares("staff")
@login_required
def training_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Always a download, never shown on this site."""
    row = get_object_or_404(visible_to(request.user, Material.objects.exclude(file="").exclude(file=None)), slug=slug)
    try:
        content = row.file.open("rb")
    except OSError:
        raise Http404 from None
    kind = row.file_kind if row.file_kind in TYPES else "bin"
    answer = FileResponse(content, as_attachment=True, filename=f"{row.slug}.{kind}")
    return handed_over(answer, TYPES.get(kind, "application/octet-stream"))  # type: ignore[no-any-return]
