"""`Device`: an ordinary MQTT client that may speak for any device, and knows what the broker has acknowledged."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.faults.fault_rows import now_ms, until


class Device:
    """QoS 1, twenty at a time. `said`: how many messages; `acknowledged`: the ids of those the broker answered for."""

    def __init__(self, port: int, site: str) -> None:
        self.site, self.said = site, 0
        self.acknowledged: set[str] = set()
        self._ids: dict[int, str] = {}
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"test-{uuid4().hex}", protocol=mqtt.MQTTv5)
        self._client.max_queued_messages_set(0)
        self._client.max_inflight_messages_set(20)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_publish = self._on_publish
        self._client.connect("127.0.0.1", port, keepalive=5)
        self._client.loop_start()

    def say(self, kind: str, device: str, *, wait: bool = True, **body: Any) -> str:
        """The message's id; `wait`: until the broker has acknowledged it."""
        name = uuid4().hex
        topic = f"sandtable/v1/{self.site}/{kind}/{device}/event"
        with self._client._out_message_mutex:  # no acknowledgement is handled before its number is known
            number = self._client.publish(topic, json.dumps({"id": name, "at": now_ms()} | body), qos=1).mid
            self._ids[number] = name
        self.said += 1
        if wait:
            until(lambda: name in self.acknowledged, 15, "the broker's acknowledgement")
        return name

    def all_acknowledged(self, seconds: float = 60.0) -> None:
        """Wait until nothing is under way any more."""
        until(lambda: len(self.acknowledged) == self.said, seconds, "the broker's acknowledgements")

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_publish(self, _client: object, _data: object, number: int, code: Any, _properties: object) -> None:
        if not code.is_failure:
            self.acknowledged.add(self._ids[number])
