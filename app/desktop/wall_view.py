"""What a wall says, as plain values: figures of the station and the one case – call signs, totals, no names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from msgspec import structs

from app.desktop import facts, places, reading, texts
from domain.alarms import Alarm, Fact, OrderStage, Stage
from domain.register.codes import PersonFlag, ResponderClass, Tenure
from domain.situation import Situation

PERSONAL = frozenset({"person", "persons", "home"})
"""Parameters of a fact that tell of one person: such a line is for the seats alone (R9)."""
MOST_LINES, MOST_SENT, MOST_OTHERS = 4, 6, 6


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
    """What else is open: level, and what and where."""


@dataclass(frozen=True)
class WallFigures:
    """`levels`: open alarms of levels 1 to 4; `devices`, `cameras`: well and all; `on_duty` by class."""

    levels: tuple[int, int, int, int]
    devices: tuple[int, int]
    cameras: tuple[int, int]
    elders: int
    rentals: int
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
        lines=_lines(situation, alarm.evidence, tz),
        unknown=_lines(situation, alarm.unknown, tz),
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
        others=tuple(
            (int(a.level), f"{reading.title(a)} · {_place(situation, a)}")
            for a in situation.open_alarms()
            if a.id != alarm.id and a.stage is not Stage.SHELVED
        )[:MOST_OTHERS],
    )


def _place(situation: Situation, alarm: Alarm) -> str:
    """Where it is; of an alarm about a person building and floor alone."""
    if alarm.subject:
        return places.where(situation.register, structs.replace(alarm.place, home=""))
    return places.where_is(situation, alarm)


def _lines(situation: Situation, told: tuple[Fact, ...], tz: tzinfo) -> tuple[str, ...]:
    """The newest that tell of no person, one fact a line: a wall has room below rather than beside."""
    fit = [fact for fact in told if PERSONAL.isdisjoint(fact.params) and not _at_somebodys(situation, fact)]
    return tuple(line for fact in fit if (line := facts.line(fact, situation, tz)))[-MOST_LINES:]


def _at_somebodys(situation: Situation, fact: Fact) -> bool:
    """It names a device that somebody wears."""
    row = situation.register.devices.row(str(fact.params.get("device", "")))
    return row >= 0 and int(situation.register.devices.person_row[row]) >= 0


def chosen(situation: Situation, alarm: str) -> Alarm | None:
    """The alarm that the wall tells of: the one the workbench looks at, else the worst that is open."""
    found = situation.alarms.get(alarm)
    if found is not None:
        return found
    waiting = [a for a in situation.open_alarms() if a.stage is not Stage.SHELVED]
    return waiting[0] if waiting else None


def figures(situation: Situation, blind: Iterable[str] = ()) -> WallFigures:
    """Totals of the whole station; `blind`: cameras without a picture."""
    register = situation.register
    well, devices, seen, cameras = reading.device_counts(situation, blind)
    kinds = register.responders.kind
    duty = situation.on_duty
    classes = [c for c in ResponderClass if c is not ResponderClass.EXTERNAL]
    return WallFigures(
        levels=reading.level_counts(situation),
        devices=(well, devices),
        cameras=(seen, cameras),
        elders=int(((register.people.flags & int(PersonFlag.ELDER_ALONE)) != 0).sum()),
        rentals=int(np.isin(register.homes.tenure, (Tenure.RENTAL, Tenure.GROUP_RENTAL)).sum()),
        on_duty=tuple(
            (int(c), texts.say("Classes", texts.CLASSES[c]), n)
            for c in classes
            if (n := int(((kinds == int(c)) & duty).sum()))
        ),
    )
