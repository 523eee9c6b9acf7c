"""`Voices`: the MQTT clients that speak for the devices, one for each gateway and a few for the trackers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

import msgspec
import paho.mqtt.client as mqtt
import structlog
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes

from devices.link.connection import guarded, properties_of
from devices.orders import OrderBody, decode_order, order_topic
from devices.settings import BrokerSettings
from devices.topics import Topic, parse
from domain.clock import Clock
from domain.register import DeviceKind, Register

log = structlog.get_logger()

MAX_GATEWAYS = 12
TRACKER_CLIENTS = 4
WILL_DELAY_S = 10
SESSION_S = 600
OFFLINE = msgspec.json.encode({"online": False})


class Voices:
    """Speaks as any device of the register. `say` is called from one thread, `heard` comes on network threads.

    `published` counts, by channel, what the desk must store: every message that was given to a broker connection, or
    is kept for it (QoS 1).
    """

    def __init__(
        self, register: Register, broker: BrokerSettings, clock: Clock, heard: Callable[[str, OrderBody], None]
    ) -> None:
        self._site = register.site.id
        self._broker, self._clock, self._heard = broker, clock, heard
        self._devices = register.devices
        self._numbers = count(1)
        self._run = f"s{int(time.time() * 1000):x}"
        self._asleep: set[str] = set()
        self.published: Counter[str] = Counter()
        self._client_of: dict[str, mqtt.Client] = {}
        self._clients = [self._make(n, ids) for n, ids in enumerate(self._groups())]

    def start(self, patience_s: float = 10.0) -> bool:
        """Connect all clients; False where not all of them were let in within so many real seconds."""
        connected = [threading.Event() for _ in self._clients]
        for (client, trackers), event in zip(self._clients, connected, strict=True):
            client.on_connect = guarded(self._on_connect(trackers, event))
            client.connect_async(
                self._broker.host,
                self._broker.port,
                keepalive=30,
                clean_start=not trackers,
                properties=properties_of(PacketTypes.CONNECT, SessionExpiryInterval=SESSION_S if trackers else 0),
            )
            client.loop_start()
        deadline = time.monotonic() + patience_s
        return all(event.wait(max(0.0, deadline - time.monotonic())) for event in connected)

    def finish(self, patience_s: float = 10.0) -> int:
        """Wait until the broker has acknowledged everything, then leave it; how many messages it never did."""
        deadline = time.monotonic() + patience_s
        while self.unacknowledged() and time.monotonic() < deadline:
            time.sleep(0.02)
        left = self.unacknowledged()
        for client, _ in self._clients:
            client.disconnect()
        for client, _ in self._clients:  # only now: a thread that waits to connect again ends when its wait is over
            client.loop_stop()
            client._reset_sockets()
        return left

    def unacknowledged(self) -> int:
        """QoS 1 messages that the broker has not yet acknowledged."""
        return sum(len(client._out_messages) for client, _ in self._clients)

    def say(self, device: str, channel: str, /, **body: Any) -> None:
        """One message of a device, with an id and the time it is; a device that is asleep says nothing."""
        if device not in self._asleep:
            head = {"id": f"{self._run}-{next(self._numbers)}", "at": self._clock.now()}
            self._publish(device, channel, head | body)

    def gone(self, device: str) -> None:
        """A device drops off and its gateway says so, in the words of its last will; then it is asleep."""
        self._publish(device, "status", {"online": False})
        self._asleep.add(device)

    def sleep(self, device: str) -> None:
        """A device falls silent and nobody says so."""
        self._asleep.add(device)

    def wake(self, device: str) -> None:
        """A device is back."""
        self._asleep.discard(device)
        self.say(device, "status", online=True)

    def awake(self, device: str) -> bool:
        """Whether a device speaks."""
        return device not in self._asleep

    def _publish(self, device: str, channel: str, body: dict[str, Any]) -> None:
        kind = DeviceKind(int(self._devices.kind[self._devices.row(device)])).wire_name
        position = channel == "position"
        info = self._client_of[device].publish(
            str(Topic(self._site, kind, device, channel)),
            msgspec.json.encode(body),
            qos=0 if position else 1,
            retain=channel == "status",
        )
        if info.rc == mqtt.MQTT_ERR_SUCCESS or (info.rc == mqtt.MQTT_ERR_NO_CONN and not position):
            self.published[channel] += 1

    def _groups(self) -> list[list[str]]:
        """Device ids by client: trackers in a few groups, the others by their gateway."""
        groups: dict[str, list[str]] = {}
        gateways = sorted({name for name in self._devices.gateway if name})
        for row, device in enumerate(self._devices.ids):
            if self._devices.kind[row] == DeviceKind.TRACKER:
                key = f"tracker {row % TRACKER_CLIENTS}"
            else:
                gateway = self._devices.gateway[row]
                key = f"gateway {gateways.index(gateway) % MAX_GATEWAYS if gateway else ''}"
            groups.setdefault(key, []).append(device)
        return list(groups.values())

    def _make(self, number: int, ids: list[str]) -> tuple[mqtt.Client, list[str]]:
        """A client for these devices and the trackers among them. Its will speaks for the first of them."""
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=f"simulator-{self._site}-{number}", protocol=mqtt.MQTTv5
        )
        client.max_inflight_messages_set(50)
        client.reconnect_delay_set(1, 4)
        client.on_message = guarded(self._on_message)
        kinds = {device: DeviceKind(int(self._devices.kind[self._devices.row(device)])) for device in ids}
        will = properties_of(PacketTypes.WILLMESSAGE, WillDelayInterval=WILL_DELAY_S)
        first = str(Topic(self._site, kinds[ids[0]].wire_name, ids[0], "status"))
        client.will_set(first, OFFLINE, qos=1, retain=True, properties=will)
        self._client_of |= dict.fromkeys(ids, client)
        return client, [device for device, kind in kinds.items() if kind is DeviceKind.TRACKER]

    def _on_connect(self, trackers: list[str], connected: threading.Event) -> Callable[..., None]:
        def on_connect(client: mqtt.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
            if code.is_failure:
                log.error("simulator.refused", code=str(code))
                return
            if trackers:
                client.subscribe([(order_topic(self._site, device), 1) for device in trackers])
            connected.set()

        return on_connect

    def _on_message(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        topic = parse(message.topic)
        if topic is not None:
            self._heard(topic.device, decode_order(bytes(message.payload)))
