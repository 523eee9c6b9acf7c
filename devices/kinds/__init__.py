"""Device kinds of the wire, one file each; a new kind is a file here and a line in `KINDS`."""

from devices.kinds import camera, door, gate, lock, smoke, sos, tracker
from devices.kinds.kind import Kind
from devices.kinds.payload import Head, Payload, Status
from devices.kinds.plain import PLAIN_KINDS

KINDS: tuple[Kind, ...] = (
    door.KIND,
    lock.KIND,
    gate.KIND,
    smoke.KIND,
    tracker.KIND,
    sos.KIND,
    camera.KIND,
    *PLAIN_KINDS,
)

__all__ = ["KINDS", "Head", "Kind", "Payload", "Status"]
