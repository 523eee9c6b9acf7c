"""What a wall says, as plain values: figures of the station and the one case – call signs, totals, no names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from msgspec import structs

from app.desktop import facts, places, reading, texts
from domain.access import Role, Seat, may
from domain.alarms import Alarm, AlarmKind, Fact, IncidentKind, OrderStage, Stage
from domain.register.codes import DeviceKind, PersonFlag, ResponderClass, Tenure
from domain.situation import Situation

FIGURES = frozenset({"count", "of", "hours", "density", "minutes", "battery", "score", "floor"})
MOMENTS = frozenset({"since", "until", "heard", "installed", "period_s", "age_s", "late_s", "limit_s", "accuracy_m"})
OF_THE_ESTATE = frozenset({"responder", "order", "incident"})
DEVICES = frozenset({"device", "devices", "gateway"})
TOLD = FIGURES | MOMENTS | OF_THE_ESTATE | DEVICES
"""Parameters of a fact that tell of no single person or home. A line with any other – also one invented tomorrow – is
for the seats alone (R9), and so is one that names a device in a home or on a person."""
MOST_LINES, MOST_SENT = 4, 6


@dataclass(frozen=True)
class WallOrder:
    """Somebody under way. `since` epoch ms: since when the stage stands."""

    kind: int
    call_sign: str
    text: str
    since: int


@dataclass(frozen=True)
class WallCase:
    """The one case. `since`: what its time counts from (epoch ms); `ended` 0: still open; `dots` of five."""

    level: int
    title: str
    place: str
    stage: str
    since: int
    ended: int
    dots: int
    lines: tuple[str, ...]
    unknown: tuple[str, ...]
    sent: tuple[WallOrder, ...]
    others: tuple[tuple[int, str], ...]
    """What else is open, worst first: level, and what and where."""


@dataclass(frozen=True)
class WallFigures:
    """`levels`: open alarms of levels 1 to 4; `devices`, `cameras`: well and all; `on_duty` by class. None: this seat
    is not told, so that its wall says nothing rather than nought."""

    levels: tuple[int, int, int, int]
    devices: tuple[int, int] | None
    cameras: tuple[int, int] | None
    elders: int | None
    rentals: int | None
    on_duty: tuple[tuple[int, str, int], ...]


def case(situation: Situation, alarm: Alarm, tz: tzinfo) -> WallCase:
    """Read one alarm for a wall."""
    return WallCase(
        level=int(alarm.level),
        title=reading.title(alarm),
        place=_place(situation, alarm),
        stage=texts.say("Stages", texts.STAGES[alarm.stage]),
        since=reading.since(alarm),
        ended=alarm.ended,
        dots=reading.DOTS[alarm.stage],
        lines=_lines(situation, alarm, alarm.evidence, tz),
        unknown=_lines(situation, alarm, alarm.unknown, tz),
        sent=tuple(
            WallOrder(
                reading.kind_of(situation, o.responder),
                reading.call_sign(situation, o.responder),
                texts.say("OrderStages", texts.ORDER_STAGES[o.stage]),
                o.trail[-1].at if o.trail else o.at,
            )
            for o in situation.orders_of(alarm.id)
            if (o.open and o.stage is not OrderStage.HELD) or o.stage is OrderStage.FED_BACK
        )[:MOST_SENT],
        others=_others(situation, alarm.id),
    )


def _others(situation: Situation, but: str) -> tuple[tuple[int, str], ...]:
    """Every other open alarm, what is shelved last."""
    found = sorted((a for a in situation.open_alarms() if a.id != but), key=lambda a: a.stage is Stage.SHELVED)
    return tuple((int(a.level), _in_a_line(situation, a)) for a in found)


def _in_a_line(situation: Situation, alarm: Alarm) -> str:
    stage = texts.say("Stages", texts.STAGES[alarm.stage]) if alarm.stage is Stage.SHELVED else ""
    return " · ".join(part for part in (reading.title(alarm), _place(situation, alarm), stage) if part)


def _place(situation: Situation, alarm: Alarm) -> str:
    """Where it is: the home only of a fire. Any other home with an alarm is that of an elder, a tenant or somebody ill:
    building and floor have to do, and a device in it is not named either."""
    if _burns(alarm) and not alarm.subject:
        return places.where_is(situation, alarm)
    place = structs.replace(alarm.place, home="")
    if _private(situation, alarm.device):
        return places.where(situation.register, place)
    return places.where_is(situation, structs.replace(alarm, place=place))


def _burns(alarm: Alarm) -> bool:
    return alarm.kind is AlarmKind.SMOKE or alarm.incident is IncidentKind.FIRE


def _lines(situation: Situation, alarm: Alarm, told: tuple[Fact, ...], tz: tzinfo) -> tuple[str, ...]:
    """The newest that tell of nobody, one fact a line: a wall has room below rather than beside."""
    fit = [fact for fact in told if _may_be_told(situation, alarm, fact)]
    return tuple(line for fact in fit if (line := facts.line(fact, situation, tz)))[-MOST_LINES:]


def _may_be_told(situation: Situation, alarm: Alarm, fact: Fact) -> bool:
    named = [one for key in DEVICES & fact.params.keys() for one in str(fact.params[key]).split()]
    return fact.params.keys() <= TOLD and not any(
        _private(situation, one) and not (_burns(alarm) and _senses_smoke(situation, one)) for one in named
    )


def _private(situation: Situation, device: str) -> bool:
    """It hangs in a home, or somebody wears it."""
    devices = situation.register.devices
    row = devices.row(device) if device else -1
    return row >= 0 and (int(devices.home_row[row]) >= 0 or int(devices.person_row[row]) >= 0)


def _senses_smoke(situation: Situation, device: str) -> bool:
    devices = situation.register.devices
    return int(devices.kind[devices.row(device)]) == int(DeviceKind.SMOKE)


def chosen(situation: Situation, alarm: str) -> Alarm | None:
    """The alarm that the wall tells of: the one the workbench looks at, else the worst that is open."""
    found = situation.alarms.get(alarm)
    if found is not None:
        return found
    waiting = [a for a in situation.open_alarms() if a.stage is not Stage.SHELVED]
    return waiting[0] if waiting else None


def figures(situation: Situation, seat: Seat, blind: Iterable[str] = ()) -> WallFigures:
    """Totals of the whole station as far as this seat may know them; `blind`: cameras without a picture."""
    register = situation.register
    well, devices, seen, cameras = reading.device_counts(situation, blind)
    looks = may(seat, "look")
    residents = looks and seat.role is not Role.PROPERTY
    return WallFigures(
        levels=reading.level_counts(situation),
        devices=(well, devices) if looks else None,
        cameras=(seen, cameras) if looks else None,
        elders=int(((register.people.flags & int(PersonFlag.ELDER_ALONE)) != 0).sum()) if residents else None,
        rentals=int(np.isin(register.homes.tenure, (Tenure.RENTAL, Tenure.GROUP_RENTAL)).sum()) if residents else None,
        on_duty=_on_duty(situation),
    )


def _on_duty(situation: Situation) -> tuple[tuple[int, str, int], ...]:
    """Class, its name and how many, of those with somebody on duty."""
    kinds = situation.register.responders.kind
    classes = [c for c in ResponderClass if c is not ResponderClass.EXTERNAL]
    counts = [int(((kinds == int(c)) & situation.on_duty).sum()) for c in classes]
    return tuple((int(c), texts.say("Classes", texts.CLASSES[c]), n) for c, n in zip(classes, counts, strict=True) if n)
