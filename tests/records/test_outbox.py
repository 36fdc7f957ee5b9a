"""The outbox: a row in the same transaction as the change, done only when nothing came meanwhile."""

from typing import Any

import pytest
from django.db import transaction

from countries.models import Jurisdiction
from laws.models import Law
from records import outbox
from records.models import IndexEntry, LexiconStamp, Topic, TopicLabel

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(jurisdictions: dict[str, Jurisdiction]) -> Law:
    return Law.objects.create(
        jurisdiction=jurisdictions["arg"],
        type="act",
        slug="ley-1",
        title_es="Ley de Brumas",
        number="1",
        number_key="1",
    )


def entry(law: Law) -> IndexEntry:
    return IndexEntry.objects.get(kind="law", record_id=law.pk)


def test_saving_enters_the_record_and_saving_again_raises_its_version(law: Law) -> None:
    assert (entry(law).version, entry(law).indexed) == (1, 0)
    law.summary_es = "Sobre la bruma."
    law.save()
    assert entry(law).version == 2


def test_a_touch_in_a_rolled_back_transaction_leaves_nothing(law: Law) -> None:
    before = entry(law).version

    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        outbox.touch("law", [law.pk, 4711])
        raise Undo
    assert entry(law).version == before and not IndexEntry.objects.filter(record_id=4711).exists()


def test_touching_many_at_once_counts_each_once(law: Law) -> None:
    outbox.touch("law", [law.pk, law.pk, 4711])
    outbox.touch("law", [])
    assert dict(IndexEntry.objects.values_list("record_id", "version")) == {law.pk: 2, 4711: 1}


def test_done_marks_only_what_was_written(law: Law) -> None:
    [due] = outbox.due()
    law.save()  # a change between reading and marking
    outbox.done(due)
    assert (entry(law).indexed, entry(law).version) == (1, 2)
    assert [row.version for row in outbox.due()] == [2], "the change that came meanwhile stays due"
    outbox.done(outbox.due()[0])
    assert outbox.due() == [] and outbox.waiting() == 0


def test_an_older_done_never_takes_back_a_newer_one(law: Law) -> None:
    [old] = outbox.due()
    law.save()
    outbox.done(outbox.due()[0])
    outbox.done(old)
    assert entry(law).indexed == 2


def test_deleting_leaves_a_tombstone_with_a_higher_version(law: Law) -> None:
    outbox.done(outbox.due()[0])
    pk = law.pk
    law.delete()
    tombstone = IndexEntry.objects.get(kind="law", record_id=pk)
    assert tombstone.version == 2 and outbox.due() == [tombstone]
    assert not Law.objects.exists()


def test_a_failed_entry_waits_behind_the_others_until_asked(law: Law) -> None:
    [due] = outbox.due()
    outbox.failed(due, "no room " * 1000)
    assert outbox.due() == [] and outbox.waiting() == 0
    assert len(entry(law).error) == 2000 and entry(law).attempts == 1
    outbox.touch("law", [4711])
    assert [row.record_id for row in outbox.due(retry=True)] == [4711, law.pk]


def test_a_change_gives_a_failed_entry_another_chance(law: Law) -> None:
    outbox.failed(outbox.due()[0], "no room")
    law.save()
    assert (entry(law).attempts, entry(law).error) == (0, "")
    assert len(outbox.due()) == 1


def test_publishing_and_unpublishing_each_raise_the_version(law: Law) -> None:
    law.state_es = "reviewed"
    law.save_revision().publish()
    published = entry(law).version
    Law.objects.get().unpublish()
    assert entry(law).version > published > 1


def test_saving_a_draft_does_not_change_what_is_public(law: Law) -> None:
    law.title_es = "Otro título"
    law.save_revision()
    assert Law.objects.get().title_es == "Ley de Brumas"


def test_renaming_or_deleting_a_topic_touches_the_laws_it_tags(law: Law) -> None:
    topic = Topic.objects.create(slug="bruma")
    law.topics.add(topic)
    law.save()
    before = entry(law).version
    topic.slug = "niebla"
    topic.save()
    renamed = entry(law).version
    topic.delete()
    assert before < renamed < entry(law).version


@pytest.mark.parametrize("change", ["label", "related", "gone", "name"])
def test_what_search_reads_of_the_lexicon_stamps_it(change: str, jurisdictions: Any) -> None:
    topic, other = Topic.objects.create(slug="uno"), Topic.objects.create(slug="dos")
    before = LexiconStamp.objects.get().version
    if change == "label":
        TopicLabel.objects.create(topic=topic, language="es", text="bruma")
    elif change == "related":
        topic.related.add(other)
        topic.save()
    elif change == "gone":
        topic.delete()
    else:
        jurisdictions["arg"].save()
    assert LexiconStamp.objects.get().version != before
