"""Cameras of windows that die, are cut off and come back: free at once, and never watched by two."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.clock import start_clock
from app.seat import Login, Opened, RuntimeDoor, SeatLink, wire
from app.seat.door import Runtime, write_runtime
from app.station.gate import Gate
from app.station.hub import Hub
from app.station.server import Listen, Server
from app.station.watchers import Watchers
from domain.access import Seat
from domain.commands import AnyCommand, Reply, WatchCameras
from domain.desk.leases import LEASE_MS, Leases
from domain.store import Ledger
from tests import station_scene as scene

CAMERAS = ("x", "y", "z")


@dataclass(eq=False)
class Window:
    """One window: what it was granted over its present connection, until when."""

    user: str
    watcher: str
    connection: object = field(default_factory=object)
    granted: frozenset[str] = frozenset()
    until: int = -1
    alive: bool = True


class Comings(RuleBasedStateMachine):
    """The door's memory and the desk's leases, as windows take, renew, die, are cut off and return in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.leases, self.watchers = Leases(), Watchers()
        self.now, self.named = 0, 0
        self.windows = [Window("u", "u-0"), Window("u", "u-1"), Window("v", "v-0")]
        self.ending: list[tuple[Window, object]] = []  # connections that are over, and not yet noticed

    @rule(which=st.integers(0, 2), cameras=st.sets(st.sampled_from(CAMERAS)))
    def take(self, which: int, cameras: set[str]) -> None:
        window = self.windows[which]
        if not window.alive:
            return
        if cameras:
            self.watchers.asked(window.connection, window.user, window.watcher)
        granted, _ = self.leases.ask(window.user, window.watcher, sorted(cameras), self.now)
        window.granted, window.until = frozenset(granted), self.now + LEASE_MS
        held = {c for w in self.windows if w is not window and w.alive and w.until >= self.now for c in w.granted}
        assert not window.granted & held, "somebody alive has it"

    @rule(which=st.integers(0, 2))
    def crash(self, which: int) -> None:
        window = self.windows[which]
        if window.alive:
            window.alive = False
            self.ending.append((window, window.connection))

    @rule(which=st.integers(0, 2))
    def come_back_anew(self, which: int) -> None:
        window = self.windows[which]
        if not window.alive:
            self.named += 1
            self.windows[which] = Window(window.user, f"{window.user}-again-{self.named}")

    @rule(which=st.integers(0, 2))
    def cut(self, which: int) -> None:
        """The line breaks; until it has asked again the window counts on nothing."""
        window = self.windows[which]
        if window.alive:
            self.ending.append((window, window.connection))
            window.connection, window.granted = object(), frozenset()

    @rule(pick=st.integers(0, 100))
    def notice(self, pick: int) -> None:
        if not self.ending:
            return
        window, connection = self.ending.pop(pick % len(self.ending))
        watcher = self.watchers.left(connection)
        assert watcher in ("", window.watcher)
        if watcher:
            self.leases.ask(window.user, watcher, [], self.now)
        if not window.alive and not any(w is window for w, _ in self.ending):
            assert not [c for c in CAMERAS if self.leases.holder(c, self.now) == window.watcher], (
                "the dead hold nothing"
            )

    @rule(pause=st.integers(0, 40_000))
    def wait(self, pause: int) -> None:
        self.now += pause

    @invariant()
    def each_has_what_it_counts_on(self) -> None:
        for window in self.windows:
            if window.alive and window.until >= self.now:
                for camera in window.granted:
                    assert self.leases.holder(camera, self.now) == window.watcher


Comings.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestComings = Comings.TestCase


# over a real socket


class Desk:
    """A door before real leases."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        register = ledger.load_register()
        self.leases, self.news = Leases(), threading.Condition()
        self.asked: list[tuple[str, object]] = []
        hub = Hub(register, ledger.load_situation(register), start_clock())
        self.server = Server(Listen(), hub, Gate(ledger, register.site, "tok"), ledger, self._ask)
        self.server.start()
        self.runtime = folder / "rt.json"
        write_runtime(self.runtime, Runtime(port=self.server.port, token="tok", pid=1, station="T"))

    def _ask(self, command: AnyCommand, by: Seat, answer: Callable[[Reply], None]) -> None:
        assert isinstance(command, WatchCameras)
        with self.news:
            granted, _ = self.leases.ask(by.user, command.watcher, command.cameras, 0)  # no time ever passes here
            self.asked.append((command.watcher, granted))
            self.news.notify_all()
        answer(Reply(data={"cameras": granted}))

    def held_by(self, watcher: str) -> None:
        with self.news:
            assert self.news.wait_for(lambda: {self.leases.holder(c, 0) for c in CAMERAS} == {watcher}, 10)

    def refused(self, watcher: str) -> None:
        with self.news:
            assert self.news.wait_for(lambda: watcher in dict(self.asked), 10) and not dict(self.asked)[watcher]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Ledger.create(tmp_path / "s.db", scene.register(), scene.people_files(), now=scene.T0) as ledger:
        made = Desk(tmp_path, ledger)
        yield made
        made.server.stop()


def sit(desk: Desk) -> SeatLink:
    opened = threading.Event()
    link = SeatLink(
        RuntimeDoor(desk.runtime), Login("demo"), lambda message: opened.set() if isinstance(message, Opened) else None
    )
    link.start()
    assert opened.wait(10)
    return link


def test_a_window_that_goes_without_a_word_gives_its_cameras_back_at_once(desk: Desk) -> None:
    first, second = sit(desk), sit(desk)
    first.ask(WatchCameras(watcher="first", cameras=CAMERAS))
    desk.held_by("first")
    second.ask(WatchCameras(watcher="second", cameras=CAMERAS))
    desk.refused("second")
    first.stop()
    desk.held_by("")
    second.ask(WatchCameras(watcher="second", cameras=CAMERAS))
    desk.held_by("second")
    second.stop()
    desk.held_by("")


def test_a_window_that_the_door_ended_keeps_its_cameras_for_it_comes_back(desk: Desk) -> None:
    one = sit(desk)
    one.ask(WatchCameras(watcher="one", cameras=CAMERAS))
    desk.held_by("one")
    (session,) = desk.server._sessions
    over = threading.Event()
    desk.server.post(session.end, wire.TOO_SLOW, "too slow")
    desk.server.post(_when_gone, desk.server, session, over)
    assert over.wait(10)
    desk.held_by("one")
    one.stop()


def _when_gone(server: Server, session: object, over: threading.Event) -> None:
    if session in server._sessions:
        server._loop.result().call_later(0.01, _when_gone, server, session, over)
    else:
        over.set()
