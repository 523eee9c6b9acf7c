"""Alarms and orders: what they are, and the only roads they may move along."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace


class AlarmKind(StrEnum):
    """What an alarm is about. Rules raise all but INCIDENT, which comes by telephone (N-21)."""

    ELDER_SILENCE = "elder_silence"
    UNREGISTERED_OPENER = "unregistered_opener"
    SMOKE = "smoke"
    SOS = "sos"
    DEVICE_SILENT = "device_silent"
    INTRUSION = "intrusion"
    REGISTRATION_STALE = "registration_stale"
    LINK_DOWN = "link_down"
    INCIDENT = "incident"


class IncidentKind(StrEnum):
    """What a caller tells of."""

    FIRE = "fire"
    MEDICAL = "medical"
    VIOLENCE = "violence"
    DISPUTE = "dispute"
    THEFT = "theft"
    LOST = "lost"
    OTHER = "other"


class Level(IntEnum):
    """Ⅰ red, Ⅱ orange, Ⅲ yellow, Ⅳ blue."""

    RED = 1
    ORANGE = 2
    YELLOW = 3
    BLUE = 4


class Stage(StrEnum):
    """Where an alarm stands in the closed loop; the last three are ends but for SHELVED, which comes back."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    FED_BACK = "fed_back"
    SHELVED = "shelved"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"
    DUPLICATE = "duplicate"


class Verb(StrEnum):
    """What moves an alarm or an order; RAISE only opens a trail."""

    RAISE = "raise"
    ACKNOWLEDGE = "acknowledge"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    DECLINE = "decline"
    EN_ROUTE = "en_route"
    ARRIVE = "arrive"
    FEED_BACK = "feed_back"
    CLOSE = "close"
    FALSE_ALARM = "false_alarm"
    DUPLICATE = "duplicate"
    SHELVE = "shelve"
    RESUME = "resume"
    TAKE_BACK = "take_back"
    STAND_DOWN = "stand_down"
    SEND = "send"


CALLER = "caller"
"""`Step.by` of a telephone incident's line whose note is the caller's number: whole at the desk and (sealed) in the
ledger, masked in every window, shown whole by the `contacts` command."""

ENDS = frozenset({Stage.CLOSED, Stage.FALSE_ALARM, Stage.DUPLICATE})
_OPEN = (Stage.RAISED, Stage.ACKNOWLEDGED, Stage.DISPATCHED, Stage.ACCEPTED, Stage.EN_ROUTE, Stage.ON_SCENE)
_SENT = (Stage.DISPATCHED, Stage.ACCEPTED, Stage.EN_ROUTE, Stage.ON_SCENE)

ROADS: dict[tuple[Stage, Verb], Stage] = {
    (Stage.RAISED, Verb.ACKNOWLEDGE): Stage.ACKNOWLEDGED,
    (Stage.RAISED, Verb.DISPATCH): Stage.DISPATCHED,
    (Stage.ACKNOWLEDGED, Verb.DISPATCH): Stage.DISPATCHED,
    (Stage.DISPATCHED, Verb.ACCEPT): Stage.ACCEPTED,
    (Stage.DISPATCHED, Verb.EN_ROUTE): Stage.EN_ROUTE,
    (Stage.DISPATCHED, Verb.ARRIVE): Stage.ON_SCENE,
    (Stage.ACCEPTED, Verb.EN_ROUTE): Stage.EN_ROUTE,
    (Stage.ACCEPTED, Verb.ARRIVE): Stage.ON_SCENE,
    (Stage.EN_ROUTE, Verb.ARRIVE): Stage.ON_SCENE,
    (Stage.ON_SCENE, Verb.FEED_BACK): Stage.FED_BACK,
    (Stage.FED_BACK, Verb.CLOSE): Stage.CLOSED,
    (Stage.FED_BACK, Verb.DISPATCH): Stage.DISPATCHED,
    (Stage.SHELVED, Verb.RESUME): Stage.RAISED,
    **{(stage, Verb.TAKE_BACK): Stage.ACKNOWLEDGED for stage in _SENT},
    **{(stage, Verb.FALSE_ALARM): Stage.FALSE_ALARM for stage in (*_OPEN, Stage.FED_BACK, Stage.SHELVED)},
    **{(stage, Verb.DUPLICATE): Stage.DUPLICATE for stage in (*_OPEN, Stage.SHELVED)},
    **{(stage, Verb.SHELVE): Stage.SHELVED for stage in (Stage.RAISED, Stage.ACKNOWLEDGED)},
}
"""The closed loop 接警 → 派警 → 签收 → 出警 → 到场 → 反馈 → 结警. Nothing closes without feedback. TAKE_BACK of the
last open order brings an alarm back to ACKNOWLEDGED; the desk decides when it was the last. What was put aside comes
back as RAISED: it sounds, and somebody has to take it on again."""


class OrderStage(StrEnum):
    """Where one responder's order stands. HELD: still inside the five seconds in which it can be taken back."""

    HELD = "held"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    FED_BACK = "fed_back"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    STOOD_DOWN = "stood_down"


ORDER_ENDS = frozenset({OrderStage.FED_BACK, OrderStage.DECLINED, OrderStage.TAKEN_BACK, OrderStage.STOOD_DOWN})
_UNDER_WAY = (OrderStage.OFFERED, OrderStage.ACCEPTED, OrderStage.EN_ROUTE, OrderStage.ON_SCENE)

ORDER_ROADS: dict[tuple[OrderStage, Verb], OrderStage] = {
    (OrderStage.HELD, Verb.SEND): OrderStage.OFFERED,
    (OrderStage.HELD, Verb.TAKE_BACK): OrderStage.TAKEN_BACK,
    (OrderStage.HELD, Verb.STAND_DOWN): OrderStage.STOOD_DOWN,
    (OrderStage.OFFERED, Verb.ACCEPT): OrderStage.ACCEPTED,
    (OrderStage.OFFERED, Verb.DECLINE): OrderStage.DECLINED,
    (OrderStage.OFFERED, Verb.EN_ROUTE): OrderStage.EN_ROUTE,
    (OrderStage.OFFERED, Verb.ARRIVE): OrderStage.ON_SCENE,
    (OrderStage.ACCEPTED, Verb.DECLINE): OrderStage.DECLINED,
    (OrderStage.ACCEPTED, Verb.EN_ROUTE): OrderStage.EN_ROUTE,
    (OrderStage.ACCEPTED, Verb.ARRIVE): OrderStage.ON_SCENE,
    (OrderStage.EN_ROUTE, Verb.ARRIVE): OrderStage.ON_SCENE,
    (OrderStage.ON_SCENE, Verb.FEED_BACK): OrderStage.FED_BACK,
    **{(stage, Verb.TAKE_BACK): OrderStage.TAKEN_BACK for stage in _UNDER_WAY},
    **{(stage, Verb.STAND_DOWN): OrderStage.STOOD_DOWN for stage in _UNDER_WAY},
}


class Cause(Struct, frozen=True, gc=False):
    """Why an alarm is: kind of finding, the source's id, and since when (epoch ms). One cause, one alarm."""

    kind: AlarmKind
    source: str
    since: int


class Place(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Where: ids of the register ("" unknown) and degrees WGS-84. `floor` 0: not on a floor."""

    lon: float
    lat: float
    community: str = ""
    grid: str = ""
    building: str = ""
    unit: str = ""
    home: str = ""
    floor: int = 0


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of evidence, or of what is not known: a code the window puts into words, when, and its figures.

    `params` holds ids, numbers and codes only – never a name, a phone number or free text.
    """

    code: str
    at: int = 0
    params: dict[str, str | int | float] = {}


class Step(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a trail. `by` is a user id, a responder id, or "desk"; `note` is free text (sealed in the ledger)."""

    at: int
    verb: Verb
    by: str
    note: str = ""


class Alarm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something judged to need a person. Times epoch ms; `subject` is the person it is about ("" for none).

    `incident` is set for kind INCIDENT only; `owner` is the user who acknowledged; `shelved_until` for SHELVED.
    """

    id: str
    kind: AlarmKind
    level: Level
    cause: Cause
    at: int
    place: Place
    stage: Stage = Stage.RAISED
    device: str = ""
    subject: str = ""
    incident: IncidentKind | None = None
    evidence: tuple[Fact, ...] = ()
    unknown: tuple[Fact, ...] = ()
    owner: str = ""
    shelved_until: int = 0
    ended: int = 0
    trail: tuple[Step, ...] = ()

    @property
    def open(self) -> bool:
        """Still needs a person."""
        return self.stage not in ENDS

    @property
    def key(self) -> str:
        """The name of the key under which this alarm's free text is sealed: its subject, or the alarm itself."""
        return self.subject or self.id


class Order(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is sent to which alarm. `release_at`: when a HELD order leaves; `foot_s`, `floor_s`: estimate when made."""

    id: str
    alarm: str
    responder: str
    by: str
    at: int
    release_at: int
    stage: OrderStage = OrderStage.HELD
    foot_s: float = 0.0
    floor_s: float = 0.0
    route: tuple[tuple[float, float], ...] = ()
    result: str = ""
    trail: tuple[Step, ...] = ()

    @property
    def open(self) -> bool:
        """Not yet at an end."""
        return self.stage not in ORDER_ENDS


class OrderNotice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a responder's `device` is told of an order, once it is in the ledger.

    `verb` is "offer", "take_back" or "stand_down"; `route` lon/lat pairs from where the responder stood to the
    entrance; `incident` is set for kind INCIDENT; `at` judging time, epoch ms.
    """

    device: str
    order: str
    verb: Literal["offer", "take_back", "stand_down"]
    alarm: str
    kind: AlarmKind
    level: Level
    place: Place
    at: int
    route: tuple[tuple[float, float], ...] = ()
    incident: IncidentKind | None = None


class NoRoad(Exception):
    """The alarm or order cannot be moved so from where it stands; the caller named an impossible verb."""


def advance(alarm: Alarm, step: Step) -> Alarm:
    """The alarm one verb further, with its trail written. Raises NoRoad, and then nothing has changed."""
    stage = ROADS.get((alarm.stage, step.verb))
    if stage is None:
        raise NoRoad(f"{alarm.id}: {step.verb} is not possible while {alarm.stage}")
    takes = step.verb is Verb.ACKNOWLEDGE or (step.verb is Verb.DISPATCH and not alarm.owner)
    owner = step.by if takes else alarm.owner
    ended = step.at if stage in ENDS else 0
    return replace(alarm, stage=stage, owner=owner, ended=ended, trail=(*alarm.trail, step))


def advance_order(order: Order, step: Step) -> Order:
    """The order one verb further, with its trail written. Raises NoRoad, and then nothing has changed."""
    stage = ORDER_ROADS.get((order.stage, step.verb))
    if stage is None:
        raise NoRoad(f"{order.id}: {step.verb} is not possible while {order.stage}")
    return replace(order, stage=stage, trail=(*order.trail, step))
