"""The silence that the clock counts down: the rules' limit, and who is watched."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from domain.clock import HOUR
from domain.register import PersonFlag, Register

ELDER_LIMIT_MS = 12 * HOUR
"""Never later than twelve hours (T1-36)."""


def watched_elders(register: Register) -> npt.NDArray[np.int64]:
    """Rows of the elders living alone who have a bedroom magnet and a home to go to."""
    devices, people = register.devices, register.people
    magnets = devices.bedroom & (devices.person_row >= 0)
    rows = np.unique(devices.person_row[magnets]).astype(np.int64)
    kept: npt.NDArray[np.int64] = rows[
        (people.flags[rows] & int(PersonFlag.ELDER_ALONE) != 0) & (people.home_row[rows] >= 0)
    ]
    return kept
