"""Where the houses stand: rows of slabs between the roads, towers, and the few buildings that nobody lives in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, Polygon, box
from shapely.ops import unary_union

from app.sample.plan import OPEN, WALLED, Plan
from app.sample.shapes import F64, Geometry, lines_of, rectangle, turned

RESIDENTIAL = 127
_UNIT_M = 15.6
_DOOR_STEP_M = 4.8
"""From the northern front to the middle of the path along it."""


@dataclass(frozen=True)
class House:
    """One building in plan metres. `doors` (n, 2) just outside the front; `outward` the direction that they face."""

    ring: F64
    levels: int
    community: int
    doors: F64
    outward: tuple[float, float] = (0.0, 1.0)
    name: str = ""
    homes_per_floor: int = 0

    @property
    def residential(self) -> bool:
        """Somebody lives here."""
        return self.homes_per_floor > 0

    @property
    def tower(self) -> bool:
        """Higher than stairs alone would serve."""
        return self.levels > 7


@dataclass
class Built:
    """All houses, the paths along their fronts, and the plots left free for parking and play."""

    houses: list[House] = field(default_factory=list)
    lanes: list[LineString] = field(default_factory=list)
    free: list[F64] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """How one face is built over: reference point, turn of its rows, row pitch, storeys, units a slab."""

    at: tuple[float, float]
    degrees: float
    pitch: float
    levels: tuple[int, ...]
    units: tuple[int, ...]
    community: int


_BLOCKS = (
    Block((-385, -150), 0.4, 39.0, (5, 6, 6), (2, 3, 3), WALLED),
    Block((-100, -275), 0.0, 39.5, (6, 6), (2, 3, 3), WALLED),
    Block((-385, 230), -0.6, 39.0, (5, 6, 6), (2, 3, 3), WALLED),
    Block((-30, 150), 0.8, 39.0, (6, 6), (2, 3, 3), WALLED),
    Block((-290, -150), 1.3, 38.5, (6, 6, 6), (3, 4, 4), WALLED),
    Block((-130, -150), -1.0, 38.5, (6, 6, 6), (3, 4, 4), WALLED),
    Block((-290, 170), -1.2, 38.5, (6, 6, 6), (3, 4, 4), WALLED),
    Block((-130, 170), 1.6, 38.5, (6, 6, 6), (3, 4, 4), WALLED),
    Block((110, -200), -2.4, 33.0, (5, 6, 6), (3, 4, 4), OPEN),
    Block((320, 0), -1.6, 33.5, (5, 6, 6), (3, 4, 4), OPEN),
    Block((110, 220), 2.2, 33.0, (5, 6, 6), (3, 4, 4), OPEN),
    Block((320, 220), 1.2, 33.5, (6, 6, 5), (3, 4, 4), OPEN),
)

_TOWERS = (
    *((x, y, WALLED) for x, y in ((-330, 64), (-286, 72), (-238, 76), (-180, 74), (-106, 64))),
    *((x, y, WALLED) for x, y in ((-322, -42), (-248, -50), (-178, -50), (-132, -44), (-88, -36))),
    *((x, y, WALLED) for x, y in ((-352, 274), (-296, 278), (-240, 280), (-184, 280), (-92, 276))),
    *((x, y, OPEN) for x, y in ((258, -282), (322, -288), (386, -280), (252, -218), (388, -214))),
    *((x, y, OPEN) for x, y in ((260, -158), (322, -152), (386, -154))),
)

_OTHERS: tuple[tuple[str, float, float, float, float, int, float, int], ...] = (
    ("物业服务中心", -174, -268, 30, 14, 2, 0.0, WALLED),
    ("云杉幼儿园", -112, -276, 46, 17, 3, 1.0, WALLED),
    ("听潮警务室", 42, -133, 26, 13, 2, -2.0, OPEN),
    ("沿街商铺A", 48, -297.5, 56, 11, 2, 181.0, OPEN),
    ("沿街商铺B", 112, -297.5, 54, 11, 2, 180.0, OPEN),
    ("沿街商铺C", 172, -298, 48, 11, 2, 179.0, OPEN),
    ("沿街商铺D", 24, 206, 60, 11, 2, 94.0, OPEN),
    ("听潮菜市场", 48, 134, 44, 24, 1, 1.0, OPEN),
    ("邻里中心", 250, 140, 38, 20, 3, 1.5, OPEN),
    ("社区卫生站", 247, -98, 30, 14, 2, -2.0, OPEN),
)
"""Name, middle, width, depth, storeys, turn, community."""


def build(plan: Plan, rng: np.random.Generator) -> Built:
    """Exactly RESIDENTIAL buildings with homes, and the others. Deterministic for a plan and a generator's state."""
    fixed = [*_towers(rng), *_others()]
    roads = plan.carriageway
    for squeeze in (1.0, 0.97, 0.94, 0.91, 0.88):
        built = _rows(plan, fixed, roads, squeeze, rng)
        if len(built.houses) + len(_TOWERS) >= RESIDENTIAL:
            return _thinned(built, fixed, rng)
    raise AssertionError("the plan has no room for its houses")


def _towers(rng: np.random.Generator) -> list[House]:
    return [_tower(x + rng.uniform(-2.5, 2.5), y + rng.uniform(-2.5, 2.5), c, i, rng) for i, (x, y, c) in
            enumerate(_TOWERS)]  # fmt: skip


def _tower(x: float, y: float, community: int, nth: int, rng: np.random.Generator) -> House:
    """A point block: corners cut so that every flat has two fronts; one stairwell, or two with three flats each."""
    two = nth % 4 == 1
    width, depth, notch = (31.0, 17.0, 3.2) if two else (25.0, 19.0, 3.6)
    w, d = width / 2, depth / 2
    ring = np.array([
        (-w + notch, -d), (w - notch, -d), (w - notch, -d + notch), (w, -d + notch), (w, d - notch),
        (w - notch, d - notch), (w - notch, d), (-w + notch, d), (-w + notch, d - notch), (-w, d - notch),
        (-w, -d + notch), (-w + notch, -d + notch),
    ])  # fmt: skip
    degrees = rng.uniform(-2.5, 2.5) + (-4 if community == OPEN else 0)
    doors = np.array([(-w / 2, d + 0.4), (w / 2, d + 0.4)] if two else [(0.0, d + 0.4)])
    levels = int(rng.integers(15, 19) if community == WALLED and y > 200 else rng.integers(13, 19))
    return House(
        turned(ring, degrees) + np.array([x, y]), levels, community, turned(doors, degrees) + np.array([x, y]),
        _direction(degrees), homes_per_floor=6 if two else int(rng.choice([5, 6, 6])),
    )  # fmt: skip


def _others() -> list[House]:
    houses = []
    for name, x, y, width, depth, levels, degrees, community in _OTHERS:
        door = turned([(0.0, depth / 2 + 0.4)], degrees) + np.array([x, y])
        ring = rectangle(x, y, width, depth, degrees)
        houses.append(House(ring, levels, community, door, _direction(degrees), name=name))
    return houses


def _direction(degrees: float) -> tuple[float, float]:
    """The way a northern front looks once turned."""
    angle = np.radians(degrees)
    return float(-np.sin(angle)), float(np.cos(angle))


def _rows(plan: Plan, fixed: list[House], roads: Geometry, squeeze: float, rng: np.random.Generator) -> Built:
    """Every block of slabs."""
    taken = unary_union([Polygon(h.ring) for h in fixed])
    keep_out = unary_union([
        roads.buffer(4.5), taken.buffer(11.0), plan.park, plan.lawn.buffer(4), *(g.line.buffer(9) for g in plan.gates),
        *(box(s[0] - 32, s[1] - 19, s[0] + 32, s[1] + 6) for s in ((-112, -282),)),
        box(290, -240, 356, -196),
    ])  # fmt: skip
    no_lane = unary_union([taken.buffer(3.0), plan.park.buffer(-0.5)])
    built = Built()
    for block in _BLOCKS:
        outline = plan.outlines[block.community]
        inside = outline.buffer(-9.5 if block.community == WALLED else -2.0)
        face = plan.face(*block.at)
        lanes = face.intersection(plan.trail) if block.community == WALLED else face
        room = face.intersection(inside).difference(keep_out)
        _fill(replace(block, pitch=block.pitch * squeeze), room, lanes.difference(no_lane), built, rng)
    return built


def _fill(block: Block, room: Geometry, lanes: Geometry, built: Built, rng: np.random.Generator) -> None:
    """Rows from the south, in a frame turned with the block."""
    origin = block.at
    room, lanes = (rotate(g, -block.degrees, origin=origin) for g in (room, lanes))
    shapely.prepare(room)
    x0, y0, x1, y1 = room.bounds
    y = y0 + rng.uniform(0.5, 3.0)
    while y < y1 - 10:
        depth = float(rng.uniform(11.4, 13.2))
        slabs = [s for run in _runs(room, y, depth, x0, x1) for s in _split(run, block.units, rng)]
        if slabs:
            jitter = rng.uniform(0.0, 1.1, len(slabs))
            lane_y = y + depth + 1.1 + _DOOR_STEP_M
            for slab, shift in zip(slabs, jitter, strict=True):
                built.houses.append(_slab(block, slab, y + float(shift), depth, rng))
            built.lanes += [rotate(g, block.degrees, origin=origin) for g in _lane(lanes, slabs, lane_y)]
            y += block.pitch + rng.uniform(-1.2, 1.6)
        else:
            y += 4.0


def _runs(room: Geometry, y: float, depth: float, x0: float, x1: float) -> list[tuple[float, float]]:
    """Stretches of x in which a house of this depth fits, metre by metre."""
    xs = np.arange(x0, x1, 1.0)
    rows = [shapely.contains_xy(room, xs, np.full_like(xs, y + share * (depth + 1.1))) for share in (0, 0.5, 1)]
    fits = np.concatenate([[False], np.logical_and.reduce(rows), [False]])
    edges = np.flatnonzero(np.diff(fits.astype(np.int8)))
    return [(float(xs[a]), float(xs[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _split(
    run: tuple[float, float], units: tuple[int, ...], rng: np.random.Generator
) -> list[tuple[float, float, int]]:
    """Slabs (left, length, units) side by side in one stretch, the slack spread over gaps and lengths."""
    room = run[1] - run[0]
    chosen: list[int] = []
    gap = float(rng.uniform(9.0, 12.0))
    while True:
        left = room - sum(chosen) * _UNIT_M - len(chosen) * gap
        fitting = [u for u in units if u * _UNIT_M <= left]
        if not fitting:
            break
        chosen.append(int(rng.choice(fitting)))
    if not chosen:
        return []
    slack = room - sum(chosen) * _UNIT_M - (len(chosen) - 1) * gap
    stretch = min(slack * 0.5 / sum(chosen), 1.6)
    gap += min((slack - stretch * sum(chosen)) / max(len(chosen), 1), 9.0)
    total = sum(chosen) * (_UNIT_M + stretch) + (len(chosen) - 1) * gap
    left = run[0] + (room - total) * float(rng.choice([0.0, 0.5, 1.0]))
    slabs = []
    for count in chosen:
        slabs.append((left, count * (_UNIT_M + stretch), count))
        left += count * (_UNIT_M + stretch) + gap
    return slabs


def _slab(
    block: Block, slab: tuple[float, float, int], y: float, depth: float, rng: np.random.Generator
) -> House:  # fmt: skip
    """One slab with its doors on the north; every fourth one is stepped in the middle."""
    left, length, units = slab
    right, top = left + length, y + depth
    ring = [(left, y), (right, y), (right, top), (left, top)]
    if units >= 3 and rng.random() < 0.28:
        step, at = float(rng.uniform(1.4, 2.2)), left + length * (units // 2) / units
        ring = [(left, y + step), (at, y + step), (at, y), (right, y), (right, top - step), (at, top - step), (at, top),
                (left, top)]  # fmt: skip
    share = (np.arange(units) + 0.5) / units
    fronts = np.array([_front(ring, left + length * s) for s in share])
    doors = np.column_stack([left + length * share, fronts + 0.4])
    return House(
        turned(ring, block.degrees, block.at), int(rng.choice(block.levels)), block.community,
        turned(doors, block.degrees, block.at), _direction(block.degrees), homes_per_floor=2 * units,
    )  # fmt: skip


def _front(ring: list[tuple[float, float]], x: float) -> float:
    """The northernmost y of the outline at x."""
    shape = Polygon(ring)
    return float(shape.intersection(LineString([(x, -1e4), (x, 1e4)])).bounds[3])


def _lane(lanes: Geometry, slabs: list[tuple[float, float, int]], y: float) -> list[LineString]:
    """The path along the fronts of a row, to the road or the wall's trail at either end."""
    x0, _, x1, _ = lanes.bounds
    pieces = lines_of(lanes.intersection(LineString([(x0 - 5, y), (x1 + 5, y)])), 4.0)
    used = [p for p in pieces if any(p.bounds[0] < s[0] + s[1] / 2 < p.bounds[2] for s in slabs)]
    return [LineString([(p.bounds[0] - 0.3, y), (p.bounds[2] + 0.3, y)]) for p in used]


def _thinned(built: Built, fixed: list[House], rng: np.random.Generator) -> Built:
    """Slabs taken away, far from one another, until the number is right: their plots stay free."""
    surplus = len(built.houses) + len(_TOWERS) - RESIDENTIAL
    middles = np.array([h.ring.mean(axis=0) for h in built.houses])
    weight = np.array([1.0 / len(h.doors) for h in built.houses])
    gone: list[int] = []
    for _ in range(surplus):
        weight[gone] = 0.0
        nth = int(rng.choice(len(weight), p=weight / weight.sum()))
        gone.append(nth)
        weight[np.hypot(*(middles - middles[nth]).T) < 75] *= 0.15
    free = [built.houses[i].ring for i in gone]
    slabs = [h for i, h in enumerate(built.houses) if i not in set(gone)]
    return Built(_numbered([*slabs, *fixed]), built.lanes, free)


def _numbered(houses: list[House]) -> list[House]:
    """In the order in which numbers were painted on the walls: by community, row by row from the south-west."""
    return sorted(houses, key=lambda h: (not h.residential, h.community, *_row_order(h)))


def _row_order(house: House) -> tuple[float, float]:
    x, y = house.ring.mean(axis=0)
    return np.floor((y + 320.0) / (39.0 if house.community == WALLED else 34.0)), float(x)
