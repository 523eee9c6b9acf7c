"""Changes: everything that can happen to a Situation, in small frozen pieces; and what one transaction writes."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from domain.alarms import Alarm, Fact, Level, Order, Step
from domain.drawings import Drawing
from domain.events import AnyEvent, Refusal


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is now so. Carries ids; free text only in fields named `note`, which the ledger seals."""


class DeskStarted(Change, frozen=True, kw_only=True, tag="desk"):
    """The desk came up at `at`; `last` is the judging time of the last batch before (0: a new ledger)."""

    at: int
    last: int = 0


class LinkChanged(Change, frozen=True, kw_only=True, tag="link"):
    """The broker link is up or down; `caught_up` once the broker's queue for us is drained (silence waits for it)."""

    at: int
    up: bool
    caught_up: bool = False


class DeviceChanged(Change, frozen=True, kw_only=True, tag="dev"):
    """A device spoke. None: as before. `state` is a word of its kind ("open" "closed" "alarm" "clear" "locked" …).

    `heard` is the judging time of the message (0: not the device itself spoke, its last will did); it never moves
    backwards. `online_since` goes with `online`. `offset_ms` is the learned receipt − at.
    """

    device: str
    heard: int
    state: str | None = None
    state_since: int | None = None
    online: bool | None = None
    online_since: int | None = None
    battery: int | None = None
    offset_ms: int | None = None


class Moved(Change, frozen=True, kw_only=True, tag="moved"):
    """Fixes as columns, newest one a tracker; degrees, metres, degrees from north (NaN: unknown), epoch ms."""

    devices: tuple[str, ...]
    at: tuple[int, ...]
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    accuracy_m: tuple[float, ...]
    heading: tuple[float, ...]


class DutyChanged(Change, frozen=True, kw_only=True, tag="duty"):
    """A responder went on or off duty; off duty the last fix is forgotten."""

    responder: str
    on_duty: bool
    at: int


class LifeSigned(Change, frozen=True, kw_only=True, tag="life"):
    """A sign of life of an elder living alone, at judging time `at`; never moves backwards."""

    person: str
    at: int


class AlarmRaised(Change, frozen=True, kw_only=True, tag="raised"):
    """A new alarm. `note` is a caller's words, if any; `key` names the key the note is sealed under."""

    alarm: Alarm
    key: str = ""
    note: str = ""


class AlarmStepped(Change, frozen=True, kw_only=True, tag="alarm"):
    """An alarm moved one verb along ROADS (applied with `alarms.advance`). The step's note stands in `note`, sealed."""

    alarm: str
    step: Step
    key: str
    shelved_until: int = 0
    note: str = ""


class EvidenceAdded(Change, frozen=True, kw_only=True, tag="evidence"):
    """A fact learned after an alarm was raised (a sign of life, a neighbour's detector); `level` where it changed."""

    alarm: str
    fact: Fact
    level: Level | None = None


class OrderMade(Change, frozen=True, kw_only=True, tag="order"):
    """A responder is to be sent."""

    order: Order


class OrderStepped(Change, frozen=True, kw_only=True, tag="ordered"):
    """An order moved one verb along ORDER_ROADS. `result` is a code of feedback; the note is sealed."""

    order: str
    step: Step
    key: str
    result: str = ""
    note: str = ""


class ZoneDrawn(Change, frozen=True, kw_only=True, tag="zone"):
    """A camera's zone as drawn by a person: corners in shares of the picture; without corners there is none."""

    camera: str
    corners: tuple[tuple[float, float], ...]
    at: int


class Drawn(Change, frozen=True, kw_only=True, tag="drawn"):
    """Something drawn on the map stands so from here on; without a drawing it is gone. Its name is sealed."""

    id: str
    rev: int
    at: int
    drawing: Drawing | None = None


class PersonErased(Change, frozen=True, kw_only=True, tag="erased"):
    """A person's key was destroyed; the label is gone from here on – and from every replay."""

    person: str
    at: int


AnyChange: TypeAlias = (
    DeskStarted
    | LinkChanged
    | DeviceChanged
    | Moved
    | DutyChanged
    | LifeSigned
    | AlarmRaised
    | AlarmStepped
    | EvidenceAdded
    | OrderMade
    | OrderStepped
    | ZoneDrawn
    | Drawn
    | PersonErased
)


class Batch(Struct, frozen=True):
    """Changes of one commit: `seq` counts commits from 1 without a gap; `at` is the judging time of the commit."""

    seq: int
    at: int
    changes: tuple[AnyChange, ...]


class AuditRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did, or was refused, what to what, when, why. `key` seals `note`; `count` is e.g. the hits of a search."""

    at: int
    user: str
    role: str
    verb: str
    target: str
    done: bool
    code: str = ""
    count: int = 0
    key: str = ""
    note: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """What one transaction of the ledger writes: all of it or nothing."""

    batch: Batch
    events: tuple[AnyEvent, ...] = ()
    audit: tuple[AuditRow, ...] = ()
    refusals: tuple[Refusal, ...] = ()
