"""What a device link hands over, and how it stands."""

from __future__ import annotations

from msgspec import Struct

from domain.events import AnyEvent, Refusal

BROKER_AWAY = "broker_away"
BROKER_REFUSED = "broker_refused"
SUBSCRIPTION_REFUSED = "subscription_refused"
WINDOW_STUCK = "window_stuck"
ORDERS_FULL = "orders_full"
BAD_SETTINGS = "bad_settings"

FAULTS: tuple[str, ...] = (
    BROKER_AWAY,
    BROKER_REFUSED,
    SUBSCRIPTION_REFUSED,
    WINDOW_STUCK,
    ORDERS_FULL,
    BAD_SETTINGS,
)
"""Everything `LinkState.fault` may say beside "": nobody answers; the broker said no (name, password); it let us in
but not listen; 100 messages waited over 5 s for the desk's commit; more orders wait than are kept; a TLS file or a
host name that cannot be used."""


class Heard(Struct, frozen=True, gc=False):
    """One message: events, or the refusal to be kept. `token` goes to `acknowledge` after the commit (None: nothing to
    acknowledge). `urgent`: not a mere position, to be judged before the positions.
    """

    events: tuple[AnyEvent, ...]
    refusal: Refusal | None
    token: int | None
    urgent: bool


class LinkState(Struct, frozen=True, kw_only=True):
    """The link at one moment. Counts run since `start`; `refused` by reason; `off_duty` fixes dropped unseen (R6)."""

    up: bool
    caught_up: bool
    fault: str
    heard: int
    refused: dict[str, int]
    off_duty: int
    unacknowledged: int
    orders_waiting: int
