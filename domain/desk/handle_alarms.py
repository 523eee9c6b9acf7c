"""Commands about alarms: acknowledge, close, false alarm, duplicate, shelve, resume, and the incident by telephone."""

from __future__ import annotations

import math

from msgspec.structs import replace

from domain.access import Seat, may
from domain.alarms import CALLER, Alarm, AlarmKind, Cause, IncidentKind, Level, Place, Step, Verb
from domain.changes import AlarmRaised
from domain.clock import MINUTE
from domain.commands import Acknowledge, Close, FalseAlarm, MarkDuplicate, ReportIncident, Resume, Shelve
from domain.desk.answers import stand_down
from domain.desk.core import Core
from domain.desk.outcome import Outcome
from domain.desk.replies import FALSE_REASONS, Refused
from domain.rules.facts import fact
from domain.rules.places import building_place, home_place

INCIDENT_LEVELS: dict[IncidentKind, Level] = {
    IncidentKind.FIRE: Level.RED,
    IncidentKind.MEDICAL: Level.RED,
    IncidentKind.VIOLENCE: Level.RED,
    IncidentKind.LOST: Level.ORANGE,
    IncidentKind.THEFT: Level.YELLOW,
    IncidentKind.DISPUTE: Level.YELLOW,
    IncidentKind.OTHER: Level.YELLOW,
}
"""Red where life may hang on minutes; a lost child or elder is orange."""
SHELVE_MAX_MIN = 24 * 60
"""Nothing is put aside beyond the next shift but one."""
REACH_DEG = 1.0
"""A point further from the site than this is a slip of the hand, not a place of this station."""


def acknowledge(core: Core, command: Acknowledge, by: Seat, now: int) -> Outcome:
    """The alarm is this user's."""
    alarm = core.alarm(command.alarm, by)
    core.need_road(alarm, Verb.ACKNOWLEDGE)
    core.step(alarm.id, Verb.ACKNOWLEDGE, by.user, now)
    return Outcome(alarm.id)


def close(core: Core, command: Close, by: Seat, now: int) -> Outcome:
    """Only after feedback; whoever is still under way is stood down."""
    alarm = core.alarm(command.alarm, by)
    core.need_road(alarm, Verb.CLOSE)
    core.step(alarm.id, Verb.CLOSE, by.user, now, note=command.note)
    stand_down(core, alarm.id, by.user, now)
    return Outcome(alarm.id)


def false_alarm(core: Core, command: FalseAlarm, by: Seat, now: int) -> Outcome:
    """With a reason of the list."""
    alarm = core.alarm(command.alarm, by)
    if command.reason not in FALSE_REASONS:
        raise Refused("bad_reason")
    core.need_road(alarm, Verb.FALSE_ALARM)
    core.add(alarm.id, fact("false_alarm_reason", now, reason=command.reason))
    core.step(alarm.id, Verb.FALSE_ALARM, by.user, now, note=command.note)
    stand_down(core, alarm.id, by.user, now)
    return Outcome(alarm.id)


def duplicate(core: Core, command: MarkDuplicate, by: Seat, now: int) -> Outcome:
    """The other alarm goes on, and knows of this one."""
    alarm, other = core.alarm(command.alarm, by), core.alarm(command.of, by)
    if alarm.id == other.id:
        raise Refused("same_alarm")
    if not other.open:
        raise Refused("alarm_ended")
    core.need_road(alarm, Verb.DUPLICATE)
    core.add(alarm.id, fact("duplicate_of", now, alarm=other.id))
    core.add(other.id, fact("also_reported", now, alarm=alarm.id))
    core.step(alarm.id, Verb.DUPLICATE, by.user, now)
    stand_down(core, alarm.id, by.user, now)
    return Outcome(alarm.id)


def shelve(core: Core, command: Shelve, by: Seat, now: int) -> Outcome:
    """For some minutes of judging time; it comes back by itself."""
    alarm = core.alarm(command.alarm, by)
    if not 1 <= command.minutes <= SHELVE_MAX_MIN:
        raise Refused("bad_minutes")
    if not command.reason.strip():
        raise Refused("reason_missing")
    core.need_road(alarm, Verb.SHELVE)
    until = now + command.minutes * MINUTE
    core.step(alarm.id, Verb.SHELVE, by.user, now, note=command.reason, shelved_until=until)
    return Outcome(alarm.id)


def resume(core: Core, command: Resume, by: Seat, now: int) -> Outcome:
    """A shelved alarm back before its time."""
    alarm = core.alarm(command.alarm, by)
    core.need_road(alarm, Verb.RESUME)
    core.step(alarm.id, Verb.RESUME, by.user, now)
    return Outcome(alarm.id)


def report_incident(core: Core, command: ReportIncident, by: Seat, now: int) -> Outcome:
    """An alarm by telephone. Whoever may dispatch has it acknowledged with that: he is on it already."""
    place = _place(core, command)
    core.within(place, by)
    key = core.numbers.next(now)
    alarm = Alarm(
        id=key,
        kind=AlarmKind.INCIDENT,
        level=INCIDENT_LEVELS[command.kind],
        cause=Cause(AlarmKind.INCIDENT, key, now),
        at=now,
        place=place,
        incident=command.kind,
        evidence=(fact("reported_by_telephone", now, incident=command.kind.value),),
        trail=(Step(at=now, verb=Verb.RAISE, by=by.user), *_caller(command.caller, now)),
    )
    core.book.put(AlarmRaised(alarm=alarm, key=alarm.key, note=command.note))
    if may(by, "dispatch"):
        core.step(key, Verb.ACKNOWLEDGE, by.user, now)
    return Outcome(key, {"alarm": key})


def _caller(number: str, now: int) -> tuple[Step, ...]:
    return (Step(at=now, verb=Verb.RAISE, by=CALLER, note=number.strip()),) if number.strip() else ()


def _place(core: Core, command: ReportIncident) -> Place:
    """A home, a building, a point, or a building with a point that says where in it; else Refused."""
    register, point = core.register, _point(core, command)
    home, building = register.homes.row(command.home), register.buildings.row(command.building)
    if (command.home and home < 0) or (command.building and building < 0):
        raise Refused("unknown_place")
    if home >= 0:
        return home_place(register, home)
    if building >= 0:
        place = building_place(register, building)
        return replace(place, lon=point.lon, lat=point.lat) if point else place
    if point is None:
        raise Refused("unknown_place")
    return point


def _point(core: Core, command: ReportIncident) -> Place | None:
    """The point, in the grid and community whose outline holds it."""
    if command.lon is None or command.lat is None:
        return None
    site = core.register.site
    far = math.hypot(command.lon - site.lon0, command.lat - site.lat0)
    if not far <= REACH_DEG:
        raise Refused("unknown_place")
    grid, community = core.areas.find(command.lon, command.lat, core.situation.drawings)
    return Place(lon=command.lon, lat=command.lat, grid=grid, community=community)
