"""SOS button, worn or on a wall."""

from __future__ import annotations

from devices.kinds.kind import Kind
from devices.kinds.payload import Head, Percent, Told, epoch_ms, whole
from domain.events import AnyEvent, SosPressed
from domain.register.codes import DeviceKind


class SosPayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: `{"id", "at", "lon"?, "lat"?, "battery"?: %}`, WGS-84.

    A call for help is not refused for a bad place: half a place, or one off the earth, is taken for none.
    """

    lon: float | None = None
    lat: float | None = None
    battery: Percent | None = None

    def event(self, head: Head) -> AnyEvent:
        lon, lat = _place(self.lon, self.lat)
        return SosPressed(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            lon=lon,
            lat=lat,
            battery=whole(self.battery),
        )


def _place(lon: float | None, lat: float | None) -> tuple[float, float] | tuple[None, None]:
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        return None, None
    return lon, lat


KIND = Kind(DeviceKind.SOS, {"event": SosPayload})
