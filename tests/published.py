"""Invented records as editors publish them: a law, a policy, a profile, a concept and their source, in four languages."""

from datetime import date
from typing import Any

from countries.models import BodyStatus, Jurisdiction
from laws.models import Law, Policy
from pages.models import Profile
from records.models import LANGUAGES, Source, Topic

REVIEWED = {f"state_{code}": "reviewed" for code in LANGUAGES}


def in_four(name: str, words: str) -> dict[str, str]:
    """A text in four languages: "title", "Fog" → title_es="Fog (es)" …"""
    return {f"{name}_{code}": f"{words} ({code})" for code in LANGUAGES}


def source(**fields: Any) -> Source:
    base = {"slug": "gazette", "publisher": "Gazette of Fog", "title": "Acts", "url": "https://example.org/gazette"}
    return Source.objects.create(**{**base, "licence": "CC BY 4.0", **fields})


def topic(slug: str = "ferryman", **labels: str) -> Topic:
    """A concept with a preferred label in four languages, and "bargee" in English besides."""
    found = Topic.objects.create(slug=slug, **in_four("definition", "Who takes others across"))
    words = {"es": "barquero", "en": "ferryman", "fr": "passeur", "pt": "barqueiro"} | labels
    for language, text in words.items():
        found.labels.create(language=language, kind="pref", text=text)
    found.labels.create(language="en", kind="alt", text="bargee", country="can")
    found.save()
    return found


def law(jurisdiction: Jurisdiction, slug: str = "act-1", **fields: Any) -> Law:
    """Published, reviewed in four languages, not checked unless said."""
    base: dict[str, Any] = {
        "type": "act", "native_type": "Act", "number": slug.rpartition("-")[2], "date": date(1999, 1, 1), "live": True,
        "original_language": "en", "official_url": "https://example.org/official",
        **REVIEWED, **in_four("title", "Act of the fords"), **in_four("summary", "On fords"),
        **in_four("meaning", "Who may cross"),
    }  # fmt: skip
    topics = fields.pop("topics", [])
    found = Law(jurisdiction=jurisdiction, slug=slug, **{**base, **fields})
    found.clean()
    found.save()
    if topics:
        found.topics.set(topics)
        found.save()
    return found


def policy(jurisdiction: Jurisdiction, slug: str = "plan", **fields: Any) -> Policy:
    base: dict[str, Any] = {
        "live": True, "original_language": "en", "issuing_body": "Office of Fords", "period_start": "2020",
        "institutions": "Office of Fords\nHarbour Guard", "official_url": "https://example.org/plan",
        **REVIEWED, **in_four("title", "Plan of the fords"), **in_four("objectives", "Safe fords"),
    }  # fmt: skip
    return Policy.objects.create(jurisdiction=jurisdiction, slug=slug, **{**base, **fields})


def profile(jurisdiction: Jurisdiction, **fields: Any) -> Profile:
    base = {
        "live": True,
        "original_language": "en",
        "authority": "Office of Fords",
        "official_url": "https://example.org",
    }
    texts = {**in_four("title", "Name"), **in_four("summary", "Fords in short")}
    return Profile.objects.create(
        jurisdiction=jurisdiction, slug=jurisdiction.code, **{**base, **REVIEWED, **texts, **fields}
    )


def status(jurisdiction: Jurisdiction, body: Jurisdiction, **fields: Any) -> BodyStatus:
    base = {"kind": "founding", "date": date(1948, 4, 30), "source": "Charter", **in_four("note", "Signed at the ford")}
    return BodyStatus.objects.create(jurisdiction=jurisdiction, body=body, **{**base, **fields})
