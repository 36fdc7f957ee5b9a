"""Words and bars for a person at a terminal, in that person's language."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.formats import number_format
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


class Watch(Protocol):
    """Told how far a step is; total 0 is unknown."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def unwatched(step: str, done: int, total: int) -> None:
    """For callers that show nothing."""


def language() -> str:
    """The content language that the environment's locale names, else the site's."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    code = named[:2].lower()
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def speaking() -> AbstractContextManager[Any]:
    """Inside, gettext answers in the person's language."""
    return translation.override(language())


@contextmanager
def bars(stream: Any) -> Iterator[Watch]:
    """A bar a step where `stream` is a terminal, nothing elsewhere. Yields what is told of the progress."""
    console = Console(file=stream, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, Any] = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total or None)
            progress.update(tasks[step], completed=done, total=total or None)

        yield watch


def number(value: int) -> str:
    """Grouped as the language does."""
    return str(number_format(value, force_grouping=True))


def size(value: int) -> str:
    """Bytes as kB, MB or GB, in the language."""
    return str(filesizeformat(value)).replace("\xa0", " ")
