"""Which devices are wrong – in alarm, offline, silent, nearly empty: the only reasons for a device to take colour."""

import numpy as np
from numpy.typing import NDArray

from domain.alarms import AlarmKind
from domain.clock import SECOND
from domain.register import DeviceKind
from domain.situation import state_code
from layers.picture import Picture

Bools = NDArray[np.bool_]

MISSED = 3  # heartbeats that a new device may miss before it counts as never heard
LOW_BATTERY = 15  # percent
_ALARMS = (state_code("alarm"), state_code("pressed"))
PRESSED_FRESH_MS = 600_000  # a button's "pressed" has no opposite word: after ten minutes its alarm card alone tells


def alarmed(picture: Picture) -> Bools:
    """(devices,) sensing something now."""
    states, now = picture.situation.devices, picture.now
    alarm = states.state == _ALARMS[0]
    pressed = (states.state == _ALARMS[1]) & (now - states.state_since < PRESSED_FRESH_MS)
    return np.asarray(alarm | pressed, dtype=np.bool_)


def bad(picture: Picture) -> Bools:
    """(devices,) not to be relied on: said to be offline, judged silent by the rule, or never heard at all.

    Silence is the rule's judgement (an open device_silent alarm), not the map's: both must say the same. A device that
    was installed but never spoke counts after MISSED of its own heartbeats.
    """
    states, devices, now = picture.situation.devices, picture.register.devices, picture.now
    missed = MISSED * SECOND * devices.period_s.astype(np.int64)
    never = (states.heard == 0) & (devices.period_s > 0) & (now - devices.installed > missed)
    wrong = (states.online == 0) | (never & (devices.kind != DeviceKind.TRACKER))
    for alarm in picture.situation.alarms.values():
        row = devices.row(alarm.device or alarm.cause.source)
        if alarm.open and alarm.kind is AlarmKind.DEVICE_SILENT and row >= 0:
            wrong[row] = True
    return np.asarray(wrong, dtype=np.bool_)


def low(picture: Picture) -> Bools:
    """(devices,) with a battery below LOW_BATTERY."""
    battery = picture.situation.devices.battery
    return np.asarray((battery >= 0) & (battery < LOW_BATTERY), dtype=np.bool_)
