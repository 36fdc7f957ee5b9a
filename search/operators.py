"""The reader's own syntax as a tree: every unit must match, what is excluded must not."""

from search import analysis
from search.clauses import Marks, best, exact_phrase
from search.documents import ANALYSED
from search.nodes import All, Any, Best, Constant, Everything, Filtered, Keyword, Node, Nothing, Prefix
from search.query import AllOf, AnyOf, Not, ParsedQuery, Quote, Unit, Word
from search.reading import FILLER_WEIGHT, Slot, Token
from search.trees import Trees


class Operators:
    """Compiles a parsed query; its plain words are those of the trees' reading."""

    def __init__(self, trees: Trees):
        self.trees = trees

    def tree(self, parsed: ParsedQuery) -> tuple[Node, str]:
        """Every unit must match, but what is excluded; loosely, any word of them."""
        units = [unit for unit in parsed.root.children if not isinstance(unit, Word) or unit.prefix]
        denied = [node for unit in units if isinstance(unit, Not) and (node := self._unit(unit.child, mark=False))]
        if self.trees.loose:
            words = self.trees.words()
            return (Filtered(words, (), tuple(denied)) if words else Nothing()), "words"
        slots = [slot for slot in self.trees.reading.slots if slot.weight != FILLER_WEIGHT]
        wanted = [node for slot in slots if (node := self._anywhere(slot))]
        if self.trees.reading.numbers:
            wanted.append(Any(tuple(self.trees.numbers(list(self.trees.reading.numbers), self.trees.weights.number))))
        wanted += self._places_required()
        wanted += [node for unit in units if not isinstance(unit, Not) and (node := self._unit(unit))]
        asked: Node = wanted[0] if len(wanted) == 1 else All(tuple(wanted)) if wanted else Everything()
        if denied:
            asked = Filtered(asked, (), tuple(denied))
        quoted = bool(units) and all(isinstance(unit, Quote) for unit in units) and not slots
        return asked, "quote" if quoted else "words"

    def _places_required(self) -> list[Node]:
        if not self.trees.reading.jurisdictions:
            return []
        words = [
            node
            for token in self.trees.reading.places
            if (node := self._anywhere(Slot((token,), (), self.trees.reading.language)))
        ]
        place = Constant(Keyword("jurisdiction", self.trees.reading.jurisdictions), self.trees.weights.place)
        return [Best((place, *words))]

    def _anywhere(self, slot: Slot) -> Node | None:
        return best([node for code in self.trees.languages if (node := self.trees.clauses.slot(slot, code))])

    def _unit(self, unit: Unit, mark: bool = True) -> Node | None:
        match unit:
            case Quote(text):
                tokens = tuple(analysis.exact(text))
                if mark:
                    self.trees.phrases.append(tokens)
                return Best(tuple(exact_phrase(code, tokens, 1.0) for code in (*ANALYSED, "other")))
            case Word(text, True):
                *before, last = analysis.exact(text)
                if mark:
                    self.trees.prefixes.append(last)
                starts = Best(tuple(Prefix(f"exact_{code}", last, 2.0) for code in (*ANALYSED, "other")))
                words = [node for word in before if (node := self._unit(Word(word), mark))]
                return All((*words, starts)) if words else starts
            case Word(text):
                return self._plain_word(text, mark)
            case AnyOf(children):
                return best([node for child in children if (node := self._unit(child, mark))])
            case AllOf(children):
                kept = [node for child in children if not isinstance(child, Not) and (node := self._unit(child, mark))]
                denied = [
                    node for child in children if isinstance(child, Not) and (node := self._unit(child.child, False))
                ]
                found: Node = All(tuple(kept)) if kept else Everything()
                return Filtered(found, (), tuple(denied)) if denied else found
            case Not(child):
                inner = self._unit(child, False)
                return Filtered(Everything(), (), (inner,)) if inner else None
        return None

    def _plain_word(self, text: str, mark: bool) -> Node | None:
        """A word inside the syntax: all its parts, in any one language; what is excluded, is so in every language."""
        tokens = tuple(Token(token, start, end) for token, start, end in analysis.tokens(text))
        found = [node for code in ANALYSED if (node := self.trees.clauses.words(tokens, code, mark))]
        if not mark:
            marks, self.trees.clauses.marks = self.trees.clauses.marks, Marks()
            for mention in self.trees.clauses.lexicon.concepts_in(text, self.trees.reading.language)[:1]:
                slot = Slot(tokens, mention.slugs, mention.language)
                found += [
                    node
                    for code in ANALYSED
                    if code != mention.language and (node := self.trees.clauses.slot(slot, code))
                ]
            self.trees.clauses.marks = marks
        return best(found)


def positive(unit: Unit) -> str:
    """All words that are asked for, whatever the syntax around them."""
    match unit:
        case Word(text) | Quote(text):
            return text
        case AnyOf(children) | AllOf(children):
            return " ".join(text for child in children if (text := positive(child)))
    return ""
