"""The licences of figures in one sentence each, with the address of their text. A short word on them, not their terms."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

_CC_BY = _(
    "It may be shared and adapted, for profit too, by whoever names the author, points to the licence and says what was changed."
)
_MIT = _("The copy that was read may be used by whoever keeps its notice; the figures are their publisher’s.")


@dataclass(frozen=True, slots=True)
class Licence:
    """mark: what a dataset's licence says when it is this one. address: of its text, empty where there is none."""

    mark: str
    name: str
    address: str
    told: Any


KNOWN = (
    Licence("CC BY 3.0 IGO", "Creative Commons Attribution 3.0 IGO", "https://creativecommons.org/licenses/by/3.0/igo/", _CC_BY),
    Licence("CC BY 4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/", _CC_BY),
    Licence(
        "Open Government Licence – Canada", "Open Government Licence – Canada",
        "https://open.canada.ca/en/open-government-licence-canada",
        _("It may be used, for profit too, by whoever says: Contains information licensed under the Open Government Licence – Canada."),
    ),
    Licence(
        "US government work", "US government work", "https://www.usa.gov/government-copyright",
        _("A work of the government of the United States: not protected by copyright there."),
    ),
    Licence("copy: MIT", "MIT", "https://opensource.org/license/mit", _MIT),
    Licence("not stated", "", "", _("The source does not say on which terms: ask it before you publish its figures again.")),
)  # fmt: skip


def statement(licence: str, language: str) -> str:
    """What a dataset's licence says, and one line for each licence that it names."""
    with override(language):
        lines = [licence or gettext("No licence is stated: ask the publisher before you publish its figures again.")]
        for one in KNOWN:
            if one.mark in licence:
                lines.append(" – ".join(filter(None, (one.name, str(one.told), one.address))))
        return "\n".join(lines)
