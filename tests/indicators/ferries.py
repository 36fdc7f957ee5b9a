"""An invented count in two vintages, with all that a reader must tell apart: zero, suppressed, missing, flags, notes, totals."""

from typing import Any

from indicators import choosing, storing
from indicators.models import Code, Dataset, Note, Observation
from tests.indicators.invented import dataset, frame

# Values of hidden cells, which nothing else has.
PLANTED = {"A": 731908264.0, "S": 640517392.0, "C": 859273016.0}
_CODES = """
area|COL|Colombia|Colombia|Colombie|Colômbia
area|VEN|Venezuela|Venezuela|Venezuela|Venezuela
area|ECU|Ecuador|Ecuador|Équateur|Equador
area|PER|Perú|Peru|Pérou|Peru
area|BOL|Bolivia|Bolivia|Bolivie|Bolívia
sex|_T|Total|Total|Total|Total
sex|F|Mujeres|Women|Femmes|Mulheres
freq|A|Anual|Annual|Annuelle|Anual
unit|PS|Personas|Persons|Personnes|Pessoas
measure|STOCK|Población|Stock|Effectif|População
basis|B|Lugar de nacimiento|Birth|Naissance|Nascimento
obs_status|E|Valor estimado|Estimated value|Valeur estimée|Valor estimado
obs_status|O|Falta|Missing|Manquante|Falta
"""


def figure(origin: str, period: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {"COUNTERPART": origin, "period": period, "value": value, **more}


def published() -> Dataset:
    """Two vintages: 55,893 becomes 33,080, one cell comes, one goes, one changes its flag only; then the hidden ones."""
    # A test that is undone leaves numbers of vintages behind, by which a process remembers what there is.
    choosing._held.cache_clear()
    choosing._shape.cache_clear()
    for position, row in enumerate(_CODES.split("\n")[1:-1]):
        name, code, *labels = row.split("|")
        texts = {f"label_{language}": label for language, label in zip(("es", "en", "fr", "pt"), labels, strict=True)}
        Code.objects.create(list=name, code=code, position=position, **texts)
    ours = dataset()
    Dataset.objects.filter(pk=ours.pk).update(
        licence="CC BY 4.0", title_es="Cuenta de barcas", title_fr="Comptage des bacs", url="https://example.org/ferries",
        sums="COUNTERPART", threshold=None,
    )  # fmt: skip
    same = [figure("ECU", "2015", 0), figure("PER", "2020", None, status="O")]
    first = [figure("VEN", "2015", 55893), figure("VEN", "2020", 700.5), figure("ECU", "2020", 812, status="A")]
    second = [figure("VEN", "2015", 33080), figure("BOL", "2020", 90), figure("ECU", "2020", 812, status="E")]
    storing.store(ours, frame(*same, *first))
    storing.store(ours, frame(*same, *second), edition="2021")
    Note.objects.create(
        dataset=ours, kind="break", codes={"COUNTERPART": ["VEN"]}, start="2020", source="p. 4",
        text_es="=Desde aquí, otro método", text_en="=From here on, another method",
    )  # fmt: skip
    hide(ours)
    return Dataset.objects.get(pk=ours.pk)


def hide(ours: Dataset) -> None:
    """One cell of each kind that is not for readers, with a value in the store."""
    series = ours.series.get(key__contains=".PER.")
    for period, (letter, value) in zip(("2010", "2011", "2012"), PLANTED.items(), strict=True):
        Observation.objects.create(series=series, period=period, value=value, confidentiality=letter, first=1)
