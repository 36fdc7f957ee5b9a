"""Ways into rooms that stand above this one: each registers its own, and the account's page and the desk show whom it lets in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Door:
    """view: name of an address in the active language; label: lazy; icon: of the desk's menu; opens: whether the room lets
    this account in. The room asks again at every page: a door only spares people what they cannot open."""

    view: str
    label: Any
    icon: str
    opens: Callable[[Any], bool]


_doors: dict[str, Door] = {}


def register(*doors: Door) -> None:
    """Called from `AppConfig.ready`."""
    _doors.update((door.view, door) for door in doors)


def every() -> tuple[Door, ...]:
    """In the order of registration."""
    return tuple(_doors.values())


def open_for(user: Any) -> Iterator[Door]:
    """Those that let the account in."""
    return (door for door in _doors.values() if door.opens(user))
