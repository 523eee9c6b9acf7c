"""Bulk state in columns: what each device last said, and where each tracker last was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

STATES = (
    *("unknown", "open", "closed", "alarm", "clear", "locked", "unlocked", "opened", "passed", "refused", "pressed"),
    *("live", "frozen", "lost"),
)
"""Words of `DeviceChanged.state`; the column holds their place here. Stored: append, never reorder."""

_CODES = {word: code for code, word in enumerate(STATES)}


def state_code(word: str) -> int:
    """The column's number for a state word. Raises ValueError for a word that is not in STATES."""
    try:
        return _CODES[word]
    except KeyError:
        raise ValueError(f"not a device state: {word!r}") from None


@dataclass
class DeviceStates:
    """One row a device of the register. Times epoch ms, 0 never; `online` −1 unknown, 0, 1; `battery` % or −1.

    `online_since` when `online` last changed; `offset_ms` receipt − device time, `offset_known` whether it was learned.
    """

    heard: npt.NDArray[np.int64]
    state: npt.NDArray[np.int8]
    state_since: npt.NDArray[np.int64]
    online: npt.NDArray[np.int8]
    online_since: npt.NDArray[np.int64]
    battery: npt.NDArray[np.int8]
    offset_ms: npt.NDArray[np.int64]
    offset_known: npt.NDArray[np.bool_]

    @classmethod
    def blank(cls, n: int) -> DeviceStates:
        """Nothing heard from n devices."""
        zeros = np.zeros(n, dtype=np.int64)
        return cls(
            heard=zeros.copy(),
            state=np.zeros(n, dtype=np.int8),
            state_since=zeros.copy(),
            online=np.full(n, -1, dtype=np.int8),
            online_since=zeros.copy(),
            battery=np.full(n, -1, dtype=np.int8),
            offset_ms=zeros.copy(),
            offset_known=np.zeros(n, dtype=np.bool_),
        )


@dataclass
class Fixes:
    """Newest fix a device row; degrees WGS-84, metres, degrees from north (NaN unknown); `at` epoch ms, 0 none."""

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    at: npt.NDArray[np.int64]
    accuracy_m: npt.NDArray[np.float64]
    heading: npt.NDArray[np.float64]

    @classmethod
    def blank(cls, n: int) -> Fixes:
        """No fix for n devices."""
        nan = np.full(n, np.nan)
        return cls(nan.copy(), nan.copy(), np.zeros(n, dtype=np.int64), nan.copy(), nan.copy())

    def forget(self, row: int) -> None:
        """Drop a fix (its responder went off duty)."""
        self.at[row] = 0
        for column in (self.lon, self.lat, self.accuracy_m, self.heading):
            column[row] = np.nan
