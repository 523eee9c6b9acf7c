"""Commands about orders: rank, dispatch and reinforce, take back, and answers relayed by radio."""

from __future__ import annotations

import msgspec

from domain.access import Seat, may
from domain.alarms import ORDER_ROADS, Alarm, Level, Order, OrderStage, Step, Verb
from domain.changes import OrderMade
from domain.clock import MINUTE
from domain.commands import Dispatch, Rank, RelayAnswer, TakeBack
from domain.desk.answers import ANSWER_VERBS, SENT, answered, back_if_last, possible, release, step_order
from domain.desk.core import Core, what_of
from domain.desk.outcome import Outcome
from domain.desk.replies import Refused
from domain.dispatch import OFFICERS_MIN, Permit, Ranked, external, permit, rank
from domain.register import ResponderClass
from domain.rules.facts import fact, id_list

RANK_MAX = 50
LOOK_MS = 10 * MINUTE
MOST_LOOKED = 2_000


def ranked(core: Core, command: Rank, by: Seat, now: int) -> Outcome:
    """The nearest, with reasons; and apart from them whom to telephone. A window keeps its list fresh every few
    seconds: the books keep one row of it in LOOK_MS."""
    alarm = core.alarm(command.alarm, by)
    limit = min(max(command.limit, 1), RANK_MAX)
    rows = rank(core.network, core.situation, alarm.place, what_of(alarm), now, limit=limit)
    called = external(core.situation)
    return Outcome(
        alarm.id,
        {"ranks": [msgspec.to_builtins(r) for r in rows], "external": [msgspec.to_builtins(r) for r in called]},
        silent=not _first_look(core, alarm.id, by, now),
    )


def _first_look(core: Core, alarm: str, by: Seat, now: int) -> bool:
    """Whether this user has not looked at this alarm's responders for a while."""
    last = core.looked.get((by.user, alarm))
    if last is not None and 0 <= now - last < LOOK_MS:
        return False
    if len(core.looked) >= MOST_LOOKED:
        core.looked.clear()
    core.looked[by.user, alarm] = now
    return True


def dispatch(core: Core, command: Dispatch, by: Seat, now: int) -> Outcome:
    """Orders for each named responder; all of them or none. On an alarm that is under way: reinforcement."""
    alarm = core.alarm(command.alarm, by)
    if alarm.stage not in SENT:
        core.need_road(alarm, Verb.DISPATCH)
    named = tuple(dict.fromkeys(command.responders))
    if not named:
        raise Refused("nobody_named")
    for responder in named:
        _may_be_sent(core, alarm, responder)
    overridden = _override(core, alarm, named, command.override, by)
    first = len(core.situation.orders_of(alarm.id)) + 1
    orders = [_make(core, alarm, f"{alarm.id}-{n}", who, by=by, now=now) for n, who in enumerate(named, first)]
    if alarm.stage not in SENT:
        core.step(alarm.id, Verb.DISPATCH, by.user, now, note=command.override if overridden else "")
    if overridden:
        core.add(alarm.id, fact("matrix_overridden", now, user=by.user, responders=id_list(overridden)))
    for order in orders:
        core.book.put(OrderMade(order=order))
        if order.release_at <= now:
            release(core, order, now)
    note = command.override if overridden else ""
    return Outcome(alarm.id, {"orders": [o.id for o in orders]}, len(orders), alarm.key if note else "", note)


def take_back(core: Core, command: TakeBack, by: Seat, now: int) -> Outcome:
    """Held: nothing has left. Later: the responder is told."""
    order = core.order(command.order, by)
    _need_order_road(order, Verb.TAKE_BACK)
    step_order(core, order.id, Verb.TAKE_BACK, by.user, now, note=command.note)
    if order.stage is not OrderStage.HELD:
        core.notice(order, "take_back", now)
    back_if_last(core, order.alarm, by.user, now)
    return Outcome(order.id)


def relay_answer(core: Core, command: RelayAnswer, by: Seat, now: int) -> Outcome:
    """What a responder, or 119 and 120, said by radio or telephone."""
    order = core.order(command.order, by)
    verb = ANSWER_VERBS[command.answer]
    if not possible(order, verb):
        raise Refused("no_road", {"stage": order.stage.value, "verb": verb.value})
    answered(core, order, verb, by.user, now, result=command.result, note=command.note)
    return Outcome(order.id)


def _need_order_road(order: Order, verb: Verb) -> None:
    if (order.stage, verb) not in ORDER_ROADS:
        raise Refused("no_road", {"stage": order.stage.value, "verb": verb.value})


def _may_be_sent(core: Core, alarm: Alarm, responder: str) -> None:
    r = core.register.responders
    row = r.row(responder)
    if row < 0:
        raise Refused("unknown_responder", {"responder": responder})
    if r.kind[row] != ResponderClass.EXTERNAL and not core.situation.on_duty[row]:
        raise Refused("off_duty", {"responder": responder})
    running = [o for o in core.situation.orders_of(alarm.id) if o.open and o.responder == responder]
    if running:
        raise Refused("already_sent", {"responder": responder, "order": running[0].id})


def _override(core: Core, alarm: Alarm, named: tuple[str, ...], reason: str, by: Seat) -> list[str]:
    """Those whom the matrix does not allow and a supervisor sends all the same; Refused where he does not."""
    against = [(r, _cell(core, alarm, r)) for r in named]
    against = [(r, cell) for r, cell in against if cell is not Permit.YES]
    missing = _officers_missing(core, alarm, named)
    if not against and not missing:
        return []
    if reason.strip():
        if not may(by, "override_matrix"):
            raise Refused("override_not_allowed")
        return [r for r, _ in against] or list(named)
    if not against:
        raise Refused("officers_needed", {"count": OFFICERS_MIN[what_of(alarm)]})
    responder, cell = against[0]
    kind = ResponderClass(int(core.register.responders.kind[core.register.responders.row(responder)]))
    code = "ground_floor_only" if cell is Permit.GROUND else "class_not_sent"
    raise Refused(code, {"responder": responder, "class": kind.name.lower()})


def _cell(core: Core, alarm: Alarm, responder: str) -> Permit:
    r = core.register.responders
    return permit(what_of(alarm), ResponderClass(int(r.kind[r.row(responder)])), alarm.place.floor)


def _officers_missing(core: Core, alarm: Alarm, named: tuple[str, ...]) -> bool:
    """Whether fewer officers than the matrix asks for would be under way, these included."""
    need = OFFICERS_MIN.get(what_of(alarm), 0)
    running = {o.responder for o in core.situation.orders_of(alarm.id) if o.open}
    r = core.register.responders
    officers = [key for key in {*named, *running} if r.kind[r.row(key)] == ResponderClass.OFFICER]
    return len(officers) < need


def _make(core: Core, alarm: Alarm, key: str, responder: str, *, by: Seat, now: int) -> Order:
    """A held order with its estimate. A red alarm's leaves at once, and so does a call to 119 or 120."""
    at_once = alarm.level is Level.RED or _external(core, responder)
    estimate = _estimate(core, alarm, responder, now)
    return Order(
        id=key,
        alarm=alarm.id,
        responder=responder,
        by=by.user,
        at=now,
        release_at=now if at_once else now + core.take_back_ms,
        foot_s=estimate.foot_s if estimate else 0.0,
        floor_s=(estimate.floor_s or 0.0) if estimate else 0.0,
        route=estimate.route if estimate else (),
        trail=(Step(at=now, verb=Verb.DISPATCH, by=by.user),),
    )


def _external(core: Core, responder: str) -> bool:
    r = core.register.responders
    return bool(r.kind[r.row(responder)] == ResponderClass.EXTERNAL)


def _estimate(core: Core, alarm: Alarm, responder: str, now: int) -> Ranked | None:
    only = frozenset({responder})
    found = rank(core.network, core.situation, alarm.place, what_of(alarm), now, limit=1, only=only)
    return found[0] if found else None
