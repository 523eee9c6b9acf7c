"""Blocks of the picture: façades with a fall of light, floors, panes, halos, and roofs, far ones first."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from map.draw_panes import PaneStrokes, pane_strokes
from map.draw_roofs import EDGES_FROM_PX, SMOOTH_FROM_PX, Roofs
from map.mixing import mixed
from map.raster import Colour, Fixed, bgr, fill_convex, fixed, stroke
from map.sheet import Sheet
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LIGHT_FROM = (-0.82, -0.57)  # right and away in the view: from the left, a little from behind the reader
FOOT_NIGHT, FOOT_DAY = 0.62, 0.93  # light at the foot of a wall against its top
FLOORS_FROM_PX = 6.0  # logical, a floor
LOW_PX = 26.0  # logical: a wall of that height shows no steps with half the bands


@dataclass(frozen=True, eq=False)
class Walls:
    """Walls that face the eye, sorted by block: `start` (m + 1,) slices of them per block row; `bands` of each wall
    (b, 4, 2) quads from top to foot, fewer on a low one, with their `colours`; `outline` (k, 4, 2).
    """

    start: Ints
    edge: Ints
    bands: list[Fixed]
    colours: list[list[Colour]]
    outline: Fixed


def draw_blocks(sheet: Sheet, rows: Ints, windows: bool) -> Iterator[None]:
    """`rows` of blocks in painter's order."""
    bands = 10 if sheet.zoom >= SMOOTH_FROM_PX else 4
    walls = _walls(sheet, rows, (bands, min(bands, 5)) if sheet.fine else (3, 3))
    panes = pane_strokes(sheet, walls.edge) if windows else PaneStrokes(len(sheet.stage.base))
    roofs = Roofs(sheet, rows)
    floors = _floor_lines(sheet, walls) if sheet.fine else {}
    for i in rows.tolist():
        _draw_walls(sheet, walls, i, floors.get(i, []), roofs)
        panes.draw(sheet.image, i)
        roofs.draw(i)
        yield
        panes.shine(sheet.image, i)


def _draw_walls(sheet: Sheet, walls: Walls, i: int, floors: list[Fixed], roofs: Roofs) -> None:
    a, b = walls.start[i], walls.start[i + 1]
    for quads, colours in zip(walls.bands[a:b], walls.colours[a:b], strict=True):
        for quad, colour in zip(quads, colours, strict=True):
            fill_convex(sheet.image, quad, colour)
    if floors:
        stroke(sheet.image, floors, roofs.floor_line(i), sheet.hairline)
    if b > a and sheet.zoom >= EDGES_FROM_PX:
        stroke(sheet.image, list(walls.outline[a:b]), roofs.wall_edge(i), sheet.hairline, closed=True)


def _walls(sheet: Sheet, rows: Ints, bands: tuple[int, int]) -> Walls:
    """`bands`: of a wall, and of a low one."""
    stage, view = sheet.stage, sheet.view
    wanted = np.zeros(len(stage.base), dtype=np.bool_)
    wanted[rows] = True
    facing = view.depth(stage.normal) < -1e-6
    edge = np.flatnonzero(facing & wanted[stage.wall_block]) if view.rise > 0 else np.zeros(0, dtype=np.int64)
    block = stage.wall_block[edge]
    start = np.searchsorted(block, np.arange(len(stage.base) + 1))
    walls = Walls(start, edge, [], [], fixed(_corners(stage, view, edge)))
    low = (stage.top - stage.base)[block] * view.rise * view.px_per_m < LOW_PX * view.dpr
    quads = [_band_quads(stage, view, edge, count) for count in bands]
    colours = [_band_colours(sheet, edge, count) for count in bands]
    for k, n in enumerate(low.astype(int).tolist()):
        walls.bands.append(quads[n][k])
        walls.colours.append(colours[n][k])
    return walls


def _corners(stage: Stage, view: View, edge: Ints) -> Floats:
    """(k, 4, 2) pixels: top a, top b, foot b, foot a."""
    a, b = view.project(stage.wall_a[edge]), view.project(stage.wall_b[edge])
    up = np.column_stack([np.zeros(len(edge)), np.full(len(edge), -view.px_per_m * view.rise)])
    top, foot = stage.top[stage.wall_block[edge], None] * up, stage.base[stage.wall_block[edge], None] * up
    return np.stack([a + top, b + top, b + foot, a + foot], axis=1)


def _band_quads(stage: Stage, view: View, edge: Ints, count: int) -> Fixed:
    a1, b1, b0, a0 = np.moveaxis(_corners(stage, view, edge), 1, 0)
    share = np.linspace(0, 1, count + 1)[None, :, None]
    left = a1[:, None] + (a0 - a1)[:, None] * share
    right = b1[:, None] + (b0 - b1)[:, None] * share
    return fixed(np.stack([left[:, :-1], right[:, :-1], right[:, 1:], left[:, 1:]], axis=2))


def _band_colours(sheet: Sheet, edge: Ints, count: int) -> list[list[Colour]]:
    stage, view, palette = sheet.stage, sheet.view, sheet.palette
    tint = stage.scene.blocks.tint[stage.wall_block[edge]].astype(np.float64)
    across = view.but(bearing_deg=view.bearing_deg + 90).depth(stage.normal[edge])
    lit = across * LIGHT_FROM[0] + view.depth(stage.normal[edge]) * LIGHT_FROM[1]
    light = np.clip(0.5 + 0.5 * lit, 0, 1)[:, None]
    wall = mixed(palette.wall_dark, palette.wall_light, light)
    coloured = mixed(wall, tint[:, :3] * (0.42 + 0.2 * light if palette.dark else 0.9), tint[:, 3:] / 255)
    fall = np.linspace(1, FOOT_NIGHT if palette.dark else FOOT_DAY, count)
    rgb = coloured[:, None, :] * fall[None, :, None]
    return [[bgr(c) for c in bands] for bands in rgb.tolist()]


def _floor_lines(sheet: Sheet, walls: Walls) -> dict[int, list[Fixed]]:
    """Block row -> lines between its floors, once a floor is tall enough on screen to be seen."""
    stage, view = sheet.stage, sheet.view
    blocks = stage.scene.blocks
    storey = blocks.height / np.maximum(blocks.levels, 1)
    lines: dict[int, list[Fixed]] = {}
    corners = _corners(stage, view, walls.edge)
    for k, row in enumerate(stage.wall_block[walls.edge].tolist()):
        levels = int(blocks.levels[row])
        if levels > 1 and storey[row] * view.rise * view.px_per_m >= FLOORS_FROM_PX * view.dpr:
            share = np.arange(1, levels)[:, None] / levels
            a1, b1, b0, a0 = corners[k]
            ends = np.stack([a1 + (a0 - a1) * share, b1 + (b0 - b1) * share], axis=1)
            lines.setdefault(row, []).extend(fixed(ends))
    return lines
