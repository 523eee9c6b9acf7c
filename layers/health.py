"""Which devices are wrong – in alarm, offline, silent, nearly empty: the only reasons for a device to take colour."""

import numpy as np
from numpy.typing import NDArray

from domain.register import DeviceKind
from domain.situation import state_code
from layers.picture import Picture

Bools = NDArray[np.bool_]

MISSED = 3  # heartbeats that may be missed before a device counts as silent
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
    """(devices,) not to be relied on: said to be offline, or silent beyond MISSED of its own heartbeats.

    A device that was never heard counts from its installation. While our own link is down nobody is judged silent: it
    is we who do not hear.
    """
    states, devices = picture.situation.devices, picture.register.devices
    offline = states.online == 0
    if not picture.situation.link_up:
        return np.asarray(offline, dtype=np.bool_)
    last = np.maximum(states.heard, np.maximum(devices.installed, picture.situation.link_since))
    promised = (devices.period_s > 0) & (devices.kind != DeviceKind.TRACKER)
    silent = promised & (picture.now - last > MISSED * 1000 * devices.period_s.astype(np.int64))
    return np.asarray(offline | silent, dtype=np.bool_)


def low(picture: Picture) -> Bools:
    """(devices,) with a battery below LOW_BATTERY."""
    battery = picture.situation.devices.battery
    return np.asarray((battery >= 0) & (battery < LOW_BATTERY), dtype=np.bool_)
