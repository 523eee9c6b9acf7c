"""`Drawings`: puts the editing tool into the map's hand, sends what was drawn to the desk, and takes a save back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint

from app.desktop.bridge import Bridge, Then
from app.desktop.drawings_page import DrawingsPage
from app.desktop.drawings_view import View, Work, cameras_of, gates_of, grids_of, rows_of, start_of, why_not
from app.desktop.i18n import translate
from app.desktop.replies import refused_words
from app.desktop.workbench import Workbench
from domain.access import may
from domain.changes import AnyChange, Drawn
from domain.commands import Draw, Reply
from domain.drawings import BOUND, OPEN_LINES, Drawing, DrawingKind, Points, Sketch, bound_id
from layers.drawing_words import kind_words
from layers.drawings import ink_of, metres_of
from layers.snaps import targets_of
from map.editor import Editor
from map.tool import Ground

PAGE_AT = QPoint(16, 16)
MARGIN_M = 30.0


@dataclass
class Hand:
    """What is being drawn: of which kind, about what, on which revision."""

    editor: Editor
    kind: DrawingKind
    of: str
    id: str
    base: int
    asking: bool = False


@dataclass(frozen=True)
class Saved:
    """A save that can be taken back: what stood before it, and which revision it made (0: nothing stands since)."""

    id: str
    before: Sketch | None
    rev: int


class Drawings(QObject):
    """GUI thread. The points in the hand stay there until they are saved or given up, whatever the desk says."""

    def __init__(self, bench: Workbench, bridge: Bridge) -> None:
        super().__init__(bench)
        self._bench, self._bridge = bench, bridge
        self._page: DrawingsPage | None = None
        self._hand: Hand | None = None
        self._saved: list[Saved] = []
        bridge.changed.connect(self._changed)
        bridge.opened.connect(lambda _picture: self._show())
        bench.retranslated.connect(self._show)

    # the page

    def open(self) -> None:
        """The page; not modal, one at a time, at the map's corner."""
        if self._page is None:
            self._page = self._make()
        self._show()
        if not self._page.isVisible():
            self._page.move(self._bench.canvas.mapToGlobal(PAGE_AT))
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()

    def _make(self) -> DrawingsPage:
        page = DrawingsPage(self._bench)
        page.begun.connect(lambda kind, of: self.begin(DrawingKind(kind), of))
        page.gate_set.connect(self.set_gate)
        page.change_wished.connect(self.change)
        page.removal_wished.connect(self.remove)
        page.fly_wished.connect(self.fly)
        page.bring_back_wished.connect(self.bring_back)
        page.panel.saved.connect(self.save)
        page.panel.undone.connect(lambda: self._step("undo"))
        page.panel.redone.connect(lambda: self._step("redo"))
        page.panel.taken_up.connect(self._take_up)
        page.panel.given_up.connect(self.give_up)
        page.panel.tell("")
        return page

    def picked(self, ident: str) -> None:
        """Something drawn was clicked on the map: its page."""
        if self._drawing(ident) is not None:
            self.open()

    def _changed(self, changes: tuple[AnyChange, ...]) -> None:
        if any(isinstance(change, Drawn) for change in changes):
            self._show()

    def _show(self) -> None:
        if self._page is not None:
            self._page.show_view(self._view())
            self._bench.canvas.update()

    def _view(self) -> View:
        picture = self._bridge.picture
        if picture is None:
            return View()
        situation, seat = picture.situation, picture.seat
        return View(
            rows_of(situation),
            grids_of(situation, seat),
            gates_of(situation),
            cameras_of(situation),
            why_not(seat),
            self._work(),
            bool(self._saved),
        )

    def _work(self) -> Work | None:
        hand = self._hand
        if hand is None:
            return None
        editor = hand.editor
        new = translate("DrawingsPage", "New: {kind}") if not hand.id else translate("DrawingsPage", "Change: {kind}")
        return Work(
            title=new.format(kind=kind_words(hand.kind)),
            named=hand.kind not in BOUND,
            size=editor.words(),
            held=self._bench.canvas.tools.tool is editor,
            whole=editor.whole,
            asking=hand.asking,
            can_undo=editor.shaping.can_undo,
            can_redo=editor.shaping.can_redo,
        )

    # the hand

    def begin(self, kind: DrawingKind, of: str = "") -> None:
        """Draw something new; a grid and a camera's view begin as they stand."""
        standing = self._drawing(bound_id(kind, of)) if of else None
        if standing is not None:
            self.change(standing.id)
        elif (shown := self._bench.board.picture) is not None:
            points = start_of(shown, kind, of)
            self._take(kind, of, points)
            self._fly_over(np.reshape(points, (-1, 2)))

    def change(self, ident: str) -> None:
        """Reshape what is drawn."""
        drawing, picture = self._drawing(ident), self._bridge.picture
        if drawing is None or picture is None or drawing.sketch.kind is DrawingKind.GATE:
            return
        points = tuple((float(e), float(n)) for e, n in metres_of(picture.estate.plan, drawing))
        self._take(drawing.sketch.kind, drawing.sketch.of, points, drawing)
        self.fly(ident)

    def _take(self, kind: DrawingKind, of: str, points: tuple[Ground, ...], standing: Drawing | None = None) -> None:
        picture = self._bridge.picture
        if picture is None or self._hand is not None or not may(picture.seat, "draw"):
            return
        canvas = self._bench.canvas
        editor = Editor(
            area=kind not in OPEN_LINES,
            colour=lambda palette: ink_of(palette, DrawingKind.NO_GO),
            view=lambda: canvas.view,
            crossed=lambda: translate("Measuring", "The edges cross"),
            points=points,
            targets=targets_of(picture.estate.plan, picture.situation, standing.id if standing else ""),
        )
        self._hand = Hand(editor, kind, of, standing.id if standing else "", standing.rev if standing else 0)
        self.open()
        if self._page is not None:
            self._page.panel.name.setText(standing.sketch.name if standing else "")
            self._page.panel.tell("")
        self._take_up()

    def _take_up(self) -> None:
        """The editor is in the hand (again)."""
        if self._hand is None:
            return
        editor, canvas = self._hand.editor, self._bench.canvas
        editor.altered = self._show
        editor.put_down = self._show
        canvas.tools.take(editor)
        self._bench.activateWindow()
        canvas.setFocus()
        self._show()

    def _step(self, what: str) -> None:
        if self._hand is not None:
            self._hand.editor.undo() if what == "undo" else self._hand.editor.redo()

    def give_up(self) -> None:
        """Nothing is in the hand any more."""
        hand, self._hand = self._hand, None
        if hand is not None and self._bench.canvas.tools.tool is hand.editor:
            self._bench.canvas.tools.take(None)
        self._show()

    def leave(self) -> None:
        """Whoever sat here goes: nothing of theirs stays in the hand, or can be taken back by another."""
        self._saved.clear()
        self.give_up()

    # the desk

    def save(self, name: str) -> None:
        """Send it; refused, it stays in the hand and is told why."""
        hand, picture = self._hand, self._bridge.picture
        if hand is None or picture is None or hand.asking or not hand.editor.whole:
            return
        degrees = picture.estate.plan.frame.to_degrees(hand.editor.points)
        points: Points = tuple((float(lon), float(lat)) for lon, lat in degrees)
        sketch = Sketch(kind=hand.kind, name="" if hand.kind in BOUND else name, of=hand.of, points=points)
        hand.asking = True
        self._tell("")
        self._draw(hand.id, hand.base, sketch, lambda reply: self._answered(hand, reply))
        self._show()

    def _answered(self, hand: Hand, reply: Reply) -> None:
        hand.asking = False
        if self._hand is not hand:
            return
        if reply.done:
            self.give_up()
            return
        standing = self._drawing(hand.id)
        hand.base = standing.rev if standing is not None else 0  # who has been told may save over it, knowingly
        self._tell(refused_words(reply, self._bridge.situation))
        self._show()

    def set_gate(self, gate: str, locked: bool) -> None:
        """A gate is locked, or open, because somebody says so."""
        ident = bound_id(DrawingKind.GATE, gate)
        standing = self._drawing(ident)
        sketch = Sketch(kind=DrawingKind.GATE, of=gate, locked=locked)
        self._draw(ident if standing else "", standing.rev if standing else 0, sketch)

    def remove(self, ident: str) -> None:
        """Take it away."""
        standing = self._drawing(ident)
        if standing is not None:
            self._draw(ident, standing.rev, None)

    def bring_back(self) -> None:
        """Undo the last save of this seat: the desk is asked for what stood before, and the books keep both."""
        if not self._saved:
            return
        last = self._saved.pop()

        def answered(reply: Reply) -> None:
            if not reply.done and reply.code in ("link_lost", "link_unsure", "store_fault"):
                self._saved.append(last)
            self._show()

        self._bridge.ask(Draw(id=last.id, base=last.rev, sketch=last.before), answered)
        self._show()

    def _draw(self, ident: str, base: int, sketch: Sketch | None, then: Then | None = None) -> None:
        standing = self._drawing(ident)
        before = standing.sketch if standing is not None else None

        def answered(reply: Reply) -> None:
            if reply.done:
                rev = int(reply.data.get("rev", 0)) if sketch is not None else 0
                self._saved.append(Saved(str(reply.data.get("drawing", ident)), before, rev))
            if then is not None:
                then(reply)
            self._show()

        self._bridge.ask(Draw(id=ident, base=base, sketch=sketch), answered)

    # small things

    def fly(self, ident: str) -> None:
        """All of it in sight."""
        drawing, picture = self._drawing(ident), self._bridge.picture
        if drawing is None or picture is None:
            return
        self._fly_over(metres_of(picture.estate.plan, drawing))

    def _fly_over(self, at: NDArray[np.float64]) -> None:
        if len(at) and np.isfinite(at).all():
            low, high = at.min(axis=0) - MARGIN_M, at.max(axis=0) + MARGIN_M
            self._bench.canvas.fly_to((float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    def _drawing(self, ident: str) -> Drawing | None:
        situation = self._bridge.situation
        return situation.drawings.get(ident) if situation is not None and ident else None

    def _tell(self, text: str) -> None:
        if self._page is not None:
            self._page.panel.tell(text)
