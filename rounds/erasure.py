"""Taking persons out of the rounds. What an account did goes nameless with the account (accounts/erasure.py): mandates,
authorities and memberships go with it, and a signature keeps its office. Addresses of institutions are persons of their own."""

from collections.abc import Iterator

from rounds.models import Institution

INSTITUTION = "institution"


def identities() -> Iterator[tuple[int, str]]:
    """Every institution by its key and the moment it was entered."""
    for pk, made in Institution.objects.values_list("pk", "made_at"):
        yield pk, f"{pk}:{made.isoformat()}"


def erase(pk: int) -> bool:
    """Its addresses go; the institution is no person, and stays."""
    return bool(Institution.objects.filter(pk=pk).exclude(mails="").update(mails=""))
