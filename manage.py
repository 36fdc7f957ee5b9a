#!/usr/bin/env python
"""Django's command line for the knowledge base."""

import gc
import os
import sys

if __name__ == "__main__":
    # Code that is loaded stays: looking for garbage in it, as often as Python would, takes a sixth of the start.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
