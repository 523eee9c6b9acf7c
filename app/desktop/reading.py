"""What panels show, read from a Situation as plain values: no widget here, and no clock but the `now` given in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.desktop import places, texts
from domain.alarms import CALLER, Alarm, AlarmKind, Level, Order, OrderStage, Stage
from domain.clock import HOUR
from domain.register.codes import DeviceKind
from domain.rules import ELDER_LIMIT_MS
from domain.situation import Situation

DOTS: dict[Stage, int] = {
    Stage.RAISED: 0,
    Stage.SHELVED: 1,
    Stage.ACKNOWLEDGED: 1,
    Stage.DISPATCHED: 2,
    Stage.ACCEPTED: 3,
    Stage.EN_ROUTE: 3,
    Stage.ON_SCENE: 4,
    Stage.FED_BACK: 5,
    Stage.CLOSED: 5,
    Stage.FALSE_ALARM: 5,
    Stage.DUPLICATE: 5,
}
"""How many of the five dots are full: acknowledged, dispatched, accepted, on scene, fed back."""


@dataclass(frozen=True)
class Card:
    """One alarm on the rail. `since` epoch ms: what its age counts from."""

    id: str
    level: int
    title: str
    place: str
    place_short: str
    foot: str
    foot_short: str
    dots: int
    since: int
    faint: bool
    unanswered: bool


def title(alarm: Alarm) -> str:
    """What the alarm is about, in words."""
    if alarm.kind is AlarmKind.INCIDENT and alarm.incident is not None:
        return texts.say("Incidents", texts.INCIDENTS[alarm.incident])
    return texts.say("Kinds", texts.KINDS[alarm.kind])


def since(alarm: Alarm) -> int:
    """What its age counts from: for a silence the last sign of life, else when it was raised (epoch ms)."""
    return alarm.cause.since if alarm.kind is AlarmKind.ELDER_SILENCE else alarm.at


def foot(situation: Situation, alarm: Alarm, user: str) -> str:
    """The third line of a card: whose it is and where it stands."""
    stage = texts.say("Stages", texts.STAGES[alarm.stage])
    sent = [call_sign(situation, o.responder) for o in situation.orders_of(alarm.id) if o.open]
    if sent:
        return f"{sent[0]}{f' +{len(sent) - 1}' if len(sent) > 1 else ''} · {stage}"
    owner = who(situation, alarm.owner, user) if alarm.owner else ""
    return f"{owner} · {stage}" if owner else stage


def cards(situation: Situation, user: str, unanswered: frozenset[str] = frozenset()) -> list[Card]:
    """Open alarms, worst first; shelved ones below."""
    ordered = sorted(situation.open_alarms(), key=lambda a: a.stage is Stage.SHELVED)
    return [
        Card(
            id=a.id,
            level=int(a.level),
            title=title(a),
            place=places.card_place(situation, a),
            place_short=places.card_place(situation, a, short=True),
            foot=foot(situation, a, user),
            foot_short=texts.card_stage(a.stage),
            dots=DOTS[a.stage],
            since=since(a),
            faint=a.stage is Stage.SHELVED,
            unanswered=a.id in unanswered,
        )
        for a in ordered
    ]


def who(situation: Situation, by: str, user: str) -> str:
    """A user or responder in words: me, the desk, a call sign, else the user's id."""
    if by == CALLER:
        return texts.the_caller()
    return texts.mine() if by == user else texts.the_desk() if by == "desk" else call_sign(situation, by)


def call_sign(situation: Situation, responder: str) -> str:
    """A responder's call sign; the id where the register does not know it."""
    row = situation.register.responders.row(responder)
    return situation.register.responders.call_sign[row] if row >= 0 else responder


def kind_of(situation: Situation, responder: str) -> int:
    """A responder's class."""
    row = situation.register.responders.row(responder)
    return int(situation.register.responders.kind[row]) if row >= 0 else 0


def level_counts(situation: Situation) -> tuple[int, int, int, int]:
    """Open alarms of levels 1 to 4."""
    levels = [int(a.level) for a in situation.alarms.values() if a.open]
    return levels.count(1), levels.count(2), levels.count(3), levels.count(4)


def device_counts(situation: Situation, blind: Iterable[str] = ()) -> tuple[int, int, int, int]:
    """Front-end devices that are well, all of them; of these the cameras that are well, all cameras. No trackers.
    `blind`: cameras that this seat watches and gets no picture of."""
    kinds = situation.register.devices.kind
    states = situation.devices
    well = (states.heard > 0) & (states.online != 0)
    for alarm in situation.alarms.values():
        if alarm.open and alarm.kind is AlarmKind.DEVICE_SILENT:
            row = situation.register.devices.row(alarm.device or alarm.cause.source)
            if row >= 0:
                well[row] = False
    for one in blind:
        if (row := situation.register.devices.row(one)) >= 0:
            well[row] = False
    camera = kinds == int(DeviceKind.CAMERA)
    device = kinds != int(DeviceKind.TRACKER)
    return int((well & device).sum()), int(device.sum()), int((well & camera).sum()), int(camera.sum())


@dataclass(frozen=True)
class Still:
    """An elder living alone and the time left of the limit (ms; negative once over it)."""

    person: str
    label: str
    home: str
    address: str
    left: int


def silence(situation: Situation, rows: npt.NDArray[np.int64], now: int, limit: int) -> tuple[list[Still], int]:
    """The `limit` elders with the least time left, least first, and how many have less than two hours.

    Elders of whom nothing was heard yet are left out: there is nothing to count from.
    """
    rows = rows[situation.life[rows] > 0]
    remaining = ELDER_LIMIT_MS - (now - situation.life[rows])
    order = np.argsort(remaining, kind="stable")[:limit]
    register = situation.register
    found = []
    for i in order:
        row, home_row = int(rows[i]), int(register.people.home_row[rows[i]])
        person = register.people.ids[row]
        found.append(
            Still(
                person=person,
                label=situation.label(person),
                home=register.homes.ids[home_row],
                address=register.address(home_row),
                left=int(remaining[i]),
            )
        )
    return found, int((remaining < 2 * HOUR).sum())


def held(situation: Situation, alarm: str, user: str) -> list[Order]:
    """Orders of this seat that can still be taken back without anyone knowing."""
    return [o for o in situation.orders_of(alarm) if o.stage is OrderStage.HELD and o.by == user]


def waits_for_order(situation: Situation, user: str, but: str = "") -> bool:
    """Whether an alarm of levels 1–2 of this seat, other than `but`, waits for its order: taken, nobody sent yet."""
    return any(
        a.stage is Stage.ACKNOWLEDGED and a.owner == user and a.level <= Level.ORANGE and a.id != but
        for a in situation.alarms.values()
    )
