"""`Beside`: another estate, or another scale, in a second pane – the same situation and layers, its own view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.desktop.beside_pane import BesidePane
from app.desktop.bridge import Bridge, Picture
from app.desktop.cases import Cases
from app.desktop.estates import FLIGHT_S, Estates, look_at
from app.desktop.workbench import Workbench
from domain.alarms import Fact
from domain.changes import AnyChange
from layers.catalogue import LAYERS
from map.canvas import MapCanvas
from map.view import View

SECOND_MS = 1000
TURNED_DEG, ZOOMED = 0.01, 1e-4
"""Differences below these are none: two panes that keep step must not chase each other's rounding."""


class Beside(QObject):
    """Opens the pane and keeps it true. GUI thread. While it is shut nothing of it exists and nothing is done for it.

    `say` puts a line of evidence into words.
    """

    def __init__(
        self, bench: Workbench, bridge: Bridge, cases: Cases, estates: Estates, say: Callable[[Fact], str]
    ) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._cases, self._estates, self._say = bench, bridge, cases, estates, say
        self.pane: BesidePane | None = None
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._tick)
        bridge.opened.connect(self._show)
        bridge.changed.connect(self._changed)
        bridge.lost.connect(self._lost)
        bridge.resumed.connect(lambda: self._lost(""))
        cases.chosen.connect(self._chosen)
        bench.board.legend_changed.connect(self._layers)
        bench.board.marked.connect(self._mark)
        bench.canvas.view_changed.connect(self._lead)
        bench.theme.changed.connect(self._restyle)
        bench.closing.connect(self.shut)

    @property
    def open(self) -> bool:
        """Whether there is one."""
        return self.pane is not None

    def toggle(self) -> None:
        """Open it on the estate that the map does not show, or shut it."""
        if self.pane is not None:
            self.shut()
        elif self._bridge.picture is not None:
            self._open(self._bridge.picture)

    def _open(self, picture: Picture) -> None:
        pane = self.pane = BesidePane(self._say)
        pane.closed.connect(self.shut)
        pane.chosen.connect(self._go)
        pane.step_wished.connect(lambda _on: self._lead(self._bench.canvas.aim()))
        pane.board.picked.connect(self._bench.board.picked)
        pane.board.double_picked.connect(self._bench.board.double_picked)
        pane.canvas.view_changed.connect(lambda view: self._step(view, self._bench.canvas))
        self._restyle()
        self._lay_base(pane.canvas)
        panes = self._bench.panes
        panes.addWidget(pane)
        panes.setSizes([panes.width() // 2] * 2)
        self._show(picture)
        rows, here = self._estates.rows(), self._estates.here()
        other = next((row.id for row in rows if here is None or row.id != here.id), "")
        pane.show_estates(rows, other)
        self._go(other, 0.0)

    def shut(self) -> None:
        """One map again; its pictures and its thread are gone."""
        pane, self.pane = self.pane, None
        self._second.stop()
        if pane is not None:
            pane.canvas.close_pictures()
            pane.hide()
            pane.setParent(None)
            pane.deleteLater()
            self._bench.canvas.setFocus()

    # -- what it shows

    def _show(self, picture: Picture) -> None:
        """A whole picture: the same situation, and the geometry that is worked out already."""
        if self.pane is None:
            return
        board, situation = self.pane.board, picture.situation
        board.open(situation.register, situation, picture.clock.now(), speed=picture.clock.speed, estate=picture.estate)
        self.pane.show_estates(self._estates.rows(), str(self.pane.which.currentData() or ""))
        self._lost("")
        self._layers()
        self._chosen(self._cases.alarm)
        self._second.start()

    def _changed(self, changes: tuple[AnyChange, ...]) -> None:
        if self.pane is not None:
            self.pane.board.changed(changes)

    def _tick(self) -> None:
        if self.pane is not None:
            self.pane.board.tick(self._bridge.now)
            self._lay_base(self.pane.canvas)

    def _lay_base(self, canvas: MapCanvas) -> None:
        if canvas.base != self._bench.canvas.base:
            canvas.set_base(self._bench.canvas.base)

    def _lost(self, reason: str) -> None:
        if self.pane is not None:
            self.pane.band.show_lost(reason)

    def _chosen(self, alarm: str) -> None:
        if self.pane is not None:
            self.pane.board.focus_alarm(alarm or None)

    def _mark(self, kind: str, ident: str) -> None:
        if self.pane is not None:
            self.pane.board.select(kind or None, ident)  # type: ignore[arg-type]  # a signal carries plain text

    def _layers(self) -> None:
        if self.pane is None:
            return
        board, bench = self.pane.board, self._bench.board
        for layer in LAYERS:
            board.set_layer_on(layer.key, bench.layer_on(layer.key))
        if board.symbology != bench.symbology:
            board.set_symbology(bench.symbology)
        board.set_filters(bench.filters)

    def _restyle(self) -> None:
        if self.pane is not None:
            self.pane.board.set_palette(self._bench.theme.palette)

    # -- where it looks

    def _go(self, ident: str, seconds: float = FLIGHT_S) -> None:
        if self.pane is None:
            return
        found = next((row for row in self._estates.rows() if row.id == ident), None)
        if found is None:
            self.pane.canvas.home_by_hand()
        else:
            look_at(self.pane.canvas, found, seconds)

    def _lead(self, view: View) -> None:
        if self.pane is not None:
            self._step(view, self.pane.canvas)

    def _step(self, view: View, other: MapCanvas) -> None:
        """The other pane takes over scale, turn and tilt; where it looks stays its own: two estates lie apart."""
        if self.pane is None or not self.pane.step.isChecked() or _alike(view, other.view):
            return
        other.set_view(other.aim().but(px_per_m=view.px_per_m, bearing_deg=view.bearing_deg, tilt_deg=view.tilt_deg))


def _alike(a: View, b: View) -> bool:
    turned = abs(a.bearing_deg - b.bearing_deg) + abs(a.tilt_deg - b.tilt_deg)
    return turned < TURNED_DEG and abs(a.px_per_m / b.px_per_m - 1) < ZOOMED
