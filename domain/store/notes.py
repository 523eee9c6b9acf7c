"""Free text in changes, alarms, orders, keyframes and events: sealed on the way in, opened on the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from domain.alarms import Alarm, Order, Step
from domain.changes import AlarmRaised, AlarmStepped, AnyChange, Batch, Drawn, OrderMade, OrderStepped
from domain.drawings import Drawing
from domain.events import AnyEvent, OrderAnswered
from domain.situation import Keyframe
from domain.store.seals import STATION_KEY, Seals

NOTE = "note"
TEXT = "event.text"

Words = Callable[[str], str]
"""Text in, text out: a seal under a key already chosen, or its opening."""

T = TypeVar("T", Alarm, Order)


def map_trail(item: T, words: Words) -> T:
    """An alarm or order with `words` done to every note of its trail."""
    if not any(step.note for step in item.trail):
        return item
    return replace(item, trail=tuple(map_step(step, words) for step in item.trail))


def map_step(step: Step, words: Words) -> Step:
    """A step with `words` done to its note."""
    return replace(step, note=words(step.note)) if step.note else step


def map_change(change: AnyChange, words: Words) -> AnyChange:
    """A change with `words` done to every free text in it; a change without any is returned as it is."""
    mapper = _MAPPERS.get(type(change))
    return change if mapper is None else mapper(change, words)


def _raised(c: AlarmRaised, words: Words) -> AlarmRaised:
    alarm = map_trail(c.alarm, words)
    return c if alarm is c.alarm and not c.note else replace(c, alarm=alarm, note=words(c.note))


def _stepped(c: Any, words: Words) -> Any:
    step = map_step(c.step, words)
    return c if step is c.step and not c.note else replace(c, step=step, note=words(c.note))


def _made(c: OrderMade, words: Words) -> OrderMade:
    order = map_trail(c.order, words)
    return c if order is c.order else replace(c, order=order)


def _drawn(c: Drawn, words: Words) -> Drawn:
    return c if c.drawing is None else replace(c, drawing=map_name(c.drawing, words))


def map_name(drawing: Drawing, words: Words) -> Drawing:
    """A drawing with `words` done to its name."""
    sketch = drawing.sketch
    return replace(drawing, sketch=replace(sketch, name=words(sketch.name))) if sketch.name else drawing


_MAPPERS: dict[type, Callable[[Any, Words], Any]] = {
    AlarmRaised: _raised,
    AlarmStepped: _stepped,
    OrderStepped: _stepped,
    OrderMade: _made,
    Drawn: _drawn,
}
"""The changes that carry free text; all others carry ids, numbers and codes only."""


def open_batch(seals: Seals, batch: Batch) -> Batch:
    """A batch as it was committed, but for notes whose key is gone."""
    changes = tuple(map_change(c, lambda text: seals.open(NOTE, text)) for c in batch.changes)
    return Batch(batch.seq, batch.at, changes)


def open_alarm(seals: Seals, alarm: Alarm) -> Alarm:
    """An alarm with its trail's notes opened."""
    return map_trail(alarm, lambda text: seals.open(NOTE, text))


def open_event(seals: Seals, event: AnyEvent) -> AnyEvent:
    """An event with its free text opened."""
    if isinstance(event, OrderAnswered) and event.text:
        return replace(event, text=seals.open(TEXT, event.text))
    return event


def seal_frame(seals: Seals, frame: Keyframe) -> Keyframe:
    """A keyframe with every trail's notes sealed under its alarm's key."""
    keys = {a.id: seals.living(a.key, a.id) for a in frame.alarms}

    def sealed(item: T, alarm: str) -> T:
        key = keys.get(alarm, alarm)
        return map_trail(item, lambda text: seals.seal(key, NOTE, text))

    alarms = tuple(sealed(a, a.id) for a in frame.alarms)
    drawings = tuple(map_name(d, lambda text: seals.seal(STATION_KEY, NOTE, text)) for d in frame.drawings)
    orders = tuple(sealed(o, o.alarm) for o in frame.orders)
    return replace(frame, alarms=alarms, orders=orders, drawings=drawings)


def open_frame(seals: Seals, frame: Keyframe) -> Keyframe:
    """Inverse of `seal_frame`, but for notes whose key is gone."""

    def words(text: str) -> str:
        return seals.open(NOTE, text)

    alarms = tuple(map_trail(a, words) for a in frame.alarms)
    drawings = tuple(map_name(d, words) for d in frame.drawings)
    return replace(frame, alarms=alarms, orders=tuple(map_trail(o, words) for o in frame.orders), drawings=drawings)
