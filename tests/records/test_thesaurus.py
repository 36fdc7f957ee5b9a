"""Loading the thesaurus adds what is missing and leaves what editors changed."""

from pathlib import Path

import pytest

from records.models import LexiconStamp, Topic, TopicLabel
from records.thesaurus import load_thesaurus

pytestmark = pytest.mark.django_db

HEAD = "concept,scope,language,kind,label,country,broader,related\n"


def write(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write(
        tmp_path / "t.csv",
        "mist,core,es,pref,bruma,,,fog",
        "mist,core,en,pref,mist,,,fog",
        "mist,core,es,alt,neblina,arg,,",
        "fog,core,en,pref,fog,,weather,",
        "weather,general,en,pref,weather,,,",
    )


def test_concepts_labels_and_relations(table: Path) -> None:
    assert load_thesaurus(table) == 3
    mist, fog = Topic.objects.get(slug="mist"), Topic.objects.get(slug="fog")
    assert mist.label_in("es") == "bruma" and mist.label_in("en") == "mist" and mist.label_in("fr") == "mist"
    assert [topic.slug for topic in fog.broader.all()] == ["weather"]
    assert [topic.slug for topic in fog.related.all()] == ["mist"], "related goes both ways"
    assert TopicLabel.objects.get(text="neblina").country == "arg"
    assert Topic.objects.get(slug="weather").scope == "general"
    assert LexiconStamp.objects.get().version > 0


def test_again_nothing_is_new_and_editors_labels_stay(table: Path) -> None:
    load_thesaurus(table)
    TopicLabel.objects.filter(text="neblina").delete()
    TopicLabel.objects.create(topic=Topic.objects.get(slug="mist"), language="fr", kind="pref", text="brume")
    stamp = LexiconStamp.objects.get().version
    assert load_thesaurus(table) == 0
    assert not TopicLabel.objects.filter(text="neblina").exists()
    assert Topic.objects.get(slug="mist").label_in("fr") == "brume"
    assert LexiconStamp.objects.get().version == stamp
