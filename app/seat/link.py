"""`SeatLink`: one window's line to its desk – a socket in its own threads, resuming by itself, no Qt."""

from __future__ import annotations

from collections.abc import Callable

from app.seat.door import Door
from app.seat.messages import Login, Message
from domain.commands import AnyCommand


class SeatLink:
    """Signs in, keeps the line, delivers messages in order. `deliver` is called on the link's threads, one at a time."""

    def __init__(self, door: Door, login: Login, deliver: Callable[[Message], None]) -> None: ...

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End the line; after it returns nothing is delivered any more. Never call it from `deliver`."""

    def ask(self, command: AnyCommand) -> int:
        """Send a command; never blocks. Its `Answered` carries the number returned here."""
        return 0

    def resync(self) -> None:
        """Ask for a whole picture anew (`Opened` follows): for a window whose own picture does not fit a batch."""

    @property
    def resumes(self) -> int:
        """How often the line came back after a loss."""
        return 0
