from indicators.models.codes import Code
from indicators.models.observations import Dataset, Frozen, Observation, Series, Vintage
from indicators.models.register import Indicator

__all__ = ["Code", "Dataset", "Frozen", "Indicator", "Observation", "Series", "Vintage"]
