"""The lexicon as the database has it; read again as soon as an editor changes a label or a name."""

import threading

from countries.models import Jurisdiction, JurisdictionName
from records.models import LexiconStamp, Topic, TopicLabel
from search.lexicon import Concept, Label, Lexicon, Name

_lock = threading.Lock()
_held: tuple[int, Lexicon] | None = None


def lexicon() -> Lexicon:
    """One small query a call; the whole is read when the stamp moved."""
    global _held  # noqa: PLW0603 - one lexicon a process
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
    topics = Topic.objects.values_list("pk", "slug", "scope")
    concepts = [Concept(slug, tuple(labels.get(pk, ())), scope) for pk, slug, scope in topics]
    names = [Name(code, form, language) for code, form, language in
             JurisdictionName.objects.values_list("jurisdiction__code", "form", "language")]  # fmt: skip
    spoken = {}
    for jurisdiction in Jurisdiction.objects.public().select_related("country"):
        country = getattr(jurisdiction, "country", None)
        if country is None:
            continue
        spoken[jurisdiction.code] = tuple(filter(None, country.languages.split(",")))
        for language in ("es", "en", "fr", "pt"):
            if name := getattr(jurisdiction, f"name_{language}"):
                names.append(Name(jurisdiction.code, name, language))
    return Lexicon(concepts, names, spoken)
