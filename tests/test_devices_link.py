"""The device link on a real broker: taking, refusing, acknowledging after the commit, and what happens without it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from devices.broker import EmbeddedBroker, ExternalBroker, free_port
from devices.kinds import KINDS
from devices.link import BrokerSettings, DeviceLink, Heard
from devices.orders import OrderBody, decode_order
from domain.alarms import AlarmKind, Level, OrderNotice, Place
from domain.events import DeviceReported, DoorMoved, DutyReported, Located
from domain.register import DeviceKind, Devices, Register, Site

NOW = 1_750_000_000_000
IDS = {**{f"{kind.name}1": kind.code for kind in KINDS}, "tracker2": DeviceKind.TRACKER}


def small_register() -> Register:
    import numpy as np

    n = len(IDS)
    minus = np.full(n, -1, dtype=np.int32)
    devices = Devices(
        ids=list(IDS),
        name=[""] * n,
        kind=np.array(list(IDS.values()), dtype=np.int8),
        ring=np.zeros(n, dtype=np.int8),
        community_row=minus,
        building_row=minus,
        home_row=minus,
        person_row=minus,
        floor=np.zeros(n, dtype=np.int16),
        lon=np.zeros(n),
        lat=np.zeros(n),
        period_s=np.zeros(n, dtype=np.int32),
        installed=np.zeros(n, dtype=np.int64),
        bedroom=np.zeros(n, dtype=np.bool_),
        gateway=[""] * n,
    )
    return Register(site=Site(id="t", name="T", kind="sample", lon0=0, lat0=0), devices=devices)


def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


class Listener:
    """What the desk is to the link: keeps what it hears, and acknowledges when told to."""

    def __init__(
        self, settings: BrokerSettings, *, commit: bool = True, duty: Callable[[str], bool] | None = None
    ) -> None:
        self.heard: list[Heard] = []
        self.changes: list[tuple[bool, bool]] = []
        self.commit = commit
        self.link = DeviceLink(
            settings,
            "t",
            small_register(),
            now=lambda: NOW,
            take=self.take,
            link_changed=lambda up, caught_up: self.changes.append((up, caught_up)),
            on_duty=duty,
            stuck_s=1.0,
        )

    def take(self, heard: Heard) -> None:
        self.heard.append(heard)
        if self.commit and heard.token is not None:
            self.link.acknowledge([heard.token])

    def start(self) -> Listener:
        self.link.start()
        until(lambda: (True, True) in self.changes)
        return self

    def ids(self) -> list[str]:
        return [event.id for heard in self.heard for event in heard.events]

    def reasons(self) -> list[str]:
        return [heard.refusal.reason for heard in self.heard if heard.refusal]


class Device:
    """An ordinary MQTT client that plays a device."""

    def __init__(self, settings: BrokerSettings) -> None:
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        connected = threading.Event()
        self.orders: list[OrderBody] = []
        self.client.on_connect = lambda *_: connected.set()
        self.client.on_message = lambda _c, _d, m: self.orders.append(decode_order(m.payload))
        self.client.connect(settings.host, settings.port)
        self.client.loop_start()
        assert connected.wait(5)

    def say(self, topic: str, body: bytes, *, qos: int = 1, retain: bool = False) -> None:
        self.client.publish(f"sandtable/{topic}", body, qos=qos, retain=retain).wait_for_publish(5)

    def stop(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()
        self.client._reset_sockets()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def door(n: int) -> bytes:
    return msgspec.json.encode({"id": f"e{n}", "at": NOW, "open": True})


def fix(n: int) -> bytes:
    return msgspec.json.encode({"id": f"p{n}", "at": NOW, "lon": 116.0, "lat": 40.0})


@pytest.fixture(scope="module")
def broker() -> Iterator[BrokerSettings]:
    embedded = EmbeddedBroker()
    settings = embedded.start()
    yield settings
    embedded.stop()


@pytest.fixture
def own(broker: BrokerSettings) -> BrokerSettings:
    return msgspec.structs.replace(broker, client_id=f"desk-{uuid4().hex[:8]}")


@pytest.fixture
def device(broker: BrokerSettings) -> Iterator[Device]:
    device = Device(broker)
    yield device
    device.stop()


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    listeners: list[Listener] = []

    def make(settings: BrokerSettings, **options: object) -> Listener:
        listener = Listener(settings, **options)  # type: ignore[arg-type]
        listeners.append(listener)
        return listener.start()

    yield make
    for listener in listeners:
        listener.link.stop()


Listen = Callable[..., Listener]


def test_events_come_urgent_and_positions_not(own: BrokerSettings, device: Device, listen: Listen) -> None:
    desk = listen(own)
    device.say("v1/t/door/door1/event", door(1))
    device.say("v1/t/tracker/tracker1/position", fix(1), qos=0)
    until(lambda: len(desk.heard) == 2)
    by_type = {type(heard.events[0]): heard for heard in desk.heard}
    assert by_type[DoorMoved].urgent and by_type[DoorMoved].token is not None
    assert not by_type[Located].urgent and by_type[Located].token is None
    assert by_type[DoorMoved].events[0].received == NOW
    until(lambda: desk.link.state().unacknowledged == 0)


def test_positions_at_qos_1_are_heard_once(own: BrokerSettings, device: Device, listen: Listen) -> None:
    desk = listen(own)
    for n in range(20):
        device.say("v1/t/tracker/tracker1/position", fix(n), qos=1)
    device.say("v1/t/door/door1/event", door(1))
    until(lambda: len(desk.heard) >= 21)
    assert sorted(desk.ids()) == sorted(["e1", *(f"p{n}" for n in range(20))])


RUBBISH = [
    ("bad_topic", "v1/t/door/door1", door(1)),
    ("bad_topic", "v1/t/door/a b/event", door(1)),
    ("wrong_site", "v1/elsewhere/door/door1/event", door(1)),
    ("unknown_kind", "v1/t/toaster/door1/event", door(1)),
    ("unknown_device", "v1/t/door/door99/event", door(1)),
    ("kind_mismatch", "v1/t/smoke/door1/event", door(1)),
    ("unknown_channel", "v1/t/door/door1/chatter", door(1)),
    ("too_large", "v1/t/door/door1/event", b'{"id":"' + b"x" * 70_000 + b'"}'),
    ("empty", "v1/t/door/door1/event", b""),
    ("not_utf8", "v1/t/door/door1/event", b"\xff\x00\xfe"),
    ("too_deep", "v1/t/door/door1/event", b"[" * 400 + b"]" * 400),
    ("not_json", "v1/t/door/door1/event", b"open!"),
    ("wrong_type", "v1/t/door/door1/event", b'{"id":"e1","at":1,"open":"maybe"}'),
    ("out_of_range", "v1/t/tracker/tracker1/position", b'{"id":"e1","at":1,"lon":500,"lat":0}'),
    ("missing_field", "v1/t/smoke/smoke1/event", b'{"id":"e1","at":1}'),
    ("bad_id", "v1/t/door/door1/event", b'{"id":"/","at":1,"open":true}'),
    ("bad_time", "v1/t/door/door1/event", b'{"id":"e1","at":"yesterday","open":true}'),
]


def test_each_piece_of_rubbish_is_counted_once_and_harms_nothing(
    own: BrokerSettings, device: Device, listen: Listen
) -> None:
    desk = listen(own)
    for _, topic, body in RUBBISH:
        device.say(topic, body)
    device.say("v1/t/door/door1/event", door(7))
    until(lambda: len(desk.heard) == len(RUBBISH) + 1)
    assert sorted(desk.reasons()) == sorted(reason for reason, _, _ in RUBBISH)
    assert desk.ids() == ["e7"]
    state = desk.link.state()
    assert sum(state.refused.values()) == len(RUBBISH) and state.refused["bad_topic"] == 2
    until(lambda: desk.link.state().unacknowledged == 0)
    assert desk.link.state().up


def test_a_shared_broker_is_listened_to_for_this_site_alone(
    own: BrokerSettings, device: Device, listen: Listen
) -> None:
    desk = listen(msgspec.structs.replace(own, shared=True))
    device.say("v1/elsewhere/door/door1/event", door(1))
    device.say("v1/t/door/door1/event", door(2))
    until(lambda: desk.heard)
    assert desk.ids() == ["e2"] and desk.reasons() == []


def test_a_retained_status_is_marked_and_a_live_one_is_not(own: BrokerSettings, device: Device, listen: Listen) -> None:
    device.say("v1/t/panel/panel1/status", b'{"online":true}', retain=True)
    desk = listen(own)
    until(lambda: desk.heard)
    device.say("v1/t/panel/panel1/status", b'{"online":false}', retain=True)
    until(lambda: len(desk.heard) == 2)
    first, second = (heard.events[0] for heard in desk.heard)
    assert isinstance(first, DeviceReported) and first.retained and first.online
    assert isinstance(second, DeviceReported) and not second.retained and not second.online
    device.say("v1/t/panel/panel1/status", b"", retain=True)  # leave nothing behind for other tests
    until(lambda: len(desk.heard) == 3)


def test_the_will_of_a_device_that_dies_is_heard(own: BrokerSettings, listen: Listen) -> None:
    desk = listen(own)
    client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.will_set("sandtable/v1/t/meter/meter1/status", b'{"online":false}', qos=1)
    connected = threading.Event()
    client.on_connect = lambda *_: connected.set()
    client.connect(own.host, own.port)
    client.loop_start()
    assert connected.wait(5)
    client.loop_stop()
    client._reset_sockets()  # no DISCONNECT: the broker must speak for it
    until(lambda: desk.heard)
    event = desk.heard[0].events[0]
    assert isinstance(event, DeviceReported) and not event.online and not event.retained


def test_what_was_not_committed_comes_again_after_a_restart(
    own: BrokerSettings, device: Device, listen: Listen
) -> None:
    desk = listen(own, commit=False)
    for n in range(30):
        device.say("v1/t/door/door1/event", door(n))
    until(lambda: len(desk.heard) == 30)
    desk.link.acknowledge(heard.token for heard in desk.heard[:10] if heard.token is not None)
    until(lambda: desk.link.state().unacknowledged == 20)
    device.say("v1/t/door/door1/event", door(30))  # the round trip proves that the acknowledgements arrived
    until(lambda: len(desk.heard) == 31)
    desk.link.stop()
    device.say("v1/t/door/door1/event", door(31))
    again = listen(own)
    until(lambda: len(again.heard) >= 22)
    assert again.ids() == [f"e{n}" for n in range(10, 32)]
    again.link.stop()
    assert listen(own).ids() == []


def test_a_window_that_nobody_empties_is_reported_and_reconnected(
    own: BrokerSettings, device: Device, listen: Listen
) -> None:
    desk = listen(msgspec.structs.replace(own, window=5), commit=False)
    for n in range(5):
        device.say("v1/t/door/door1/event", door(n))
    until(lambda: desk.link.state().fault == "window_stuck", 9)
    until(lambda: (False, False) in desk.changes)
    desk.commit = True
    until(lambda: len(desk.ids()) >= 10)
    assert sorted(set(desk.ids())) == [f"e{n}" for n in range(5)]
    until(lambda: desk.link.state().fault == "" and desk.changes[-1] == (True, True), 12)
    assert desk.link.state().unacknowledged == 0


def test_tokens_of_a_lost_connection_acknowledge_nothing_on_the_next(
    own: BrokerSettings, device: Device, listen: Listen
) -> None:
    desk = listen(own, commit=False)
    device.say("v1/t/door/door1/event", door(1))
    until(lambda: len(desk.heard) == 1)
    desk.link._alarms.drop()
    until(lambda: len(desk.heard) == 2)
    desk.link.acknowledge([t for t in [desk.heard[0].token] if t is not None])
    assert desk.link.state().unacknowledged == 1
    desk.link.acknowledge([t for t in [desk.heard[1].token] if t is not None])
    assert desk.link.state().unacknowledged == 0


def test_caught_up_comes_only_after_the_backlog(own: BrokerSettings, device: Device, listen: Listen) -> None:
    listen(own).link.stop()
    for n in range(250):
        device.say("v1/t/door/door1/event", door(n), qos=1)
    desk = Listener(own)
    order: list[str] = []
    desk.link._link_changed = lambda up, caught_up: order.append(f"link {up} {caught_up}")
    desk.link._take = lambda heard: (order.append(heard.events[0].id), desk.take(heard))[0]
    desk.link.start()
    until(lambda: "link True True" in order)
    desk.link.stop()
    assert order.index("link True True") > order.index("e249")
    assert len(desk.heard) == 250


def test_off_duty_positions_are_dropped_at_the_link(own: BrokerSettings, device: Device, listen: Listen) -> None:
    desk = listen(own, duty=lambda tracker: tracker == "tracker1")
    duty = msgspec.json.encode({"id": "d1", "at": NOW, "duty": False})
    device.say("v1/t/tracker/tracker1/position", fix(1), qos=0)
    device.say("v1/t/tracker/tracker2/position", fix(2), qos=0)
    until(lambda: desk.link.state().off_duty == 1)
    device.say("v1/t/tracker/tracker1/event", duty)
    until(lambda: any(isinstance(heard.events[0], DutyReported) for heard in desk.heard))
    device.say("v1/t/tracker/tracker1/position", fix(3), qos=0)
    until(lambda: desk.link.state().off_duty == 2)
    assert desk.ids() == ["p1", "d1"]


def notice(device: str, order: str, route: tuple[tuple[float, float], ...] = ()) -> OrderNotice:
    return OrderNotice(
        device=device,
        order=order,
        verb="offer",
        alarm="A1",
        kind=AlarmKind.SMOKE,
        level=Level.RED,
        place=Place(lon=116.0, lat=40.0, building="b1", floor=3),
        route=route,
        at=NOW,
    )


def test_an_order_reaches_its_tracker_alone(own: BrokerSettings, device: Device, listen: Listen) -> None:
    desk = listen(own)
    subscribed = threading.Event()
    device.client.on_subscribe = lambda *_: subscribed.set()
    device.client.subscribe("sandtable/v1/t/tracker/tracker1/order", qos=1)
    assert subscribed.wait(5)
    assert desk.link.send_order(notice("tracker2", "O1"))
    long = tuple((116.0 + i / 1e6, 40.0) for i in range(20_000))
    assert desk.link.send_order(notice("tracker1", "O2", long))
    until(lambda: device.orders)
    order = device.orders[0]
    assert (order.order, order.verb, order.place.building, order.id) == ("O2", "offer", "b1", "O2-offer")
    assert order.route[0] == long[0] and order.route[-1] == long[-1] and len(order.route) <= 400
    assert len(device.orders) == 1 and desk.heard == []
    until(lambda: desk.link.state().orders_waiting == 0)


def test_an_order_given_while_the_broker_is_away_arrives_once_it_is_back(listen: Listen) -> None:
    embedded = EmbeddedBroker()
    settings = embedded.start()
    try:
        desk = listen(settings)
        embedded.stop()
        until(lambda: desk.changes[-1] == (False, False))
        until(lambda: desk.link.state().fault == "broker_away")
        assert desk.link.send_order(notice("tracker1", "O9"))
        assert desk.link.state().orders_waiting == 1
        embedded.start()
        tracker = Device(settings)
        tracker.client.subscribe("sandtable/v1/t/tracker/+/order", qos=1)
        until(lambda: desk.changes[-1] == (True, True), 20)
        until(lambda: desk.link.state().orders_waiting == 0)
        until(lambda: tracker.orders)
        assert tracker.orders[0].order == "O9"
        tracker.stop()
        desk.link.stop()
    finally:
        embedded.stop()


def test_orders_under_way_cost_no_event(own: BrokerSettings, device: Device, listen: Listen) -> None:
    desk = listen(own)
    said = [device.client.publish("sandtable/v1/t/door/door1/event", door(0), qos=1)]
    for n in range(1, 2000):
        if n % 4 == 0:
            assert desk.link.send_order(notice("tracker1", f"O{n}"))
        said.append(device.client.publish("sandtable/v1/t/door/door1/event", door(n), qos=1))
    for info in said:
        info.wait_for_publish(20)
    until(lambda: desk.link.state().orders_waiting == 0, 20)
    until(lambda: len(desk.heard) >= 2000, 20)
    assert desk.ids() == [f"e{n}" for n in range(2000)]
    until(lambda: desk.link.state().unacknowledged == 0)


def test_a_broker_that_is_away_is_a_state_and_no_error() -> None:
    desk = Listener(ExternalBroker(BrokerSettings(port=free_port())).start())
    desk.link.start()
    until(lambda: desk.link.state().fault == "broker_away")
    assert not desk.link.state().up and desk.changes == []
    desk.link.stop()


@pytest.mark.parametrize(
    "settings", [BrokerSettings(host="a..b"), BrokerSettings(ca_file="/nowhere/ca.pem"), BrokerSettings(port=0)]
)
def test_settings_that_cannot_be_used_are_a_state_and_no_error(settings: BrokerSettings) -> None:
    desk = Listener(settings)
    desk.link.start()
    assert desk.link.state().fault == "bad_settings"
    desk.link.stop()


def test_a_failing_desk_does_not_kill_the_link(own: BrokerSettings, device: Device, listen: Listen) -> None:
    desk = listen(own)
    real = desk.link._take

    def fail_once(heard: Heard) -> None:
        desk.link._take = real
        raise RuntimeError("disk full")

    desk.link._take = fail_once
    device.say("v1/t/door/door1/event", door(1))
    device.say("v1/t/door/door1/event", door(2))
    until(lambda: desk.ids() == ["e2"])
    desk.link.stop()
    until(lambda: sorted(set(listen(own).ids())) == ["e1", "e2"])


MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
needs_mosquitto = pytest.mark.skipif(not Path(MOSQUITTO).exists(), reason="mosquitto is not installed")


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    port = free_port()
    config = tmp_path / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {tmp_path}/users\nset_tcp_nodelay true\n"
        f"persistence true\npersistence_location {tmp_path}/\nautosave_on_changes true\nautosave_interval 1\n"
        "max_queued_messages 100000\nuser root\n"
    )
    subprocess.run(["mosquitto_passwd", "-b", "-c", f"{tmp_path}/users", "desk", "right"], check=True)
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen([MOSQUITTO, "-c", str(config)], stderr=subprocess.DEVNULL)
        running.append(process)
        process.port = port  # type: ignore[attr-defined]
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


@needs_mosquitto
def test_mosquitto_killed_in_between_loses_nothing_that_it_queued(
    mosquitto: Callable[[], subprocess.Popen[bytes]], listen: Listen, tmp_path: Path
) -> None:
    first = mosquitto()
    settings = BrokerSettings(port=first.port, username="desk", password="right", client_id="d")  # type: ignore[attr-defined]
    until(lambda: listens(settings.port))
    listen(settings).link.stop()
    publish = ["mosquitto_pub", "-p", str(settings.port), "-u", "desk", "-P", "right", "-q", "1"]
    for n in range(12):
        subprocess.run([*publish, "-t", "sandtable/v1/t/door/door1/event", "-m", door(n).decode()], check=True)
    kept = tmp_path / "mosquitto.db"
    until(lambda: kept.exists() and all(door(n) in kept.read_bytes() for n in range(12)), 5)  # the broker writes later
    first.kill()
    first.wait()
    mosquitto()
    until(lambda: listens(settings.port))
    desk = listen(settings)
    until(lambda: desk.ids() == [f"e{n}" for n in range(12)])
    until(lambda: desk.link.state().unacknowledged == 0)


@needs_mosquitto
def test_a_wrong_password_is_a_state_and_no_error(mosquitto: Callable[[], subprocess.Popen[bytes]]) -> None:
    process = mosquitto()
    until(lambda: listens(process.port))  # type: ignore[attr-defined]
    desk = Listener(BrokerSettings(port=process.port, username="desk", password="wrong"))  # type: ignore[attr-defined]
    desk.link.start()
    until(lambda: desk.link.state().fault == "broker_refused")
    assert desk.changes == []
    desk.link.stop()


@needs_mosquitto
def test_what_is_larger_than_anything_that_is_counted_stays_with_the_broker(
    mosquitto: Callable[[], subprocess.Popen[bytes]], listen: Listen, tmp_path: Path
) -> None:
    settings = BrokerSettings(port=mosquitto().port, username="desk", password="right", client_id="d")  # type: ignore[attr-defined]
    until(lambda: listens(settings.port))
    desk = listen(settings)
    publish = ["mosquitto_pub", "-p", str(settings.port), "-u", "desk", "-P", "right", "-q", "1", "-V", "5"]
    for size in (2_000_000, 1_048_576):
        (tmp_path / "body").write_bytes(b"x" * size)
        subprocess.run([*publish, "-t", "sandtable/v1/t/door/door1/event", "-f", tmp_path / "body"], check=True)
    subprocess.run([*publish, "-t", "sandtable/v1/t/door/door1/event", "-m", door(1).decode()], check=True)
    until(lambda: desk.ids() == ["e1"])
    assert desk.reasons() == ["too_large"]
