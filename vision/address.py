"""A stream's address taken apart – where its password ends above all – and what of it may be shown."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

PORTS = {"rtsp": 554, "rtsps": 322, "rtmp": 1935, "http": 80, "https": 443}
HIDDEN = "…"
TELLTALE = "[@=&:;%\uff20\uff1d\uff06\uff1a\uff1b\uff05]"
"""Signs that a password may stand between, also in the full width that a Chinese keyboard gives them."""
_WHERE = re.compile(r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+(?:%[\w.-]+)?\])(?::(?P<port>[0-9]{1,5}))?")
"""A host – a name, a number, or an IPv6 address in brackets – and its port."""


@dataclass(frozen=True)
class Address:
    """A stream's address taken apart; `host` of an IPv6 address is in brackets."""

    scheme: str
    user: str
    password: str
    host: str
    port: int
    path: str

    @property
    def there(self) -> str:
        """Host and port, for people."""
        return f"{self.host}:{self.port}"

    @property
    def bare(self) -> str:
        """As it is asked for: without user and password."""
        return f"{self.scheme}://{self.host}:{self.port}{self.path}"

    @property
    def spelt(self) -> str:
        """As FFmpeg understands it: with the signs of user and password in percents."""
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        return f"{self.scheme}://{login}{self.host}:{self.port}{self.path}"


def address_of(spec: str) -> Address:
    """Raises ValueError for another scheme than those of PORTS, where there is no host, or a port that is none, and
    where the password may end at one @ or at another: no machine but the camera may get it."""
    scheme, marked, rest = spec.partition("://")
    if not marked or scheme not in PORTS:
        raise ValueError("no scheme of a stream")
    login, where, path = _apart(rest)
    host, port = _host_port(where)
    number = int(port or PORTS[scheme])
    if not 0 < number < 2**16:
        raise ValueError("no port")
    user, _, password = login.partition(":")
    return Address(scheme, unquote(user), unquote(password), host, number, path)


def shown_address(spec: str) -> str:
    """An address as it may be shown and logged: without user, password, or query; without the path too where there are
    signs in it that a password may stand between, and without all that cannot be told apart."""
    scheme, _, rest = spec.partition("://")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return HIDDEN
    try:
        _, where, path = _apart(rest)
        _host_port(where)
    except ValueError:
        return f"{scheme}://{HIDDEN}"
    path = re.split(r"[?#]", path, maxsplit=1)[0]
    return f"{scheme}://{where}{'/' + HIDDEN if re.search(TELLTALE, path) else path}"


def _apart(rest: str) -> tuple[str, str, str]:
    """Login, host with port, path with query. A password may hold any sign, a path too, so that an @ behind the first
    / or ? belongs to the one or the other. To the path where the host before it can be nothing else, to the password
    where there can be no host before it; otherwise nobody knows, and ValueError is raised."""
    head, tail = _cut(rest)
    login, _, where = head.rpartition("@")
    if "@" not in tail or _certain(login, where):
        return login, where, tail
    if _WHERE.fullmatch(where):
        raise ValueError("the @ of which the host begins is not to be told")
    login, _, behind = rest.rpartition("@")
    return login, *_cut(behind)


def _cut(rest: str) -> tuple[str, str]:
    """Before the first / or ?, and from it on; a # is a sign of a password."""
    mark = re.search("[/?]", rest)
    return (rest[: mark.start()], rest[mark.start() :]) if mark else (rest, "")


def _certain(login: str, where: str) -> bool:
    """A number is a host; a name without a port is one where no login stands before it, for of a login it would be the
    user, and no user has a / or ?."""
    found = _WHERE.fullmatch(where)
    if found is None:
        return False
    host = found["host"]
    return _is_number(host) or host == "localhost" or (not login and found["port"] is None)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _host_port(where: str) -> tuple[str, str]:
    """The port "" where none is given. Raises ValueError."""
    found = _WHERE.fullmatch(where)
    if found is None:
        raise ValueError("no host, or no port")
    return found["host"], found["port"] or ""
