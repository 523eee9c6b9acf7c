"""The ground of the picture: areas, roads, thin lines, shadows of the blocks, and trees."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from map.palette import RGBA
from map.ragged import Ragged
from map.raster import SHIFT, Fixed, Image, bgr, fill_ring, fill_rings, fixed, stroke
from map.sheet import Sheet
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHADOW_RUN, FLAT_RUN = 0.62, 0.24  # metres of shadow on the ground for a metre of height; shorter in the plan
SHADOW_TOWARDS = (0.93, -0.36)  # right and away in the view: always falls to the right and a little to the reader
TREE_LEAST_PX = 0.8
AREA_LEAST_PX, SURFACE_LEAST_PX = 1.5, 0.4  # physical: length of an area, width of a road; less is not seen
AT_ONCE = 64  # strokes or trees between two questions whether the picture is still wanted
WHITE = (255.0, 255.0, 255.0, 255.0)


def in_sight(rings: Ragged, view: View, reach_m: float = 0.0) -> Ints:
    """Rows whose boxes touch the ground in sight; `reach_m` widens it for what stands up or throws a shadow."""
    if not len(rings):
        return np.zeros(0, dtype=np.int64)
    e0, n0, e1, n1 = view.visible()
    box = rings.boxes
    touches = (
        (box[:, 0] <= e1 + reach_m)
        & (box[:, 2] >= e0 - reach_m)
        & (box[:, 1] <= n1 + reach_m)
        & (box[:, 3] >= n0 - reach_m)
    )
    return np.flatnonzero(touches)


def draw_areas(sheet: Sheet) -> Iterator[None]:
    """Filled areas with their edges, in the scene's order."""
    image, view, palette, areas = sheet.image, sheet.view, sheet.palette, sheet.stage.scene.areas
    points = fixed(view.project(areas.rings.points))
    starts, hair = areas.rings.starts, sheet.hairline
    box = areas.rings.boxes
    large = np.hypot(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) * view.px_per_m >= AREA_LEAST_PX
    for i in (rows := in_sight(areas.rings, view))[large[rows]]:
        ink = palette.area(areas.styles[i])
        ring = points[starts[i] : starts[i + 1]]
        fill_ring(image, ring, bgr(ink.fill))
        if ink.edge[3]:
            stroke(image, [ring], bgr(ink.edge), hair, closed=True)
        yield


def draw_edges(sheet: Sheet) -> Iterator[None]:
    """The edges of the areas alone, for where something has been laid over their fills."""
    palette, areas = sheet.palette, sheet.stage.scene.areas
    points, starts = fixed(sheet.view.project(areas.rings.points)), areas.rings.starts
    for i in in_sight(areas.rings, sheet.view):
        edge = palette.area(areas.styles[i]).edge
        if edge[3]:
            stroke(sheet.image, [points[starts[i] : starts[i + 1]]], bgr(edge), sheet.hairline, closed=True)
        yield


def draw_lines(sheet: Sheet) -> Iterator[None]:
    """Road surfaces with their casing, then hairlines."""
    image, view, palette = sheet.image, sheet.view, sheet.palette
    lines, (rings, rows) = sheet.stage.scene.lines, sheet.stage.roads
    points = fixed(view.project(rings.points))
    wide = lines.widths[rows] * view.px_per_m >= SURFACE_LEAST_PX
    seen = (near := in_sight(rings, view))[wide[near]]
    parts: dict[int, list[Fixed]] = {}
    for i in seen:
        parts.setdefault(int(rows[i]), []).append(points[rings.starts[i] : rings.starts[i + 1]])
    casings: dict[RGBA, list[Fixed]] = {}
    for row, surface in parts.items():
        casings.setdefault(palette.line(lines.styles[row]).edge, []).extend(surface)
    yield from _strokes(image, casings, 2 * sheet.hairline, closed=True)
    for row, surface in parts.items():
        fill_rings(image, surface, bgr(palette.line(lines.styles[row]).fill))
        yield
    points = fixed(view.project(lines.paths.points))
    thin: dict[RGBA, list[Fixed]] = {}
    for i in in_sight(lines.paths, view):
        if lines.widths[i] <= 0:
            path = points[lines.paths.starts[i] : lines.paths.starts[i + 1]]
            thin.setdefault(palette.line(lines.styles[i]).fill, []).append(path)
    yield from _strokes(image, thin, sheet.hairline, closed=False)


def _strokes(image: Image, paths: dict[RGBA, list[Fixed]], width: int, *, closed: bool) -> Iterator[None]:
    """Many lines a call: a call for each cost more than its line."""
    for colour, all_of_it in paths.items():
        for k in range(0, len(all_of_it) if colour[3] else 0, AT_ONCE):
            stroke(image, all_of_it[k : k + AT_ONCE], bgr(colour), width, closed=closed)
            yield


def draw_shadows(sheet: Sheet, rows: Ints) -> Iterator[None]:
    """Soft shadows of the blocks `rows` on the ground, on a smaller mask that is blurred and multiplied in."""
    shrink = 2 if sheet.fine else 4
    small = sheet.view.scaled(1 / shrink)
    mask = np.zeros((small.height, small.width), dtype=np.uint8)
    yield from _sweep(mask, sheet.stage, small, rows)
    spread = min(max(1.6 * small.px_per_m, 0.8), 9.0)
    cv2.GaussianBlur(mask, (0, 0), spread, dst=mask)
    yield
    yield from multiply_in(sheet.image, mask, sheet.palette.shadow, shrink)


def _sweep(mask: NDArray[np.uint8], stage: Stage, view: View, rows: Ints) -> Iterator[None]:
    """Each footprint dragged along the shadow's direction, painted white."""
    rings = stage.scene.blocks.footprints
    shift = _shadow_metres(view)
    top = np.minimum(stage.top, 60.0)[rings.owner, None]  # towers would throw night over the whole estate
    near, far = fixed(view.project(rings.points)), fixed(view.project(rings.points + shift * top))
    quads = np.stack([near, near[rings.following], far[rings.following], far], axis=1)
    swept = np.concatenate([near, far])
    for i in rows.tolist():
        a, b = int(rings.starts[i]), int(rings.starts[i + 1])
        if rings.convex[i]:  # what a convex outline sweeps is the hull of its two ends
            both = np.concatenate([swept[a:b], swept[len(near) + a : len(near) + b]])
            cv2.fillConvexPoly(mask, cv2.convexHull(both), 255, cv2.LINE_AA, SHIFT)
        else:
            for quad in quads[a:b]:
                cv2.fillConvexPoly(mask, quad, 255, cv2.LINE_8, SHIFT)
            fill_rings(mask, [near[a:b]], WHITE)
            fill_rings(mask, [far[a:b]], WHITE)
        yield


def _shadow_metres(view: View) -> Floats:
    b = np.radians(view.bearing_deg)
    right, away = np.array([np.cos(b), -np.sin(b)]), np.array([np.sin(b), np.cos(b)])
    run = FLAT_RUN + (SHADOW_RUN - FLAT_RUN) * view.rise
    towards: Floats = (right * SHADOW_TOWARDS[0] + away * SHADOW_TOWARDS[1]) * run
    return towards


def multiply_in(image: Image, mask: NDArray[np.uint8], colour: RGBA, grow: int) -> Iterator[None]:
    """image = image towards `colour` as strongly as mask/255 · alpha, band by band: no call is long. `grow`: pixels of
    the image in one of the mask, each way."""
    strength = colour[3] / 255
    tables = [(255 - np.arange(256) * strength * (1 - c / 255)).astype(np.uint8) for c in colour[2::-1]]
    h, w = image.shape[:2]
    full = np.full_like(mask, 255)
    factors = np.asarray(cv2.merge([*(cv2.LUT(mask, table) for table in tables), full]), dtype=np.uint8)
    step = 128
    for y in range(0, len(mask), step):
        a, b = max(y - 1, 0), min(y + step + 1, len(mask))  # a row more on each side, for the stretch to start from
        large = cv2.resize(factors[a:b], (mask.shape[1] * grow, (b - a) * grow), interpolation=cv2.INTER_LINEAR)
        band = image[y * grow : min((y + step) * grow, h)]
        top = (y - a) * grow
        cv2.multiply(band, large[top : top + len(band), :w], dst=band, scale=1 / 255)
        yield


def draw_trees(sheet: Sheet) -> Iterator[None]:
    """Crowns as two discs, the upper one lighter; from far away they are left out."""
    view, trees = sheet.view, sheet.stage.scene.trees
    if not len(trees.xy) or float(np.median(trees.radius)) * view.px_per_m < TREE_LEAST_PX:
        return
    size = trees.radius * view.px_per_m
    px = view.project(trees.xy)
    seen = np.flatnonzero(
        (px[:, 0] > -size) & (px[:, 0] < view.width + size) & (px[:, 1] > -size) & (px[:, 1] < view.height + 3 * size)
    )
    seen = seen[np.argsort(px[seen, 1])]
    yield from _crowns(sheet, px[seen], size[seen])


def _crowns(sheet: Sheet, px: Floats, size: Floats) -> Iterator[None]:
    image, dark, light = sheet.image, bgr(sheet.palette.tree), bgr(sheet.palette.tree_light)
    squash, lift = (1 + sheet.view.foreshortening) / 2, 0.35 + sheet.view.rise
    crown = fixed(px - np.column_stack([0 * size, size * lift]))
    upper = fixed(px - np.column_stack([size * 0.22, size * (lift + 0.22)]))
    axes = np.rint(np.column_stack([size, size * squash]) * 16).astype(np.int32)
    small = (axes * 0.62).astype(np.int32)
    each = zip(crown.tolist(), axes.tolist(), upper.tolist(), small.tolist(), strict=True)
    for n, (low, wide, high, narrow) in enumerate(each):
        cv2.ellipse(image, low, wide, 0.0, 0.0, 360.0, dark, -1, cv2.LINE_AA, SHIFT)
        cv2.ellipse(image, high, narrow, 0.0, 0.0, 360.0, light, -1, cv2.LINE_AA, SHIFT)
        if n % AT_ONCE == 0:
            yield
