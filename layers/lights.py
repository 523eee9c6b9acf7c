"""Which windows are lit: marks by tenure and flag, and ordinary lights that are decoration and nothing else.

Ordinary lights are drawn from a hash of the home's id and the hour. No device, no person and no event has a part in
them, so nobody can read from the map whether someone is at home.
"""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint32]

# Share of homes with a light on by hour of the day; a plausible evening, not a measurement.
LIT_BY_HOUR = (
    0.16, 0.11, 0.09, 0.08, 0.08, 0.11, 0.22, 0.26, 0.10, 0.05, 0.04, 0.04,
    0.05, 0.04, 0.04, 0.05, 0.10, 0.26, 0.48, 0.58, 0.62, 0.58, 0.44, 0.27,
)  # fmt: skip
_SHANGHAI_H = 8  # no summer time there: good for machines that carry no zone data


@lru_cache(maxsize=8)
def zone(name: str) -> tzinfo:
    """The site's time zone; UTC where its name is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(timedelta(hours=_SHANGHAI_H)) if name == "Asia/Shanghai" else UTC


def hour_of(now: int, zone_name: str) -> int:
    """The local hour 0..23 of a judging time (epoch ms)."""
    return datetime.fromtimestamp(now / 1000, zone(zone_name)).hour


def hashes(ids: Sequence[str]) -> Hashes:
    """(n,) a number a home that stays the same on every machine and in every session."""
    return np.array([zlib.crc32(ident.encode()) for ident in ids], dtype=np.uint32)


def lit(seeds: Hashes, hour: int) -> Bools:
    """(n,) homes with an ordinary light at this hour. Neighbouring hours share many of them."""
    steady = mix(seeds, 0) * 0.7 + mix(seeds, hour + 1) * 0.3
    order = np.argsort(steady, kind="stable")
    on = np.zeros(len(seeds), dtype=np.bool_)
    on[order[: round(LIT_BY_HOUR[hour % 24] * len(seeds))]] = True
    return on


def mix(seeds: Hashes, salt: int) -> NDArray[np.float64]:
    """(n,) evenly spread 0..1 from a seed and a salt (the finaliser of MurmurHash3, Appleby 2011)."""
    h = seeds ^ np.uint32((salt * 0x9E3779B1) & 0xFFFFFFFF)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return (h ^ (h >> np.uint32(16))).astype(np.float64) / 2**32
