"""The loop in the real window, by clicks and by keys – and what must not happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.desktop.grid import WIDE
from domain.access import Role, Seat
from domain.alarms import IncidentKind, Level, Stage, Verb
from domain.clock import HOUR
from domain.commands import (
    Acknowledge,
    Close,
    Contacts,
    Dispatch,
    FalseAlarm,
    Rank,
    RelayAnswer,
    Reply,
    ReportIncident,
    Resume,
    Reveal,
    TakeBack,
)
from domain.events import Answer
from domain.register import Register
from domain.situation import Situation
from tests.desktop_rows import NOW, Station, ranks, words_on
from tests.layers_rows import FULL_NAMES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRETS = {"name": "刘桂花", "phone": "13800001234", "contacts": [
    {"name": "刘小明", "relation": "儿子", "phone": "13900005678", "key_holder": True}]}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, settings: None) -> Iterator[Station]:
    made = Station(qtbot, qapp)
    yield made
    made.languages.use("en")
    qapp.setStyleSheet("")


def press(station: Station, key: Qt.Key | str) -> None:
    station.bench.setFocus()
    if isinstance(key, str):
        QTest.keyClicks(station.bench, key)
    else:
        QTest.keyClick(station.bench, key)


def action(menu: QMenu, text: str) -> QAction:
    return next(a for a in menu.actions() if text in a.text())


# -- calm


def test_calm_says_so_and_counts_down_the_elders(station: Station) -> None:
    rail = station.bench.rail
    assert not rail.cards
    assert "No alarms" in words_on(rail) and "8 devices" in words_on(rail)
    assert [(r.person, r.left // 60_000) for r in rail.clock.rows] == [("p1", 30)]
    assert station.bench.top.counts.counts == (0, 0, 0, 0)
    assert station.bench.case_dock.isHidden() and station.bench.strip_dock.isHidden()


def test_an_elder_on_the_silence_clock_leads_to_the_home(station: Station) -> None:
    QTest.mouseClick(station.bench.rail.clock, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    view = station.bench.detail.view
    assert view is not None and view.target == ("home", "h3-502")
    assert not station.bench.case_dock.isHidden()
    press(station, Qt.Key.Key_Escape)
    assert station.bench.case_dock.isHidden()


# -- a new alarm


def test_a_new_alarm_has_a_card_and_opens_its_case(station: Station) -> None:
    station.raise_alarm()
    bench = station.bench
    assert list(bench.rail.cards) == ["A1"]
    assert bench.top.counts.counts == (1, 0, 0, 0)
    assert station.wiring.cases.alarm == "A1" and not bench.case_dock.isHidden() and not bench.strip_dock.isHidden()
    assert bench.case.view is not None and bench.case.view.stage is Stage.RAISED


def test_a_quiet_alarm_does_not_take_over_the_screen_nor_sound(station: Station) -> None:
    station.raise_alarm(level=Level.YELLOW)
    assert list(station.bench.rail.cards) == ["A1"]
    assert station.wiring.cases.alarm == "" and station.bench.case_dock.isHidden()
    assert not station.wiring.plan.sounded


def test_the_map_does_not_fly_while_a_hand_drags(station: Station) -> None:
    canvas = station.bench.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    before = canvas.view
    station.raise_alarm()
    assert station.wiring.cases.alarm == "" and canvas.view == before
    assert station.bench.rail.waiting.text() == "1 waiting" and not station.bench.rail.waiting.isHidden()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseClick(station.bench.rail.waiting, Qt.MouseButton.LeftButton)
    assert station.wiring.cases.alarm == "A1" and station.bench.rail.waiting.isHidden()


def test_a_manual_pan_stops_following_and_the_star_gives_it_back(station: Station) -> None:
    canvas = station.bench.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    for x in (420, 450, 480):
        QTest.mouseMove(canvas, QPoint(x, 300))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(480, 300))
    canvas.user_panned.emit()
    assert not station.bench.star.isChecked()
    station.raise_alarm()
    assert station.wiring.cases.alarm == ""
    QTest.mouseClick(station.bench.star, Qt.MouseButton.LeftButton)
    assert station.bench.star.isChecked() and station.wiring.cases.alarm == "A1"


def test_a_second_alarm_waits_while_this_seat_has_one_to_send_for(station: Station) -> None:
    station.raise_alarm("A1")
    station.step(Verb.ACKNOWLEDGE)
    station.raise_alarm("A2", Level.ORANGE)
    assert station.wiring.cases.alarm == "A1" and station.bench.rail.waiting.text() == "1 waiting"
    press(station, "n")
    assert station.wiring.cases.alarm == "A2"


# -- the loop by keys


def test_enter_acknowledges_once(station: Station) -> None:
    station.raise_alarm()
    press(station, Qt.Key.Key_Return)
    press(station, Qt.Key.Key_Space)
    assert station.line.commands() == [Acknowledge(alarm="A1")]


def test_enter_on_a_card_acknowledges_that_card(station: Station) -> None:
    station.raise_alarm("A1", Level.YELLOW)
    QTest.keyClick(station.bench.rail.cards["A1"], Qt.Key.Key_Return)
    assert station.line.commands() == [Acknowledge(alarm="A1")] and station.wiring.cases.alarm == "A1"


def test_a_click_on_the_chosen_card_leaves_it_chosen(station: Station) -> None:
    station.raise_alarm()
    card = station.bench.rail.cards["A1"]
    assert card.isChecked()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert card.isChecked() and station.wiring.cases.alarm == "A1"


def test_keys_tick_and_send_in_the_order_of_the_ranking(station: Station) -> None:
    station.raise_alarm()
    station.step(Verb.ACKNOWLEDGE)
    station.until(lambda: station.wiring.cases.desk.ranked)
    assert station.wiring.cases.desk.ticked == {"r1", "r2"}, "the nearest two are ticked for a start"
    press(station, "3")
    press(station, "1")
    press(station, "s")
    assert station.line.commands() == [Dispatch(alarm="A1", responders=("r2", "r3"))]


def test_what_a_hand_has_ticked_survives_a_new_ranking(station: Station) -> None:
    station.raise_alarm()
    station.until(lambda: station.wiring.cases.desk.ranked)
    press(station, "2")
    station.wiring.acts.rank("A1")
    station.app.processEvents()
    assert station.wiring.cases.desk.ticked == {"r1"}


def test_one_whom_the_matrix_forbids_is_never_ticked(station: Station) -> None:
    station.line.rows[0]["allowed"] = False
    station.raise_alarm()
    station.until(lambda: station.wiring.cases.desk.ranked)
    assert "r1" not in station.wiring.cases.desk.ticked
    press(station, "1")
    assert "r1" not in station.wiring.cases.desk.ticked


def test_enter_on_a_shelved_alarm_takes_it_up_and_sends_nobody(station: Station) -> None:
    station.raise_alarm()
    station.until(lambda: station.wiring.cases.desk.ranked)
    press(station, "1")
    station.step(Verb.SHELVE)
    assert not station.wiring.cases.desk.ticked
    press(station, "s")
    press(station, Qt.Key.Key_Return)
    assert station.line.commands() == [Resume(alarm="A1")]


def test_a_reinforcement_offers_first_those_who_may_go(station: Station) -> None:
    station.line.rows = ranks("r1", "r3", "r4", "r5", "r2")
    for row in station.line.rows[:4]:
        row["allowed"] = False
    station.raise_alarm()
    station.step(Verb.DISPATCH)
    station.until(lambda: station.wiring.cases.desk.ranked)
    assert all(c.limit > 8 for c in station.line.asked if isinstance(c, Rank))
    view = station.bench.case.view
    assert view is not None and [c.responder for c in view.candidates] == ["r2", "r1", "r3"]
    press(station, "1")
    assert station.wiring.cases.desk.ticked == {"r2"} and station.bench.case.dispatch.send.isEnabled()


def test_where_nobody_may_go_the_button_says_so(station: Station) -> None:
    for row in station.line.rows:
        row["allowed"] = False
    station.raise_alarm()
    station.until(lambda: station.wiring.cases.desk.ranked)
    panel = station.bench.case.dispatch
    assert panel.send.text() == "Nobody to send" and not panel.none.isHidden() and "rows above" in panel.none.text()


def test_taking_back_works_as_long_as_nothing_has_left(station: Station) -> None:
    station.raise_alarm()
    station.step(Verb.DISPATCH)
    station.send("r2", held_ms=5_000)
    back = station.bench.case.dispatch.back
    assert not back.isHidden() and "5″" in back.text()
    press(station, "t")
    assert station.line.commands() == [TakeBack(order="O-r2")]
    station.pass_time(6)
    assert back.isHidden()


def test_nothing_is_taken_back_that_has_left(station: Station) -> None:
    station.raise_alarm()
    station.step(Verb.DISPATCH)
    station.send("r2")
    assert station.bench.case.dispatch.back.isHidden()
    press(station, "t")
    assert not station.line.commands()
    assert "It has left" in words_on(station.bench.status)


def test_feedback_leads_to_closing_with_a_note(station: Station) -> None:
    station.raise_alarm()
    for verb in (Verb.DISPATCH, Verb.ARRIVE, Verb.FEED_BACK):
        station.step(verb)
    note = station.bench.case.note
    assert note.isVisible()
    QTest.keyClicks(note, "stove off")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert station.line.commands() == [Close(alarm="A1", note="stove off")]
    station.step(Verb.CLOSE)
    assert not station.bench.rail.cards and station.bench.top.counts.counts == (0, 0, 0, 0)


def test_nothing_closes_before_feedback(station: Station) -> None:
    station.raise_alarm()
    station.step(Verb.DISPATCH)
    station.send("r2")
    press(station, Qt.Key.Key_Return)
    assert not station.line.commands(Close)
    QApplication.activePopupWidget().close()  # the answers by radio that Enter offers instead


# -- the loop by clicks


def test_clicks_lead_from_the_card_to_the_order(station: Station) -> None:
    station.raise_alarm(level=Level.YELLOW)
    QTest.mouseClick(station.bench.rail.cards["A1"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(station.bench.case.next, Qt.MouseButton.LeftButton)
    station.line.answer(Reply())
    station.step(Verb.ACKNOWLEDGE)
    station.until(lambda: station.wiring.cases.desk.ranked)
    panel = station.bench.case.dispatch
    QTest.mouseClick(panel.rows[1], Qt.MouseButton.LeftButton)
    assert panel.rows[1].isChecked() and "2" in panel.send.text()
    QTest.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    assert station.line.commands() == [Acknowledge(alarm="A1"), Dispatch(alarm="A1", responders=("r1", "r2"))]


def test_nobody_stays_ticked_when_another_seat_has_sent(station: Station) -> None:
    station.raise_alarm()
    station.until(lambda: station.wiring.cases.desk.ranked)
    assert station.wiring.cases.desk.ticked
    station.step(Verb.DISPATCH, by="another")
    assert not station.wiring.cases.desk.ticked
    press(station, "s")
    assert not station.line.commands()


def test_after_the_order_nobody_is_ticked_any_more(station: Station) -> None:
    station.raise_alarm()
    station.step(Verb.ACKNOWLEDGE)
    station.until(lambda: station.wiring.cases.desk.ranked)
    press(station, "s")
    station.line.answer(Reply(data={"orders": ["O1"]}))
    station.until(lambda: not station.wiring.cases.desk.ticked)
    assert not station.bench.case.dispatch.send.isEnabled()


def test_119_is_one_press_and_only_where_it_belongs(station: Station) -> None:
    station.raise_alarm()
    button = station.bench.case.dispatch.external
    assert button.text() == "119" and not button.isHidden()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert station.line.commands() == [Dispatch(alarm="A1", responders=("x119",))]


def test_an_answer_by_radio_is_entered_for_the_order(station: Station) -> None:
    station.raise_alarm()
    station.step(Verb.DISPATCH)
    station.send("r2")
    menu = station.bench.case.dispatch.order_menu("O-r2")
    assert menu is not None
    action(menu, "Arrived").trigger()
    assert station.line.commands() == [RelayAnswer(order="O-r2", answer=Answer.ARRIVE)]
    assert not [a for a in menu.actions() if "Feeds back" in a.text()], "nobody feeds back who has not arrived"


def test_another_command_before_the_answer_is_not_swallowed(station: Station) -> None:
    station.raise_alarm()
    station.until(lambda: station.wiring.cases.desk.ranked)
    press(station, Qt.Key.Key_Return)
    station.step(Verb.ACKNOWLEDGE)  # the batch comes before the answer
    press(station, Qt.Key.Key_Return)
    press(station, Qt.Key.Key_Return)
    assert [type(c) for c in station.line.commands()] == [Acknowledge, Dispatch]


def test_a_false_alarm_needs_a_reason(station: Station) -> None:
    station.raise_alarm()
    action(station.bench.case.exits.false_alarm.menu(), "Cooking").trigger()
    assert station.line.commands() == [FalseAlarm(alarm="A1", reason="cooking")]


def test_a_refusal_is_said_and_changes_nothing(station: Station) -> None:
    station.raise_alarm()
    press(station, Qt.Key.Key_Return)
    station.line.answer(Reply(code="link_lost"))
    station.until(lambda: "nothing was sent" in station.bench.status.note.text())
    assert station.situation.alarms["A1"].stage is Stage.RAISED
    press(station, Qt.Key.Key_Return)
    assert len(station.line.commands(Acknowledge)) == 2, "after a refusal it can be tried again"


# -- eyes


def test_no_full_name_stands_in_any_widget_unasked(station: Station) -> None:
    station.raise_alarm(subject="p1")
    station.wiring.looking.look_at("home", "h3-502")
    everything = words_on(station.bench)
    assert "刘**" in everything
    assert not [name for name in FULL_NAMES if name in everything]


def test_contacts_are_one_press_for_thirty_seconds(station: Station) -> None:
    station.raise_alarm(subject="p1")
    station.step(Verb.ACKNOWLEDGE)
    press(station, "c")
    assert station.line.commands() == [Contacts(alarm="A1")]
    station.line.answer(Reply(data=SECRETS))
    shown = station.bench.case.contacts
    station.until(lambda: shown.showing)
    assert "刘小明" in words_on(station.bench)
    for _ in range(30):
        shown._timer.timeout.emit()
    assert "刘小明" not in words_on(station.bench) and "13900005678" not in words_on(station.bench)


def test_escape_masks_the_contacts_at_once(station: Station) -> None:
    station.raise_alarm()
    station.bench.case.contacts.show_lines(["王建国  13800000000"])
    press(station, Qt.Key.Key_Escape)
    assert station.wiring.cases.alarm == "" and not station.bench.case.contacts.showing


def test_another_case_masks_the_contacts_at_once(station: Station) -> None:
    station.raise_alarm("A1", subject="p1")
    station.raise_alarm("A2", Level.YELLOW)
    press(station, "c")
    station.line.answer(Reply(data=SECRETS))
    station.until(lambda: station.bench.case.contacts.showing)
    station.wiring.attention.go_to_alarm("A2")
    assert "刘小明" not in words_on(station.bench)


def test_holding_reveals_for_a_reason_and_letting_go_masks(station: Station) -> None:
    station.wiring.looking.look_at("home", "h3-502")
    row = station.bench.detail.people[0]
    QTest.mouseClick(row.hold, Qt.MouseButton.LeftButton)
    assert not station.line.commands(), "no reason, no look"
    row.reason.setCurrentIndex(row.reason.findData("visit"))
    QTest.mousePress(row.hold, Qt.MouseButton.LeftButton)
    assert [c for c in station.line.commands() if isinstance(c, Reveal) and (c.person, c.reason) == ("p1", "visit")]
    station.line.answer(Reply(data=SECRETS))
    station.until(lambda: row.revealed.showing)
    assert "刘桂花" in words_on(station.bench)
    QTest.mouseRelease(row.hold, Qt.MouseButton.LeftButton)
    assert "刘桂花" not in words_on(station.bench) and "13800001234" not in words_on(station.bench)


def test_an_answer_that_comes_after_letting_go_is_not_shown(station: Station) -> None:
    station.wiring.looking.look_at("home", "h3-502")
    row = station.bench.detail.people[0]
    row.hold.click()
    row.reason.setCurrentIndex(row.reason.findData("visit"))
    QTest.mouseClick(row.hold, Qt.MouseButton.LeftButton)
    station.line.answer(Reply(data=SECRETS))
    QTest.qWait(30)
    assert "刘桂花" not in words_on(station.bench)


def test_a_seat_that_may_not_send_has_no_such_buttons(qtbot: QtBot, qapp: QApplication, settings: None) -> None:
    worker = Station(qtbot, qapp, Seat(user="gw", role=Role.GRID_WORKER, grids=("w1",)))
    worker.raise_alarm()
    panel = worker.bench.case.dispatch
    assert panel.send.isHidden() and panel.external.isHidden() and not any(r.isVisible() for r in panel.rows)
    assert worker.bench.case.exits.false_alarm.isHidden() and not worker.bench.case.next.isHidden()


# -- a call in ten seconds


def test_an_incident_is_reported_by_address_kind_and_enter(station: Station) -> None:
    QTest.keyClick(station.bench, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = station.bench.top.field
    QTest.keyClicks(field, "9d1203 fire")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(station.bench.commands.form.caller, "13800001234")
    QTest.keyClick(station.bench.commands.form.caller, Qt.Key.Key_Return)
    assert station.line.commands() == [ReportIncident(kind=IncidentKind.FIRE, home="h9-1203", caller="13800001234")]
    assert "13800001234" not in field.text() and station.bench.commands.popup.isHidden()


def test_an_address_and_enter_goes_there_and_reports_nothing(station: Station) -> None:
    station.bench.commands.open()
    QTest.keyClicks(station.bench.top.field, "3-502")
    QTest.keyClick(station.bench.top.field, Qt.Key.Key_Return)
    assert not station.line.commands()
    assert station.bench.detail.view is not None and station.bench.detail.view.target == ("home", "h3-502")


def test_typing_in_the_command_bar_presses_no_key_of_the_loop(station: Station) -> None:
    station.raise_alarm()
    station.bench.commands.open()
    QTest.keyClicks(station.bench.top.field, "nst 123")
    assert not station.line.commands() and station.wiring.cases.alarm == "A1"
    QTest.keyClick(station.bench.top.field, Qt.Key.Key_Escape)
    assert station.wiring.cases.alarm == "A1", "Escape folds the list, not the case"


# -- map, time, line


def test_a_click_on_the_map_opens_what_was_clicked(station: Station) -> None:
    station.bench.board.picked.emit("building", "b9")
    view = station.bench.detail.view
    assert view is not None and view.target == ("building", "b9") and ("Homes", "108") in view.rows
    station.bench.board.picked.emit("", "")
    assert station.bench.case_dock.isHidden()


def test_a_new_opening_replaces_the_picture(station: Station) -> None:
    station.raise_alarm()
    first = station.situation
    station.open()
    station.until(lambda: station.bridge.situation is not first)
    assert list(station.bench.rail.cards) == ["A1"] and station.wiring.cases.alarm == "A1"


def test_a_picture_without_anything_opens_and_says_so(station: Station) -> None:
    station.register = Register(site=station.register.site)
    station.source = Situation(station.register)
    station.open()
    station.until(lambda: station.situation.register is station.register)
    station.pass_time(1)
    assert not station.bench.rail.cards and "no devices in this station" in words_on(station.bench.rail)
    station.bench.commands.open()
    QTest.keyClicks(station.bench.top.field, "3d2dy502")


def test_a_gap_in_the_numbers_asks_for_the_picture_anew(station: Station) -> None:
    from app.seat.messages import Changed
    from domain.changes import Batch

    station.bridge.deliver(Changed(Batch(99, NOW, ())))
    station.until(lambda: station.line.resyncs == 1)
    assert station.situation.seq != 99


def test_a_lost_line_is_said_and_taken_back(station: Station) -> None:
    from app.seat.messages import Lost, Resumed

    station.bridge.deliver(Lost("the desk is gone"))
    station.until(lambda: "No line to the desk" in station.bench.status.note.text())
    station.bridge.deliver(Resumed())
    station.until(lambda: "No line" not in station.bench.status.note.text())


def test_the_clock_and_the_ages_move_on(station: Station) -> None:
    station.raise_alarm()
    station.pass_time(125)
    assert station.bench.top.clock.text() == "03:14:50"
    assert "2′05″" in station.bench.rail.cards["A1"].accessibleName()


def test_an_alarm_nobody_takes_is_flagged_after_ninety_seconds(station: Station) -> None:
    station.raise_alarm()
    station.pass_time(89)
    assert not station.bench.rail.cards["A1"].card.unanswered
    station.pass_time(2)
    assert station.bench.rail.cards["A1"].card.unanswered


def test_a_small_screen_folds_the_strip_into_the_case(qtbot: QtBot, qapp: QApplication, settings: None) -> None:
    small = Station(qtbot, qapp, size=(1366, 768))
    small.raise_alarm()
    small.app.processEvents()
    bench = small.bench
    assert bench.strip_dock.isHidden() and bench.case.timeline.isVisible()
    assert (bench.rail.width(), bench.right.width()) == (264, 344)
    send = bench.case.dispatch.send
    assert send.isVisible() and send.mapTo(bench, QPointF(0, 0)).y() < 768 - 52
    assert bench.case.foot.isAncestorOf(bench.cameras) and bench.top.video.isVisible()
    told: list[bool] = []
    bench.cameras.folded.connect(lambda: told.append(True))
    bench.use_grid(WIDE)
    assert not bench.case.foot.isVisible() and bench.strip_dock.isAncestorOf(bench.cameras) and told == [True]


def test_on_a_small_screen_both_who_are_ticked_are_in_sight_when_sending(
    qtbot: QtBot, qapp: QApplication, settings: None
) -> None:
    small = Station(qtbot, qapp, size=(1366, 768))
    small.raise_alarm()
    small.step(Verb.ACKNOWLEDGE)
    small.until(lambda: small.wiring.cases.desk.ranked)
    case = small.bench.case
    rows = [r for r in case.dispatch.rows if r.isChecked()]
    assert len(rows) == 2
    small.until(lambda: all(r.visibleRegion().boundingRect().height() >= r.height() - 4 for r in rows))


def test_a_new_alarm_shows_its_case_once_and_focuses_in_the_next_turn(station: Station) -> None:
    shown, focused = [], []
    case, board = station.bench.case, station.bench.board
    show, focus = case.show_case, board.focus_alarm
    case.show_case = lambda *a, **k: (shown.append(a[0].id), show(*a, **k))[-1]  # type: ignore[method-assign]
    board.focus_alarm = lambda ident: (focused.append(ident), focus(ident))[-1]  # type: ignore[method-assign]
    station.wiring.screen.shown.connect(lambda _alarm: focused.append("shown"))
    station.raise_alarm()
    assert focused[0] == "shown" and shown[0] == "A1"
    station.until(lambda: station.wiring.cases.desk.ranked)
    assert focused == ["shown", "A1"] and len(shown) <= 2, "once for the alarm and once for its ranks"


def test_the_seat_finds_its_theme_and_layout_again(station: Station) -> None:
    from app.desktop.settings import SeatSettings

    station.wiring.comfort.theme()
    station.wiring.close()
    station.wiring.comfort.use_theme(True, cvd=False)
    station.open()
    station.until(lambda: station.theme.look.name == "paper")

    kept = SeatSettings("t", "op")
    assert kept.text("theme") == "light" and not kept.layout().isEmpty()
    assert SeatSettings("t", "someone else").text("theme", "dark") == "dark"


def test_hours_of_silence_never_show_a_diary(station: Station) -> None:
    station.wiring.looking.look_at("person", "p1")
    view = station.bench.detail.view
    assert view is not None and [what for what, _ in view.rows] == ["Last sign of life", "Left until someone looks"]
    assert not any(":" in value for _, value in view.rows)
    assert HOUR


# -- who stands where


def test_the_nearest_stand_first_until_a_hand_chooses_and_then_every_key_keeps_its_person(station: Station) -> None:
    def shown() -> list[str]:
        return [r.candidate.responder for r in station.bench.case.dispatch.rows if r.candidate and not r.isHidden()]

    def walked(*order: str) -> None:
        station.line.rows = ranks(*order)
        station.wiring.acts.rank("A1")
        station.until(lambda: [r.responder for r in station.wiring.cases.desk.ranks] == list(order))

    station.line.rows = ranks("r1", "r2", "r5")
    station.raise_alarm()
    station.step(Verb.ACKNOWLEDGE)
    station.until(lambda: shown() == ["r1", "r2", "r5"])
    walked("r2", "r1", "r5")
    assert shown() == ["r2", "r1", "r5"], "nobody has chosen yet"
    press(station, "3")
    assert "r5" in station.wiring.cases.desk.ticked
    walked("r5", "r1", "r2")
    assert shown() == ["r2", "r1", "r5"], "the keys keep their people"


def test_only_one_button_says_enter(station: Station) -> None:
    station.raise_alarm()
    send = station.bench.case.dispatch.send
    station.until(lambda: send.key == "S")
    station.step(Verb.ACKNOWLEDGE)
    station.until(lambda: send.key == "Enter")


def test_the_button_that_sends_says_who(station: Station) -> None:
    station.line.rows = ranks("r1", "r2", "r5")
    station.raise_alarm()
    station.step(Verb.ACKNOWLEDGE)
    case = station.bench.case
    station.until(lambda: bool(case.dispatch.send.who))
    ticked = station.wiring.cases.desk.ticked
    signs = [c.sign for c in case.view.candidates if c.responder in ticked] if case.view else []
    assert case.dispatch.send.who == " · ".join(signs) and len(signs) == 2


def test_nobody_on_show_is_farther_than_somebody_who_is_not(station: Station) -> None:
    """The desk counts from its own first; he may be under way already."""
    far = [
        r | {"reasons": [{"code": "further", "at": 0, "params": {"seconds": 900 + i}}]}
        for i, r in enumerate(ranks("r1", "r2"))
    ]
    station.line.rows = far
    station.raise_alarm()
    station.step(Verb.ACKNOWLEDGE)
    case = station.bench.case
    station.until(lambda: case.view is not None and len(case.view.candidates) == 2)
    assert case.view is not None
    first, second = case.view.candidates
    assert first.reason == "nearest" and "900" not in second.reason and "15′" not in second.reason
