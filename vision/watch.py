"""`CameraWatch`: one camera in a thread of its own – newest frame → gate → detector → tracker → analyst → event."""

from __future__ import annotations

import hashlib
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from vision.detector import Detector
from vision.draw_tile import tile_of
from vision.frames import Frame
from vision.gate import Gate
from vision.intrusion import Intrusion, Zone, ZoneState, judge
from vision.sources import Source
from vision.tile import PictureState, Tile
from vision.tracker import Tracker

log = logging.getLogger(__name__)

LOOKS_S = 0.2
"""Between two looks: five a second, enough to see somebody walk."""
FIND_S = 0.38
"""The detector is asked at most every second look: half the processor, and somebody in the zone is still seen twice in
the time that counts. A tile that it has not looked at is not drawn, so that nobody is shown as he is."""
STILL_LOOK_S = 1.0
"""So often the detector is asked though nothing moves, while somebody looks or is in the picture: whoever stands still
must stay coarsened."""
LOST_S, FROZEN_S = 5.0, 8.0
"""Without a frame the picture is lost; with frames that were all there before, to the last bit, it is frozen. Both are
told well within the ten seconds of T1-14."""
SAMPLE, KNOWN = 8, 64
"""Every eighth pixel is compared, with the pictures of the last thirteen seconds."""


class Publisher(Protocol):
    """Takes what a camera has to tell to the broker; never blocks, never raises."""

    def publish(self, camera: str, body: dict[str, Any]) -> None:
        """One event of `camera/<id>/event` (docs/wire.md)."""
        ...


class CameraWatch:
    """Starts with `start`. `zone` and `looked_at` may be set, `tile` read, from any thread.

    `now`: judging time, epoch ms, for what is told; ages of pictures stay real. Without a detector the picture is
    shown, wholly coarsened, and nothing is found in it. `shown` is called on the watch's thread after every new tile.
    """

    def __init__(
        self,
        camera: str,
        source: Source,
        detector: Detector | None,
        publisher: Publisher,
        *,
        watcher: str,
        now: Callable[[], int],
        shown: Callable[[Tile], None] = lambda _tile: None,
    ) -> None:
        self.camera, self.zone, self.looked_at = camera, Zone(), False
        self.tile = Tile(camera, PictureState.OPENING, time.monotonic())
        self._source, self._detector, self._publisher = source, detector, publisher
        self._watcher, self._now, self._shown = watcher, now, shown
        self._gate, self._tracker, self._state = Gate(), Tracker(), ZoneState()
        self._judged_zone, self._looked = Zone(), float("inf")
        self._still = _Still()
        self._detected, self._detected_number, self._number = float("-inf"), 0, 0
        self._told_state = PictureState.OPENING
        self._ids = itertools.count(1)
        self._failed: type[Exception] | None = None
        self._over = threading.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"watch-{camera}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and let the source go; returns when the thread has ended."""
        self._over.set()
        if self._thread.ident is None:
            self._source.close()
        else:
            self._thread.join(timeout=10)

    # the thread

    def _run(self) -> None:
        try:
            while not self._over.wait(self._rest()):
                self._look()
        finally:
            self._source.close()

    def _rest(self) -> float:
        """Looks come at even distances; one that took too long is not made up for."""
        now = time.monotonic()
        return LOOKS_S - (now - self._began) % LOOKS_S

    def _look(self) -> None:
        try:
            self._one(time.monotonic())
        except Exception as error:  # one broken frame, or a detector out of memory, must not end the watch; it is told
            if type(error) is not self._failed:
                self._failed = type(error)  # once a kind, not five times a second
                log.exception("a look at %s failed", self.camera)

    def _one(self, now: float) -> None:
        if now - self._looked > LOST_S:  # the machine had no time for this camera: that is told, like a lost picture
            self._tell_state(PictureState.LOST)
        self._looked = now
        frame = self._source.newest()
        state = self._judge_picture(frame, now)
        if state is not self._told_state:
            self._tell_state(state)
        shown = self.looked_at or state is not self.tile.state
        seen = frame is None or self._see(frame, now, shown=shown)
        if shown and (seen or state is not self.tile.state):
            self.tile = self._draw(frame, state, now)
            self._shown(self.tile)

    def _judge_picture(self, frame: Frame | None, now: float) -> PictureState:
        since = now - (frame.taken if frame is not None else self._last_taken(now))
        if since > LOST_S:
            return PictureState.LOST
        if frame is None:
            return PictureState.OPENING if self._told_state is PictureState.OPENING else self._told_state
        return PictureState.FROZEN if self._still.unchanged_s(frame, now) > FROZEN_S else PictureState.LIVE

    def _last_taken(self, now: float) -> float:
        """When there was a frame last, or the watch began."""
        return max(self._still.seen, self._began)

    def _see(self, frame: Frame, now: float, *, shown: bool) -> bool:
        """Ask the detector where something moves, where it has not looked for a while at what is shown or at somebody
        who is in the picture, and right after it has missed somebody. False: it should look, but not so soon again."""
        moved = frame.number != self._number and self._gate.look(frame.image).open
        self._number = frame.number
        busy = shown or bool(self._tracker.tracks)
        missed = frame.number != self._detected_number and any(t.seen < self._detected for t in self._tracker.tracks)
        wanted = moved or missed or (busy and now - self._detected >= STILL_LOOK_S)
        if self._detector is None or not wanted:
            self._tracker.idle(now)
            return True
        if now - self._detected < FIND_S:
            return False
        self._find(self._detector, frame, now)
        return True

    def _find(self, detector: Detector, frame: Frame, now: float) -> None:
        found = detector.people(frame.image)
        self._detected, self._detected_number = now, frame.number  # only now: what raised has not looked
        self._tracker.update(found.boxes, found.scores, now)
        zone = self.zone
        if zone != self._judged_zone:
            self._state, self._judged_zone = ZoneState(), zone
        if zone:
            h, w = frame.image.shape[:2]
            self._state, intrusion = judge(self._state, zone, self._tracker.tracks, (h, w), now)
            if intrusion is not None:
                self._tell(intrusion)

    def _draw(self, frame: Frame | None, state: PictureState, now: float) -> Tile:
        """Wholly coarsened where the detector has not looked at this picture, or hardly ever just before it."""
        if frame is None:
            return Tile(self.camera, state, self._last_taken(now))
        blind = now - self._detected > STILL_LOOK_S + LOOKS_S
        pixels, people, inside = tile_of(frame.image, self._tracker.tracks, self.zone, hide_all=blind)
        return Tile(self.camera, state, frame.taken, pixels, people, inside)

    # telling

    def _tell(self, intrusion: Intrusion) -> None:
        body = {"track": intrusion.track, "box": list(intrusion.box), "score": round(intrusion.score, 3)}
        self._publish({"what": "intrusion", **body})

    def _tell_state(self, state: PictureState) -> None:
        if state is not PictureState.OPENING:
            self._publish({"what": str(state)})
        self._told_state = state

    def _publish(self, body: dict[str, Any]) -> None:
        at = self._now()
        head = {"id": f"{self._watcher[:32]}-{at}-{next(self._ids)}", "at": at, "watcher": self._watcher}
        self._publisher.publish(self.camera, head | body)


class _Still:
    """For how long no picture has come that was not there before, to the last bit: a living camera's noise never comes
    again. Of a picture that stands still an encoder makes a round of a few, from one key frame to the next. When a film
    begins again only its last picture stays known."""

    def __init__(self) -> None:
        self.seen = 0.0
        self._number = self._round = 0
        self._last = b""
        self._known: dict[bytes, None] = {}
        self._since = 0.0

    def unchanged_s(self, frame: Frame, now: float) -> float:
        self.seen = frame.taken
        if frame.number != self._number:
            self._number = frame.number
            self._begin(frame.round)
            sample = frame.image[::SAMPLE, ::SAMPLE].tobytes()
            picture = hashlib.blake2b(sample, digest_size=16).digest()
            if picture not in self._known:
                self._since = now
            self._remember(picture)
        return now - self._since

    def _begin(self, round_: int) -> None:
        if round_ != self._round:
            self._round, self._known = round_, {self._last: None}

    def _remember(self, picture: bytes) -> None:
        """The newest last; the oldest go."""
        self._last = picture
        self._known.pop(picture, None)
        self._known[picture] = None
        if len(self._known) > KNOWN:
            del self._known[next(iter(self._known))]
