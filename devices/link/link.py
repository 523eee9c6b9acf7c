"""`DeviceLink`: bytes ↔ events and orders. Never raises inward; acknowledges only after the ledger has committed."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable

from devices import reasons
from devices.decode import Decoder
from devices.link.backlog import Backlog
from devices.link.connection import Connection
from devices.link.pieces import Message
from devices.link.state import ORDERS_FULL, WINDOW_STUCK, Heard, LinkState
from devices.link.window import Window
from devices.orders import encode_order, order_topic
from devices.settings import BrokerSettings
from devices.topics import DOWN, ROOT, UP, VERSION, stray_filter, up_filters
from domain.alarms import OrderNotice
from domain.events import AnyEvent, DutyReported, Located, Refusal
from domain.register import Register

log = logging.getLogger(__name__)

_WATCH_S = 0.5
_WATCH_WHILE_DRAINING_S = 0.05
_STUCK_AT_MOST_S = 60.0


class DeviceLink:
    """Two clients: one persistent at QoS 1 for events, statuses and replies, one clean at QoS 0 for positions.

    `now` gives judging time (epoch ms) for receipts. `take` and `link_changed(up, caught_up)` are called on link
    threads and must be quick. `on_duty` tells by tracker id whether its responder is on duty by the desk's books;
    what a tracker says of its duty itself counts from that moment. Off-duty fixes are dropped here (R6).
    `stuck_s`: how long a full un-acknowledged window is borne before it is reported and the connection made anew.
    """

    def __init__(
        self,
        broker: BrokerSettings,
        site: str,
        register: Register,
        *,
        now: Callable[[], int],
        take: Callable[[Heard], None],
        link_changed: Callable[[bool, bool], None],
        on_duty: Callable[[str], bool] | None = None,
        stuck_s: float = 5.0,
    ) -> None:
        self._site = site
        self._now, self._take, self._link_changed = now, take, link_changed
        self._on_duty = on_duty or (lambda _device: True)
        self._said_duty: dict[str, bool] = {}
        self._decoder = Decoder(site, register)
        self._backlog = Backlog()
        self._refused: Counter[str] = Counter()
        self._heard = self._off_duty = 0
        self._up = self._caught_up = False
        self._fault = ""
        self._stuck_s = self._patience_s = stuck_s
        self._telling = threading.Lock()
        self._watching = threading.Event()
        self._poke = threading.Event()
        self._watcher: threading.Thread | None = None
        listened = site if broker.shared else "+"
        self._alarms = Connection(
            broker,
            "",
            up_filters(listened),
            keep=True,
            message=self._on_alarm,
            ready=self._on_ready,
            lost=self._on_lost,
            failed=self._on_failed,
        )
        self._positions = Connection(
            broker,
            "-positions",
            [stray_filter(listened)],
            keep=False,
            message=self._on_stray,
            ready=self._on_positions_ready,
            lost=_nothing,
            failed=self._on_failed,
        )
        self._window = Window(broker.window, self._alarms.acknowledge)

    # from any thread

    def start(self) -> None:
        """Connect, and stay connected; a broker that is away is a state (`state().fault`), not an error."""
        self._watching.set()
        self._watcher = threading.Thread(target=self._watch, name="link-watch", daemon=True)
        self._watcher.start()
        self._alarms.start()
        self._positions.start()

    def stop(self) -> None:
        """Leave the broker; what is not acknowledged comes again at the next start."""
        self._watching.clear()
        self._poke.set()
        self._positions.stop()
        self._alarms.stop()
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None

    def acknowledge(self, tokens: Iterable[int]) -> None:
        """These messages are committed: the broker may forget them."""
        if self._window.settle(tokens, time.monotonic()):
            self._patience_s = self._stuck_s
            if self._fault == WINDOW_STUCK:
                self._fault = ""

    def send_order(self, notice: OrderNotice) -> bool:
        """Publish an order at QoS 1; it waits while the link is down. False where too many are waiting already."""
        sent = self._alarms.publish(order_topic(self._site, notice.device), encode_order(notice))
        if not sent:
            log.error("order %s (%s) could not be queued for the broker", notice.order, notice.verb)
            self._fault = ORDERS_FULL
        return sent

    def state(self) -> LinkState:
        """How the link stands now."""
        return LinkState(
            up=self._up,
            caught_up=self._caught_up,
            fault=self._fault,
            heard=self._heard,
            refused=dict(self._refused),
            off_duty=self._off_duty,
            unacknowledged=len(self._window),
            orders_waiting=self._alarms.waiting(),
        )

    # on the network threads

    def _on_alarm(self, message: Message) -> None:
        now = time.monotonic()
        token = self._window.add(message.mid, now) if message.qos else None
        self._backlog.heard(now, full=self._window.full)
        self._hand_on(self._decode(message), token, urgent=True)

    def _on_stray(self, message: Message) -> None:
        if not _belongs_elsewhere(_topic_of(message)):
            decoded = self._decode(message)
            if isinstance(decoded, Located) and not self._tracked(decoded.device):
                self._off_duty += 1
            else:
                self._hand_on(decoded, None, urgent=False)

    def _decode(self, message: Message) -> AnyEvent | Refusal:
        decoded = self._decoder.decode(
            _topic_of(message), message.payload, retained=message.retain, received=self._now()
        )
        if isinstance(decoded, DutyReported) and not decoded.retained:
            self._said_duty[decoded.device] = decoded.on_duty
        return decoded

    def _hand_on(self, decoded: AnyEvent | Refusal, token: int | None, *, urgent: bool) -> None:
        self._heard += 1
        if isinstance(decoded, Refusal):
            self._refused[decoded.reason] += 1
            self._take(Heard((), decoded, token, urgent))
        else:
            self._take(Heard((decoded,), None, token, urgent))

    def _tracked(self, device: str) -> bool:
        said = self._said_duty.get(device)
        return self._on_duty(device) if said is None else said

    def _on_ready(self) -> None:
        self._backlog.ready(time.monotonic())
        if self._fault != WINDOW_STUCK:
            self._fault = ""
        self._tell(True, False)
        self._poke.set()

    def _on_positions_ready(self) -> None:
        if self._up and self._fault != WINDOW_STUCK:
            self._fault = ""

    def _on_lost(self) -> None:
        self._window.reset()
        self._tell(False, False)

    def _tell(self, up: bool, caught_up: bool) -> None:
        """Say how the link stands, where that is news; one thread at a time, and never caught up while down."""
        with self._telling:
            if (up, caught_up) == (self._up, self._caught_up) or (caught_up and not self._up):
                return
            self._up, self._caught_up = up, caught_up
            self._link_changed(up, caught_up)

    def _on_failed(self, fault: str) -> None:
        self._fault = fault

    # on the watch thread

    def _watch(self) -> None:
        while self._watching.is_set():
            draining = self._up and not self._caught_up
            self._poke.wait(_WATCH_WHILE_DRAINING_S if draining else _WATCH_S)
            self._poke.clear()
            try:
                self._look()
            except Exception:
                log.exception("the link's watch failed once")

    def _look(self) -> None:
        now = time.monotonic()
        if self._up and not self._caught_up and self._backlog.drained(now, waiting=len(self._window)):
            self._tell(True, True)
        if self._window.stuck_for(now) > self._patience_s:
            log.error("%d messages wait for the ledger since %.0f s; reconnecting", len(self._window), self._patience_s)
            self._fault = WINDOW_STUCK
            self._patience_s = min(self._patience_s * 2, _STUCK_AT_MOST_S)
            self._alarms.drop()


def _topic_of(message: Message) -> str:
    try:
        return message.topic.decode()
    except UnicodeDecodeError:
        return reasons.NOT_UTF8


def _belongs_elsewhere(topic: str) -> bool:
    """Whether the other client hears this topic too, or it is one that the desk speaks on itself."""
    parts = topic.split("/")
    if len(parts) != 6 or parts[0] != ROOT or parts[1] != VERSION:
        return False
    return parts[5] in UP or parts[5] in DOWN


def _nothing() -> None:
    """The positions client's goings change nothing: what it carries is replaced within seconds."""
