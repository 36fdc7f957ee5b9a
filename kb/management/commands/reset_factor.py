"""For somebody who lost phone, key and recovery codes: the next login sets up a new second factor."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kb import terminal


class Command(BaseCommand):
    help = "Takes away a person's authenticator app, passkeys and recovery codes, and ends that person's sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name that the person logs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        with terminal.speaking(), transaction.atomic():
            user = User.objects.filter(username=options["name"]).first()
            if user is None:
                raise CommandError(_("There is no account %(name)s.") % {"name": options["name"]})
            Authenticator.objects.filter(user=user).delete()
            user.end_sessions()
            self.stdout.write(_("Taken away. Make sure that it was really the person who asked for it."))
            self.stdout.write(_("The password still holds; the next login sets up a new second factor."))
