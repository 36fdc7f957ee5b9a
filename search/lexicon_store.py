"""The lexicon as the database has it; read again as soon as an editor changes a label or a name."""

import threading

from countries.models import Jurisdiction, JurisdictionName
from records.models import LexiconStamp, Topic, TopicLabel
from search.documents import ANALYSED
from search.lexicon import Concept, Label, Lexicon, Name

_lock = threading.Lock()
_held: tuple[int, Lexicon] | None = None


def lexicon() -> Lexicon:
    """One small query a call; the whole is read when the stamp moved."""
    global _held
    version = LexiconStamp.objects.values_list("version", flat=True).first() or 0
    held = _held
    if held is None or held[0] != version:
        with _lock:
            held = _held = (version, _read())
    return held[1]


def _read() -> Lexicon:
    labels: dict[int, list[Label]] = {}
    rows = TopicLabel.objects.order_by("pk").values_list("topic_id", "text", "language", "kind", "country")
    for topic, text, language, kind, country in rows:
        labels.setdefault(topic, []).append(Label(text, language, kind, country))
    near: dict[str, list[str]] = {}
    for relation in ("broader", "related"):
        for slug, other in Topic.objects.order_by("pk", relation).values_list("slug", f"{relation}__slug"):
            near.setdefault(slug, []).extend([other] if other else [])
    topics = Topic.objects.values_list("pk", "slug", "scope")
    concepts = [Concept(slug, tuple(labels.get(pk, ())), scope, tuple(near[slug])) for pk, slug, scope in topics]
    names = [Name(code, form, language) for code, form, language in
             JurisdictionName.objects.values_list("jurisdiction__code", "form", "language")]  # fmt: skip
    spoken = {}
    for jurisdiction in Jurisdiction.objects.public().select_related("country"):
        if not hasattr(jurisdiction, "country"):
            continue
        spoken[jurisdiction.code] = tuple(filter(None, jurisdiction.country.languages.split(",")))
        columns = ((language, getattr(jurisdiction, f"name_{language}")) for language in ANALYSED)
        names += [Name(jurisdiction.code, name, language) for language, name in columns if name]
    return Lexicon(concepts, names, spoken)
