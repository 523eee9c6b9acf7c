"""One MQTT 5 client of the desk: configured, guarded, and reconnecting by itself; knows nothing of devices."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from devices.link.client import Client
from devices.link.pieces import Message, without_delay
from devices.link.state import BAD_SETTINGS, BROKER_AWAY, BROKER_REFUSED, SUBSCRIPTION_REFUSED
from devices.settings import BrokerSettings

log = logging.getLogger(__name__)

MAX_WAITING_ORDERS = 1000
"""Messages kept for a broker that is away; more would be orders that nobody should carry out any more."""
ORDER_EXPIRY_S = 3600
MAX_PACKET = 1024 * 1024 + 64 * 1024
"""Bytes of one packet that the broker may send: a message of up to 1 MiB is still counted as too large, with room for
its head; more than that is an attack on the desk's memory, and the broker drops it."""
_RECONNECT_S = (1, 3)
"""First and longest wait between tries: alarms wait in the broker, so a desk is back within five seconds of it."""


class Connection:
    """A client with a fixed identity. Its callbacks come on its own network thread and may not raise outwards.

    `keep` True: a persistent session whose messages are acknowledged by hand; False: a clean one at QoS 0.
    `ready` comes when all `filters` (none: a client that only publishes) stand, `lost` when the connection ends,
    `failed` with a word of FAULTS.
    """

    def __init__(
        self,
        settings: BrokerSettings,
        suffix: str,
        filters: list[str],
        *,
        keep: bool,
        message: Callable[[Message], None],
        ready: Callable[[], None],
        lost: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._filters = filters
        self._keep = keep
        self._message, self._ready, self._lost, self._failed = message, ready, lost, failed
        self._max_packet = 0
        self._started = False
        self._client = self._make(settings.client_id + suffix)

    # from any thread

    def start(self) -> None:
        """Begin to connect, and never stop trying; a setting that cannot be used is reported through `failed`."""
        s = self._settings
        kept = {"SessionExpiryInterval": s.session_s, "ReceiveMaximum": s.window} if self._keep else {}
        properties = properties_of(PacketTypes.CONNECT, MaximumPacketSize=MAX_PACKET, **kept)
        try:
            s.host.encode("idna")
            self._secure()
            self._client.connect_async(
                s.host, s.port, keepalive=s.keepalive_s, clean_start=not self._keep, properties=properties
            )
        except (OSError, ValueError) as error:
            log.error("broker settings cannot be used: %s", type(error).__name__)
            self._failed(BAD_SETTINGS)
            return
        self._started = True
        self._client.loop_start()

    def stop(self) -> None:
        """Leave the broker politely (the session stays there) and wait for the network thread."""
        if self._started:
            self._started = False
            self._client.disconnect()
            self._client.loop_stop()
            self._client._reset_sockets()  # paho would leave its wake-up pair to the garbage collector

    def publish(self, topic: str, body: bytes) -> bool:
        """Publish at QoS 1, now or once the broker is back; False where too many are waiting, or it is too large."""
        if self._max_packet and len(body) + len(topic) + 64 > self._max_packet:
            return False
        properties = properties_of(PacketTypes.PUBLISH, MessageExpiryInterval=ORDER_EXPIRY_S)
        try:
            info = self._client.publish(topic, body, qos=1, properties=properties)
        except ValueError:
            return False
        return info.rc in (mqtt.MQTT_ERR_SUCCESS, mqtt.MQTT_ERR_NO_CONN)

    def waiting(self) -> int:
        """How many published messages the broker has not yet acknowledged."""
        return len(self._client._out_messages)

    def acknowledge(self, mids: list[int]) -> None:
        """Tell the broker that these messages are ours for good, in this order."""
        self._client.acknowledge(mids)

    def drop(self) -> None:
        """Cut the connection; the client reconnects by itself and the broker sends again what was not acknowledged."""
        sock: Any = self._client.socket()
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except (AttributeError, OSError):  # there is none, or it is gone already, which is what was wanted
            log.debug("the connection was already gone")

    # on the network thread

    def _make(self, client_id: str) -> Client:
        client = Client(client_id, guarded(self._message))
        if self._settings.username:
            client.username_pw_set(self._settings.username, self._settings.password or None)
        client.reconnect_delay_set(*_RECONNECT_S)
        client.max_queued_messages_set(MAX_WAITING_ORDERS)
        # all before connect(): set after it, queued messages of a persistent session vanish
        client.on_connect = guarded(self._on_connect)
        client.on_connect_fail = guarded(self._on_connect_fail)
        client.on_subscribe = guarded(self._on_subscribe)
        client.on_disconnect = guarded(self._on_disconnect)
        client.on_socket_open = guarded(lambda _client, _data, sock: without_delay(sock))
        return client

    def _secure(self) -> None:
        s = self._settings
        if s.ca_file:
            ca = None if s.ca_file == "system" else s.ca_file
            self._client.tls_set(ca_certs=ca, certfile=s.cert_file or None, keyfile=s.key_file or None)

    def _on_connect(self, client: mqtt.Client, _data: Any, _flags: Any, code: ReasonCode, properties: Any) -> None:
        if code.is_failure:
            log.warning("the broker refused the connection: %s", code)
            self._failed(BROKER_REFUSED)
            return
        self._max_packet = getattr(properties, "MaximumPacketSize", 0)
        if not self._filters:
            self._ready()
            return
        options = SubscribeOptions(qos=1 if self._keep else 0, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
        client.subscribe([(name, options) for name in self._filters])

    def _on_connect_fail(self, _client: mqtt.Client, _data: Any) -> None:
        self._failed(BROKER_AWAY)

    def _on_subscribe(self, _client: mqtt.Client, _data: Any, _mid: int, codes: list[ReasonCode], _p: Any) -> None:
        if any(code.is_failure for code in codes):
            log.warning("the broker refused a subscription")
            self._failed(SUBSCRIPTION_REFUSED)
        else:
            self._ready()

    def _on_disconnect(self, _client: mqtt.Client, _data: Any, _flags: Any, _code: ReasonCode, _p: Any) -> None:
        self._lost()


def guarded(callback: Callable[..., None]) -> Callable[..., None]:
    """A callback that cannot kill paho's network thread; what it raises is logged, without the message."""

    def call(*args: Any) -> None:
        try:
            callback(*args)
        except Exception:
            log.exception("a link callback failed; its message stays with the broker")

    return call


def properties_of(packet: int, **values: int) -> Properties:
    """MQTT 5 properties of a packet (paho's class is untyped)."""
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        setattr(properties, name, value)
    return properties
