"""The doctor's visit to real brokers: the embedded one, mosquitto with several settings, none, and something else."""

from __future__ import annotations

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.doctor import broker, words
from app.doctor.broker_config import look, writable
from app.doctor.finding import Asked, Finding, State
from devices import probe
from devices.broker import EmbeddedBroker, _listens, free_port
from devices.link.link import _belongs_elsewhere
from devices.settings import BrokerSettings
from devices.topics import parse

MOSQUITTO = Path("/usr/sbin/mosquitto")
needs_mosquitto = pytest.mark.skipif(not MOSQUITTO.exists(), reason="mosquitto is not installed at /usr/sbin/mosquitto")

Start = Callable[..., int]


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Start]:
    """Start mosquitto with further lines of settings; its port once it listens."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*lines: str) -> int:
        port = free_port()
        conf = tmp_path / f"{port}.conf"
        conf.write_text("\n".join((f"listener {port} 127.0.0.1", "log_dest none", *lines)) + "\n")
        running.append(subprocess.Popen([MOSQUITTO, "-c", conf]))
        deadline = time.monotonic() + 10
        while not _listens(port):
            assert time.monotonic() < deadline and running[-1].poll() is None, "mosquitto did not start"
        return port

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


def visit(port: int, config: Path | None = None) -> dict[str, Finding]:
    return {f.code: f for f in broker.look(Asked(brokers=(f"127.0.0.1:{port}",), broker_config=config))}


def test_the_embedded_broker_is_visited_there_and_back() -> None:
    embedded = EmbeddedBroker()
    settings = embedded.start()
    try:
        found = visit(settings.port)
        old = visit(embedded.port_v3)
    finally:
        embedded.stop()
    assert set(found) - {"broker.slow"} >= {"broker.session", "broker.limits", "broker.unseen"}
    assert set(old) == {"broker.not_mqtt5"} and old["broker.not_mqtt5"].state is State.FAULT
    assert set(visit(settings.port)) == {"broker.refused"}


@needs_mosquitto
def test_mosquitto_is_recognised_and_what_cannot_be_seen_is_said(mosquitto: Start, tmp_path: Path) -> None:
    port = mosquitto("allow_anonymous true")
    found = visit(port)
    assert {"broker.session", "broker.limits", "broker.mosquitto"} <= set(found)
    told = found["broker.mosquitto"]
    assert "cannot be seen from here" in words.meaning(told, "en")
    assert "autosave_on_changes true" in words.advice(told, "zh_CN")
    assert "broker.mosquitto" not in visit(port, tmp_path / "its.conf"), "its settings are read instead"


@needs_mosquitto
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("allow_anonymous true", "max_packet_size 2000"), "broker.packet_small"),
        (("allow_anonymous true", "max_qos 0"), "broker.no_qos"),
        (("allow_anonymous false",), "broker.failed"),
    ],
)
def test_a_broker_that_would_lose_alarms_is_at_fault(mosquitto: Start, lines: tuple[str, ...], code: str) -> None:
    found = visit(mosquitto(*lines))
    assert found[code].state is State.FAULT


@needs_mosquitto
def test_a_visit_leaves_no_session_behind(mosquitto: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = BrokerSettings(port=mosquitto("allow_anonymous true"))
    monkeypatch.setattr(secrets, "token_hex", lambda _n: "known")
    assert probe.look_at(settings).kept is True
    again = probe._Visitor(settings, "sandtable-doctor-known")
    again.enter(fresh=False, seconds=0)
    again.leave()
    assert not again.present


def test_something_that_is_no_broker_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "STEP_S", 0.3)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        assert set(visit(silent.getsockname()[1])) == {"broker.not_mqtt5"}


def test_an_address_that_is_none_is_told_and_none_named_is_no_fault() -> None:
    found = list(broker.look(Asked(brokers=("nonsense",))))
    assert [f.code for f in found] == ["broker.address"] and "nonsense" in words.meaning(found[0], "zh_CN")
    assert [f.state for f in broker.look(Asked())] == [State.SKIPPED]


def test_no_desk_takes_the_visit_for_a_message() -> None:
    topic = probe.private_topic("sandtable-doctor-known")
    assert parse(topic) is not None and _belongs_elsewhere(topic)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_folder_that_the_broker_cannot_write_is_told(tmp_path: Path) -> None:
    kept, parents = tmp_path / "kept", [tmp_path, *tmp_path.parents]
    kept.mkdir(mode=0o755)
    owner = kept.stat()
    stranger = 60_000
    assert writable(kept, owner.st_uid, owner.st_gid) and not writable(kept, stranger, stranger)
    kept.chmod(0o777)
    open_to_all = all(parent.stat().st_mode & 0o001 for parent in parents)
    assert writable(kept, stranger, stranger) is open_to_all, "and every folder above it must let him pass"

    def told(folder: Path) -> set[str]:
        conf = tmp_path / "here.conf"
        conf.write_text(f"persistence true\npersistence_location {folder}/\nuser root\n")
        return {finding.code for finding in look(Asked(broker_config=conf))}

    assert "config.nowhere" in told(tmp_path / "not-there") and "config.nowhere" not in told(kept)
