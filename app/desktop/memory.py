"""How this process's memory is handed out: what is large goes back to the system at once."""

from __future__ import annotations

import ctypes

LARGE = 256 * 1024
"""Bytes from which a block is a mapping of its own. glibc raises its own bound to the largest block that was ever freed
(32 MiB at most); a window's pictures, 8 to 40 MiB each, then lie in the heap between small things that stay, and it
grows by a picture at a time: +60 MB in half an hour at ordinary load, a third of it free and never given back.
A bound that is set stays (mallopt(3), "Dynamic mmap threshold")."""
ARENAS = 2
"""Heaps that threads share; by default eight for each processor, each with its own holes."""
_TRIM, _MMAP, _ARENA_MAX = -1, -3, -8  # malloc.h


def steady_memory() -> bool:
    """Keep the heap for what is small and stays. To be called before threads start. False where the C library has no
    such settings (anything but glibc): nothing is changed then."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return all([mallopt(_MMAP, LARGE), mallopt(_TRIM, 4 * LARGE), mallopt(_ARENA_MAX, ARENAS)])
