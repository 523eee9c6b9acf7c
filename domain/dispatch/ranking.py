"""`rank`: who is nearest to a place on foot and by stairs, and for every rank the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from domain.alarms import Fact, Order, Place
from domain.clock import SECOND
from domain.dispatch import crew as c
from domain.dispatch.floors import floor_s, storeys
from domain.dispatch.matrix import NO_LIFT, OFFICERS_MIN, Permit, What
from domain.dispatch.network import FAST, FIRST_LIMIT_S, SHUN_S, SLOW, WALK_M_S, PathNetwork, Reach
from domain.dispatch.reasons import reason
from domain.geo import FloatArray
from domain.register import ResponderClass
from domain.situation import Situation, locked_gates

DETOUR = 1.3
"""Walking distance over straight line where there is no path: the usual ratio in street networks (1.2 to 1.4)."""
WORTH_TELLING_S = 5.0
"""A detour below this is not told."""


class Ranked(Struct, frozen=True, kw_only=True):
    """One candidate. `foot_s` to the entrance; `floor_s` from there, None: not to be sent up; `band_s` the quickest
    and slowest likely total; `allowed` by the matrix; `route` lon/lat from where he stands to the entrance."""

    responder: str
    foot_s: float
    floor_s: float | None
    band_s: tuple[float, float]
    allowed: bool
    reasons: tuple[Fact, ...]
    route: tuple[tuple[float, float], ...]


@dataclass
class _Field:
    """What is known while ranking: seconds a candidate, inf where no path leads."""

    situation: Situation
    network: PathNetwork
    place: Place
    what: What
    crew: c.Crew
    locked: frozenset[int]
    shunned: frozenset[int]
    xy: FloatArray
    nodes: npt.NDArray[np.int64]
    off_m: FloatArray
    target: npt.NDArray[np.int64]
    reach: Reach | None = None
    straight: Reach | None = None
    """The same walk as if there were no no-go areas; worked out when somebody walks round one."""
    seconds: FloatArray = field(default_factory=lambda: np.empty(0))


def rank(
    network: PathNetwork,
    situation: Situation,
    place: Place,
    what: What,
    now: int,
    *,
    limit: int = 8,
    only: frozenset[str] | None = None,
) -> list[Ranked]:
    """The `limit` best candidates for a place: by tier (free, busy, stale fix, not allowed), then by time.

    One Dijkstra runs from the place outwards with a doubling limit until it has met enough; gates count as they
    stand. A gate that makes somebody walk round is named with its extra metres. `only` these responders are looked at.
    `now` epoch ms; nothing changes.
    """
    crew = c.muster(situation, network.trackers, place, what, now, only=only)
    if not len(crew.rows):
        return []
    f = _field(network, situation, place, what, crew)
    _reach_enough(f, limit)
    order = np.lexsort((crew.rows, f.seconds, crew.tier))[:limit]
    opened = _if_open(f) if f.locked and f.reach is not None else None
    first = float(f.seconds[order[0]])
    return [_ranked(f, int(i), first if n else None, opened) for n, i in enumerate(order)]


def external(situation: Situation) -> list[Ranked]:
    """119, 120 and their like: called by telephone, never ranked."""
    r = situation.register.responders
    rows = np.flatnonzero(r.kind == ResponderClass.EXTERNAL)
    told = (reason("by_telephone"),)
    return [
        Ranked(responder=r.ids[row], foot_s=0.0, floor_s=None, band_s=(0, 0), allowed=True, reasons=told, route=())
        for row in rows
    ]


def _field(network: PathNetwork, situation: Situation, place: Place, what: What, crew: c.Crew) -> _Field:
    xy = network.metres(crew.lon, crew.lat)
    xy = np.where(np.isfinite(xy) & (crew.tier != c.NOWHERE)[:, None], xy, 1e7)
    if network.count:
        nodes, off = network.snap_crew(crew.rows, xy)
        target = _entrances(network, situation, place)
    else:
        nodes, off, target = np.zeros(len(xy), dtype=np.int64), np.zeros(len(xy)), np.empty(0, dtype=np.int64)
    shunned = network.shunned(situation.drawings.values())
    return _Field(situation, network, place, what, crew, locked_gates(situation), shunned, xy, nodes, off, target)


def _entrances(network: PathNetwork, situation: Situation, place: Place) -> npt.NDArray[np.int64]:
    """The entrance of the place's unit, else all entrances of its building, else the nearest node."""
    units = situation.register.units
    row, building = units.row(place.unit), situation.register.buildings.row(place.building)
    if row >= 0 and units.node_row[row] >= 0:
        return units.node_row[row : row + 1].astype(np.int64)
    rows = np.flatnonzero((units.building_row == building) & (units.node_row >= 0) & (building >= 0))
    if len(rows):
        return units.node_row[rows].astype(np.int64)
    return network.snap(network.metres(place.lon, place.lat))[0]


def _reach_enough(f: _Field, limit: int) -> None:
    """Walk outwards until as many of the first tier are met as are asked for; whoever has no path gets a guess."""
    wanted = f.crew.tier == c.FIRST
    need = min(limit, len(f.crew.rows))
    bound = FIRST_LIMIT_S
    while f.network.count:
        f.reach = f.network.reach(f.target, f.locked, bound, f.shunned)
        f.seconds = f.reach.seconds[f.nodes] + f.off_m / WALK_M_S
        met = np.isfinite(f.seconds)
        # somebody met may stand far off the network: only those within the bound are surely the nearest
        if np.sum(met & wanted & (f.seconds <= bound)) >= need or np.isinf(bound):
            break
        bound = bound * 2 if bound < FIRST_LIMIT_S * 16 and wanted.sum() >= need else np.inf
    else:
        f.seconds = np.full(len(f.crew.rows), np.inf)
    _forget_shunning(f)
    lost = np.isinf(f.seconds) if f.reach is None or np.isinf(f.reach.limit) else np.zeros(len(f.seconds), np.bool_)
    f.seconds[lost] = _straight_m(f)[lost] * DETOUR / WALK_M_S
    f.seconds[f.crew.tier == c.NOWHERE] = np.inf


def _forget_shunning(f: _Field) -> None:
    """What keeps a way out of no-go areas is no time: whoever has to walk through one is not late by it."""
    if not f.shunned or f.reach is None:
        return
    for i in np.flatnonzero(np.isfinite(f.seconds)):
        f.seconds[i] -= SHUN_S * _shunned_on(f, f.reach.way(int(f.nodes[i])))


def _straight_m(f: _Field) -> FloatArray:
    xy = f.network.metres(f.place.lon, f.place.lat)
    found: FloatArray = np.hypot(*(f.xy - xy).T)
    return found


def _if_open(f: _Field) -> Reach:
    """The same walk as if every gate were open."""
    bound = f.reach.limit if f.reach is not None else np.inf
    return f.network.reach(f.target, frozenset(), bound, f.shunned)


def _ranked(f: _Field, i: int, first: float | None, opened: Reach | None) -> Ranked:
    row, foot = int(f.crew.rows[i]), float(f.seconds[i])
    nowhere = f.crew.tier[i] == c.NOWHERE
    walked = f.reach is not None and np.isfinite(f.reach.seconds[f.nodes[i]]) and not nowhere
    nodes = f.reach.way(int(f.nodes[i])) if f.reach is not None and walked else []
    up, by_lift = _floor(f, i)
    reasons = [*_of_place(f, i, foot, first), *_of_way(f, i, nodes, opened), *_of_floor(f, up, by_lift)]
    total = foot + (up or 0.0)
    return Ranked(
        responder=f.situation.register.responders.ids[row],
        foot_s=round(foot, 1) if np.isfinite(foot) else 0.0,
        floor_s=None if up is None else round(up, 1),
        band_s=(round(total * FAST, 1), round(total * SLOW, 1)) if np.isfinite(total) else (0.0, 0.0),
        allowed=bool(f.crew.permit[i] == Permit.YES),
        reasons=(*reasons, *_of_duty(f, i)),
        route=_route(f, i, nodes) if not nowhere else (),
    )


def _floor(f: _Field, i: int) -> tuple[float | None, bool]:
    if f.crew.permit[i] == Permit.GROUND:
        return None, False
    return floor_s(f.situation.register, f.place.building, f.place.floor, lift=f.what not in NO_LIFT)


def _route(f: _Field, i: int, nodes: list[int]) -> tuple[tuple[float, float], ...]:
    start = (float(f.crew.lon[i]), float(f.crew.lat[i]))
    ends = [(float(f.network.lon[n]), float(f.network.lat[n])) for n in nodes] or [(f.place.lon, f.place.lat)]
    return tuple((round(lon, 6), round(lat, 6)) for lon, lat in (start, *ends))


def _of_place(f: _Field, i: int, foot: float, first: float | None) -> Iterator[Fact]:
    """Where he stands: nearest or so much further, and how well that is known."""
    tier, age = int(f.crew.tier[i]), int(f.crew.age_ms[i])
    if tier == c.NOWHERE:
        yield reason("no_position")
        return
    if first is None:
        yield reason("nearest")
    elif np.isfinite(first):
        yield reason("further", params={"seconds": round(foot - first)})
    if age < 0:
        yield reason("no_fix_from_base")
    elif age > c.FRESH_MS:
        yield reason("stale_fix", params={"age_s": age // SECOND})


def _of_way(f: _Field, i: int, nodes: list[int], opened: Reach | None) -> Iterator[Fact]:
    """The gates: walked round, or to be opened."""
    if not nodes:
        if f.crew.tier[i] != c.NOWHERE:
            yield reason("no_path")
        return
    if f.shunned:
        yield from _of_no_go(f, i, nodes)
    if opened is None or f.reach is None:
        return
    node = nodes[0]
    if f.reach.seconds[node] - opened.seconds[node] < WORTH_TELLING_S:
        return
    short = opened.way(node)
    through = _first_locked(f, nodes)
    if through >= 0:
        yield reason("through_locked_gate", params={"gate": f.situation.register.gates.ids[through]})
    elif (shut := _first_locked(f, short)) >= 0:
        more = round(_length_m(f, nodes) - _length_m(f, short))
        yield reason("detour_locked_gate", params={"gate": f.situation.register.gates.ids[shut], "metres": more})


def _of_no_go(f: _Field, i: int, nodes: list[int]) -> Iterator[Fact]:
    """No-go areas: led through for want of a way round, or walked round."""
    if _shunned_on(f, nodes):
        yield reason("through_no_go")
        return
    if f.straight is None:
        f.straight = f.network.reach(f.target, f.locked, f.reach.limit if f.reach is not None else np.inf)
    more = round(_length_m(f, nodes) - _length_m(f, f.straight.way(int(f.nodes[i]))))
    if more / WALK_M_S >= WORTH_TELLING_S:
        yield reason("detour_no_go", params={"metres": more})


def _shunned_on(f: _Field, nodes: list[int]) -> int:
    """How many stretches of a way lead into a no-go area."""
    found = (f.shunned.intersection(f.network.edges_between(a, b).tolist()) for a, b in pairwise(nodes))
    return sum(1 for edges in found if edges)


def _first_locked(f: _Field, nodes: list[int]) -> int:
    found = (f.network.gate_between(a, b, f.locked) for a, b in pairwise(nodes))
    return next((gate for gate in found if gate >= 0), -1)


def _length_m(f: _Field, nodes: list[int]) -> float:
    return float(np.hypot(*np.diff(f.network.xy[nodes], axis=0).T).sum())


def _of_floor(f: _Field, up: float | None, by_lift: bool) -> Iterator[Fact]:
    count = storeys(f.place.floor)
    if up is None:
        yield reason("ground_floor_only")
    elif count:
        yield reason("lift" if by_lift else "stairs", params={"storeys": count})


def _of_duty(f: _Field, i: int) -> Iterator[Fact]:
    """What else speaks against him, or for him."""
    r, row = f.situation.register.responders, int(f.crew.rows[i])
    kind = ResponderClass(int(r.kind[row]))
    order: Order | None = f.crew.busy.get(row)
    if order is not None:
        yield reason("busy", params={"alarm": order.alarm, "order": order.id})
    if f.crew.permit[i] == Permit.NO:
        yield reason("class_not_sent", params={"class": kind.name.lower()})
    elif f.what in OFFICERS_MIN and kind is ResponderClass.OFFICER:
        yield reason("two_officers")
    yield from _of_grid(f, row)


def _of_grid(f: _Field, row: int) -> Iterator[Fact]:
    r, register = f.situation.register.responders, f.situation.register
    grid, community = int(r.grid_row[row]), int(r.community_row[row])
    if grid >= 0 and register.grids.ids[grid] == f.place.grid:
        yield reason("own_grid", params={"grid": f.place.grid})
    elif grid >= 0 and _last_in_grid(f, row, grid):
        yield reason("leaves_grid_empty", params={"grid": register.grids.ids[grid]})
    if community >= 0 and f.place.community and register.communities.ids[community] != f.place.community:
        yield reason("other_community", params={"community": register.communities.ids[community]})


def _last_in_grid(f: _Field, row: int, grid: int) -> bool:
    """Nobody else is on duty and free in his grid."""
    mine = f.crew.rows[f.situation.register.responders.grid_row[f.crew.rows] == grid]
    return not [other for other in mine if other != row and int(other) not in f.crew.busy]
