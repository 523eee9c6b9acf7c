"""Devices of a bench, as a process of their own: `python packaging/bench_publisher.py`, one job as JSON on stdin.

Positions go out at QoS 0 as ready-made packets in one write every 10 ms, so that the sender takes little of the
machine; alarms and door movements at QoS 1 through paho. Says what was sent as one line of JSON at the end.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

BEAT_S = 0.01
CHUNK = 200
"""Messages in one write where there is no rate to keep."""


@dataclass(frozen=True)
class Job:
    """What to say. `rate` positions a second of `trackers` in turn, 0: as fast as can be; until `count` of them are
    sent (0: none) or `seconds` have passed. `doors`: so many door movements. `alarms_a_second`: of `alarmed` devices
    in turn, smoke detectors that alarm and clear again. `run` makes the ids unique; `spots` lon, lat by tracker.
    """

    port: int
    site: str
    run: str
    trackers: tuple[str, ...] = ()
    spots: tuple[tuple[float, float], ...] = ()
    rate: float = 0.0
    count: int = 0
    seconds: float = 60.0
    magnets: tuple[str, ...] = ()
    doors: int = 0
    alarmed: tuple[str, ...] = ()
    alarms_a_second: float = 0.0

    def start(self) -> Popen[str]:
        """This job in a process of its own; read its line of JSON by `communicate()`."""
        process = Popen([sys.executable, str(Path(__file__).resolve())], stdin=PIPE, stdout=PIPE, text=True)
        assert process.stdin is not None  # noqa: S101 – a pipe was asked for
        process.stdin.write(json.dumps(asdict(self)))
        process.stdin.close()
        process.stdin = None
        return process


def packet(kind: int, body: bytes) -> bytes:
    """An MQTT packet: type and flags, remaining length as a variable byte integer (MQTT 5, 1.5.5), body."""
    left, length = len(body), bytearray()
    while True:
        left, digit = divmod(left, 128)
        length.append(digit | (128 if left else 0))
        if not left:
            return bytes([kind]) + bytes(length) + body


def text(value: str) -> bytes:
    """A UTF-8 string with its length in front."""
    data = value.encode()
    return len(data).to_bytes(2, "big") + data


def positions(job: Job) -> Iterator[bytes]:
    """PUBLISH packets at QoS 0, MQTT 5, without end: each tracker walks a few metres to and fro."""
    heads = [text(f"sandtable/v1/{job.site}/tracker/{t}/position") + b"\0" for t in job.trackers]
    n = 0
    while True:
        for head, (lon, lat) in zip(heads, job.spots, strict=True):
            n += 1
            step = (n // len(heads)) % 100 * 2e-6
            yield packet(
                0x30,
                head
                + b'{"id":"%b-%d","at":%d,"lon":%.6f,"lat":%.6f,"accuracy":5.0,"heading":90.0,"battery":80}'
                % (job.run.encode(), n, time.time_ns() // 1_000_000, lon + step, lat + step),
            )


class Flood:
    """A bare QoS 0 connection."""

    def __init__(self, job: Job) -> None:
        self._packets = positions(job)
        self._socket = socket.create_connection(("127.0.0.1", job.port))
        self._socket.sendall(packet(0x10, text("MQTT") + b"\x05\x02\0\0\0" + text(f"flood-{job.run}")))
        if self._socket.recv(64)[:1] != b"\x20":
            raise ConnectionError("the broker did not let the bench's devices in")
        self.sent = 0

    def send(self, count: int) -> None:
        """So many positions in one write."""
        self._socket.sendall(b"".join(next(self._packets) for _ in range(count)))
        self.sent += count

    def close(self) -> None:
        """Leave politely: what is on its way arrives."""
        self._socket.sendall(packet(0xE0, b""))
        self._socket.close()


class Sure:
    """An ordinary QoS 1 client."""

    def __init__(self, job: Job) -> None:
        self._job, self.sent = job, 0
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"sure-{job.run}", protocol=mqtt.MQTTv5)
        self._client.max_inflight_messages_set(80)
        self._client.connect("127.0.0.1", job.port)
        self._client.loop_start()

    def say(self, topic: str, **body: Any) -> None:
        """Publish an event with an id and the time."""
        self.sent += 1
        whole = {"id": f"{self._job.run}-s{self.sent}", "at": time.time_ns() // 1_000_000} | body
        data = json.dumps(whole, separators=(",", ":")).encode()
        self._client.publish(f"sandtable/v1/{self._job.site}/{topic}/event", data, qos=1)

    def close(self) -> None:
        """Wait until the broker has everything, and leave."""
        while self._client._out_messages:
            time.sleep(0.002)
        self._client.disconnect()
        self._client.loop_stop()


class Alarms:
    """Smoke detectors that alarm in turn; each clears when its turn comes again, before it alarms anew."""

    def __init__(self, job: Job, sure: Sure) -> None:
        self._job, self._sure = job, sure
        self._next = time.monotonic() + 1.0
        self.count = 0

    def beat(self) -> None:
        """The next one, once it is due."""
        if not self._job.alarms_a_second or time.monotonic() < self._next:
            return
        self._next += 1 / self._job.alarms_a_second
        device = self._job.alarmed[self.count % len(self._job.alarmed)]
        self.count += 1
        self._sure.say(f"smoke/{device}", alarm=False)
        self._sure.say(f"smoke/{device}", alarm=True)


def steady(job: Job, flood: Flood, alarms: Alarms) -> None:
    """At the wanted rate; a beat that came late is made up for."""
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < job.seconds:
        due = min(round(passed * job.rate), job.count or sys.maxsize) - flood.sent
        if due > 0:
            flood.send(due)
        alarms.beat()
        time.sleep(BEAT_S)


def run(job: Job) -> dict[str, float]:
    """The whole job; what was sent."""
    sure = Sure(job)
    for n in range(job.doors):
        sure.say(f"door/{job.magnets[n % len(job.magnets)]}", open=bool(n // len(job.magnets) % 2))
    alarms = Alarms(job, sure)
    flood = Flood(job) if job.trackers else None
    begun = time.monotonic()
    if flood is not None:
        if job.rate:
            steady(job, flood, alarms)
        else:
            for at in range(0, job.count, CHUNK):
                flood.send(min(CHUNK, job.count - at))
        flood.close()
    sure.close()
    seconds = time.monotonic() - begun
    return {
        "positions": flood.sent if flood else 0,
        "events": sure.sent,
        "alarms": alarms.count,
        "seconds": round(seconds, 3),
    }


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    given["spots"] = tuple(map(tuple, given["spots"]))
    sys.stdout.write(json.dumps(run(Job(**given))) + "\n")
