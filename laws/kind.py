"""The door plates of the room: what the rest of the house needs to know of laws and of public policies."""

from laws import policy_documents
from laws.documents import documents
from laws.hits import find, hits, locate
from laws.marks import marks
from laws.models import Law, Policy
from records.kinds import Kind

LAW = Kind(
    name="law",
    model=Law,
    documents=documents,
    hits=hits,
    units=("law", "provision"),
    find=find,
    locate=locate,
    marks=marks,
)
POLICY = Kind(
    name="policy", model=Policy, documents=policy_documents.documents, hits=policy_documents.hits, units=("policy",),
    find=policy_documents.find,
)  # fmt: skip
