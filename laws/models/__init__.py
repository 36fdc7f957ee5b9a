"""Law, its sources, and its provisions with their dated wordings."""

from laws.models.law import Law, LawAlias, LawEvent, LawSource
from laws.models.provisions import Provision, ProvisionText, ProvisionVersion

__all__ = ["Law", "LawAlias", "LawEvent", "LawSource", "Provision", "ProvisionText", "ProvisionVersion"]
