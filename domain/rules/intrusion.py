"""Intrusion: a camera's watch saw somebody stand in the zone that a person drew for it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec.structs import replace

from domain.alarms import AlarmKind, Cause, Level, Place, Stage
from domain.clock import MINUTE
from domain.events import AnyEvent, Seen
from domain.geo import metres_per_degree
from domain.register import Register
from domain.rules.facts import fact
from domain.rules.finding import Finding, Judgement, Learned, running_alarms
from domain.rules.message import doubts, is_news
from domain.rules.places import device_place
from domain.situation import Situation

KIND = AlarmKind.INTRUSION
IN_FRONT = 0.45
"""The place is set so far along the camera's reach: a zone lies somewhere in its field of view, not at its foot."""
SAME_MS = 2 * MINUTE
"""Whoever is seen again so soon after an alarm was raised for this camera is taken to be the same person."""
AGAIN_MAX = 12


class Intrusion:
    """One alarm a camera until it is fed back; further sightings are lines of it. Without a zone nothing is judged."""

    name = "intrusion"
    hears = (Seen,)

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """The alarm, or one more line."""
        if not isinstance(event, Seen) or not is_news(now, event) or event.device not in situation.zones:
            return
        running = running_alarms(situation, KIND, event.device)
        if not running:
            raised = situation.raised_since(KIND, event.device)
            if raised is None or event.judged - raised >= SAME_MS:
                yield _finding(now, event, situation)
        elif len(running[-1].evidence) < AGAIN_MAX or running[-1].stage is Stage.SHELVED:
            again = fact("seen_again", event.judged, device=event.device)
            yield Learned(kind=KIND, source=event.device, fact=again, wakes=True)


def _finding(now: int, event: Seen, situation: Situation) -> Finding:
    register = situation.register
    seen = fact("seen_in_zone", event.judged, device=event.device, score=round(event.score, 2))
    return Finding(
        kind=KIND,
        level=Level.ORANGE,
        cause=Cause(KIND, event.device, event.judged),
        place=_place(register, event.device),
        device=event.device,
        evidence=(seen,),
        unknown=(fact("who_is_there_unknown"), *doubts(now, event)),
    )


def _place(register: Register, device: str) -> Place:
    """On the ground in front of the camera; the camera's own place where its view is not known."""
    place = device_place(register, register.devices.row(device))
    row = register.cameras.row(device)
    if row < 0:
        return place
    c = register.cameras
    bearing, reach = math.radians(float(c.bearing[row])), float(c.range_m[row]) * IN_FRONT
    kx, ky = metres_per_degree(place.lat)
    return replace(
        place,
        lon=float(c.lon[row]) + math.sin(bearing) * reach / kx,
        lat=float(c.lat[row]) + math.cos(bearing) * reach / ky,
    )
