"""What a rule can say: a finding that needs a person, or something learned about an alarm that is open already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeAlias

from msgspec import Struct

from domain.alarms import Alarm, AlarmKind, Cause, Fact, Level, Place, Stage
from domain.events import AnyEvent, Event
from domain.situation import Situation


class Finding(Struct, frozen=True, kw_only=True):
    """Something that needs a person. The desk raises one alarm a `cause`; the same cause again is the same alarm.

    `subject` is the person it is about, `device` the source of the evidence ("" none of either).
    """

    kind: AlarmKind
    level: Level
    cause: Cause
    place: Place
    device: str = ""
    subject: str = ""
    evidence: tuple[Fact, ...] = ()
    unknown: tuple[Fact, ...] = ()


class Learned(Struct, frozen=True, kw_only=True):
    """A new fact for the open alarms whose cause has this kind and source; also that the cause has ended.

    `wakes`: it is a new call, so that an alarm that was put aside comes back at once.
    """

    kind: AlarmKind
    source: str
    fact: Fact
    wakes: bool = False


Judgement: TypeAlias = Finding | Learned


class Rule(Protocol):
    """One judgement, pure: the same now, event and situation give the same findings; it keeps nothing in between.

    `hears` are the event types that it is asked about; `None`, time passed, it is always asked about.
    """

    @property
    def name(self) -> str:
        """The rule's name in counts and faults."""

    @property
    def hears(self) -> tuple[type[Event], ...]:
        """Event types it is asked about."""

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """What follows at judging time `now` (epoch ms), the situation having taken the event already."""


def open_alarms(situation: Situation, kind: AlarmKind, source: str) -> list[Alarm]:
    """Open alarms of this kind and source; quick where none was ever raised."""
    if (kind, source) not in situation.causes:
        return []
    return [a for a in situation.alarms.values() if a.open and a.kind is kind and a.cause.source == source]


def running_alarms(situation: Situation, kind: AlarmKind, source: str) -> list[Alarm]:
    """Open alarms that a new call belongs to: one that is fed back is over, a call after it is a new one."""
    return [a for a in open_alarms(situation, kind, source) if a.stage is not Stage.FED_BACK]


def count_of(alarm: Alarm, *codes: str) -> int:
    """How many lines of `codes` the alarm's evidence has."""
    return sum(f.code in codes for f in alarm.evidence)


def last_code(alarm: Alarm, *codes: str) -> str:
    """Which of `codes` was added to the alarm's evidence last; "" for none."""
    return next((f.code for f in reversed(alarm.evidence) if f.code in codes), "")
