"""Who holds a station's desk lock – read from the kernel's list, since trying the lock could turn a desk away."""

from __future__ import annotations

import os
from pathlib import Path

LOCKS = Path("/proc/locks")


def holder(station: Path) -> int | None:
    """The process id of the desk on this station file, 0 for none, None where this system does not say.

    Only desks of this machine are seen.
    """
    lock = station.with_name(station.name + ".lock")
    if not lock.exists():
        return 0
    try:
        lines = LOCKS.read_text("ascii").splitlines()
    except OSError:
        return None
    wanted = lock.stat()
    for line in lines:
        fields = line.split()
        if len(fields) > 5 and fields[1] == "FLOCK" and _same(fields[5], wanted):
            return int(fields[4])
    return 0


def _same(spelled: str, wanted: os.stat_result) -> bool:
    """ "fd:01:1234": device numbers in hex, inode in decimal; the device is not the same on every file system."""
    return spelled.rpartition(":")[2] == str(wanted.st_ino)
