"""What a hand that draws can snap to: walls, buildings, paths, grids, communities, and what is drawn already."""

import numpy as np
from numpy.typing import NDArray

from domain.drawings import OPEN_LINES, Drawing, DrawingKind
from domain.situation import Situation
from layers.drawings import metres_of
from layers.plan import Plan
from map.ragged import Ragged
from map.snapping import Targets

Floats = NDArray[np.float64]


def targets_of(plan: Plan, situation: Situation, leave_out: str = "") -> Targets:
    """All of it in metres; `leave_out`: the drawing that is in the hand. Any thread; some ms for a hundred estates."""
    register = plan.register
    rings = [register.buildings.outline, register.communities.outline, register.grids.outline]
    edges = [_edges(plan.rings(ring), closed=True) for ring in rings if len(ring)]
    if len(register.walls):
        edges.append(_edges(plan.rings(register.walls.line), closed=False))
    edges.append(_paths(plan))
    drawn = [d for d in situation.drawings.values() if d.id != leave_out and d.sketch.kind is not DrawingKind.GATE]
    return _of(plan, drawn).with_edges(np.concatenate(edges))


def _of(plan: Plan, drawn: list[Drawing]) -> Targets:
    rings = [metres_of(plan, d) for d in drawn if d.sketch.kind not in OPEN_LINES]
    lines = [metres_of(plan, d) for d in drawn if d.sketch.kind in OPEN_LINES]
    return Targets.of(rings, lines)


def _edges(shapes: Ragged, *, closed: bool) -> Floats:
    """(m, 2, 2) the edges of rings or lines; parts without points have none."""
    kept = Ragged(shapes.points, np.unique(shapes.starts))
    edges = np.stack([kept.points, kept.points[kept.following]], axis=1)
    return edges if closed else np.delete(edges, kept.starts[1:] - 1, axis=0)


def _paths(plan: Plan) -> Floats:
    nodes, edges = plan.register.nodes, plan.register.edges
    if not len(edges):
        return np.zeros((0, 2, 2))
    xy = plan.metres(nodes.lon, nodes.lat)
    return np.stack([xy[edges.a_row], xy[edges.b_row]], axis=1)
