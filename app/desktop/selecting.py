"""`Selecting`: what lies inside a band on the map – counted by kind, the first of each to be clicked. Never people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject

from app.desktop import figures, places, reading, texts
from app.desktop.bridge import Bridge
from app.desktop.detail_rows import Context, DetailView, Link, device_links
from app.desktop.i18n import translate
from app.desktop.screen import Screen
from app.desktop.workbench import Workbench
from domain.register.codes import DeviceKind, ResponderClass
from layers import devices, guards, names
from layers.picture import Picture
from map.tool_band import Floats, inside

FIRST = 15
"""So many of a kind are listed; the counts are of all."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Inside:
    """Register rows of what lies inside a ring: buildings by their middle, responders only on duty (R6)."""

    buildings: Rows
    cameras: Rows
    devices: Rows
    responders: Rows

    @staticmethod
    def of(picture: Picture, ring: Floats) -> Inside:
        """Of the picture as it is now; `ring` (k, 2) metres."""
        plan, heads, hung = picture.plan, guards.heads(picture), devices.shown(picture)
        return Inside(
            plan.building_of[inside(ring, plan.boxes.middles())],
            np.flatnonzero(inside(ring, plan.camera_xy)),
            hung[inside(ring, plan.device_xyz[hung, :2])],
            heads.rows[inside(ring, heads.xy)],
        )


def card(c: Context, found: Inside) -> DetailView:
    """The card of several things: a target without an id."""
    r = c.situation.register
    counts = [
        *_by_kind("Classes", texts.CLASSES, ResponderClass, r.responders.kind[found.responders]),
        (translate("Selecting", "Buildings"), len(found.buildings)),
        (translate("Selecting", "Cameras"), len(found.cameras)),
        *_by_kind("Devices", texts.DEVICES, DeviceKind, r.devices.kind[found.devices]),
    ]
    rows = tuple((what, figures.count(n)) for what, n in counts if n)
    at = figures.time_of_day(c.now, c.tz, seconds=True)
    sub = translate("Selecting", "As of {time}; Esc clears").format(time=at)
    if not rows:
        sub = translate("Selecting", "Nothing here: no building, camera, device or responder on duty. Esc clears")
    return DetailView(("building", ""), translate("Selecting", "Inside the band"), sub, rows, (), _links(c, found))


def _by_kind(
    context: str, said: dict[ResponderClass, str] | dict[DeviceKind, str], kinds: type, column: npt.NDArray[np.integer]
) -> list[tuple[str, int]]:
    codes, counts = np.unique(column, return_counts=True)
    return [(texts.say(context, said[kinds(int(k))]), int(n)) for k, n in zip(codes, counts, strict=True)]


def _links(c: Context, found: Inside) -> tuple[Link, ...]:
    r = c.situation.register
    people = _ids(r.responders.ids, found.responders)
    buildings = _ids(r.buildings.ids, found.buildings)
    return (
        *(Link("responder", who, reading.call_sign(c.situation, who)) for who in people),
        *(Link("building", one, places.building_name(r, one)) for one in buildings),
        *(
            Link("camera", r.cameras.ids[row], names.said(r.cameras.name[row]) or r.cameras.ids[row])
            for row in found.cameras[:FIRST].tolist()
        ),
        *device_links(c, found.devices[:FIRST]),
    )


def _ids(ids: Sequence[str], rows: Rows) -> list[str]:
    return [ids[row] for row in rows[:FIRST].tolist()]


class Selecting(QObject):
    """GUI thread. The band stays drawn until Esc, or until its card or the one opened from it is closed."""

    def __init__(self, bench: Workbench, bridge: Bridge, screen: Screen, case_open: Callable[[], bool]) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._screen, self._case_open = bench, bridge, screen, case_open
        bench.canvas.banded.connect(self.select)
        bench.detail.shown.connect(self._shown)
        bench.retranslated.connect(self._again)

    def select(self, ring: Floats) -> None:
        """Show what lies inside (k, 2) metres."""
        self._screen.close_detail()
        self._bench.board.select(None)
        view = self._card(ring)
        if view is not None:
            self._bench.canvas.tools.band.ring = ring
            self._bench.detail.show_view(view)
            self._bench.show_detail(True, case=self._case_open())

    def _card(self, ring: Floats) -> DetailView | None:
        picture, drawn = self._bridge.picture, self._bench.board.picture
        if picture is None or drawn is None:
            return None
        context = Context(picture.situation, picture.seat, self._screen.tz, self._bridge.now)
        return card(context, Inside.of(drawn, ring))

    def _shown(self, kind: str, _ident: str) -> None:
        if not kind:
            self._bench.canvas.tools.drop_band()

    def _again(self) -> None:
        """The same card in another language."""
        shown = self._bench.detail.view
        if shown is not None and not shown.target[1]:
            self._bench.detail.show_view(self._card(self._bench.canvas.tools.band.ring))
