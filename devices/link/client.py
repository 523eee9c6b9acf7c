"""`Client`: paho's client with a reading of its own for publishes, which are all but a few of its packets."""

from __future__ import annotations

from collections.abc import Callable
from struct import pack
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MessageType, MQTTErrorCode

from devices.link.pieces import Message, Pieces


class Client(mqtt.Client):
    """MQTT 5 only, subscribed at QoS 0 or 1, acknowledging by hand: `hear` takes each message on the network thread.

    Everything else – handshakes, acknowledgements, pings, reconnecting – is paho's.
    """

    def __init__(self, client_id: str, hear: Callable[[Message], None]) -> None:
        super().__init__(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5, manual_ack=True)
        self._hear = hear

    def acknowledge(self, mids: list[int]) -> None:
        """PUBACK of each message, in this order, as one write: a commit frees dozens. Any thread."""
        packets = b"".join(pack("!BBH", MessageType.PUBACK, 2, mid) for mid in mids)
        self._packet_queue(MessageType.PUBACK, packets, mids[-1], 1)

    def _create_socket(self) -> Any:
        return Pieces(super()._create_socket())

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Read one piece: hear its publishes in order, and leave every other packet to paho when its turn comes."""
        pieces: Any = self._sock
        if not isinstance(pieces, Pieces):
            return super().loop_read(max_packets)
        pieces.fill()
        while True:
            if not self._in_packet["command"]:
                for message in pieces.publishes():
                    self._hear(message)
            if not (pieces.other or pieces.ended):
                return MQTTErrorCode.MQTT_ERR_SUCCESS
            code = self._read_one()
            if code or self._sock is not pieces or self._in_packet["command"]:
                return code

    def _sock_close(self) -> None:
        """A line breaks where it is written to, too. What has come on it by then was acknowledged to its device, and a
        broker that was killed may know of it no more: it is heard first."""
        pieces: Any = self._sock
        if isinstance(pieces, Pieces) and not self._in_packet["command"]:
            for message in pieces.rest():
                self._hear(message)
        super()._sock_close()

    def _read_one(self) -> MQTTErrorCode:
        """At most one packet, by paho. Its own `loop_read` takes as many as there are messages under way, and a publish
        that it came upon would be neither heard nor acknowledged."""
        code = self._packet_read()
        if code == MQTTErrorCode.MQTT_ERR_AGAIN:
            return MQTTErrorCode.MQTT_ERR_SUCCESS
        return self._loop_rc_handle(code) if code > 0 else code
