"""A day's rhythm as clock times: when elders move, tenants come home, and people pass gates. Local time of the site."""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt

from domain.clock import DAY, HOUR, MINUTE, SECOND

_ZONE_MS = 8 * HOUR
"""Asia/Shanghai: UTC+8 all the year round."""

_PASSES = (1, 1, 1, 1, 2, 8, 26, 62, 58, 30, 24, 34, 36, 26, 22, 22, 32, 66, 70, 52, 38, 26, 12, 4)
"""How many pass a gate in each hour, in proportion: out to work and school, home again."""


def midnight(at: int) -> int:
    """The last local midnight at or before `at` (epoch ms)."""
    return (at + _ZONE_MS) // DAY * DAY - _ZONE_MS


def elder_day(day: int, habit: float, rng: Random) -> list[int]:
    """Openings of a bedroom door on the day that begins at `day` (epoch ms), in order.

    `habit` −1…1: an early or a late riser. By night once or not at all to the toilet, up by 06:50, a rest at noon,
    to bed not before 20:30: no gap comes near eleven hours.
    """
    hours = [rng.uniform(0.6, 4.6)] if rng.random() < 0.7 else []
    hours += [5.9 + 0.6 * habit + rng.uniform(-0.3, 0.3), 7.2 + 0.5 * habit + rng.uniform(-0.3, 0.5)]
    hours += [rng.uniform(8.6, 11.0) for _ in range(rng.randrange(3))]
    hours += [12.3 + rng.uniform(-0.4, 0.4), 14.0 + 0.3 * habit + rng.uniform(-0.4, 0.4)]
    hours += [rng.uniform(15.2, 18.4) for _ in range(rng.randrange(1, 3))]
    hours += [21.1 + 0.4 * habit + rng.uniform(-0.2, 0.9)]
    return [day + int(h * HOUR) for h in sorted(hours)]


def open_for(rng: Random) -> int:
    """How long a bedroom door stays open, ms: mostly seconds, at times the whole breakfast."""
    return rng.randrange(3, 40) * SECOND if rng.random() < 0.75 else rng.randrange(2, 25) * MINUTE


def lock_day(day: int, rng: Random) -> list[int]:
    """Openings of a rental's lock from outside on one day: home from work, and some errands."""
    hours = [rng.uniform(17.2, 21.8)] + [rng.uniform(9, 23) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    return [day + int(h * HOUR) for h in sorted(hours)]


def home_again(at: int) -> bool:
    """Past eleven in the morning: more come home than leave."""
    return (at + _ZONE_MS) % DAY >= 11 * HOUR


def pass_times(day: int, n: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """(n,) times at which somebody passes a gate on one day, epoch ms, in order."""
    share = np.asarray(_PASSES, dtype=np.float64) / sum(_PASSES)
    hour = rng.choice(24, n, p=share)
    return np.sort(day + hour * HOUR + rng.integers(0, HOUR, n))
