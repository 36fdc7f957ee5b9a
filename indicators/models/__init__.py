from indicators.models.codes import Code
from indicators.models.observations import Dataset, Frozen, Note, Observation, Series, Vintage
from indicators.models.register import Indicator

__all__ = ["Code", "Dataset", "Frozen", "Indicator", "Note", "Observation", "Series", "Vintage"]
