"""The static picture of a register: ground, roads, walls, blocks with their windows, trees – as a Scene."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.register import GroundKind, Tenure
from layers import lights, names
from layers.layer import paint
from layers.plan import Plan
from layers.target import key_of
from map.palette import NIGHT, RGBA, Palette, rgba
from map.ragged import Ragged
from map.scene import Areas, Blocks, Lines, Scene, Trees, Windows
from map.view import Bounds

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Marks = tuple[Bools, Bools]

WARM_LIGHT = rgba("#F2E3C4", 150)
FAINT_MARK = 120  # alpha of a marked window whose light is out at this hour: the mark itself never goes out
TINT_FROM, TINT_MOST = 0.30, 150  # share of rentals from which a block is tinted, and the alpha when all are
FENCE_BELOW_M = 1.2

# Painted from the first to the last; a kind that lies inside another comes after it.
_AREA_STYLES = (
    (GroundKind.ROAD, "road"),
    (GroundKind.YARD, "yard"),
    (GroundKind.PARKING, "parking"),
    (GroundKind.PLAZA, "plaza"),
    (GroundKind.GREEN, "green"),
    (GroundKind.WATER, "water"),
    (GroundKind.PATH, "plaza"),
)
_LINE_STYLES = {GroundKind.ROAD: "road", GroundKind.WATER: "water"}


class Estate:
    """Builds scenes of one plan; what does not depend on hour, look or switches is made once. GUI thread or any other.

    `home_marks` False is the wall's variant (R9): no window tells a rental or an elder from any other home; blocks keep
    the tint of their total.
    """

    def __init__(self, plan: Plan, *, home_marks: bool = True) -> None:
        self.plan = plan
        self.home_marks = home_marks

    def scene(
        self,
        palette: Palette,
        hour: int,
        *,
        rentals: float = 1.0,
        elders: float = 1.0,
        paths: bool = False,
        kept: Marks | None = None,
    ) -> Scene:
        """The picture at a local `hour`, with the paths if they are on, and the marks as strong (0..1) as they show.

        `kept`: twice (homes,), which are marked as let and which for an elder living alone (None: all that are).
        """
        marks = (self.plan.rented, self.plan.elders > 0) if kept is None else kept
        return Scene(
            areas=self.areas,
            lines=self._with_network if paths else self.lines,
            blocks=self._blocks(palette, hour, marks, rentals, elders),
            trees=self.trees,
            home=self.home,
        )

    def warm(self) -> None:
        """Work out now all that is made once: on another thread, before the GUI thread asks for it."""
        self.plan.warm()
        self.scene(NIGHT, 0)

    # -- the ground

    @cached_property
    def _ground(self) -> list[Floats]:
        """Rings and centre lines of the ground."""
        return self.plan.rings(self.plan.register.ground.outline).parts()

    @cached_property
    def areas(self) -> Areas:
        """Communities first, then ground by kind."""
        register, ground = self.plan.register, self.plan.register.ground
        outlines = self.plan.rings(register.communities.outline).parts()
        rings = [(ring, "community", key_of("community", ident), name) for ring, ident, name in zip(
            outlines, register.communities.ids, register.communities.name, strict=True
        )]  # fmt: skip
        parts = self._ground
        for kind, style in _AREA_STYLES:
            rows = np.flatnonzero((ground.kind == kind) & (ground.width_m <= 0)).tolist()
            rings += [(parts[row], style, "", ground.name[row]) for row in rows]
        rings = [ring for ring in rings if len(ring[0]) >= 3]
        return Areas(
            Ragged.of([r[0] for r in rings], closed=True), [r[1] for r in rings], [r[2] for r in rings],
            [r[3] for r in rings],
        )  # fmt: skip

    @cached_property
    def lines(self) -> Lines:
        """Roads and paths with a width, walls and fences, and the borders of communities without walls."""
        register, ground, walls = self.plan.register, self.plan.register.ground, self.plan.register.walls
        found = [
            (self._ground[row], _LINE_STYLES.get(GroundKind(ground.kind[row]), "path"),
             float(ground.width_m[row]))
            for row in np.flatnonzero(ground.width_m > 0).tolist()
        ]  # fmt: skip
        for part, height in zip(self.plan.rings(walls.line).parts(), walls.height_m, strict=True):
            found.append((part, "fence" if 0 < height < FENCE_BELOW_M else "wall", 0.0))
        outlines = self.plan.rings(register.communities.outline).parts()
        found += [
            (np.concatenate([ring, ring[:1]]), "border", 0.0)
            for ring, walled in zip(outlines, register.communities.walled, strict=True)
            if len(ring) >= 3 and not walled
        ]
        found = [line for line in found if len(line[0]) >= 2]
        return Lines(
            Ragged.of([line[0] for line in found]), [line[1] for line in found], np.array([line[2] for line in found])
        )

    @cached_property
    def _with_network(self) -> Lines:
        """The same with the walkable path network as hairlines on top."""
        edges, nodes = self.plan.register.edges, self.plan.register.nodes
        xy = self.plan.frame.to_metres(np.column_stack([nodes.lon, nodes.lat]))
        ends = np.stack([xy[edges.a_row], xy[edges.b_row]], axis=1) if len(edges) else np.zeros((0, 2, 2))
        paths = [*self.lines.paths.parts(), *ends]
        widths = np.concatenate([self.lines.widths, np.zeros(len(ends))])
        return Lines(Ragged.of(paths), [*self.lines.styles, *["border"] * len(ends)], widths)

    @cached_property
    def trees(self) -> Trees:
        """Crowns; `size_m` is their diameter."""
        trees = self.plan.register.trees
        return Trees(self.plan.metres(trees.lon, trees.lat), trees.size_m.astype(np.float64) / 2)

    @cached_property
    def home(self) -> Bounds | None:
        """What a glance at everything must hold: the communities, else the blocks."""
        rings = self.plan.rings(self.plan.register.communities.outline)
        points = rings.points if len(rings.points) else self.plan.footprints.points
        if not len(points):
            return None
        (e0, n0), (e1, n1) = points.min(axis=0), points.max(axis=0)
        return float(e0), float(n0), float(e1), float(n1)

    # -- the blocks

    def _blocks(self, palette: Palette, hour: int, marks: Marks, rentals: float, elders: float) -> Blocks:
        rows = self.plan.building_of
        buildings = self.plan.register.buildings
        return Blocks(
            footprints=self.plan.footprints,
            base=np.zeros(len(rows)),
            height=self.plan.heights,
            levels=self.plan.levels.astype(np.int32),
            tint=self._tint(palette, marks[0], rentals),
            keys=self._block_keys,
            labels=[names.said(buildings.name[row]) for row in rows],
            windows=self._windows(palette, hour, marks, rentals * self.home_marks, elders * self.home_marks),
        )

    @cached_property
    def _block_keys(self) -> list[str]:
        return [key_of("building", self.plan.register.buildings.ids[row]) for row in self.plan.building_of]

    def _tint(self, palette: Palette, rented: Bools, light: float) -> Bytes:
        """Blue by the share of rentals: a building's total, which the wall may show too."""
        homes = self.plan.by_building(np.ones(len(self.plan.rented)))
        share = self.plan.by_building(rented) / np.maximum(homes, 1)
        strength = np.clip((share[self.plan.building_of] - TINT_FROM) / (1 - TINT_FROM), 0, 1)
        tint = paint(palette.blue, len(strength), 0)
        tint[:, 3] = (np.where(strength > 0, 40 + strength * (TINT_MOST - 40), 0) * light).astype(np.uint8)
        return tint

    @cached_property
    def _homes(self) -> NDArray[np.int64]:
        """Rows of the homes that have a window to draw."""
        homes = np.flatnonzero(self.plan.home_block >= 0)
        floor = self.plan.register.homes.floor[homes]
        return homes[(floor >= 1) & (floor <= self.plan.levels[self.plan.home_block[homes]])]

    @cached_property
    def _window_keys(self) -> list[str]:
        return [key_of("home", self.plan.register.homes.ids[row]) for row in self._homes]

    @cached_property
    def _seeds(self) -> NDArray[np.uint32]:
        return lights.hashes([self.plan.register.homes.ids[row] for row in self._homes])

    def _windows(self, palette: Palette, hour: int, marks: Marks, rentals: float, elders: float) -> Windows:
        homes = self._homes
        on = lights.lit(self._seeds, hour)
        rgba = np.zeros((len(homes), 4), dtype=np.uint8)
        if palette.dark:  # by day on paper an ordinary lamp does not show
            ordinary = on & (self.plan.register.homes.tenure[homes] != Tenure.VACANT) if self.home_marks else on
            rgba[ordinary] = WARM_LIGHT
            rgba[ordinary, 3] = (90 + 110 * lights.mix(self._seeds[ordinary], 77)).astype(np.uint8)
        if rentals > 0:
            rented = marks[0][homes]
            rgba[rented] = _faded(palette.blue, rentals)
            rgba[rented & ~on, 3] = round(FAINT_MARK * rentals)
        alone = marks[1][homes] & (elders > 0)
        rgba[alone] = _faded(palette.amber, elders)
        return Windows(
            block=self.plan.home_block[homes].astype(np.int32),
            floor=self.plan.register.homes.floor[homes].astype(np.int32),
            along=self.plan.along[homes],
            span=self.plan.span[homes],
            rgba=rgba,
            glow=alone,
            keys=self._window_keys,
        )


def _faded(colour: RGBA, light: float) -> RGBA:
    """The same colour, as strong as `light` (0..1) of it."""
    return *colour[:3], round(colour[3] * light)
