"""`Gate`: who may sit down – loopback token and a person, or TLS and a person; the first is made on the spot only."""

from __future__ import annotations

import hmac
import threading
from typing import TypeAlias

from app.seat import wire
from domain.access import Role, Seat
from domain.register import Site
from domain.store import Ledger, LedgerError

DEMO_USER = "demo"
DEMO_SITES = frozenset({"sample", "import+demo"})
"""Site kinds that a demo operator, an autopilot and a simulator may touch (R10)."""

SHORTEST_PASSWORD = 8

Verdict: TypeAlias = Seat | wire.No


class Gate:
    """Checks are slow on purpose (argon2): call `check` on a worker thread, not on the door's loop."""

    def __init__(self, ledger: Ledger, site: Site, token: str) -> None:
        self._ledger, self._site, self._token = ledger, site, token
        self._first = threading.Lock()

    def check(self, hello: wire.Hello, *, tls: bool) -> Verdict:
        """The seat, or why not."""
        near = hmac.compare_digest(hello.token.encode(), self._token.encode())
        if not tls and not near:
            return wire.No("bad_token", "This window does not hold the desk's token.")
        if hello.user == DEMO_USER and not hello.password:
            return self._demo(tls)
        try:
            return self._person(hello, near=near)
        except LedgerError as error:
            return wire.No("bad_login", f"The station's users cannot be read: {error}")

    def _demo(self, tls: bool) -> Verdict:
        if tls or self._site.kind not in DEMO_SITES:
            return wire.No("demo_not_here", "The demo operator is only let in on the sample estate.")
        return Seat(user=DEMO_USER, role=Role.OPERATOR, label=DEMO_USER)

    def _person(self, hello: wire.Hello, *, near: bool) -> Verdict:
        with self._first:
            if not near and not self._ledger.has_users():
                return wire.No("first_at_station", "The first administrator is made on the station's own machine.")
            if hello.first:
                return self._make_first(hello)
            if not self._ledger.has_users():
                return wire.No("no_users", "This station has no users yet: the first one becomes its administrator.")
        seat = self._ledger.check_user(hello.user, hello.password)
        return seat or wire.No("bad_login", "User or password is wrong.")

    def _make_first(self, hello: wire.Hello) -> Verdict:
        if self._ledger.has_users():
            return wire.No("has_users", "This station already has users.")
        if len(hello.password) < SHORTEST_PASSWORD or not hello.user:
            return wire.No("weak_password", f"A password has at least {SHORTEST_PASSWORD} characters.")
        self._ledger.add_user(hello.user, hello.password, Role.ADMINISTRATOR, hello.user)
        return self._ledger.check_user(hello.user, hello.password) or wire.No("bad_login", "The user was not kept.")
