"""Credentials: tenants at their own lock, residents at their unit's door, a walled community's people at its gates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.sample.devices import Fitted
from app.sample.land import Land
from app.sample.residents import Residents
from domain.register import Credentials, Homes


@dataclass(frozen=True)
class Enrolled:
    """The table; `passes`: gate device → credentials that pass there; `openers`: lock → credentials enrolled at it."""

    table: Credentials
    passes: dict[str, list[str]]
    openers: dict[str, list[str]]


def enrol(land: Land, rooms: Homes, everybody: Residents, fitted: Fitted) -> Enrolled:
    """One credential for everyone who needs one somewhere. A locked gate lets nobody pass."""
    home = everybody.people.home_row
    unit = rooms.unit_row[home]
    community = land.register.buildings.community_row[rooms.building_row[home]]
    needs = np.isin(home, list(fitted.locks.values())) | np.isin(unit, list(fitted.unit_gates.values()))
    rows = np.flatnonzero(needs | np.isin(community, land.register.gates.community_row)).astype(np.int32)
    ids = [f"k{n + 1:05d}" for n in range(len(rows))]
    at_home, at_unit, at_gate = (_grouped(ids, column[rows]) for column in (home, unit, community))
    gates = fitted.gates
    open_gates = [
        (d, c) for d, c, shut in zip(gates.device, gates.community_row, gates.locked, strict=True) if not shut
    ]
    passes = {d: at_unit.get(u, []) for d, u in fitted.unit_gates.items()}
    passes |= {d: at_gate.get(int(c), []) for d, c in open_gates}
    table = Credentials(ids=ids, person_row=rows, home_row=home[rows])
    return Enrolled(table, passes, {d: at_home.get(h, []) for d, h in fitted.locks.items()})


def _grouped(ids: Iterable[str], values: npt.NDArray[np.int32]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, value in zip(ids, values.tolist(), strict=True):
        found.setdefault(value, []).append(key)
    return found
