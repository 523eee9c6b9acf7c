"""Rules as tables: what each event leads to, and what it must not lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.alarms import AlarmKind, Level, Stage, Verb
from domain.clock import DAY, HOUR, MINUTE, SECOND
from domain.commands import Dispatch, FalseAlarm, RelayAnswer, Shelve
from domain.dispatch.reasons import REASONS
from domain.events import Answer, Credential, DeviceReported, LockOpened, SmokeSensed, SosPressed
from domain.register import Register
from domain.rules import FACTS, RULES, Verdict, fact, verdict
from domain.store import Ledger
from tests.desk_scene import STEP, T0, Loop, new_ledger, register

ROOT = Path(__file__).parent.parent
ALL = ("m1", "m3", "s1", "s2", "w1", "w2", "w3", "w4")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = new_ledger(tmp_path_factory.mktemp("rules"))
    yield made
    made.close()


@pytest.fixture
def loop(ledger: Ledger) -> Loop:
    made = Loop(ledger)
    made.beat(*ALL)
    return made


def codes(alarm: object) -> list[str]:
    return [f.code for f in alarm.evidence]  # type: ignore[attr-defined]


# facts


def test_every_fact_that_the_code_states_is_in_the_list() -> None:
    stated = set()
    for file in [*(ROOT / "domain/rules").glob("*.py"), *(ROOT / "domain/desk").glob("*.py")]:
        stated |= set(re.findall(r'\b(?:fact|_opened)\(\s*"(\w+)"', file.read_text(encoding="utf-8")))
    listed = {spec.code for spec in FACTS}
    assert stated - listed == set()
    assert len(listed) == len(FACTS) and not listed & {code for code, _ in REASONS}
    said_elsewhere = {"overdue_accept", "overdue_arrive", "overdue_feedback", "device_offline"}
    assert listed - stated <= said_elsewhere


def test_a_fact_with_other_params_than_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="not a fact"):
        fact("heard_late", 0, late_s=1, name="王")
    with pytest.raises(ValueError, match="not a fact"):
        fact("nonsense")


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


# openers

OPENINGS = [
    (Credential.FACE, "k1", "l1", Verdict.KNOWN),
    (Credential.CARD, "k0", "l1", Verdict.UNKNOWN),
    (Credential.PIN, "nobody", "l1", Verdict.UNKNOWN),
    (Credential.KEY, "nobody", "l1", Verdict.CANNOT_JUDGE),
    (Credential.ONE_TIME, "nobody", "l1", Verdict.CANNOT_JUDGE),
    (Credential.FINGERPRINT, None, "l1", Verdict.CANNOT_JUDGE),
    (Credential.FACE, "nobody", "l0", Verdict.CANNOT_JUDGE),
    (Credential.FACE, "nobody", "m1", Verdict.CANNOT_JUDGE),
]


@pytest.mark.parametrize(("credential", "subject", "lock", "expected"), OPENINGS)
def test_who_opened(loop: Loop, credential: Credential, subject: str | None, lock: str, expected: Verdict) -> None:
    event = LockOpened(credential=credential, subject=subject, **loop.head(lock))
    assert verdict(event, loop.situation.register, T0) is expected
    loop.take(event)
    raised = loop.alarms(AlarmKind.UNREGISTERED_OPENER)
    assert len(raised) == (1 if expected is Verdict.UNKNOWN else 0)
    if raised:
        assert raised[0].level is Level.YELLOW and raised[0].place.home == "h1" and raised[0].subject == ""


def test_one_alarm_a_home_and_day(loop: Loop) -> None:
    def opened() -> None:
        loop.take(LockOpened(credential=Credential.PIN, subject="zz", **loop.head("l1")))

    opened()
    loop.now += HOUR
    opened()
    (alarm,) = loop.alarms(AlarmKind.UNREGISTERED_OPENER)
    assert codes(alarm) == ["opener_not_enrolled", "opened_again"]
    loop.desk._core.step(alarm.id, "false_alarm", "u", loop.now)  # type: ignore[arg-type]
    loop.now += HOUR
    opened()
    assert len(loop.alarms(AlarmKind.UNREGISTERED_OPENER)) == 1
    loop.now += DAY
    opened()
    assert len(loop.alarms(AlarmKind.UNREGISTERED_OPENER)) == (2 if alarm.id in loop.situation.alarms else 1)


def test_a_retained_opening_is_no_news(loop: Loop) -> None:
    loop.take(LockOpened(credential=Credential.PIN, subject="zz", **loop.head("l1", retained=True)))
    assert not loop.alarms(AlarmKind.UNREGISTERED_OPENER)


def test_a_stale_register_is_a_data_alarm_and_never_one_about_a_person(tmp_path: Path) -> None:
    with new_ledger(tmp_path, registration_at=T0 - 23 * HOUR) as ledger:
        loop = Loop(ledger)
        loop.wait(2 * HOUR, MINUTE)
        loop.take(LockOpened(credential=Credential.PIN, subject="zz", **loop.head("l1")))
        loop.wait(2 * HOUR, MINUTE)
        assert not loop.alarms(AlarmKind.UNREGISTERED_OPENER)
        (data,) = loop.alarms(AlarmKind.REGISTRATION_STALE)
        assert data.subject == "" and data.level is Level.BLUE
        assert data.at - (T0 + HOUR) <= 2 * MINUTE


def test_a_register_without_credentials_accuses_nobody() -> None:
    bare: Register = register()
    bare.credentials = type(bare.credentials)()
    event = LockOpened(id="1", device="l1", at=T0, received=T0, credential=Credential.PIN, subject="zz")
    assert verdict(event, bare, T0) is Verdict.CANNOT_JUDGE


# smoke


def smoke(loop: Loop, device: str = "s1", alarm: bool = True, **more: object) -> None:
    loop.take(SmokeSensed(alarm=alarm, density=0.3, **(loop.head(device) | more)))  # type: ignore[arg-type]


def test_smoke_names_place_neighbours_and_who_needs_help(loop: Loop) -> None:
    smoke(loop)
    (alarm,) = loop.alarms(AlarmKind.SMOKE)
    assert (alarm.level, alarm.place.building, alarm.place.floor) == (Level.RED, "b0", 3)
    facts = {f.code: f.params for f in alarm.evidence}
    assert facts["neighbours_quiet"] == {"count": 1}
    assert facts["people_on_floor_and_above"] == {"count": 3}
    assert facts["people_need_help"] == {"count": 2, "persons": "p0 p2"}
    smoke(loop, "s2")
    first, second = loop.alarms(AlarmKind.SMOKE)
    assert "neighbour_in_alarm" in codes(first) and "neighbour_in_alarm" in codes(second)


def test_clearing_and_coming_back_are_lines_of_the_same_alarm(loop: Loop) -> None:
    for alarm in (True, True, False, False, True):
        smoke(loop, alarm=alarm)
        loop.now += SECOND
    (one,) = loop.alarms(AlarmKind.SMOKE)
    assert [c for c in codes(one) if c.startswith("smoke_") and c != "smoke_density"] == [
        "smoke_sensed",
        "smoke_cleared",
        "smoke_again",
    ]


def test_a_test_press_and_an_old_retained_message_raise_nothing(loop: Loop) -> None:
    smoke(loop, test=True)
    smoke(loop, alarm=False)
    smoke(loop, retained=True, at=loop.now - 2 * HOUR)
    assert not loop.alarms(AlarmKind.SMOKE)
    smoke(loop, retained=True, at=loop.now - MINUTE)
    assert len(loop.alarms(AlarmKind.SMOKE)) == 1


def at_stage(loop: Loop, kind: AlarmKind, stage: Stage) -> str:
    """The newest alarm of a kind, brought where a night brings it."""
    key = loop.alarms(kind)[-1].id
    if stage is Stage.SHELVED:
        assert loop.do(Shelve(alarm=key, minutes=600, reason="x")).done
    else:
        loop.duty("r1")
        assert loop.do(Dispatch(alarm=key, responders=("r1",))).done
        assert loop.do(RelayAnswer(order=f"{key}-1", answer=Answer.FEEDBACK, result="done")).done
    assert loop.situation.alarms[key].stage is stage
    loop.now += MINUTE
    return str(key)


def test_a_new_call_brings_back_what_was_put_aside(loop: Loop) -> None:
    smoke(loop)
    key = at_stage(loop, AlarmKind.SMOKE, Stage.SHELVED)
    smoke(loop, alarm=False)
    assert loop.situation.alarms[key].stage is Stage.SHELVED
    smoke(loop)
    (one,) = loop.alarms(AlarmKind.SMOKE)
    assert one.stage is Stage.RAISED and codes(one)[-1] == "smoke_again" and one.trail[-1].verb is Verb.RESUME
    for _ in range(20):
        loop.take(SosPressed(**loop.head("sos1")))
    key = at_stage(loop, AlarmKind.SOS, Stage.SHELVED)
    loop.take(SosPressed(**loop.head("sos1")))
    assert [a.stage for a in loop.alarms(AlarmKind.SOS)] == [Stage.RAISED]


def test_a_new_call_after_feedback_is_a_new_alarm(loop: Loop) -> None:
    smoke(loop)
    at_stage(loop, AlarmKind.SMOKE, Stage.FED_BACK)
    smoke(loop, alarm=False)
    assert codes(loop.alarms(AlarmKind.SMOKE)[0])[-1] == "smoke_cleared"
    loop.now += MINUTE
    smoke(loop)
    assert [a.stage for a in loop.alarms(AlarmKind.SMOKE)] == [Stage.FED_BACK, Stage.RAISED]
    loop.take(SosPressed(**loop.head("sos1")))
    at_stage(loop, AlarmKind.SOS, Stage.FED_BACK)
    for _ in range(2):
        loop.take(SosPressed(**loop.head("sos1")))
    first, second = loop.alarms(AlarmKind.SOS)
    assert second.stage is Stage.RAISED and "pressed_again" in codes(second) and "pressed_again" not in codes(first)


def test_one_smoke_is_one_alarm_though_the_detector_repeats_it_after_closing(loop: Loop) -> None:
    smoke(loop)
    assert loop.do(FalseAlarm(alarm=loop.alarms(AlarmKind.SMOKE)[0].id, reason="cooking")).done
    for _ in range(5):
        loop.now += MINUTE
        smoke(loop)
    assert len(loop.alarms(AlarmKind.SMOKE)) == 1
    smoke(loop, alarm=False)
    loop.now += MINUTE
    smoke(loop)
    second = loop.alarms(AlarmKind.SMOKE)[-1]
    assert len(loop.alarms(AlarmKind.SMOKE)) == 2 and second.cause.since == loop.now
    assert loop.do(FalseAlarm(alarm=second.id, reason="cooking")).done
    loop.now += 3 * HOUR
    smoke(loop)
    smoke(loop)
    assert len(loop.alarms(AlarmKind.SMOKE)) == 3  # a detector that never clears: a fire of hours later is not lost


def test_what_flaps_fills_no_diary_and_never_ends_on_a_good_word(loop: Loop) -> None:
    for _ in range(60):
        smoke(loop)
        loop.now += SECOND
        smoke(loop, alarm=False)
        loop.now += SECOND
    smoke(loop)
    (one,) = loop.alarms(AlarmKind.SMOKE)
    assert len(one.evidence) < 20 and codes(one)[-1] == "smoke_again"
    rest = tuple(d for d in ALL if d != "s1")
    for _ in range(12):
        loop.wait(HOUR, MINUTE, rest)
        loop.beat("s1")
    (silent,) = loop.alarms(AlarmKind.DEVICE_SILENT)
    assert len(silent.evidence) < 20 and codes(silent)[-1] == "silent_again"


# a call for help


def test_where_a_call_comes_from(loop: Loop) -> None:
    loop.take(SosPressed(lon=120.004, lat=33.0, **loop.head("sos1")))
    (first,) = loop.alarms(AlarmKind.SOS)
    assert first.level is Level.RED and first.subject == "p0" and first.place.lon == 120.004
    assert first.place.home == "" and "place_from_device" in codes(first)
    loop.take(SosPressed(**loop.head("sos1")))
    assert [c for c in codes(loop.situation.alarms[first.id]) if c == "pressed_again"] == ["pressed_again"]
    loop.take(SosPressed(**loop.head("wall1")))
    wall = loop.alarms(AlarmKind.SOS)[-1]
    assert wall.place.building == "b1" and wall.subject == "" and "place_as_installed" in codes(wall)


def test_a_call_without_position_is_from_home_and_near_home_is_at_home(loop: Loop) -> None:
    loop.take(SosPressed(**loop.head("sos1")))
    (home,) = loop.alarms(AlarmKind.SOS)
    assert (home.place.home, home.place.floor) == ("h0", 3) and "place_from_home" in codes(home)
    other = Loop(loop.ledger)
    other.take(SosPressed(lon=120.002 + STEP / 10, lat=33.0, **other.head("sos1")))
    assert other.alarms(AlarmKind.SOS)[0].place.home == "h0"


# devices


def test_a_device_that_falls_silent_is_told_once_and_heard_again(loop: Loop) -> None:
    rest = tuple(d for d in ALL if d != "s1")
    loop.wait(HOUR, MINUTE, rest)
    (alarm,) = loop.alarms(AlarmKind.DEVICE_SILENT)
    assert alarm.device == "s1" and alarm.level is Level.YELLOW
    assert 30 * MINUTE <= alarm.at - T0 <= 32 * MINUTE
    loop.beat("s1")
    assert codes(loop.situation.alarms[alarm.id])[-1] == "heard_again"
    loop.wait(HOUR, MINUTE, rest)
    assert [c for c in codes(loop.situation.alarms[alarm.id]) if c.endswith("_again")] == [
        "heard_again",
        "silent_again",
    ]
    assert len(loop.alarms(AlarmKind.DEVICE_SILENT)) == 1


def test_a_gateway_that_dies_is_one_alarm_and_no_storm(loop: Loop) -> None:
    loop.wait(2 * HOUR, MINUTE, ("m1", "m3", "s1", "s2"))
    assert not loop.alarms(AlarmKind.DEVICE_SILENT)
    (alarm,) = loop.alarms(AlarmKind.LINK_DOWN)
    assert alarm.evidence[0].params["gateway"] == "gw" and alarm.place.building == "b1"
    loop.beat("w1", "w2", "w3")
    loop.wait(40 * MINUTE, MINUTE, ALL[:-1])
    assert "devices_heard_again" in codes(loop.situation.alarms[alarm.id])
    assert [a.device for a in loop.alarms(AlarmKind.DEVICE_SILENT)] == ["w4"]


def test_when_most_of_the_site_is_silent_one_alarm_says_so_and_counts_the_elders(loop: Loop) -> None:
    loop.wait(3 * HOUR, MINUTE)
    (alarm,) = [a for a in loop.alarms(AlarmKind.LINK_DOWN) if a.cause.source == "t"]
    assert not [a for a in loop.alarms(AlarmKind.DEVICE_SILENT) if a.device]
    assert [f.params["count"] for f in alarm.unknown if f.code == "silences_cannot_be_judged"] == [2]


def test_a_will_is_an_alarm_only_when_it_lasts(loop: Loop) -> None:
    loop.take(DeviceReported(online=False, **loop.head("m1", at=0)))
    loop.wait(10 * SECOND, SECOND)
    loop.beat("m1")
    loop.wait(2 * MINUTE, SECOND)
    assert not loop.alarms(AlarmKind.DEVICE_SILENT)
    loop.take(DeviceReported(online=False, **loop.head("m1", at=0)))
    loop.wait(MINUTE, SECOND)
    (alarm,) = loop.alarms(AlarmKind.DEVICE_SILENT)
    assert codes(alarm) == ["reported_offline"]


def test_nothing_is_silent_while_the_link_is_down_nor_right_after_it_came_back(loop: Loop) -> None:
    loop.wait(10 * MINUTE, MINUTE, ALL)
    loop.desk.link_changed(False, False, loop.now)
    loop.wait(2 * HOUR, MINUTE)
    assert not loop.alarms(AlarmKind.DEVICE_SILENT)
    (down,) = loop.alarms(AlarmKind.LINK_DOWN)
    loop.desk.link_changed(True, True, loop.now)
    loop.wait(9 * MINUTE, MINUTE)
    assert not loop.alarms(AlarmKind.DEVICE_SILENT)
    assert codes(loop.situation.alarms[down.id])[-1] == "broker_link_up"
    loop.beat(*ALL)
    loop.wait(20 * MINUTE, MINUTE)
    assert not loop.alarms(AlarmKind.DEVICE_SILENT) and len(loop.alarms(AlarmKind.LINK_DOWN)) == 1


def test_a_restart_raises_no_second_alarm_for_the_same_silence(loop: Loop) -> None:
    rest = tuple(d for d in ALL if d != "s1")
    loop.wait(HOUR, MINUTE, rest)
    (alarm,) = loop.alarms(AlarmKind.DEVICE_SILENT)
    loop.desk._core.step(alarm.id, "false_alarm", "u", loop.now)  # type: ignore[arg-type]
    loop.desk.start(loop.now)
    loop.desk.link_changed(True, True, loop.now)
    loop.wait(HOUR, MINUTE, rest)
    assert len(loop.alarms(AlarmKind.DEVICE_SILENT)) == 1


def test_trackers_of_those_off_duty_owe_no_word(loop: Loop) -> None:
    loop.duty("r1")
    loop.fix("t1", 1)
    loop.wait(20 * MINUTE, MINUTE, ALL)
    assert [a.device for a in loop.alarms(AlarmKind.DEVICE_SILENT)] == ["t1"]
    other = Loop(loop.ledger)
    other.beat("t2")
    other.wait(20 * MINUTE, MINUTE, ALL)
    assert not other.alarms(AlarmKind.DEVICE_SILENT)
