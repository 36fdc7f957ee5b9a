"""Every shared statute file through the one door: a law or a refusal with its reason, and the counts that were checked."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from laws import importers
from laws.parsed import ARTICLE_KINDS, ParsedLaw, Refusal
from laws.wire import from_json, to_json

_LEFT_OUT = {"scale", "index", "treaty-status"}
_ROW = re.compile(r"\| (\S+) \| \d+ \| [^|]* \| [a-z-]+ \| (\d+) \|")

# Files that hold no law, and a word of the reason given.
REFUSED = {
    "README.md": "no line begins",
    "FORMATS.md": "no line begins",
    "canada/justice-xml/regulation_web.dtd": "DTD",
    "chile/bcn-xml/search-leyes-sample.csv": "table",
}
# Where our count is more than 3 % from the simple counter of the folder's README: our count, and why.
EXPLAINED = {
    "usa/uslm/usc01-118-158.xml": (39, "the counter takes 14 sections of other acts that notes quote"),
    "mexico/txt/lmigra_extracted.txt": (
        181,
        "17 transitory articles with a word for their number are not counted there",
    ),
    "mexico/txt/lrpcap_extracted.txt": (84, "transitory articles with a word for their number are not counted there"),
    "mexico/md/LMigra_ley_de_migracion.md": (
        181,
        "transitory articles with a word for their number are not counted there",
    ),
    "mexico/md/LRPCAP_ley_sobre_refugiados_proteccion_complementaria_y_asilo_politico_antes.md": (
        84,
        "articles of the enacting decree and transitory ones with a word for their number are not counted there",
    ),
    "mexico/md/LN_ley_de_nacionalidad.md": (40, "3 transitory articles “Único” are not counted there"),
    "argentina/md/LEY-26364.md": (28, "4 articles of the Penal Code that the act quotes"),
    "argentina/infoleg-html/ley-27444.htm": (135, "93 articles of other acts that this amending act quotes"),
    "colombia/md/LEY-43-1993.md": (39, "26 earlier wordings printed after the current ones"),
    "colombia/md/LEY-985-2005.md": (23, "2 earlier wordings printed after the current ones"),
    "colombia/md/DECRETO-4000-2004.md": (128, "134 earlier wordings printed after the current ones"),
    "colombia/suin-html/decreto.html": (2, "5 articles of the resolution that article 1 approves and quotes"),
    "chile/md/CL-1158549.md": (192, "11 transitory articles numbered in words more, 3 quoted articles less"),
    "peru/md/LEY-27891-2002.md": (
        39,
        "articles 13-A, 16-A and 20-A stand in quotation marks and are not counted there",
    ),
    "peru/md/LEY-28950-2007.md": (10, "4 quoted articles less; articles 9 and 10, in quotation marks, more"),
    "brazil/planalto-html/L14133.html": (195, "12 articles of the Penal Code that article 178 quotes"),
    "brazil/lexml-xml/pls_229_2009.xml": (173, "31 articles of other acts inside Alteracao"),
    "brazil/lexml-xml/pls_359_2011.xml": (2, "1 article of another act inside Alteracao"),
}


@cache
def read(path: Path) -> ParsedLaw | Refusal:
    try:
        return importers.parse(path.read_bytes(), path.name)
    except Refusal as refusal:
        return refusal


@pytest.fixture(scope="module")
def files(shared_laws) -> dict[str, Path]:
    found = (path for path in sorted(shared_laws.rglob("*")) if path.is_file())
    named = {path.relative_to(shared_laws).as_posix(): path for path in found}
    return {name: path for name, path in named.items() if name.partition("/")[0] not in _LEFT_OUT}


@pytest.fixture(scope="module")
def laws(files) -> dict[str, ParsedLaw]:
    read_all = {name: read(path) for name, path in files.items()}
    return {name: law for name, law in read_all.items() if isinstance(law, ParsedLaw)}


def test_each_file_is_a_law_or_refused_with_a_reason(files):
    refusals = {name: read(path) for name, path in files.items() if isinstance(read(path), Refusal)}
    assert dict.fromkeys(refusals, True) == dict.fromkeys(REFUSED, True)
    for name, refusal in refusals.items():
        assert REFUSED[name] in refusal.reason, name
    assert len(files) > 80


def test_provisions_are_told_apart_within_a_law(laws):
    for name, law in laws.items():
        counted = Counter((p.sequence, p.number, p.ordinal) for p in law.provisions)
        assert [key for key, count in counted.items() if count > 1] == [], name
        assert all(p.number and p.sequence and p.ordinal >= 1 for p in law.provisions), name


def test_each_law_says_whose_it_is_and_what(laws):
    foreign = {"akoma-ntoso/uk_pga-2014-27-enacted-data.xml", "akoma-ntoso/lu-regulation.xml"}
    for name, law in laws.items():
        assert law.format in importers.FORMATS, name
        assert law.title, name
        assert law.language in {"es", "en", "fr", "pt"}, name
        assert len(law.jurisdiction) == 3 or name in foreign, name
        assert law.type != "other" or name in foreign, name


def test_texts_are_clean_and_depths_make_sense(laws):
    for name, law in laws.items():
        for provision in law.provisions:
            for wording in (provision.current, *provision.earlier):
                for block in wording.blocks:
                    assert block.text == block.text.strip(), name
                    assert not re.search("[\u00ad\u200b\x00-\x08]", block.text), name
                    assert 0 <= block.depth < 12, name
                    assert block.text or block.label or block.rows or block.heading, (name, provision.label)
        assert all(0 <= entry.before <= len(law.provisions) for entry in law.outline), name


def test_json_brings_every_law_back_the_same(laws):
    for name, law in laws.items():
        assert from_json(json.loads(json.dumps(to_json(law)))) == law, name


def test_counts_of_articles(laws, shared_laws):
    rows = _ROW.findall((shared_laws / "README.md").read_text(encoding="utf-8"))
    counted = {name: int(number) for name, number in rows if name in laws}
    assert len(counted) > 70
    ours = {name: sum(p.kind in ARTICLE_KINDS for p in laws[name].provisions) for name in counted}
    far = {name: ours[name] for name, number in counted.items() if abs(ours[name] - number) > 0.03 * number}
    assert far == {name: count for name, (count, _) in EXPLAINED.items()}


def test_two_languages_of_one_act_have_the_same_provisions(laws):
    pairs = [("I-2.5", "I-2.5"), ("C-29", "C-29"), ("C-29.4", "C-29.4"), ("SOR-2002-227", "DORS-2002-227")]
    for english, french in pairs:
        first, second = laws[f"canada/justice-xml/eng/{english}.xml"], laws[f"canada/justice-xml/fra/{french}.xml"]
        assert (first.number, first.date, first.type) == (second.number, second.date, second.type)
        keys = [[(p.sequence, p.number, p.ordinal) for p in law.provisions] for law in (first, second)]
        assert keys[0] == keys[1]


def test_two_formats_of_one_law_have_the_same_identity(laws):
    for first, second in [
        ("mexico/md/LMigra_ley_de_migracion.md", "mexico/txt/lmigra_extracted.txt"),
        ("mexico/md/LMigra_ley_de_migracion.md", "mexico/akn/mx-fed-lmigra-v2.xml"),
    ]:
        one, other = laws[first], laws[second]
        assert (one.jurisdiction, one.type, one.number) == (other.jurisdiction, other.type, other.number)
        assert one.title.casefold() == other.title.casefold()
