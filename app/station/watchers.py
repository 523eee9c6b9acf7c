"""`Watchers`: which connection asked last for a watcher's cameras; a window that dies gives them back at once."""

from __future__ import annotations


class Watchers:
    """On the door's loop. A connection is any object; a window has one watcher, so the last name it used counts."""

    def __init__(self) -> None:
        self._asked_by: dict[tuple[str, str], object] = {}

    def asked(self, connection: object, user: str, watcher: str) -> None:
        """This user's watcher asked for cameras, or renewed, on this connection – no longer on an earlier one."""
        self.left(connection)
        self._asked_by[user, watcher] = connection

    def left(self, connection: object) -> str:
        """The connection is over: the name of the watcher whose cameras nobody renews any more. "" where there is none,
        or where its window has come back on another connection and asked there."""
        keys = [key for key, by in self._asked_by.items() if by is connection]
        for key in keys:
            del self._asked_by[key]
        return keys[0][1] if keys else ""
