"""What window and watcher say to each other: JSON lines down, and up a head with the pixels of a tile behind it."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, Any

import msgspec
import numpy as np

from vision.tile import HEIGHT, WIDTH, PictureState, Tile
from vision.trouble import Trouble

VIDEOS = "SANDTABLE_VIDEOS"
"""Sources that were given on the command line, as a JSON list of "[CAMERA=]SOURCE"."""
BROKER = "SANDTABLE_WATCH_BROKER"
"""The broker's settings as JSON: an environment is its owner's alone to read, a command line everybody's."""
HEAD = struct.Struct("<II")
"""Lengths of the JSON head and of the pixels behind it."""
PIXELS = WIDTH * HEIGHT * 4


class Camera(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one camera is watched. `source` "" plays the sample's scene of this `seed`, `intruders`: seconds to the first
    visit of its yard and between visits; `dark` True: it is out of order, no picture comes."""

    id: str
    source: str = ""
    seed: int = 0
    intruders: tuple[float, float] = (0.0, 0.0)
    dark: bool = False


class Orders(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is wished for, whole each time: whatever is not in it ends. `looked_at`: whose tiles are drawn."""

    cameras: tuple[Camera, ...] = ()
    zones: dict[str, tuple[tuple[float, float], ...]] = {}
    looked_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """One word of the watcher's: "tile", "trouble" or "published". `code` and `there` as in `Trouble`, `text` its
    English sentence."""

    what: str
    tile: Tile | None = None
    camera: str = ""
    text: str = ""
    count: int = 0
    code: str = ""
    there: str = ""


def video_of(text: str) -> tuple[str, str]:
    """ "SOURCE" for the first camera, "CAMERA=SOURCE" for that one."""
    camera, equals, source = text.partition("=")
    return (camera, source) if equals and "/" not in camera and ":" not in camera else ("", text)


def pack_tile(tile: Tile) -> bytes:
    """A tile with its pixels."""
    head = {
        "what": "tile", "camera": tile.camera, "state": str(tile.state), "taken": tile.taken,
        "people": tile.people, "in_zone": tile.in_zone,
    }  # fmt: skip
    return _pack(head, b"" if tile.pixels is None else tile.pixels.tobytes())


def pack_trouble(camera: str, trouble: Trouble) -> bytes:
    """What is wrong with a camera, or "" with all of them."""
    return pack_word("trouble", camera=camera, code=trouble.code, there=trouble.there, text=trouble.text)


def pack_word(what: str, **more: Any) -> bytes:
    """Anything else."""
    return _pack({"what": what, **more}, b"")


def _pack(head: dict[str, Any], pixels: bytes) -> bytes:
    data = json.dumps(head).encode()
    return HEAD.pack(len(data), len(pixels)) + data + pixels


def read(stream: IO[bytes]) -> Said | None:
    """The next word; None at the end, also in the middle of one."""
    lengths = stream.read(HEAD.size)
    if len(lengths) < HEAD.size:
        return None
    n, m = HEAD.unpack(lengths)
    data, pixels = stream.read(n), stream.read(m)
    if len(data) < n or len(pixels) < m:
        return None
    head = json.loads(data)
    if head["what"] != "tile":
        return Said(**head)
    image = np.frombuffer(pixels, dtype=np.uint8).reshape(HEIGHT, WIDTH, 4) if m == PIXELS else None
    state = PictureState(head["state"])
    tile = Tile(head["camera"], state, head["taken"], image, head["people"], head["in_zone"])
    return Said("tile", tile, tile.camera)
