"""Kinds that so far say only whether they live: barrier, panel, meter, generic."""

from __future__ import annotations

from devices.kinds.kind import Kind
from domain.register.codes import DeviceKind

PLAIN_KINDS = tuple(Kind(code) for code in (DeviceKind.BARRIER, DeviceKind.PANEL, DeviceKind.METER, DeviceKind.GENERIC))
