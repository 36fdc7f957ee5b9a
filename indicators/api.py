"""The read-only API of indicators, their figures and the datasets that hold them."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from indicators import answers, asking, exporters, requested
from indicators.choosing import Catalogue
from indicators.wording import Words
from records.answering import reader
from records.api import Asked, Number, Paged, in_path, listed, paged
from records.visibility import declares

router = Router(tags=[gettext_noop("Indicators and figures")])
IndicatorSlug = Annotated[str, in_path(gettext_noop("Short name of the indicator."), "foreign-born-stock")]
DatasetSlug = Annotated[str, in_path(gettext_noop("Short name of the dataset."), "undesa-stock-2024")]
MAX_FIGURES = 1_000
# Codes of one dimension: several with commas between, or the parameter several times.
Codes = list[Annotated[str, Field(max_length=4_000)]]


def _codes(told: str, *examples: str) -> Any:
    return Field([], description=told, examples=list(examples))


class _Chosen(Paged):
    """What `indicators.asking` reads: which codes there are, it says itself."""

    size: Number = Field(100, ge=1, le=MAX_FIGURES, description=gettext_noop("Entries on a page."), examples=[100])
    table: str = Field(
        "", max_length=80, description=gettext_noop("One of the indicator’s tables; without it, the first."),
    )  # fmt: skip
    ref_area: Codes = _codes(gettext_noop("Codes of reporting countries or areas, with commas between."), "ARG")
    counterpart: Codes = _codes(
        gettext_noop("Codes of countries of origin or destination, with commas between."), "BOL"
    )
    measure: Codes = _codes(gettext_noop("Codes of measures, with commas between."))
    unit: Codes = _codes(gettext_noop("Codes of units, with commas between."))
    basis: Codes = _codes(gettext_noop("Codes of what makes an origin (birth, citizenship), with commas between."), "B")
    sex: Codes = _codes(gettext_noop("Codes of sex, with commas between."), "F")
    age: Codes = _codes(gettext_noop("Codes of age groups, with commas between."))
    education: Codes = _codes(gettext_noop("Codes of levels of education, with commas between."))
    sector: Codes = _codes(gettext_noop("Codes of sectors of employment, with commas between."))
    occupation: Codes = _codes(gettext_noop("Codes of occupations, with commas between."))
    category: Codes = _codes(gettext_noop("Codes of categories, with commas between."))
    by: Codes = _codes(
        gettext_noop("Dimensions by which figures are broken down, by parameter, with commas between."), "sex"
    )
    freq: str = Field("", max_length=4, description=gettext_noop("Frequency: A, AF, A3, Q or M."), examples=["A"])
    from_: str = Field(
        "", alias="from", max_length=8, examples=["2010"],
        description=gettext_noop("First period, or the beginning of one: 2024, 2024-Q1, 2024-03."),
    )  # fmt: skip
    to: str = Field(
        "", max_length=8, examples=["2024"], description=gettext_noop("Last period, or the beginning of one.")
    )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(info.alias or name for name, info in cls.model_fields.items())


class FiguresAsked(_Chosen):
    """Of figures."""

    as_of: str = Field(
        "", max_length=10, examples=["1"],
        description=gettext_noop("Number of a vintage, or a day: the figures as they stood then. Without it, the latest."),
    )  # fmt: skip


class DifferencesAsked(_Chosen):
    """Of two vintages."""

    before: str = Field(
        "", max_length=6, examples=["1"],
        description=gettext_noop("Number of the earlier vintage; without it, the one before the later one."),
    )  # fmt: skip
    after: str = Field(
        "", max_length=6, examples=["1"],
        description=gettext_noop("Number of the later vintage; without it, the latest."),
    )  # fmt: skip


_AROUND = ("language", "page", "size")


@router.get(
    "/indicators",
    response=answers.Indicators,
    url_name="indicators",
    summary=gettext_noop("The register of indicators"),
)
@declares("public records")
def indicators(request: HttpRequest, ask: Query[Paged]) -> Any:
    who, catalogue = reader(request), Catalogue()
    words = Words(who.language)
    numbers, found = paged(list(catalogue.indicators.values()), ask)
    items = [answers.IndicatorBrief(**answers.indicator_members(one, catalogue, words, who)) for one in found]
    return answers.Indicators(**{**listed(request, who, numbers, items), "notice": answers.notice()})


@router.get(
    "/indicators/{slug:slug}", response=answers.IndicatorAnswer, url_name="indicator",
    summary=gettext_noop("One indicator with its definition, its tables, and the codes and vintages that they have"),
)  # fmt: skip
@declares("public records")
def indicator(request: HttpRequest, slug: IndicatorSlug, ask: Query[Asked]) -> Any:
    catalogue = Catalogue()
    one = catalogue.indicators.get(slug)
    if one is None:
        raise Http404
    return answers.indicator_answer(one, catalogue, reader(request))


@router.get(
    "/indicators/{slug:slug}/figures", response=answers.Figures, url_name="figures",
    summary=gettext_noop("Figures of an indicator, in any vintage"),
)  # fmt: skip
@declares("public records")
def figures(request: HttpRequest, slug: IndicatorSlug, ask: Query[FiguresAsked]) -> Any:
    who = reader(request)
    found = requested.read(asking.choice(request.GET, indicator=slug, more=_AROUND))
    numbers, shown = paged(list(exporters.entries(found)), ask)
    return answers.figures(found, listed(request, who, numbers, []), shown, who)


@router.get(
    "/indicators/{slug:slug}/differences", response=answers.DifferencesAnswer, url_name="differences",
    summary=gettext_noop("What changed between two vintages of an indicator’s figures"),
)  # fmt: skip
@declares("public records")
def differences(request: HttpRequest, slug: IndicatorSlug, ask: Query[DifferencesAsked]) -> Any:
    who = reader(request)
    choice = asking.choice(request.GET, indicator=slug, more=(*_AROUND, *requested.COMPARED), without=("as_of",))
    found = requested.compared(choice, *asking.numbers(request.GET, *requested.COMPARED))
    numbers, shown = paged(found.found, ask)
    return answers.difference_answer(found, listed(request, who, numbers, []), shown, who)


@router.get(
    "/datasets", response=answers.Datasets, url_name="datasets",
    summary=gettext_noop("Datasets with publisher, edition, licence and latest vintage"),
)  # fmt: skip
@declares("public records")
def datasets(request: HttpRequest, ask: Query[Paged]) -> Any:
    who = reader(request)
    words = Words(who.language)
    numbers, found = paged(answers.datasets(), ask)
    items = [answers.DatasetBrief(**answers.dataset_members(one, words, who)) for one in found]
    return answers.Datasets(**{**listed(request, who, numbers, items), "notice": answers.notice()})


@router.get(
    "/datasets/{slug:slug}", response=answers.DatasetAnswer, url_name="dataset",
    summary=gettext_noop("One dataset with its vintages, their digests, and notes on its figures"),
)  # fmt: skip
@declares("public records")
def dataset(request: HttpRequest, slug: DatasetSlug, ask: Query[Asked]) -> Any:
    one = answers.datasets().filter(slug=slug).first()
    if one is None:
        raise Http404
    return answers.dataset_answer(one, reader(request))
