"""Why a step of a report is not done, as a sentence in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "stale": _("Somebody changed this meanwhile. Load the page again and look at what changed before you go on."),
    "published": _("This is published and never changes: a correction is a new version."),
    "wrong_state": _("The report is %(state)s: this step is not possible now."),
    "bad_text": "%(sentences)s",
    "not_reviewed": _("%(count)s paragraphs are not reviewed in this language. First: %(where)s."),
    "typed": _(
        "“%(number)s” was typed by hand and points to no figure: %(where)s. Put a placeholder there, or say it without a number."
    ),
    "no_title": _("The title is missing in this language."),
    "not_equal": _("The numbers differ from those of the original: %(where)s."),
    "not_public": _("The submission of %(country)s that is quoted is not published yet."),
    "slug_taken": _("There is a report at this address already."),
    "open_version": _("A new version is being worked on already."),
    "nothing": _("No dataset had a vintage on that day."),
    "no_text": _("Write the text first."),
    "only_chapter": _("This is the only chapter: a report keeps at least one."),
    "empty": _("There is nothing in this chapter: %(where)s. Write in it or take it away."),
    "too_many": _("That is too much: at most %(most)s."),
    "no_figure": _("The vintages of this report have no published figure for that choice."),
    "told": _("These are a country's own words: its numbers are its own."),
    "original": _("The original is not marked as reviewed: the report goes into review as a whole."),
}


class Refusal(Exception):
    """A step that was not done; nothing of it is stored. key: one of SENTENCES; facts: what the sentence names."""

    def __init__(self, key: str, **facts: Any):
        super().__init__(key)
        self.key = key
        self.facts = facts

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.key]) % self.facts

    def __str__(self) -> str:
        return self.sentence
