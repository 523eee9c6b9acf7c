"""The tables at head, as SQLAlchemy core; `migrations/` builds the same from any older revision (a test compares)."""

from __future__ import annotations

from sqlalchemy import REAL, Column, Index, Integer, LargeBinary, MetaData, Table, Text

APPLICATION_ID = 0x53414E44
"""SQLite's application_id of a station: "SAND"."""

REVISIONS = ("0001", "0002")
"""Every revision a migration of ours knows, oldest first."""

HEAD = REVISIONS[-1]

metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _int(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=False)


def _blob(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


meta = Table("meta", metadata, _text("key", key=True), _text("value"))
register_part = Table("register_part", metadata, _text("name", key=True), _blob("body"))
sealed = Table("sealed", metadata, _text("person", key=True), _blob("body"))
erased = Table("erased", metadata, _text("key", key=True), _int("at"))
batch = Table("batch", metadata, _int("seq", key=True), _int("at"), _blob("body"), _blob("chain"))
keyframe = Table("keyframe", metadata, _int("seq", key=True), _int("at"), _blob("body"))
event = Table(
    "event",
    metadata,
    _int("id", key=True),
    _text("device"),
    _text("event_id"),
    _text("kind"),
    _int("at"),
    _int("received"),
    _int("judged"),
    _blob("body"),
    Index("event_once", "device", "event_id", "received"),
    Index("event_judged", "device", "judged"),
    Index("event_received", "received"),
)
track = Table(
    "track",
    metadata,
    _text("device", key=True),
    _int("at", key=True),
    _text("event_id", key=True),
    _int("device_at"),
    _int("received"),
    _int("lon_e6"),
    _int("lat_e6"),
    Column("accuracy_m", REAL, nullable=False),
    Column("speed", REAL),
    Column("heading", REAL),
    Column("battery", Integer),
    _int("flags"),
    Index("track_received", "received"),
    sqlite_with_rowid=False,
)
alarm = Table(
    "alarm",
    metadata,
    _text("id", key=True),
    _text("kind"),
    _text("stage"),
    _int("raised"),
    _int("ended"),
    _text("seal"),
    _blob("body"),
    Index("alarm_raised", "raised"),
    Index("alarm_ended", "ended"),
)
sent = Table("sent", metadata, _text("order", key=True), _text("alarm"))
audit = Table("audit", metadata, _int("id", key=True), _int("seq"), _int("at"), _blob("body"), _blob("chain"))
refusal = Table(
    "refusal",
    metadata,
    _int("id", key=True),
    _int("at"),
    _blob("body"),
    sqlite_autoincrement=True,
)
refusal_count = Table("refusal_count", metadata, _text("reason", key=True), _text("device", key=True), _int("n"))
user = Table(
    "user",
    metadata,
    _text("name", key=True),
    _text("hash"),
    _text("role"),
    _text("label"),
    _text("grids"),
    _text("communities"),
)
counter = Table("counter", metadata, _text("name", key=True), _int("n"))
