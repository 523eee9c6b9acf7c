"""`Worker`: the desk thread – inbox → desk → ledger → acknowledge → orders → seats; nobody else touches the desk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Protocol, TypeVar

import structlog

from app.station.counts import JUDGING_FAILED, Counts
from app.station.inbox import HeardLike, Inbox
from domain.access import Seat
from domain.alarms import OrderNotice
from domain.changes import Batch
from domain.commands import AnyCommand, Reply
from domain.desk import Desk
from domain.events import AnyEvent, Refusal
from domain.store import LedgerError

log = structlog.get_logger()
T = TypeVar("T")

TICK_S = 0.15
"""Real seconds between ticks: 9 s of judging time at speed 60, well inside the 30 s a silence may be judged late."""

BULK_S = 1 / 30
URGENT_AT_ONCE, URGENT_ROUNDS = 64, 32
BULK_AT_ONCE = 500
"""About 15 ms of judging: so long an alarm may wait behind positions at most."""

KEYFRAME_BATCHES = 2_000
KEYFRAME_S = 600.0
DRAIN_S = 2.0
"""How long an ending desk still takes what keeps coming; the rest is not acknowledged and comes again."""

FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 0.1, 2.0


class Link(Protocol):
    """What the worker needs of the device link."""

    def acknowledge(self, tokens: Iterable[int]) -> None:
        """After the commit."""

    def send_order(self, notice: OrderNotice) -> object:
        """After the commit."""


@dataclass
class Wish:
    """A seat's command on its way through the desk."""

    command: AnyCommand
    by: Seat
    answer: Callable[[Reply], None]


@dataclass
class Flight:
    """What waits for the next commit to stand: tokens, answers, counts."""

    tokens: list[int] = field(default_factory=list)
    answers: list[tuple[Callable[[Reply], None], Reply]] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @property
    def empty(self) -> bool:
        """Nothing waits."""
        return not self.tokens and not self.answers and self.counts.empty


class Worker:
    """One thread. Outside it only `ask`, `link_changed`, `wake`, `stop` and the plain figures may be used."""

    def __init__(
        self,
        desk: Desk,
        inbox: Inbox,
        link: Link,
        *,
        now: Callable[[], int],
        publish: Callable[[Batch], None],
        keyframe: Callable[[], None],
    ) -> None:
        self._desk, self._inbox, self._link, self._now = desk, inbox, link, now
        self._publish, self._keyframe = publish, keyframe
        self._wishes: SimpleQueue[Wish] = SimpleQueue()
        self._links: SimpleQueue[tuple[bool, bool]] = SimpleQueue()
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._flight = Flight()
        self._ticked = self._bulked = self._keyframed = time.monotonic()
        self._batches, self._end_by = 0, 0.0
        self._backoff = FIRST_BACKOFF_S
        self.counts = Counts()
        self.fault = ""
        self.trouble = ""
        """One sentence while what happens by time cannot be judged, else ""."""
        self.failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    # from other threads

    @property
    def in_flight(self) -> int:
        """Messages taken and not yet committed."""
        return self._flight.counts.total

    def start(self) -> None:
        """Begin; the desk must have been started already."""
        self._thread.start()

    def stop(self, timeout: float = 15.0) -> bool:
        """Take what is in the inbox, commit, write a keyframe, end. False where the ledger could not be written."""
        self._end_by = time.monotonic() + DRAIN_S
        self._ending.set()
        self._woken.set()
        self._thread.join(timeout)
        return not self._thread.is_alive() and not self.fault and self.failed is None

    def wake(self) -> None:
        """Something urgent waits."""
        self._woken.set()

    def ask(self, command: AnyCommand, by: Seat, answer: Callable[[Reply], None]) -> None:
        """Do a command; `answer` is called on the desk thread after its commit."""
        self._wishes.put(Wish(command, by, answer))
        self._woken.set()

    def link_changed(self, up: bool, caught_up: bool) -> None:
        """The broker link changed."""
        self._links.put((up, caught_up))
        self._woken.set()

    # the thread

    def _run(self) -> None:
        try:
            while not (self._ending.is_set() and self._drained()):
                self._wait()
                self._round()
            self._last()
        except Exception as error:
            self.failed = error
            log.exception("desk.failed")

    def _wait(self) -> None:
        due = self._ticked + TICK_S
        if len(self._inbox):
            due = min(due, self._bulked + BULK_S)
        if self.fault:
            time.sleep(self._backoff)
        else:
            self._woken.wait(max(0.0, due - time.monotonic()))
        self._woken.clear()

    def _round(self) -> None:
        if self.fault and not self._commit():
            self._refuse_wishes()
            return
        self._urgent()
        now = time.monotonic()
        if now - self._bulked >= BULK_S or self._ending.is_set():
            bulk = self._inbox.bulk(BULK_AT_ONCE)
            self._bulked = now if len(bulk) < BULK_AT_ONCE else 0.0
            self._take(bulk)
        if now - self._ticked >= TICK_S:
            self._ticked = now
            self._tick()
        if self._commit() and self._keyframe_due():
            self._keyframe_now()

    def _urgent(self) -> None:
        """Links, commands and urgent messages, committed at once in groups that stay small."""
        for up, caught_up in _drain(self._links):
            self._desk.link_changed(up, caught_up, self._now())
        self._do()
        for _ in range(URGENT_ROUNDS):
            heard = self._inbox.urgent(URGENT_AT_ONCE)
            self._take(heard)
            if not self._commit() or not heard:
                return

    def _do(self) -> None:
        for wish in _drain(self._wishes):
            self._flight.answers.append((wish.answer, self._reply(wish)))

    def _reply(self, wish: Wish) -> Reply:
        """One command. What fails on it is ours: told to whoever asked, and the desk lives."""
        try:
            return self._desk.do(wish.command, wish.by, self._now())
        except Exception:
            log.exception("desk.command_failed", command=type(wish.command).__name__, user=wish.by.user)
            return Reply(code="store_fault")

    def _tick(self) -> None:
        """Time passed. A failure is logged once, told to every seat, and tried again at the next tick."""
        try:
            self._desk.tick(self._now())
        except Exception as error:
            if not self.trouble:
                log.exception("desk.tick_failed")
            self.trouble = f"What falls due by time cannot be judged: {type(error).__name__}."
        else:
            self.trouble = ""

    def _take(self, messages: list[HeardLike]) -> None:
        for heard in messages:
            if heard.token is not None:
                self._flight.tokens.append(heard.token)
            if heard.refusal is not None:
                self._desk.refuse(heard.refusal)
            self._flight.counts.message(heard, [self._judge(event) for event in heard.events])

    def _judge(self, event: AnyEvent) -> str:
        """One event. A judgement that fails is ours, not the message's: it is kept aside, told, and the desk lives."""
        try:
            return self._desk.take(event, self._now())
        except Exception:
            log.exception("desk.judging_failed", device=event.device, kind=type(event).__name__)
            topic = type(event).__name__
            self._desk.refuse(Refusal(reason=JUDGING_FAILED, topic=topic, device=event.device, at=self._now()))
            return JUDGING_FAILED

    def _commit(self) -> bool:
        """Make true what is staged, then tell everybody. False where the ledger cannot write now; nothing is lost."""
        if not self._desk.pending() and self._flight.empty:
            return True
        try:
            committed = self._desk.commit(self._now())
        except LedgerError as error:
            self._stuck(error)
            return False
        self._recovered()
        flight, self._flight = self._flight, Flight()
        self._link.acknowledge(flight.tokens)
        for notice in committed.orders:
            self._link.send_order(notice)
        self.counts.add(flight.counts)
        if committed.batch is not None:
            self._batches += 1
            self._publish(committed.batch)
        for answer, reply in flight.answers:
            answer(reply)
        return True

    def _stuck(self, error: LedgerError) -> None:
        if not self.fault:
            log.error("desk.ledger_stuck", error=type(error).__name__)
            self._backoff = FIRST_BACKOFF_S
        else:
            self._backoff = min(self._backoff * 2, LONGEST_BACKOFF_S)
        self.fault = str(error)

    def _recovered(self) -> None:
        if self.fault:
            log.info("desk.ledger_recovered")
            self.fault = ""

    def _refuse_wishes(self) -> None:
        """While nothing can be written a new command is not begun: its answer says so at once."""
        for wish in _drain(self._wishes):
            wish.answer(Reply(code="ledger_stuck"))

    def _drained(self) -> bool:
        if self.fault or time.monotonic() > self._end_by:
            return True
        return not len(self._inbox) and self._wishes.empty() and self._links.empty() and not self._desk.pending()

    def _keyframe_due(self) -> bool:
        late = time.monotonic() - self._keyframed > KEYFRAME_S
        return self._batches >= KEYFRAME_BATCHES or (late and self._batches > 0)

    def _keyframe_now(self) -> None:
        try:
            self._keyframe()
        except LedgerError as error:
            log.warning("desk.no_keyframe", error=type(error).__name__)
        self._batches, self._keyframed = 0, time.monotonic()

    def _last(self) -> None:
        if self._commit() and self._batches:
            self._keyframe_now()


def _drain(queue: SimpleQueue[T]) -> Iterable[T]:
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return
