"""Stale registration: the register's truth is older than a day, so tenancy cannot be judged (decent.md Q15)."""

from __future__ import annotations

from collections.abc import Iterator

from domain.alarms import AlarmKind, Cause, Level
from domain.clock import DAY, HOUR
from domain.events import AnyEvent, Event
from domain.register import Register
from domain.rules.facts import fact
from domain.rules.finding import Finding, Judgement
from domain.rules.places import site_place
from domain.situation import Situation

STALE_MS = DAY
"""Registration truth lies upstream; older than 24 h it proves nothing against a person (Q15, T1-43)."""
KIND = AlarmKind.REGISTRATION_STALE


class RegistrationStale:
    """One data alarm a sync that was not followed by another; never an alarm about a person."""

    name = "registration_stale"
    hears: tuple[type[Event], ...] = ()

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """The data alarm, once."""
        register = situation.register
        synced = register.site.registration_at
        if event is not None or synced is None or not registration_stale(register, now):
            return
        if situation.raised_since(KIND, register.site.id) == synced:
            return
        hours = (now - synced) // HOUR
        yield Finding(
            kind=KIND,
            level=Level.BLUE,
            cause=Cause(KIND, register.site.id, synced),
            place=site_place(register),
            evidence=(fact("registration_age", now, hours=hours),),
            unknown=(fact("tenancy_cannot_be_judged", hours=hours),),
        )


def registration_stale(register: Register, now: int) -> bool:
    """Whether the register was synced from upstream more than STALE_MS ago; one that is its own truth never is."""
    synced = register.site.registration_at
    return synced is not None and now - synced > STALE_MS
