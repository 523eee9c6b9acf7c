"""Replay: what the ledger holds gives the live situation; and alarms and orders never leave their roads."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from domain.alarms import ENDS, ORDER_ROADS, ROADS, AlarmKind, IncidentKind, Level, OrderStage, Stage, Verb
from domain.changes import AlarmRaised, AlarmStepped, Batch, OrderMade, OrderStepped
from domain.clock import HOUR, MINUTE, SECOND
from domain.commands import (
    Acknowledge,
    Close,
    Dispatch,
    FalseAlarm,
    MarkDuplicate,
    PersonErase,
    RelayAnswer,
    ReportIncident,
    Resume,
    Shelve,
    TakeBack,
)
from domain.events import (
    Answer,
    Credential,
    DeviceReported,
    DutyReported,
    GateMoved,
    GatePassed,
    Located,
    LockOpened,
    OrderAnswered,
    SmokeSensed,
    SosPressed,
)
from domain.situation import Situation
from tests.desk_scene import ADMIN, STEP, SUPERVISOR, Loop, new_ledger

TRACKERS = ("t1", "t2", "t3", "t4", "t5")
Move = Callable[[Loop, DataObject], None]


def pick(data: DataObject, of: object) -> str:
    """One key of a dict, or one that is not there."""
    return data.draw(st.sampled_from([*of, "none"]))  # type: ignore[misc]


def device_moves(loop: Loop, data: DataObject) -> None:
    tracker = data.draw(st.sampled_from(TRACKERS))
    late = data.draw(st.sampled_from([0, MINUTE, 3 * HOUR, -2 * HOUR]))
    at = loop.now - late
    match data.draw(st.integers(0, 9)):
        case 0:
            loop.door(data.draw(st.sampled_from(["m1", "m3", "w1"])), at, is_open=data.draw(st.booleans()))
        case 1:
            subject = data.draw(st.sampled_from(["k0", "k1", "zz", None]))
            loop.take(LockOpened(credential=Credential.PIN, subject=subject, **loop.head("l1", at)))
        case 2:
            loop.take(SmokeSensed(alarm=data.draw(st.booleans()), **loop.head("s1", at)))
        case 3:
            loop.take(SosPressed(lon=120.001, lat=33.0, battery=55, **loop.head("sos1", at)))
        case 4 | 5:
            node = data.draw(st.integers(0, 10))
            heading = data.draw(st.sampled_from([None, 90.0]))
            fix = Located(lon=120.0 + STEP * node, lat=33.0, heading=heading, **loop.head(tracker, at))
            loop.take(fix)
        case 6:
            loop.take(DutyReported(on_duty=data.draw(st.booleans()), **loop.head(tracker, at)))
        case 7:
            loop.take(GateMoved(locked=data.draw(st.booleans()), **loop.head("gate1", at)))
        case 8:
            online = data.draw(st.booleans())
            loop.take(DeviceReported(online=online, retained=data.draw(st.booleans()), **loop.head("w2", at)))
        case _:
            loop.take(GatePassed(allowed=True, credential=Credential.CARD, **loop.head("gate1", at)))


def answer_moves(loop: Loop, data: DataObject) -> None:
    order = pick(data, loop.situation.orders)
    said = data.draw(st.sampled_from(list(Answer)))
    there = loop.situation.orders.get(order)
    row = loop.situation.register.responders.row(there.responder) if there else 0
    device = loop.situation.register.responders.device[row] or "t1"
    loop.take(OrderAnswered(order=order, answer=said, result="handled", text="已处置", **loop.head(device)))


def command_moves(loop: Loop, data: DataObject) -> None:
    key, other = pick(data, loop.situation.alarms), pick(data, loop.situation.alarms)
    order = pick(data, loop.situation.orders)
    said = data.draw(st.sampled_from(list(Answer)))
    who = data.draw(st.sampled_from(["r1", "r2", "r3", "x119"]))
    commands = (
        Acknowledge(alarm=key),
        Dispatch(alarm=key, responders=(who,), override="x"),
        Dispatch(alarm=key, responders=("r1", "r2")),
        TakeBack(order=order, note="不需要"),
        RelayAnswer(order=order, answer=said, note="电台"),
        Close(alarm=key, note="完"),
        FalseAlarm(alarm=key, reason="other", note="误触"),
        MarkDuplicate(alarm=key, of=other),
        Shelve(alarm=key, minutes=3, reason="callback"),
        Resume(alarm=key),
        ReportIncident(kind=data.draw(st.sampled_from(list(IncidentKind))), building="b0", caller="199", note="快来"),
    )
    loop.do(data.draw(st.sampled_from(commands)), SUPERVISOR)


def time_moves(loop: Loop, data: DataObject) -> None:
    match data.draw(st.integers(0, 6)):
        case 0:
            loop.desk.link_changed(data.draw(st.booleans()), data.draw(st.booleans()), loop.now)
        case 1:
            loop.wait(13 * HOUR, 2 * HOUR, ("m1", "m3"))
        case 2:
            loop.do(PersonErase(person=data.draw(st.sampled_from(["p0", "p1"])), reason="x"), ADMIN)
        case _:
            loop.wait(data.draw(st.sampled_from([SECOND, 10 * SECOND, 4 * MINUTE])), MINUTE)


MOVES: tuple[Move, ...] = (device_moves, device_moves, answer_moves, command_moves, command_moves, time_moves)


def same(a: Situation, b: Situation) -> None:
    """Equal column by column (NaN is NaN: bytes are compared), alarm by alarm, order by order."""
    one, two = a.freeze(), b.freeze()
    for name in one.__struct_fields__:
        assert getattr(one, name) == getattr(two, name), name


@settings(max_examples=30)
@given(data=st.data())
def test_replaying_the_ledger_gives_the_live_situation(data: DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, new_ledger(Path(folder)) as ledger:
        loop = Loop(ledger)
        loop.duty("r1", "r2", "r3")
        for _ in range(data.draw(st.integers(5, 30))):
            data.draw(st.sampled_from(MOVES))(loop, data)
            if data.draw(st.integers(0, 3)) == 0:
                loop.desk.commit(loop.now)
                if data.draw(st.integers(0, 5)) == 0:
                    ledger.keyframe(loop.situation)
        loop.desk.commit(loop.now)
        assert not loop.desk.fault
        replayed = Situation(loop.situation.register)
        batches = list(ledger.batches(0))
        for batch in batches:
            replayed.apply(batch)
        if not loop.situation.erased:  # erased notes read "—" in the ledger from the erasure on, at every replay
            same(loop.situation, replayed)
        same(loop.situation, ledger.load_situation(loop.situation.register))
        on_the_roads(batches)


def on_the_roads(batches: list[Batch]) -> None:
    """Every alarm and order moved only as its table says, its trail in order, and nothing closed without feedback."""
    alarms: dict[str, Stage] = {}
    orders: dict[str, OrderStage] = {}
    fed_back: set[str] = set()
    for change in (c for b in batches for c in b.changes):
        match change:
            case AlarmRaised(alarm=alarm):
                assert alarm.id not in alarms
                alarms[alarm.id] = alarm.stage
            case AlarmStepped(alarm=key, step=step):
                assert alarms[key] not in ENDS
                alarms[key] = ROADS[alarms[key], step.verb]
                fed_back |= {key} if step.verb is Verb.FEED_BACK else set()
                assert step.verb is not Verb.CLOSE or key in fed_back
            case OrderMade(order=order):
                assert order.id not in orders
                orders[order.id] = order.stage
            case OrderStepped(order=key, step=step):
                orders[key] = ORDER_ROADS[orders[key], step.verb]


def test_positions_fold_to_the_newest_and_all_are_stored(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.duty("r1")
        for second in range(20):
            loop.now += SECOND
            loop.fix("t1", second / 10)
        batch = loop.desk.commit(loop.now).batch
        assert batch is not None
        moved = [c for c in batch.changes if type(c).__name__ == "Moved"]
        assert len(moved) == 1 and moved[0].at == (loop.now,) and math.isnan(moved[0].heading[0])
        assert len([c for c in batch.changes if type(c).__name__ == "DeviceChanged"]) == 1
        assert len(ledger.device_events("t1", 0, loop.now + 1)) == 20


def test_a_position_staged_before_the_end_of_duty_is_not_written(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.duty("r1")
        loop.fix("t1", 3)
        loop.take(DutyReported(on_duty=False, **loop.head("t1")))
        assert loop.fix("t1", 4) == "dropped" and loop.desk.counts["dropped:off_duty"] == 1
        batch = loop.desk.commit(loop.now).batch
        assert batch is not None and not [c for c in batch.changes if type(c).__name__ == "Moved"]
        same(loop.situation, ledger.load_situation(loop.situation.register))
        assert loop.situation.fixes.at.max() == 0


def test_levels_only_rise(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        key = loop.do(ReportIncident(kind=IncidentKind.DISPUTE, building="b0"), SUPERVISOR).data["alarm"]
        loop.wait(HOUR, MINUTE)
        assert loop.situation.alarms[key].level is Level.YELLOW
        assert not loop.alarms(AlarmKind.ELDER_SILENCE)
