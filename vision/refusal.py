"""Why a stream cannot be opened: the server is asked once more by hand, for FFmpeg's own reasons never leave it."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import ssl
import time
from dataclasses import dataclass

from vision.address import Address

TIMEOUT_S = 3.0
ANSWER_MAX = 16 * 1024
_STATUS = re.compile(r"RTSP/\d\.\d (\d{3})\b")
_FIELD = re.compile(r'(\w+)="?([^",]*)"?')


@dataclass(frozen=True)
class Refusal:
    """One sentence without user and password, and whether it was they that were refused: a camera locks out whoever
    tries a wrong password too often."""

    text: str
    locked: bool = False


def refusal_of(address: Address) -> Refusal:
    """Why nothing comes from there. Blocks for some seconds at most; never raises."""
    try:
        return _told(address, _status(address))
    except socket.gaierror:
        return Refusal(f"The name {address.host} is not known here; is it spelt right?")
    except ConnectionRefusedError:
        return Refusal(f"Nobody answers at {address.there}; is the camera on, and the port right?")
    except (OSError, ValueError):
        return Refusal(f"{address.there} does not answer as a camera does; is the address right, and the network up?")


def _told(address: Address, status: int) -> Refusal:
    if status in (401, 403):
        told = "refuses this user or password" if address.user else "wants a user and a password"
        return Refusal(f"{address.there} {told}; correct the address.", locked=True)
    if status == 404:
        return Refusal(f"{address.there} knows no stream of this name; correct the path behind the host.")
    return Refusal(f"{address.there} answers, but no picture comes from it.")


def _status(address: Address) -> int:
    """The server's answer to a DESCRIBE, 0 where only the connection could be tried. Raises OSError or ValueError."""
    with socket.create_connection((address.host.strip("[]"), address.port), TIMEOUT_S) as plain:
        plain.settimeout(TIMEOUT_S)
        if address.scheme == "rtsp":
            return _ask(plain, address)
        if address.scheme == "rtsps":
            with _unchecked().wrap_socket(plain) as wrapped:
                return _ask(wrapped, address)
    return 0


def _unchecked() -> ssl.SSLContext:
    """Like FFmpeg, which has the certificate of no camera either."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _ask(connection: socket.socket, address: Address) -> int:
    """DESCRIBE, and once more with user and password where they are wanted and given."""
    status, head = _describe(connection, address, 1, "")
    if status != 401 or not address.user:
        return status
    login = _login(address, head)
    return _describe(connection, address, 2, login)[0] if login else status


def _describe(connection: socket.socket, address: Address, number: int, login: str) -> tuple[int, str]:
    lines = [f"DESCRIBE {address.bare} RTSP/1.0", f"CSeq: {number}", "Accept: application/sdp"]
    lines += [f"Authorization: {login}"] if login else []
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = _head(connection)
    status = _STATUS.match(head)
    if status is None:
        raise ValueError("no RTSP")
    return int(status[1]), head


def _head(connection: socket.socket) -> str:
    """What comes before the empty line; not longer than it may be, nor for longer."""
    answer, end = b"", time.monotonic() + TIMEOUT_S
    while b"\r\n\r\n" not in answer and len(answer) < ANSWER_MAX and time.monotonic() < end:
        more = connection.recv(4096)
        if not more:
            break
        answer += more
    return answer.decode("latin-1")


def _login(address: Address, head: str) -> str:
    """The answer to `WWW-Authenticate`: digest where it is offered, else basic; "" for anything else."""
    wanted = dict(re.findall(r"(?im)^www-authenticate:\s*(\w+)\s*(.*?)\s*$", head))
    offered = {scheme.lower(): rest for scheme, rest in wanted.items()}
    if "digest" in offered:
        return _digest(address, dict(_FIELD.findall(offered["digest"])))
    if "basic" in offered:
        return "Basic " + base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    return ""


def _digest(address: Address, said: dict[str, str]) -> str:
    realm, nonce = said.get("realm", ""), said.get("nonce", "")
    secret = _md5(f"{address.user}:{realm}:{address.password}")
    response = _md5(f"{secret}:{nonce}:{_md5(f'DESCRIBE:{address.bare}')}")
    return (
        f'Digest username="{address.user}", realm="{realm}", nonce="{nonce}", uri="{address.bare}", '
        f'response="{response}"'
    )


def _md5(text: str) -> str:
    """What RFC 2069 asks for; no secret of ours rests on it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
