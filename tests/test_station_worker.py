"""The desk thread outlives what fails in it: one command, one tick; whoever asked is told, and the next one works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from app.clock import start_clock
from app.station.inbox import Inbox
from app.station.station import Plan, Station
from app.station.worker import Worker
from devices.link import BrokerSettings
from domain.access import Role, Seat
from domain.alarms import OrderNotice
from domain.commands import Acknowledge, AnyCommand, ReadAudit, Reply
from domain.desk import Desk
from domain.store import Ledger
from tests import station_scene as scene

OPERATOR = Seat(user="op", role=Role.OPERATOR)
AUDITOR = Seat(user="au", role=Role.AUDITOR)
FAR_BELOW = ReadAudit(before=2**64 - 1)


class Nowhere:
    """A link without a broker."""

    def acknowledge(self, tokens: Iterable[int]) -> None: ...

    def send_order(self, notice: OrderNotice) -> None: ...


class Fragile(Desk):
    """A desk in which something breaks that nobody thought of."""

    broken_tick = False

    def do(self, command: AnyCommand, by: Seat, now: int) -> Reply:
        if by.user == "cursed":
            raise ZeroDivisionError
        return super().do(command, by, now)

    def tick(self, now: int) -> None:
        if self.broken_tick:
            raise ZeroDivisionError
        super().tick(now)


def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Fragile]:
    with Ledger.create(tmp_path / "s.db", scene.register(), scene.people_files(), now=scene.T0) as ledger:
        yield Fragile(ledger, ledger.load_situation(ledger.load_register()))


@pytest.fixture
def worker(desk: Fragile) -> Iterator[Worker]:
    desk.start(scene.T0)
    made = Worker(desk, Inbox(), Nowhere(), now=lambda: scene.T0, publish=lambda _batch: None, keyframe=lambda: None)
    made.start()
    yield made
    assert made.stop() and made.failed is None


def asked(worker: Worker, command: AnyCommand, by: Seat) -> Reply:
    answers: list[Reply] = []
    worker.ask(command, by, answers.append)
    until(lambda: answers)
    return answers[0]


def test_a_command_that_fails_is_answered_and_the_next_one_works(worker: Worker) -> None:
    assert asked(worker, ReadAudit(), Seat(user="cursed", role=Role.AUDITOR)).code == "store_fault"
    assert asked(worker, ReadAudit(), AUDITOR).done
    assert worker.failed is None


def test_a_row_number_beyond_any_is_asked_for_without_harm(worker: Worker) -> None:
    assert asked(worker, ReadAudit(), AUDITOR).done
    reply = asked(worker, FAR_BELOW, AUDITOR)
    assert reply.done and len(reply.data["rows"]) == 1


def test_a_tick_that_fails_is_told_until_one_succeeds(worker: Worker, desk: Fragile) -> None:
    desk.broken_tick = True
    until(lambda: "ZeroDivisionError" in worker.trouble)
    assert asked(worker, ReadAudit(), AUDITOR).done
    desk.broken_tick = False
    until(lambda: worker.trouble == "")


def test_free_text_in_place_of_an_alarm_is_not_written_down(worker: Worker) -> None:
    assert asked(worker, Acknowledge(alarm=scene.NAMES[0]), OPERATOR).code == "unknown_alarm"
    assert asked(worker, Acknowledge(alarm="ALM-2026:1.x"), OPERATOR).code == "unknown_alarm"
    assert asked(worker, Acknowledge(alarm="a" * 65), OPERATOR).code == "unknown_alarm"
    rows = asked(worker, ReadAudit(), AUDITOR).data["rows"]
    assert [row["target"] for row in reversed(rows)] == ["?", "ALM-2026:1.x", "?"]


def test_searching_people_is_ready_before_anybody_searches(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Ledger.create(path, scene.register(), scene.people_files(), now=scene.T0).close()
    nobody = BrokerSettings(host="127.0.0.1", port=1)
    station = Station(Plan(station=path, broker=nobody, clock=start_clock(), runtime=tmp_path / "rt.json"))
    station.open()
    try:
        until(lambda: station._ledger._people._index is not None)
    finally:
        assert station.close()
