"""The crew at one moment: everybody who could be sent, in columns – where, since when, how busy, how allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.alarms import Order, Place
from domain.clock import MINUTE
from domain.dispatch.matrix import Permit, What, permit
from domain.geo import FloatArray
from domain.register import ResponderClass
from domain.situation import Situation

FRESH_MS = 2 * MINUTE
"""A fix older than this may be 170 m off at a walk: listed lower, and told."""

Rows = npt.NDArray[np.int64]

FIRST, BUSY, STALE, REFUSED, NOWHERE = range(5)
"""Tiers of a ranking: by time within a tier, never across. NOWHERE: no position at all."""


@dataclass(frozen=True)
class Crew:
    """One row a candidate: on duty, not an external service, not property of another estate.

    `rows` responder rows; degrees; `age_ms` of the fix, −1 standing at the base; `tier` as above; `permit` Permit.
    """

    rows: Rows
    lon: FloatArray
    lat: FloatArray
    age_ms: Rows
    tier: npt.NDArray[np.int8]
    permit: npt.NDArray[np.int8]
    busy: dict[int, Order]


def muster(
    situation: Situation, trackers: Rows, place: Place, what: What, now: int, *, only: frozenset[str] | None = None
) -> Crew:
    """Everybody (or `only` these ids) who could be sent to `place` at `now` (epoch ms).

    `trackers`: the device row of each responder's tracker, −1 for none.
    """
    r = situation.register.responders
    community = situation.register.communities.row(place.community) if place.community else -1
    foreign = (r.kind == ResponderClass.PROPERTY) & (r.community_row >= 0) & (r.community_row != community)
    rows = np.flatnonzero(situation.on_duty & (r.kind != ResponderClass.EXTERNAL) & ~(foreign & (community >= 0)))
    if only is not None:
        rows = np.array([row for row in rows if r.ids[row] in only], dtype=np.int64)
    device = trackers[rows]
    at = np.where(device >= 0, situation.fixes.at[device], 0) if len(situation.fixes.at) else np.zeros_like(device)
    fixed = at > 0
    lon = np.where(fixed, _take(situation.fixes.lon, device), r.base_lon[rows])
    lat = np.where(fixed, _take(situation.fixes.lat, device), r.base_lat[rows])
    age = np.where(fixed, np.maximum(now - at, 0), -1)
    permits = np.array([permit(what, kind, place.floor) for kind in ResponderClass], dtype=np.int8)[r.kind[rows]]
    busy = {
        o_row: order for order in situation.orders.values() if order.open and (o_row := r.row(order.responder)) >= 0
    }
    tier = np.full(len(rows), FIRST, dtype=np.int8)
    tier[np.isin(rows, list(busy))] = BUSY
    tier[(age < 0) | (age > FRESH_MS)] = STALE
    tier[permits == Permit.NO] = REFUSED
    tier[~fixed & (r.base_lon[rows] == 0) & (r.base_lat[rows] == 0)] = NOWHERE
    return Crew(rows, lon, lat, age, tier, permits, busy)


def _take(column: FloatArray, rows: Rows) -> FloatArray:
    return column[rows] if len(column) else np.full(len(rows), np.nan)
