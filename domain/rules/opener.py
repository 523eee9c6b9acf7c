"""Unregistered opener: someone who is not registered for a rental home opened its lock (T1-37, T1-40)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from domain.alarms import AlarmKind, Cause, Fact, Level
from domain.clock import DAY
from domain.events import AnyEvent, Credential, LockOpened
from domain.register import Register, Tenure
from domain.rules.facts import fact
from domain.rules.finding import Finding, Judgement, Learned, open_alarms
from domain.rules.message import doubts
from domain.rules.places import home_place
from domain.rules.stale import registration_stale
from domain.situation import Situation

KIND = AlarmKind.UNREGISTERED_OPENER
AGAIN_MS = DAY
"""One visit a home and day: a second alarm for the same home comes no sooner."""
AGAIN_MAX = 12
"""How many lines an open alarm lists; a visit needs no diary (decent.md Q2)."""


class Verdict(StrEnum):
    """All that is kept of an opening (decent.md Q2)."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    CANNOT_JUDGE = "cannot_judge"


class UnregisteredOpener:
    """One alarm a home; a mechanical key, a one-time code, or a lock that knows no subject is never an alarm."""

    name = "unregistered_opener"
    hears = (LockOpened,)

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """An alarm for an opening whose verdict is `unknown`; further openings are added to the open one."""
        if not isinstance(event, LockOpened) or event.retained:
            return
        if verdict(event, situation.register, now) is not Verdict.UNKNOWN:
            return
        home = int(situation.register.devices.home_row[situation.register.devices.row(event.device)])
        key = situation.register.homes.ids[home]
        running = open_alarms(situation, KIND, key)
        raised = situation.raised_since(KIND, key)
        if running and len(running[-1].evidence) < AGAIN_MAX:
            yield Learned(kind=KIND, source=key, fact=_opened("opened_again", event))
        elif not running and (raised is None or event.judged - raised >= AGAIN_MS):
            yield _finding(now, event, home, situation.register)


def verdict(event: LockOpened, register: Register, now: int) -> Verdict:
    """Whether the opener is registered for the lock's home. Only rented homes are judged (else: cannot judge).

    A register without any credential, or one older than a day (Q15), proves nothing against anybody.
    """
    device = register.devices.row(event.device)
    home = int(register.devices.home_row[device]) if device >= 0 else -1
    rented = home >= 0 and register.homes.tenure[home] in (Tenure.RENTAL, Tenure.GROUP_RENTAL)
    nameless = event.subject is None or event.credential in (Credential.KEY, Credential.ONE_TIME)
    if not rented or nameless or not len(register.credentials) or registration_stale(register, now):
        return Verdict.CANNOT_JUDGE
    return Verdict.KNOWN if _enrolled(event.subject, home, register) else Verdict.UNKNOWN


def _enrolled(subject: str | None, home: int, register: Register) -> bool:
    row = register.credentials.row(subject)
    if row < 0:
        return False
    person = int(register.credentials.person_row[row])
    lives_there = person >= 0 and register.people.home_row[person] == home
    return bool(register.credentials.home_row[row] == home or lives_there)


def _opened(code: str, event: LockOpened, **more: str) -> Fact:
    credential, subject = event.credential.value, event.subject or ""
    return fact(code, event.judged, device=event.device, credential=credential, subject=subject, **more)


def _finding(now: int, event: LockOpened, home: int, register: Register) -> Finding:
    key = register.homes.ids[home]
    return Finding(
        kind=KIND,
        level=Level.YELLOW,
        cause=Cause(KIND, key, event.judged),
        place=home_place(register, home),
        device=event.device,
        evidence=(_opened("opener_not_enrolled", event, home=key),),
        unknown=(fact("who_opened_unknown"), *doubts(now, event)),
    )
