"""The seat link over a real socket: opening, following, resuming, refusing, asking – and what must not happen."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from app.clock import start_clock
from app.seat import Answered, Changed, Login, Lost, Message, Opened, Refused, Resumed, RuntimeDoor, SeatLink, wire
from app.seat.door import Runtime, Way, write_runtime
from app.station.gate import Gate
from app.station.hub import Hub
from app.station.server import Listen, Server
from domain.access import Role, Seat
from domain.changes import Batch, LifeSigned, PersonErased
from domain.commands import Acknowledge, AnyCommand, Reply
from domain.situation import Situation
from domain.store import Ledger
from tests import station_scene as scene


class Desk:
    """A door with a ledger behind it; commits what a test gives it, answers every command with the alarm's id."""

    def __init__(self, folder: Path, ledger: Ledger, port: int = 0) -> None:
        register = ledger.load_register()
        self.ledger, self.asked = ledger, threading.Semaphore(0)
        self.silent = False
        self.hub = Hub(register, ledger.load_situation(register), start_clock())
        self.server = Server(Listen(port=port), self.hub, Gate(ledger, register.site, "tok"), ledger, self._ask)
        self.server.start()
        write_runtime(folder / "rt.json", Runtime(port=self.server.port, token="tok", pid=1, station="T"))

    def _ask(self, command: AnyCommand, _by: Seat, answer: Callable[[Reply], None]) -> None:
        self.asked.release()
        if not self.silent:
            answer(Reply(data={"alarm": command.alarm} if isinstance(command, Acknowledge) else {}))

    def commit(self, *batches: Batch) -> None:
        for batch in batches:
            scene.write(self.ledger, batch)
            self.server.post(self.hub.publish, batch)


class Window:
    """A window without a picture: what it was told, and a Situation of its own."""

    def __init__(self, folder: Path, login: Login | None = None) -> None:
        self.messages: list[Message] = []
        self.situation: Situation | None = None
        self.news = threading.Condition()
        self.link = SeatLink(RuntimeDoor(folder / "rt.json"), login or Login("demo"), self._deliver)
        self.link.start()

    def _deliver(self, message: Message) -> None:
        with self.news:
            self.messages.append(message)
            if isinstance(message, Opened):
                self.situation = Situation.thaw(message.register, message.keyframe)
            elif isinstance(message, Changed):
                assert self.situation is not None
                self.situation.apply(message.batch)
            self.news.notify_all()

    def until(self, holds: Callable[[], bool], seconds: float = 10) -> None:
        with self.news:
            assert self.news.wait_for(holds, seconds), [type(m).__name__ for m in self.messages]

    def count(self, kind: type) -> int:
        return sum(isinstance(m, kind) for m in self.messages)

    def reached(self, seq: int) -> None:
        self.until(lambda: self.situation is not None and self.situation.seq == seq)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "s.db", scene.register(), scene.people_files(), now=scene.T0) as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, ledger: Ledger) -> Iterator[Desk]:
    made = Desk(tmp_path, ledger)
    yield made
    made.server.stop()


@pytest.fixture
def seat(tmp_path: Path, desk: Desk) -> Iterator[Window]:
    made = Window(tmp_path)
    yield made
    made.link.stop()


def test_a_window_opens_and_follows_to_the_same_picture(desk: Desk, seat: Window, tmp_path: Path) -> None:
    seat.until(lambda: seat.count(Opened) == 1)
    desk.commit(*scene.busy_batches())
    seat.reached(11)
    register = desk.ledger.load_register()
    assert seat.situation is not None
    assert seat.situation.freeze() == desk.ledger.load_situation(register).freeze()
    assert seat.situation.register.people.label == ["司**", "欧**", "上**", "慕**"]
    assert not seat.situation.register.credentials.ids
    assert seat.messages[0].clock.speed == 1.0
    assert (tmp_path / "rt.json").stat().st_mode & 0o777 == 0o600


def test_a_batch_close_behind_another_waits_for_no_acknowledgement(desk: Desk, seat: Window) -> None:
    """Nagle's algorithm would hold an alarm back for 40 ms whenever positions went before it."""
    seat.until(lambda: seat.count(Opened) == 1)
    (line,) = desk.server._uvicorn.server_state.connections
    sock = line.transport.get_extra_info("socket")
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_late_window_gets_the_whole_picture_first(desk: Desk, tmp_path: Path) -> None:
    desk.commit(*scene.busy_batches())
    late = Window(tmp_path)
    late.reached(11)
    late.link.stop()
    assert late.count(Changed) == 0 and late.situation is not None and len(late.situation.alarms) == 6


def test_a_cut_line_resumes_where_it_was(desk: Desk, seat: Window, tmp_path: Path) -> None:
    batches = scene.busy_batches()
    desk.commit(*batches[:4])
    seat.reached(4)
    desk.server.stop()
    seat.until(lambda: seat.count(Lost) >= 1)
    again = Desk(tmp_path, desk.ledger)
    try:
        again.commit(*batches[4:])
        seat.reached(11)
    finally:
        again.server.stop()
    assert seat.count(Opened) == 1 and seat.count(Resumed) == 1 and seat.link.resumes == 1


def test_a_restarted_desk_fills_the_gap_from_its_ledger(desk: Desk, seat: Window, tmp_path: Path) -> None:
    batches = scene.busy_batches()
    seat.until(lambda: seat.count(Opened) == 1)
    desk.commit(*batches[:2])
    seat.reached(2)
    desk.server.stop()
    for batch in batches[2:9]:
        scene.write(desk.ledger, batch)
    again = Desk(tmp_path, desk.ledger)
    try:
        seat.reached(9)
        again.commit(*batches[9:])
        seat.reached(11)
    finally:
        again.server.stop()
    assert seat.count(Opened) == 1


def test_a_resync_brings_a_whole_picture_over_the_same_register(desk: Desk, seat: Window) -> None:
    seat.until(lambda: seat.count(Opened) == 1)
    seat.link.resync()
    seat.until(lambda: seat.count(Opened) == 2)
    first, second = (m for m in seat.messages if isinstance(m, Opened))
    assert first.register is second.register


def test_a_command_is_answered_with_its_number(desk: Desk, seat: Window) -> None:
    seat.until(lambda: seat.count(Opened) == 1)
    numbers = [seat.link.ask(Acknowledge(alarm=f"A{i}")) for i in range(3)]
    seat.until(lambda: seat.count(Answered) == 3)
    answers = [m for m in seat.messages if isinstance(m, Answered)]
    assert [a.request for a in answers] == numbers
    assert [a.reply.data for a in answers] == [{"alarm": f"A{i}"} for i in range(3)]


def test_a_command_without_a_line_is_told_to_be_unsent(tmp_path: Path) -> None:
    alone = Window(tmp_path)
    number = alone.link.ask(Acknowledge(alarm="A1"))
    alone.until(lambda: alone.count(Answered) == 1)
    alone.link.stop()
    answer = next(m for m in alone.messages if isinstance(m, Answered))
    assert (answer.request, answer.reply.code) == (number, "link_lost")


def test_a_command_whose_answer_was_cut_off_is_told_to_be_unsure(desk: Desk, seat: Window) -> None:
    seat.until(lambda: seat.count(Opened) == 1)
    desk.silent = True
    seat.link.ask(Acknowledge(alarm="A1"))
    assert desk.asked.acquire(timeout=5)
    desk.server.stop()
    seat.until(lambda: seat.count(Answered) == 1)
    assert next(m for m in seat.messages if isinstance(m, Answered)).reply.code == "link_unsure"


def test_an_erased_label_is_in_no_register_sent_later(desk: Desk, tmp_path: Path) -> None:
    early = Window(tmp_path)
    early.until(lambda: early.count(Opened) == 1)
    desk.commit(Batch(1, scene.T0, (PersonErased(person="per-1", at=scene.T0),)))
    early.reached(1)
    late = Window(tmp_path)
    late.reached(1)
    for window in (early, late):
        window.link.stop()
    assert late.situation is not None and late.situation.register.people.label[1] == ""


def test_notes_from_before_an_erasure_are_not_sent_again_from_memory() -> None:
    hub = Hub(scene.register(), Situation(scene.register()), start_clock())
    for batch in scene.busy_batches():
        hub.publish(batch)
    assert hub.ring_reaches(5)
    hub.publish(Batch(12, scene.T0, (PersonErased(person="per-1", at=scene.T0),)))
    assert not hub.ring_reaches(5) and not hub.ring_reaches(11) and hub.ring_reaches(12)
    hub.publish(Batch(13, scene.T0, (LifeSigned(person="per-0", at=scene.T0 + 1),)))
    assert hub.ring_reaches(12)


@pytest.mark.parametrize(
    ("login", "kind", "code"),
    [
        (Login("demo"), "real", "demo_not_here"),
        (Login("somebody", "wrong-password"), "sample", "no_users"),
        (Login("boss", "short", first=True), "real", "weak_password"),
    ],
)
def test_who_may_not_sit_down_is_told_why(tmp_path: Path, login: Login, kind: str, code: str) -> None:
    with Ledger.create(tmp_path / "s.db", scene.register(kind), (), now=scene.T0) as ledger:
        desk = Desk(tmp_path, ledger)
        window = Window(tmp_path, login)
        window.until(lambda: window.count(Refused) == 1)
        window.link.stop()
        desk.server.stop()
    refused = [m for m in window.messages if isinstance(m, Refused)]
    assert [r.code for r in refused] == [code] and window.count(Opened) == 0


def test_the_first_user_becomes_the_administrator_and_nobody_else_does(desk: Desk, tmp_path: Path) -> None:
    first = Window(tmp_path, Login("boss", "long-enough", first=True))
    first.until(lambda: first.count(Opened) == 1)
    second = Window(tmp_path, Login("thief", "long-enough", first=True))
    second.until(lambda: second.count(Refused) == 1)
    wrong = Window(tmp_path, Login("boss", "not-the-password"))
    wrong.until(lambda: wrong.count(Refused) == 1)
    for window in (first, second, wrong):
        window.link.stop()
    opened = first.messages[0]
    assert isinstance(opened, Opened) and opened.seat.role is Role.ADMINISTRATOR
    codes = [m.code for w in (second, wrong) for m in w.messages if isinstance(m, Refused)]
    assert codes == ["has_users", "bad_login"]


def test_over_tls_nobody_makes_himself_the_first_administrator(ledger: Ledger) -> None:
    gate = Gate(ledger, ledger.load_register().site, "tok")
    far = wire.Hello("thief", "long-enough", "", True, 0, "")
    for hello in (far, wire.Hello("thief", "long-enough", "", False, 0, "")):
        verdict = gate.check(hello, tls=True)
        assert isinstance(verdict, wire.No) and verdict.code == "first_at_station"
    assert not ledger.has_users()
    boss = gate.check(wire.Hello("boss", "long-enough", "tok", True, 0, ""), tls=False)
    assert isinstance(boss, Seat) and boss.role is Role.ADMINISTRATOR
    verdict = gate.check(far, tls=True)
    assert isinstance(verdict, wire.No) and verdict.code == "has_users"
    assert isinstance(gate.check(wire.Hello("boss", "long-enough", "", False, 0, ""), tls=True), Seat)


def test_a_wrong_token_never_gets_in(desk: Desk, tmp_path: Path) -> None:
    write_runtime(tmp_path / "rt.json", Runtime(port=desk.server.port, token="guess", pid=1, station="T"))
    window = Window(tmp_path)
    window.until(lambda: window.count(Lost) == 1)
    window.link.stop()
    assert window.count(Opened) == 0


@pytest.mark.parametrize(("version", "code"), [(0, "window_too_old"), (wire.VERSION + 1, "window_too_new")])
def test_another_version_is_refused_in_one_sentence(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int, code: str
) -> None:
    hello = wire.pack(wire.Hello("demo", "", "tok", False, 0, ""))
    monkeypatch.setattr(SeatLink, "_hello", lambda self, way: bytes([version]) + hello[1:])
    window = Window(tmp_path)
    window.until(lambda: window.count(Refused) == 1)
    window.link.stop()
    refused = next(m for m in window.messages if isinstance(m, Refused))
    assert refused.code == code and refused.text.count(".") == 1


def test_rubbish_in_the_first_frame_harms_nobody(desk: Desk, seat: Window) -> None:
    seat.until(lambda: seat.count(Opened) == 1)
    for rubbish in (b"", b"\x01", b"\x01\xff\xff", b"\x01" + b"\x91" * 200, b"GET /"):
        with connect(f"ws://127.0.0.1:{desk.server.port}/seat", compression=None) as line:
            line.send(rubbish)
            with pytest.raises(ConnectionClosedError):
                line.recv(timeout=5)
    desk.commit(scene.busy_batches()[0])
    seat.reached(1)


def test_a_window_that_reads_nothing_is_dropped_and_others_are_not(desk: Desk, seat: Window) -> None:
    seat.until(lambda: seat.count(Opened) == 1)
    with socket.create_connection(("127.0.0.1", desk.server.port)) as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with connect(
            f"ws://127.0.0.1:{desk.server.port}/seat", sock=raw, compression=None, max_queue=1, close_timeout=0.1
        ) as line:
            line.send(wire.pack(wire.Hello("demo", "", "tok", False, 0, "")))
            line.recv(timeout=5)
            many = (LifeSigned(person="p0" * 30_000, at=scene.T0),)
            for seq in range(1, 900):
                desk.server.post(desk.hub.publish, Batch(seq, scene.T0, many))
                if seq % 100 == 0:
                    seat.reached(seq)
            seat.reached(899)
            deadline = time.monotonic() + 10
            while len(desk.server._sessions) > 1 and time.monotonic() < deadline:
                time.sleep(0.02)
            assert len(desk.server._sessions) == 1
    assert seat.count(Lost) == 0


def test_a_door_looks_its_way_up_each_time(tmp_path: Path) -> None:
    door = RuntimeDoor(tmp_path / "rt.json")
    write_runtime(door.path, Runtime(port=1, token="a", pid=1, station="T"))
    assert door.look() == Way("ws://127.0.0.1:1/seat", "a")
    write_runtime(door.path, Runtime(port=2, token="b", pid=1, station="T"))
    assert door.look() == Way("ws://127.0.0.1:2/seat", "b")
