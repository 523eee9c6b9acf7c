"""Seals: text and personal files under AES-256-GCM, one key a key id, bound to the key's name and to the column."""

from __future__ import annotations

import logging
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Collection
from itertools import chain, count

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.mask import ERASED
from domain.register import PersonFile
from domain.store.keys import SUCCESSOR, KeyRing

_log = logging.getLogger(__name__)

STATION_KEY = "station"
"""Seals what belongs to no person and no alarm (an audit row's reason, for one). Never destroyed."""

_NONCE = 12
"""Bytes; the size GCM is made for (NIST SP 800-38D, 8.2.2: random nonces, far below 2^32 seals a key)."""

_person = msgspec.msgpack.Decoder(PersonFile)


def encrypt(secret: bytes, key: str, column: str, plain: bytes) -> bytes:
    """nonce + ciphertext + tag; `key` and `column` are authenticated with it."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, plain, _bound(key, column))


def decrypt(secret: bytes, key: str, column: str, data: bytes) -> bytes:
    """Inverse of `encrypt`. Raises InvalidTag where anything was altered."""
    return AESGCM(secret).decrypt(data[:_NONCE], data[_NONCE:], _bound(key, column))


def _bound(key: str, column: str) -> bytes:
    return f"{key}|{column}".encode()


def seal_person(secret: bytes, person: PersonFile) -> bytes:
    """A person's file as it is stored."""
    return encrypt(secret, person.id, "person", msgspec.msgpack.encode(person))


class Seals:
    """Seals and opens with the keys of one ring. A sealed text, "<base64>:<key id>", stands where the text stood."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring

    def living(self, *keys: str, gone: Collection[str] = ()) -> str:
        """The first of `keys` that is named and not erased (nor in `gone`); the station's own where none is named.

        Where all are erased, a successor of the last: words about someone erased can be erased once more.
        """
        named = [key for key in keys if key]
        if not named:
            return STATION_KEY
        names = chain(named, (f"{named[-1]}{SUCCESSOR}{n}" for n in count(1)))
        return next(name for name in names if name not in self.ring.gone and name not in gone)

    def seal(self, key: str, column: str, text: str) -> str:
        """The text sealed; nothing and the dash of the erased stay as they are. Raises KeyError for an erased key."""
        if not text or text == ERASED:
            return text
        data = encrypt(self.ring.key(key), key, column, text.encode(errors="replace"))
        return f"{b64encode(data).decode()}:{key}"

    def open(self, column: str, sealed: str) -> str:
        """The text; the dash where the key is gone. What was tampered with reads as a dash too, and is logged."""
        if not sealed or sealed == ERASED:
            return sealed
        data, _, key = sealed.partition(":")
        secret = self.ring.find(key)
        if secret is None:
            return ERASED
        try:
            return decrypt(secret, key, column, b64decode(data)).decode()
        except (InvalidTag, NotBase64, ValueError):
            _log.error("a sealed text under key %s in %s does not open: it was altered", key, column)
            return ERASED

    def seal_person(self, person: PersonFile) -> bytes:
        """A person's file sealed under the person's key. Raises KeyError for the erased."""
        return seal_person(self.ring.key(person.id), person)

    def open_person(self, person: str, body: bytes) -> PersonFile | None:
        """The person's file; None once erased, and (logged) where it was altered."""
        secret = self.ring.find(person)
        if secret is None:
            return None
        file = _opened(secret, person, body)
        if file is None:
            _log.error("the sealed file of person %s does not open: it was altered", person)
        return file

    def altered(self, person: str, body: bytes) -> bool:
        """Whether the person's file does not open though its key is there; the erased have no key any more."""
        secret = self.ring.find(person)
        return secret is not None and _opened(secret, person, body) is None


def _opened(secret: bytes, person: str, body: bytes) -> PersonFile | None:
    try:
        return _person.decode(decrypt(secret, person, "person", body))
    except (InvalidTag, ValueError, msgspec.DecodeError):  # ValueError: too short to hold a nonce
        return None
