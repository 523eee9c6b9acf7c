"""The cameras' parts: the model files by their SHA-256, and whether an engine can be loaded that runs them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import resources
from app.doctor.finding import Asked, Finding, fault, ok, skipped, warning
from app.doctor.tools import Ended, probe
from vision.detector import Detector

MODELS = {"nanodet-g-416.onnx": "a82e37e4c0e89b3a3297af5f4fec84c92c9098d97ef9551d895940bc96dd9c54"}
"""File → SHA-256 of what this version was measured with."""

ENGINES = ("openvino", "onnxruntime")
"""The faster first."""

LOAD_S = 25.0


def look_models(_asked: Asked) -> Iterator[Finding]:
    """Files that are missing or are not those that were measured."""
    try:
        folder = resources.path("models")
    except FileNotFoundError:
        yield skipped("models.none")
        return
    wrong = False
    for name, digest in MODELS.items():
        path = folder / name
        if not path.is_file():
            yield fault("models.missing", file=name)
        elif _digest(path) != digest:
            yield fault("models.other", file=name)
        else:
            continue
        wrong = True
    if not wrong:
        yield ok("models.ok", count=len(MODELS))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look_engines(_asked: Asked) -> Iterator[Finding]:
    """Each engine loaded in a process of its own: a library that does not fit the processor ends its process."""
    found = {name: _load(name) for name in ENGINES}
    loaded = [f"{name} {number}" for name, number in found.items() if number]
    if not loaded:
        yield fault("engine.none", names=", ".join(ENGINES))
    elif not found[ENGINES[0]]:
        yield warning("engine.slower", loaded=loaded[0], wanted=ENGINES[0])
    else:
        yield ok("engine.ok", loaded=", ".join(loaded))


def _load(name: str) -> str:
    """Its version; "" where it cannot be loaded."""
    try:
        return str(probe("app.doctor.models", name, seconds=LOAD_S)["version"])
    except (Ended, OSError, subprocess.TimeoutExpired, KeyError):
        return ""


def main(name: str) -> int:
    """In the process of its own: load one engine with the model, as a watch does, and say its version."""
    if name not in ENGINES:
        return 2
    Detector(resources.path(f"models/{next(iter(MODELS))}"), name)
    sys.stdout.write(json.dumps({"version": version(name)}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
