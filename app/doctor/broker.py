"""The broker, by a visit: does it carry a message there and back, does it keep a session – and what stays unseen."""

from __future__ import annotations

from collections.abc import Iterator

from app.doctor.finding import Asked, Figure, Finding, fault, ok, skipped, warning
from app.doctor.tools import size
from app.station.broker import read_broker
from devices.decode import MAX_BYTES
from devices.probe import Seen, look_at

SLOW_MS = 15.0
"""A message there and back; a broker with Nagle's algorithm on takes twenty to forty."""

ROOM_B = 1024
"""For topic and properties around the longest payload."""

ENDED = frozenset({"refused", "silent", "not_mqtt5", "no_qos", "topic_refused", "no_trip", "no_ack"})
"""Words of `Seen.why` that have a sentence of their own."""


def look(asked: Asked) -> Iterator[Finding]:
    """Every broker that was named; none is looked for."""
    if not asked.brokers:
        yield skipped("broker.not_asked")
    for text in asked.brokers:
        yield from _one(text, sure=asked.broker_config is not None)


def _one(text: str, *, sure: bool) -> Iterator[Finding]:
    try:
        settings = read_broker(text)
    except ValueError as error:
        yield fault("broker.address", why=str(error), text=text.partition(",")[0])
        return
    at = f"{settings.host}:{settings.port}"
    seen = look_at(settings)
    if seen.why:
        yield _cut(at, seen)
        return
    slow = (seen.trip_ms or 0) > SLOW_MS
    facts: dict[str, Figure] = {"at": at, "ms": seen.trip_ms or 0.0}
    yield warning("broker.slow", **facts) if slow else ok("broker.ok", **facts)
    yield ok("broker.session", at=at) if seen.kept else fault("broker.no_session", at=at)
    yield _limits(at, seen)
    if not sure:
        yield _unseen(at, seen)


def _cut(at: str, seen: Seen) -> Finding:
    """The visit ended early: why. Rights that a check has not may still be the desk's."""
    if seen.why == "topic_refused":
        return warning("broker.topic_refused", at=at)
    if seen.why in ENDED:
        return fault(f"broker.{seen.why}", at=at)
    return fault("broker.failed", at=at, why=seen.why)


def _limits(at: str, seen: Seen) -> Finding:
    """What the broker said of its own limits when it let us in."""
    if seen.session_s is not None:
        return warning("broker.session_short", at=at, seconds=seen.session_s)
    if seen.max_packet is not None and seen.max_packet < MAX_BYTES + ROOM_B:
        return fault("broker.packet_small", at=at, size=size(seen.max_packet), need=size(MAX_BYTES))
    packet = size(seen.max_packet) if seen.max_packet is not None else "–"
    return ok("broker.limits", at=at, window=seen.receive_maximum or 65_535, packet=packet)


def _unseen(at: str, seen: Seen) -> Finding:
    """No protocol tells whether a broker writes down what it acknowledges: that is never reported as well."""
    if "mosquitto" in seen.version:
        return warning("broker.mosquitto", at=at, version=seen.version)
    return warning("broker.unseen", at=at)
