"""One night told once, from calm to a call by telephone, with a picture of every screen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from shots_camera import Camera, pump
from shots_stage import OPENING, Stage

from app.desktop.session import Session
from app.seat.messages import Lost, Pulse, Resumed
from domain.alarms import AlarmKind, OrderStage
from domain.events import Answer, Credential, LockOpened, OrderAnswered, SmokeSensed, SosPressed
from domain.register import DeviceKind


class Night:
    """What happens, in order."""

    def __init__(self, session: Session, stage: Stage, camera: Camera) -> None:
        self._wiring, self._bench, self._stage, self._take = session.wiring, session.bench, stage, camera.take
        self._camera = camera

    def tell(self) -> None:
        """All of it."""
        for part in (
            self._calm,
            self._looking,
            self._pages,
            self._smoke,
            self._sent,
            self._wall,
            self._elder,
            self._call,
            self._late,
            self._lost,
        ):
            part()

    def _press(self, key: Qt.Key) -> None:
        self._wiring.menus.press(int(key))
        pump(0.15)

    def _chosen(self, kind: AlarmKind) -> str:
        alarms = [a for a in self._stage.desk.situation.open_alarms() if a.kind is kind]
        assert alarms, f"no {kind} alarm"  # noqa: S101
        self._wiring.attention.go_to_alarm(alarms[-1].id)
        pump(0.1)
        return alarms[-1].id

    # the parts

    def _calm(self) -> None:
        self._stage.until(OPENING + 29 * 60_000)
        pump(0.2)
        self._wiring.cases.choose("")
        self._bench.canvas.fit(0)
        self._take("calm")
        self._bench.canvas.set_flat(True)
        pump(0.6)
        self._take("flat")
        self._bench.canvas.set_flat(False)
        pump(0.6)

    def _looking(self) -> None:
        register, elder = self._stage.register, self._elder_row()
        home = int(register.people.home_row[elder])
        building = register.buildings.ids[int(register.homes.building_row[home])]
        on = int(np.flatnonzero(self._stage.desk.situation.on_duty)[0])
        cards = (
            ("home", register.homes.ids[home]),
            ("building", building),
            ("responder", register.responders.ids[on]),
            ("device", register.devices.ids[int(np.flatnonzero(register.devices.kind == DeviceKind.CAMERA)[0])]),
        )
        for kind, ident in cards:
            self._wiring.looking.look_at(kind, ident)
            self._wiring.looking.fly(kind, ident)
            pump(0.5)
            self._take(f"detail_{kind}")
        self._wiring.attention.calm()
        self._bench.canvas.fit(0)

    def _elder_row(self) -> int:
        situation = self._stage.desk.situation
        life = np.where(situation.life > 0, situation.life, np.iinfo(np.int64).max)
        return int(np.argmin(life))

    def _pages(self) -> None:
        commands, wiring = self._bench.commands, self._wiring
        for name, text in (
            ("command_address", "3d2dy502"),
            ("command_words", "s"),
            ("command_incident", "3d2dy502 fire"),
        ):
            self._take(name, lambda t=text: commands.open(t), commands.close)
        self._take("command_person", self._search, commands.close)
        self._take("incident_form", self._form, commands.close)
        self._take("keys", wiring._doings()["keys"], _close_pages)
        self._take("about", wiring._doings()["about"], _close_pages)
        self._take("menu", self._menu, self._fold_menu)

    def _search(self) -> None:
        self._bench.commands.open("zs")
        self._bench.commands.people_wished.emit("zs")
        pump(0.2)

    def _form(self) -> None:
        commands = self._bench.commands
        commands.begin_incident("3d2dy502 fire")
        item = commands.list.item(0)
        commands._take(item.data(Qt.ItemDataRole.UserRole))
        pump(0.1)

    def _menu(self) -> None:
        button = self._bench.top.menu_button
        at = button.mapToGlobal(QPoint(0, button.height()))
        self._wiring.menus.menu.popup(at)
        pump(0.1)
        view = self._wiring.menus.menu.actions()[1].menu()
        view.popup(at + QPoint(self._wiring.menus.menu.sizeHint().width(), 20))

    def _fold_menu(self) -> None:
        for action in self._wiring.menus.menu.actions():
            action.menu().hide()
        self._wiring.menus.menu.hide()

    def _smoke(self) -> None:
        devices, stage = self._stage.register.devices, self._stage
        stage.until(OPENING + 29 * 60_000 + 20_000)
        smokes = [r for r in range(len(devices)) if devices.kind[r] == DeviceKind.SMOKE and devices.home_row[r] >= 0]
        tower = max(smokes, key=lambda r: (int(devices.floor[r]), r))
        stage.take(
            SmokeSensed(
                id="smoke", device=devices.ids[tower], at=stage.now, received=stage.now, alarm=True, density=0.42
            )
        )
        pump(0.6)
        self._take("alarm_raised")
        stage.on(40)
        self._press(Qt.Key.Key_Return)
        pump(0.5)
        self._take("alarm")
        for name, button in (
            ("false_alarm_menu", self._bench.case.exits.false_alarm),
            ("shelve_menu", self._bench.case.exits.shelve),
        ):
            self._take(name, lambda b=button: self._drop(b), lambda b=button: self._fold(b))

    def _drop(self, button: QPushButton) -> None:
        pump(0.1)
        self._bench.case.area.ensureWidgetVisible(button)
        pump(0.1)
        button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    def _fold(self, button: QPushButton) -> None:
        button.menu().hide()
        self._bench.case.area.verticalScrollBar().setValue(0)

    def _sent(self) -> None:
        stage = self._stage
        self._press(Qt.Key.Key_S)
        stage.on(2)
        pump(0.2)
        self._take("sent")
        stage.on(6)
        orders = [o for o in stage.desk.situation.orders.values() if o.stage is OrderStage.OFFERED]
        for share, order, answers in zip(
            (0.6, 0.3, 0.1), orders, ((Answer.ACCEPT, Answer.EN_ROUTE), (Answer.ACCEPT,), ()), strict=False
        ):
            self._answers(order.id, answers)
            if order.route:
                stage.spots[order.responder] = _along(order.route, share)
        stage.on(48, step=12_000)
        pump(0.3)
        self._take("under_way")

    def _answers(self, order: str, answers: tuple[Answer, ...]) -> None:
        stage = self._stage
        responder = stage.desk.situation.orders[order].responder
        device = stage.register.responders.device[stage.register.responders.row(responder)]
        for answer in answers if device else ():
            stage.on(2)
            stage.take(
                OrderAnswered(
                    id=f"{order}-{answer}", device=device, at=stage.now, received=stage.now, order=order, answer=answer
                )
            )

    def _wall(self) -> None:
        """The wall in the form of this size, and in that of two screens side by side."""
        width, height = self._bench.width(), self._bench.height()
        for name, size in (("wall", (width, height)), ("wall_wide", (width, round(width * 9 / 32)))):
            if not self._camera.only or name in self._camera.only:
                self._wiring.wall.show_on(None, size)
                pump(1.0)
                self._take(name)
                self._wiring.wall.shut()

    def _elder(self) -> None:
        stage = self._stage
        devices = stage.register.devices
        lock = next(r for r in range(len(devices)) if devices.kind[r] == DeviceKind.LOCK)
        stage.take(
            LockOpened(
                id="lock",
                device=devices.ids[lock],
                at=stage.now,
                received=stage.now,
                credential=Credential.CARD,
                subject="unknown-card",
            )
        )
        stage.until(OPENING + 31 * 60_000)
        pump(0.3)
        self._chosen(AlarmKind.ELDER_SILENCE)
        self._take("elder_raised")
        self._press(Qt.Key.Key_Return)
        pump(0.3)
        self._take("elder")
        self._take("contacts", lambda: self._press(Qt.Key.Key_C), lambda: self._press(Qt.Key.Key_C))

    def _call(self) -> None:
        self._form()
        form = self._bench.commands.form
        form.caller.setText("139 0000 0000")
        form.note.setText("厨房冒烟,老人在家")
        form.go.click()
        pump(0.6)
        self._take("incident")

    def _late(self) -> None:
        """The first alarm is fed back: what is left is closing it; and others wait."""
        stage = self._stage
        devices = stage.register.devices
        button = next(r for r in range(len(devices)) if devices.kind[r] == DeviceKind.SOS)
        stage.take(SosPressed(id="sos", device=devices.ids[button], at=stage.now, received=stage.now))
        alarm = self._chosen(AlarmKind.SMOKE)
        for order in stage.desk.situation.orders_of(alarm):
            if order.open:
                self._answers(order.id, (Answer.ACCEPT, Answer.ARRIVE, Answer.FEEDBACK))
        pump(0.4)
        self._take("fed_back")

    def _lost(self) -> None:
        bridge = self._wiring.bridge
        figures = {"messages_per_s": 7.4, "last_message_at": self._stage.now - 9_000, "stored": 48_700, "outbox": 214}
        fault = Pulse(**figures, devices_heard=86, link_up=True, fault="The disk is full; nothing was written.")
        bridge.deliver(fault)
        pump(0.2)
        self._take("ledger_stuck")
        self._stage.beat()
        bridge.deliver(Lost("The desk does not answer."))
        pump(0.2)
        self._take("link_lost")
        bridge.deliver(Resumed())
        pump(0.2)


def _along(route: tuple[tuple[float, float], ...], share: float) -> tuple[float, float]:
    """A point on a route, lon/lat."""
    points = np.array(route, dtype=np.float64)
    steps = np.hypot(*np.diff(points, axis=0).T)
    way = np.concatenate(([0.0], np.cumsum(steps)))
    at = share * way[-1]
    return float(np.interp(at, way, points[:, 0])), float(np.interp(at, way, points[:, 1]))


def _close_pages() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    pump(0.05)
