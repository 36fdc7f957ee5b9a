"""How a query is understood before any engine is asked: its parts, each with the words it covers.

Numbers of laws, citations, names of jurisdictions and labels of concepts are taken out first; what remains are words.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from search import analysis, citations, numbers
from search.citations import Citation
from search.documents import ANALYSED
from search.lexicon import Lexicon, NameMention
from search.numbers import NumberMention
from search.stopwords import FILLERS, INTERROGATIVES, LAW_WORDS, STOPWORDS

# For an exact token and a language: None when the word is known, a better spelling, or "" when there is none.
Spelling = Callable[[str, str], str | None]
# How much a word counts that says what kind of thing is asked for, or what sort of text a law is.
FILLER_WEIGHT = 0.25
LAW_WORD_WEIGHT = 0.4
NAMING_WEIGHT = 0.6
# A language other than the reader's is assumed when this much more of the query speaks for it.
_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class Token:
    """One exact token. start, end: offsets in what was typed; place: offset in the text after mending, where labels are
    sought."""

    text: str
    start: int
    end: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that is asked for: a word, or the words of a concept's label.

    tokens: those that count (no stopwords of the label's language); concepts: slugs, empty for a plain word;
    language: of the label; weight: 1 for a word of content.
    parts: the words of a longer label one by one, where some of them are concepts too.
    """

    tokens: tuple[Token, ...]
    concepts: tuple[str, ...] = ()
    language: str = ""
    weight: float = 1.0
    parts: tuple["Slot", ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """text: what was read; language: in which it seems to be written; tokens: all exact tokens, for quotes.

    places: the words that name `jurisdictions`; corrections: (typed, taken); unknown: left out because no text has them.
    crossing: labels that share words with those of `slots`, to prefer what has them.
    """

    text: str
    language: str
    tokens: tuple[Token, ...] = ()
    slots: tuple[Slot, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    places: tuple[Token, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    citation: Citation | None = None
    question: bool = False
    corrections: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    crossing: tuple[Slot, ...] = ()


def read(
    text: str, language: str, lexicon: Lexicon, spelling: Spelling | None = None, *, literal: bool = False
) -> Reading:
    """Understand plain words; `language` is the reader's. literal: numbers and citations are words like others."""
    found = [] if literal else numbers.find(text)
    citation = None if literal else citations.find(text)
    taken = [(mention.start, mention.end) for mention in found]
    if citation:
        taken.append((citation.start, citation.end))
    typed_in = guess_language(text, language, lexicon)
    tokens = [Token(token, start, end) for token, start, end in analysis.tokens(text)]
    free = [token for token in tokens if not _within(token, taken)]
    names = [name for name in lexicon.names_in(text) if not _overlaps(name.start, name.end, taken)]
    corrections: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    if spelling:
        free, corrections, unknown = _mend(free, typed_in, names, spelling)
    # Labels are sought in the words as mended, without numbers and citations.
    mended = _placed(free)
    free = mended[1]
    labelled, crossing = _concept_slots(mended[0], free, typed_in, lexicon, names)
    covered = [(slot.tokens[0].start, slot.tokens[-1].end) for slot in labelled]
    # A demonym inside a label ("nacionalidad mexicana") both belongs to the label and names its jurisdiction.
    places = [token for token in free if any(name.start <= token.start and token.end <= name.end for name in names)]
    places = [token for token in places if not _within(token, covered)]
    words = [token for token in free if token not in places and not _within(token, covered)]
    slots = [*labelled, *(Slot((token,), (), typed_in, weight(token.text, typed_in)) for token in words)]
    slots = [slot for slot in slots if slot.concepts or _counts(slot.tokens[0], typed_in)]
    once = {tuple(token.text for token in slot.tokens): slot for slot in reversed(slots)}
    slots = _aside_of_laws(sorted(once.values(), key=lambda slot: slot.tokens[0].start), typed_in)
    question = _is_question(text, tokens)
    if not any(slot.weight == 1.0 for slot in slots) and places and not citation and not found:
        slots += [Slot((token,), (), typed_in) for token in places]
        places = []
    return Reading(
        text, typed_in, tuple(tokens), tuple(slots),
        tuple(dict.fromkeys(name.jurisdiction for name in names)), tuple(places), tuple(found), citation, question,
        corrections, unknown, tuple(crossing),
    )  # fmt: skip


def _aside_of_laws(slots: list[Slot], language: str) -> list[Slot]:
    """ "migration law", "ley de migración": the word beside what a law calls itself names the law rather than the matter,
    when there is other matter."""
    step = -1 if language == "en" else 1
    result = list(slots)
    for place, slot in enumerate(slots):
        other = place + step
        if slot.weight != LAW_WORD_WEIGHT or not 0 <= other < len(slots) or slots[other].weight < 1.0:
            continue
        if sum(one.weight == 1.0 for one in result) > 1:
            result[other] = replace(slots[other], weight=NAMING_WEIGHT)
    return result


def guess_language(text: str, language: str, lexicon: Lexicon) -> str:
    """The language of the words, when they clearly are of another than the reader's."""
    words = [analysis.fold(token) for token, _, _ in analysis.tokens(text)]
    evidence = {
        code: sum(word in STOPWORDS[code] or word in INTERROGATIVES[code] for word in words) for code in ANALYSED
    }
    for mention in lexicon.concepts_in(text, language):
        evidence[mention.language] += mention.size
    home = language if language in ANALYSED else "en"
    best = max(ANALYSED, key=lambda code: (evidence[code], code == home))
    return best if evidence[best] >= evidence[home] + _MARGIN else home


def weight(word: str, language: str) -> float:
    """How much a word counts in a law's text."""
    folded = analysis.fold(word)
    if folded in FILLERS[language] or folded in INTERROGATIVES[language]:
        return FILLER_WEIGHT
    return LAW_WORD_WEIGHT if folded in LAW_WORDS else 1.0


def _counts(token: Token, language: str) -> bool:
    return bool(analysis.stem(token.text, language))


def _concept_slots(
    text: str, free: list[Token], language: str, lexicon: Lexicon, names: list[NameMention]
) -> tuple[list[Slot], list[Slot]]:
    """Slots of the labels in the free words, and of labels that cross those."""
    chosen = lexicon.concepts_in(text, language)
    result: tuple[list[Slot], list[Slot]] = ([], [])
    for mentions, slots in zip((chosen, lexicon.crossing(text, chosen)), result, strict=True):
        for mention in mentions:
            inside = [token for token in free if mention.start <= token.place < mention.end]
            tokens = tuple(token for token in inside if analysis.stem(token.text, mention.language))
            if len(tokens) < mention.size or any(_cuts(tokens, name) for name in names):
                continue
            alone = len(tokens) == 1
            # "rules" or "act" alone is what a law calls itself, hardly ever the concept.
            if alone and analysis.fold(tokens[0].text) in LAW_WORDS:
                continue
            counts = weight(tokens[0].text, language) if alone else 1.0
            parts = () if alone else _parts(tokens, mention.language, lexicon)
            slots.append(Slot(tokens, mention.slugs, mention.language, counts, parts))
    return result


def _placed(free: list[Token]) -> tuple[str, list[Token]]:
    placed, position = [], 0
    for token in free:
        placed.append(replace(token, place=position))
        position += len(token.text) + 1
    return " ".join(token.text for token in free), placed


def _parts(tokens: tuple[Token, ...], language: str, lexicon: Lexicon) -> tuple[Slot, ...]:
    parts = []
    for token in tokens:
        slugs = tuple(slug for mention in lexicon.concepts_in(token.text, language) for slug in mention.slugs)
        parts.append(Slot((token,), slugs, language, weight(token.text, language)))
    return tuple(parts) if any(part.concepts for part in parts) else ()


def _cuts(tokens: tuple[Token, ...], name: NameMention) -> bool:
    """Whether the words of a label take only a part of a jurisdiction's name, or are nothing but the name."""
    start, end = tokens[0].start, tokens[-1].end
    overlap = start < name.end and name.start < end
    return overlap and not (start <= name.start and name.end <= end and (start, end) != (name.start, name.end))


def _mend(
    free: list[Token], language: str, names: list[NameMention], spelling: Spelling
) -> tuple[list[Token], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Tokens with misspelt ones replaced and unknown ones gone, unless nothing would be left."""
    mended, corrections, unknown = [], [], []
    for token in free:
        # What laws call themselves is a word, whether or not this collection has one of that language.
        known = analysis.fold(token.text) in LAW_WORDS or any(n.start <= token.start < n.end for n in names)
        better = None if known or not analysis.stem(token.text, language) else spelling(token.text, language)
        if better is None:
            mended.append(token)
        elif better:
            corrections.append((token.text, better))
            mended.append(Token(better, token.start, token.end))
        else:
            unknown.append(token.text)
    if not any(analysis.stem(token.text, language) for token in mended):
        return free, (), ()
    return mended, tuple(corrections), tuple(unknown)


def _is_question(text: str, tokens: list[Token]) -> bool:
    first = analysis.fold(tokens[0].text) if tokens else ""
    return "?" in text or "¿" in text or (len(tokens) > 3 and any(first in words for words in INTERROGATIVES.values()))


def _within(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
