"""Link down: the broker, a gateway, or most of the site is silent – one alarm that lists what can no longer be seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from domain.alarms import Alarm, AlarmKind, Cause, Fact, Level, Place
from domain.clock import MINUTE
from domain.events import AnyEvent, Event
from domain.rules.elder import magnets_of
from domain.rules.facts import fact, id_list
from domain.rules.finding import Finding, Judgement, Learned, last_code, open_alarms
from domain.rules.groups import Group, Rows, groups
from domain.rules.places import id_at, site_place
from domain.rules.silence import listening_well
from domain.situation import Situation

KIND = AlarmKind.LINK_DOWN
BROKER = "broker"
"""The cause's source for the desk's own link."""
DOWN_MS = 3 * MINUTE
"""The status bar shows a lost link at once; a person is called when it does not come back by itself."""
START_MS = 5 * MINUTE
"""After the desk's start the link gets longer: broker and desk may be starting together."""
GROWN = 1.5
"""A list is told again once it is so many times as long."""


class LinkDown:
    """One alarm for the broker's link, for each gateway, and for the site as a whole."""

    name = "link_down"
    hears: tuple[type[Event], ...] = ()

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """Links that fell, grew worse, or came back."""
        if event is not None:
            return
        yield from _broker(now, situation)
        if listening_well(situation):
            for group in groups(situation, now):
                yield from _judge_group(now, group, situation)


def _broker(now: int, situation: Situation) -> Iterator[Judgement]:
    running = open_alarms(situation, KIND, BROKER)
    if situation.link_up:
        if running and last_code(running[-1], "broker_link_down", "broker_link_up") == "broker_link_down":
            yield Learned(kind=KIND, source=BROKER, fact=fact("broker_link_up", now))
        return
    since = max(situation.link_since, situation.desk_started)
    wait = START_MS if situation.desk_started >= situation.link_since else DOWN_MS
    if now - since >= wait and not running and situation.raised_since(KIND, BROKER) != since:
        down = fact("broker_link_down", now, since=since, minutes=(now - since) // MINUTE)
        every = np.arange(len(situation.register.devices))
        yield Finding(
            kind=KIND,
            level=Level.ORANGE,
            cause=Cause(KIND, BROKER, since),
            place=site_place(situation.register),
            evidence=(down,),
            unknown=tuple(_unjudged(now, every, situation)),
        )


def _judge_group(now: int, group: Group, situation: Situation) -> Iterator[Judgement]:
    if group.due:
        yield _finding(now, group, situation)
    elif group.alarm is not None and group.falling:
        if len(group.silent) >= _listed(group.alarm) * GROWN:
            yield Learned(kind=KIND, source=group.source, fact=_together(now, group, situation))
    elif group.alarm is not None and not last_code(group.alarm, "devices_heard_again"):
        heard = len(group.members) - len(group.silent)
        again = fact("devices_heard_again", now, gateway=group.gateway, count=heard, of=len(group.members))
        yield Learned(kind=KIND, source=group.source, fact=again)


def _listed(alarm: Alarm) -> int:
    return max((int(f.params["count"]) for f in alarm.evidence if f.code == "devices_silent_together"), default=0)


def _together(now: int, group: Group, situation: Situation) -> Fact:
    devices = [situation.register.devices.ids[row] for row in group.silent]
    return fact(
        "devices_silent_together",
        now,
        gateway=group.gateway,
        count=len(devices),
        of=len(group.members),
        devices=id_list(devices),
    )


def _finding(now: int, group: Group, situation: Situation) -> Finding:
    since = int(situation.devices.heard[group.silent].max())
    return Finding(
        kind=KIND,
        level=Level.YELLOW if group.gateway else Level.ORANGE,
        cause=Cause(KIND, group.source, since),
        place=_middle(group.members, situation) if group.gateway else site_place(situation.register),
        evidence=(_together(now, group, situation),),
        unknown=(fact("battery_or_radio_unknown"), *_unjudged(now, group.silent, situation)),
    )


def _unjudged(now: int, rows: Rows, situation: Situation) -> Iterator[Fact]:
    """The elders whose silence cannot be told from their magnets' silence."""
    those = set(rows.tolist())
    people = [situation.register.people.ids[p] for magnet, p in magnets_of(situation.register) if magnet in those]
    if people:
        yield fact("silences_cannot_be_judged", now, count=len(people), persons=id_list(people))


def _middle(rows: Rows, situation: Situation) -> Place:
    """The middle of a gateway's devices, in the community and building that they share."""
    register, d = situation.register, situation.register.devices
    place = Place(lon=float(d.lon[rows].mean()), lat=float(d.lat[rows].mean()))
    communities, buildings = set(d.community_row[rows].tolist()), set(d.building_row[rows].tolist())
    if len(communities) == 1:
        place = replace(place, community=id_at(register.communities, communities.pop()))
    if len(buildings) == 1 and (row := buildings.pop()) >= 0:
        grid = id_at(register.grids, int(register.buildings.grid_row[row]))
        place = replace(place, building=register.buildings.ids[row], grid=grid)
    return place
