"""`look_at`: what a broker shows of itself from outside – a short visit, undone at the end."""

from __future__ import annotations

import queue
import secrets
import socket
import time
from contextlib import closing, suppress
from typing import Any

import paho.mqtt.client as mqtt
from msgspec import Struct
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.settings import BrokerSettings
from devices.topics import DOWN, Topic

STEP_S = 3.0
"""How long each step waits for its answer."""

SESSION_S = 60
"""A visit that is cut off leaves a session behind for so long."""

TRIPS = 5
_VERSION = "$SYS/broker/version"
_VERSION_S = 0.7


class Seen(Struct, kw_only=True):
    """What was seen, step by step; a step that was not reached keeps its None (figures: not said by the broker)."""

    reached: bool = False
    why: str = ""
    """Why the visit ended early: "refused", "silent", "not_mqtt5", "no_qos", "topic_refused", "no_trip",
    "no_ack", or the broker's own reason."""
    connect_ms: float = 0.0
    receive_maximum: int | None = None
    max_packet: int | None = None
    max_qos: int | None = None
    session_s: int | None = None
    trip_ms: float | None = None
    """Median of a QoS 1 message there and back."""
    kept: bool | None = None
    """Whether the session, and a message published meanwhile, were there after being away."""
    version: str = ""


class _Cut(Exception):
    """The visit cannot go on; the text is a word for `Seen.why`."""


def look_at(settings: BrokerSettings) -> Seen:
    """Visit a broker: connect with MQTT 5, a private topic there and back, away and back again. Blocks, at most 25 s.

    Any thread. Never raises for what the broker does; leaves no session and no retained message behind.
    """
    seen = Seen()
    try:
        _reach(settings, seen)
        _visit(settings, seen)
    except _Cut as cut:
        seen.why = str(cut)
    except (OSError, ValueError) as error:
        seen.why = str(error)
    return seen


def private_topic(name: str) -> str:
    """A topic of no station, on a channel that desks speak on themselves: none of them takes it for a message."""
    return str(Topic("doctor", "doctor", name, DOWN[-1]))


def _reach(settings: BrokerSettings, seen: Seen) -> None:
    began = time.perf_counter()
    try:
        with closing(socket.create_connection((settings.host, settings.port), timeout=STEP_S)):
            seen.reached = True
    except TimeoutError:
        raise _Cut("silent") from None
    except ConnectionRefusedError:
        raise _Cut("refused") from None
    seen.connect_ms = round((time.perf_counter() - began) * 1000, 1)


def _visit(settings: BrokerSettings, seen: Seen) -> None:
    name = f"sandtable-doctor-{secrets.token_hex(6)}"
    topic = private_topic(name)
    visitor = _Visitor(settings, name)
    try:
        _read(visitor.enter(fresh=False), seen)  # as the desk: some keep no session that began with a clean start
        if seen.max_qos == 0:
            raise _Cut("no_qos")
        visitor.listen(topic, qos=1, seconds=STEP_S)
        seen.trip_ms = _trips(visitor, topic)
        visitor.leave()
        seen.kept = _away(settings, visitor, topic)
    finally:
        visitor.forget()
    seen.version = _version(settings, f"{name}-v")


def _read(properties: Any, seen: Seen) -> None:
    """What a CONNACK tells; by the standard what it does not tell is the greatest value."""
    seen.receive_maximum = getattr(properties, "ReceiveMaximum", None)
    seen.max_packet = getattr(properties, "MaximumPacketSize", None)
    seen.max_qos = getattr(properties, "MaximumQoS", None)
    seen.session_s = getattr(properties, "SessionExpiryInterval", None)


def _version(settings: BrokerSettings, name: str) -> str:
    """What the broker calls itself; "" where it does not say. A client of its own: some cut off whoever asks."""
    visitor = _Visitor(settings, name)
    try:
        visitor.enter(fresh=True, seconds=0)
        visitor.listen(_VERSION, qos=0, seconds=_VERSION_S)
        return visitor.heard(_VERSION, _VERSION_S)
    except (OSError, _Cut):
        return ""
    finally:
        visitor.leave()


def _trips(visitor: _Visitor, topic: str) -> float:
    took = []
    for number in range(TRIPS):
        began = time.perf_counter()
        visitor.publish(topic, str(number))
        if visitor.heard(topic, STEP_S) != str(number):
            raise _Cut("no_trip")
        took.append((time.perf_counter() - began) * 1000)
    return round(sorted(took)[TRIPS // 2], 2)


def _away(settings: BrokerSettings, visitor: _Visitor, topic: str) -> bool:
    """Published by another while the visitor is away: does it wait for him?"""
    other = _Visitor(settings, f"{visitor.name}-b")
    try:
        other.enter(fresh=True)
        other.publish(topic, "meanwhile")
    finally:
        other.forget()
    visitor.enter(fresh=False)
    return visitor.present and visitor.heard(topic, STEP_S) == "meanwhile"


class _Visitor:
    """One client; its callbacks come on paho's thread and only fill queues."""

    def __init__(self, settings: BrokerSettings, name: str) -> None:
        self.name = name
        self.present = False
        self._known = False
        self._settings = settings
        self._entered: queue.SimpleQueue[tuple[ReasonCode, Any]] = queue.SimpleQueue()
        self._granted: queue.SimpleQueue[list[ReasonCode]] = queue.SimpleQueue()
        self._acked: queue.SimpleQueue[ReasonCode] = queue.SimpleQueue()
        self._heard: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self._client = self._make()

    def enter(self, *, fresh: bool, seconds: int = SESSION_S) -> Any:
        """Connect; the properties of the broker's answer. Raises _Cut, OSError."""
        s = self._settings
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = seconds
        properties.ReceiveMaximum = s.window
        self._client.connect(s.host, s.port, keepalive=30, clean_start=fresh, properties=properties)
        self._client.loop_start()
        try:
            code, answer = self._entered.get(timeout=STEP_S)
        except queue.Empty:
            raise _Cut("not_mqtt5") from None
        if code.is_failure:
            raise _Cut("not_mqtt5" if "protocol version" in str(code) else str(code))
        self._known = True
        return answer

    def listen(self, topic: str, *, qos: int, seconds: float) -> None:
        """Subscribe. Raises _Cut where the private topic is not granted."""
        self._client.subscribe(topic, qos)
        try:
            codes = self._granted.get(timeout=seconds)
        except queue.Empty:
            codes = []
        if qos and (not codes or codes[0].is_failure):
            raise _Cut("topic_refused")

    def publish(self, topic: str, text: str) -> None:
        """At QoS 1, until the broker has acknowledged it. Raises _Cut."""
        self._client.publish(topic, text, qos=1)
        try:
            code = self._acked.get(timeout=STEP_S)
        except queue.Empty:
            raise _Cut("no_ack") from None
        if code.is_failure:
            raise _Cut("topic_refused")

    def heard(self, topic: str, seconds: float) -> str:
        """The next message on a topic; "" where none comes in time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            with suppress(queue.Empty):
                where, text = self._heard.get(timeout=left)
                if where == topic:
                    return text
        return ""

    def leave(self) -> None:
        """Go politely; the session stays."""
        self._client.disconnect()
        self._client.loop_stop()
        self._client._reset_sockets()  # paho would leave its wake-up pair to the garbage collector

    def forget(self) -> None:
        """Leave, and have the broker forget the session at once."""
        self.leave()
        if not self._known:
            return
        with suppress(OSError, _Cut):
            self.enter(fresh=True, seconds=0)
        self.leave()

    def _make(self) -> mqtt.Client:
        s = self._settings
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=self.name, protocol=mqtt.MQTTv5, reconnect_on_failure=False
        )
        client.connect_timeout = STEP_S
        if s.username:
            client.username_pw_set(s.username, s.password or None)
        if s.ca_file:
            ca = None if s.ca_file == "system" else s.ca_file
            client.tls_set(ca_certs=ca, certfile=s.cert_file or None, keyfile=s.key_file or None)
        client.on_socket_open = _without_delay
        client.on_connect = self._on_connect
        client.on_subscribe = lambda _c, _d, _m, codes, _p: self._granted.put(codes)
        client.on_publish = lambda _c, _d, _m, code, _p: self._acked.put(code)
        client.on_message = lambda _c, _d, m: self._heard.put((m.topic, m.payload.decode("utf-8", "replace")))
        return client

    def _on_connect(self, _client: mqtt.Client, _data: Any, flags: Any, code: ReasonCode, properties: Any) -> None:
        self.present = bool(flags.session_present)
        self._entered.put((code, properties))


def _without_delay(_client: mqtt.Client, _data: Any, sock: Any) -> None:
    """As the desk's link: what is measured is the broker's own delay."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
