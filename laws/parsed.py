"""The tree every importer returns: plain data, no Django, ready to cross a process boundary as JSON.

Dates are ISO strings ("2011-05-25") or None, because the tree travels as JSON; `laws.importing` turns them into dates.
"""

from dataclasses import dataclass, field

# Kinds of unit that a reader cites by number; everything else (annexes, preambles) is counted apart in reports.
ARTICLE_KINDS = frozenset({"article", "section", "rule"})


@dataclass(slots=True)
class Block:
    """One inner unit of a provision's text, in reading order.

    kind: "text", "subsection", "paragraph", "subparagraph", "clause", "item", "definition", "table" or "note"
        (a note is the publisher's: an amendment history, a cross-reference; it is shown apart and not searched as law).
    label: as printed without surrounding blanks ("(1)", "a)", "II", "§ 1º"), or "".
    heading: marginal note of this inner unit, or "".
    depth: 0 for text of the provision itself, 1 for its direct inner units, and so on.
    rows: for kind "table" only: cells as text, row by row; `text` then holds the caption or "".
    """

    kind: str
    text: str
    label: str = ""
    heading: str = ""
    depth: int = 0
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Wording:
    """One dated wording of a provision in the file's language.

    status: "in_force", "repealed", "not_in_force" or "unknown": what the text itself says of this wording.
    history: the publisher's history note for this wording, or "".
    line: 1-based line of the source where it begins, 0 when the format has no lines.
    digest, quoted: of `laws.digesting`, where the process that read the file has worked them out; else None.
    """

    blocks: list[Block] = field(default_factory=list)
    heading: str = ""
    valid_from: str | None = None
    valid_to: str | None = None
    status: str = "in_force"
    history: str = ""
    line: int = 0
    digest: str | None = field(default=None, compare=False)
    quoted: str | None = field(default=None, compare=False)


@dataclass(slots=True)
class ParsedProvision:
    """The unit that has versions: an article or section, whatever the text calls it.

    sequence: "main", "transitory", "annex-1", "annex-2", ..., "treaty-1", "treaty-1-annex-1" ...: which run of numbers it is in.
    kind: "article", "section", "rule", "schedule", "annex", "preamble" or "other".
    label: as printed, without trailing punctuation ("Artículo 12 bis", "25.1", "216 to 218").
    number: normalised by `laws.labels.normalise` ("12-bis", "25.1", "216-to-218", "unico"); "preamble" for a preamble.
    ordinal: 1, or 2, 3 ... where the same number stands again in the same sequence as a provision of its own.
    earlier: older wordings printed in the same file (newest first).
    """

    sequence: str
    kind: str
    label: str
    number: str
    current: Wording
    ordinal: int = 1
    earlier: list[Wording] = field(default_factory=list)


@dataclass(slots=True)
class OutlineEntry:
    """A container (title, part, chapter): for display only, since real files put them wrong and move them.

    level: 1 for the outermost.
    before: index in `ParsedLaw.provisions` of the first provision that stands under it.
    """

    level: int
    label: str
    heading: str
    before: int


@dataclass(slots=True)
class Alias:
    """Another name of the law. kind: "short", "long", "popular", "abbreviation" or "number"."""

    text: str
    kind: str
    language: str


@dataclass(slots=True)
class Event:
    """A dated fact on the law as its file states it.

    kind: "promulgated", "published", "in_force", "amended", "repealed", "registered" or "status_claim"
        (a status field of the source, kept as a claim: such fields are known to be wrong).
    """

    kind: str
    date: str | None
    note: str = ""


@dataclass(slots=True)
class ParsedLaw:
    """One file's view of one law in one language.

    jurisdiction: ISO 3166-1 alpha-3 in lower case, "int" for international instruments, or "" when the file does not say.
    type: "constitution", "act", "decree", "regulation", "resolution", "treaty", "agreement", "soft_law", "bill",
        "decision" or "other".
    native_type: the word the jurisdiction uses ("Ley", "Decreto Supremo", "Public Law"), or "".
    number: as the jurisdiction cites it ("25.871", "616/2010", "I-2.5", "SOR/2002-227"), or "".
    date: the law's own date (promulgation or assent; else publication), or None.
    language: BCP 47 ("es", "en", "fr", "pt", "pt-BR" is given as "pt").
    as_of: date of the consolidation that the file holds, or None when it does not say.
    official: True only when the publisher itself is the official source and says so.
    """

    format: str
    language: str
    title: str
    jurisdiction: str = ""
    type: str = "other"
    native_type: str = ""
    number: str = ""
    date: str | None = None
    as_of: str | None = None
    claimed_status: str = ""
    url: str = ""
    publisher: str = ""
    official: bool = False
    aliases: list[Alias] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    provisions: list[ParsedProvision] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def warn(self, line: int, message: str) -> None:
        """Note a doubt for the report, with the 1-based line of the source (0: no line)."""
        self.warnings.append((line, message))


class Refusal(Exception):
    """The file cannot be taken as a law; `reason` is for a person to read, `line` is 1-based or 0."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason)
        self.reason = reason
        self.line = line
