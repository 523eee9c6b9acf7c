"""The command about what is drawn on the map: drawn, changed, taken away, and brought back."""

from __future__ import annotations

import re

from msgspec.structs import replace

from domain.access import Role, Seat, may, sees_place
from domain.changes import Drawn
from domain.commands import Draw
from domain.desk.core import Core
from domain.desk.drawing_checks import EDGE_M, NAME_MAX, check
from domain.desk.outcome import Outcome
from domain.desk.replies import Refused
from domain.drawings import BOUND, OPEN_LINES, Drawing, DrawingKind, Points, Sketch, own_id

DIGITS = 7
"""Of degrees: a centimetre."""
_GIVEN = re.compile(r"draw-([1-9][0-9]{0,9})")


def draw(core: Core, command: Draw, by: Seat, now: int) -> Outcome:
    """Make it so, or say why not. The audit row keeps what stood before and what stands after."""
    before = _before(core, command)
    sketch = None if command.sketch is None else _tidy(command.sketch)
    if before is None and sketch is None:
        raise Refused("unknown_drawing")
    if before is not None:
        _may(by, before.sketch.kind)
        _within(by, before.community, before.grids, every=True)
    drawing = None if sketch is None else _drawing(core, sketch, _named(core, command, before, sketch), by, now)
    rev = core.situation.drawn + 1
    ident = drawing.id if drawing is not None else command.id
    core.book.put(Drawn(id=ident, rev=rev, at=now, drawing=drawing))
    note = f"{_said(before)} → {_said(drawing)}"
    count = len(sketch.points) if sketch is not None else 0
    return Outcome(ident, {"drawing": ident, "rev": rev}, count, note=note)


def _before(core: Core, command: Draw) -> Drawing | None:
    """What stands, if it is what was looked at."""
    sketch = command.sketch
    ident = own_id(sketch) if sketch is not None and sketch.kind in BOUND and not command.id else command.id
    before = core.situation.drawings.get(ident)
    if before is None and command.base:
        raise Refused("drawing_gone")
    if before is not None and before.rev != command.base:
        raise Refused("drawing_changed", {"user": before.by})
    return before


def _named(core: Core, command: Draw, before: Drawing | None, sketch: Sketch) -> str:
    """The id: of what stands, of the register's row, of what stood once and comes back, or a new one."""
    if sketch.kind in BOUND:
        if command.id not in ("", own_id(sketch)):
            raise Refused("unknown_drawing")
        return own_id(sketch)
    if not command.id:
        return f"draw-{core.situation.drawn + 1}"
    if before is not None and before.sketch.kind is not sketch.kind:
        raise Refused("unknown_drawing")
    given = _GIVEN.fullmatch(command.id)
    if given is None or int(given[1]) > core.situation.drawn:
        raise Refused("unknown_drawing")
    return command.id


def _drawing(core: Core, sketch: Sketch, ident: str, by: Seat, now: int) -> Drawing:
    _may(by, sketch.kind)
    drawings = core.situation.drawings
    shape = check(core.ground, core.register, drawings, sketch)
    community, grids = core.ground.touched(shape, drawings)
    _within(by, community, grids, every=False)
    if by.role is Role.GRID_WORKER and not any(
        area is not None and area.buffer(EDGE_M).covers(shape)
        for area in (core.ground.grid(core.register.grids.row(grid), drawings) for grid in by.grids)
    ):
        raise Refused("drawing_beyond_grid")
    rev = core.situation.drawn + 1
    return Drawing(id=ident, rev=rev, at=now, by=by.user, sketch=sketch, community=community, grids=grids)


def _may(by: Seat, kind: DrawingKind) -> None:
    if kind is DrawingKind.GRID and not may(by, "draw_grid"):
        raise Refused("not_allowed", {"verb": "draw_grid"})


def _within(by: Seat, community: str, grids: tuple[str, ...], *, every: bool) -> None:
    """Refused where the seat sees none of these grids; with `every` – what stands is to be changed – where it does not
    see each of them."""
    seen = [sees_place(by, community, grid) for grid in grids or ("",)]
    if not (all(seen) if every else any(seen)):
        raise Refused("drawing_beyond_grid" if any(seen) else "out_of_reach")


def _tidy(sketch: Sketch) -> Sketch:
    """Rounded, a point that comes twice in a row once, a ring not closed, the name in one line and not too long."""
    rounded = tuple((round(float(lon), DIGITS), round(float(lat), DIGITS)) for lon, lat in sketch.points)
    points: Points = tuple(p for i, p in enumerate(rounded) if not i or p != rounded[i - 1])
    if sketch.kind not in OPEN_LINES and len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    if sketch.kind in BOUND:
        sketch = replace(sketch, name="")
    return replace(sketch, points=points, name=" ".join(sketch.name.split())[:NAME_MAX])


def _said(drawing: Drawing | None) -> str:
    """A drawing in a line, for the books: kind, name, whose, state, points."""
    if drawing is None:
        return "—"
    s = drawing.sketch
    state = ("locked" if s.locked else "open") if s.kind is DrawingKind.GATE else ""
    points = "; ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in s.points)
    return " ".join(word for word in (s.kind.value, s.name, s.of, state, points) if word)
