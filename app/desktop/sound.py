"""Alarm sound: when to sound (a plain plan), and a thread that plays; a machine without a sound device is no error."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import miniaudio
from PySide6.QtCore import QObject, Signal

from app.desktop.tones import RATE, tone
from domain.alarms import Alarm, Level, Stage

FIRST_AGAIN_S, EVERY_S, FLAG_S = 30.0, 60.0, 90.0
"""Again at 30 s, then every 60 s, until acknowledged; at 90 s the alarm is flagged (look.md)."""


@dataclass
class SoundPlan:
    """How often each alarm has sounded. Ages are real seconds: a person's patience does not run sixty times faster."""

    sounded: dict[str, int] = field(default_factory=dict)
    flagged: set[str] = field(default_factory=set)

    def due(self, ages: Iterable[tuple[Alarm, float]]) -> int:
        """The worst level that has to sound now, 0 for silence. `ages`: open alarms with their real age in seconds."""
        worst = 0
        seen: set[str] = set()
        for alarm, age in ages:
            if alarm.stage is not Stage.RAISED or alarm.level > Level.ORANGE:
                continue
            seen.add(alarm.id)
            if age >= FLAG_S:
                self.flagged.add(alarm.id)
            times = times_due(age)
            if times > self.sounded.get(alarm.id, 0):
                self.sounded[alarm.id] = times
                worst = min(worst, int(alarm.level)) if worst else int(alarm.level)
        self.sounded = {key: n for key, n in self.sounded.items() if key in seen}
        self.flagged &= seen
        return worst


def times_due(age_s: float) -> int:
    """How often an alarm of this age must have sounded."""
    return 1 if age_s < FIRST_AGAIN_S else 2 + int((age_s - FIRST_AGAIN_S) // EVERY_S)


class Speaker(QObject):
    """Plays tones on a thread of its own. `unavailable(why)` once when there is no device; then it stays silent."""

    unavailable = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wishes: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._told = False
        self.muted = False
        self._thread: threading.Thread | None = None
        for level in Level:
            tone(int(level))  # made now: an alarm has no milliseconds to spare; the cache tells Level.RED from 1

    def play(self, level: int) -> None:
        """Sound a level's tone; returns at once."""
        if self.muted or not tone(level):
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
            self._thread.start()
        self._wishes.put(level)

    def stop(self) -> None:
        """End the thread after what it is playing."""
        if self._thread is not None:
            self._wishes.put(0)
            self._thread.join(timeout=3)
            self._thread = None

    def _run(self) -> None:
        while (level := self._wishes.get()) > 0:
            try:
                if not has_device():
                    raise miniaudio.MiniaudioError("no sound device")
                _sound(tone(level))
            except miniaudio.MiniaudioError as error:
                self._tell(str(error))

    def _tell(self, why: str) -> None:
        if not self._told:
            self._told = True
            self.unavailable.emit(why)


def has_device() -> bool:
    """Whether it is worth trying: on Linux a card or a PulseAudio socket (ALSA complains aloud without)."""
    if not sys.platform.startswith("linux"):
        return True
    return (
        any(Path("/dev/snd").glob("pcm*p")) or Path(os.environ.get("XDG_RUNTIME_DIR", "/none"), "pulse/native").exists()
    )


def _sound(samples: bytes) -> None:
    """Play to the end on the system's device. Raises MiniaudioError where there is none."""
    over = threading.Event()

    def stream() -> Generator[bytes, int, None]:
        need = yield b""
        place = 0
        while place < len(samples):
            size = need * 2
            need = yield samples[place : place + size]
            place += size
        over.set()

    frames = stream()
    next(frames)
    with miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE
    ) as device:
        device.start(frames)
        over.wait(timeout=len(samples) / 2 / RATE + 1.0)
