"""What an event changes before any rule is asked: the device's state, a fix, a duty, a sign of life."""

from __future__ import annotations

from msgspec.structs import replace

from domain.changes import DeviceChanged, DutyChanged, LifeSigned
from domain.clock import SECOND
from domain.desk.book import Book, Fix
from domain.desk.timing import Timing
from domain.events import (
    AnyEvent,
    DeviceReported,
    DoorMoved,
    DutyReported,
    GateMoved,
    GatePassed,
    Located,
    LockOpened,
    PictureChanged,
    SmokeSensed,
    SosPressed,
)
from domain.rules import sign_of_life
from domain.situation import STATES, hand_spoke_since

HEARD_STEP_MS = 10 * SECOND
"""A tracker's fixes move its `heard` in steps of this, or of half its period: the fix itself has its time."""
_LASTING = frozenset({"open", "closed", "alarm", "clear", "locked", "unlocked", "live", "frozen", "lost"})
"""States that a repeated message does not begin anew."""
_OF_GATES = frozenset({"locked", "unlocked"})
NAN = float("nan")


def state_word(event: AnyEvent) -> str | None:
    """The word of its device's state that an event tells; None for one that tells none (a test press, for one)."""
    word: str | None = None
    match event:
        case DoorMoved():
            word = "open" if event.open else "closed"
        case SmokeSensed(test=False):
            word = "alarm" if event.alarm else "clear"
        case GateMoved():
            word = "locked" if event.locked else "unlocked"
        case GatePassed():
            word = "passed" if event.allowed else "refused"
        case LockOpened():
            word = "opened"
        case SosPressed():
            word = "pressed"
        case PictureChanged():
            word = event.picture
    return word


def judged(event: AnyEvent, row: int, book: Book, timing: Timing) -> AnyEvent:
    """The event with its judging time and its doubt."""
    at, doubtful = timing.judge(event, row, book.situation)
    return replace(event, judged=at, clock_doubtful=doubtful)


def off_duty(event: AnyEvent, book: Book) -> bool:
    """Whether this is a position of a responder off duty, which is dropped here if the link has not (R6)."""
    if not isinstance(event, Located):
        return False
    row = book.situation.register.responder_of_device.get(event.device)
    return row is not None and not book.situation.on_duty[row]


def absorb(event: AnyEvent, row: int, book: Book, timing: Timing) -> None:
    """Make true what a judged event of device `row` says."""
    change = _device_change(event, row, book, timing.learn(event, row, book.situation))
    if change is not None:
        book.device(change)
    if isinstance(event, Located):
        heading = NAN if event.heading is None else event.heading
        book.fix(event.device, Fix(event.judged, event.lon, event.lat, event.accuracy_m, heading))
    elif isinstance(event, DutyReported):
        _duty(event, book)
    _life(event, book)


def _life(event: AnyEvent, book: Book) -> None:
    person = sign_of_life(event, book.situation.register)
    if person is None or person in book.situation.erased:
        return
    if event.judged > book.situation.life[book.situation.register.people.row(person)]:
        book.put(LifeSigned(person=person, at=event.judged))


def _duty(event: DutyReported, book: Book) -> None:
    register = book.situation.register
    row = register.responder_of_device.get(event.device)
    if row is None or event.retained or bool(book.situation.on_duty[row]) == event.on_duty:
        return  # a retained word may be of any day: whoever went off duty since would be back on it
    if not event.on_duty:
        book.forget_fix(event.device)
    book.put(DutyChanged(responder=register.responders.ids[row], on_duty=event.on_duty, at=event.judged))


def _device_change(event: AnyEvent, row: int, book: Book, offset: int | None) -> DeviceChanged | None:
    """The change of the device's row; None for one more fix that changes nothing but a few seconds."""
    d = book.situation.devices
    heard = _heard(event, book)
    online = _online(event, row, book)
    word = state_word(event)
    if word is not None and not _newer(event.judged, word, row, book):
        word = None
    battery = getattr(event, "battery", None)
    battery = None if battery is None or battery == d.battery[row] else battery
    news = (online, word, battery, offset) != (None, None, None, None)
    if not news and heard - int(d.heard[row]) < _step(event, row, book):
        return None
    return DeviceChanged(
        device=event.device,
        heard=heard,
        state=word,
        state_since=None if word is None else event.judged,
        online=online,
        online_since=None if online is None else event.judged,
        battery=battery,
        offset_ms=offset,
    )


def _heard(event: AnyEvent, book: Book) -> int:
    """0 where it was not the device that spoke, or nobody knows when it did."""
    will = _absent(event) or (isinstance(event, DeviceReported) and not event.online)
    lost = event.clock_doubtful and (event.retained or not book.situation.link_caught_up)
    return 0 if will or lost or (event.retained and event.at <= 0) else event.judged


def _online(event: AnyEvent, row: int, book: Book) -> bool | None:
    """Whether the device's connection is known anew. A device that speaks is there; an old message proves nothing."""
    now = int(book.situation.devices.online[row])
    if isinstance(event, DeviceReported):
        said = event.online
    elif event.retained or _absent(event) or (now == 0 and not book.situation.link_caught_up):
        return None
    else:
        said = True
    return None if now == int(said) else said


def _absent(event: AnyEvent) -> bool:
    """Whether not the device spoke, but a watch that misses it."""
    return isinstance(event, PictureChanged) and event.picture == "lost"


def _newer(at: int, word: str, row: int, book: Book) -> bool:
    """Whether a state word is news: not older than what is known, not what lasts already – unless a hand has said
    otherwise of the gate meanwhile, and its device has the last word again."""
    d = book.situation.devices
    if at < d.state_since[row]:
        return False
    if word not in _LASTING or STATES[int(d.state[row])] != word:
        return True
    return word in _OF_GATES and hand_spoke_since(book.situation, row)


def _step(event: AnyEvent, row: int, book: Book) -> int:
    if not isinstance(event, Located):
        return 1
    half = int(book.situation.register.devices.period_s[row]) * SECOND // 2
    return min(half, HEARD_STEP_MS) if half else HEARD_STEP_MS
