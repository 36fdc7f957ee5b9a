"""The door plate of the room."""

from indicators.documents import documents, find, hits
from indicators.models import Indicator
from records.kinds import Kind

INDICATOR = Kind(
    name="indicator", model=Indicator, documents=documents, hits=hits, units=("indicator",), find=find
)  # fmt: skip
