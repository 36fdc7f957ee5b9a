"""Mails of accounts: text and simple HTML from `templates/account/email/`, in the language of who gets them."""

import logging
from collections.abc import Callable
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connections
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from wagtail.users.models import UserProfile

from accounts.models import User

log = logging.getLogger(__name__)


def send(template: str, address: str, language: str, **context: Any) -> None:
    """One mail of "reset", "notice" or "invitation"; raises what the mail server raises."""
    with override(language):
        context |= {"site_name": settings.WAGTAIL_SITE_NAME, "language_code": language}
        subject = " ".join(render_to_string(f"account/email/{template}_subject.txt", context).split())
        text = render_to_string(f"account/email/{template}_message.txt", context).strip() + "\n"
        mail = EmailMultiAlternatives(subject, text, to=[address])
        mail.attach_alternative(render_to_string(f"account/email/{template}_message.html", context), "text/html")
        mail.send()


def language_of(user: User) -> str:
    """What the person chose for the desk, else the language that is active."""
    profile = UserProfile.objects.filter(user=user).first()
    chosen = profile.preferred_language if profile else ""
    return chosen if chosen in dict(settings.LANGUAGES) else (get_language() or settings.LANGUAGE_CODE)


def after_answer(work: Callable[[], None]) -> None:
    """Do this beside the request: its answer takes the same time whatever there is to do, or whether it fails."""
    language = get_language()

    def run() -> None:
        try:
            with override(language):
                work()
        except Exception:
            log.exception("A mail of accounts was not sent")
        finally:
            connections.close_all()

    Thread(target=run).start()
