"""`BrokerSettings`: which broker the desk listens to, and how it makes itself known there."""

from __future__ import annotations

from msgspec import Struct


class BrokerSettings(Struct, frozen=True, kw_only=True):
    """Address, identity and secrets of a broker link.

    `client_id` must stay the same over restarts and be the desk's own: the broker keeps the queue under it. `shared`
    True where other sites live on the same broker: then only this site's topics are listened to. `ca_file` turns TLS
    on ("system": the system's authorities); `cert_file`/`key_file` where the broker wants a client certificate.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    client_id: str = "sandtable-desk"
    username: str = ""
    password: str = ""
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    shared: bool = False
    keepalive_s: int = 15
    session_s: int = 7 * 24 * 3600
    window: int = 100
    """Receive maximum: how many messages may stand un-acknowledged; the embedded broker allows no more than 100."""

    def __repr__(self) -> str:
        return f"BrokerSettings({self.host}:{self.port} as {self.client_id})"
