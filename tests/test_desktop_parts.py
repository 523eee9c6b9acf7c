"""The plain parts: when it sounds, when the map may fly, what is measured, how one signs in, and the process itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop import options
from app.desktop.about import about_html, keys_html
from app.desktop.actions import ENTRIES
from app.desktop.autopilot import Autopilot
from app.desktop.bridge import Bridge
from app.desktop.case_view import Ranked
from app.desktop.cases import Cases, first_choice
from app.desktop.follow import Follow
from app.desktop.login import LoginPage
from app.desktop.measure import Histogram, _new
from app.desktop.rail import Rail
from app.desktop.sound import SoundPlan, Speaker, times_due
from app.desktop.theme import Theme
from app.desktop.timeline import marks
from app.desktop.tones import RATE, tone
from app.seat.messages import Changed, Login, Opened
from domain.alarms import AlarmKind, IncidentKind, Level, Stage
from domain.changes import AlarmRaised, Batch, LifeSigned
from domain.clock import HOUR, Clock
from domain.commands import Acknowledge, Dispatch
from tests import layers_rows as rows
from tests.desktop_rows import NOW, OPERATOR, Station, register

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# -- sound


def sounds(ages: list[float], level: Level = Level.RED, stage: Stage = Stage.RAISED) -> list[int]:
    plan = SoundPlan()
    alarm = replace(rows.smoke(level=level), stage=stage)
    return [plan.due([(alarm, age)]) for age in ages]


def test_it_sounds_at_once_at_thirty_seconds_and_every_minute() -> None:
    heard = [s for s, worst in zip(range(220), sounds([float(s) for s in range(220)]), strict=True) if worst]
    assert heard == [0, 30, 90, 150, 210]


def test_levels_three_and_four_are_silent_and_so_is_what_somebody_has_taken() -> None:
    assert not any(sounds([0, 30, 90], Level.YELLOW)) and not any(sounds([0, 30, 90], Level.BLUE))
    assert not any(sounds([0, 30, 90], stage=Stage.ACKNOWLEDGED))
    assert tone(3) == tone(4) == b"" and len(tone(1)) > RATE and tone(1) != tone(2)


def test_a_window_that_was_away_sounds_once_and_not_for_all_it_missed() -> None:
    assert sounds([200.0, 201.0]) == [1, 0]


def test_the_worst_of_several_decides_the_tone_and_ninety_seconds_flag() -> None:
    plan = SoundPlan()
    red, orange = rows.smoke("A1"), rows.smoke("A2", Level.ORANGE)
    assert plan.due([(orange, 0.0), (red, 0.0)]) == 1
    assert plan.due([(orange, 90.0), (red, 20.0)]) == 2 and plan.flagged == {"A2"}
    assert plan.due([]) == 0 and not plan.flagged and not plan.sounded


@given(st.floats(0, 10_000))
def test_older_alarms_never_sound_less_often(age: float) -> None:
    assert times_due(age) <= times_due(age + 60) == times_due(age) + 1 or age < 30


def test_a_machine_without_a_sound_device_is_told_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desktop.sound.has_device", lambda: False)
    tone.cache_clear()
    speaker = Speaker()
    made = tone.cache_info().misses
    told: list[str] = []
    speaker.unavailable.connect(told.append)
    speaker.play(3)
    assert speaker._thread is None, "a quiet level does not even wake the thread"
    speaker.play(1)
    speaker.play(2)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=5_000)
    speaker.stop()
    QApplication.processEvents()
    assert len(told) == 1
    assert tone.cache_info().misses == made, "every tone was there before it was wanted"


# -- flying


def test_the_map_flies_only_when_it_may() -> None:
    red, yellow = rows.smoke("A1"), rows.smoke("A3", Level.YELLOW)
    both = {a.id: a for a in (red, yellow)}
    assert Follow().may_go(red, both, busy=False)
    assert not Follow().may_go(yellow, {"A3": yellow}, busy=False), "quiet alarms never take the screen"
    for follow, busy in ((Follow(dragging=True), False), (Follow(on=False), False), (Follow(), True)):
        assert not follow.may_go(red, both, busy=busy)
        follow.settle(both, "")
        assert follow.waiting == ["A1"]


def test_no_lesser_alarm_is_gone_to_past_one_that_nobody_has_taken() -> None:
    red, orange = rows.smoke("A1"), rows.smoke("A2", Level.ORANGE)
    assert not Follow().may_go(orange, {"A1": red, "A2": orange}, busy=False)
    assert Follow().may_go(orange, {"A1": replace(red, stage=Stage.ACKNOWLEDGED), "A2": orange}, busy=False)
    assert Follow().may_go(red, {"A1": red, "A2": orange}, busy=False)


def test_what_was_looked_at_and_left_again_waits() -> None:
    alarms, follow = {a.id: a for a in (rows.smoke("A1"), rows.smoke("A2", Level.ORANGE))}, Follow()
    follow.settle(alarms, "A1")
    assert follow.waiting == ["A2"]
    follow.settle(alarms, "")
    assert follow.waiting == ["A1", "A2"]
    assert follow.next_waiting(alarms, "A2") == "A1"
    assert follow.next(alarms, "A2") == "A1", "the worst, wherever one looks"
    assert follow.next(alarms, "A1") == "A2", "and asked again the one after it"


def test_what_somebody_else_takes_does_not_wait_any_more() -> None:
    follow = Follow(on=False)
    alarm = rows.smoke("A1")
    follow.settle({"A1": alarm}, "")
    assert follow.waiting == ["A1"]
    follow.settle({"A1": replace(alarm, stage=Stage.ACKNOWLEDGED)}, "")
    assert not follow.waiting and follow.next({}, "") == ""


def test_the_next_alarm_goes_round_from_the_worst() -> None:
    alarms = {a.id: replace(a, stage=Stage.DISPATCHED) for a in (rows.smoke("A2", Level.YELLOW), rows.smoke("A1"))}
    follow = Follow()
    assert [follow.next(alarms, at) for at in ("", "A1", "A2")] == ["A1", "A2", "A1"]


def test_the_next_alarm_is_one_that_nobody_has_taken_and_a_shelved_one_comes_last() -> None:
    shelved = replace(rows.smoke("A0", Level.BLUE), stage=Stage.SHELVED)
    sent = replace(rows.smoke("A1"), stage=Stage.DISPATCHED)
    mine = replace(rows.smoke("A2", Level.YELLOW), stage=Stage.ACKNOWLEDGED, owner="op")
    raised = [rows.smoke("A3"), rows.smoke("A4"), rows.smoke("A5", Level.ORANGE)]
    alarms = {a.id: a for a in (shelved, sent, mine, *raised)}
    follow = Follow(waiting=["A5"])
    assert [follow.next(alarms, at, "op") for at in ("", "A3", "A4", "A5", "A0")] == ["A3", "A4", "A5", "A3", "A3"]
    taken = {a.id: a for a in (shelved, sent, mine)}
    assert [follow.next(taken, at, "op") for at in ("", "A2", "A1", "A0")] == ["A2", "A1", "A0", "A2"]


def test_violence_takes_two_officers_and_nobody_else_by_itself() -> None:
    live = rows.situation(register())
    ranked = tuple(Ranked(who, 10.0) for who in ("r2", "r1", "r3", "r5"))
    fight = replace(rows.smoke(), kind=AlarmKind.INCIDENT, incident=IncidentKind.VIOLENCE)
    assert first_choice(fight, ranked, live) == ["r1", "r5"]
    assert first_choice(rows.smoke(), ranked, live) == ["r2", "r1"]
    assert first_choice(rows.smoke(level=Level.BLUE), ranked, live) == ["r2"]


def test_a_ranking_is_kept_while_its_alarm_is_open_or_looked_at() -> None:
    live, cases = rows.situation(register()), Cases()
    a, b, c = (replace(rows.smoke(), id=key) for key in ("A-1", "A-2", "A-3"))
    for alarm in (a, b, c):
        cases.rank(alarm.id, (Ranked("r1", 10.0),), live)
    cases.tick_item("hydrant", on=True)
    cases.choose("A-2")
    ended = {alarm.id: replace(alarm, stage=Stage.CLOSED) for alarm in (a, b)}
    cases.forget(ended | {"A-3": c})
    assert cases.desk.ranked and cases._desks["A-3"].ranked
    assert not cases._desks["A-1"].ranks and not cases._desks["A-1"].ranked, "asked for anew where it is wanted again"
    cases.forget({"A-3": c})
    assert set(cases._desks) == {"A-2", "A-3"}, "what is looked at stays until it is left"


def test_the_time_to_the_floor_is_the_walk_and_the_stairs() -> None:
    row = {"responder": "r1", "foot_s": 60, "floor_s": 90, "reasons": [], "route": [[120.0, 33.0]], "allowed": False}
    assert Ranked.of(row) == Ranked("r1", 60.0, 150.0, (), ((120.0, 33.0),), allowed=False)


# -- measuring


@given(st.lists(st.floats(0, 3_000), min_size=1, max_size=200))
def test_quantiles_lie_within_a_step_of_the_truth(values: list[float]) -> None:
    histogram = Histogram()
    for value in values:
        histogram.add(value)
    ordered = sorted(values)
    middle = histogram.quantile(0.5)
    assert middle is not None and abs(middle - ordered[(len(ordered) - 1) // 2]) <= 0.25
    assert histogram.quantile(1.0) == pytest.approx(ordered[-1], abs=0.25) and histogram.max == ordered[-1]


def test_frames_seen_twice_count_once() -> None:
    assert _new([], [1.0, 2.0]) == [1.0, 2.0]
    assert _new([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]) == [4.0]
    assert _new([1.0, 2.0], [1.0, 2.0]) == []
    assert _new([1.0, 2.0], [8.0, 9.0]) == [8.0, 9.0]


def test_an_alarm_is_measured_from_its_time_to_the_screen(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    from app.desktop.measure import Measure

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    station = Station(qtbot, qapp)
    measure = Measure(station.bench.canvas, station.bridge, lambda: 3)
    station.wiring.screen.shown.connect(measure.shown)
    station.real += 0.040
    station.raise_alarm()
    report = measure.report()
    assert report["alarm_ms"]["p50"] == pytest.approx(40, abs=1)  # type: ignore[index]
    assert report["resumes"] == 3 and report["frame_ms"]["p50"] is None  # type: ignore[index]
    json.dumps(report)


# -- bridge


def test_a_backlog_is_applied_in_pieces_that_let_the_window_breathe(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.bridge.SLICE_S", 0.0)  # a turn's patience: how fast this machine is matters not
    live = rows.situation(register())
    bridge = Bridge()
    clock = Clock(NOW, 0.0, 1.0, lambda: 0.0)
    bridge.deliver(Opened(live.register, live.freeze(), OPERATOR, clock, live.register.site))
    for n in range(4_000):
        bridge.deliver(Changed(Batch(2 + n, NOW, (LifeSigned(person="p1", at=NOW + n),))))
    slices: list[int] = []
    bridge.changed.connect(lambda changes: slices.append(len(changes)))
    qtbot.waitUntil(lambda: bridge.situation is not None and bridge.situation.seq == 4_001, timeout=10_000)
    assert sum(slices) == 4_000 and len(slices) >= 2
    assert bridge.situation is not None and bridge.situation.life[0] == NOW + 3_999


def test_without_a_line_a_command_is_refused_and_says_so(qtbot: QtBot) -> None:
    bridge = Bridge()
    codes: list[str] = []
    bridge.ask(Acknowledge(alarm="A1"), lambda reply: codes.append(reply.code))
    assert codes == ["link_lost"]


def test_the_timeline_keeps_one_hour() -> None:
    live = rows.situation(register())
    old, new = replace(rows.smoke("A1"), at=NOW - HOUR - 1), rows.smoke("A2")
    live.apply(Batch(live.seq + 1, NOW, (AlarmRaised(alarm=old), AlarmRaised(alarm=new))))
    assert [m.alarm for m in marks(live, NOW)] == ["A2"]


# -- autopilot


def test_the_autopilot_plays_a_sample_and_refuses_a_real_register(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    station = Station(qtbot, qapp)
    pilot = Autopilot(station.wiring)
    station.raise_alarm()
    pilot._beat()
    assert station.line.commands() == [Acknowledge(alarm="A1")]
    picture = station.bridge.picture
    assert picture is not None
    from dataclasses import replace as with_

    station.bridge.picture = with_(picture, site=replace(picture.site, kind="real"))
    for _ in range(20):
        pilot._beat()
    assert len(station.line.commands()) == 1 and not station.line.commands(Dispatch)


# -- signing in


def test_the_first_page_makes_an_administrator_with_a_password_typed_twice(qtbot: QtBot) -> None:
    page = LoginPage("op")
    qtbot.addWidget(page)
    entered: list[Login] = []
    page.entered.connect(entered.append)
    page.enter()
    assert not entered, "nothing is sent without a password"
    QTest.keyClicks(page.password, "secret enough")
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    assert entered == [Login("op", "secret enough")]
    page.show_refusal("no_users")
    assert page.first and not page.again.isHidden() and page.password.text() == ""
    for field, text in ((page.password, "long enough it is"), (page.again, "long enough")):
        QTest.keyClicks(field, text)
    assert not page.go.isEnabled() and page.trouble.text()
    QTest.keyClicks(page.again, " it is")
    page.enter()
    assert entered[-1] == Login("op", "long enough it is", first=True)


def test_a_refused_login_says_why(qtbot: QtBot) -> None:
    page = LoginPage()
    qtbot.addWidget(page)
    page.show_refusal("bad_login")
    assert "not right" in page.trouble.text()


# -- help and the process


def test_help_lists_every_key_and_every_library() -> None:
    text = keys_html()
    assert all(e.key.replace("Return", "Enter") in text for e in ENTRIES if e.key)
    assert "PySide6" in about_html() and "ODbL" in about_html()


def test_every_entry_of_the_menu_does_something(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    station = Station(qtbot, qapp)
    doings = station.wiring._doings()
    assert {e.name for e in ENTRIES} <= set(doings)
    offered = {a.name for a in station.wiring.menus.for_command_bar()}
    assert "audit" not in offered and "quarantine" not in offered, "an operator reads neither"
    twice = ("theme", "arrange", "arrange", "reset_layout", "calm", "keys", "about")
    for name in ("flat", "home", "strip", "theme", "colour_blind", *twice):
        doings[name]()
    qapp.processEvents()
    qapp.setStyleSheet("")


def test_options_are_read_or_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    read = options.read(["--runtime", "r.json", "--size", "3840x2160", "--lang", "zh", "--theme", "light"])
    assert (read.size, read.scale, read.language, read.theme) == ((3840, 2160), 2.0, "zh_CN", "light")
    for wrong in (["--runtime", "r", "--size", "big"], ["--lang", "en"], ["--runtime", "r", "--station", "h:1"]):
        with pytest.raises(SystemExit):
            options.read(wrong)
    assert "WxH" in capsys.readouterr().err


def test_the_process_waits_for_its_desk_and_ends_when_told(tmp_path: Path) -> None:
    report = tmp_path / "part.json"
    command = [sys.executable, "-m", "app.desktop", "--runtime", str(tmp_path / "none.json"), "--user", "demo",
               "--size", "1366x768", "--report", str(report), "--control"]  # fmt: skip
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    picture = tmp_path / "s.png"
    orders = [{"do": "nonsense"}, {"do": "screenshot", "path": str(picture)}, {"do": "stop"}]
    lines = "".join(json.dumps(order) + "\n" for order in orders)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True) as window:
        assert window.stdin is not None and window.stdout is not None
        window.stdin.write(lines.rsplit("\n", 2)[0] + "\n")
        window.stdin.flush()
        said = json.loads(window.stdout.readline())
        window.stdin.write(json.dumps(orders[-1]) + "\n")
        window.stdin.flush()
        assert window.wait(30) == 0
    assert said == {"said": "screenshot", "path": str(picture)} and picture.stat().st_size > 5_000
    figures = {"frame_ms", "gui_late_ms", "alarm_ms", "resumes", "peak_mb", "published"}
    assert set(json.loads(report.read_text())) == figures


def test_what_a_role_does_not_see_is_not_told_as_empty(qtbot: QtBot) -> None:
    rail = Rail(Theme())
    qtbot.addWidget(rail)
    rail.use_role(devices=False, elders=False)
    rail.show_watched(0)
    told = " ".join(label.text() for label in rail.findChildren(QLabel))
    assert "Your role sees no devices" in told and "does not see who lives alone" in told
    assert "sandtable demo" not in told and "heard from yet" not in told
