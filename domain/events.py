"""Events: who said what, when. Frozen; made by `devices/` and `vision/`, judged by rules, kept by the ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from msgspec import Struct


class Credential(StrEnum):
    """What opened a lock or a gate. The kind is an attribute of the event, never of the person (T1-40)."""

    FACE = "face"
    CARD = "card"
    QR = "qr"
    PIN = "pin"
    FINGERPRINT = "fingerprint"
    PHONE = "phone"
    KEY = "key"
    ONE_TIME = "one_time"


class Answer(StrEnum):
    """What a responder's device says about an order."""

    ACCEPT = "accept"
    DECLINE = "decline"
    EN_ROUTE = "en_route"
    ARRIVE = "arrive"
    FEEDBACK = "feedback"


class Event(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What every event carries. Times are UTC epoch milliseconds.

    `id` is unique a device; `at` is the device's own time (0: it gave none); `received` the desk's receipt time;
    `judged` the time it is judged at, set by the desk (wire.md: min(receipt, at + learned offset)); `retained` and
    `clock_doubtful` events are never a sign of life.
    """

    id: str
    device: str
    at: int
    received: int
    judged: int = 0
    retained: bool = False
    clock_doubtful: bool = False


class DoorMoved(Event, frozen=True, kw_only=True, gc=False, tag="door", omit_defaults=True):
    """A door magnet opened or closed."""

    open: bool
    battery: int | None = None


class LockOpened(Event, frozen=True, kw_only=True, gc=False, tag="lock", omit_defaults=True):
    """A smart lock opened; `subject` is the credential's id as enrolled at the lock, None where the lock knows none."""

    credential: Credential
    subject: str | None = None
    battery: int | None = None


class GatePassed(Event, frozen=True, kw_only=True, gc=False, tag="gate", omit_defaults=True):
    """Someone passed, or was refused at, a face / card / QR / PIN / phone gate. No picture, ever (R2)."""

    allowed: bool
    credential: Credential
    subject: str | None = None
    inbound: bool = True


class GateMoved(Event, frozen=True, kw_only=True, gc=False, tag="gate_state", omit_defaults=True):
    """A gate was locked or set open; walking routes count it (N-05)."""

    locked: bool


class SmokeSensed(Event, frozen=True, kw_only=True, gc=False, tag="smoke", omit_defaults=True):
    """A smoke detector's alarm came or went; `test` is a press of its test button."""

    alarm: bool
    density: float | None = None
    test: bool = False
    battery: int | None = None


class SosPressed(Event, frozen=True, kw_only=True, gc=False, tag="sos", omit_defaults=True):
    """A wearable or a wall button called for help; a position (degrees, WGS-84) where the device knows one."""

    lon: float | None = None
    lat: float | None = None
    battery: int | None = None


class Located(Event, frozen=True, kw_only=True, gc=False, tag="fix", omit_defaults=True):
    """A tracker's fix: degrees WGS-84, accuracy in metres (68 %), speed m/s, heading degrees clockwise from north."""

    lon: float
    lat: float
    accuracy_m: float = 10.0
    speed: float | None = None
    heading: float | None = None
    battery: int | None = None


class Seen(Event, frozen=True, kw_only=True, gc=False, tag="seen", omit_defaults=True):
    """A camera's watch saw somebody stand in the camera's drawn zone. No picture, ever (R2): a box and a number.

    `box`: left, top, right, bottom in shares of the picture; `track` the person's number in this watch, nothing more;
    `score` 0…1; `watcher` which watch saw it ("" where the camera itself judges).
    """

    track: int
    box: tuple[float, float, float, float]
    score: float
    watcher: str = ""


class PictureChanged(Event, frozen=True, kw_only=True, gc=False, tag="picture", omit_defaults=True):
    """A camera's picture is live again, frozen, or lost.

    Frozen: for some seconds every frame was there before, to the last bit; they need not all be the same.
    """

    picture: Literal["live", "frozen", "lost"]
    watcher: str = ""


class OrderAnswered(Event, frozen=True, kw_only=True, gc=False, tag="answer", omit_defaults=True):
    """A responder's device answered an order; `text` and `result` come with feedback."""

    order: str
    answer: Answer
    result: str | None = None
    text: str = ""


class DutyReported(Event, frozen=True, kw_only=True, gc=False, tag="duty", omit_defaults=True):
    """A responder's device said that the duty began or ended; off duty nothing is tracked (R6)."""

    on_duty: bool


class DeviceReported(Event, frozen=True, kw_only=True, gc=False, tag="status", omit_defaults=True):
    """A device's status (retained; also its last will: online false)."""

    online: bool
    battery: int | None = None
    signal: int | None = None


AnyEvent: TypeAlias = (
    DoorMoved
    | LockOpened
    | GatePassed
    | GateMoved
    | SmokeSensed
    | SosPressed
    | Located
    | Seen
    | PictureChanged
    | OrderAnswered
    | DutyReported
    | DeviceReported
)


class Refusal(Struct, frozen=True, kw_only=True, gc=False):
    """A message that was not taken: why, from whom, and its redacted body for the quarantine."""

    reason: str
    topic: str
    device: str
    at: int
    body: str = ""
