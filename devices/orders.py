"""Orders on their way down: the body that a responder's tracker reads on `…/tracker/<device>/order`."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from devices.decode import MAX_BYTES
from devices.topics import Topic
from domain.alarms import OrderNotice, Place

MAX_ROUTE = 400
"""Most points of a route that travel; a longer one is thinned evenly, its ends kept."""
ID_LENGTH = 64


class OrderBody(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """`{"id", "at", "order", "verb", "alarm", "kind", "level", "place", "incident"?, "route"?}`.

    `verb` is "offer", "take_back" or "stand_down"; `at` judging time, epoch ms; `route` [longitude, latitude] pairs in
    degrees WGS-84, from the responder to the place.
    """

    id: str
    at: int
    order: str
    verb: str
    alarm: str
    kind: str
    level: int
    place: Place
    incident: str = ""
    route: tuple[tuple[float, float], ...] = ()


_BODY = msgspec.json.Decoder(OrderBody)


def order_topic(site: str, device: str) -> str:
    """Where a tracker listens for its orders; `device` "+" for all of a gateway's trackers."""
    return str(Topic(site, "tracker", device, "order"))


def encode_order(notice: OrderNotice) -> bytes:
    """The body of a notice, at most 64 KiB: a route that makes it longer is left out, never the order."""
    body = OrderBody(
        id=f"{notice.order}-{notice.verb}"[:ID_LENGTH],
        at=notice.at,
        order=notice.order,
        verb=str(notice.verb),
        alarm=notice.alarm,
        kind=str(notice.kind),
        level=int(notice.level),
        place=notice.place,
        incident=str(notice.incident or ""),
        route=_thin(notice.route),
    )
    data = msgspec.json.encode(body)
    return data if len(data) <= MAX_BYTES else msgspec.json.encode(replace(body, route=()))


def decode_order(data: bytes) -> OrderBody:
    """Inverse of `encode_order`, for the device's side. Raises msgspec.MsgspecError on anything else."""
    return _BODY.decode(data)


def _thin(route: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    points = tuple((round(lon, 7), round(lat, 7)) for lon, lat in route)
    if len(points) <= MAX_ROUTE:
        return points
    step = (len(points) - 1) / (MAX_ROUTE - 1)
    return tuple(points[round(i * step)] for i in range(MAX_ROUTE))
