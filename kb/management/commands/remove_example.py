"""Takes the model act and its invented jurisdiction away, for good."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import ProtectedError

from countries import example
from countries.models import Jurisdiction
from laws.importing import raw_path
from laws.models import Law, LawSource, Policy
from pages.models import Profile


class Command(BaseCommand):
    help = "Takes away the model act, whatever else the invented jurisdiction has, and the jurisdiction; quickstart leaves it out then."

    def handle(self, *args: Any, **options: Any) -> None:
        # The mark first: interrupted between the two, the next run of this command ends what was begun.
        example.remember()
        with transaction.atomic():
            hashes = set(LawSource.objects.filter(law__jurisdiction__is_example=True).values_list("sha256", flat=True))
            records = [
                record
                for model in (Policy, Profile, Law)
                for record in model._default_manager.filter(jurisdiction__is_example=True)
            ]
            for record in records:
                record.delete()  # one by one: each leaves a mark for the search index
            kept = self._jurisdictions()
        for digest in hashes - set(LawSource.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)):
            raw_path(digest).unlink(missing_ok=True)
        said = f"{len(records)} records taken away" if records else "nothing was there to take away"
        self.stdout.write(f"{said}; the search follows within seconds." + (f" {kept}" if kept else ""))
        self.stdout.write(f"To have the example again: remove {example.marker()}, then run `manage.py quickstart`.")

    def _jurisdictions(self) -> str:
        try:
            with transaction.atomic():
                Jurisdiction.objects.filter(is_example=True).delete()
        except ProtectedError:
            return "The jurisdiction itself stays: an account or another record refers to it."
        return ""
