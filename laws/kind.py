"""The door plate of the room: what the rest of the house needs to know of laws."""

from laws.documents import documents
from laws.hits import find, hits
from laws.models import Law
from records.kinds import Kind

LAW = Kind(name="law", model=Law, documents=documents, hits=hits, units=("law", "provision"), find=find)
