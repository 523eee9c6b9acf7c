"""The closed loop by commands and answers: who may, what is refused and why, what is told to whom, what is audited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.orders import encode_order
from domain.access import MAY, Role, Seat
from domain.alarms import Alarm, AlarmKind, IncidentKind, Level, OrderStage, Stage
from domain.clock import DAY, HOUR, MINUTE, SECOND
from domain.commands import (
    Acknowledge,
    Close,
    Contacts,
    Dispatch,
    Draw,
    DrawZone,
    ExportPicture,
    FalseAlarm,
    MarkDuplicate,
    PersonErase,
    Rank,
    ReadAudit,
    ReadQuarantine,
    RelayAnswer,
    Reply,
    ReportIncident,
    Resume,
    Reveal,
    SearchPeople,
    Shelve,
    TakeBack,
    WatchCameras,
)
from domain.desk import FALSE_REASONS, REPLY_CODES, Desk
from domain.desk.desk import HANDLERS
from domain.desk.replies import Refused
from domain.events import Answer, OrderAnswered, Refusal, SmokeSensed, SosPressed
from domain.store import Ledger, LedgerBusy, LedgerFull
from tests.desk_scene import (
    ADMIN,
    AUDITOR,
    GRID0,
    GRID1,
    NAMES,
    OPERATOR,
    PROPERTY,
    SUPERVISOR,
    Loop,
    new_ledger,
)

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = new_ledger(tmp_path_factory.mktemp("commands"))
    yield made
    made.close()


@pytest.fixture
def loop(shared: Ledger) -> Loop:
    made = Loop(shared)
    made.duty("r1", "r2", "r3", "r4", "r5")
    for tracker, node in (("t1", 4), ("t2", 9), ("t3", 2), ("t4", 1), ("t5", 3)):
        made.fix(tracker, node)
    return made


def elder(loop: Loop) -> str:
    """An alarm of level orange about p0, in grid g0."""
    loop.door()
    loop.wait(12 * HOUR + 20 * SECOND, 20 * MINUTE - SECOND, ("m1",))
    loop.beat("m1")
    loop.wait(20 * SECOND)
    (alarm,) = loop.alarms(AlarmKind.ELDER_SILENCE)
    return str(alarm.id)


def smoke(loop: Loop) -> str:
    """An alarm of level red on the third floor."""
    loop.take(SmokeSensed(alarm=True, **loop.head("s1")))
    return str(loop.alarms(AlarmKind.SMOKE)[-1].id)


def alarm_of(loop: Loop, key: str) -> Alarm:
    return loop.situation.alarms[key]


def sent(loop: Loop, key: str, *who: str, by: Seat = OPERATOR, override: str = "") -> Reply:
    reply: Reply = loop.do(Dispatch(alarm=key, responders=who, override=override), by)
    return reply


def told(loop: Loop) -> list[tuple[str, str]]:
    """(device, verb) of notices that wait for the commit."""
    return [(n.device, n.verb) for n in loop.desk._book.notices]


def answer(loop: Loop, device: str, order: str, said: Answer, **more: str) -> None:
    loop.take(OrderAnswered(order=order, answer=said, **loop.head(device), **more))  # type: ignore[arg-type]


# the loop


def test_acknowledge_dispatch_accept_arrive_feed_back_close(loop: Loop) -> None:
    key = elder(loop)
    assert loop.do(Close(alarm=key)).code == "no_road"
    assert loop.do(Acknowledge(alarm=key)).done
    assert alarm_of(loop, key).owner == "op"
    loop.fix("t1", 4)
    reply = sent(loop, key, "r1")
    (order,) = reply.data["orders"]
    made = loop.situation.orders[order]
    assert made.stage is OrderStage.HELD and made.foot_s > 0 and made.floor_s > 0 and len(made.route) > 1
    assert told(loop) == []
    loop.wait(6 * SECOND, SECOND)
    assert told(loop) == [("t1", "offer")]
    for said, stage in (
        (Answer.ACCEPT, Stage.ACCEPTED),
        (Answer.EN_ROUTE, Stage.EN_ROUTE),
        (Answer.ARRIVE, Stage.ON_SCENE),
    ):
        answer(loop, "t1", order, said)
        assert alarm_of(loop, key).stage is stage
    answer(loop, "t1", order, Answer.FEEDBACK, result="person_well", text="在家")
    assert alarm_of(loop, key).stage is Stage.FED_BACK
    assert loop.situation.orders[order].result == "person_well"
    assert loop.do(Close(alarm=key)).done
    closed = alarm_of(loop, key)
    assert closed.stage is Stage.CLOSED and closed.ended == loop.now
    assert [s.at for s in closed.trail] == sorted(s.at for s in closed.trail)


def test_a_red_alarm_leaves_at_once(loop: Loop) -> None:
    key = smoke(loop)
    (order,) = sent(loop, key, "r1").data["orders"]
    assert loop.situation.orders[order].stage is OrderStage.OFFERED
    (notice,) = loop.desk._book.notices
    assert (notice.device, notice.verb, notice.kind, notice.level) == ("t1", "offer", AlarmKind.SMOKE, Level.RED)
    assert notice.route == loop.situation.orders[order].route and notice.place.floor == 3
    assert alarm_of(loop, key).owner == "op"


def test_taken_back_within_five_seconds_nothing_has_left(loop: Loop) -> None:
    key = elder(loop)
    (order,) = sent(loop, key, "r1").data["orders"]
    assert loop.do(TakeBack(order=order)).done
    loop.wait(MINUTE)
    assert told(loop) == [] and alarm_of(loop, key).stage is Stage.ACKNOWLEDGED
    (again,) = sent(loop, key, "r1").data["orders"]
    assert again != order
    loop.wait(MINUTE)
    assert loop.do(TakeBack(order=again)).done
    assert told(loop) == [("t1", "offer"), ("t1", "take_back")]
    assert loop.do(TakeBack(order=again)).code == "no_road"


def test_the_alarm_takes_the_furthest_stage_and_never_goes_back(loop: Loop) -> None:
    key = smoke(loop)
    first, second = sent(loop, key, "r1", "r2").data["orders"]
    answer(loop, "t1", first, Answer.ARRIVE)
    answer(loop, "t2", second, Answer.ACCEPT)
    assert alarm_of(loop, key).stage is Stage.ON_SCENE
    answer(loop, "t1", first, Answer.FEEDBACK, result="handled")
    assert alarm_of(loop, key).stage is Stage.FED_BACK
    assert loop.situation.orders[second].open
    assert loop.do(Close(alarm=key)).done
    assert loop.situation.orders[second].stage is OrderStage.STOOD_DOWN
    assert told(loop)[-1] == ("t2", "stand_down")
    answer(loop, "t2", second, Answer.ARRIVE)
    assert loop.desk.counts["answer_ignored"] == 1


def test_when_all_have_declined_the_alarm_is_back_with_the_desk(loop: Loop) -> None:
    key = smoke(loop)
    first, second = sent(loop, key, "r1", "r2").data["orders"]
    answer(loop, "t1", first, Answer.DECLINE)
    assert alarm_of(loop, key).stage is Stage.DISPATCHED
    answer(loop, "t2", second, Answer.DECLINE)
    back = alarm_of(loop, key)
    assert back.stage is Stage.ACKNOWLEDGED
    assert [f.code for f in back.evidence][-2:] == ["order_declined", "declined_by_all"]
    assert sent(loop, key, "r1").done


def test_feedback_implies_arrival_and_another_mans_answer_is_ignored(loop: Loop) -> None:
    key = smoke(loop)
    (order,) = sent(loop, key, "r1").data["orders"]
    answer(loop, "t2", order, Answer.ACCEPT)
    answer(loop, "t1", "O-none", Answer.ACCEPT)
    assert alarm_of(loop, key).stage is Stage.DISPATCHED and loop.desk.counts["answer_ignored"] == 2
    answer(loop, "t1", order, Answer.ACCEPT)
    answer(loop, "t1", order, Answer.FEEDBACK, result="handled")
    assert alarm_of(loop, key).stage is Stage.FED_BACK
    assert "arrive" in [s.verb for s in alarm_of(loop, key).trail]


def test_reinforcement_and_a_second_beginning_after_feedback(loop: Loop) -> None:
    key = smoke(loop)
    (first,) = sent(loop, key, "r1").data["orders"]
    answer(loop, "t1", first, Answer.ARRIVE)
    assert sent(loop, key, "r1").code == "already_sent"
    assert sent(loop, key, "r2").done and alarm_of(loop, key).stage is Stage.ON_SCENE
    answer(loop, "t1", first, Answer.FEEDBACK)
    assert sent(loop, key, "r4").done and alarm_of(loop, key).stage is Stage.DISPATCHED
    second = next(o for o in loop.situation.orders_of(key) if o.responder == "r2")
    answer(loop, "t2", second.id, Answer.FEEDBACK)
    assert alarm_of(loop, key).stage is Stage.FED_BACK


def test_external_services_are_called_and_answer_by_radio(loop: Loop) -> None:
    key = smoke(loop)
    (order,) = sent(loop, key, "x119").data["orders"]
    assert told(loop) == [] and loop.situation.orders[order].stage is OrderStage.OFFERED
    assert loop.do(RelayAnswer(order=order, answer=Answer.ARRIVE)).done
    assert loop.do(RelayAnswer(order=order, answer=Answer.ACCEPT)).code == "no_road"
    assert loop.do(RelayAnswer(order=order, answer=Answer.FEEDBACK, result="handled", note="已扑灭")).done
    assert alarm_of(loop, key).stage is Stage.FED_BACK


# refusals


def test_what_a_dispatch_is_refused_for(loop: Loop) -> None:
    key = smoke(loop)
    assert sent(loop, key).code == "nobody_named"
    assert sent(loop, "A0", "r1").code == "unknown_alarm"
    assert sent(loop, key, "nobody").code == "unknown_responder"
    assert sent(loop, key, "r1", "r3").params == {"responder": "r3", "class": "volunteer"}
    assert not loop.situation.orders_of(key)
    assert sent(loop, key, "r3", override="无人可派").code == "override_not_allowed"
    assert sent(loop, key, "r3", by=SUPERVISOR, override="无人可派").done
    assert "matrix_overridden" in [f.code for f in alarm_of(loop, key).evidence]


def test_off_duty_is_not_sent(shared: Ledger) -> None:
    loop = Loop(shared)
    assert sent(loop, smoke(loop), "r1").code == "off_duty"


def test_violence_takes_two_officers(loop: Loop) -> None:
    key = loop.do(ReportIncident(kind=IncidentKind.VIOLENCE, building="b0")).data["alarm"]
    assert sent(loop, key, "r1").code == "officers_needed"
    assert sent(loop, key, "r1", "r2").done
    other = loop.do(ReportIncident(kind=IncidentKind.VIOLENCE, building="b0")).data["alarm"]
    assert sent(loop, other, "r1", by=SUPERVISOR, override="只有一人").done


def test_every_code_that_the_desk_gives_is_in_the_list() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "domain/desk").glob("*.py"))
    given = set(re.findall(r'Refused\(\s*"(\w+)"', text)) | set(re.findall(r'Reply\(code="(\w+)"', text))
    listed = {code for code, _ in REPLY_CODES}
    assert given <= listed and listed - given <= {"class_not_sent", "ground_floor_only"}
    with pytest.raises(ValueError, match="not a reply"):
        Refused("unknown_alarm")


# ends and pauses


def test_a_false_alarm_needs_a_reason_of_the_list_and_stands_everybody_down(loop: Loop) -> None:
    key = smoke(loop)
    sent(loop, key, "r1")
    assert loop.do(FalseAlarm(alarm=key, reason="bored")).code == "bad_reason"
    assert loop.do(FalseAlarm(alarm=key, reason=FALSE_REASONS[0], note="炒菜")).done
    assert alarm_of(loop, key).stage is Stage.FALSE_ALARM and told(loop)[-1] == ("t1", "stand_down")
    assert alarm_of(loop, key).evidence[-1].params == {"reason": FALSE_REASONS[0]}


def test_shelved_for_some_minutes_and_back_by_itself(loop: Loop) -> None:
    key = elder(loop)
    assert loop.do(Shelve(alarm=key, minutes=0, reason="x")).code == "bad_minutes"
    assert loop.do(Shelve(alarm=key, minutes=30, reason=" ")).code == "reason_missing"
    assert loop.do(Shelve(alarm=key, minutes=30, reason="callback")).done
    loop.wait(29 * MINUTE, MINUTE)
    assert alarm_of(loop, key).stage is Stage.SHELVED
    loop.wait(2 * MINUTE, MINUTE)
    assert alarm_of(loop, key).stage is Stage.RAISED
    assert loop.do(Shelve(alarm=key, minutes=30, reason="callback")).done
    assert loop.do(Resume(alarm=key)).done


def test_what_was_put_aside_comes_back_to_be_acknowledged_and_is_not_overdue_at_once(loop: Loop) -> None:
    key = elder(loop)
    assert loop.do(Acknowledge(alarm=key), SUPERVISOR).done
    assert loop.do(Shelve(alarm=key, minutes=30, reason="callback")).done
    loop.wait(31 * MINUTE, MINUTE)
    back = alarm_of(loop, key)
    assert back.stage is Stage.RAISED and "overdue_acknowledge" not in [f.code for f in back.evidence]
    assert loop.do(Acknowledge(alarm=key)).done
    assert alarm_of(loop, key).stage is Stage.ACKNOWLEDGED and alarm_of(loop, key).owner == OPERATOR.user


def test_a_duplicate_names_the_other_alarm(loop: Loop) -> None:
    first, second = smoke(loop), loop.do(ReportIncident(kind=IncidentKind.FIRE, home="h0")).data["alarm"]
    assert loop.do(MarkDuplicate(alarm=second, of=second)).code == "same_alarm"
    assert loop.do(MarkDuplicate(alarm=second, of=first)).done
    assert alarm_of(loop, second).stage is Stage.DUPLICATE
    assert alarm_of(loop, first).evidence[-1].params == {"alarm": second}
    assert loop.do(MarkDuplicate(alarm=first, of=second)).code == "alarm_ended"


def test_a_missed_step_is_told_once_and_raises_the_level_where_nobody_looks(loop: Loop) -> None:
    key = elder(loop)
    loop.wait(20 * MINUTE, MINUTE)
    late = alarm_of(loop, key)
    assert late.level is Level.RED and [f.code for f in late.evidence].count("overdue_acknowledge") == 1
    sent(loop, key, "r1")
    loop.wait(20 * MINUTE, MINUTE)
    assert [f.code for f in alarm_of(loop, key).evidence].count("overdue_accept") == 1
    (order,) = loop.situation.orders_of(key)
    answer(loop, "t1", order.id, Answer.ACCEPT)
    loop.wait(HOUR, MINUTE)
    assert [f.code for f in alarm_of(loop, key).evidence].count("overdue_arrive") == 1


def test_technical_alarms_never_creep_to_red(shared: Ledger) -> None:
    loop = Loop(shared)
    loop.beat("m1", "s1", "s2", "m3")
    loop.wait(8 * HOUR, MINUTE, ("m1", "m3", "s2"))
    (alarm,) = [a for a in loop.alarms(AlarmKind.DEVICE_SILENT) if a.device == "s1"]
    assert alarm.level is Level.YELLOW and "overdue_acknowledge" in [f.code for f in alarm.evidence]


# incidents


def test_an_incident_by_telephone(loop: Loop) -> None:
    reply = loop.do(ReportIncident(kind=IncidentKind.MEDICAL, home="h3", caller="19900001111", note="胸痛"))
    alarm = alarm_of(loop, reply.data["alarm"])
    assert (alarm.kind, alarm.incident, alarm.level) == (AlarmKind.INCIDENT, IncidentKind.MEDICAL, Level.RED)
    assert (alarm.place.building, alarm.place.floor, alarm.place.grid) == ("b1", 12, "g1")
    assert alarm.stage is Stage.ACKNOWLEDGED and alarm.owner == "op"
    assert "19900001111" not in repr(alarm.evidence) and alarm.trail[0].note == "胸痛"
    shown = loop.do(Contacts(alarm=alarm.id))
    assert shown.data["phone"] == "19900001111", "its owner may call back; whoever else asks is refused"


def test_an_incident_at_a_point_lies_in_its_grid(loop: Loop) -> None:
    reply = loop.do(ReportIncident(kind=IncidentKind.THEFT, lon=120.001, lat=33.001), GRID0)
    alarm = alarm_of(loop, reply.data["alarm"])
    assert (alarm.place.grid, alarm.place.community) == ("g0", "c0") and alarm.stage is Stage.RAISED
    for bad in (
        ReportIncident(kind=IncidentKind.FIRE),
        ReportIncident(kind=IncidentKind.FIRE, building="b9"),
        ReportIncident(kind=IncidentKind.FIRE, lon=float("nan"), lat=33.0),
        ReportIncident(kind=IncidentKind.FIRE, lon=120.0, lat=float("nan")),
        ReportIncident(kind=IncidentKind.FIRE, lon=10.0, lat=33.0),
    ):
        assert loop.do(bad).code == "unknown_place"
    assert loop.do(ReportIncident(kind=IncidentKind.FIRE, building="b1"), GRID0).code == "out_of_reach"


# people


def test_reveal_needs_a_reason_a_reach_and_a_known_field(loop: Loop) -> None:
    assert loop.do(Reveal(person="p0", fields=("name",), reason="")).code == "reason_missing"
    assert loop.do(Reveal(person="p0", fields=("face",), reason="x")).code == "bad_field"
    assert loop.do(Reveal(person="p9", fields=("name",), reason="x")).code == "unknown_person"
    assert loop.do(Reveal(person="p3", fields=("name",), reason="x"), GRID0).code == "out_of_reach"
    assert loop.do(Reveal(person="p0", fields=("name", "phone"), reason="救助"), GRID0).data == {
        "name": NAMES[0],
        "phone": "19900000000",
    }
    rows = loop.desk._book.audit
    assert [(r.done, r.target, r.count) for r in rows][-1] == (True, "p0", 2)
    assert rows[-1].note == "name phone: 救助" and rows[-1].key == "p0"
    assert [r.code for r in rows[:-1]] == ["reason_missing", "bad_field", "unknown_person", "out_of_reach"]


def test_contacts_are_for_the_owner_of_an_open_alarm(loop: Loop) -> None:
    key = elder(loop)
    assert loop.do(Contacts(alarm=key)).code == "not_owner"
    loop.do(Acknowledge(alarm=key))
    assert loop.do(Contacts(alarm=key), GRID0).code == "not_owner"
    assert loop.do(Contacts(alarm=key), SUPERVISOR).done
    data = loop.do(Contacts(alarm=key)).data
    assert data["name"] == NAMES[0] and data["contacts"][0]["key_holder"] is True
    assert loop.desk._book.audit[-1].target == "p0"
    loop.do(FalseAlarm(alarm=key, reason="well"))
    assert loop.do(Contacts(alarm=key)).code == "alarm_ended"
    assert loop.do(Contacts(alarm=smoke(loop))).code == "no_subject"


def test_search_is_masked_cut_to_reach_and_counted(loop: Loop) -> None:
    rows = loop.do(SearchPeople(text=NAMES[0])).data["people"]
    assert rows == [{"id": "p0", "label": "司**", "home": "h0"}]
    assert loop.do(SearchPeople(text=NAMES[0]), GRID1).data["people"] == []
    assert [r["id"] for r in loop.do(SearchPeople(text="1-1-5")).data["people"]] == ["p2"]
    assert loop.do(SearchPeople(text=" ")).code == "text_too_short"
    row = loop.desk._book.audit[0]
    assert (row.verb, row.target, row.count, row.note) == ("search_people", "", 1, "")


def test_rank_gives_rows_that_a_window_can_read(loop: Loop) -> None:
    data = loop.do(Rank(alarm=smoke(loop), limit=3)).data
    assert len(data["ranks"]) == 3 and [r["responder"] for r in data["external"]] == ["x119"]
    assert set(data["ranks"][0]) == {"responder", "foot_s", "floor_s", "band_s", "allowed", "reasons", "route"}
    assert data["ranks"][0]["reasons"][0]["code"] == "nearest"


def test_a_list_kept_fresh_is_one_look_in_the_books(loop: Loop) -> None:
    alarm = smoke(loop)
    before = len(loop.desk._book.audit)
    for _ in range(20):
        assert loop.do(Rank(alarm=alarm)).done
        loop.now += 4 * SECOND
    second = Seat(user="second", role=Role.OPERATOR, label="second")
    assert loop.do(Rank(alarm=alarm), second).done, "another user looks for himself"
    rows = [(row.verb, row.user, row.target) for row in loop.desk._book.audit[before:]]
    assert rows == [("rank", OPERATOR.user, alarm), ("rank", second.user, alarm)]
    loop.now += 10 * MINUTE
    loop.do(Rank(alarm=alarm))
    assert len(loop.desk._book.audit) == before + 3


# who may

COMMANDS = {
    "acknowledge": Acknowledge(alarm="A"),
    "dispatch": Dispatch(alarm="A", responders=("r1",)),
    "take_back": TakeBack(order="O"),
    "relay_answer": RelayAnswer(order="O", answer=Answer.ACCEPT),
    "close": Close(alarm="A"),
    "false_alarm": FalseAlarm(alarm="A", reason="test"),
    "duplicate": MarkDuplicate(alarm="A", of="B"),
    "shelve": Shelve(alarm="A", minutes=5, reason="x"),
    "resume": Resume(alarm="A"),
    "report_incident": ReportIncident(kind=IncidentKind.OTHER),
    "reveal": Reveal(person="p9", fields=("name",), reason="x"),
    "contacts": Contacts(alarm="A"),
    "search_people": SearchPeople(text="zz"),
    "rank": Rank(alarm="A"),
    "erase": PersonErase(person="p9", reason="x"),
    "read_quarantine": ReadQuarantine(),
    "read_audit": ReadAudit(),
    "export_picture": ExportPicture(to="file"),
    "watch_cameras": WatchCameras(watcher="w", cameras=("cam1",)),
    "draw_zone": DrawZone(camera="cam1", corners=()),
    "draw": Draw(id="draw-9"),
}


@pytest.mark.parametrize("verb", COMMANDS)
@pytest.mark.parametrize("role", list(Role))
def test_the_table_of_permissions_holds(shared: Ledger, verb: str, role: Role) -> None:
    loop = Loop(shared)
    seat = Seat(user="u", role=role, grids=("g0",), communities=("c0",))
    reply = loop.do(COMMANDS[verb], seat)
    assert (reply.code == "not_allowed") == (role not in MAY[verb])
    (row,) = loop.desk._book.audit
    assert (row.user, row.role, row.done, row.code) == ("u", role.value, reply.done, reply.code)


def test_every_command_has_a_handler_and_every_verb_a_command() -> None:
    assert {type(c) for c in COMMANDS.values()} == set(HANDLERS)
    assert {c.verb for c in HANDLERS} <= set(MAY)


def test_property_and_grid_see_their_own_only(loop: Loop) -> None:
    key = elder(loop)
    assert loop.do(Acknowledge(alarm=key), PROPERTY).code == "not_allowed"
    assert loop.do(Acknowledge(alarm=key), GRID1).code == "out_of_reach"
    assert loop.do(Acknowledge(alarm=smoke(loop)), PROPERTY).code == "not_allowed"
    assert loop.do(Acknowledge(alarm=key), GRID0).done


# the books


def test_erasing_reading_and_auditing_go_through_the_same_door(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.desk.refuse(Refusal(reason="not_json", topic="x", device="", at=loop.now))
        loop.do(PersonErase(person="p0", reason="本人要求"), ADMIN)
        assert loop.do(PersonErase(person="p0", reason="x"), ADMIN).code == "erased"
        assert loop.do(Reveal(person="p0", fields=("name",), reason="x")).code == "erased"
        assert loop.situation.label("p0") == "—"
        committed = loop.desk.commit(loop.now)
        assert committed.batch is not None and not loop.desk.pending()
        assert ledger.person_file("p0") is None
        assert [r["reason"] for r in loop.do(ReadQuarantine(), ADMIN).data["rows"]] == ["not_json"]
        rows = loop.do(ReadAudit(), AUDITOR).data["rows"]
        assert [(r["verb"], r["done"]) for r in rows] == [("reveal", False), ("erase", False), ("erase", True)]
        loop.desk.commit(loop.now)
        assert loop.do(ReadAudit(limit=1), AUDITOR).data["rows"][0]["verb"] == "read_audit"


def test_alarm_numbers_never_come_twice_across_restarts(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        first = loop.do(ReportIncident(kind=IncidentKind.OTHER, building="b0")).data["alarm"]
        loop.desk.commit(loop.now)
        again = Loop(ledger, ledger.load_situation(ledger.load_register()))
        second = again.do(ReportIncident(kind=IncidentKind.OTHER, building="b0")).data["alarm"]
        assert first.endswith("-0001") and second.endswith("-0002") and first[:9] == second[:9]


class Busy(Ledger):
    """A real ledger that cannot be read for a while."""

    busy = False

    def alarm_history(self, since: int) -> list[Alarm]:
        if self.busy:
            raise LedgerBusy("the ledger is busy.")
        return super().alarm_history(since)


def test_an_alarm_needs_no_reading_of_the_ledger(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    ledger = Busy.open(tmp_path / "t.db")
    assert isinstance(ledger, Busy)
    loop = Loop(ledger)
    ledger.busy = True
    smoke(loop)
    loop.now += DAY
    loop.take(SosPressed(**loop.head("sos1")))
    assert [a[-5:] for a in loop.situation.alarms] == ["-0001", "-0001"] and len(loop.situation.alarms) == 2
    ledger.close()


def test_orders_are_told_again_after_a_fall_with_the_same_id(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.duty("r1", "r2", "r5")
        key = smoke(loop)
        assert sent(loop, key, "r1", "r2", "r5", by=SUPERVISOR, override="all").done
        assert loop.do(TakeBack(order=f"{key}-2")).done
        answer(loop, "t5", f"{key}-3", Answer.ACCEPT)
        first = loop.desk.commit(loop.now).orders
        again = Loop(ledger, ledger.load_situation(ledger.load_register()))
        notices = again.desk.commit(again.now + SECOND).orders
        assert [(n.device, n.verb) for n in notices] == [("t1", "offer"), ("t2", "take_back")]
        assert {encode_order(n) for n in notices} <= {encode_order(n) for n in first}
        assert again.do(FalseAlarm(alarm=key, reason="steam")).done
        again.desk.commit(again.now)
        later = Desk(ledger, ledger.load_situation(again.situation.register))
        later.start(again.now + 59 * MINUTE)
        assert [n.verb for n in later.commit(again.now + 59 * MINUTE).orders] == [
            "stand_down",
            "take_back",
            "stand_down",
        ]
        late = Desk(ledger, ledger.load_situation(again.situation.register))
        late.start(again.now + 61 * MINUTE)
        assert not late.commit(again.now + 61 * MINUTE).orders


def test_a_clock_behind_the_ledger_is_told(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.desk.commit(loop.now)
        assert not loop.desk.fault
        desk = Desk(ledger, ledger.load_situation(ledger.load_register()))
        desk.start(loop.now - HOUR)
        assert "3600 s behind the ledger" in desk.fault


class Full(Ledger):
    """A real ledger on a disk that is full for a while."""

    full = False

    def commit(self, entry: object) -> None:
        if self.full:
            raise LedgerFull("the disk is full; nothing was written.")
        super().commit(entry)  # type: ignore[arg-type]


def test_a_full_disk_keeps_everything_pending(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    ledger = Full.open(tmp_path / "t.db")
    assert isinstance(ledger, Full)
    loop = Loop(ledger)
    loop.take(SosPressed(**loop.head("sos1")))
    ledger.full = True
    for _ in range(2):
        with pytest.raises(LedgerFull):
            loop.desk.commit(loop.now)
        assert loop.desk.pending() and loop.situation.seq == 0
    ledger.full = False
    committed = loop.desk.commit(loop.now)
    assert committed.batch is not None and committed.batch.seq == 1 == loop.situation.seq
    assert len(ledger.load_situation(loop.situation.register).alarms) == 1
    ledger.close()
