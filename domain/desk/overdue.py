"""What happens by time: held orders leave, shelved alarms come back, and a missed step is told once."""

from __future__ import annotations

from domain.access import DESK_SEAT
from domain.alarms import Alarm, Fact, Level, Order, OrderStage, Stage, Verb
from domain.clock import SECOND
from domain.desk.answers import release
from domain.desk.core import Core
from domain.desk.limits import TECHNICAL
from domain.rules.facts import fact


def by_time(core: Core, now: int) -> None:
    """All that judging time `now` brings about, rules apart."""
    for order in [o for o in core.situation.orders.values() if o.stage is OrderStage.HELD and o.release_at <= now]:
        release(core, order, now)
    for alarm in [a for a in core.situation.alarms.values() if a.open]:
        if alarm.stage is Stage.SHELVED:
            if alarm.shelved_until <= now:
                core.step(alarm.id, Verb.RESUME, DESK_SEAT.user, now)
        else:
            _missed(core, alarm, now)


def _missed(core: Core, alarm: Alarm, now: int) -> None:
    """A step that is overdue: told once. Where nobody looks at all, the alarm rises by one level and sounds again."""
    limit = core.limits.acknowledge(alarm.level)
    since = alarm.trail[-1].at if alarm.trail else alarm.at
    if alarm.stage is Stage.RAISED and now - since >= limit and not _told(alarm, "overdue_acknowledge"):
        rises = alarm.kind not in TECHNICAL and alarm.level > Level.RED
        core.add(
            alarm.id,
            fact("overdue_acknowledge", now, limit_s=limit // SECOND),
            Level(alarm.level - 1) if rises else None,
        )
    for order in core.situation.orders_of(alarm.id):
        if order.open:
            _missed_by(core, alarm, order, now)


def _missed_by(core: Core, alarm: Alarm, order: Order, now: int) -> None:
    code, limit = _limit(core, alarm, order)
    if not code or now - order.trail[-1].at < limit or _told(alarm, code, order.id):
        return
    line: Fact = fact(code, now, order=order.id, responder=order.responder, limit_s=limit // SECOND)
    core.add(alarm.id, line)


def _limit(core: Core, alarm: Alarm, order: Order) -> tuple[str, int]:
    """What is waited for from this stage, and how long since the last step (ms)."""
    match order.stage:
        case OrderStage.OFFERED:
            return "overdue_accept", core.limits.accept(alarm.level)
        case OrderStage.ACCEPTED | OrderStage.EN_ROUTE:
            return "overdue_arrive", core.limits.arrive(order.foot_s + order.floor_s)
        case OrderStage.ON_SCENE:
            return "overdue_feedback", core.limits.feedback()
    return "", 0


def _told(alarm: Alarm, code: str, order: str = "") -> bool:
    return any(f.code == code and f.params.get("order", "") == order for f in alarm.evidence)
