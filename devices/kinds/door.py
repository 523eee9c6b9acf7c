"""Door magnet 门磁."""

from __future__ import annotations

from devices.kinds.kind import Kind
from devices.kinds.payload import Head, Percent, Told, epoch_ms, whole
from domain.events import AnyEvent, DoorMoved
from domain.register.codes import DeviceKind


class DoorPayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: `{"id", "at", "open": bool, "battery"?: %}`."""

    open: bool
    battery: Percent | None = None

    def event(self, head: Head) -> AnyEvent:
        return DoorMoved(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            open=self.open,
            battery=whole(self.battery),
        )


KIND = Kind(DeviceKind.DOOR, {"event": DoorPayload})
