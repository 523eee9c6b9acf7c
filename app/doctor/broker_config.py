"""A mosquitto.conf, read line by line: whether a broker started with it loses what it has acknowledged."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Asked, Finding, fault, ok, skipped, warning
from devices.decode import MAX_BYTES

Lines = dict[str, str]

QUEUED = 100_000
"""Messages that must find room while the desk is away; mosquitto's own 1,000 are some seconds of a busy estate."""

WINDOW = 100
"""The desk's receive maximum (`BrokerSettings.window`)."""

SESSION_DAYS = 7
"""The desk's session (`BrokerSettings.session_s`)."""

_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def look(asked: Asked) -> Iterator[Finding]:
    """The named file."""
    path = asked.broker_config
    if path is None:
        return
    try:
        lines, listeners = read(path)
    except (OSError, UnicodeDecodeError) as error:
        yield fault("config.unreadable", file=path.name, why=type(error).__name__)
        return
    found = [*_kept(lines), *_place(lines), *_room(lines), *_sessions(lines), *_delay(lines), *_door(lines, listeners)]
    if "include_dir" in lines:
        found.append(skipped("config.include", folder=lines["include_dir"]))
    yield from found
    if all(f.code == "config.include" for f in found):
        yield ok("config.ok", file=path.name)


def read(path: Path) -> tuple[Lines, list[str]]:
    """Settings by name, the last of a name counting, and the address of every listener ("" for all)."""
    lines: Lines = {}
    listeners: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        name, _, value = line.strip().partition(" ")
        if not name or name.startswith("#"):
            continue
        if name == "listener":
            listeners.append(value.split()[1] if len(value.split()) > 1 else "")
        lines[name] = value.strip()
    return lines, listeners


def _kept(lines: Lines) -> Iterator[Finding]:
    """Three lines without which a broker that is killed forgets what it has acknowledged."""
    for name, wanted in (("persistence", "true"), ("autosave_on_changes", "true"), ("autosave_interval", "1")):
        if lines.get(name) != wanted:
            yield fault("config.loses", **_told(lines, name, wanted))


def _place(lines: Lines) -> Iterator[Finding]:
    """Where mosquitto keeps its file: what it cannot write there it tells its log alone, and goes on acknowledging."""
    folder = Path(lines.get("persistence_location", ""))
    user = lines.get("user", "mosquitto")
    if lines.get("persistence") != "true" or not folder.is_absolute() or (ids := _ids(user)) is None:
        return
    if not folder.is_dir():
        yield fault("config.nowhere", folder=str(folder), user=user)
    elif not _may_write(folder, ids):
        yield fault("config.shut", folder=str(folder), user=user)


def _ids(user: str) -> tuple[int, int] | None:
    """User and group number; None where there is no such user: then the broker runs on another machine."""
    if sys.platform == "win32":
        return None
    import pwd

    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        return None
    return entry.pw_uid, entry.pw_gid


def _may_write(folder: Path, ids: tuple[int, int]) -> bool:
    """Whether mosquitto can write there: started by root it becomes that user, started by anybody else it stays so."""
    if sys.platform == "win32" or ids[0] == 0:
        return True
    if os.geteuid() == 0:
        return writable(folder, *ids)
    return os.access(folder, os.W_OK) or not _is_ours(folder)


def _is_ours(folder: Path) -> bool:
    """Another user's folder may well be the broker's own: that cannot be told from here."""
    return sys.platform == "win32" or folder.stat().st_uid == os.geteuid()


def writable(folder: Path, uid: int, gid: int) -> bool:
    """Whether a user (with his own group) may make files in a folder and come so far (POSIX modes)."""

    def has(place: Path, bits: int) -> bool:
        found = place.stat()
        shift = 6 if found.st_uid == uid else 3 if found.st_gid == gid else 0
        return (found.st_mode >> shift) & bits == bits

    return has(folder, 0o3) and all(has(parent, 0o1) for parent in folder.parents)


def _room(lines: Lines) -> Iterator[Finding]:
    """A limit of 0 is no limit."""
    queued = _number(lines, "max_queued_messages", 1_000)
    if 0 < queued < QUEUED:
        yield fault("config.overflows", **_told(lines, "max_queued_messages", str(QUEUED)))
    if 0 < _number(lines, "max_inflight_messages", 20) < WINDOW:
        yield warning("config.narrow", **_told(lines, "max_inflight_messages", str(WINDOW)))
    for name in ("message_size_limit", "max_packet_size"):
        if 0 < _number(lines, name, 0) < MAX_BYTES:
            yield fault("config.cuts", **_told(lines, name, str(1024 * 1024)))


def _sessions(lines: Lines) -> Iterator[Finding]:
    expiry = lines.get("persistent_client_expiration", "")
    if expiry and _days(expiry) < SESSION_DAYS:
        yield fault("config.forgets", **_told(lines, "persistent_client_expiration", "14d"))


def _days(expiry: str) -> float:
    """ "14d" in days; a text that is none counts as nought."""
    digits = expiry[:-1]
    return int(digits) * _DAYS.get(expiry[-1], 0.0) if digits.isdigit() else 0.0


def _delay(lines: Lines) -> Iterator[Finding]:
    if lines.get("set_tcp_nodelay") != "true":
        yield warning("config.delays", **_told(lines, "set_tcp_nodelay", "true"))


def _door(lines: Lines, listeners: list[str]) -> Iterator[Finding]:
    outside = [address for address in listeners if address not in _LOOPBACK]
    if outside and lines.get("allow_anonymous") == "true":
        yield fault("config.anybody", **_told(lines, "allow_anonymous", "false"))


def _number(lines: Lines, name: str, usual: int) -> int:
    value = lines.get(name, "")
    return int(value) if value.isdigit() else usual


def _told(lines: Lines, name: str, wanted: str) -> dict[str, str]:
    return {"setting": name, "found": lines.get(name, "–"), "wanted": wanted}
