"""The crash bundle: what a developer needs to understand a fault, in one zip file, and nobody's name in it."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.doctor import gather, ledger_part
from app.doctor.gather import Part
from app.doctor.reasons import reason
from app.doctor.scrub import Scrubber
from app.doctor.sentence import Sentence

MANIFEST = "MANIFEST.json"
PERSONS = "residents, contacts and their numbers"
NEVER = (
    PERSONS,
    "what was written or said about an alarm",
    "pictures, faces and sounds",
    "passwords, tokens and keys",
    "the station's file and its keys",
    "names of users and hosts of this machine, and where its home folders lie",
)
"""Left out by design, whatever there was."""
NOT_COMPARED = "not all of the station's names could be read: texts may hold names in Latin letters"


@dataclass(frozen=True)
class Wanted:
    """`station`: the station's file; None: of none. `logs`: the folder of logs, dumps and states."""

    out: Path
    station: Path | None
    logs: Path


@dataclass
class Made:
    """What was made: the file's size in bytes, how many files are in it, and what could not be put in, with why.

    `compared` False: not everybody's name was known, so only what no name in Latin letters could be has surely been
    hidden.
    """

    size: int = 0
    parts: int = 0
    compared: bool = True
    left_out: dict[str, Sentence] = field(default_factory=dict)


class BundleExists(Exception):
    """There is a file of that name already; nothing was written."""


def check_free(out: Path) -> None:
    """Raises BundleExists."""
    if out.exists():
        raise BundleExists(f"{out.name} is there already; nothing was written.")


def make(wanted: Wanted) -> Made:
    """Write the bundle, whole or not at all, readable by this user alone. Raises BundleExists, OSError.

    A part that cannot be had is left out and named in the manifest: a bundle is made when things are broken.
    """
    check_free(wanted.out)
    made = Made()
    told, known = ledger_part.read(wanted.station) if wanted.station else ledger_part.nothing()
    made.left_out |= told.left_out
    made.compared = known is not None and not told.altered
    scrubber = Scrubber(known or ())
    parts = _parts(wanted.logs, wanted.station, told, made, scrubber)
    _write(wanted.out, parts, made)
    return made


def _parts(
    logs: Path, station: Path | None, told: ledger_part.Told, made: Made, scrubber: Scrubber
) -> Iterator[tuple[str, str]]:
    sources: dict[str, Callable[[], Iterator[Part]]] = {
        "versions": gather.versions,
        "doctor": lambda: gather.doctor(station, logs),
        "runs": lambda: gather.runs(logs),
        "settings": gather.settings,
        "logs": lambda: gather.logs(logs),
        "dumps": lambda: gather.dumps(logs),
    }
    for name, source in sources.items():
        try:
            yield from ((part.name, _text(part, scrubber)) for part in source())
        except Exception as error:  # noqa: BLE001 – one part that fails must not cost the others
            made.left_out[name] = reason(error)
    for name, rows in told.rows.items():
        yield name, "".join(json.dumps(scrubber.value("", row), ensure_ascii=False) + "\n" for row in rows)


def _text(part: Part, scrubber: Scrubber) -> str:
    """A text scrubbed by its lines, anything else by its fields."""
    if isinstance(part.body, str):
        return scrubber.log(part.body)
    body = part.body if part.plain else scrubber.value("", part.body)
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _write(out: Path, parts: Iterator[tuple[str, str]], made: Made) -> None:
    new = out.with_name(out.name + ".part")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _fill(archive, parts, made)
        made.size = new.stat().st_size
        new.replace(out)
    finally:
        new.unlink(missing_ok=True)


def _fill(archive: zipfile.ZipFile, parts: Iterator[tuple[str, str]], made: Made) -> None:
    listed = []
    for name, text in parts:
        data = text.encode("utf-8", "replace")
        archive.writestr(name, data)
        listed.append({"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    made.parts = len(listed) + 1  # the manifest too
    manifest: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": listed,
        "left_out": {what: why.en for what, why in made.left_out.items()},
        "never_in": [line for line in NEVER if made.compared or line != PERSONS],
    }
    if not made.compared:
        manifest["look_through"] = NOT_COMPARED
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
