"""One seat over one desk: devices by hand, the loop by mouse and by keys, and what must not happen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.login import LoginPage
from devices.broker import EmbeddedBroker
from devices.link import BrokerSettings
from domain.access import Role
from domain.alarms import AlarmKind, IncidentKind, OrderStage, Stage
from domain.clock import HOUR, MINUTE
from domain.commands import Dispatch, ReadAudit, Reply, ReportIncident
from domain.drawings import DrawingKind
from domain.register import DeviceKind, Register, Tenure
from domain.store import Ledger
from tests.whole_run import DeskProcess, Devices, Window, keep_settings_in, sample_station, until

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(180)]

WORKER, PASSWORD = "ward", "a-long-password"
CALLER = "19912345678"


@pytest.fixture(scope="module")
def broker() -> Iterator[BrokerSettings]:
    made = EmbeddedBroker()
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, broker: BrokerSettings) -> Iterator[DeskProcess]:
    station = sample_station(tmp_path_factory, tmp_path_factory.mktemp("window"))
    with Ledger.open(station) as ledger:
        register = ledger.load_register()
        ledger.add_user(WORKER, PASSWORD, Role.GRID_WORKER, "网格员", grids=tuple(register.grids.ids))
    made = DeskProcess(station, broker).linked()
    yield made
    if made.process.poll() is None:
        made.close()


@pytest.fixture(scope="module")
def devices(broker: BrokerSettings, desk: DeskProcess) -> Iterator[Devices]:
    made = Devices(broker)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, desk: DeskProcess, tmp_path: Path) -> Iterator[Window]:
    keep_settings_in(tmp_path)
    made = Window(qtbot, qapp, desk.runtime).opened()
    yield made
    made.close()


def rows_of(register: Register, kind: DeviceKind) -> list[int]:
    return [int(row) for row in np.flatnonzero(register.devices.kind == int(kind))]


def far_apart(window: Window) -> int:
    """The row of a responder on duty whose tracker stands where nobody else does."""
    r = window.situation.register
    trackers = {r.devices.row(r.responders.device[i]): i for i in np.flatnonzero(window.situation.on_duty)
                if r.responders.device[i]}  # fmt: skip
    fixes = window.situation.fixes
    rows = np.array(list(trackers))
    xy = np.stack([fixes.lon[rows], fixes.lat[rows]], axis=1)
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) + np.eye(len(rows)) * 9
    return trackers[int(rows[gaps.min(axis=1).argmax()])]


def smoke_in(window: Window, nth: int) -> str:
    """A smoke detector that belongs to a building."""
    r = window.situation.register
    rows = [row for row in rows_of(r, DeviceKind.SMOKE) if r.devices.building_row[row] >= 0]
    return r.devices.ids[rows[nth]]


def stage(window: Window, alarm: str, *stages: Stage) -> None:
    window.until(lambda: window.situation.alarms[alarm].stage in stages, what=str(stages))


def answers_to_the_end(window: Window, devices: Devices, alarm: str) -> None:
    """Whoever was sent accepts, goes, arrives and feeds back; the window follows each answer."""
    sent = devices.of(alarm)
    roads = {"accept": Stage.ACCEPTED, "en_route": Stage.EN_ROUTE, "arrive": Stage.ON_SCENE, "feedback": Stage.FED_BACK}
    for answer, reached in roads.items():
        for tracker, body in sent:
            more = {"result": "handled", "text": "stove off"} if answer == "feedback" else {}
            devices.answer(tracker, body["order"], answer, **more)
        stage(window, alarm, reached)


# -- what devices say reaches the screen


def test_a_position_by_hand_moves_the_guard_on_the_map(window: Window, devices: Devices) -> None:
    responder = far_apart(window)
    r = window.situation.register
    who, tracker = r.responders.ids[responder], r.responders.device[responder]
    row = r.devices.row(tracker)
    before = window.bench.board.where("responder", who)
    lon, lat = float(window.situation.fixes.lon[row]) + 0.0004, float(window.situation.fixes.lat[row]) + 0.0003
    devices.say(f"tracker/{tracker}/position", qos=0, lon=lon, lat=lat, accuracy=4.0)
    window.until(lambda: abs(window.situation.fixes.lon[row] - lon) < 1e-9, what="the fix")
    assert abs(window.situation.fixes.lat[row] - lat) < 1e-9
    after = window.bench.board.where("responder", who)
    assert before and after and 40 < np.hypot(after[0] - before[0], after[1] - before[1]) < 60
    window.bench.board.fly_to("responder", who)
    canvas = window.bench.canvas
    window.until(lambda: canvas.sharp() and canvas.settled(), what="the flight's end")
    x, y = (round(float(c) * canvas.scale) for c in canvas.view.project([after])[0])
    window.until(lambda: (canvas.pick((x, y)) or ("", ""))[0] == "guards", what="the dot at its new place")
    window.click(canvas, pos=QPoint(x, y))
    view = window.bench.detail.view
    assert view is not None and view.target == ("responder", who)
    ox, oy = (float(c) for c in canvas.view.project([before])[0])
    assert canvas.pick((ox, oy)) != canvas.pick((x, y)), "nobody stands any more where he stood"


def test_a_door_by_hand_sets_the_elders_clock_back(window: Window, devices: Devices) -> None:
    first = window.bench.rail.clock.rows[0]
    assert 0 < first.left < 40 * MINUTE, "the sample's elder is at 11 h 30 min"
    r = window.situation.register
    person = r.people.row(first.person)
    (magnet,) = [row for row in rows_of(r, DeviceKind.DOOR) if r.devices.person_row[row] == person]
    devices.say(f"door/{r.devices.ids[magnet]}/event", open=True)
    window.until(lambda: first.person != window.bench.rail.clock.rows[0].person, what="another elder at the top")
    left = {row.person: row.left for row in window.bench.rail.clock.rows}.get(first.person, 12 * HOUR)
    assert left > 12 * HOUR - MINUTE
    assert window.situation.life[person] > window.situation.at - MINUTE
    assert not window.alarms(AlarmKind.ELDER_SILENCE)


# -- the loop


def test_the_loop_by_mouse(window: Window, devices: Devices) -> None:
    detector, bench = smoke_in(window, 0), window.bench
    devices.say(f"smoke/{detector}/event", alarm=True, density=12.5)
    alarm = window.new_alarm(AlarmKind.SMOKE, detector)
    assert window.situation.alarms[alarm].level == 1
    window.click(bench.rail.cards[alarm])
    assert window.chosen == alarm and bench.case.view is not None
    assert window.sounded(alarm) == 1, "level 1 sounds"
    window.click(bench.case.next)
    stage(window, alarm, Stage.ACKNOWLEDGED)
    window.until(lambda: len(window.ticked) == 2 and window.answered, what="the nearest two ticked")
    panel = bench.case.dispatch
    second = next(row for row in panel.rows if row.isChecked() and row.candidate != panel.rows[0].candidate)
    window.click(second)
    assert not second.isChecked() and not devices.of(alarm)
    (chosen,) = window.ticked
    bench.case.area.ensureWidgetVisible(panel.send)
    window.click(panel.send)
    until(lambda: devices.of(alarm), what="the order on the tracker's topic")
    ((tracker, body),) = devices.of(alarm)
    r = window.situation.register.responders
    assert r.device[r.row(chosen)] == tracker
    assert (body["verb"], body["kind"], body["level"]) == ("offer", "smoke", 1)
    assert body["place"]["building"] and body["route"]
    stage(window, alarm, Stage.DISPATCHED)
    answers_to_the_end(window, devices, alarm)
    window.click(bench.case.next)
    stage(window, alarm, Stage.CLOSED)
    window.until(lambda: alarm not in bench.rail.cards, what="the card to go")
    assert len(devices.of(alarm)) == 1, "one order, one message"


def test_the_loop_by_keys(window: Window, devices: Devices) -> None:
    detector, bench = smoke_in(window, 5), window.bench
    bench.setFocus()
    devices.say(f"smoke/{detector}/event", alarm=True)
    alarm = window.new_alarm(AlarmKind.SMOKE, detector)
    for _ in range(len(bench.rail.cards)):
        if window.chosen == alarm:
            break
        window.press("n")
    assert window.chosen == alarm
    window.press(Qt.Key.Key_Return)
    stage(window, alarm, Stage.ACKNOWLEDGED)
    window.until(lambda: len(window.ticked) == 2 and window.answered, what="the nearest two ticked")
    number = next(i for i, row in enumerate(bench.case.dispatch.rows, 1) if row.isChecked())
    window.press(str(number))
    assert len(window.ticked) == 1
    window.press(str(number))
    assert len(window.ticked) == 2
    window.press("s")
    until(lambda: len(devices.of(alarm)) == 2, what="both orders")
    stage(window, alarm, Stage.DISPATCHED)
    answers_to_the_end(window, devices, alarm)
    window.press(Qt.Key.Key_Return)
    stage(window, alarm, Stage.CLOSED)
    trail = [step.verb for step in window.situation.alarms[alarm].trail]
    assert trail == ["raise", "acknowledge", "dispatch", "accept", "en_route", "arrive", "feed_back", "close"]
    devices.say(f"smoke/{detector}/event", alarm=False)


def test_a_false_alarm_takes_a_reason(window: Window, desk: DeskProcess, devices: Devices) -> None:
    detector = smoke_in(window, 9)
    devices.say(f"smoke/{detector}/event", alarm=True)
    alarm = window.new_alarm(AlarmKind.SMOKE, detector)
    window.click(window.bench.rail.cards[alarm])
    button = window.bench.case.exits.false_alarm
    window.until(button.isVisible, 5, "the case of the new alarm")
    window.bench.case.area.ensureWidgetVisible(button)
    window.choose(button, "Cooking")
    stage(window, alarm, Stage.FALSE_ALARM)
    assert not devices.of(alarm), "nobody was ever sent"
    with Ledger.open(desk.station, read_only=True) as ledger:
        rows = [row for _, row in ledger.audit_rows(50) if row.target == alarm and row.verb == "false_alarm"]
    assert rows and rows[0].done and rows[0].user == "demo"


def test_taken_back_within_five_seconds_nothing_ever_leaves(window: Window, devices: Devices) -> None:
    r = window.situation.register
    locks = [row for row in rows_of(r, DeviceKind.LOCK) if r.homes.tenure[r.devices.home_row[row]] == Tenure.RENTAL]
    lock = r.devices.ids[locks[0]]
    devices.say(f"lock/{lock}/event", credential="fingerprint", subject="nobody-knows")
    alarm = window.new_alarm(AlarmKind.UNREGISTERED_OPENER)
    assert window.situation.alarms[alarm].level == 3
    assert window.chosen != alarm, "level 3 does not take over the screen"
    assert not window.sounded(alarm), "level 3 makes no sound"
    window.click(window.bench.rail.cards[alarm])
    window.press(Qt.Key.Key_Return)
    stage(window, alarm, Stage.ACKNOWLEDGED)
    window.until(lambda: window.ticked and window.answered, what="somebody ticked")
    window.press("s")
    window.until(lambda: window.situation.orders_of(alarm), what="the order")
    (order,) = window.situation.orders_of(alarm)
    assert order.stage is OrderStage.HELD and window.bench.case.dispatch.back.isVisible()
    window.press("t")
    window.until(lambda: window.situation.orders[order.id].stage is OrderStage.TAKEN_BACK, what="taken back")
    stage(window, alarm, Stage.ACKNOWLEDGED)
    window.until(lambda: window.bridge.now > order.release_at + 1_500, what="the time at which it would have left")
    assert not devices.of(alarm), "neither an offer nor its end"
    assert not window.sounded(alarm)


def test_an_incident_by_telephone_in_the_command_bar(window: Window, desk: DeskProcess, devices: Devices) -> None:
    r = window.situation.register
    home = next(row for row in range(len(r.homes)) if r.homes.floor[row] == 3)
    bar, field = window.bench.commands, window.bench.top.field
    begun = time.monotonic()
    QTest.keyClick(window.bench, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, f"{r.address(home)} medical")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bar.pages.currentWidget() is bar.form, "the address and the kind were understood"
    QTest.keyClicks(bar.form.caller, CALLER)
    QTest.keyClicks(bar.form.note, "fell on the stairs")
    QTest.keyClick(bar.form.note, Qt.Key.Key_Return)
    alarm = window.new_alarm(AlarmKind.INCIDENT, at=r.homes.ids[home])
    assert time.monotonic() - begun < 10
    known = window.situation.alarms[alarm]
    assert known.incident is IncidentKind.MEDICAL and known.place.home == r.homes.ids[home]
    assert window.chosen == alarm, "who reports it looks at it"
    for path in desk.station.parent.glob("s.*"):
        assert CALLER.encode() not in path.read_bytes(), f"the caller's number stands in {path.name}"


# -- eyes


def test_a_callers_number_is_masked_and_shown_to_the_owner_on_purpose(window: Window, desk: DeskProcess) -> None:
    building = window.situation.register.buildings.ids[-1]
    window.bridge.ask(ReportIncident(kind=IncidentKind.FIRE, building=building, caller=CALLER, note="smells of gas"))
    alarm = window.new_alarm(AlarmKind.INCIDENT, at=building)
    window.click(window.bench.rail.cards[alarm])
    assert CALLER not in window.words() and "smells of gas" in window.words()
    window.bench.setFocus()
    window.press("c")
    window.until(lambda: CALLER in window.words(), what="the number")
    with Ledger.open(desk.station, read_only=True) as ledger:
        looked = [a for _, a in ledger.audit_rows(50) if a.verb == "contacts" and a.target == alarm]
    assert len(looked) == 1 and looked[0].done and looked[0].user == "demo"
    window.press(Qt.Key.Key_Escape)
    window.until(lambda: CALLER not in window.words(hidden=False), what="the case to be closed")


def test_hold_to_reveal_for_a_reason_and_it_is_in_the_books(window: Window, desk: DeskProcess) -> None:
    first = window.bench.rail.clock.rows[0]
    with Ledger.open(desk.station, read_only=True) as ledger:
        file = ledger.person_file(first.person)
        shown = [r.person for r in window.bench.rail.clock.rows] + window.situation.register.people.ids[:200]
        files = [f for p in shown if (f := ledger.person_file(p)) is not None]
    assert file is not None and file.phone
    window.click(window.bench.rail.clock, pos=QPoint(60, 12))
    row = next(p for p in window.bench.detail.people if p.person.id == first.person)
    before = window.words()
    assert first.label in before and file.name not in before and file.phone not in before
    assert not [f.id for f in files if f.name in before or (f.phone and f.phone in before)]
    window.click(row.hold)
    assert not row.revealed.showing and row.reason.isVisible(), "no reason, no look"
    row.reason.setFocus()
    QTest.keyClick(row.reason, Qt.Key.Key_Down)
    reason = str(row.reason.currentData())
    assert reason
    QTest.mousePress(row.hold, Qt.MouseButton.LeftButton)
    window.until(lambda: row.revealed.showing, what="the fields")
    assert file.name in window.words() and file.phone in window.words()
    QTest.mouseRelease(row.hold, Qt.MouseButton.LeftButton)
    assert file.name not in window.words() and file.phone not in window.words()
    with Ledger.open(desk.station, read_only=True) as ledger:
        looked = [a for _, a in ledger.audit_rows(50) if a.verb == "reveal" and a.target == first.person]
    assert len(looked) == 1 and looked[0].done and looked[0].user == "demo" and reason in looked[0].note


@pytest.fixture
def worker(qtbot: QtBot, qapp: QApplication, desk: DeskProcess, tmp_path: Path) -> Iterator[Window]:
    """A grid worker of the whole estate, signed in by keys on the login page."""
    keep_settings_in(tmp_path)
    made = Window(qtbot, qapp, desk.runtime, user=WORKER)
    pages = [w for w in qapp.topLevelWidgets() if isinstance(w, LoginPage) and w.isVisible()]
    assert len(pages) == 1, "an ended window leaves no page behind"
    page = pages[0]
    QTest.keyClicks(page.password, PASSWORD)
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    yield made.opened()
    made.close()


def test_a_role_that_may_not_send_sends_nothing(worker: Window, devices: Devices) -> None:
    detector = smoke_in(worker, 12)
    devices.say(f"smoke/{detector}/event", alarm=True)
    alarm = worker.new_alarm(AlarmKind.SMOKE, detector)
    worker.click(worker.bench.rail.cards[alarm])
    worker.click(worker.bench.case.next)
    stage(worker, alarm, Stage.ACKNOWLEDGED)
    worker.until(lambda: worker.session.wiring.cases.desk.ranked, what="the ranking")
    panel = worker.bench.case.dispatch
    assert not panel.send.isVisible() and not panel.external.isVisible()
    assert not any(row.isVisible() for row in panel.rows)
    worker.press("1")
    worker.press("s")
    replies: list[Reply] = []
    someone = worker.session.wiring.cases.desk.ranks[0].responder
    worker.bridge.ask(Dispatch(alarm=alarm, responders=(someone,)), replies.append)
    worker.until(lambda: replies, what="the desk's answer")
    assert replies[0].code == "not_allowed"
    assert worker.situation.alarms[alarm].stage is Stage.ACKNOWLEDGED and not worker.situation.orders_of(alarm)
    assert not devices.of(alarm)


def test_a_window_that_comes_up_before_its_desk_waits_and_calls_nothing_old(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    keep_settings_in(tmp_path)
    early = Window(qtbot, qapp, tmp_path / "not-there-yet.json")
    told: list[str] = []
    early.bridge.lost.connect(told.append)
    early.until(lambda: len(told) > 1, what="two tries to reach the desk")
    assert early.bench.isVisible()
    assert early.bench.band.isHidden() and not early.bench.status.note.text()
    early.close()


def test_a_station_without_users_begins_with_its_first_administrator(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    keep_settings_in(tmp_path)
    made = Window(qtbot, qapp, tmp_path / "not-there-yet.json", user="", first=True)
    page = next(w for w in qapp.topLevelWidgets() if isinstance(w, LoginPage) and w.isVisible())
    assert page.first and page.again.isVisible() and not page.go.isEnabled()
    made.close()
    assert not page.isVisible()


def test_who_signs_out_leaves_nothing_on_the_screen(window: Window, devices: Devices) -> None:
    detector = smoke_in(window, 3)
    devices.say(f"smoke/{detector}/event", alarm=True)
    window.click(window.bench.rail.cards[window.new_alarm(AlarmKind.SMOKE, detector)])
    wiring = window.session.wiring
    wiring.looking.rows("Who did what", ("at", "user"), ReadAudit(limit=5))
    wiring.bookmarks.open()
    window.bench.commands.open("王")
    window.bench.canvas.tools.band.begin(QPointF(10, 10), free=False)
    window.bench.canvas.tools.drag_band(window.bench.canvas.view, QPointF(90, 90))
    window.bench.canvas.tools.end_band()
    window.session.sign_out()
    shown = [w for w in window.app.topLevelWidgets() if w.isVisible()]
    assert len(shown) == 1 and isinstance(shown[0], LoginPage), shown
    assert not window.bench.top.field.text() and not wiring.cases.alarm
    assert window.bench.canvas.tools.band.ring.size == 0


def test_an_alarm_that_nobody_has_taken_waits_for_a_window_that_opens(
    window: Window, devices: Devices, desk: DeskProcess, qtbot: QtBot, qapp: QApplication
) -> None:
    detector = smoke_in(window, 7)
    devices.say(f"smoke/{detector}/event", alarm=True)
    alarm = window.new_alarm(AlarmKind.SMOKE, detector)
    another = Window(qtbot, qapp, desk.runtime).opened()
    assert alarm in another.session.wiring.follow.waiting
    another.until(another.bench.rail.waiting.isVisible, what="the word that it waits")
    another.session.wiring.attention.go_to_alarm(alarm)
    assert alarm not in another.session.wiring.follow.waiting
    another.close()


def test_who_sat_here_last_is_asked_for_the_password_alone(
    worker: Window, desk: DeskProcess, qtbot: QtBot, qapp: QApplication
) -> None:
    worker.session.end()
    again = Window(qtbot, qapp, desk.runtime, user="")
    page = next(w for w in qapp.topLevelWidgets() if isinstance(w, LoginPage) and w.isVisible())
    assert page.user.text() == WORKER and not page.password.text()
    again.close()


def test_what_one_window_draws_the_other_sees_and_the_slower_of_two_is_told(
    window: Window, desk: DeskProcess, qtbot: QtBot, qapp: QApplication
) -> None:
    another = Window(qtbot, qapp, desk.runtime).opened()
    mine, theirs = window.session.wiring.drawings, another.session.wiring.drawings
    canvas = window.bench.canvas
    window.until(lambda: canvas.sharp() and canvas.settled(), what="a still map")
    mine.begin(DrawingKind.NO_GO)
    middle = canvas.rect().center()
    for dx, dy in ((-70, -50), (70, -50), (0, 60)):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(dx, dy))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    mine.save("pit")
    another.until(lambda: another.situation.drawings, what="the drawing at the other window")
    (drawing,) = another.situation.drawings.values()
    assert drawing.sketch.name == "pit"
    another.until(lambda: any(r.layer == "drawings" for r in another.bench.board.legend()), what="its legend")
    window.until(lambda: mine._hand is None, what="the answer")
    mine.change(drawing.id)
    theirs.remove(drawing.id)
    window.until(lambda: not window.situation.drawings, what="its going at the first window")
    mine.save("pit")
    assert mine._page is not None
    told = mine._page.panel.trouble
    window.until(lambda: "taken this away" in told.text(), what="why it was refused")
    mine.save("pit")
    another.until(lambda: another.situation.drawings, what="it drawn anew")
    another.close()
