"""`Screen`: keeps the workbench's panels true to the Situation – on opening, on change, and as time passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.desktop import case_view, checklists, detail_view, facts, figures, reading, timeline
from app.desktop.bridge import Bridge, Picture
from app.desktop.case_view import CaseView, Ranked
from app.desktop.cases import Cases
from app.desktop.detail_rows import Context
from app.desktop.finder import Finder
from app.desktop.follow import Follow
from app.desktop.i18n import Languages
from app.desktop.limits import watched_elders
from app.desktop.offered import offered, steady
from app.desktop.sound import SoundPlan
from app.desktop.workbench import Workbench
from domain import changes as ch
from domain.access import Role, may
from domain.alarms import Alarm, AlarmKind, Fact
from layers.target import Kind

MOST_SILENT = 60
RANK_EVERY_S = 4
BREATH_MS = 20
"""Between two heavy turns: a timer of nothing would fire before the paint that the first one asked for."""
_ALARMS = (ch.AlarmRaised, ch.AlarmStepped, ch.EvidenceAdded, ch.OrderMade, ch.OrderStepped, ch.PersonErased)


class Screen(QObject):
    """Reads the bridge's Situation and shows it. GUI thread.

    Signals: `raised(Alarm)` a new alarm has arrived live; `rank_due(alarm)`: the chosen alarm's ranking is old;
    `shown(Alarm)`: its card is on the screen; `tick_done()`: once a second, when everything is up to date.
    """

    raised = Signal(object)
    rank_due = Signal(str)
    shown = Signal(object)
    tick_done = Signal()

    def __init__(
        self, bench: Workbench, bridge: Bridge, cases: Cases, *, follow: Follow, plan: SoundPlan, languages: Languages
    ) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._cases = bench, bridge, cases
        self._follow, self._plan, self._languages = follow, plan, languages
        self.tz: tzinfo = UTC
        self.finder: Finder | None = None
        self.blind: Callable[[], Iterable[str]] = tuple
        """Cameras that this seat watches and gets no picture of."""
        self._elders = np.zeros(0, dtype=np.int64)
        self._seconds = 0
        self._later = False
        self.arriving = 0
        """Alarms whose card is on the screen and of which nobody else has heard yet."""
        self._detail: tuple[Kind, str] | None = None
        self._held = QTimer(self, interval=100)
        self._held.timeout.connect(self._tick_held)
        self._parts = (self._tick_clocks, self._tick_map, self._tick_silence, self._tick_rest)
        self._part = 0
        self._second = QTimer(self, interval=1000 // len(self._parts))
        self._second.timeout.connect(self._tick_part)
        checklists.load()

    # what happens

    def open(self, picture: Picture) -> None:
        """A new picture: everything is shown anew."""
        situation, site = picture.situation, picture.site
        self.tz = figures.zone(site.zone)
        self._elders = watched_elders(situation.register)
        self.finder = picture.finder
        demo = site.kind in ("sample", "import+demo")
        self._bench.top.show_station(
            site.name, picture.seat.label or picture.seat.user, demo=demo, speed=picture.clock.speed
        )
        self._bench.status.show_source(site.attribution)
        looks = may(picture.seat, "look")
        self._bench.rail.use_role(devices=looks, elders=looks and picture.seat.role is not Role.PROPERTY)
        self._bench.board.open(
            situation.register, situation, picture.clock.now(), speed=picture.clock.speed, estate=picture.estate
        )
        self._bench.legend.refresh()
        self._bench.case.dispatch.use_clock(picture.clock.real_ms)
        if self._cases.alarm not in situation.alarms:
            self._cases.choose("")
        self.refresh()
        self._second.start()

    def changed(self, changes: tuple[ch.AnyChange, ...]) -> None:
        """These have just become true."""
        arrived = [change.alarm for change in changes if isinstance(change, ch.AlarmRaised)]
        if arrived:
            self._announce(arrived, changes)
            return
        self._bench.board.changed(changes)
        if any(isinstance(c, _ALARMS) for c in changes):
            self.show_alarms()
            self._show_timeline(self._bridge.now)
            self.show_case()

    def _announce(self, arrived: list[Alarm], changes: tuple[ch.AnyChange, ...]) -> None:
        """The card first and alone; map, timeline and case follow in turns of their own: all their paints at once would
        hold the card up, and the window."""
        self.show_alarms()
        for alarm in arrived:
            self.shown.emit(alarm)
        self.arriving += len(arrived)
        QTimer.singleShot(BREATH_MS // 2, self, lambda: self._bench.board.changed(changes))
        QTimer.singleShot(BREATH_MS, self, lambda: self._arrive([alarm.id for alarm in arrived]))

    def _arrive(self, alarms: list[str]) -> None:
        """Their cards are on the screen: whoever looks after new alarms hears of those that are still open."""
        situation = self._bridge.situation
        self.arriving -= len(alarms)
        self._later = True  # whoever follows an alarm asks for its case too: it is shown once, at the end
        try:
            for alarm in alarms:
                if situation is not None and (found := situation.alarms.get(alarm)) is not None and found.open:
                    self.raised.emit(found)
        finally:
            self._later = False
        if situation is not None:
            self._follow.settle(situation.alarms, self._cases.alarm)
        self._bench.rail.show_waiting(len(self._follow.waiting))
        self._show_timeline(self._bridge.now)
        self.show_case()

    def tick(self) -> None:
        """A second has passed."""
        if self._bridge.picture is not None:
            for part in self._parts:
                part()

    def _tick_part(self) -> None:
        """One part a quarter of a second: all in one turn, with all their paints, would hold the window up."""
        if self._bridge.picture is None:  # nobody sits here
            return
        self._parts[self._part]()
        self._part = (self._part + 1) % len(self._parts)

    def _tick_clocks(self) -> None:
        now, bench = self._bridge.now, self._bench
        bench.top.tick(now, self.tz)
        bench.status.tick(now)
        bench.rail.tick(now)
        bench.case.tick(now)

    def _tick_map(self) -> None:
        self._bench.board.tick(self._bridge.now)

    def _tick_silence(self) -> None:
        self._show_silence(self._bridge.now)

    def _tick_rest(self) -> None:
        self._seconds += 1
        self._show_timeline(self._bridge.now)
        if self._seconds % 2 == 0:
            self._show_devices()
            self._show_detail()
        if self._cases.alarm and self._seconds % RANK_EVERY_S == 0:
            self.rank_due.emit(self._cases.alarm)
        self.tick_done.emit()

    # showing

    def refresh(self) -> None:
        """Show everything anew (an opening, another language)."""
        self.show_alarms()
        self.show_case()
        self._show_devices()
        self._show_detail(always=True)
        self.tick()

    def show_alarms(self) -> None:
        """Cards, counts, and what waits."""
        picture = self._bridge.picture
        if picture is None:
            return
        situation, now, rail = picture.situation, picture.clock.now(), self._bench.rail
        self._cases.forget(situation.alarms)
        self._follow.settle(situation.alarms, self._cases.alarm)
        rail.show_cards(reading.cards(situation, picture.seat.user, frozenset(self._plan.flagged)), now)
        rail.select(self._cases.alarm)
        rail.show_waiting(len(self._follow.waiting))
        self._bench.top.counts.show_counts(reading.level_counts(situation))

    def show_case(self) -> None:
        """The case column of the chosen alarm."""
        if self._later:
            return
        view = self.case()
        picture = self._bridge.picture
        if view is None or picture is None:
            self._held.stop()
            return
        desk, alarm = self._cases.desk, picture.situation.alarms[view.id]
        self._bench.case.show_case(
            view,
            desk.ticked,
            checklists.checklist(alarm, self._languages.now),
            desk.done,
            picture.clock.now(),
            asking=not desk.ranked,
        )
        if any(s.held for s in view.sent):
            self._held.start()
        else:
            self._held.stop()

    def case(self) -> CaseView | None:
        """What the column shows now; None with no alarm chosen."""
        picture = self._bridge.picture
        alarm = picture.situation.alarms.get(self._cases.alarm) if picture else None
        if picture is None or alarm is None:
            return None
        self._cases.settle(alarm)
        return case_view.build(picture.situation, alarm, picture.seat, self.tz, self.offered())

    def offered(self) -> tuple[Ranked, ...]:
        """Whom the case offers to be sent, in the order of the number keys."""
        picture, desk = self._bridge.picture, self._cases.desk
        if picture is None:
            return ()
        under_way = {o.responder for o in picture.situation.orders_of(self._cases.alarm) if o.open}
        rows = offered(desk.ranks, under_way, desk.ticked, anyone=may(picture.seat, "override_matrix"))
        choosing = desk.touched and bool(desk.ticked)  # until a hand chooses the nearest stand first, however they walk
        shown = steady(rows, desk.places if choosing else ())
        desk.places = tuple(r.responder for r in shown)
        return shown

    def show_detail(self, kind: Kind, ident: str) -> bool:
        """Open the card of one thing; False where it has none."""
        self._detail = (kind, ident)
        self._show_detail(always=True)
        return self._bench.detail.showing

    def close_detail(self) -> None:
        """No card."""
        self._detail = None
        self._bench.detail.show_view(None)

    def say_fact(self, fact: Fact) -> str:
        """A line of evidence in words, for the map's leader label."""
        situation = self._bridge.situation
        return facts.line(fact, situation, self.tz) if situation is not None else ""

    # parts

    def _tick_held(self) -> None:
        self._bench.case.dispatch.tick_back(self._bridge.now)

    def _show_devices(self) -> None:
        situation = self._bridge.situation
        if situation is None:
            return
        well, devices, seen, cameras = reading.device_counts(situation, self.blind())
        self._bench.top.show_figures(well, devices, seen, cameras)
        self._bench.rail.show_watched(devices)

    def _show_silence(self, now: int) -> None:
        situation = self._bridge.situation
        if situation is not None:
            alarmed = {a.subject for a in situation.alarms.values() if a.open and a.kind is AlarmKind.ELDER_SILENCE}
            rows, near = reading.silence(situation, self._elders, now, MOST_SILENT)
            self._bench.rail.show_silence([r for r in rows if r.person not in alarmed], near)

    def _show_timeline(self, now: int) -> None:
        situation = self._bridge.situation
        if situation is None:
            return
        for strip in (self._bench.timeline, self._bench.case.timeline):
            if strip.isVisible():
                strip.show_marks(timeline.marks(situation, now), now, self.tz)

    def _show_detail(self, *, always: bool = False) -> None:
        picture = self._bridge.picture
        if picture is None or self._detail is None or not (always or self._bench.detail.isVisible()):
            return
        context = Context(picture.situation, picture.seat, self.tz, picture.clock.now())
        self._bench.detail.show_view(detail_view.build(context, *self._detail))


def age_s(picture: Picture, alarm: Alarm) -> float:
    """How old an alarm is in real seconds."""
    return picture.clock.real_ms(picture.clock.now() - alarm.at) / 1000
