"""Mails that are due: reminders of deadlines, and what a mail server did not take before. For a clock, once an hour or a day."""

from typing import Any

from django.core.management.base import BaseCommand

from rounds import mails, reminders


class Command(BaseCommand):
    help = "Send reminders of data rounds and other mails of rounds that are due. Nobody gets one twice."

    def handle(self, *args: Any, **options: Any) -> None:
        reminders.enqueue()
        sent = mails.deliver()
        left = mails.due().count()
        self.stdout.write(f"{sent} mails sent" + (f", {left} wait: the mail server took none" if left else ""))
