"""What the case column shows of one alarm, as plain values: header, evidence, next step, orders, candidates, trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import Enum
from typing import Any

import msgspec

from app.desktop import facts, figures, places, reading, texts
from app.desktop.i18n import translate
from domain.access import Seat, may
from domain.alarms import CALLER, ROADS, Alarm, AlarmKind, Fact, IncidentKind, Order, OrderStage, Place, Stage, Verb
from domain.events import Answer
from domain.register.codes import ResponderClass
from domain.situation import Situation

MOST_EVIDENCE = 3


class Next(Enum):
    """What the big button does."""

    ACKNOWLEDGE = "acknowledge"
    SEND = "send"
    WAIT = "wait"
    CLOSE = "close"
    RESUME = "resume"
    NONE = "none"


NEXT: dict[Stage, Next] = {
    Stage.RAISED: Next.ACKNOWLEDGE,
    Stage.ACKNOWLEDGED: Next.SEND,
    Stage.DISPATCHED: Next.WAIT,
    Stage.ACCEPTED: Next.WAIT,
    Stage.EN_ROUTE: Next.WAIT,
    Stage.ON_SCENE: Next.WAIT,
    Stage.FED_BACK: Next.CLOSE,
    Stage.SHELVED: Next.RESUME,
    Stage.CLOSED: Next.NONE,
    Stage.FALSE_ALARM: Next.NONE,
    Stage.DUPLICATE: Next.NONE,
}

SENT = frozenset({Stage.DISPATCHED, Stage.ACCEPTED, Stage.EN_ROUTE, Stage.ON_SCENE})
"""Stages in which more people may be sent as a reinforcement."""

ANSWERS: dict[OrderStage, tuple[Answer, ...]] = {
    OrderStage.OFFERED: (Answer.ACCEPT, Answer.EN_ROUTE, Answer.ARRIVE, Answer.DECLINE),
    OrderStage.ACCEPTED: (Answer.EN_ROUTE, Answer.ARRIVE, Answer.FEEDBACK, Answer.DECLINE),
    OrderStage.EN_ROUTE: (Answer.ARRIVE, Answer.FEEDBACK),
    OrderStage.ON_SCENE: (Answer.FEEDBACK,),
}
"""Which answers by radio an operator can enter, from each stage of an order; feedback implies the arrival."""


@dataclass(frozen=True)
class Ranked:
    """One candidate as the desk ranked it. Seconds to the foot of the building and to the floor, None: not to go up."""

    responder: str
    foot_s: float
    floor_s: float | None = None
    reasons: tuple[Fact, ...] = ()
    route: tuple[tuple[float, float], ...] = ()
    allowed: bool = True

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Ranked:
        """From a row of `Reply.data["ranks"]`. Raises ValidationError, KeyError or TypeError on anything else."""
        foot, up = float(row["foot_s"]), row.get("floor_s")
        return cls(
            responder=str(row["responder"]),
            foot_s=foot,
            floor_s=None if up is None else foot + float(up),
            reasons=tuple(msgspec.convert(r, Fact) for r in row.get("reasons", ())),
            route=tuple((float(lon), float(lat)) for lon, lat in row.get("route", ())),
            allowed=bool(row.get("allowed", True)),
        )


@dataclass(frozen=True)
class Candidate:
    """A row of the nearest responders. `sign` is the call sign alone, `call_sign` has the class behind it."""

    responder: str
    kind: int
    sign: str
    call_sign: str
    reason: str
    foot: str
    floor: str
    allowed: bool


@dataclass(frozen=True)
class Sent:
    """A row of those under way."""

    order: str
    kind: int
    call_sign: str
    text: str
    since: int
    open: bool
    held: bool
    release_at: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class CaseView:
    """All of the column. Times epoch ms; `ended` 0: still open, its time runs on."""

    id: str
    level: int
    stage: Stage
    title: str
    subtitle: str
    since: int
    evidence: tuple[str, ...]
    more: tuple[str, ...]
    unknown: tuple[str, ...]
    next: Next
    sent: tuple[Sent, ...]
    candidates: tuple[Candidate, ...]
    external: str
    external_sign: str
    external_called: bool
    floor: int
    trail: tuple[str, ...]
    has_subject: bool
    others: tuple[tuple[str, str], ...]
    can_send: bool
    may: frozenset[str] = field(default_factory=frozenset)
    ended: int = 0


def build(situation: Situation, alarm: Alarm, seat: Seat, tz: tzinfo, ranks: Sequence[Ranked]) -> CaseView:
    """Read one alarm."""
    latest = tuple(facts.lines(alarm.evidence, situation, tz))
    external = external_of(situation, alarm)
    orders = situation.orders_of(alarm.id)
    return CaseView(
        id=alarm.id,
        level=int(alarm.level),
        stage=alarm.stage,
        title=translate("Case", "{what} · {where}").format(
            what=reading.title(alarm), where=places.where_is(situation, alarm)
        ),
        subtitle=_subtitle(situation, alarm, seat),
        since=reading.since(alarm),
        ended=alarm.ended,
        evidence=latest if len(latest) <= MOST_EVIDENCE else (latest[0], *latest[1 - MOST_EVIDENCE :]),
        more=latest,
        unknown=tuple(line for f in alarm.unknown if (line := facts.line(f, situation, tz))),
        next=NEXT[alarm.stage] if alarm.open else Next.NONE,
        sent=tuple(_sent(situation, o) for o in orders if o.open or o.stage is OrderStage.FED_BACK),
        candidates=_candidates(situation, [r for r in ranks if r.responder not in _under_way(orders)], alarm.place),
        external=external,
        external_sign=_service(alarm),
        external_called=any(o.open and o.responder == external for o in orders),
        floor=alarm.place.floor,
        trail=tuple(_trail(situation, alarm, seat.user, tz)),
        has_subject=bool(alarm.subject) or any(step.by == CALLER for step in alarm.trail),
        others=tuple(
            (a.id, f"{reading.title(a)} · {places.where(situation.register, a.place)}")
            for a in situation.open_alarms()
            if a.id != alarm.id
        ),
        can_send=alarm.stage in SENT or (alarm.stage, Verb.DISPATCH) in ROADS,
        may=frozenset(verb for verb in _VERBS if may(seat, verb)),
    )


_VERBS = (
    "acknowledge",
    "dispatch",
    "take_back",
    "relay_answer",
    "close",
    "false_alarm",
    "duplicate",
    "shelve",
    "resume",
    "contacts",
    "reveal",
    "override_matrix",
)


def _under_way(orders: Sequence[Order]) -> set[str]:
    return {o.responder for o in orders if o.open}


def _subtitle(situation: Situation, alarm: Alarm, seat: Seat) -> str:
    owner = reading.who(situation, alarm.owner, seat.user) if alarm.owner else translate("Case", "nobody's yet")
    level = translate("Case", "level {n}").format(n=int(alarm.level))
    parts = [texts.say("Stages", texts.STAGES[alarm.stage]), level, owner]
    if alarm.subject:
        parts.insert(0, situation.label(alarm.subject))
    return " · ".join(parts)


def external_of(situation: Situation, alarm: Alarm) -> str:
    """The external service to call for this kind (119 fire, 120 medical, 110 else), by responder id; "" none known."""
    responders = situation.register.responders
    wanted = _service(alarm)
    if not wanted:
        return ""
    for row, sign in enumerate(responders.call_sign):
        if responders.kind[row] == ResponderClass.EXTERNAL and wanted in sign:
            return responders.ids[row]
    return ""


def _service(alarm: Alarm) -> str:
    if alarm.kind is AlarmKind.SMOKE or alarm.incident is IncidentKind.FIRE:
        return "119"
    if alarm.kind in (AlarmKind.SOS, AlarmKind.ELDER_SILENCE) or alarm.incident is IncidentKind.MEDICAL:
        return "120"
    return ""


def may_tick(view: CaseView, place: int) -> bool:
    """Whether this seat may tick a candidate: those whom the matrix allows, and for a supervisor anyone."""
    return view.candidates[place].allowed or "override_matrix" in view.may


def _candidates(situation: Situation, ranks: Sequence[Ranked], place: Place) -> tuple[Candidate, ...]:
    """The rows; how much farther each is, is counted from the first to be there of those on show, not of all."""
    soonest = min((_there(r) for r in ranks if r.allowed and _placed(r)), default=None)
    return tuple(_candidate(situation, r, place.floor, soonest) for r in ranks)


def _there(ranked: Ranked) -> float:
    """Seconds until he stands where he is needed: on the floor, or at the foot where he does not go up."""
    return ranked.foot_s if ranked.floor_s is None else ranked.floor_s


_HOW_NEAR = frozenset({"nearest", "further"})


def _placed(ranked: Ranked) -> bool:
    return any(f.code in _HOW_NEAR for f in ranked.reasons)


def _beside(fact: Fact, ranked: Ranked, soonest: float | None) -> Fact | None:
    """The same reason, against those on show; None where it says nothing there."""
    if fact.code not in _HOW_NEAR:
        return fact
    if soonest is None:
        return None
    more = round(_there(ranked) - soonest)
    if more == 0:
        return Fact(code="nearest", at=fact.at, params={})
    return Fact(code="further", at=fact.at, params={"seconds": more}) if more > 0 else None


def _candidate(situation: Situation, ranked: Ranked, floor: int, soonest: float | None) -> Candidate:
    kind = reading.kind_of(situation, ranked.responder)
    told = [f for fact in ranked.reasons if (f := _beside(fact, ranked, soonest)) is not None]
    words = [facts.reason(f, situation) for f in told]
    sign = reading.call_sign(situation, ranked.responder)
    class_ = texts.say("Classes", texts.CLASSES[ResponderClass(kind)])
    return Candidate(
        responder=ranked.responder,
        kind=kind,
        sign=sign,
        call_sign=f"{sign} {class_}",
        reason=" · ".join(w for w in words if w),
        foot=figures.walk(ranked.foot_s),
        floor=figures.walk(ranked.floor_s) if floor > 1 else "",
        allowed=ranked.allowed,
    )


def _sent(situation: Situation, order: Order) -> Sent:
    return Sent(
        order=order.id,
        kind=reading.kind_of(situation, order.responder),
        call_sign=reading.call_sign(situation, order.responder),
        text=texts.say("OrderStages", texts.ORDER_STAGES[order.stage]),
        since=order.trail[-1].at if order.trail else order.at,
        open=order.open,
        held=order.stage is OrderStage.HELD,
        release_at=order.release_at,
        answers=ANSWERS.get(order.stage, ()),
    )


def _trail(situation: Situation, alarm: Alarm, user: str, tz: tzinfo) -> list[str]:
    steps = [(step, "") for step in alarm.trail]
    for order in situation.orders_of(alarm.id):
        sign = reading.call_sign(situation, order.responder)
        steps += [(step, sign) for step in order.trail]
    steps.sort(key=lambda pair: pair[0].at)
    lines: list[str] = []
    for step, sign in steps:
        called_in = step.verb is Verb.RAISE and alarm.kind is AlarmKind.INCIDENT
        verb = texts.say("Verbs", texts.REPORTED if called_in else texts.VERBS[step.verb])
        who = sign or reading.who(situation, step.by, user)
        note = f": {step.note}" if step.note else ""
        line = f"{figures.time_of_day(step.at, tz, seconds=True)}  {verb} · {who}{note}"
        if not lines or lines[-1] != line:
            lines.append(line)
    return lines
