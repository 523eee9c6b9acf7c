"""The drawing of the sample estate in plan metres: streets, roads, outlines, gates, park – everything but the houses.

Plan metres: x about east, y about north, (0, 0) in the middle of both communities. The plan as a whole is turned by
TURN_DEG before it becomes degrees, because estates face a little off south.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, substring, unary_union

from app.sample.shapes import F64, Geometry, Points, blob, curve, rectangle, wobbled

TURN_DEG = 6.0
WALLED, OPEN = 0, 1
NAMES = ("云杉苑", "听潮里")

_STREETS: tuple[tuple[str, float, Points], ...] = (
    ("听云路", 18.0, ((-520, -336), (-200, -326), (120, -322), (520, -334))),
    ("望杉街", 13.0, ((-520, 312), (-180, 318), (140, 322), (520, 316))),
    ("临溪路", 12.0, ((-430, -410), (-424, -150), (-434, 60), (-424, 400))),
    ("海棠路", 12.0, ((424, -410), (430, -20), (422, 400))),
    ("听潮街", 15.0, ((-10, -410), (-10, -322), (8, -160), (24, 0), (6, 160), (-12, 318), (-10, 400))),
)
"""Name, width in metres, control points."""

_RING: Points = ((-352, -230), (-282, -240), (-210, -236), (-140, -240), (-84, -226), (-66, -120), (-58, 0),
                 (-66, 110), (-86, 226), (-150, 236), (-215, 242), (-290, 238), (-352, 224), (-360, 100), (-364, 0),
                 (-358, -120))  # fmt: skip
_ROADS: tuple[tuple[str, float, Points], ...] = (
    ("云杉中路", 6.0, ((-370, -74), (-212, -80), (-52, -72))),
    ("云杉北路", 6.0, ((-370, 98), (-210, 106), (-50, 96))),
    ("", 5.0, ((-206, -248), (-212, -160), (-208, -70))),
    ("", 5.0, ((-204, 96), (-198, 180), (-202, 250))),
    ("听潮南巷", 7.0, ((0, -108), (120, -112), (215, -118), (440, -126))),
    ("听潮北巷", 7.0, ((4, 104), (110, 104), (215, 110), (440, 118))),
    ("潮声巷", 6.5, ((206, -345), (214, -220), (222, -118), (216, 0), (212, 110), (224, 220), (230, 335))),
)
"""Internal roads; their ends overshoot so that they meet."""
_FOUNTAIN = Point(-212, 14).buffer(7)


@dataclass(frozen=True)
class Way:
    """A centre line with its width in metres and name."""

    name: str
    width: float
    line: LineString


@dataclass(frozen=True)
class GatePlan:
    """A gate of the wall: the road or path through it runs from outside inwards."""

    name: str
    line: LineString
    width: float
    vehicles: bool = False
    locked: bool = False


@dataclass(frozen=True)
class Plan:
    """What the houses are fitted into. `outlines` of the two communities (the first is walled), `faces` the areas
    between centre lines, `pond` and `lawn` (the garden's oval) with the `walks` through park and garden.
    """

    streets: tuple[Way, ...]
    roads: tuple[Way, ...]
    gates: tuple[GatePlan, ...]
    outlines: tuple[Polygon, Polygon]
    faces: tuple[Polygon, ...]
    trail: Polygon
    park: Polygon
    pond: Polygon
    lawn: Polygon
    fountain: Polygon
    walks: tuple[LineString, ...]
    steps: tuple[LineString, ...]
    creek: Polygon
    banks: Polygon

    def face(self, x: float, y: float) -> Polygon:
        """The face that holds a point."""
        return next(face for face in self.faces if face.contains(Point(x, y)))

    @property
    def carriageway(self) -> Geometry:
        """All streets, roads and gate drives as one area."""
        drives = [gate.line.buffer(3.0, cap_style="flat") for gate in self.gates if gate.vehicles]
        return unary_union([w.line.buffer(w.width / 2) for w in (*self.streets, *self.roads)] + drives)


def draw(rng: np.random.Generator) -> Plan:
    """The plan for one seed: the same idea, each bend a few metres elsewhere."""
    streets = tuple(Way(n, w, curve(wobbled(p, rng, 2.0))) for n, w, p in _STREETS)
    ring = Way("云杉环路", 6.5, curve(wobbled(_RING, rng, 3.0), closed=True))
    roads = (ring, *(Way(n, w, curve(wobbled(p, rng, 2.0))) for n, w, p in _ROADS))
    outlines = _outlines(streets)
    gates = _gates(streets, ring, outlines[WALLED], rng)
    roads = (ring, *(Way(r.name, r.width, _cut(r.line, ring, streets)) for r in roads[1:]))
    centre = unary_union([w.line for w in (*streets, *roads)] + [g.line for g in gates])
    faces = tuple(polygonize(centre))
    park = max((f for f in faces if f.contains(Point(118, 0))), key=lambda f: f.area)
    pond = blob(122, -14, 50, 31, rng=rng).union(blob(92, 18, 24, 22, rng=rng)).buffer(6).buffer(-6)
    lawn = blob(-212, 14, 74, 27, rng=rng, rough=0.05)
    walks, steps = _walks(park, pond, lawn, rng)
    creek = curve([(-492, -390), (-478, -200), (-490, 20), (-472, 220), (-486, 390)])
    return Plan(
        streets, roads, gates, outlines, faces, outlines[WALLED].buffer(-5.5), park, pond, lawn, _FOUNTAIN, walks,
        steps, creek.buffer(13, cap_style="flat"), creek.buffer(27, cap_style="flat"),
    )  # fmt: skip


def _outlines(streets: tuple[Way, ...]) -> tuple[Polygon, Polygon]:
    """Between the streets, a pavement away from the kerb, with rounded corners."""
    kerbs = unary_union([s.line.buffer(s.width / 2 + 5.0) for s in streets])
    plots = (d.difference(kerbs).buffer(-9).buffer(9).simplify(0.3) for d in _districts(streets))
    west, east = (shapely.remove_repeated_points(plot, 1.0) for plot in plots)
    return west, east


def _cut(line: LineString, ring: Way, streets: tuple[Way, ...]) -> LineString:
    """The road without its overshoot: within the ring, or between the streets of the open community."""
    inner = Polygon(ring.line)
    if inner.contains(line.interpolate(0.5, normalized=True)):
        return _longest(line.intersection(inner.buffer(0.3)))
    _, east = _districts(streets)
    return _longest(line.intersection(east.buffer(0.3)))


def _districts(streets: tuple[Way, ...]) -> tuple[Polygon, Polygon]:
    """The two areas between the streets' centre lines, the western first."""
    found = sorted(polygonize(unary_union([s.line for s in streets])), key=lambda p: -p.area)[:2]
    west, east = sorted(found, key=lambda p: p.centroid.x)
    return west, east


def _longest(geometry: Geometry) -> LineString:
    return max(shapely.get_parts(geometry), key=lambda g: g.length)


def _gates(streets: tuple[Way, ...], ring: Way, wall: Polygon, rng: np.random.Generator) -> tuple[GatePlan, ...]:
    """Five gates; each line runs from the street's centre to the ring, the wicket's only to the trail inside."""
    south, north, west, _, middle = (s.line for s in streets)
    shift = rng.uniform(-6, 6, 4)
    sx, nx, ey, wy = -212 + shift[0], -140 + shift[1], 22 + shift[2], 150 + shift[3]
    through = {
        "南门车行": LineString([(sx, -350), (sx, -225)]),
        "南门人行": LineString([(sx + 13, -350), (sx + 13, -225)]),
        "北门": LineString([(nx, 340), (nx, 225)]),
        "东门": LineString([(40, ey), (-75, ey + 3)]),
        "西侧消防门": LineString([(-450, wy), (-345, wy - 3)]),
    }
    outer = {"南": south, "北": north, "东": middle, "西": west}
    lines = {name: _between(line, outer[name[0]], ring.line) for name, line in through.items()}
    return (
        GatePlan("南门车行道闸", lines["南门车行"], 7.0, vehicles=True),
        GatePlan("南门人行门", lines["南门人行"], 3.0),
        GatePlan("东门", lines["东门"], 3.5),
        GatePlan("北门", lines["北门"], 3.5),
        GatePlan("西侧消防门", lines["西侧消防门"], 4.5, locked=True),
    )


def _between(line: LineString, outer: LineString, inner: LineString) -> LineString:
    """The part of a line between its crossings of two others, a hand's breadth longer so that they surely cross."""
    a = line.project(_first(line.intersection(outer)))
    b = line.project(_first(line.intersection(inner)))
    return substring(line, a - 0.3, b + 0.3)


def _first(geometry: Geometry) -> Point:
    return shapely.get_parts(geometry)[0]


def _walks(
    park: Polygon, pond: Polygon, lawn: Polygon, rng: np.random.Generator
) -> tuple[tuple[LineString, ...], tuple[LineString, ...]]:
    """Paths of park and garden, and the two flights of steps down to the pond terrace and up to the garden."""
    shore = LineString(pond.buffer(7).simplify(0.5).exterior.coords)
    middle = park.centroid
    spokes = []
    for angle in np.radians(np.array([12, 68, 118, 176, 232, 292, 334]) + rng.uniform(-6, 6, 7)):
        out = np.array([np.cos(angle), np.sin(angle)])
        start = shore.interpolate(shore.project(Point(pond.centroid.x + 60 * out[0], pond.centroid.y + 44 * out[1])))
        far = np.array([middle.x, middle.y]) + 190 * out
        bend = (np.array([start.x, start.y]) * 0.55 + far * 0.45) + rng.uniform(-9, 9, 2)
        spoke = curve([(start.x, start.y), (float(bend[0]), float(bend[1])), (float(far[0]), float(far[1]))], 8.0)
        spokes.append(_from_start(spoke.intersection(park.buffer(0.3)), start))
    around = LineString(park.buffer(-26).buffer(-18).buffer(18).simplify(1.0).exterior.coords)
    oval = LineString(lawn.buffer(3).exterior.coords)
    basin = _FOUNTAIN.buffer(2.5)
    cross = unary_union([LineString([(-366, 8), (-212, 14), (-54, 16)]), LineString([(-212, -82), (-212, 106)])])
    garden = [LineString(basin.exterior.coords), *shapely.get_parts(cross.difference(basin.buffer(-0.2)))]
    steps = (LineString([(-258, 35), (-261, 110)]), LineString([(-168, 34), (-148, 108)]))
    return (shore, around, *spokes, oval, *garden), steps


def _from_start(geometry: Geometry, start: Point) -> LineString:
    parts = [g for g in shapely.get_parts(geometry) if g.geom_type == "LineString"]
    return min(parts, key=lambda g: g.distance(start))


def plazas(plan: Plan) -> list[F64]:
    """Paved places: inside the main gate, at the east gate, round the fountain, in the tower court, in the park."""
    south = plan.gates[0].line.interpolate(1.0, normalized=True)
    return [
        rectangle(south.x + 8, south.y - 44, 54, 22),
        np.asarray(plan.fountain.buffer(9).exterior.coords)[:-1],
        rectangle(322, -216, 46, 30, -3.0),
        np.asarray(Point(188, 84).buffer(19).exterior.coords)[:-1],
    ]
