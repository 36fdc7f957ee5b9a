import pytest

from laws.importers import planalto
from laws.parsed import Refusal

HEAD = """<html><head><title>L1</title></head><body><table><tr><td><p>Presidência da República</p></td></tr></table>
<p><a href="x">LEI Nº 9.999, DE 2
 DE MAIO DE 2031</a></p><table><tr><td><a href="v">Mensagem de veto</a></td><td>Institui o cadastro de balões.</td></tr></table>
<p>O PRESIDENTE DA REPÚBLICA Faço saber que decreto:</p>
"""
TAIL = "<p>Brasília, 2 de maio de 2031; 210º da Independência.</p><p>FULANO DE TAL</p></body></html>"


def read(body: str):
    return planalto.parse((HEAD + body + TAIL).encode("cp1252"), "L9999.html")


def texts(wording):
    return [(block.label, block.text, block.depth) for block in wording.blocks]


def test_identity_and_units_of_an_article():
    law = read(
        """<p align="center">CAPÍTULO I</p><p align="center">DOS BALÕES</p>
<p><a name="art1"></a>Art.
 1º Todo balão tem cor:</p><p><a name="art1i"></a>I - azul;</p><p>II - verde, exceto:</p><p>a) à noite;</p>
<p><a name="art1p"></a>Parágrafo único. A cor é livre.</p><p><a name="art2"></a>Art. 2º (VETADO).</p>"""
    )
    assert (law.jurisdiction, law.type, law.native_type) == ("bra", "act", "Lei")
    assert (law.number, law.date, law.title) == ("9.999/2031", "2031-05-02", "Institui o cadastro de balões")
    first, second = law.provisions
    assert (first.label, first.number, first.kind) == ("Art. 1º", "1", "article")
    assert texts(first.current) == [
        ("", "Todo balão tem cor:", 0),
        ("I", "azul;", 1),
        ("II", "verde, exceto:", 1),
        ("a)", "à noite;", 2),
        ("Parágrafo único", "A cor é livre.", 1),
    ]
    assert first.current.line == 6
    assert second.current.status == "not_in_force"
    assert [(entry.label, entry.heading, entry.before) for entry in law.outline] == [("CAPÍTULO I", "DOS BALÕES", 0)]


def test_struck_unit_before_its_replacement_is_an_earlier_wording():
    law = read(
        """<p><a name="art1"></a>Art. 1º Todo balão tem cor:</p>
<p><strike>I - azul;</strike></p><p>I - azul-claro; <a href="n">(Redação dada pela Lei nº 10.001, de 2032)</a></p>
<p>II - verde.</p><p>III - roxa. <a href="n">(Incluído pela Lei nº 10.001, de 2032)</a></p>"""
    )
    (provision,) = law.provisions
    assert [text for _, text, _ in texts(provision.current)] == [
        "Todo balão tem cor:",
        "azul-claro;",
        "verde.",
        "roxa.",
    ]
    assert "I: Redação dada pela Lei nº 10.001, de 2032" in provision.current.history
    (before,) = provision.earlier
    assert [text for _, text, _ in texts(before)] == ["Todo balão tem cor:", "azul;", "verde."]
    assert before.valid_from is None
    assert before.valid_to is None


def test_whole_article_struck_then_printed_anew():
    law = read(
        """<p><s><a name="art1"></a>Art. 1º Balões são azuis.</s></p>
<p><span style="text-decoration:line-through">Parágrafo único. Sempre.</span></p>
<p><a name="art1."></a>Art. 1º Balões têm cor.</p><p><a name="art2"></a>Art. 2º Fim.</p>"""
    )
    first, _ = law.provisions
    assert [block.text for block in first.current.blocks] == ["Balões têm cor."]
    assert [block.text for block in first.earlier[0].blocks] == ["Balões são azuis.", "Sempre."]


def test_article_struck_and_revoked():
    law = read(
        """<p><strike><a name="art1"></a>Art. 1º Balões são azuis.</strike> <a href="n">(Revogado pela Lei nº 7, de 2032)</a></p>
<p><a name="art2"></a>Art. 2º Fim.</p>"""
    )
    assert law.provisions[0].current.status == "repealed"
    assert law.provisions[0].current.history == "Revogado pela Lei nº 7, de 2032"
    assert law.provisions[0].earlier[0].blocks[0].text == "Balões são azuis."
    assert law.provisions[1].current.status == "in_force"


def test_vetoed_unit_promulgated_later_keeps_nothing_under_the_veto():
    law = read(
        """<p><a name="art1"></a>Art. 1º Balões.</p><p><strike>§ 1º (VETADO).</strike></p>
<p>§ 1º Há balões: <a href="#p">(Promulgação partes vetadas)</a></p><p>I - azuis.</p>"""
    )
    assert [block.text for block in law.provisions[0].earlier[0].blocks] == ["Balões.", "(VETADO)."]


def test_words_struck_inside_a_paragraph_are_dropped_with_a_warning():
    law = read('<p><a name="art1"></a>Art. 1º Todo <strike>grande</strike> balão voa.</p>')
    assert law.provisions[0].current.blocks[0].text == "Todo balão voa."
    assert law.provisions[0].earlier == []
    assert law.warnings[0][0] == 5
    assert "grande" in law.warnings[0][1]


def test_struck_note_links_are_no_words_of_the_law():
    law = read(
        """<p><a name="art1"></a>Art. 1º Todo balão voa. <strike><a href="d">(Vide Decreto nº 1, de 2032)</a>
<a href="d">Vigência</a></strike></p>"""
    )
    assert law.warnings == []
    assert law.provisions[0].current.blocks[0].text == "Todo balão voa."


def test_quoted_articles_stay_in_the_amending_one():
    law = read(
        """<p><a name="art1"></a>Art. 1º A Lei nº 5 passa a vigorar com as seguintes alterações:</p>
<p>“Art. 30-A. Pipas são livres.</p><p>Art. 31. Pipas têm linha.” (NR)</p>
<p><a name="art2"></a>Art. 2º O art. 7º da Lei nº 6 passa a vigorar acrescido de:</p>
<p>Art. 40. Linhas são finas.</p><p><a name="art3"></a>Art. 3º Esta Lei entra em vigor.</p>"""
    )
    assert [provision.number for provision in law.provisions] == ["1", "2", "3"]
    assert law.provisions[0].current.blocks[1].text == "“Art. 30-A. Pipas são livres."
    assert law.provisions[1].current.blocks[1].text == "Art. 40. Linhas são finas."


def test_quotation_never_closed_ends_at_the_next_number_of_a_page_without_anchors():
    law = read(
        """<p>Art. 1º A Lei nº 5 passa a vigorar com a seguinte redação:</p><p>“Art. 30. Pipas são livres.</p>
<p>I - sempre.</p><p>Art. 2º Esta Lei entra em vigor.</p>"""
    )
    assert [provision.number for provision in law.provisions] == ["1", "2"]
    assert len(law.provisions[0].current.blocks) == 3


def test_transitory_act_restarts_the_numbers():
    law = read(
        """<p><a name="art1"></a>Art. 1º Um.</p><p><a name="art2"></a>Art. 2º Dois.</p>
<p>ATO DAS DISPOSIÇÕES CONSTITUCIONAIS TRANSITÓRIAS</p><p>Art. 1º Outro.</p>"""
    )
    assert [(p.sequence, p.number, p.ordinal) for p in law.provisions] == [
        ("main", "1", 1),
        ("main", "2", 1),
        ("transitory", "1", 1),
    ]


def test_annex_below_the_signatures():
    law = planalto.parse(
        (HEAD + "<p>Art. 1º Um.</p>" + TAIL.replace("</body>", "<p>ANEXO I</p><p>Lista de cores</p></body>")).encode(
            "cp1252"
        ),
        "x",
    )
    annex = law.provisions[-1]
    assert (annex.kind, annex.sequence, annex.number) == ("annex", "annex-1", "anexo-i")
    assert annex.current.blocks[0].text == "Lista de cores"


def test_page_without_article_is_refused():
    with pytest.raises(Refusal, match="no article"):
        read("<p>Nada aqui.</p>")
    with pytest.raises(Refusal, match="empty"):
        planalto.parse(b"", "x")


def test_real_page(shared_laws):
    law = planalto.parse((shared_laws / "brazil/planalto-html/L14133.html").read_bytes(), "L14133.html")
    articles = [provision for provision in law.provisions if provision.kind == "article"]
    assert (law.number, law.date) == ("14.133/2021", "2021-04-01")
    assert [provision.number for provision in articles][-3:] == ["192", "193", "194"]
    assert len(articles) == 195  # 1 to 194 and 184-A
    assert sum(bool(provision.earlier) for provision in articles) == 4
