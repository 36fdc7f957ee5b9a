"""The abstract record, the thesaurus, the outbox, and what keeps records true."""

from records.models.curated import Curated, blocks, gaps
from records.models.outbox import IndexEntry, LexiconStamp
from records.models.record import LANGUAGES, PUBLIC_STATES, LanguageState, Record, Source, first_of
from records.models.topics import Topic, TopicLabel
from records.models.upkeep import Link, Problem, Upload

__all__ = [
    "LANGUAGES",
    "PUBLIC_STATES",
    "Curated",
    "IndexEntry",
    "LanguageState",
    "LexiconStamp",
    "Link",
    "Problem",
    "Record",
    "Source",
    "Topic",
    "TopicLabel",
    "Upload",
    "blocks",
    "first_of",
    "gaps",
]
