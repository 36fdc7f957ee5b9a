"""Law, its sources, its provisions with their dated wordings, and public policy."""

from laws.models.law import Law, LawAlias, LawEvent, LawSource
from laws.models.policy import Policy
from laws.models.provisions import Provision, ProvisionText, ProvisionVersion

__all__ = ["Law", "LawAlias", "LawEvent", "LawSource", "Policy", "Provision", "ProvisionText", "ProvisionVersion"]
