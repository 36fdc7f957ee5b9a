"""Takes a person out of the site for good: also out of every backup that is restored from now on."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.erasure import ACCOUNT
from accounts.models import User
from kb import terminal
from kb.management.commands.restore import YES
from records import erasure


class Command(BaseCommand):
    help = "Erases a person's account: name, address, password, roles, groups, sessions. What the person did stays, unnamed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name that the person signs in with")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        with terminal.speaking():
            user = User.objects.filter(username=options["name"]).first()
            if user is None:
                raise CommandError(_("There is no account %(name)s.") % {"name": options["name"]})
            administrators = User.objects.filter(is_superuser=True, is_active=True)
            if user.is_superuser and not administrators.exclude(pk=user.pk).exists():
                raise CommandError(
                    _("This is the only administrator. Make another one first: manage.py createsuperuser")
                )
            if not options["yes"]:
                self._ask(options["name"])
            erasure.erase(ACCOUNT, user.pk)
            self.stdout.write(_("Erased. A backup made earlier still holds this person until it is removed."))
            self.stdout.write(_("When such a backup is restored, the person is erased again."))

    def _ask(self, name: str) -> None:
        if not sys.stdin.isatty():
            raise CommandError(_("Nobody is there to ask. Say --yes to erase without a question."))
        if input(_("Erase %(name)s for good? [y/N]") % {"name": name} + " ").strip().lower() not in YES:
            raise CommandError(_("Nothing was changed."))
