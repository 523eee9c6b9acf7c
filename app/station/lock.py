"""`DeskLock`: one desk a station file – held by the kernel, so that a desk that was killed leaves nothing behind."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from app.station.errors import SecondDesk

if sys.platform == "win32":
    import msvcrt

    def _hold(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _hold(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class DeskLock:
    """Held from `take` to `release`, or to the end of the process."""

    def __init__(self, station: Path) -> None:
        self._station = station
        self._path = station.with_name(station.name + ".lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises SecondDesk where another process holds it."""
        file = self._path.open("a+", encoding="utf-8")
        try:
            _hold(file)
        except OSError as error:
            file.close()
            raise SecondDesk(f"Another desk already keeps {self._station.name}; a station has one desk.") from error
        self._file = file

    def release(self) -> None:
        """Give it up; the lock file stays (removing it would open a gap for two holders)."""
        if self._file is not None:
            self._file.close()
            self._file = None
