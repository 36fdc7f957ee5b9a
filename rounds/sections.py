"""The narrative sections that every country report has, with what to write in them."""

from rounds.models import Round, Section

_LANGUAGES = ("es", "en", "fr", "pt")
_TEXTS = {
    "law": (
        ("Cambios en la legislación", "Changes of law", "Évolution de la législation", "Mudanças na legislação"),
        (
            "Leyes y reglamentos sobre migración que entraron en vigor, cambiaron o dejaron de regir en el período. Enlace cada uno con su ficha en este sitio y diga a quién afecta.",
            "Laws and regulations on migration that came into force, changed or ended in the period. Link each to its record on this site and say whom it concerns.",
            "Lois et règlements sur les migrations entrés en vigueur, modifiés ou abrogés pendant la période. Reliez chacun à sa fiche sur ce site et dites qui est concerné.",
            "Leis e regulamentos sobre migração que entraram em vigor, mudaram ou deixaram de valer no período. Ligue cada um à sua ficha neste site e diga a quem se refere.",
        ),
    ),
    "policy": (
        ("Cambios en la política pública", "Changes of policy", "Évolution des politiques publiques", "Mudanças na política pública"),
        (
            "Programas, acuerdos, regularizaciones y cambios de instituciones. Separe lo anunciado de lo que ya se aplica.",
            "Programmes, agreements, regularisations and changes of institutions. Keep what was announced apart from what is applied.",
            "Programmes, accords, régularisations et changements d’institutions. Distinguez ce qui est annoncé de ce qui est appliqué.",
            "Programas, acordos, regularizações e mudanças de instituições. Separe o que foi anunciado do que já se aplica.",
        ),
    ),
    "trends": (
        ("Tendencias", "Trends", "Tendances", "Tendências"),
        (
            "Qué muestran las cifras del período y por qué. Nombre el cuadro del que sale cada número.",
            "What the figures of the period show, and why. Name the table that each number comes from.",
            "Ce que montrent les chiffres de la période, et pourquoi. Nommez le tableau dont vient chaque nombre.",
            "O que mostram os números do período e por quê. Diga de que tabela vem cada número.",
        ),
    ),
    "sources": (
        ("Fuentes y método", "Sources and method", "Sources et méthode", "Fontes e método"),
        (
            "Institución, registro o encuesta de cada cuadro; a quién se cuenta (por nacimiento o por ciudadanía), qué falta, y toda ruptura de serie.",
            "Institution, register or survey of each table; who is counted (by birth or by citizenship), what is missing, and every break in the series.",
            "Institution, registre ou enquête de chaque tableau ; qui est compté (par naissance ou par nationalité), ce qui manque, et toute rupture de série.",
            "Instituição, registro ou pesquisa de cada tabela; quem é contado (por nascimento ou por cidadania), o que falta, e toda quebra de série.",
        ),
    ),
}  # fmt: skip


def default_sections(round_: Round) -> list[Section]:
    """Unsaved, in order."""
    return [
        Section(
            round=round_, key=key, position=place,
            **{f"title_{code}": text for code, text in zip(_LANGUAGES, titles, strict=True)},
            **{f"guidance_{code}": text for code, text in zip(_LANGUAGES, guidance, strict=True)},
        )
        for place, (key, (titles, guidance)) in enumerate(_TEXTS.items(), 1)
    ]  # fmt: skip
