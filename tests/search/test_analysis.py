"""One table of word pairs decides what readers may type; every engine is fed these terms."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis

# language -> words of one line must reach one stem
SAME = {
    "es": """
        migracion migración migraciones · pais país países paises · expulsion expulsión expulsiones
        refugiado refugiada refugiados refugiadas · juez jueces · visa visas · derecho derechos · cárcel carcel cárceles
        niño nino niños ninas niña · menor menores · trabajador trabajadora trabajadores trabajadoras
        víctima victimas · joven jóvenes jovenes · orden órdenes · ley leyes · nación naciones nacion
        nacionalidad nacionalidades · extranjero extranjera extranjeros extranjeras · día días dias · año años
        familiar familiares · libertad libertades · lugar lugares · autoridad autoridades · origen orígenes
        régimen regímenes regimenes · examen exámenes · crimen crímenes · mujer mujeres · unidad unidades
        consular consulares · titular titulares · irregular irregulares · interés intereses · línea líneas
        aplicable aplicables · responsable responsables · alto alta altos altas · vez veces · voz voces
        alcance alcances · capaz capaces · cómplice cómplices complice · mínimo minimos mínima · gobierno gobiernos
        vivienda viviendas · financiero financiera financieras · solicitud solicitudes · extradición extradiciones
        francés frances franceses · protección proteccion protecciones · sanción sanciones · decisión decisiones
        tránsito transitos · asilo asilos asilada asilado · frontera fronteras · fronterizo fronteriza fronterizos
        permiso permisos · ciudadano ciudadana ciudadanos · ilícito ilicita ilícitos · código codigos · acto actos
        hijo hija hijos · cónyuge conyuges · título títulos · pasaporte pasaportes · empleador empleadores · crisis
    """,
    "en": """
        refugee refugees · child children · woman women · policy policies · country countries · citizen citizens
        remove removed removal removing · trafficking trafficked traffickers trafficker · detain detained detains
        application applications · claim claims claimed · labour labor labours · offence offense offences
        naturalization naturalisation naturalized naturalised · regularise regularize regularised · recognised recognized recognise
        organisation organization organisations · immigrate immigrated · deport deported deporting · visa visas
        residency residencies · authority authorities · penalty penalties · employer employers · worker workers
        authorisation authorization · harbour harbor harbouring · minor minors · permit permits permitted
        person persons · family families · right rights · border borders · treaty treaties · criteria criterion
        marriage marriages · spouse spouses · foreigner foreigners · national nationals · document documents
        passport passports · officer officers · appeal appeals appealed · decision decisions · order orders ordered
        hearing hearings · fee fees · day days · duty duties · victim victims · crime crimes · act acts · law laws
        rule rules · section sections · centre center centres · licence license · sought seek · paid pay paying
        interview interviews · judge judges · exclude excluded · cease ceased ceases · protect protected protects
        convention conventions · asylum asylums · domestic · seeker seekers · study studies studied
        condition conditions · category categories · sponsor sponsors sponsored · adopt adopted · dismiss dismissed
        réfugié refugie
    """,
    "fr": """
        réfugié réfugiés refugie refugies refugiee réfugiée réfugiées · étranger étrangers étrangère etrangeres
        canal canaux · principal principaux principale principales · légal légaux légale legales · travail travaux
        travailleur travailleuse travailleurs travailleuses · citoyen citoyenne citoyens · loi lois · visa visas
        enfant enfants · actif active actives actifs · conjoint conjointe conjoints · permis permise
        admis admise admises · soumis soumise · requis requises · commis commise · refus refuse refusé refusés
        considérer considéré considere considérées · demander demande demandé demandée demandes
        modifier modifié modifie modifiées · étudier étudie étudié · entrée entrées entree · nationalité nationalites
        anglais anglaise anglaises · compris comprise · dangereux dangereuse dangereuses · demandeur demandeurs
        motif motifs motive · directeur directrice directeurs · particulier particulière particuliers
        famille familles · mineur mineure mineurs · personne personnes · frontière frontières frontiere
        décision décisions decision · renvoi renvois · pays · mois · droit droits · règlement reglements
        autorité autorités autorite · séjour sejour séjours · arrêté arrete arrêtés · procès proces · pénal pénale pénaux
        annuel annuelle annuels · territorial territoriaux · employeur employeurs employeuse · résident résidente residents
        détenu détenue détenus · père pères · mère mères mere · délai délais delai · preuve preuves · accusé accusée
        asile asiles · expulsion expulsions · général générale généraux · privé privée privés · fausse faux
        premier première premiers · dernier dernière · public publics · article articles · apatride apatrides
        étudiant étudiante étudiants · temporaire temporaires · infraction infractions · marié mariée mariés
        convention conventions · protégé protégée protege · national nationaux nationale nationales · avis · œuvre oeuvre
    """,
    "pt": """
        migração migracao migrações migracoes · expulsão expulsao expulsões expulsoes · país pais países paises
        cidadão cidadao cidadãos cidadaos cidadã cidada cidadãs · refúgio refugio refúgios · refugiado refugiada refugiados
        nacional nacionais · brasileiro brasileira brasileiros brasileiras · lei leis · civil civis · imóvel imóveis imovel
        juiz juíza juízes juizes · homem homens · trabalhador trabalhadora trabalhadores · visto vistos · mês meses mes
        decisão decisões decisao · familiar familiares · direito direitos · estrangeiro estrangeira estrangeiros
        ano anos · dia dias · ato atos · próprio propria próprios próprias · necessário necessária necessarios
        temporário temporaria temporárias · judiciário judiciária · prévio prévia · mínimo minimos mínima · família famílias familia
        criança crianças crianca · prisão prisões prisao · irmão irmã irmãos · órgão órgãos orgaos · mão mãos
        hipótese hipóteses hipotese · análise análises analise · interesse interesses · vez vezes · poder poderes
        mulher mulheres · dever deveres · fiel fiéis · útil úteis uteis · difícil difíceis · possível possíveis possivel
        responsável responsáveis · legal legais · especial especiais · ordem ordens · bem bens · jovem jovens
        nação nações nacao · extradição extradições extradicao · proteção protecoes protecao · prazo prazos
        pedido pedidos · recurso recursos · asilo asilos · asilado asilada · fronteira fronteiras · português portugueses
        crime crimes · residência residencias · autoridade autoridades · nacionalidade nacionalidades · suspensão suspensões
        condição condições condicao · menor menores · cônjuge conjuges · título titulos · deportação deportacoes
        solicitante solicitantes · filho filha filhos filhas · perseguição perseguicoes · raça racas · grupo grupos
    """,
}
# language -> the two words of a pair must stay apart
DIFFERENT = {
    "es": "trata tratado · país paz · asilo aislado · ley leído · nacional nación · visa aviso · pena pan · caso cosa · "
    "multa múltiple · tránsito transacción · "
    "nacionalidad nacional · deportación deportivo · constitución constituye",
    "en": "refugee refusal · policy police · person personnel · minor mine · national nature · asylum asylee · law lawn · "
    "state estate · claim climate · "
    "nationality nation · naturalized natural · international internal · accession access · relative relating",
    "fr": "loi loin · pays paix · mineur mine · travail traite · droit doigt · séjour jour · visa vise · asile aile · crime crème · réfugié refus · "
    "nationalité national · visite visé · ressortissant ressort",
    "pt": "lei leite · país paz · menor menos · pena pensão · asilo aliado · visto visita · prazo praça · crime criança · "
    "nacionalidade nacional · regulamento regular · visto vista",
}


def words(table: str) -> list[list[str]]:
    return [group.split() for line in table.strip().splitlines() for group in line.split("·")]


@pytest.mark.parametrize("language", SAME)
def test_any_spelling_number_and_gender_reach_one_stem(language):
    groups = words(SAME[language])
    assert sum(len(group) - 1 for group in groups) >= 60
    wrong = {
        word: (analysis.stem(group[0], language), analysis.stem(word, language))
        for group in groups
        for word in group
        if analysis.stem(word, language) != analysis.stem(group[0], language) or not analysis.stem(word, language)
    }
    assert wrong == {}


@pytest.mark.parametrize("language", DIFFERENT)
def test_different_words_stay_apart(language):
    for first, second in words(DIFFERENT[language]):
        assert analysis.stem(first, language) != analysis.stem(second, language), (first, second)


def test_exact_keeps_stopwords_and_the_tilde_of_n():
    assert analysis.exact("La migración NO es delito") == ["la", "migracion", "no", "es", "delito"]
    assert analysis.exact("año") == ["año"] != analysis.exact("ano")
    assert analysis.exact("an\u0303o") == ["año"]
    assert analysis.stems("año", "es") == analysis.stems("ano", "es")


def test_exact_splits_elisions_and_hyphens():
    assert analysis.exact("l'étranger qu’il d'entrer") == ["l", "etranger", "qu", "il", "d", "entrer"]
    assert analysis.stems("l'étranger qu’il", "fr") == analysis.stems("etranger", "fr")
    assert analysis.exact("non-refoulement") == ["non", "refoulement"]
    assert analysis.exact("cœur Straße") == ["coeur", "strasse"]


def test_numbers_have_one_form():
    assert analysis.exact("Ley Nº 25.871") == analysis.exact("ley n° 25871") == ["ley", "n", "25871"]
    assert analysis.exact("1.234.567 25,871") == ["1234567", "25871"]
    assert analysis.exact("25.1 12º bis 1,2,3 art.5") == ["25.1", "12", "bis", "1", "2", "3", "art", "5"]
    assert analysis.exact("SOR/2002-227") == ["sor", "2002", "227"]


def test_soft_hyphens_and_format_characters_do_not_cut_words():
    assert analysis.exact("immi\u00adgration asy\u200blum") == ["immigration", "asylum"]


def test_stopwords_leave_stems_but_negation_by_preposition_stays():
    assert analysis.stems("sin permiso de la autoridad", "es")[0] == "sin"
    assert analysis.stems("the of and", "en") == []
    assert analysis.exact("the of and") == ["the", "of", "and"]


def test_another_language_is_folded_only():
    assert analysis.stems("Réfugiés yo en", "ht") == ["refugies", "yo", "en"]


def test_tokens_point_into_the_text():
    text = "«La Migración» del año 25.871: l'État"
    assert [(token, text[start:end]) for token, start, end in analysis.tokens(text)] == [
        ("la", "La"), ("migracion", "Migración"), ("del", "del"), ("año", "año"), ("25871", "25.871"), ("l", "l"),
        ("etat", "État"),
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_gives_consistent_terms(text):
    found = analysis.tokens(text)
    assert [token for token, _, _ in found] == analysis.exact(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)
    for language in ("es", "en", "fr", "pt", "other"):
        terms = analysis.stems(text, language)
        assert all(term and not any(char.isspace() for char in term) for term in terms)


@given(st.text(alphabet="abcdeinorstuz áéíóúãõçêâüñ'", max_size=60))
def test_accents_never_change_a_stem(text):
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    for language in ("es", "en", "fr", "pt"):
        assert analysis.stems(text, language) == analysis.stems(bare, language)


def test_hundred_thousand_tokens_are_analysed_in_a_moment():
    text = (
        "La autoridad migratoria resolverá la solicitud de residencia temporaria dentro de los plazos fijados. " * 8_000
    )
    analysis.stems(text, "es")
    start = time.perf_counter()
    count = len(analysis.stems(text, "es"))
    assert count > 60_000
    assert time.perf_counter() - start < 1.0
