"""Why a step is not done, as a sentence in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rounds.models import State

SENTENCES = {
    "closed": _("The round is closed: it takes no first submissions any more."),
    "not_open": _("The round is not open."),
    "twice": _("This was done already, a moment ago or by somebody else."),
    "open_already": _("This country has an open submission in this round already."),
    "published_already": _("This country’s figures are published in this round: a correction is a revision."),
    "not_invited": _("This country is not invited to this round."),
    "wrong_country": _("You act for another country."),
    "wrong_state": _("The submission is %(state)s: this step is not possible now."),
    "stale": _("Somebody changed this meanwhile. Load the page again and look at what changed before you go on."),
    "no_comment": _("Say why: this step needs a comment."),
    "no_reason": _("Warnings without a written reason: %(count)s."),
    "errors": _("Errors that stand against it: %(count)s. Correct them first."),
    "not_confirmed": _("Confirm first that it is you: log in again, then sign."),
    "no_authority": _("Only a named authority of the country can sign."),
    "forbidden": _("You may not do this."),
    "not_filled": _("Nothing is filled in yet."),
    "unknown_code": _("Line %(line)s: the table has no code %(code)s for %(dimension)s."),
    "unknown_period": _("Line %(line)s: %(period)s was not asked for."),
    "duplicate": _("Line %(line)s: this cell stands twice."),
    "bad_value": _("Line %(line)s: this is not a figure that can be stored."),
    "unknown_status": _("Line %(line)s: %(status)s is not a known mark of a figure."),
    "wrong_unit": _("Line %(line)s: the unit is %(unit)s, and %(expected)s was asked for."),
    "too_long": _("The text is too long: at most %(most)s characters."),
    "other_round": _("This belongs to another round."),
    "other_institution": _("This institution is of another country."),
    "assigned_elsewhere": _("The table is with another institution now."),
    "not_assigned": _("The table is not with your institution now."),
    "not_ready": _("The round cannot open yet: it needs tables, countries, and a title in four languages."),
    "past_deadline": _("The deadline has passed already: choose a later one before the round opens."),
    "closed_deadline": _("The round is closed: its deadline stays."),
    "not_later": _("A deadline can only be put off: choose a moment after the present deadline, and after now."),
    "no_correspondent": _("This person is not a correspondent of the country: give the role first."),
    "end_first": _("The mandate cannot end before it begins."),
    "past_day": _("Choose today or a later day."),
    "incomplete": _("Answer with what the form offers."),
    "bad_link": _("A link needs a kind of record, its address on this site and a label."),
}


class Refusal(Exception):
    """A step that was not done; nothing of it is stored. key: one of SENTENCES; facts: what the sentence names."""

    def __init__(self, key: str, **facts: Any):
        super().__init__(key)
        self.key = key
        self.facts = facts

    @property
    def sentence(self) -> str:
        """In the active language."""
        facts = dict(self.facts)
        if "state" in facts:
            facts["state"] = State(facts["state"]).label
        return str(SENTENCES[self.key]) % facts

    def __str__(self) -> str:
        return self.sentence
