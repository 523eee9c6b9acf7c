"""The pictures of one size: the session on its stage, the night, and the screens before and without it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from shots_camera import Camera, pump
from shots_night import Night
from shots_stage import Stage, geojson

from app.desktop import options as command_line
from app.desktop.fonts import font
from app.desktop.login import LoginPage
from app.desktop.session import Session
from app.desktop.settings import SeatSettings
from app.importing import read_files
from app.seat.messages import Opened, Pulse
from domain.situation import Situation
from map.canvas import MapCanvas


def tell(station: Path, size: str, languages: tuple[str, ...], only: frozenset[str], out: Path) -> int:
    """The whole night in one size; the exit code."""
    own = station.parent / f"station-{size}"
    app = QApplication(["sandtable"])
    app.setStyle("Fusion")
    app.setFont(font())
    app.setCursorFlashTime(0)
    session = Session(app, command_line.read(["--runtime", str(own / "none"), "--user", "demo", "--size", size]))
    _at_once(session.bench.canvas)
    camera = Camera(session, size, languages, only, out)
    stage = Stage(station, own)
    _sit_down(session, stage)
    Night(session, stage, camera).tell()
    _without_picture(camera)
    _empty(camera, stage, own)
    session.end()
    return 0


def _at_once(canvas: MapCanvas) -> None:
    """Flights take no time, so that where one ends does not depend on how fast this machine is."""
    fly, fit = canvas.fly_to, canvas.fit
    canvas.fly_to = lambda target, px_per_m=None, ms=0: fly(target, px_per_m, 0)  # type: ignore[method-assign]
    canvas.fit = lambda ms=0: fit(0)  # type: ignore[method-assign]


def _sit_down(session: Session, stage: Stage) -> None:
    """The session as after a sign-in, on the stage's line."""
    SeatSettings(stage.register.site.id, stage.seat.user).keep("sound", False)
    stage.deliver = session.bridge.deliver
    stage.later = lambda act: QTimer.singleShot(0, act)
    session.bridge.attach(stage)
    stage.open()
    pump(0.3)
    session.measure.stop()


def _without_picture(camera: Camera) -> None:
    """Before anyone has signed in."""
    session = camera.session
    session.bench.hide()
    for name, first, code in (
        ("sign_in", False, ""),
        ("sign_in_refused", False, "bad_login"),
        ("first_administrator", True, "no_users"),
    ):
        page = LoginPage("")
        page.show()
        if code:
            page.user.setText("wang")
            page.show_refusal(code)
        if first:
            page.password.setText("a")
            page._check()
        camera.take(name)
        page.close()
        page.deleteLater()
    session.bench.show()


def _empty(camera: Camera, stage: Stage, own: Path) -> None:
    """A station that holds houses and nothing else yet."""
    session = camera.session
    register, _ = read_files([geojson(stage.register, own / "houses.geojson")], name="import")
    situation = Situation(register)
    situation.at = stage.now
    session.wiring.cases.choose("")
    session.bridge.deliver(Opened(register, situation.freeze(), stage.seat, stage.clock, register.site))
    session.bridge.deliver(Pulse(link_up=True))
    pump(0.5)
    session.bench.canvas.fit(0)
    camera.take("empty_station")
