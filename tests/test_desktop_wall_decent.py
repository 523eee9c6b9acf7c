"""What a wall may not tell (R9): no person, no single home – and what it must not pass over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as with_
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import figures, wall_view
from domain.access import Role, Seat
from domain.alarms import Alarm, AlarmKind, Fact, IncidentKind, Level, Place, Verb
from domain.changes import AlarmRaised, Batch
from domain.rules.facts import FACTS, FactSpec
from domain.situation import Situation
from tests import layers_rows as rows
from tests.desktop_rows import NOW, OPERATOR, Station
from tests.wall_rows import open_wall, wall_words
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TZ = figures.zone("Asia/Shanghai")
ELDERS_HOME = Place(lon=120.14, lat=33.35, community="c1", building="b3", unit="u2", home="h3-502", floor=5)


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp)
    yield made
    made.wiring.wall.shut()


def told(alarm: Alarm, *facts: Fact, among: tuple[Alarm, ...] = ()) -> str:
    """All that a wall says of an alarm with this evidence."""
    live = rows.situation(rows.register())
    whole = replace(alarm, evidence=facts, unknown=facts)
    live.apply(Batch(live.seq + 1, NOW, tuple(AlarmRaised(alarm=one) for one in (whole, *among))))
    shown = wall_view.case(live, live.alarms[alarm.id], TZ)
    return "\n".join((shown.title, shown.place, *shown.lines, *shown.unknown, *(text for _, text in shown.others)))


def at_home(kind: AlarmKind, ident: str = "A1", **more: Any) -> Alarm:
    return replace(rows.smoke(ident, Level.ORANGE), kind=kind, place=ELDERS_HOME, device="", **more)


@pytest.mark.parametrize(
    "alarm",
    [
        at_home(AlarmKind.ELDER_SILENCE, subject="p1"),
        at_home(AlarmKind.UNREGISTERED_OPENER),
        at_home(AlarmKind.DEVICE_SILENT),
        at_home(AlarmKind.SOS),
        at_home(AlarmKind.INCIDENT, incident=IncidentKind.MEDICAL),
        at_home(AlarmKind.INCIDENT, incident=IncidentKind.DISPUTE),
    ],
    ids=lambda alarm: str(alarm.incident or alarm.kind),
)
def test_an_alarm_at_a_home_has_building_and_floor_alone(alarm: Alarm) -> None:
    said = told(alarm, among=(replace(alarm, id="A2"),))
    assert "Building 3 floor 5" in said and "502" not in said, "neither as the case nor among those that are also open"


def test_the_home_of_a_fire_is_told() -> None:
    assert "1203" in told(rows.smoke())


@pytest.mark.parametrize("code", ["magnet_heard", "life_again", "not_heard", "heard_again", "neighbours_silent"])
def test_a_device_in_a_home_is_not_named(code: str) -> None:
    params: dict[str, str | int | float] = {"device": "m1", "devices": "g1 m1", "heard": NOW, "minutes": 3, "count": 2}
    said = told(at_home(AlarmKind.ELDER_SILENCE, subject="p1"), Fact(code=code, at=NOW, params=params))
    assert "M1" not in said


def test_a_device_in_a_home_is_not_named_in_place_of_a_place() -> None:
    nowhere = Place(lon=120.14, lat=33.35)
    alarm = replace(at_home(AlarmKind.DEVICE_SILENT), place=nowhere, device="m1")
    assert "M1" not in told(alarm) and "G1" in told(replace(alarm, device="g1"))


def test_what_burns_names_its_smoke_detectors() -> None:
    assert "K1: smoke" in told(rows.smoke(), Fact(code="smoke_sensed", at=NOW, params={"device": "k1"}))


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("false_alarm_reason", {"reason": "old Mr Liu cooked"}),
        ("matrix_overridden", {"user": "Liu", "responders": "r1"}),
        ("duplicate_of", {"alarm": "A1"}),
        ("opened_again", {"credential": "card"}),
        ("invented_tomorrow", {"subject": "p1"}),
    ],
)
def test_what_might_tell_of_somebody_is_left_to_the_seats(code: str, params: dict[str, str]) -> None:
    alarm = at_home(AlarmKind.ELDER_SILENCE, subject="p1")
    assert told(alarm, Fact(code=code, at=NOW, params={**params})) == told(alarm)


def test_figures_that_a_seat_may_not_know_are_left_out_and_not_nought() -> None:
    live: Situation = rows.situation(rows.register())
    whole = wall_view.figures(live, OPERATOR)
    assert whole.elders == 3 and whole.devices is not None
    estate = wall_view.figures(live, Seat(user="p", role=Role.PROPERTY, communities=("c1",)))
    assert estate.elders is None and estate.rentals is None and estate.devices is not None
    assert wall_view.figures(live, Seat(user="a", role=Role.AUDITOR)).devices is None


def test_alarms_that_have_no_room_are_counted(station: Station) -> None:
    wall = open_wall(station, 1280, 360)
    for n in range(20):
        station.raise_alarm(f"A{n}", Level.YELLOW)

    def accounted_for() -> int:
        said = wall_words(wall).splitlines()
        listed = [line for line in said if line.startswith("Smoke alarm · ")]
        return len(listed) + sum(int(line.split()[0]) for line in said if line.endswith(" more"))

    station.until(lambda: accounted_for() == 19)
    assert " more" in wall_words(wall), "there is not room for all"


def test_what_is_shelved_stands_last_and_says_so(station: Station) -> None:
    wall = open_wall(station)
    for ident in ("A1", "A2", "A3"):
        station.raise_alarm(ident)
    station.wiring.cases.choose("A3")
    station.step(Verb.SHELVE, "A1")
    station.until(lambda: "shelved" in wall_words(wall))
    listed = [line for line in wall_words(wall).splitlines() if line.startswith("Smoke alarm · ")]
    assert len(listed) == 2 and listed[1].endswith("shelved") and not listed[0].endswith("shelved")


def test_who_was_sent_ages_no_more_once_the_case_is_closed(station: Station) -> None:
    wall = open_wall(station)
    station.raise_alarm()
    station.wiring.cases.choose("A1")
    for verb in (Verb.ACKNOWLEDGE, Verb.FALSE_ALARM):
        station.step(verb)
    alarm = station.situation.alarms["A1"]
    sent = (wall_view.WallOrder(0, "巡-02", "fed back", NOW - 5_000),)
    wall.case.show_case(with_(wall_view.case(station.situation, alarm, TZ), sent=sent), alarm.ended + 600_000)
    assert wall.case._ages == (figures.timer(alarm.ended - NOW + 5_000),)


TELLS_OF_SOMEBODY = {
    *("no_sign_of_life", "life_again", "silence_cannot_be_judged", "silences_cannot_be_judged"),
    *("opener_not_enrolled", "opened_again", "people_need_help", "help_called", "place_from_home"),
    *("false_alarm_reason", "duplicate_of", "also_reported", "matrix_overridden"),
}


@pytest.mark.parametrize("spec", FACTS, ids=lambda spec: spec.code)
def test_of_all_there_is_to_say_a_wall_says_what_tells_of_nobody(spec: FactSpec) -> None:
    """A rule that learns to say more is decided here, by hand, before a wall says it."""
    live = rows.situation(rows.register())
    said = Fact(code=spec.code, at=NOW, params=dict.fromkeys(spec.params, "k1"))
    assert wall_view._may_be_told(live, rows.smoke(), said) is (spec.code not in TELLS_OF_SOMEBODY)
