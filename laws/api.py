"""The read-only API of laws and public policies, and the same answers at the records' own addresses."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from laws import answers, exporters
from laws.models import Law, Policy
from records.answering import answers as for_programs
from records.answering import reader
from records.api import CSV, Asked, Code, Day, Flag, Nothing, Paged, as_json, in_path, listed, paged
from records.exports import as_file
from records.visibility import NOBODY, declares, visible_to

router = Router(tags=[gettext_noop("Laws and policies")])
_AT = gettext_noop("A day: what held then. Without it, today in the jurisdiction.")
Jurisdiction = Annotated[str, in_path(gettext_noop("Code of the country or body."), "arg")]
LawSlug = Annotated[str, in_path(gettext_noop("Last part of the law's address."), "ley-25871")]
ProvisionSlug = Annotated[str, in_path(gettext_noop("Last part of the article's address."), "art-1")]
PolicySlug = Annotated[str, in_path(gettext_noop("Last part of the policy's address."))]


class _Chosen(Asked):
    jurisdiction: list[Code] = Field(
        [], description=gettext_noop("Code of a country or body; several mean any of them."), examples=["arg"]
    )
    topic: list[Code] = Field(
        [], description=gettext_noop("Address of a topic; several mean any of them."), examples=["refugee"]
    )
    unchecked: Flag | None = Field(
        None,
        description=gettext_noop("1: only records that nobody compared with their source; 0: only the others."),
        examples=["0"],
    )


class _OfType(_Chosen):
    type: list[Law.Type] = Field(
        [], description=gettext_noop("Type of law; several mean any of them."), examples=["act"]
    )


class LawsAsked(_OfType, Paged):
    """Of the list of laws."""


class LawsTableAsked(_OfType):
    """Of the same as a table."""


class LawAsked(Asked):
    """Of one law."""

    at: Day | None = Field(None, description=_AT, examples=["2015-06-01"])


class ProvisionAsked(LawAsked):
    """Of a provision."""

    text: str = Field(
        "",
        max_length=12,
        pattern=r"^[A-Za-z0-9-]*$",
        examples=["es"],
        description=gettext_noop(
            "Language of the law's text that is wanted first; the answer says which one it is in."
        ),
    )


class ProvisionsAsked(ProvisionAsked, Paged):
    """Of a law's provisions."""


class PoliciesAsked(_Chosen, Paged):
    """Of the list of policies."""


class PoliciesTableAsked(_Chosen):
    """Of the same as a table."""


def _narrowed(found: Any, ask: _Chosen) -> Any:
    if ask.jurisdiction:
        found = found.filter(jurisdiction__code__in=ask.jurisdiction)
    if ask.topic:
        found = found.filter(pk__in=found.model.objects.filter(topics__slug__in=ask.topic).values("pk"))
    if ask.unchecked is not None:
        found = found.filter(checked__isnull=ask.unchecked == "1")
    return found.order_by("jurisdiction__code", "slug")


def _laws(ask: Any) -> Any:
    found = _narrowed(visible_to(NOBODY, Law.objects.listed()), ask)
    return found.filter(type__in=ask.type) if ask.type else found


def _policies(ask: Any) -> Any:
    return _narrowed(visible_to(NOBODY, Policy.objects.listed()), ask)


def _one_law(jurisdiction: str, slug: str) -> Any:
    """The model act too, at its own address."""
    found = visible_to(NOBODY, Law.objects.filter(jurisdiction__code=jurisdiction, slug=slug))
    return answers.laws(found).first() or _none()


def _one_policy(jurisdiction: str, slug: str) -> Any:
    found = visible_to(NOBODY, Policy.objects.filter(jurisdiction__code=jurisdiction, slug=slug))
    return answers.policies(found).first() or _none()


def _none() -> Any:
    raise Http404


# -- operations


@router.get("/laws", response=answers.Laws, url_name="laws", summary=gettext_noop("Laws, treaties and decisions"))
@declares("public records")
def laws(request: HttpRequest, ask: Query[LawsAsked]) -> Any:
    who = reader(request)
    numbers, found = paged(answers.laws(_laws(ask)), ask)
    return answers.Laws(**listed(request, who, numbers, [answers.law_brief(law, who) for law in found]))


@router.get(
    "/laws.csv", url_name="laws-table", summary=gettext_noop("All laws as a table for spreadsheets"), openapi_extra=CSV
)
@declares("public records")
def laws_table(request: HttpRequest, ask: Query[LawsTableAsked]) -> HttpResponse:
    return as_file(exporters.LAWS, answers.laws(_laws(ask)), reader(request), "laws")


@router.get(
    "/laws/{slug:jurisdiction}/{slug:slug}", response=answers.LawAnswer, url_name="law",
    summary=gettext_noop("One law, without its text"),
)  # fmt: skip
@declares("public records")
def law(request: HttpRequest, jurisdiction: Jurisdiction, slug: LawSlug, ask: Query[LawAsked]) -> Any:
    return answers.law_answer(_one_law(jurisdiction, slug), reader(request), ask.at)


@router.get(
    "/laws/{slug:jurisdiction}/{slug:slug}/provisions", response=answers.Provisions, url_name="provisions",
    summary=gettext_noop("The articles and sections of a law, in reading order"),
)  # fmt: skip
@declares("public records")
def provisions(request: HttpRequest, jurisdiction: Jurisdiction, slug: LawSlug, ask: Query[ProvisionsAsked]) -> Any:
    who = reader(request)
    reading = answers.Reading(_one_law(jurisdiction, slug), who, ask.at, ask.text)
    numbers, units = paged(reading.units, ask)
    return answers.Provisions(
        **listed(request, who, numbers, reading.briefs(units)), law=answers.ref(reading.law, "law", who),
        day=reading.day, text_languages=reading.languages,
    )  # fmt: skip


@router.get(
    "/laws/{slug:jurisdiction}/{slug:slug}/provisions/{slug:provision}", response=answers.ProvisionAnswer,
    url_name="provision", summary=gettext_noop("One article or section with each wording that is held"),
)  # fmt: skip
@declares("public records")
def provision(
    request: HttpRequest,
    jurisdiction: Jurisdiction,
    slug: LawSlug,
    provision: ProvisionSlug,
    ask: Query[ProvisionAsked],
) -> Any:
    reading = answers.Reading(_one_law(jurisdiction, slug), reader(request), ask.at, ask.text)
    return reading.one(next((unit for unit in reading.units if unit.slug == provision), None) or _none())


@router.get("/policies", response=answers.Policies, url_name="policies", summary=gettext_noop("Public policies"))
@declares("public records")
def policies(request: HttpRequest, ask: Query[PoliciesAsked]) -> Any:
    who = reader(request)
    numbers, found = paged(answers.policies(_policies(ask)), ask)
    return answers.Policies(**listed(request, who, numbers, [answers.policy_brief(one, who) for one in found]))


@router.get(
    "/policies.csv", url_name="policies-table", openapi_extra=CSV,
    summary=gettext_noop("All policies as a table for spreadsheets"),
)  # fmt: skip
@declares("public records")
def policies_table(request: HttpRequest, ask: Query[PoliciesTableAsked]) -> HttpResponse:
    return as_file(exporters.POLICIES, answers.policies(_policies(ask)), reader(request), "policies")


@router.get(
    "/policies/{slug:jurisdiction}/{slug:slug}", response=answers.PolicyAnswer, url_name="policy",
    summary=gettext_noop("One public policy"),
)  # fmt: skip
@declares("public records")
def policy(request: HttpRequest, jurisdiction: Jurisdiction, slug: PolicySlug, ask: Query[Asked]) -> Any:
    return answers.policy_answer(_one_policy(jurisdiction, slug), reader(request))


# -- the same at the addresses of pages: /es/laws/arg/ley-25871.json


def _law_file(request: HttpRequest, jurisdiction: str, slug: str) -> HttpResponse:
    return as_json(answers.law_answer(_one_law(jurisdiction, slug), reader(request), None))


def _provision_file(request: HttpRequest, jurisdiction: str, slug: str, provision: str) -> HttpResponse:
    reading = answers.Reading(_one_law(jurisdiction, slug), reader(request), None, "")
    return as_json(reading.one(next((unit for unit in reading.units if unit.slug == provision), None) or _none()))


def _policy_file(request: HttpRequest, jurisdiction: str, slug: str) -> HttpResponse:
    return as_json(answers.policy_answer(_one_policy(jurisdiction, slug), reader(request)))


law_file = for_programs(declares("public records")(_law_file), asked=Nothing, located=True)
provision_file = for_programs(declares("public records")(_provision_file), asked=Nothing, located=True)
policy_file = for_programs(declares("public records")(_policy_file), asked=Nothing, located=True)
