"""Crowds as they were given to the map last: what has not changed is given again, and nothing is sorted anew."""

from collections.abc import Callable
from typing import Any


class Kept:
    """Values by name, each with what it was made from. GUI thread."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Any, Any]] = {}

    def made(self, name: str, of: Any, make: Callable[[], Any]) -> Any:
        """The value of a name, made again only where it is `of` something that is not equal to what it was."""
        held = self._held.get(name)
        if held is None or held[0] != of:
            held = self._held[name] = (of, make())
        return held[1]
