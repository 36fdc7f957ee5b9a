"""Laws and public policies as rows of a table: every column is named here, once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from records.answering import Reader
from records.api import key_of, topic_ref
from records.exports import EVIDENCE, NOTICE, PAGE, Column, in_four, public


def _topics(record: Any, reader: Reader) -> str:
    labels = [topic_ref(topic) for topic in record.topics.all()]
    return " | ".join(sorted(one.label.get(reader.language, one.slug) for one in labels))


_WHERE = [
    Column(_("key"), lambda record, _: key_of(record)),
    Column(_("jurisdiction code"), lambda record, _: record.jurisdiction.code),
    Column(_("jurisdiction"), lambda record, _: record.jurisdiction.name),
]
_LAST = [
    *in_four(_("title"), public("title")),
    *in_four(_("summary"), public("summary")),
    Column(_("topics"), _topics),
    Column(_("official text"), lambda record, _: record.official_url),
    PAGE,
    *EVIDENCE,
    NOTICE,
]
LAWS = [
    *_WHERE,
    Column(_("type"), lambda law, _: str(law.get_type_display())),
    Column(_("what the jurisdiction calls it"), lambda law, _: law.native_type),
    Column(_("official number"), lambda law, _: law.number),
    Column(_("date"), lambda law, _: law.date),
    Column(_("year"), lambda law, _: law.known_year),
    Column(_("articles held"), lambda law, _: law.provision_count),
    *_LAST,
]
POLICIES = [
    *_WHERE,
    Column(_("issuing body"), lambda policy, _: policy.issuing_body),
    Column(_("from"), lambda policy, _: policy.period_start),
    Column(_("until"), lambda policy, _: policy.period_end),
    *_LAST,
]
