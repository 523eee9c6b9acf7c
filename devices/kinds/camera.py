"""Camera 摄像机: what its watch tells – somebody in the drawn zone, a picture that is live, frozen, or lost."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from devices.kinds.kind import Kind
from devices.kinds.payload import Head, Told, epoch_ms
from domain.events import AnyEvent, PictureChanged, Seen
from domain.register.codes import DeviceKind

Share = Annotated[float, Meta(ge=0, le=1)]
Watcher = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{0,64}\Z")]


class CameraPayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: `{"id", "at", "what": "intrusion"|"live"|"frozen"|"lost", "watcher"?}`; with an intrusion also
    `"track"`: whole number, `"box"`: left, top, right, bottom in shares of the picture, `"score"`: 0…1. No picture.
    """

    what: Literal["intrusion", "live", "frozen", "lost"]
    watcher: Watcher = ""
    track: Annotated[int, Meta(ge=0, le=2**53)] = 0
    box: tuple[Share, Share, Share, Share] = (0.0, 0.0, 0.0, 0.0)
    score: Share = 0.0

    def event(self, head: Head) -> AnyEvent:
        if self.what != "intrusion":
            return PictureChanged(
                id=self.id,
                device=head.device,
                at=epoch_ms(self.at),
                received=head.received,
                retained=head.retained,
                picture=self.what,
                watcher=self.watcher,
            )
        return Seen(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            track=self.track,
            box=self.box,
            score=self.score,
            watcher=self.watcher,
        )


KIND = Kind(DeviceKind.CAMERA, {"event": CameraPayload})
