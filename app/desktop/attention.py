"""`Attention`: which alarm is looked at – by hand or because the map may follow – and what sounds meanwhile."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer

from app.desktop import reading
from app.desktop.acts import Acts
from app.desktop.bridge import Bridge
from app.desktop.cases import Cases
from app.desktop.follow import Follow
from app.desktop.looking import Looking
from app.desktop.screen import BREATH_MS, Screen, age_s
from app.desktop.sound import SoundPlan, Speaker
from app.desktop.workbench import Workbench
from domain.alarms import Alarm, Level, Stage
from map.canvas import MapCanvas


class Attention(QObject):
    """GUI thread. An event filter on the canvas tells it whether a hand drags."""

    def __init__(
        self,
        bench: Workbench,
        bridge: Bridge,
        cases: Cases,
        *,
        acts: Acts,
        screen: Screen,
        looking: Looking,
        follow: Follow,
        plan: SoundPlan,
        speaker: Speaker,
    ) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._cases, self._acts = bench, bridge, cases, acts
        self._screen, self._looking, self._plan, self._speaker = screen, looking, plan, speaker
        self.follow = follow
        self.focus_due = False

    def raised(self, alarm: Alarm) -> None:
        """A new alarm has arrived: look at it, or let it wait."""
        situation, picture = self._bridge.situation, self._bridge.picture
        if situation is None or picture is None:
            return
        user = picture.seat.user
        ours = situation.alarms.get(self._cases.alarm)
        undecided = ours is not None and ours.stage in (Stage.RAISED, Stage.ACKNOWLEDGED) and ours.level <= Level.ORANGE
        retractable = bool(reading.held(situation, self._cases.alarm, user))
        busy = undecided or retractable or reading.waits_for_order(situation, user, alarm.id)
        by_hand = alarm.trail[0].by == user if alarm.trail else False
        if by_hand or self.follow.may_go(alarm, situation.alarms, busy=busy):
            self.go_to_alarm(alarm.id)
        self.sound()

    def sound(self) -> None:
        """Sound what is due, and flag what nobody has taken for ninety seconds."""
        picture = self._bridge.picture
        if picture is None:
            return
        open_ = [(a, age_s(picture, a)) for a in picture.situation.alarms.values() if a.open]
        before = set(self._plan.flagged)
        self._speaker.play(self._plan.due(open_))
        if self._plan.flagged != before:
            self._screen.show_alarms()

    def go_to_alarm(self, alarm: str) -> None:
        """Choose an alarm and fly to it."""
        self._looking.close_detail()
        self._cases.choose(alarm)
        self._bench.board.fly_to("alarm", alarm)

    def next_alarm(self) -> None:
        """The next alarm that needs a person."""
        picture = self._bridge.picture
        found = self.follow.next(picture.situation.alarms, self._cases.alarm, picture.seat.user) if picture else ""
        if found:
            self.go_to_alarm(found)

    def next_waiting(self) -> None:
        """The worst of those that nobody has taken."""
        situation = self._bridge.situation
        found = self.follow.next_waiting(situation.alarms, self._cases.alarm) if situation else ""
        if found:
            self.go_to_alarm(found)

    def chosen(self, alarm: str) -> None:
        """Another alarm is looked at: map, column and strip follow."""
        bench, situation = self._bench, self._bridge.situation
        if situation is not None:
            self.follow.settle(situation.alarms, alarm)
        bench.rail.select(alarm)
        bench.show_case_column(bool(alarm))
        bench.show_strip(bool(alarm))
        bench.rail.show_waiting(len(self.follow.waiting))
        if not alarm:
            bench.case.contacts.forget()  # a hidden column keeps no telephone number
        if alarm:
            self._screen.show_case()
        if not self.focus_due:
            self.focus_due = True
            QTimer.singleShot(BREATH_MS, self, self._focus)

    def _focus(self) -> None:
        # a turn of its own: the scene of an opened building is as much work as the panels before it. Ranks come after
        # it, since a new focus forgets them.
        self.focus_due = False
        alarm = self._cases.alarm
        self._bench.board.focus_alarm(alarm or None)
        if alarm:
            self._acts.rank(alarm)

    def altered(self) -> None:
        """Ticks or ranks have changed."""
        self._screen.show_case()
        desk = self._cases.desk
        rows = [
            {"responder": r.responder, "foot_s": r.foot_s, "floor_s": r.floor_s, "route": r.route}
            for r in self._screen.offered()
        ]
        self._bench.board.show_ranks(rows, desk.ticked)

    def calm(self) -> None:
        """One step back: the detail, then the case, then the whole estate."""
        if self._bench.detail.showing:
            self._looking.close_detail()
        elif self._cases.alarm:
            self._cases.choose("")
        else:
            self._bench.board.select(None)
            self._bench.canvas.fit(350)
        self._bench.setFocus()

    def panned(self) -> None:
        """A hand has moved the map: it stays."""
        self.follow.panned()
        self._bench.star.show_following(False)

    def star(self) -> None:
        """Give the following back."""
        self.follow.give_back()
        self._bench.star.show_following(True)
        self.next_waiting()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, MapCanvas):
            if event.type() == QEvent.Type.MouseButtonPress:
                self.follow.dragging = True
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self.follow.dragging = False
        return False
