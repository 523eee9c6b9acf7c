"""Who may sign in: name, role, reach, and an argon2id hash of the password."""

from __future__ import annotations

from functools import cache

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct
from sqlalchemy import Connection, insert, select

from domain.access import Role, Seat
from domain.store import schema
from domain.store.errors import UserExists, damage

_hasher = PasswordHasher()


class Found(Struct, frozen=True):
    """A user as stored."""

    seat: Seat
    hash: str


def add(conn: Connection, seat: Seat, password: str) -> None:
    """Write a user. Raises UserExists, or ValueError for an empty name or password."""
    if not seat.user.strip() or not password:
        raise ValueError("A user needs a name and a password; nothing was written.")
    if find(conn, seat.user) is not None:
        raise UserExists(f"There is a user {seat.user} already; nothing was written.")
    reach = {"grids": _list(seat.grids), "communities": _list(seat.communities)}
    row = {"name": seat.user, "hash": _hasher.hash(password), "role": seat.role.value, "label": seat.label}
    conn.execute(insert(schema.user).values(row | reach))


def find(conn: Connection, name: str) -> Found | None:
    """A user by exact name."""
    row = conn.execute(select(schema.user).where(schema.user.c.name == name)).one_or_none()
    if row is None:
        return None
    with damage():
        grids, communities = (msgspec.json.decode(text, type=tuple[str, ...]) for text in (row.grids, row.communities))
        seat = Seat(user=row.name, role=Role(row.role), label=row.label, grids=grids, communities=communities)
    return Found(seat, row.hash)


def check(found: Found | None, password: str) -> Seat | None:
    """The seat where the password fits; for nobody as much work is done, so that the time tells no names."""
    try:
        _hasher.verify(_nobody() if found is None else found.hash, password)
    except (VerificationError, InvalidHashError):
        return None
    return None if found is None else found.seat


def any_there(conn: Connection) -> bool:
    """Whether there is any user."""
    return conn.execute(select(schema.user.c.name).limit(1)).first() is not None


@cache
def _nobody() -> str:
    return _hasher.hash("nobody's password")


def _list(ids: tuple[str, ...]) -> str:
    return msgspec.json.encode(ids).decode()
