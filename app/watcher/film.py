"""`readable`: whether a file is a film – asked of the decoder in a process of its own, which a bad file may cost.

`python -m app.watcher.film FILE`: exit 0 where a first picture comes out of it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.supervisor.children import module_command
from vision.sources import BadSource, open_source

PATIENCE_S = 20.0
"""The head of a film is read in 0.2 s; a share that has gone would be waited for without an end."""

NO_FILM = 1


def readable(film: Path) -> bool:
    """Whether a picture comes out of the file within `PATIENCE_S`; a decoder's own words go nowhere."""
    command = module_command("app.watcher.film", str(film.absolute()))
    silent = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 – our own module
            command, check=False, stdin=silent, stdout=silent, stderr=silent, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main(film: str) -> int:
    """The process: the same opening as the watcher's."""
    try:
        open_source(film).close()
    except BadSource:
        return NO_FILM
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
