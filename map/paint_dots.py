"""Painters of dots and free labels; their chips are only collected here, room is given out at the end of the paint."""

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from map.brush import Brush, LabelJob
from map.chips import ChipStyle, Line, boxed, dark_chip, plain
from map.draw_sprites import CELL
from map.fragments import draw_fragments, fragments
from map.palette import HUES, RGBA, Palette
from map.rects import about
from map.shapes import Dots, Labels

Floats = NDArray[np.float64]

GLYPH_PX = 8.5  # half of the usual glyph

Look = tuple[tuple[Line, ...], ChipStyle]
_LOOKS: WeakKeyDictionary[Dots, tuple[Palette, dict[int, Look]]] = WeakKeyDictionary()


def paint_dots(brush: Brush, shape: Dots, xy: Floats) -> None:
    """All dots in sight by one call for the pointers and one for the glyphs."""
    px = brush.view.project(xy)
    seen = brush.in_sight(px, CELL)
    if not len(seen):
        return
    alpha = np.ones(len(seen)) if shape.alpha is None else shape.alpha[seen].astype(np.float64)
    dpr = brush.view.dpr
    if brush.bright:
        brush.glyphs.append(about(px[seen], GLYPH_PX * shape.size))
    if shape.heading is not None:
        known = ~np.isnan(shape.heading[seen])
        _pointers(brush, shape, seen[known], px[seen[known]], alpha[known])
    corners = brush.atlas.corners(shape.sprite[seen])
    table = fragments(px[seen] * dpr, corners, cell=brush.atlas.cell, scale=shape.size, alpha=alpha)
    draw_fragments(brush.painter, table, brush.atlas.pixmap, dpr)
    if shape.labels is not None and brush.view.px_per_m >= shape.labels_from_px_per_m:
        light = brush.painter.opacity()
        for i, strength in zip(seen.tolist(), (alpha * light).tolist(), strict=True):
            if shape.labels[i]:
                brush.labels.append(_chip(brush, shape, i, px[i], strength))


def _pointers(brush: Brush, shape: Dots, seen: NDArray[np.int64], px: Floats, alpha: Floats) -> None:
    """Small triangles around the dots, from sprites that are turned already: Qt needs 0.1 ms to turn one."""
    b = np.radians(np.asarray(shape.heading)[seen] - brush.view.bearing_deg)
    angle = np.arctan2(np.sin(b), np.cos(b) * brush.view.foreshortening)
    corners, atlas, dpr = brush.atlas.pointer_corners(angle), brush.atlas, brush.view.dpr
    hues = np.mod(shape.sprite[seen], len(HUES))
    for hue in np.unique(hues).tolist():
        rows = hues == hue
        table = fragments(px[rows] * dpr, corners[rows], cell=atlas.cell, scale=shape.size, alpha=alpha[rows])
        draw_fragments(brush.painter, table, atlas.pointers(hue), dpr)


def _chip(brush: Brush, shape: Dots, i: int, px: Floats, strength: float) -> LabelJob:
    lines, style = _look(brush.palette, shape, i)
    key = shape.keys[i]
    gap = (11.0 if shape.heading is None else 16.0) * shape.size
    return LabelJob(
        0 if shape.priority is None else int(shape.priority[i]),
        float(px[0]),
        float(px[1]),
        lines,
        style,
        gap,
        brush.layer,
        key,
        max(strength, 0.35 * brush.light * brush.share),
        bright=brush.bright,
        memory=(brush.layer, key or lines[0].text),
    )


def _look(palette: Palette, shape: Dots, i: int) -> Look:
    """What the chip of a row says and how it looks, made once for each shape and palette."""
    kept = _LOOKS.get(shape)
    if kept is None or kept[0] is not palette:
        kept = _LOOKS[shape] = (palette, {})
    look = kept[1].get(i)
    if look is None:
        colour: RGBA = palette.text if shape.label_rgba is None else _tuple(shape.label_rgba[i])
        text = "" if shape.labels is None else shape.labels[i]
        sub = "" if shape.subs is None else shape.subs[i]
        lines = _lines(palette, Line(text, palette.text, 13, shape.boxed), sub)
        look = kept[1][i] = (lines, boxed(palette, colour) if shape.boxed else dark_chip(palette))
    return look


def _lines(palette: Palette, first: Line, sub: str) -> tuple[Line, ...]:
    return (first, Line(sub, palette.text_soft, 12)) if sub else (first,)


def _tuple(row: NDArray[np.uint8]) -> RGBA:
    r, g, b, a = row.tolist()
    return r, g, b, a


def paint_labels(brush: Brush, shape: Labels) -> None:
    """Free texts: boxed chips or names with a halo."""
    px = brush.view.project(shape.xy)
    for i in brush.in_sight(px, 60.0).tolist():
        if not shape.texts[i]:
            continue
        colour = _tuple(shape.rgba[i])
        style: ChipStyle = boxed(brush.palette, colour) if shape.boxed else plain(brush.palette)
        first = Line(
            shape.texts[i],
            brush.palette.text if shape.boxed else colour,
            shape.size_px,
            shape.boxed or shape.size_px >= 14,
        )
        lines = _lines(brush.palette, first, "" if shape.subs is None else shape.subs[i])
        key = "" if shape.keys is None else shape.keys[i]
        brush.labels.append(
            LabelJob(
                0 if shape.priority is None else int(shape.priority[i]),
                float(px[i, 0]),
                float(px[i, 1]),
                lines,
                style,
                8.0,
                brush.layer,
                key,
                brush.painter.opacity(),
                shape.centred,
                memory=(brush.layer, key or shape.texts[i]),
            )
        )
