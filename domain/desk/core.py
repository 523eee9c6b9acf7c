"""`Core`: what every command and every judgement of the desk works with, and how alarms are raised and moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from domain.access import DESK_SEAT, PROPERTY_SEES, Role, Seat, sees_place
from domain.alarms import ROADS, Alarm, Fact, Level, Order, OrderNotice, Place, Stage, Step, Verb
from domain.changes import AlarmRaised, AlarmStepped, EvidenceAdded
from domain.desk.areas import Areas
from domain.desk.book import Book
from domain.desk.drawing_checks import Ground
from domain.desk.leases import Leases
from domain.desk.limits import Limits
from domain.desk.numbers import Numbers
from domain.desk.replies import Refused
from domain.dispatch import PathNetwork, What
from domain.register import Register
from domain.rules import Finding, Learned
from domain.rules.finding import open_alarms
from domain.situation import Situation
from domain.store import Ledger


@dataclass
class Core:
    """Used on the desk's thread only. `take_back_ms` and `limits` in judging time."""

    ledger: Ledger
    book: Book
    numbers: Numbers
    take_back_ms: int
    limits: Limits
    leases: Leases
    looked: dict[tuple[str, str], int] = field(default_factory=dict)
    """When a user's look at an alarm's responders was last written down, by user and alarm (judging time)."""

    @property
    def situation(self) -> Situation:
        """Everything true now."""
        return self.book.situation

    @property
    def register(self) -> Register:
        """The register behind it."""
        return self.book.situation.register

    @cached_property
    def network(self) -> PathNetwork:
        """The ways on foot; built when somebody is first ranked."""
        return PathNetwork(self.register)

    @cached_property
    def areas(self) -> Areas:
        """Outlines of grids and communities."""
        return Areas(self.register)

    @cached_property
    def ground(self) -> Ground:
        """What drawings are checked against; built when somebody first draws."""
        return Ground(self.register)

    # raising and moving

    def judge(self, judgement: Finding | Learned, now: int) -> None:
        """Make a rule's judgement true: one cause, one alarm; a fact goes to its newest alarm under way."""
        if isinstance(judgement, Finding):
            self._find(judgement, now)
            return
        found = open_alarms(self.situation, judgement.kind, judgement.source)
        for alarm in sorted(found, key=lambda a: a.stage is not Stage.FED_BACK)[-1:]:
            self.add(alarm.id, judgement.fact)
            if judgement.wakes and alarm.stage is Stage.SHELVED:
                self.step(alarm.id, Verb.RESUME, DESK_SEAT.user, now)

    def _find(self, finding: Finding, now: int) -> None:
        cause = finding.cause
        if self.situation.raised_since(cause.kind, cause.source) == cause.since:
            return
        alarm = Alarm(
            id=self.numbers.next(now),
            kind=finding.kind,
            level=finding.level,
            cause=cause,
            at=now,
            place=finding.place,
            device=finding.device,
            subject=finding.subject,
            evidence=finding.evidence,
            unknown=finding.unknown,
            trail=(Step(at=now, verb=Verb.RAISE, by="desk"),),
        )
        self.book.put(AlarmRaised(alarm=alarm, key=alarm.key))

    def add(self, alarm: str, fact: Fact, level: Level | None = None) -> None:
        """One more line of evidence."""
        self.book.put(EvidenceAdded(alarm=alarm, fact=fact, level=level))

    def step(self, alarm: str, verb: Verb, by: str, now: int, *, note: str = "", shelved_until: int = 0) -> None:
        """An alarm one verb further. Its trail never runs backwards in time. Raises NoRoad."""
        there = self.situation.alarms[alarm]
        at = max(now, there.trail[-1].at) if there.trail else now
        step = Step(at=at, verb=verb, by=by)
        self.book.put(AlarmStepped(alarm=alarm, step=step, key=there.key, shelved_until=shelved_until, note=note))

    def notice(self, order: Order, verb: Literal["offer", "take_back", "stand_down"], now: int) -> None:
        """Tell the responder's device, once the commit stands. Whoever has none is told by telephone."""
        r = self.register.responders
        row = r.row(order.responder)
        device = r.device[row] if row >= 0 else ""
        alarm = self.situation.alarms.get(order.alarm)
        if not device or alarm is None:
            return
        said = OrderNotice(
            device=device,
            order=order.id,
            verb=verb,
            alarm=alarm.id,
            kind=alarm.kind,
            level=alarm.level,
            place=alarm.place,
            at=now,
            route=order.route if verb == "offer" else (),
            incident=alarm.incident,
        )
        self.book.notices.append(said)

    # asking

    def alarm(self, key: str, by: Seat) -> Alarm:
        """The alarm within the seat's reach, else Refused."""
        alarm = self.situation.alarms.get(key)
        if alarm is None:
            raise Refused("unknown_alarm", {"alarm": key})
        self.within(alarm.place, by)
        if by.role is Role.PROPERTY and alarm.kind not in PROPERTY_SEES:
            raise Refused("out_of_reach")
        return alarm

    def order(self, key: str, by: Seat) -> Order:
        """The order of an alarm within reach, else Refused."""
        order = self.situation.orders.get(key)
        if order is None:
            raise Refused("unknown_order", {"order": key})
        self.alarm(order.alarm, by)
        return order

    @staticmethod
    def within(place: Place, by: Seat) -> None:
        """Refused where the seat does not see this place."""
        if not sees_place(by, place.community, place.grid):
            raise Refused("out_of_reach")

    @staticmethod
    def need_road(alarm: Alarm, verb: Verb) -> None:
        """Refused where the alarm cannot be moved so from where it stands."""
        if (alarm.stage, verb) not in ROADS:
            raise Refused("no_road", {"stage": alarm.stage.value, "verb": verb.value})


def what_of(alarm: Alarm) -> What:
    """What a responder is sent to."""
    return alarm.incident or alarm.kind
