"""A seat by hand for the desktop's tests: the real window over the layers' small estate, a line that a test answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as with_
from typing import Any

import numpy as np
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.bridge import Bridge
from app.desktop.i18n import Languages
from app.desktop.theme import Theme
from app.desktop.wiring import Wiring
from app.desktop.workbench import Workbench
from app.seat.messages import Answered, Changed, Opened
from domain.access import Role, Seat
from domain.alarms import Alarm, Level, OrderStage, Step, Verb
from domain.changes import AlarmRaised, AlarmStepped, AnyChange, Batch, LifeSigned, OrderMade
from domain.clock import HOUR, SECOND, Clock
from domain.commands import AnyCommand, Rank, Reply
from domain.register import Register, ResponderClass
from domain.situation import Situation
from layers.board import MapBoard
from map.canvas import MapCanvas
from tests import layers_rows as rows

NOW = rows.NOW
OPERATOR = Seat(user="op", role=Role.OPERATOR, label="值班员")


def register() -> Register:
    """The layers' estate, and 119 as one more responder."""
    reg = rows.register()
    r = reg.responders
    reg.responders = with_(
        r,
        ids=[*r.ids, "x119"],
        call_sign=[*r.call_sign, "119"],
        kind=np.append(r.kind, np.int8(ResponderClass.EXTERNAL)),
        device=[*r.device, ""],
        community_row=np.append(r.community_row, np.int32(-1)),
        grid_row=np.append(r.grid_row, np.int32(-1)),
        base_lon=np.append(r.base_lon, r.base_lon[0]),
        base_lat=np.append(r.base_lat, r.base_lat[0]),
    )
    return reg


def ranks(*responders: str) -> list[dict[str, Any]]:
    """Rows of a Rank reply, nearest first."""
    return [
        {"responder": who, "foot_s": 50.0 + 40 * i, "floor_s": 150.0, "allowed": True, "reasons": [{"code": "nearest"}]}
        for i, who in enumerate(responders or ("r1", "r2", "r3", "r4"))
    ]


class HandLine:
    """Keeps what was asked; answers a ranking at once and the rest when a test says so."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.asked: list[AnyCommand] = []
        self.resyncs = 0
        self.rows = ranks()

    def ask(self, command: AnyCommand) -> int:
        self.asked.append(command)
        number = len(self.asked)
        if isinstance(command, Rank):
            self.bridge.deliver(Answered(number, Reply(data={"ranks": self.rows})))
        return number

    def resync(self) -> None:
        self.resyncs += 1

    def answer(self, reply: Reply) -> None:
        """Answer the newest command that is no ranking."""
        number = max(i for i, c in enumerate(self.asked, 1) if not isinstance(c, Rank))
        self.bridge.deliver(Answered(number, reply))

    def commands(self, kind: type | None = None) -> list[AnyCommand]:
        """What was asked, but for rankings."""
        return [c for c in self.asked if not isinstance(c, Rank) and (kind is None or isinstance(c, kind))]


class Station:
    """The window wired to a HandLine, opened at NOW on a clock that a test moves."""

    def __init__(
        self, qtbot: QtBot, app: QApplication, seat: Seat = OPERATOR, *, size: tuple[int, int] = (1920, 1080)
    ) -> None:
        self.qtbot, self.app, self.seat = qtbot, app, seat
        self.real = 1_000.0
        self.clock = Clock(NOW, 1_000.0, 1.0, lambda: self.real)
        self.bridge = Bridge()
        self.line = HandLine(self.bridge)
        self.bridge.attach(self.line)
        self.languages = Languages(app)
        self.theme = Theme()
        self.bench = Workbench(MapBoard(MapCanvas()), self.theme)
        qtbot.addWidget(self.bench)
        self.wiring = Wiring(self.bench, self.bridge, self.languages, sign_out=lambda: None)
        self.bench.resize(*size)
        self.register = register()
        self.source = rows.situation(self.register)
        self.give(LifeSigned(person="p1", at=NOW - 11 * HOUR - 1800 * SECOND), tell=False)
        self.open()
        self.bench.show()
        self.until(lambda: self.bridge.picture is not None)

    def open(self) -> None:
        """A whole picture, as the link delivers it."""
        keyframe = self.source.freeze()
        self.bridge.deliver(Opened(self.register, keyframe, self.seat, self.clock, self.register.site))

    def give(self, *changes: AnyChange, tell: bool = True) -> None:
        """The next batch."""
        batch = Batch(self.source.seq + 1, NOW, changes)
        self.source.apply(batch)
        if tell:
            self.bridge.deliver(Changed(batch))
            self.until(lambda: self.situation.seq == batch.seq)
            self.until(lambda: not self.wiring.screen.arriving and not self.wiring.attention.focus_due)
            self.app.processEvents()

    @property
    def situation(self) -> Situation:
        assert self.bridge.situation is not None
        return self.bridge.situation

    def until(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=5_000)

    def pass_time(self, seconds: float) -> None:
        """The clock moves on and the window notices."""
        self.real += seconds
        self.wiring.screen.tick()

    # what happens

    def raise_alarm(self, ident: str = "A1", level: Level = Level.RED, **more: Any) -> Alarm:
        alarm = with_level(rows.smoke(ident, level), **more)
        self.give(AlarmRaised(alarm=alarm))
        return alarm

    def step(self, verb: Verb, alarm: str = "A1", by: str = "op") -> None:
        self.give(AlarmStepped(alarm=alarm, step=Step(at=NOW, verb=verb, by=by), key=alarm))

    def send(self, responder: str = "r2", *, held_ms: int = 0) -> None:
        stage = OrderStage.HELD if held_ms else OrderStage.OFFERED
        made = rows.order(responder, stage)
        from msgspec.structs import replace

        self.give(OrderMade(order=replace(made, at=NOW, release_at=NOW + held_ms, by="op")))


def with_level(alarm: Alarm, **more: Any) -> Alarm:
    from msgspec.structs import replace

    return replace(alarm, at=NOW, **more)


def words_on(widget: QWidget) -> str:
    """Every text that a person could read on a widget and in it, tooltips too."""
    found = []
    for child in [widget, *widget.findChildren(QWidget)]:
        if isinstance(child, QLabel | QAbstractButton | QLineEdit):
            found.append(child.text())
        found += [child.toolTip(), child.accessibleName()]
    return "\n".join(text for text in found if text)
