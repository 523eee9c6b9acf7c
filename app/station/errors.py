"""What can keep a desk from starting: each one sentence for the person at the keyboard."""


class StationError(Exception):
    """Base."""


class SecondDesk(StationError):
    """Another process keeps this station file."""


class NotForDemo(StationError):
    """Autopilot, sample residents or the simulator on a real broker or a real register (R10)."""
