"""Query trees brought into the form that both engines compile: terms as they were indexed, no empty or impossible
branch except a bare Nothing, no phrase of one term. What remains means the same to either engine."""

from search import nodes
from search.backends.fields import INTEGER_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS, clean, clean_term

NOTHING = nodes.Nothing()


def canonical(node: nodes.Node) -> nodes.Node:
    """The same query without the cases an engine would trip over. ValueError for a field that does not exist."""
    match node:
        case nodes.Everything() | nodes.Nothing():
            return node
        case nodes.Term(field, value, boost):
            _check(field, TEXT_FIELDS)
            return nodes.Term(field, term, boost) if (term := clean_term(value)) else NOTHING
        case nodes.Phrase(field, values, slop, boost):
            return _phrase(field, values, slop, boost)
        case nodes.Prefix(field, value, score):
            _check(field, TEXT_FIELDS)
            return nodes.Prefix(field, prefix, score) if (prefix := clean_term(value)) else NOTHING
        case nodes.Keyword(field, values):
            _check(field, KEYWORD_FIELDS)
            kept = tuple(dict.fromkeys(cleaned for value in values if (cleaned := clean(value))))
            return nodes.Keyword(field, kept) if kept else NOTHING
        case nodes.Range(field, low, high):
            _check(field, INTEGER_FIELDS)
            return node if (low, high) != (None, None) else nodes.Constant(nodes.Everything())
        case _:
            return _compound(node)


def uniform(node: nodes.Node) -> float | None:
    """The one score of all that a canonical node matches, or None where scores may differ."""
    match node:
        case nodes.Everything():
            return 1.0
        case nodes.Nothing() | nodes.Keyword() | nodes.Range():
            return 0.0
        case nodes.Prefix(score=score) | nodes.Constant(score=score):
            return score
        case nodes.Boosted(child, factor):
            return None if (inner := uniform(child)) is None else inner * factor
        case nodes.Filtered(query=query):
            return uniform(query)
        case nodes.All(children):
            scores = [uniform(child) for child in children]
            return None if None in scores else sum(score for score in scores if score is not None)
        case _:
            return None


def matching(node: nodes.Node) -> nodes.Node:
    """A smaller tree that matches what a canonical node matches; its scores mean nothing: for counting."""
    match node:
        case nodes.Boosted(child) | nodes.Constant(child):
            return matching(child)
        case nodes.Best(children):
            return nodes.Any(tuple(map(matching, children)))
        case nodes.Any(children, minimum):
            return nodes.Any(tuple(map(matching, children)), minimum)
        case nodes.All(children):
            kept = tuple(child for child in map(matching, children) if not _is_everything(child))
            return nodes.All(kept) if len(kept) > 1 else kept[0] if kept else nodes.Everything()
        case nodes.Filtered(query, allowed, denied):
            return nodes.Filtered(matching(query), allowed, denied)
        case _:
            return node


def _is_everything(node: nodes.Node) -> bool:
    """Whether a tree for matching lets everything through: so do bonuses, beside what must match."""
    match node:
        case nodes.Everything():
            return True
        case nodes.Any(children, 1):
            return any(map(_is_everything, children))
        case _:
            return False


def _phrase(field: str, values: tuple[str, ...], slop: int, boost: float) -> nodes.Node:
    _check(field, TEXT_FIELDS)
    terms = tuple(term for value in values if (term := clean_term(value)))
    if len(terms) > 1:
        return nodes.Phrase(field, terms, max(slop, 0), boost)
    return nodes.Term(field, terms[0], boost) if terms else NOTHING


def _compound(node: nodes.Node) -> nodes.Node:
    match node:
        case nodes.All(children):
            kept = tuple(canonical(child) for child in children)
            if NOTHING in kept:
                return NOTHING
            return nodes.All(kept) if kept else nodes.Constant(nodes.Everything())
        case nodes.Any(children, minimum):
            kept = _possible(children)
            return nodes.Any(kept, max(minimum, 1)) if len(kept) >= max(minimum, 1) else NOTHING
        case nodes.Best(children, tie):
            kept = _possible(children)
            return nodes.Best(kept, tie) if kept else NOTHING
        case nodes.Constant(child, score):
            child = canonical(child)
            return nodes.Constant(child, score) if child != NOTHING else NOTHING
        case nodes.Boosted(child, factor):
            child = canonical(child)
            return nodes.Boosted(child, factor) if child != NOTHING else NOTHING
        case nodes.Filtered(query, allowed, denied):
            query, kept = canonical(query), tuple(canonical(child) for child in allowed)
            if query == NOTHING or NOTHING in kept:
                return NOTHING
            return nodes.Filtered(query, kept, _possible(denied))
    raise TypeError(f"not a query node: {node!r}")


def _possible(children: tuple[nodes.Node, ...]) -> tuple[nodes.Node, ...]:
    return tuple(kept for child in children if (kept := canonical(child)) != NOTHING)


def _check(field: str, known: tuple[str, ...]) -> None:
    if field not in known:
        raise ValueError(f"no such field for this query: {field}")
