"""Topics of the wire, `sandtable/v1/<site>/<kind>/<device>/<channel>`: reading, writing, and what to subscribe to."""

from __future__ import annotations

import re

from msgspec import Struct

ROOT = "sandtable"
VERSION = "v1"
ID = r"[A-Za-z0-9_.-]{1,64}"
"""An id of a site or a device (wire.md)."""

UP = ("event", "status", "reply")
"""Channels that devices speak on and that are kept at QoS 1; `position` goes its own way at QoS 0."""
DOWN = ("order", "command", "notice")
"""Channels that devices listen on."""

_TOPIC = re.compile(rf"{ROOT}/{VERSION}/({ID})/([a-z0-9_]{{1,32}})/({ID})/([a-z0-9_]{{1,32}})")


class Topic(Struct, frozen=True, gc=False):
    """One topic in its parts."""

    site: str
    kind: str
    device: str
    channel: str

    def __str__(self) -> str:
        return f"{ROOT}/{VERSION}/{self.site}/{self.kind}/{self.device}/{self.channel}"


def parse(topic: str) -> Topic | None:
    """A topic's parts; None where it is not one of the wire's."""
    found = _TOPIC.fullmatch(topic)
    return Topic(*found.groups()) if found else None


def up_filters(site: str) -> list[str]:
    """Filters of everything that must be kept; `site` "+" hears other sites too, so that they can be refused aloud."""
    return [f"{ROOT}/{VERSION}/{site}/+/+/{channel}" for channel in UP]


def stray_filter(site: str) -> str:
    """One filter for positions and for whatever is published beside the known channels; `site` "+" for all."""
    return f"{ROOT}/#" if site == "+" else f"{ROOT}/{VERSION}/{site}/#"
