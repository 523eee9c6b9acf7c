"""Twelve hours of silence: an elder living alone gave no trustworthy sign of life, though the magnet is well."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from domain.alarms import AlarmKind, Cause, Fact, Level
from domain.clock import HOUR, MINUTE, SECOND
from domain.events import AnyEvent, DoorMoved, LockOpened, SosPressed
from domain.register import PersonFlag, Register
from domain.rules.facts import fact
from domain.rules.finding import Finding, Judgement, Learned, last_code, open_alarms
from domain.rules.life import sign_of_life
from domain.rules.places import home_place, site_place
from domain.rules.silence import listening_well, unreliable
from domain.situation import Situation

ELDER_LIMIT_MS = 12 * HOUR
DESK_PAUSE_MS = 2 * MINUTE  # a shorter stop of the desk is a restart, not a gap worth a line
"""Never later than twelve hours; no learned limit in the first weeks (facts.md, "Twelve hours of silence")."""
START_GRACE_MS = 20 * SECOND
"""After a start or a new link: time for what the broker had kept. Below the 30 s within which the alarm must come."""
KIND = AlarmKind.ELDER_SILENCE


class ElderSilence:
    """One alarm a silence; its cause is (elder, last sign of life). A silent magnet is the device rule's affair."""

    name = "elder_silence"
    hears = (DoorMoved, LockOpened, SosPressed)

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """Silences that reach the limit, and signs of life while an alarm is open."""
        if event is not None:
            yield from _life_again(event, situation)
        elif _may_judge(now, situation):
            for person, magnet in _silent(now, situation):
                yield _finding(now, person, magnet, situation)


def magnets_of(register: Register) -> list[tuple[int, int]]:
    """(device row, person row) of bedroom magnets whose person is an elder living alone."""
    rows = np.flatnonzero(register.devices.bedroom & (register.devices.person_row >= 0))
    people = register.devices.person_row[rows]
    elders = (register.people.flags[people] & PersonFlag.ELDER_ALONE) != 0
    return [(int(d), int(p)) for d, p in zip(rows[elders], people[elders], strict=True)]


def _may_judge(now: int, situation: Situation) -> bool:
    return listening_well(situation) and now - max(situation.desk_started, situation.link_since) >= START_GRACE_MS


def _silent(now: int, situation: Situation) -> Iterator[tuple[int, int]]:
    """(person row, a magnet that is well) of silences that are due and not alarmed yet."""
    well = ~unreliable(situation, now).bad
    seen: set[int] = set()
    for magnet, person in magnets_of(situation.register):
        if well[magnet] and person not in seen and _due(now, person, magnet, situation):
            seen.add(person)
            yield person, magnet


def _due(now: int, person: int, magnet: int, situation: Situation) -> bool:
    life = int(situation.life[person])
    key = situation.register.people.ids[person]
    if not 0 < _since(person, magnet, situation) <= now - ELDER_LIMIT_MS or key in situation.erased:
        return False
    raised = situation.raised_since(KIND, key)
    return raised is None or raised < life


def _since(person: int, magnet: int, situation: Situation) -> int:
    """The last sign of life; without any, since when there would have been one: the magnet is installed and connected.

    0 while the magnet was never heard live. A magnet that was offline begins anew here: nobody listened before.
    """
    connected = int(situation.devices.online_since[magnet])
    installed = int(situation.register.devices.installed[magnet])
    return int(situation.life[person]) or (max(connected, installed) if connected else 0)


def _finding(now: int, person: int, magnet: int, situation: Situation) -> Finding:
    register, life = situation.register, _since(person, magnet, situation)
    key, device = register.people.ids[person], register.devices.ids[magnet]
    home = int(register.people.home_row[person])
    return Finding(
        kind=KIND,
        level=Level.ORANGE,
        cause=Cause(KIND, key, life),
        place=home_place(register, home) if home >= 0 else site_place(register),
        device=device,
        subject=key,
        evidence=(
            fact("no_sign_of_life", now, person=key, since=life, hours=round((now - life) / HOUR, 2)),
            fact("magnet_heard", now, device=device, heard=int(situation.devices.heard[magnet])),
        ),
        unknown=tuple(_unknown(device, life, situation)),
    )


def _unknown(device: str, life: int, situation: Situation) -> Iterator[Fact]:
    yield fact("cause_at_home_unknown")
    gap = situation.raised_since(AlarmKind.DEVICE_SILENT, device)
    if gap is not None and gap >= life:
        yield fact("magnet_was_silent", device=device, since=gap)
    down_ms = situation.desk_started - situation.desk_last
    if situation.desk_last and life < situation.desk_started and down_ms >= DESK_PAUSE_MS:
        yield fact("desk_was_down", since=situation.desk_last, until=situation.desk_started)


def _life_again(event: AnyEvent, situation: Situation) -> Iterator[Learned]:
    person = sign_of_life(event, situation.register)
    if person is None:
        return
    for alarm in open_alarms(situation, KIND, person):
        if event.judged > alarm.cause.since and not last_code(alarm, "life_again"):
            again = fact("life_again", event.judged, person=person, device=event.device)
            yield Learned(kind=KIND, source=person, fact=again)
            return
