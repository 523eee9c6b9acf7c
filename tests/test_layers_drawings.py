"""What is drawn, on the map: shapes by kind, names only where they may be, grids as drawn, and what a hand snaps to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from domain.changes import Drawn
from domain.drawings import Drawing, DrawingKind, Sketch
from domain.situation import Situation
from layers.cameras import CamerasLayer
from layers.districts import GridsLayer
from layers.drawings import DrawingsLayer
from layers.picture import Picture
from layers.plan import Plan
from layers.snaps import targets_of
from map.palette import NIGHT, PAPER
from map.shapes import Dots, Labels, Outlines, Ribbons, Wedges
from tests.desk_scene import T0, register

RING = ((120.001, 33.0), (120.002, 33.0), (120.002, 33.0003))


@pytest.fixture
def picture() -> Picture:
    situation = Situation(register())
    sketches = (
        Sketch(kind=DrawingKind.ZONE, name="Yard", points=RING),
        Sketch(kind=DrawingKind.NO_GO, name="Pit", points=RING),
        Sketch(kind=DrawingKind.PATROL, name="Round", points=RING),
        Sketch(kind=DrawingKind.GATE, of="G1", locked=True),
    )
    for n, sketch in enumerate(sketches, 1):
        drawing = Drawing(id=f"draw-{n}", rev=n, at=T0, by="op", sketch=sketch)
        situation.apply_change(Drawn(id=drawing.id, rev=n, at=T0, drawing=drawing))
    return Picture(Plan(situation.register), situation, T0)


def test_each_kind_has_its_shape_and_its_name(picture: Picture) -> None:
    layer = DrawingsLayer()
    zone, no_go, route, gate, labels = layer.shapes(picture)
    assert isinstance(zone, Outlines) and isinstance(no_go, Outlines) and no_go.dashed and no_go.fill > zone.fill
    assert isinstance(route, Ribbons) and isinstance(gate, Dots) and isinstance(labels, Labels)
    assert list(labels.texts) == ["Yard", "Pit", "Round", "东门"] and list(labels.subs or ())[-1] == "locked by hand"
    assert layer.tooltip("drawing:draw-2", picture) == ["Pit", "No-go area", "drawn by op"]
    assert layer.legend(picture)[0].count == 4
    at = picture.plan.frame.to_metres(RING)
    assert np.allclose(zone.rings.part(0), at)
    assert not np.array_equal(zone.rgba, DrawingsLayer().shapes(replace(picture, palette=PAPER))[0].rgba)  # type: ignore[union-attr]
    assert picture.palette is NIGHT


def test_the_wall_shows_shapes_without_their_words(picture: Picture) -> None:
    wall = replace(picture, home_marks=False)
    shapes = DrawingsLayer().shapes(wall)
    assert len(shapes) == 4 and not any(isinstance(shape, Labels) for shape in shapes)
    assert DrawingsLayer().tooltip("drawing:draw-1", wall) == []


def test_nothing_drawn_is_nothing_shown(picture: Picture) -> None:
    bare = replace(picture, situation=Situation(picture.register))
    assert DrawingsLayer().shapes(bare) == [] and DrawingsLayer().legend(bare) == []


def test_a_grid_is_shown_as_it_is_drawn(picture: Picture) -> None:
    before = GridsLayer().shapes(picture)[0]
    sketch = Sketch(kind=DrawingKind.GRID, of="g0", points=RING)
    drawing = Drawing(id="grid:g0", rev=9, at=T0, by="op", sketch=sketch)
    picture.situation.apply_change(Drawn(id="grid:g0", rev=9, at=T0, drawing=drawing))
    after = GridsLayer().shapes(picture)[0]
    assert isinstance(before, Outlines) and isinstance(after, Outlines)
    assert len(before.rings.part(0)) == 4 and np.allclose(after.rings.part(0), picture.plan.frame.to_metres(RING))
    assert np.array_equal(before.rings.part(1), after.rings.part(1)), "the other stays"


def test_a_camera_whose_view_is_drawn_has_no_wedge_and_the_others_keep_theirs(picture: Picture) -> None:
    before = CamerasLayer().shapes(picture)
    sketch = Sketch(kind=DrawingKind.VIEW, of="cam2", points=RING)
    drawing = Drawing(id="view:cam2", rev=9, at=T0, by="op", sketch=sketch)
    picture.situation.apply_change(Drawn(id="view:cam2", rev=9, at=T0, drawing=drawing))
    wedges, view, dots = CamerasLayer().shapes(picture)
    assert isinstance(before[0], Wedges) and len(before[0].xy) == 2
    assert isinstance(wedges, Wedges) and list(wedges.keys or ()) == ["camera:cam1"]
    assert isinstance(view, Outlines) and list(view.keys or ()) == ["camera:cam2"]
    assert np.allclose(view.rings.part(0), picture.plan.frame.to_metres(RING))
    assert isinstance(dots, Dots) and len(dots.xy) == 2


def test_a_hand_can_snap_to_all_that_stands_but_not_to_what_it_holds(picture: Picture) -> None:
    plan = picture.plan
    all_of_it, rest = targets_of(plan, picture.situation), targets_of(plan, picture.situation, leave_out="draw-2")
    corner = plan.frame.to_metres(RING[:1])[0]
    assert len(all_of_it.points) == len(rest.points) + 3 and len(all_of_it.edges) == len(rest.edges) + 3
    for lonlat in (RING[2], (120.0018, 33.0002), (119.999, 32.999), (120.005, 33.0008)):
        spot = plan.frame.to_metres([lonlat])[0]
        assert np.hypot(*(all_of_it.points - spot).T).min() < 0.01, lonlat
    assert np.hypot(*(rest.points - corner).T).min() < 0.01, "the zone has the same corner"
    ends = all_of_it.edges.reshape(-1, 2)
    assert np.isfinite(ends).all() and np.hypot(*(all_of_it.edges[:, 0] - all_of_it.edges[:, 1]).T).max() < 1_000
