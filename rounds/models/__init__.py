"""Rounds, submissions and who takes part in them."""

from rounds.models.exchange import Answer, Mailing, Material, Question
from rounds.models.method import MethodComment, MethodVersion
from rounds.models.participation import Participation, Readiness
from rounds.models.people import Authority, Delegation, Institution, InstitutionUser, today_in
from rounds.models.round import Round, RoundCountry, RoundObserver, RoundTable, Section
from rounds.models.submission import (
    OPEN,
    PUBLIC,
    UNSIGNED,
    Assignment,
    Cell,
    Event,
    Filling,
    FindingReason,
    State,
    Submission,
    Text,
    Untouchable,
)

__all__ = [
    "OPEN",
    "PUBLIC",
    "UNSIGNED",
    "Answer",
    "Assignment",
    "Authority",
    "Cell",
    "Delegation",
    "Event",
    "Filling",
    "FindingReason",
    "Institution",
    "InstitutionUser",
    "Mailing",
    "Material",
    "MethodComment",
    "MethodVersion",
    "Participation",
    "Question",
    "Readiness",
    "Round",
    "RoundCountry",
    "RoundObserver",
    "RoundTable",
    "Section",
    "State",
    "Submission",
    "Text",
    "Untouchable",
    "today_in",
]
