"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Build them in an empty database."""
    _register()
    _changes()
    _events()
    _people_of_the_desk()


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, nullable=False)


def _blob(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _register() -> None:
    op.create_table("meta", _text("key", key=True), _text("value"))
    op.create_table("register_part", _text("name", key=True), _blob("body"))
    op.create_table("sealed", _text("person", key=True), _blob("body"))
    op.create_table("erased", _text("key", key=True), _int("at"))


def _changes() -> None:
    op.create_table("batch", _int("seq", key=True), _int("at"), _blob("body"), _blob("chain"))
    op.create_table("keyframe", _int("seq", key=True), _int("at"), _blob("body"))
    known = (_text("kind"), _text("stage"), _int("raised"), _int("ended"), _text("seal"))
    op.create_table("alarm", _text("id", key=True), *known, _blob("body"))
    op.create_index("alarm_raised", "alarm", ["raised"])
    op.create_index("alarm_ended", "alarm", ["ended"])
    op.create_table("sent", _text("order", key=True), _text("alarm"))


def _events() -> None:
    who, when = (_text("device"), _text("event_id"), _text("kind")), (_int("at"), _int("received"), _int("judged"))
    op.create_table("event", _int("id", key=True), *who, *when, _blob("body"))
    op.create_index("event_once", "event", ["device", "event_id", "received"])
    op.create_index("event_judged", "event", ["device", "judged"])
    op.create_index("event_received", "event", ["received"])
    keys = (_text("device", key=True), _int("at", key=True), _text("event_id", key=True))
    place = (_int("lon_e6"), _int("lat_e6"), sa.Column("accuracy_m", sa.REAL, nullable=False))
    more = (sa.Column("speed", sa.REAL), sa.Column("heading", sa.REAL), sa.Column("battery", sa.Integer))
    times = (_int("device_at"), _int("received"))
    op.create_table("track", *keys, *times, *place, *more, _int("flags"), sqlite_with_rowid=False)
    op.create_index("track_received", "track", ["received"])


def _people_of_the_desk() -> None:
    op.create_table("audit", _int("id", key=True), _int("seq"), _int("at"), _blob("body"), _blob("chain"))
    op.create_table("refusal", _int("id", key=True), _int("at"), _blob("body"), sqlite_autoincrement=True)
    op.create_table("refusal_count", _text("reason", key=True), _text("device", key=True), _int("n"))
    seat = (_text("role"), _text("label"), _text("grids"), _text("communities"))
    op.create_table("user", _text("name", key=True), _text("hash"), *seat)
