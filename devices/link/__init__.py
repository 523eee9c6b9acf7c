"""The desk's link to its devices over an MQTT broker."""

from devices.link.link import DeviceLink
from devices.link.state import FAULTS, Heard, LinkState
from devices.settings import BrokerSettings

__all__ = ["FAULTS", "BrokerSettings", "DeviceLink", "Heard", "LinkState"]
