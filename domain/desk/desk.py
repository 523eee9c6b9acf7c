"""`Desk`: the one door – events, commands and the passing of time come in, changes for the ledger come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from domain.access import Seat, may
from domain.alarms import NoRoad, OrderNotice
from domain.changes import AuditRow, Batch, DeskStarted, LinkChanged
from domain.clock import DAY, SECOND
from domain.commands import (
    Acknowledge,
    AnyCommand,
    Close,
    Contacts,
    Dispatch,
    Draw,
    DrawZone,
    ExportPicture,
    FalseAlarm,
    MarkDuplicate,
    PersonErase,
    Rank,
    ReadAudit,
    ReadQuarantine,
    RelayAnswer,
    Reply,
    ReportIncident,
    Resume,
    Reveal,
    SearchPeople,
    Shelve,
    TakeBack,
    WatchCameras,
)
from domain.desk import handle_alarms as on_alarms
from domain.desk import handle_cameras as on_cameras
from domain.desk import handle_drawings as on_drawings
from domain.desk import handle_orders as on_orders
from domain.desk import handle_people as on_people
from domain.desk.answers import heard, tell_again
from domain.desk.book import Book
from domain.desk.core import Core
from domain.desk.intake import absorb, judged, off_duty
from domain.desk.leases import Leases
from domain.desk.limits import Limits
from domain.desk.numbers import Numbers
from domain.desk.outcome import Outcome
from domain.desk.overdue import by_time
from domain.desk.replies import Refused
from domain.desk.seen import SeenIds
from domain.desk.timing import Timing
from domain.events import AnyEvent, Located, OrderAnswered, PictureChanged, Refusal, Seen
from domain.rules import RULES, Judgement, Rule
from domain.situation import Situation
from domain.store import Ledger, LedgerError

Taken: TypeAlias = Literal["taken", "duplicate", "dropped", "not_leased", "refused"]
TAKE_BACK_MS = 5_000
"""A person's five seconds to take an order back (issue text), at speed 1."""

HANDLERS: dict[type, Callable[[Core, Any, Seat, int], Outcome]] = {
    Acknowledge: on_alarms.acknowledge,
    Dispatch: on_orders.dispatch,
    TakeBack: on_orders.take_back,
    RelayAnswer: on_orders.relay_answer,
    Close: on_alarms.close,
    FalseAlarm: on_alarms.false_alarm,
    MarkDuplicate: on_alarms.duplicate,
    Shelve: on_alarms.shelve,
    Resume: on_alarms.resume,
    ReportIncident: on_alarms.report_incident,
    Reveal: on_people.reveal,
    Contacts: on_people.contacts,
    SearchPeople: on_people.search_people,
    Rank: on_orders.ranked,
    PersonErase: on_people.erase,
    ReadQuarantine: on_people.read_quarantine,
    ReadAudit: on_people.read_audit,
    ExportPicture: on_people.export_picture,
    WatchCameras: on_cameras.watch_cameras,
    DrawZone: on_cameras.draw_zone,
    Draw: on_drawings.draw,
}


@dataclass(frozen=True)
class Committed:
    """What a commit wrote (None: nothing was staged), and what may now be told to responders' devices."""

    batch: Batch | None
    orders: tuple[OrderNotice, ...] = ()


class Desk:
    """Judges; its situation is ahead of the ledger by what is staged. One thread uses it.

    `take_back_ms`: a person's five seconds in judging time; limits for people (`Limits`) are stretched alike, so that a
    simulation at speed 60 does not blame the operator for being sixty times too slow. `counts` since the start:
    "duplicate", "dropped:off_duty", "dropped:not_leased", "refused:<reason>", "answer_ignored", "rule_fault:<rule>".
    `fault`: the newest failure of a rule, or a clock behind the ledger at the start, as one sentence, "" for none; a
    rule that fails on one event stops neither others nor the desk.
    """

    def __init__(
        self,
        ledger: Ledger,
        situation: Situation,
        *,
        rules: tuple[Rule, ...] = RULES,
        take_back_ms: int = TAKE_BACK_MS,
        limits: Limits | None = None,
    ) -> None:
        self._book = Book(situation)
        self._rules = rules
        pace = take_back_ms / TAKE_BACK_MS if take_back_ms > 0 else 1.0
        numbers = Numbers(situation.register.site.zone, situation.alarms.values())
        self._core = Core(ledger, self._book, numbers, take_back_ms, limits or Limits(pace), Leases(pace))
        self._timing = Timing()
        self._seen = SeenIds(situation.at)
        self._hears: dict[type, tuple[Rule, ...]] = {}
        self.counts: Counter[str] = Counter()
        self.fault = ""

    @property
    def situation(self) -> Situation:
        """Everything true now, what is staged included."""
        self._book.settle()
        return self._book.situation

    def start(self, now: int) -> None:
        """The desk is up: what the ledger has of the last day is known, the link is down until it says otherwise.

        Orders are told again, for the last desk may have ended between the ledger and the device. A clock behind the
        ledger is a `fault`. Raises LedgerError.
        """
        ledger, newest = self._core.ledger, self.situation.at
        self._seen = SeenIds(now, ledger.recent_ids(now - DAY))
        self._core.numbers.know(ledger.alarm_history(min(now, newest) - 2 * DAY))
        if newest - now >= SECOND:
            behind = (newest - now) // SECOND
            self.fault = f"The clock is {behind} s behind the ledger: set this computer's clock, silences are late."
        tell_again(self._core, now)
        self._book.put(DeskStarted(at=now, last=self.situation.at))
        if self.situation.link_up:
            self._book.put(LinkChanged(at=now, up=False))

    def take(self, event: AnyEvent, now: int) -> Taken:
        """Judge one event and stage it. "taken": it will be stored; "duplicate": it was taken within the last day.

        "dropped": a position of a responder off duty (R6), "not_leased": a watch's word on a camera that is another's;
        both are counted and kept nowhere. "refused": an unknown device, a quarantine row is staged. Never raises for
        what a device says.
        """
        row = self._book.situation.register.devices.row(event.device)
        if row < 0:
            reason, kind = "unknown_device", type(event).__struct_config__.tag
            self.refuse(Refusal(reason=reason, topic=str(kind), device=event.device, at=event.received))
            return "refused"
        if off_duty(event, self._book):
            self.counts["dropped:off_duty"] += 1
            return "dropped"
        if self._watched_by_another(event, now):
            self.counts["dropped:not_leased"] += 1
            return "not_leased"
        if not self._seen.add(event.device, event.id, fix=isinstance(event, Located)):
            self.counts["duplicate"] += 1
            return "duplicate"
        event = judged(event, row, self._book, self._timing)
        self._book.events.append(event)
        absorb(event, row, self._book, self._timing)
        if isinstance(event, OrderAnswered) and not heard(self._core, event):
            self.counts["answer_ignored"] += 1
        rules = self._rules_for(type(event))
        if not isinstance(event, Located) or any(Located in rule.hears for rule in rules):
            self._book.settle()
        self._ask(rules, now, event)
        return "taken"

    def _watched_by_another(self, event: AnyEvent, now: int) -> bool:
        """Whether a watch tells of a camera that was leased to another one meanwhile."""
        if not isinstance(event, Seen | PictureChanged) or not event.watcher:
            return False
        return self._core.leases.holder(event.device, now) not in ("", event.watcher)

    def refuse(self, refusal: Refusal) -> None:
        """Stage a quarantine row."""
        self.counts[f"refused:{refusal.reason}"] += 1
        self._book.refusals.append(refusal)

    def link_changed(self, up: bool, caught_up: bool, now: int) -> None:
        """The broker link changed; `caught_up` once its queue for us is drained."""
        known = (self.situation.link_up, self.situation.link_caught_up)
        if known != (up, up and caught_up):
            self._book.put(LinkChanged(at=now, up=up, caught_up=up and caught_up))

    def tick(self, now: int) -> None:
        """Time passed: orders leave, alarms return, limits are missed, silences fall due. Call it every second."""
        self._book.settle()
        by_time(self._core, now)
        self._ask(self._rules, now, None)
        self._seen.tick(now)

    def do(self, command: AnyCommand, by: Seat, now: int) -> Reply:
        """Carry out a command or say why not; done or refused it leaves an audit row in the same transaction.

        Never raises for a person's mistake. Where the ledger cannot be read the code is "store_fault".
        """
        try:
            outcome = self._handled(command, by, now)
        except Refused as refused:
            self._audit(command, by, now, _named(command), code=refused.code)
            return Reply(code=refused.code, params=refused.params)
        except NoRoad:
            self._audit(command, by, now, _named(command), code="no_road")
            return Reply(code="no_road", params={"stage": "", "verb": command.verb})
        except LedgerError:
            self._audit(command, by, now, _named(command), code="store_fault")
            return Reply(code="store_fault")
        if not outcome.silent:
            self._audit(command, by, now, outcome)
        return Reply(data=outcome.data)

    def pending(self) -> bool:
        """Whether anything waits for a commit."""
        return not self._book.empty

    def commit(self, now: int) -> Committed:
        """Write what is staged in one transaction. On a LedgerError all of it stays, and this may be called again."""
        if self._book.empty:
            return Committed(None)
        entry = self._book.entry(now)
        self._core.ledger.commit(entry)
        return Committed(entry.batch, self._book.written(entry.batch))

    def _handled(self, command: AnyCommand, by: Seat, now: int) -> Outcome:
        handler = HANDLERS.get(type(command))
        if handler is None:
            raise Refused("unknown_command")
        if not may(by, command.verb):
            raise Refused("not_allowed", {"verb": command.verb})
        self._book.settle()
        return handler(self._core, command, by, now)

    def _audit(self, command: AnyCommand, by: Seat, now: int, outcome: Outcome, code: str = "") -> None:
        row = AuditRow(
            at=now,
            user=by.user,
            role=by.role.value,
            verb=str(type(command).__struct_config__.tag),
            target=outcome.target,
            done=not code,
            code=code,
            count=outcome.count,
            key=outcome.key,
            note=outcome.note,
        )
        self._book.audit.append(row)

    def _rules_for(self, kind: type) -> tuple[Rule, ...]:
        if kind not in self._hears:
            self._hears[kind] = tuple(r for r in self._rules if any(issubclass(kind, h) for h in r.hears))
        return self._hears[kind]

    def _ask(self, rules: tuple[Rule, ...], now: int, event: AnyEvent | None) -> None:
        for rule in rules:
            for judgement in self._judgements(rule, now, event):
                self._core.judge(judgement, now)

    def _judgements(self, rule: Rule, now: int, event: AnyEvent | None) -> list[Judgement]:
        """What a rule finds, up to where it fails if it fails. All of it before any is made true: rules read lazily."""
        found: list[Judgement] = []
        try:
            found.extend(rule.judge(now, event, self._book.situation))
        except Exception as error:  # noqa: BLE001 – one rule's fault must not silence the others; it is told
            self.counts[f"rule_fault:{rule.name}"] += 1
            said = type(event).__name__ if event is not None else "time"
            self.fault = f"The rule {rule.name} failed on {said}: {type(error).__name__}: {error}"
        return found


_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
"""A target that is none of ours may be anything, a name too; the audit keeps it in the clear."""


def _named(command: AnyCommand) -> Outcome:
    """What a refused command named, for its audit row."""
    target = next((str(getattr(command, f)) for f in ("alarm", "order", "person", "id") if hasattr(command, f)), "")
    return Outcome(target if not target or _ID.fullmatch(target) else "?")
