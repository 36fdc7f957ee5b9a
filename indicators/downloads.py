"""Figures as files, at the address of their page with another ending: /es/indicators/foreign-born-stock.csv?ref_area=ARG

The parameters are those of the page. The file holds all lines of the choice, not only those that the page shows.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from indicators import answers, asking, citing, differences, exporters, requested
from indicators.files import bundle, metadata, xlsx
from indicators.tables import Table
from indicators.wording import Words
from records.answering import Reader, reader
from records.answering import answers as for_programs
from records.api import as_json
from records.visibility import declares

Writer = Callable[[Table, Reader, Words], bytes]
CSV = "text/csv; charset=utf-8; header=present"
_JSON = "application/json; charset=utf-8"


def _file(write: Writer, ending: str, content_type: str) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        who = reader(request)
        found = requested.read(asking.choice(request.GET, indicator=slug))
        data = write(found, who, Words(who.language))
        return _attachment(data, f"{exporters.file_name(found)}{ending}", content_type)

    return for_programs(declares("public records")(view), rate="export", located=True)


def _citation(
    write: Callable[[list[citing.Citation]], str], ending: str, content_type: str
) -> Callable[..., HttpResponse]:
    def encoded(found: Table, who: Reader, words: Words) -> bytes:
        return write(citing.citations(found, who)).encode("utf-8", "replace")

    return _file(encoded, ending, content_type)


def _attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_json(request: HttpRequest, slug: str) -> HttpResponse:
    found = requested.read(asking.choice(request.GET, indicator=slug))
    return as_json(answers.all_figures(found, reader(request), request.get_full_path()))


def _differences(request: HttpRequest, slug: str) -> HttpResponse:
    who = reader(request)
    choice = asking.choice(request.GET, indicator=slug, more=requested.COMPARED, without=("as_of",))
    found = requested.compared(choice, *asking.numbers(request.GET, *requested.COMPARED))
    name = f"{exporters.file_name(found.after)}_from_v{found.before.vintages[0].number}.csv"
    return _attachment(differences.as_csv(found, who, Words(who.language)), name, CSV)


csv_file = _file(exporters.as_csv, ".csv", CSV)
sdmx_file = _file(
    lambda found, who, words: exporters.as_sdmx_csv(found), ".sdmx.csv", "application/vnd.sdmx.data+csv; version=2.0.0"
)
xlsx_file = _file(xlsx.as_xlsx, ".xlsx", xlsx.CONTENT_TYPE)
metadata_file = _file(lambda found, who, words: metadata.as_json(found, who), ".metadata.json", _JSON)
zip_file = _file(bundle.as_zip, ".zip", "application/zip")
bibtex_file = _citation(citing.as_bibtex, ".bib", "application/x-bibtex; charset=utf-8")
ris_file = _citation(citing.as_ris, ".ris", "application/x-research-info-systems; charset=utf-8")
csl_file = _citation(citing.as_csl, ".csl.json", "application/vnd.citationstyles.csl+json")
json_file = for_programs(declares("public records")(_as_json), rate="export", located=True)
differences_file = for_programs(declares("public records")(_differences), rate="export", located=True)

# Before the page's own address; those with two endings first, although a slug has no point.
urlpatterns = [
    path("indicators/<slug:slug>.differences.csv", differences_file, name="differences-file"),
    path("indicators/<slug:slug>.metadata.json", metadata_file, name="metadata-file"),
    path("indicators/<slug:slug>.csl.json", csl_file, name="csl-file"),
    path("indicators/<slug:slug>.sdmx.csv", sdmx_file, name="sdmx-file"),
    path("indicators/<slug:slug>.csv", csv_file, name="csv-file"),
    path("indicators/<slug:slug>.xlsx", xlsx_file, name="xlsx-file"),
    path("indicators/<slug:slug>.zip", zip_file, name="zip-file"),
    path("indicators/<slug:slug>.bib", bibtex_file, name="bibtex-file"),
    path("indicators/<slug:slug>.ris", ris_file, name="ris-file"),
    path("indicators/<slug:slug>.json", json_file, name="json-file"),
]
