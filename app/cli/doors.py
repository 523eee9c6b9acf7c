"""Where seats are let in, and where a seat goes: addresses and certificates are looked at before anything starts."""

from __future__ import annotations

import ssl
from pathlib import Path

from app.cli.refusing import refuse
from app.seat.door import DoorShut, read_runtime

LOOPBACK = ("127.0.0.1", "localhost")


def check_door(host: str, cert: Path | None, key: Path | None) -> None:
    """Refuse a door beyond this machine without TLS, and a certificate that cannot be used."""
    if cert is None:
        if key is not None or host not in LOOPBACK:
            refuse("Seats elsewhere need TLS: give --cert and --key. Nothing was started.")
        return
    for path in (cert, key):
        if path is not None and not path.is_file():
            refuse(f"There is no {path.absolute()}; nothing was started.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    except (OSError, ValueError):
        refuse(f"{cert.name} and its key cannot be used for TLS (PEM files that fit each other); nothing was started.")


def way_to(station: str, ca: Path | None) -> list[str]:
    """The window's options for a station: a runtime file of this machine, or host:port over TLS."""
    path = Path(station)
    if path.is_file():
        try:
            read_runtime(path)
        except DoorShut:
            refuse(f"{path.absolute()} is no runtime file of a desk; `sandtable station` says where its own is.")
        return ["--runtime", str(path)]
    host, _, port = station.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        refuse(f"{station!r} is neither host:port of a station nor a desk's runtime file here; nothing was started.")
    if ca is not None and not ca.is_file():
        refuse(f"There is no {ca.absolute()}; nothing was started.")
    return ["--station", station, *(["--ca", str(ca)] if ca else [])]
