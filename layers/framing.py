"""Keeps an alarm in sight with its opened building and the ways of those who come, until a hand moves the map."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QTimer

from domain.alarms import Alarm, OrderStage
from layers import alarms, orders, routes, tips
from layers.picture import Picture
from layers.target import key_of
from map.canvas import MapCanvas
from map.framing import Subject, framed, in_sight

Floats = NDArray[np.float64]

SOON_MS = 120  # so long a flight waits for the ranks that are asked for when an alarm is chosen
CLOSE_PX_PER_M = 3.2  # so near that one building and the ways to it fill the window


def subject_of(picture: Picture, alarm: Alarm) -> Subject | None:
    """The alarm's spot and building, and the ways of those who are chosen or sent; None where it is nowhere."""
    at = alarms.ground(picture, alarm)
    if np.isnan(at[0]):
        return None
    row = picture.register.buildings.row(alarm.place.building)
    stands = row >= 0 and picture.plan.block_of[row] >= 0
    block = key_of("building", alarm.place.building) if stands else ""
    ways = [np.zeros((0, 2)), *_chosen(picture, alarm), *_sent(picture, alarm)]
    return Subject(at, block, alarm.place.floor, np.concatenate(ways))


def _chosen(picture: Picture, alarm: Alarm) -> list[Floats]:
    """Their whole way, and where they are."""
    ranks = picture.ranks if picture.focus == alarm.id else ()
    chosen = [rank for rank in ranks if rank.responder in picture.chosen]
    ways = [routes.metres(picture.plan, rank.route) for rank in chosen]
    return ways + [_place(orders.fix(picture, rank.responder)) for rank in chosen]


def _sent(picture: Picture, alarm: Alarm) -> list[Floats]:
    """What lies ahead of them, and where they are."""
    found = []
    for order in tips.under_way(picture).values():
        if order.alarm == alarm.id and order.stage is not OrderStage.ON_SCENE:
            at = orders.fix(picture, order.responder)
            walking = order.stage in orders.WALKING
            found.append(routes.ahead(routes.metres(picture.plan, order.route), at if walking else None)[0])
            found.append(_place(at))
    return found


def _place(at: Floats | None) -> Floats:
    return np.zeros((0, 2)) if at is None else at[None]


class Framing(QObject):
    """Flies the canvas. One alarm at a time; another size of the window is a reason to look again. GUI thread."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._subject: Subject | None = None
        self.alarm = ""
        self._due = False  # also where all of it is in sight already
        self._soon = QTimer(self, singleShot=True)  # a turn of its own: what asks for it has work enough
        self._soon.timeout.connect(self._look)
        canvas.user_panned.connect(self.end)
        canvas.installEventFilter(self)

    def begin(self, picture: Picture, alarm: Alarm) -> bool:
        """Fly to an alarm; False where it is nowhere. With it come those who are nearest: one flight does for both."""
        self.alarm, self._subject = alarm.id, subject_of(picture, alarm)
        self._due = True
        self._soon.start(SOON_MS)
        return self._subject is not None

    def follow(self, picture: Picture) -> None:
        """Others are chosen or sent: fly on only if their ways are not in sight."""
        alarm = picture.situation.alarms.get(self.alarm)
        if self._subject is not None and alarm is not None:
            self._subject = subject_of(picture, alarm)
            self._soon.start(0)

    def end(self) -> None:
        """The map stays where it is."""
        self._soon.stop()
        self.alarm, self._subject = "", None

    def _look(self) -> None:
        canvas, subject, stage = self._canvas, self._subject, self._canvas.stage
        if subject is None:
            return
        if stage is None:  # nothing is drawn yet
            canvas.fly_to((float(subject.at[0]), float(subject.at[1])), CLOSE_PX_PER_M)
        elif self._due or not in_sight(canvas.aim(), stage, subject, canvas.room()):
            canvas.show_view(
                framed(canvas.aim(), stage, subject, canvas.room(), CLOSE_PX_PER_M, covers=canvas.covers())
            )
        self._due = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A panel has opened or closed beside the map: once the canvas knows its new size, look again."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize and self._subject is not None:
            self._due = True
            self._soon.start(SOON_MS)
        return super().eventFilter(watched, event)
