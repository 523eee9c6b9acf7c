"""The two alarm tones as samples: level 1 a rising pair, three times; level 2 one falling pair. No files."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

RATE = 44_100
"""Samples a second, mono, int16."""

_NOTES: dict[int, tuple[tuple[float, float], ...]] = {  # level → (hertz, seconds); 0 Hz is a pause
    1: ((740, 0.14), (988, 0.20), (0, 0.10)) * 3,
    2: ((784, 0.16), (587, 0.26)),
}


@cache
def tone(level: int) -> bytes:
    """Samples of a level's tone; empty for levels that make no sound."""
    parts = [_note(hertz, seconds) for hertz, seconds in _NOTES.get(level, ())]
    return np.concatenate(parts).tobytes() if parts else b""


def _note(hertz: float, seconds: float) -> npt.NDArray[np.int16]:
    """A sine with a soft third and edges of 12 ms, so that nothing clicks."""
    t = np.arange(round(RATE * seconds)) / RATE
    wave = np.sin(2 * np.pi * hertz * t) + 0.25 * np.sin(6 * np.pi * hertz * t)
    edge = np.clip(np.minimum(t, t[-1] - t) / 0.012, 0, 1)
    samples: npt.NDArray[np.int16] = (0.35 * 32767 * wave / 1.25 * edge).astype(np.int16)
    return samples
