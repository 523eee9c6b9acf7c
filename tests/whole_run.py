"""Whole runs for the tests: the command line, desk and broker as processes, devices by hand, and the real window."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.clock import start_clock
from app.desktop.options import Options
from app.desktop.session import Session
from devices.link import BrokerSettings
from domain.alarms import Alarm, AlarmKind
from domain.clock import Clock
from domain.situation import Situation

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
NOISE = ("There is no display", "This plugin does not support", "broker: ", "screenshot: ", "report: ")
"""What a run may say on stderr without anything being the matter."""

T = TypeVar("T")


def until(true: Callable[[], T], seconds: float = 20.0, what: str = "") -> T:
    """Wait until something holds; what it gave. For threads and processes, not for a window of this process."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain{f' for {what}' if what else ''}"
        time.sleep(0.01)
    return found


# -- once for all tests, whichever worker comes first


@contextmanager
def alone(factory: pytest.TempPathFactory, name: str, *, shared: bool = False) -> Iterator[Path]:
    """A folder that all workers of this test run share; in it one worker at a time, or several that are all `shared`.

    "processors" stands for the machine: whole demos run side by side, what measures milliseconds runs without them.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"whole-{name}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield folder


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The shared folder, made by the first who asks."""
    with alone(factory, name) as folder:
        made = folder / "made"
        if not made.exists():
            make(folder)
            made.touch()
        return folder


def sample_station(factory: pytest.TempPathFactory, into: Path) -> Path:
    """A fresh copy of the sample estate's station file, its elder at 11 h 30 min."""

    def make(folder: Path) -> None:
        module("app.station.furnish", "--into", folder / "s.db", "--seed", 1, "--now", round(time.time() * 1000))

    folder = once(factory, "sample", make)
    for name in ("s.db", "s.keys"):
        shutil.copy(folder / name, into / name)
    return into / "s.db"


# -- the command line


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> list[str]:
        """Lines of stderr that are not mere noise."""
        return [line for line in self.err.splitlines() if line.strip() and not line.startswith(NOISE)]


def command(*arguments: object, env: dict[str, str] | None = None) -> tuple[list[str], dict[str, str]]:
    """`sandtable …` as a command line, and its environment: offscreen, its own logs."""
    return [sys.executable, "-m", "app.cli", *map(str, arguments)], {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        **(env or {}),
    }


def sandtable(*arguments: object, cwd: Path, seconds: float = 150.0) -> Done:
    """Run it to its end in a folder of its own, where its logs go too."""
    line, env = command(*arguments, env={"XDG_STATE_HOME": str(cwd / "state"), "XDG_DATA_HOME": str(cwd / "data")})
    begun = time.monotonic()
    done = subprocess.run(line, env=env, cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False)
    return Done(done.returncode, done.stdout, done.stderr, time.monotonic() - begun)


def module(name: str, *arguments: object) -> None:
    """Run one of our modules to its end."""
    subprocess.run([sys.executable, "-m", name, *map(str, arguments)], cwd=ROOT, check=True)


def colours(picture: Path) -> tuple[tuple[int, int], int]:
    """A picture's size, and how many colours a grid of its pixels has."""
    image = QImage(str(picture))
    seen = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    return (image.width(), image.height()), len(seen)


# -- devices and desk


class Devices:
    """An ordinary MQTT client that speaks for any device of a site and hears the orders of all trackers."""

    def __init__(self, settings: BrokerSettings, site: str = "sample") -> None:
        self._root = f"sandtable/v1/{site}"
        self.orders: list[tuple[str, dict[str, Any]]] = []
        self._listening = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=uuid4().hex, protocol=mqtt.MQTTv5)
        self._client.on_message = self._hear
        self._client.on_subscribe = lambda *_: self._listening.set()
        self._client.connect(settings.host, settings.port)
        self._client.loop_start()
        self._client.subscribe(f"{self._root}/tracker/+/order", qos=1)
        assert self._listening.wait(10)

    def _hear(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        self.orders.append((message.topic.split("/")[4], json.loads(message.payload)))

    def say(self, topic: str, *, qos: int = 1, **body: Any) -> None:
        """Publish on "kind/device/channel"."""
        body = {"id": uuid4().hex, "at": round(time.time() * 1000)} | body
        self.raw(f"{self._root}/{topic}", json.dumps(body).encode(), qos=qos)

    def raw(self, topic: str, data: bytes, *, qos: int = 1) -> None:
        """Publish bytes on a whole topic."""
        self._client.publish(topic, data, qos=qos).wait_for_publish(10)

    def answer(self, tracker: str, order: str, answer: str, **more: Any) -> None:
        """What a responder's device says about an order."""
        self.say(f"tracker/{tracker}/reply", order=order, answer=answer, **more)

    def of(self, alarm: str) -> list[tuple[str, dict[str, Any]]]:
        """(tracker, body) of every order heard for an alarm."""
        return [(device, body) for device, body in list(self.orders) if body["alarm"] == alarm]

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()


class DeskProcess:
    """`python -m app.station` with its control line."""

    def __init__(self, station: Path, settings: BrokerSettings, clock: Clock | None = None, *more: str) -> None:
        self.station, self.broker, self.clock = station, settings, clock or start_clock()
        self.runtime, self.report = station.with_name("rt.json"), station.with_name("desk.json")
        args = ["--station", str(station), "--broker", f"{settings.host}:{settings.port}"]
        args += ["--clock", self.clock.spell(), "--runtime", str(self.runtime), "--report", str(self.report)]
        args += ["--logs", str(station.parent), "--control", *more]
        pipe = subprocess.PIPE
        line = [sys.executable, "-m", "app.station", *args]
        self.process = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)

    def linked(self) -> DeskProcess:
        """Wait until it hears the broker."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if json.loads(line)["said"] == "linked":
                return self
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "")

    def counts(self) -> dict[str, Any]:
        """Messages by fate, as the desk counts them."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write('{"do": "counts"}\n')
        self.process.stdin.flush()
        counts: dict[str, Any] = json.loads(self.process.stdout.readline())
        return counts

    def close(self) -> None:
        """The end of its line: an orderly end, without a word about a fault."""
        out, err = self.process.communicate(timeout=20)
        assert "Traceback" not in out + err
        assert self.process.returncode == 0

    def kill(self) -> None:
        """Whatever became of it, it is gone."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


# -- the window


class Window:
    """The real window in this process, signed in at a desk, with hands."""

    def __init__(self, qtbot: QtBot, app: QApplication, runtime: Path, *, user: str = "demo", **more: Any) -> None:
        self.qtbot, self.app = qtbot, app
        given: dict[str, Any] = {
            "runtime": runtime, "station": "", "ca": None, "user": user, "size": (1920, 1080), "language": "en",
            "theme": "dark", "autopilot": False, "report": None, "control": False, "videos": {}, "cameras": False,
        }  # fmt: skip
        self.session = Session(app, Options(**(given | more)))
        self.bench, self.bridge = self.session.bench, self.session.bridge
        qtbot.addWidget(self.bench)
        self.session.start()

    def opened(self) -> Window:
        """Wait until the picture is there and the map is sharp."""
        self.until(lambda: self.bridge.picture is not None, what="the picture")
        self.until(lambda: self.bench.canvas.sharp() and self.bench.canvas.settled(), what="a sharp map")
        return self

    def until(self, true: Callable[[], object], seconds: float = 20.0, what: str = "") -> None:
        """Wait for the window while it lives."""

        def look() -> None:
            assert true(), f"waited in vain for {what}"

        self.qtbot.waitUntil(look, timeout=round(seconds * 1000))

    @property
    def situation(self) -> Situation:
        """The window's own."""
        assert self.bridge.situation is not None
        return self.bridge.situation

    def alarms(self, kind: AlarmKind) -> list[Alarm]:
        """Open alarms of a kind."""
        return [a for a in self.situation.open_alarms() if a.kind is kind]

    def new_alarm(self, kind: AlarmKind, device: str = "", at: str = "", *, seconds: float = 20.0) -> str:
        """Wait until an alarm of this kind (and device, and home or building) has its card; its id."""

        def mine() -> list[str]:
            cards = self.bench.rail.cards
            found = [
                a for a in self.alarms(kind) if device in ("", a.device) and at in ("", a.place.home, a.place.building)
            ]
            return [a.id for a in found if a.id in cards and cards[a.id].isVisible()]

        self.until(mine, seconds, f"a card of {kind} {device}{at}")
        self.until(lambda: not self.session.wiring.screen.arriving, 5, "its arrival")
        return mine()[0]

    @property
    def chosen(self) -> str:
        """The alarm that the case column shows; "" none."""
        case = self.bench.case
        return case.view.id if case.isVisible() and case.view is not None else ""

    @property
    def ticked(self) -> list[str]:
        """Who would be sent, as the rows of the panel say."""
        rows = self.bench.case.dispatch.rows
        return [r.candidate.responder for r in rows if r.candidate is not None and r.isVisible() and r.isChecked()]

    def sounded(self, alarm: str) -> int:
        """How often this alarm has sounded."""
        return self.session.wiring.plan.sounded.get(alarm, 0)

    def click(self, widget: QWidget, **more: Any) -> None:
        """A mouse click on a widget that a hand could reach."""
        assert widget.isVisible() and widget.isEnabled(), f"{widget.objectName()} cannot be clicked"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, **more)

    def press(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, to whatever has the focus in the window."""
        target = self.bench.focusWidget() or self.bench
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)

    def choose(self, button: QAbstractButton, text: str) -> None:
        """Open a button's menu by a click and click the entry with this text in it."""
        from PySide6.QtCore import QTimer

        def take() -> None:
            menu = self.app.activePopupWidget()
            assert isinstance(menu, QMenu)
            entry = next(a for a in menu.actions() if text in a.text())
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())

        QTimer.singleShot(50, take)
        self.click(button)

    @property
    def answered(self) -> bool:
        """No command is under way."""
        return not self.bridge._waiting

    def words(self, *, hidden: bool = True) -> str:
        """Every text of the window's widgets, tooltips and lists too; also of those that are not in sight."""
        found = []
        for widget in [self.bench, *self.bench.findChildren(QWidget)]:
            if not hidden and not widget.isVisible():
                continue
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                found.append(widget.text())
            elif isinstance(widget, QComboBox):
                found += [widget.itemText(i) for i in range(widget.count())]
            found += [widget.toolTip(), widget.accessibleName()]
        found += [f"{row.label} {row.address}" for row in self.bench.rail.clock.rows]
        return "\n".join(text for text in found if text)

    def close(self) -> None:
        """End as a closed window does."""
        self.session.end()
        self.bench.hide()
        self.bench.canvas.close_pictures()
        self.session.languages.use("en")
        self.app.setStyleSheet("")
        self.session.deleteLater()
        gc.unfreeze()  # what the window set aside for its own life is not kept for the tests that follow


def keep_settings_in(folder: Path) -> None:
    """What the window keeps for the next time stays in this folder."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
