"""A disk of a few MB, to be filled and freed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SMALL_MB = 24
"""Room for the ledger, and for what SQLite writes beside it before it folds it in."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of a few MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_MB}m", "none", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a file system of a few MB needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for block in (64 * 1024, 4096, 512):
            try:
                while True:
                    file.write(b"x" * block)
            except OSError:
                continue
    return filler
