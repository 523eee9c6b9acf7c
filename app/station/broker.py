"""The broker setting as a person writes it: `host:port[,user[,ca-file]]`; the password comes from the environment."""

from __future__ import annotations

import os

from devices.link import BrokerSettings

PASSWORD_VARIABLE = "SANDTABLE_BROKER_PASSWORD"  # noqa: S105 – the variable's name


def read_broker(text: str) -> BrokerSettings:
    """Raises ValueError with one sentence. A password never stands on a command line, where everybody could read it."""
    address, _, rest = text.partition(",")
    user, _, ca = rest.partition(",")
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"{address!r} is not a broker: write host:port.")
    password = os.environ.get(PASSWORD_VARIABLE, "") if user else ""
    return BrokerSettings(host=host, port=int(port), username=user, password=password, ca_file=ca)
