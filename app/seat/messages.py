"""Messages of the seat link as a window gets them: in order, on the link's thread, frozen, ready to cross a queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from domain.access import Seat
from domain.changes import Batch
from domain.clock import Clock
from domain.commands import Reply
from domain.register import Register, Site
from domain.situation import Keyframe


@dataclass(frozen=True)
class Login:
    """Who signs in. `first` makes the first user of a station that has none: an administrator of that name, made on
    the station's own machine only.

    User "demo" without a password is the visible demo operator; only a sample or import+demo register lets it in.
    """

    user: str
    password: str = ""
    first: bool = False


@dataclass(frozen=True)
class Opened:
    """The seat is signed in and has a whole picture: build `Situation.thaw(register, keyframe)`, forget what was.

    Comes again when a resume was not possible; `register` is then the very same object where it has not changed.
    Tables hold what this seat may see and no more: rows outside its reach are not there, labels are masked or "".
    """

    register: Register
    keyframe: Keyframe
    seat: Seat
    clock: Clock
    site: Site


@dataclass(frozen=True)
class Changed:
    """The next batch (numbers without a gap; changes cut to the seat, so possibly none)."""

    batch: Batch


@dataclass(frozen=True)
class Resumed:
    """The link is back after `Lost`; the missing batches follow as ordinary `Changed`."""


@dataclass(frozen=True)
class Pulse:
    """The desk's figures, at most twice a second. `last_message_at` is judging time, epoch ms, 0 none yet.

    `stored`, `duplicates`, `quarantined` count messages since the desk started; `outbox` orders not yet with the
    broker or inbox messages not yet committed; `fault` is one English sentence while the ledger cannot write, else "".
    `folded` counts positions that an overload merged into a newer one of the same device; `trouble` is one English
    sentence about the broker link or a rule that failed, else "".
    """

    messages_per_s: float = 0.0
    last_message_at: int = 0
    stored: int = 0
    duplicates: int = 0
    quarantined: int = 0
    outbox: int = 0
    devices_heard: int = 0
    link_up: bool = False
    fault: str = ""
    folded: int = 0
    trouble: str = ""


@dataclass(frozen=True)
class Answered:
    """The answer to `SeatLink.ask`, after the command's commit. Code "link_lost": it was not sent; "link_unsure": it
    was sent, and whether it was done shows in the picture once the link is back.
    """

    request: int
    reply: Reply


@dataclass(frozen=True)
class Lost:
    """The link is down; it is tried again by itself. `reason` is one English sentence."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The desk does not let this window in, and the link has stopped; sign in anew with a new `SeatLink`.

    Codes: "bad_login", "bad_token", "no_users" (sign in with `Login(first=True)`), "has_users" (it was not the first),
    "weak_password", "demo_not_here", "window_too_old", "window_too_new", "needs_tls", "first_at_station" (far away).
    """

    code: str
    text: str = ""


Message: TypeAlias = Opened | Changed | Resumed | Pulse | Answered | Lost | Refused
