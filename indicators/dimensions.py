"""The dimensions of every series, in the order of its key. No Django here: the child process that reads files needs them.

Two figures may only be added, compared or drawn on one axis when all dimensions but the varied one agree. That is why
the measure and the basis of origin (birth, citizenship) are dimensions and not notes.
"""

DIMENSIONS = (
    "FREQ", "REF_AREA", "COUNTERPART", "MEASURE", "UNIT", "BASIS", "SEX", "AGE", "EDUCATION", "SECTOR", "OCCUPATION",
    "CATEGORY",
)  # fmt: skip
# The code list of a dimension, where it bears another name.
LISTS = {"REF_AREA": "area", "COUNTERPART": "area"}
# What a series is where a file says nothing: all sexes, all ages; an origin or a category is not applicable.
DEFAULTS = {
    "COUNTERPART": "_Z", "BASIS": "_Z", "SEX": "_T", "AGE": "_T", "EDUCATION": "_T", "SECTOR": "_T", "OCCUPATION": "_T",
    "CATEGORY": "_T",
}  # fmt: skip

# Of an observation whose value is not for readers: by its source (C), by rule 18 for itself (A) or for another (S).
HIDDEN = frozenset("ASC")

# Units that count persons or things one by one: such counts are added up, and hidden where they are small.
COUNTED = frozenset({"PS", "VISAS", "PERMITS", "POSITIONS", "APPLICATIONS", "LMIAS", "DECISIONS"})


def code_list(dimension: str) -> str:
    """REF_AREA and COUNTERPART share "area"; the others have a list of their own name."""
    return LISTS.get(dimension, dimension.lower())


def key(codes: dict[str, str]) -> str:
    """The series key, as in SDMX: the codes of all dimensions with dots between."""
    return ".".join(codes[name] for name in DIMENSIONS)
