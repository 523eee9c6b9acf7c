"""Smoke detector 烟感."""

from __future__ import annotations

from devices.kinds.kind import Kind
from devices.kinds.payload import Head, Percent, Told, epoch_ms, whole
from domain.events import AnyEvent, SmokeSensed
from domain.register.codes import DeviceKind


class SmokePayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: `{"id", "at", "alarm": bool, "density"?: % obscuration, "test"?: bool, "battery"?: %}`."""

    alarm: bool
    density: Percent | None = None
    test: bool = False
    battery: Percent | None = None

    def event(self, head: Head) -> AnyEvent:
        return SmokeSensed(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            alarm=self.alarm,
            density=self.density,
            test=self.test,
            battery=whole(self.battery),
        )


KIND = Kind(DeviceKind.SMOKE, {"event": SmokePayload})
