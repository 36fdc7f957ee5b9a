"""The read-only API of the search, and the same results at the address of their page with .json or .csv."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from ninja import Field, Query, Router

from records.answering import answers as for_programs
from records.answering import bad_values, reader
from records.api import Code, Day, Flag, Paged, as_json, page_links
from records.exports import as_file
from records.visibility import declares
from search import address, ladder
from search.address import MAX_VALUES, Address
from search.answers import FACET_PARAMETERS, Found, found
from search.documents import FACETS
from search.engine import MAX_GROUPS
from search.exporters import RESULTS, lines

router = Router(tags=[gettext_noop("Search")])
_RecordKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/_-]{0,199}$")]
_SEVERAL = gettext_noop("Only with this value; several mean any of them.")


def _facet(example: str) -> Any:
    return Field([], max_length=MAX_VALUES, description=_SEVERAL, examples=[example])


class SearchAsked(Paged):
    """The parameters of the results page; the language of the texts is `text` here."""

    q: str = Field(
        "",
        max_length=256,
        examples=["reunificación familiar"],
        description=gettext_noop(
            "Words, a “phrase”, -without, one OR other, begin*; a name or number of a law; a question."
        ),
    )
    at: Day | None = Field(None, description=gettext_noop("A day: the law as it stood then."), examples=["2015-06-01"])
    sort: Literal["relevance", "newest", "oldest"] = Field(
        "relevance", description=gettext_noop("Order of the records.")
    )
    kind: list[Code] = _facet("law")
    jurisdiction: list[Code] = _facet("arg")
    type: list[Code] = _facet("act")
    topic: list[Code] = _facet("refugee")
    status: list[Code] = _facet("in_force")
    decade: list[Code] = _facet("2000")
    text: list[Code] = Field(
        [],
        max_length=MAX_VALUES,
        examples=["es"],
        description=gettext_noop("Only what has text in this language; several mean any of them."),
    )
    law: list[_RecordKey] = Field(
        [],
        max_length=MAX_VALUES,
        examples=["arg/ley-25871"],
        description=gettext_noop("Only these laws, by their keys; with one, a page holds its articles."),
    )
    example: Flag = Field("0", description=gettext_noop("1: with the model act of the invented country."))


def _address(ask: SearchAsked) -> Address:
    chosen = {name: tuple(getattr(ask, FACET_PARAMETERS.get(name, name))) for name in FACETS}
    return Address(
        text=address.clean(ask.q), day=ask.at, filters={name: values for name, values in chosen.items() if values},
        records={"law": tuple(ask.law)} if ask.law else {}, sort=ask.sort, page=ask.page, example=ask.example == "1",
    )  # fmt: skip


def _page(asked: Address) -> str:
    return f"{reverse('search:results')}{asked.query(page=asked.page)}"


@router.get(
    "/search", response=Found, url_name="search", summary=gettext_noop("Search in all texts, in four languages")
)
@declares("public records")
def search(request: HttpRequest, ask: Query[SearchAsked]) -> Any:
    if (ask.page - 1) * ask.size >= MAX_GROUPS:
        reason = gettext("Results can be asked for up to number %(most)s.") % {"most": MAX_GROUPS}
        raise bad_values({"page": reason}, SearchAsked.names())
    who, asked = reader(request), _address(ask)
    results = ladder.search(replace(asked.request(who.language), size=ask.size))
    own = page_links(request, who, results.page, results.pages)
    return found(results, asked, who, ask.size, own, _page(asked))


# -- the same at the address of the page, whose parameters these are: what is no value of its kind is ignored there


def _results_file(request: HttpRequest) -> HttpResponse:
    who, asked = reader(request), address.read(request.GET)
    results = ladder.search(asked.request(who.language))
    own = page_links(request, who, results.page, results.pages)
    return as_json(found(results, asked, who, address.SIZE, own, _page(asked)))


def _results_table(request: HttpRequest) -> HttpResponse:
    """All that can be paged to, whatever page is asked for."""
    who, asked = reader(request), replace(address.read(request.GET), page=1)
    results = ladder.search(replace(asked.request(who.language), size=MAX_GROUPS))
    return as_file(RESULTS, lines(results, asked, who.language), who, "search")


results_file = for_programs(declares("public records")(_results_file), rate="search", located=True)
results_table = for_programs(declares("public records")(_results_table), rate="export", located=True)
