"""`login_for`: the answer to a server's `WWW-Authenticate`, by digest (MD5) or basic – what FFmpeg knows too."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

from vision.address import Address

_WANTED = re.compile(r"(?im)^www-authenticate:[ \t]*(.*?)\s*$")
_PART = re.compile(
    r'(?:^|,)\s*(?P<scheme>[\w-]+)(?![\w-]|\s*=)|(?P<name>[\w-]+)\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]+))'
)
"""Of an offer: its scheme, or one of the fields behind it. One line may hold several offers (RFC 9110, 11.6.1)."""


def login_for(address: Address, head: str, method: str, uri: str) -> str:
    """For the request of `method` and `uri` after an answer with `head`: the first digest by MD5, else basic; "" where
    neither is offered."""
    offers = [offer for line in _WANTED.findall(head) for offer in _offers(line)]
    for scheme, said in offers:
        if scheme == "digest" and said.get("algorithm", "MD5").upper() == "MD5":
            return _digest(address, said, method, uri)
    if any(scheme == "basic" for scheme, _ in offers):
        return "Basic " + base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    return ""


def _offers(line: str) -> list[tuple[str, dict[str, str]]]:
    """Schemes in small letters with their fields, of which the first of a name counts. A realm may hold a comma, and a
    sign behind a backslash."""
    offers: list[tuple[str, dict[str, str]]] = []
    for part in _PART.finditer(line):
        if part["scheme"]:
            offers.append((part["scheme"].lower(), {}))
        elif offers:
            value = part["plain"] or re.sub(r"\\(.)", r"\1", part["quoted"])
            offers[-1][1].setdefault(part["name"].lower(), value)
    return offers


def _digest(address: Address, said: dict[str, str], method: str, uri: str) -> str:
    realm, nonce = said.get("realm", ""), said.get("nonce", "")
    secret, asked = _md5(f"{address.user}:{realm}:{address.password}"), _md5(f"{method}:{uri}")
    fields = {"username": address.user, "realm": realm, "nonce": nonce, "uri": uri}
    fields |= {"opaque": said["opaque"]} if "opaque" in said else {}
    more, once = "", secrets.token_hex(8)
    if "auth" in re.split(r"[\s,]+", said.get("qop", "")):
        more = f', qop=auth, nc=00000001, cnonce="{once}"'
        response = _md5(f"{secret}:{nonce}:00000001:{once}:auth:{asked}")
    else:
        response = _md5(f"{secret}:{nonce}:{asked}")
    spelt = ", ".join(f'{name}="{_escaped(value)}"' for name, value in (fields | {"response": response}).items())
    return f"Digest {spelt}{more}"


def _escaped(value: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", value)


def _md5(text: str) -> str:
    """What RFC 2069 asks for; no secret of ours rests on it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
