"""Doors: where a desk is found – through the runtime file of a desk on this machine, or at a far address over TLS."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct


class DoorShut(Exception):
    """There is no desk behind this door now; one English sentence. The link tries again."""


@dataclass(frozen=True)
class Way:
    """A WebSocket URL, the loopback token that goes with it ("" over TLS), and a CA file for TLS (None: system's)."""

    url: str
    token: str = ""
    ca: Path | None = None


class Door(Protocol):
    """Looked at anew before every connection: a restarted desk has another port and token."""

    def look(self) -> Way:
        """The way in now. Raises DoorShut."""
        ...


class Runtime(Struct, frozen=True, kw_only=True):
    """What a desk writes beside itself, mode 0600: where it listens on loopback, and the token of this run.

    `broker`: settings of the desk's broker, for the camera watches of a window on this machine.
    """

    port: int
    token: str
    pid: int
    station: str
    broker: dict[str, str | int] = {}


@dataclass(frozen=True)
class RuntimeDoor:
    """A desk on this machine, by its runtime file."""

    path: Path

    def look(self) -> Way:
        """Read the file. Raises DoorShut where there is none or it is not whole."""
        runtime = read_runtime(self.path)
        return Way(f"ws://127.0.0.1:{runtime.port}/seat", runtime.token)


@dataclass(frozen=True)
class FarDoor:
    """A station elsewhere, "host:port", over TLS."""

    address: str
    ca: Path | None = None

    def look(self) -> Way:
        """Always the same way."""
        return Way(f"wss://{self.address}/seat", ca=self.ca)


def read_runtime(path: Path) -> Runtime:
    """The runtime file. Raises DoorShut."""
    try:
        body = json.loads(path.read_text("utf-8"))
        return msgspec.convert(body, Runtime)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise DoorShut(f"No desk is running here yet ({path.name}: {type(error).__name__}).") from error


def write_runtime(path: Path, runtime: Runtime) -> None:
    """Write it whole or not at all, readable by this user alone (mode 0600 from its first byte)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + f".{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(msgspec.to_builtins(runtime), file)
    new.replace(path)
