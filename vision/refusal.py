"""Why a stream cannot be opened: the server is asked once more by hand, for FFmpeg's own reasons never leave it."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass

from vision.address import Address
from vision.login import login_for
from vision.trouble import Trouble

TIMEOUT_S = 3.0
ANSWER_MAX = 16 * 1024
STRANGE_LOGIN, UNANSWERED = -1, -2
"""In the place of a status: the login is none of ours; it was sent, and nothing that is an answer came."""
_ASKED = {"rtsp": "RTSP/1.0", "rtsps": "RTSP/1.0", "http": "HTTP/1.1", "https": "HTTP/1.1"}
_LENGTH = re.compile(r"(?im)^content-length:[ \t]*(\d{1,9})\s*$")
_STATUS = re.compile(r"(RTSP|HTTP)/\d\.\d (\d{3})\b")


@dataclass(frozen=True)
class Refusal(Trouble):
    """`locked`: it was user and password that were refused; a camera locks out whoever tries wrong ones too often."""

    locked: bool = False


def refusal_of(address: Address) -> Refusal:
    """Why nothing comes from there. Blocks for some seconds at most; never raises."""
    try:
        return _told(address, _status(address))
    except socket.gaierror:
        return Refusal("name_unknown", address.host)
    except ConnectionRefusedError:
        return Refusal("nobody", address.there)
    except (OSError, ValueError):
        return Refusal("no_camera", address.there)


def _told(address: Address, status: int) -> Refusal:
    if status in (401, 403):
        return Refusal("refused" if address.user else "wanted", address.there, locked=True)
    if status == UNANSWERED:
        return Refusal("no_picture", address.there, locked=True)
    return Refusal({404: "no_stream", STRANGE_LOGIN: "strange_login"}.get(status, "no_picture"), address.there)


def _status(address: Address) -> int:
    """The server's answer to a request, with user and password where they are wanted and given; 0 where only the
    connection could be tried. Raises OSError or ValueError."""
    with _connected(address) as line:
        if address.scheme not in _ASKED:
            return 0
        status, head = _asked(line, address, "", 1)
        if status != 401 or not address.user:
            return status
        login = login_for(address, head, *_request(address))
        if not login:
            return STRANGE_LOGIN
        try:
            return _tried(line, address, login)
        except (OSError, ValueError):
            return UNANSWERED


def _tried(line: socket.socket, address: Address, login: str) -> int:
    """The answer to a request with user and password. Raises OSError or ValueError."""
    if address.scheme in ("rtsp", "rtsps"):  # what is to be hashed may hold for this connection alone
        return _asked(line, address, login, 2)[0]
    line.close()  # by HTTP this one was for one answer, and a small camera serves one at a time
    with _connected(address) as another:
        return _asked(another, address, login, 1)[0]


@contextlib.contextmanager
def _connected(address: Address) -> Iterator[socket.socket]:
    with socket.create_connection((address.host.strip("[]"), address.port), TIMEOUT_S) as plain:
        plain.settimeout(TIMEOUT_S)
        if address.scheme not in ("rtsps", "https"):
            yield plain
            return
        with _unchecked().wrap_socket(plain) as wrapped:
            yield wrapped


def _unchecked() -> ssl.SSLContext:
    """Like FFmpeg, which has the certificate of no camera either."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _request(address: Address) -> tuple[str, str]:
    """The method, and what it asks for."""
    if address.scheme in ("rtsp", "rtsps"):
        return "DESCRIBE", address.bare
    return "GET", address.path if address.path.startswith("/") else f"/{address.path}"


def _asked(line: socket.socket, address: Address, login: str, number: int) -> tuple[int, str]:
    """The status, and the head in which it stands."""
    version = _ASKED[address.scheme]
    if version == "RTSP/1.0":
        fields = [f"CSeq: {number}", "Accept: application/sdp"]
    else:
        fields = [f"Host: {address.there}", "Accept: */*", "Connection: close"]
    fields += [f"Authorization: {login}"] if login else []
    line.sendall(("\r\n".join([" ".join((*_request(address), version)), *fields]) + "\r\n\r\n").encode())
    head, behind = _head(line)
    if version == "RTSP/1.0":
        _pass(line, head, behind)
    status = _STATUS.match(head)
    if status is None or status[1] != version[:4]:
        raise ValueError("another protocol")
    return int(status[2]), head


def _head(connection: socket.socket) -> tuple[str, int]:
    """What comes before the empty line, and how many bytes behind it came along; not longer than it may be, nor for
    longer."""
    answer, end = b"", time.monotonic() + TIMEOUT_S
    while b"\r\n\r\n" not in answer and len(answer) < ANSWER_MAX and time.monotonic() < end:
        more = connection.recv(4096)
        if not more:
            break
        answer += more
    head, _, behind = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), len(behind)


def _pass(connection: socket.socket, head: str, behind: int) -> None:
    """Read the body away, with which the next answer would begin otherwise. One that does not come spoils no answer."""
    length = _LENGTH.search(head)
    left = min(int(length[1]), ANSWER_MAX) - behind if length else 0
    end = time.monotonic() + TIMEOUT_S
    with contextlib.suppress(OSError):
        while left > 0 and time.monotonic() < end and (more := connection.recv(min(left, 4096))):
            left -= len(more)
