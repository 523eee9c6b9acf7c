"""Judges what one proof run left: a picture that shows something, a report in which nothing was lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np

SIZE = (1080, 1920)
COLOURS = 2_000
"""A window that drew its map has well over this many colours; an empty one a few dozen."""


def main(folder: Path) -> int:
    """Say what was seen; the exit code."""
    picture, report = cv2.imread(str(folder / "picture.png")), read(folder / "report.json")
    wrong = list(problems(picture, report))
    for sentence in wrong:
        print(f"proof: {folder.name}: {sentence}", file=sys.stderr)  # noqa: T201
    if not wrong:
        received, frame = report["messages"]["received"], report["frame_ms"]["p50"]
        print(f"proof: {folder.name}: a whole picture, {received} messages, {frame} ms a frame")  # noqa: T201
    return 1 if wrong else 0


def problems(picture: Any, report: dict[str, Any]) -> list[str]:
    """What is wrong with them, one sentence each."""
    wrong = []
    if picture is None or picture.shape[:2] != SIZE:
        wrong.append("the picture is missing or of another size")
    elif len(np.unique(picture.reshape(-1, 3), axis=0)) < COLOURS:
        wrong.append("the picture is all but empty")
    if not report.get("messages", {}).get("received"):
        wrong.append("no message was received")
    if report.get("restarts"):
        wrong.append(f"children had to be started again: {report['restarts']}")
    return wrong


def read(path: Path) -> dict[str, Any]:
    """The report; empty where there is none."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
