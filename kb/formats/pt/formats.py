"""Brazilian Portuguese: Django's own "pt" writes Portugal's."""

from django.conf.locale.pt_BR.formats import *  # noqa: F403
