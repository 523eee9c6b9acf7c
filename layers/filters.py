"""Filters: what of each layer is shown, as one frozen value that can be written down – open alarms are in none."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from domain.alarms import AlarmKind, Level
from domain.clock import HOUR, MINUTE
from domain.register import DeviceKind, ResponderClass, Ring, SafetyKind

Bools = NDArray[np.bool_]

ELSEWHERE = (DeviceKind.TRACKER, DeviceKind.CAMERA)
"""Devices that are drawn as guards and as cameras: filtered as such."""
ABOUT_A_PERSON = (AlarmKind.ELDER_SILENCE, AlarmKind.UNREGISTERED_OPENER)
"""Kinds of which no past is shown on a map: nobody's home has a timeline outside a case (Q6)."""


@dataclass(frozen=True)
class Facet:
    """One question by which a layer is filtered: its codes in the order of the numbers that stand for them."""

    key: str
    layer: str
    codes: tuple[str, ...]


def _names(codes: Iterable[Any]) -> tuple[str, ...]:
    return tuple(code.name.lower() for code in codes)


FACETS: tuple[Facet, ...] = (
    Facet("homes", "homes", ("rental", "group_rental", "elder")),
    Facet("device_kind", "devices", _names(DeviceKind)),
    Facet("device_health", "devices", ("well", "low", "bad", "alarm")),
    Facet("device_ring", "devices", _names(Ring)),
    Facet("guard_class", "guards", _names(ResponderClass)),
    Facet("guard_fix", "guards", ("fresh", "stale", "none")),
    Facet("camera_state", "cameras", ("live", "frozen", "out")),
    Facet("safety_kind", "safety", _names(SafetyKind)),
    Facet("ended_level", "ended", tuple(str(int(level)) for level in Level)),
    Facet("ended_kind", "ended", tuple(kind.value for kind in AlarmKind if kind not in ABOUT_A_PERSON)),
)
BY_FACET = {facet.key: facet for facet in FACETS}
FIXED_CODES: Mapping[str, tuple[str, ...]] = {"device_kind": _names(ELSEWHERE)}
"""Codes that have their place in a column and nothing to be filtered by it."""
WINDOWED = ("guards", "devices", "ended")
"""Layers with a time: when a guard (and the trail behind) was seen, a device heard, an alarm ended."""
LAYERS_FILTERED = ("homes", "devices", "guards", "cameras", "safety", "ended")
PRESETS_MS = (5 * MINUTE, HOUR, 12 * HOUR)


@dataclass(frozen=True)
class Window:
    """A stretch of time: the last `last_ms` before now, or from `start` to `end` (epoch ms of judging time).

    Raises ValueError for one that is neither.
    """

    last_ms: int = 0
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if not (self.last_ms > 0 and not self.start and not self.end) and not (
            self.last_ms == 0 and 0 < self.start <= self.end
        ):
            raise ValueError(f"no stretch of time: {self}")

    def bounds(self, now: int) -> tuple[int, int]:
        """First and last moment, both within."""
        return (now - self.last_ms, now) if self.last_ms else (self.start, self.end)

    def holds(self, at: NDArray[np.int64], now: int) -> Bools:
        """(n,) whether each time lies within; 0 (never) does not. What is dated after `now` counts as now."""
        first, last = self.bounds(now)
        when = np.minimum(at, now)
        return np.asarray((at > 0) & (when >= first) & (when <= last), dtype=np.bool_)


@dataclass(frozen=True)
class Filters:
    """`hidden`: codes of a facet that are not shown; `windows`: the time of a layer; `community`: one alone ("" all).

    Raises ValueError for a facet, code or layer that there is not: open alarms can be filtered by nothing.
    """

    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=dict)
    community: str = ""

    def __post_init__(self) -> None:
        for key, codes in self.hidden.items():
            if key not in BY_FACET or not codes or not codes <= set(open_codes(key)):
                raise ValueError(f"{key} cannot be filtered by {sorted(codes)}")
        if not set(self.windows) <= set(WINDOWED):
            raise ValueError(f"without a time: {sorted(self.windows)}")

    def shows(self, facet: str, code: str) -> bool:
        """Whether a class is shown."""
        return code not in self.hidden.get(facet, frozenset())

    def with_code(self, facet: str, code: str, shown: bool) -> Self:
        """With a class shown or not."""
        before = self.hidden.get(facet, frozenset())
        codes = before - {code} if shown else before | {code}
        others = {key: kept for key, kept in self.hidden.items() if key != facet}
        return replace(self, hidden={**others, facet: codes} if codes else others)

    def with_window(self, layer: str, window: Window | None) -> Self:
        """With another time, or with any (None)."""
        others = {key: kept for key, kept in self.windows.items() if key != layer}
        return replace(self, windows=others if window is None else {**others, layer: window})

    def with_community(self, ident: str) -> Self:
        """With one community alone, or with all ("")."""
        return replace(self, community=ident)

    def touches(self, layer: str) -> bool:
        """Whether anything of a layer of LAYERS_FILTERED may be left out."""
        return bool(self.community) or layer in self.windows or any(BY_FACET[key].layer == layer for key in self.hidden)

    def table(self, facet: str) -> Bools:
        """(codes,) whether each code of a facet is shown, by its number; read-only."""
        return _table(facet, self.hidden.get(facet, frozenset()))

    @property
    def plain(self) -> bool:
        """Nothing is filtered."""
        return not (self.hidden or self.windows or self.community)

    def spell(self) -> str:
        """As JSON."""
        return json.dumps(
            {
                "hidden": {key: sorted(codes) for key, codes in self.hidden.items()},
                "windows": {key: [w.last_ms, w.start, w.end] for key, w in self.windows.items()},
                "community": self.community,
            }
        )


NOTHING = Filters()


def open_codes(facet: str) -> tuple[str, ...]:
    """The codes of a facet by which one may filter."""
    return tuple(code for code in BY_FACET[facet].codes if code not in FIXED_CODES.get(facet, ()))


@lru_cache(maxsize=64)
def _table(facet: str, hidden: frozenset[str]) -> Bools:
    table = np.array([code not in hidden for code in BY_FACET[facet].codes], dtype=np.bool_)
    table.flags.writeable = False
    return table


def read(text: str) -> Filters:
    """What `spell` wrote. Never raises: what is not understood filters nothing, and what is gone since is forgotten."""
    try:
        found: Any = json.loads(text)
        hidden = {
            key: frozenset(codes) & set(open_codes(key)) for key, codes in found["hidden"].items() if key in BY_FACET
        }
        windows = {key: Window(*(int(n) for n in w)) for key, w in found["windows"].items() if key in WINDOWED}
        return Filters({key: codes for key, codes in hidden.items() if codes}, windows, str(found["community"]))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return NOTHING
