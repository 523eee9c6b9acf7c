"""Who the silence clock watches: the elders of whom the rules can tell that they are silent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from domain.register import Register
from domain.rules.elder import magnets_of


def watched_elders(register: Register) -> npt.NDArray[np.int64]:
    """Person rows of the elders living alone who have a bedroom magnet and a home to go to."""
    rows = np.array(sorted({person for _, person in magnets_of(register)}), dtype=np.int64)
    kept: npt.NDArray[np.int64] = rows[register.people.home_row[rows] >= 0] if len(rows) else rows
    return kept
