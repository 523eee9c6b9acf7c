"""Orders and the alarms they serve, moved together: answers, declines, feedback, standing down."""

from __future__ import annotations

from typing import Literal

from domain.alarms import ORDER_ROADS, ROADS, Order, OrderStage, Stage, Step, Verb
from domain.changes import OrderStepped
from domain.clock import HOUR
from domain.desk.core import Core
from domain.events import Answer, OrderAnswered
from domain.rules.facts import fact

ANSWER_VERBS = {
    Answer.ACCEPT: Verb.ACCEPT,
    Answer.DECLINE: Verb.DECLINE,
    Answer.EN_ROUTE: Verb.EN_ROUTE,
    Answer.ARRIVE: Verb.ARRIVE,
    Answer.FEEDBACK: Verb.FEED_BACK,
}
TELL_AGAIN_MS = HOUR
"""So long after an alarm's end a device is told again, at the desk's start, that its order is void."""
_TOLD: dict[OrderStage, Literal["offer", "take_back", "stand_down"]] = {
    OrderStage.OFFERED: "offer",
    OrderStage.TAKEN_BACK: "take_back",
    OrderStage.STOOD_DOWN: "stand_down",
}
SENT = frozenset({Stage.DISPATCHED, Stage.ACCEPTED, Stage.EN_ROUTE, Stage.ON_SCENE})


def possible(order: Order, verb: Verb) -> bool:
    """Whether the order can be moved so; feedback implies that the responder has arrived."""
    roads = ORDER_ROADS
    return (order.stage, verb) in roads or (verb is Verb.FEED_BACK and (order.stage, Verb.ARRIVE) in roads)


def heard(core: Core, event: OrderAnswered) -> bool:
    """A responder's device answered; False for what cannot be: an unknown order, not his, or no road from there."""
    order = core.situation.orders.get(event.order)
    if order is None or core.situation.alarms.get(order.alarm) is None:
        return False
    row = core.register.responders.row(order.responder)
    mine = row >= 0 and core.register.responders.device[row] == event.device
    if not mine or not possible(order, ANSWER_VERBS[event.answer]):
        return False
    verb, result = ANSWER_VERBS[event.answer], event.result or ""
    answered(core, order, verb, order.responder, event.judged, result=result, note=event.text)
    return True


def answered(core: Core, order: Order, verb: Verb, by: str, at: int, *, result: str = "", note: str = "") -> None:
    """Move an order and take its alarm along as far as it goes. The verb must be `possible`."""
    if verb is Verb.FEED_BACK and (order.stage, verb) not in ORDER_ROADS:
        step_order(core, order.id, Verb.ARRIVE, by, at)
    step_order(core, order.id, verb, by, at, result=result, note=note)
    if verb is Verb.DECLINE:
        core.add(order.alarm, fact("order_declined", at, order=order.id, responder=order.responder))
        back_if_last(core, order.alarm, "desk", at, declined=True)
    else:
        _take_along(core, order.alarm, verb, by, at)


def step_order(core: Core, order: str, verb: Verb, by: str, now: int, *, result: str = "", note: str = "") -> None:
    """An order one verb further. Raises NoRoad."""
    there = core.situation.orders[order]
    at = max(now, there.trail[-1].at) if there.trail else now
    key = core.situation.alarms[there.alarm].key
    core.book.put(OrderStepped(order=order, step=Step(at=at, verb=verb, by=by), key=key, result=result, note=note))


def back_if_last(core: Core, alarm: str, by: str, now: int, *, declined: bool = False) -> None:
    """With its last open order gone, a dispatched alarm is back with the desk."""
    if core.situation.alarms[alarm].stage not in SENT or any(o.open for o in core.situation.orders_of(alarm)):
        return
    if declined:
        core.add(alarm, fact("declined_by_all", now, count=len(core.situation.orders_of(alarm))))
    core.step(alarm, Verb.TAKE_BACK, by, now)


def stand_down(core: Core, alarm: str, by: str, now: int) -> None:
    """An alarm has ended: whoever is still under way is told."""
    for order in core.situation.orders_of(alarm):
        if order.open:
            step_order(core, order.id, Verb.STAND_DOWN, by, now)
            if order.stage is not OrderStage.HELD:
                core.notice(order, "stand_down", now)


def release(core: Core, order: Order, now: int) -> None:
    """The five seconds are over: the order leaves."""
    step_order(core, order.id, Verb.SEND, "desk", now)
    core.notice(order, "offer", now)


def tell_again(core: Core, now: int) -> None:
    """What may not have reached the devices: offers not answered, and ends of alarms of now or the last hour.

    With the verb and the time of the first telling: whoever has had it drops the repetition.
    """
    for order in core.situation.orders.values():
        alarm, verb = core.situation.alarms.get(order.alarm), _TOLD.get(order.stage)
        left = any(step.verb is Verb.SEND for step in order.trail)
        if verb and left and alarm is not None and (alarm.open or now - alarm.ended <= TELL_AGAIN_MS):
            core.notice(order, verb, order.trail[-1].at)


def _take_along(core: Core, alarm: str, verb: Verb, by: str, at: int) -> None:
    """The alarm takes the furthest stage of its orders, and never goes back for a slower one."""
    stage = core.situation.alarms[alarm].stage
    if verb is Verb.FEED_BACK and (stage, verb) not in ROADS and (stage, Verb.ARRIVE) in ROADS:
        core.step(alarm, Verb.ARRIVE, by, at)
        stage = Stage.ON_SCENE
    if (stage, verb) in ROADS:
        core.step(alarm, verb, by, at)
