"""What every payload carries, and the ranges and patterns that the kinds share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Protocol

from msgspec import Meta, Struct

from devices.topics import ID
from domain.events import AnyEvent, DeviceReported

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_MS = 253_402_300_799_999
"""The last millisecond of the year 9999: what RFC 3339 can say."""

EventId = Annotated[str, Meta(pattern=rf"^{ID}\Z")]
At = Annotated[int, Meta(ge=0, le=_MAX_MS)] | Annotated[datetime, Meta(tz=True)]
"""Device time: epoch ms, or RFC 3339 with an offset. A device whose clock was never set may say 1970."""
Percent = Annotated[float, Meta(ge=0, le=100)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
SubjectId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.:-]{1,64}\Z")]
"""A credential as enrolled at a lock or a gate: an id, never a name."""
ResultCode = Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,32}\Z")]
Signal = Annotated[float, Meta(ge=-200, le=100)]
"""dBm, or per cent where a device knows no better."""


class Head(Struct, frozen=True, gc=False):
    """What is known before the body: whose, when received (epoch ms), whether retained, an id to fall back on."""

    device: str
    received: int
    retained: bool
    spare_id: str


class Payload(Protocol):
    """A body as a device writes it; fields beyond the named ones are dropped, whatever they hold (R2)."""

    def event(self, head: Head) -> AnyEvent:
        """The event that this body tells of. Never raises."""


class Told(Struct, frozen=True, kw_only=True, gc=False):
    """A body with the device's own id and time, as all but a status must have."""

    id: EventId
    at: At


class Status(Struct, frozen=True, kw_only=True, gc=False):
    """`{"online": bool, "at"?, "id"?, "battery"?: %, "signal"?}`, retained; also the last will, without id or time."""

    online: bool
    id: EventId | None = None
    at: At = 0
    battery: Percent | None = None
    signal: Signal | None = None

    def event(self, head: Head) -> AnyEvent:
        return DeviceReported(
            id=self.id or head.spare_id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            online=self.online,
            battery=whole(self.battery),
            signal=whole(self.signal),
        )


def epoch_ms(at: int | datetime) -> int:
    """Device time as UTC epoch ms, ≥ 0 (a time before 1970 is none)."""
    if isinstance(at, int):
        return at
    return max(0, (at - _EPOCH) // timedelta(milliseconds=1))


def whole(figure: float | None) -> int | None:
    """A figure that the event keeps as an integer."""
    return None if figure is None else round(figure)
