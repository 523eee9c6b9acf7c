"""How a server's wish for a password is answered: which of its offers is taken, and what is sent."""

from __future__ import annotations

import hashlib
import re

import pytest

from vision.address import address_of
from vision.login import login_for

ADDRESS = address_of('rtsp://ad"min:s3cret@10.0.0.7/ch1')


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def answer(*offers: str) -> str:
    head = "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n" + "".join(f"WWW-Authenticate: {o}\r\n" for o in offers)
    return login_for(ADDRESS, head + "\r\n", "DESCRIBE", ADDRESS.bare)


def digest(realm: str, nonce: str = "n1") -> str:
    secret = md5(f'ad"min:{realm}:s3cret')
    return md5(f"{secret}:{nonce}:{md5(f'DESCRIBE:{ADDRESS.bare}')}")


@pytest.mark.parametrize(
    ("offers", "realm"),
    [
        (['Digest realm="cam", nonce="n1"'], "cam"),
        (['digest realm = "cam",nonce="n1",algorithm=md5'], "cam"),
        (['Digest realm="Login to a, b", nonce="n1", stale=FALSE'], "Login to a, b"),
        (['Digest realm="a\\"b", nonce="n1"'], 'a"b'),
        (['Basic realm="x"', 'Digest realm="cam", nonce="n1"'], "cam"),
        (['Digest realm="m", nonce="n1", algorithm=MD5', 'Digest realm="s", nonce="n2", algorithm=SHA-256'], "m"),
        (['Digest realm="s", nonce="n2", algorithm=SHA-256', 'Digest realm="m", nonce="n1", algorithm="MD5"'], "m"),
        (['Digest realm="m", nonce="n1"', 'Digest realm="m2", nonce="n2"'], "m"),
        (['Digest realm="cam", nonce="n1", Basic realm="x"'], "cam"),
        (['Basic realm="x", Digest realm="cam", nonce="n1"'], "cam"),
        (['Basic realm="x",Digest realm="cam",nonce="n1",Bearer realm="y"'], "cam"),
        (['Digest realm="s", nonce="n2", algorithm=SHA-256, Digest realm="m", nonce="n1", algorithm=MD5'], "m"),
        (['Digest realm="cam, Basic realm=x", nonce="n1", realm="again", x-nonce="n3"'], "cam, Basic realm=x"),
        (['Digest realm="", nonce="n1", Basic realm="x"'], ""),
    ],
)
def test_the_first_digest_by_md5_is_taken(offers: list[str], realm: str) -> None:
    login = answer(*offers)
    assert login.startswith('Digest username="ad\\"min", realm="') and f'response="{digest(realm)}"' in login
    assert "s3cret" not in login and "qop" not in login


def test_what_is_to_be_given_back_is() -> None:
    login = answer('Digest realm="cam", nonce="n1", qop="auth-int, auth", opaque="o,1"')
    once = re.search(r'cnonce="(\w+)"', login)
    assert once is not None and 'opaque="o,1"' in login and "qop=auth, nc=00000001" in login
    secret, asked = md5('ad"min:cam:s3cret'), md5(f"DESCRIBE:{ADDRESS.bare}")
    assert f'response="{md5(f"{secret}:n1:00000001:{once[1]}:auth:{asked}")}"' in login


@pytest.mark.parametrize(
    "offers",
    [
        ['Basic realm="x"'],
        ["Bearer, Basic"],
        ['Digest realm="s", nonce="n", algorithm=SHA-256, Basic realm="x"'],
        ['Digest realm="s", nonce="n", algorithm=SHA-256', "Basic realm=x"],
    ],
)
def test_else_basic(offers: list[str]) -> None:
    assert answer(*offers) == "Basic YWQibWluOnMzY3JldA=="


@pytest.mark.parametrize("offers", [[], ["Bearer x"], ["=,"], ['Digest realm="s", nonce="n", algorithm=SHA-256']])
def test_what_cannot_be_answered_is_not(offers: list[str]) -> None:
    assert answer(*offers) == ""
