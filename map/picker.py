"""The order in which everything on show is asked whether it was meant by a click."""

from dataclasses import dataclass

from map.compose import Composer
from map.crowd_pick import pick_crowd
from map.pick import pick_area, pick_block, pick_window
from map.pick_shapes import Hit, pick_chip, pick_dot, pick_ground_shape, pick_opened
from map.stack import Stack
from map.stage import Stage
from map.view import View

BLOCKS, WINDOWS, AREAS = "blocks", "windows", "areas"  # the layer names that clicks in the scene report


@dataclass(frozen=True, eq=False)
class Seen:
    """What is on show. `hidden`: parts of the scene that are not."""

    view: View
    stack: Stack
    composer: Composer
    stage: Stage | None
    hidden: frozenset[str]


def pick(seen: Seen, x: float, y: float) -> Hit | None:
    """(layer, key) at a pixel of the view: chips, dots, clusters, opened floors, windows, blocks, lines, areas."""
    return (
        pick_chip(seen.composer.room, x, y)
        or _mark(seen, x, y)
        or pick_opened(seen.composer.plans, x, y)
        or _built(seen, x, y)
        or pick_ground_shape(seen.stack, seen.view, x, y)
        or _area(seen, x, y)
    )


def _mark(seen: Seen, x: float, y: float) -> Hit | None:
    """A dot or a cluster, whichever lies over the other."""
    dot = pick_dot(seen.stack, seen.view, x, y)
    crowd = pick_crowd(seen.composer.crowds.drawn, x, y)
    if dot is None or crowd is None:
        return dot or crowd
    drawn = [layer.name for layer in seen.stack.shown()]
    return crowd if crowd[0] in drawn and drawn.index(crowd[0]) > drawn.index(dot[0]) else dot


def _built(seen: Seen, x: float, y: float) -> Hit | None:
    stage = seen.stage
    if stage is None or BLOCKS in seen.hidden:
        return None
    row = pick_block(stage, seen.view, x, y, seen.stack.opened())
    if row is None:
        return None
    window = None if WINDOWS in seen.hidden else pick_window(stage, seen.view, row, x, y)
    keys = stage.scene.blocks.windows.keys
    if window is not None and keys[window]:
        return WINDOWS, keys[window]
    return BLOCKS, stage.scene.blocks.keys[row]


def _area(seen: Seen, x: float, y: float) -> Hit | None:
    key = None if seen.stage is None else pick_area(seen.stage, seen.view, x, y)
    return None if key is None else (AREAS, key)
