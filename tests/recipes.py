"""Every address of the public site with what is asked there, in a site that tests/hidden.py builds."""

from tests.hidden import WORD

# The one indicator that has figures.
FIGURES = "foreign-born-stock"
# Every address of the public site, as the resolver writes it ("xx/" for the language), with what is asked there.
# A new address fails the test until it stands here. {scan}: rows of `hidden.build`.
RECIPES: dict[str, list[str]] = {
    "": [""],
    "live": ["live"],
    "ready": ["ready"],
    "robots.txt": ["robots.txt"],
    "sitemap.xml": ["sitemap.xml"],
    "sitemap-<section>.xml": [f"sitemap-{name}.xml" for name in ("laws", "policies", "places", "prose", "nosuch")],
    "api/": ["api/"],
    "api/docs": ["api/docs"],
    "api/docs/try": ["api/docs/try?operation=laws", "api/docs/try?operation=nosuch"],
    "api/openapi.json": ["api/openapi.json"],
    "api/search": [
        f"api/search?q={WORD}&size=100", "api/search?size=100", f"api/search?q={WORD}&law=arg/act-1&size=100", f"api/search?q={WORD}&example=1",
        "api/search?q=ferryman", "api/search?jurisdiction=arg&sort=newest", "api/search?law=arg/law-draft", f"api/search?q={WORD}&at=2016-01-01",
    ],
    "api/laws": ["api/laws?size=100", "api/laws?jurisdiction=arg&topic=ferryman", "api/laws?unchecked=1", "api/laws?nosuch=1"],
    "api/laws.csv": ["api/laws.csv"],
    "api/laws/<slug:jurisdiction>/<slug:slug>": [
        "api/laws/arg/act-1", "api/laws/arg/act-1?at=2016-01-01", "api/laws/arg/law-draft", "api/laws/arg/law-expired", "api/laws/arg/law-scheduled",
    ],
    "api/laws/<slug:jurisdiction>/<slug:slug>/provisions": ["api/laws/arg/act-1/provisions?size=100", "api/laws/arg/law-expired/provisions"],
    "api/laws/<slug:jurisdiction>/<slug:slug>/provisions/<slug:provision>": [
        "api/laws/arg/act-1/provisions/art-1", "api/laws/arg/law-draft/provisions/art-1",
    ],
    "api/policies": ["api/policies?size=100"],
    "api/policies.csv": ["api/policies.csv"],
    "api/policies/<slug:jurisdiction>/<slug:slug>": ["api/policies/arg/plan", "api/policies/arg/plan-draft", "api/policies/arg/plan-expired"],
    "api/countries": ["api/countries?size=100"],
    "api/countries.csv": ["api/countries.csv"],
    "api/countries/<slug:code>": ["api/countries/arg", "api/countries/can"],
    "api/topics": ["api/topics?size=100"],
    "api/topics.csv": ["api/topics.csv"],
    "api/topics/<slug:slug>": ["api/topics/ferryman"],
    "api/sources": ["api/sources?size=100"],
    "api/sources/<slug:slug>": ["api/sources/gazette", "api/sources/unnamed", "api/sources/source-draft"],
    r"api/^(?P<path>[\s\S]*)\Z": ["api/nothing"],
    "xx/laws/<slug:jurisdiction>/<slug:slug>.json": ["xx/laws/arg/act-1.json", "xx/laws/arg/law-draft.json", "xx/laws/arg/law-expired.json"],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>.json": ["xx/laws/arg/act-1/art-1.json", "xx/laws/arg/law-draft/art-1.json"],
    "xx/policies/<slug:jurisdiction>/<slug:slug>.json": ["xx/policies/arg/plan.json", "xx/policies/arg/plan-draft.json"],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/": [
        "xx/laws/arg/act-1/", "xx/laws/arg/act-1/?offline=1", "xx/laws/arg/act-1/?at=2016-01-01", "xx/laws/arg/act-1/?text=fr&parallel=en",
        "xx/laws/arg/law-draft/", "xx/laws/arg/law-expired/?offline=1", "xx/laws/arg/law-scheduled/",
    ],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>/": [
        "xx/laws/arg/act-1/art-1/", "xx/laws/arg/act-1/art-1/?version=1&at=2016-01-01", "xx/laws/arg/law-draft/art-1/",
    ],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/scans/<int:pk>/": [
        "xx/laws/arg/act-1/scans/{scan}/", "xx/laws/arg/law-draft/scans/{scan-draft}/", "xx/laws/arg/act-1/scans/{scan-expired}/",
    ],
    "xx/policies/<slug:jurisdiction>/<slug:slug>/": [
        "xx/policies/arg/plan/", "xx/policies/arg/plan/?offline=1", "xx/policies/arg/plan-draft/", "xx/policies/arg/plan-expired/",
    ],
    "xx/search/": [
        f"xx/search/?q={WORD}", "xx/search/", f"xx/search/?q={WORD}&law=arg/act-1", f"xx/search/?q={WORD}&sort=newest&jurisdiction=arg",
        "xx/search/?law=arg/law-draft", "xx/search/?q=ferryman",
    ],
    "xx/search.json": [f"xx/search.json?q={WORD}", "xx/search.json", "xx/search.json?q=ferryman"],
    "xx/search.csv": [f"xx/search.csv?q={WORD}", "xx/search.csv", f"xx/search.csv?q={WORD}&law=arg/act-1"],
    "xx/countries/<slug:code>.json": ["xx/countries/arg.json", "xx/countries/can.json"],
    "xx/topics/<slug:slug>.json": ["xx/topics/ferryman.json"],
    "xx/": ["xx/"],
    "xx/countries/": ["xx/countries/"],
    "xx/countries/<slug:code>/": ["xx/countries/arg/", "xx/countries/can/"],
    "xx/topics/": ["xx/topics/"],
    "xx/topics/<slug:slug>/": ["xx/topics/ferryman/"],
    "xx/new/": ["xx/new/"],
    "xx/new/feed/": ["xx/new/feed/"],
    "xx/problem/": ["xx/problem/?page=/es/laws/arg/act-1/"],
    r"xx/^((?:[\w\-]+/)*)$": ["xx/open/", "xx/draft/", "xx/restricted/", "xx/restricted/below/"],
    "api/indicators": ["api/indicators?size=100"],
    "api/indicators/<slug:slug>": [f"api/indicators/{FIGURES}"],
    "api/indicators/<slug:slug>/figures": [
        f"api/indicators/{FIGURES}/figures?by=counterpart&size=1000", f"api/indicators/{FIGURES}/figures?as_of=1&by=counterpart",
        f"api/indicators/{FIGURES}/figures?ref_area=ARG", f"api/indicators/{FIGURES}/figures?table=sicremi-arg&by=counterpart",
    ],
    "api/indicators/<slug:slug>/differences": [f"api/indicators/{FIGURES}/differences?by=counterpart"],
    "api/datasets": ["api/datasets?size=100"],
    "api/datasets/<slug:slug>": ["api/datasets/barge-count", "api/datasets/sicremi-arg", "api/datasets/sicremi-can"],
    "xx/indicators/": ["xx/indicators/"],
    "xx/indicators/<slug:slug>/": [
        f"xx/indicators/{FIGURES}/", f"xx/indicators/{FIGURES}/?ref_area=ARG&by=counterpart", f"xx/indicators/{FIGURES}/?ref_area=CAN",
        f"xx/indicators/{FIGURES}/?ref_area=ARG&by=counterpart&as_of=1", f"xx/indicators/{FIGURES}/?table=sicremi-arg&by=counterpart",
    ],
    "xx/indicators/<slug:slug>/chart.svg": [
        f"xx/indicators/{FIGURES}/chart.svg?ref_area=ARG&by=counterpart", f"xx/indicators/{FIGURES}/chart.svg?ref_area=ARG&as_of=1",
        f"xx/indicators/{FIGURES}/chart.svg?by=counterpart&chart=bars&width=narrow",
    ],
    "xx/indicators/<slug:slug>/chart.png": [f"xx/indicators/{FIGURES}/chart.png?ref_area=ARG&by=counterpart"],
    "xx/indicators/<slug:slug>/revisions/": [f"xx/indicators/{FIGURES}/revisions/?by=counterpart"],
    **{
        f"xx/indicators/<slug:slug>.{ending}": [f"xx/indicators/{FIGURES}.{ending}?by=counterpart"]
        for ending in ("bib", "csl.json", "metadata.json", "ris", "differences.csv")
    },
    **{
        f"xx/indicators/<slug:slug>.{ending}": [
            f"xx/indicators/{FIGURES}.{ending}?by=counterpart", f"xx/indicators/{FIGURES}.{ending}?as_of=1&ref_area=ARG",
        ]
        for ending in ("csv", "json", "sdmx.csv", "xlsx", "zip")
    },
    "xx/datasets/<slug:slug>/": ["xx/datasets/barge-count/", "xx/datasets/sicremi-arg/", "xx/datasets/sicremi-can/"],
    "xx/countries/<slug:code>/figures/": [
        "xx/countries/arg/figures/", "xx/countries/can/figures/", "xx/countries/arg/figures/?as_of=2100-01-01",
    ],
    "xx/figures/": ["xx/figures/?area=ARG"],
    "xx/compare/": ["xx/compare/?area=ARG&area=CAN"],
    "xx/corridors/": ["xx/corridors/", "xx/corridors/?one=arg&other=can"],
    "xx/corridors/<slug:one>/<slug:other>/": ["xx/corridors/arg/can/"],
    "xx/sicremi/": ["xx/sicremi/"],
    "xx/sicremi/method/": ["xx/sicremi/method/"],
    "xx/sicremi/method/<int:number>/": ["xx/sicremi/method/1/", "xx/sicremi/method/2/", "xx/sicremi/method/3/"],
    "xx/sicremi/rounds/<slug:slug>/": ["xx/sicremi/rounds/round-open/", "xx/sicremi/rounds/round-draft/"],
    "xx/reports/": ["xx/reports/"],
    "xx/reports/<slug:slug>/": ["xx/reports/barges/", "xx/reports/barges/?version=2", "xx/reports/rafts/"],
    "xx/reports/<slug:slug>/<slug:chapter>/": [
        "xx/reports/barges/water/", "xx/reports/barges/water/?version=2", "xx/reports/rafts/water/",
    ],
    r"xx/^reports/(?P<slug>[-\w]+)/(?P<chapter>[-\w]+)/chart-(?P<number>\d{1,4})(?P<narrow>-narrow)?\.svg$": [
        "xx/reports/barges/water/chart-1.svg", "xx/reports/barges/water/chart-1-narrow.svg?version=2",
    ],
    r"xx/^reports/(?P<slug>[-\w]+)/report\.(?P<format>pdf|docx)$": [
        "xx/reports/barges/report.docx", "xx/reports/barges/report.pdf", "xx/reports/rafts/report.docx",
    ],
}  # fmt: skip
