"""Finding persons by name, pinyin or phone tail, over the unsealed files in the desk's memory; never written."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from domain.register import PersonFile
from domain.store.database import Database
from domain.store.registers import open_files, sealed_files
from domain.store.seals import Seals

PHONE_DIGITS = 4
"""A shorter tail would list half the estate."""

_READINGS = 6
"""Ways to read one name that are kept (characters with several readings multiply)."""

_WHOLE, _BEGINS, _INSIDE = 0, 1, 2


class Haystack:
    """Many short texts of many owners in one string: `str.find` searches it faster than any loop over rows."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        """(owner, text) in any order; a text may not contain a line break."""
        self._starts: list[int] = []
        self._owners: list[int] = []
        parts: list[str] = []
        length = 0
        for owner, text in texts:
            self._starts.append(length)
            self._owners.append(owner)
            parts.append(f"\n{text}")
            length += len(text) + 1
        self._all = "".join(parts) + "\n"

    def hits(self, needle: str) -> Iterator[tuple[int, bool, bool]]:
        """(owner, at the text's beginning, at its end) for each place where `needle` stands."""
        at = self._all.find(needle)
        while at >= 0:
            head = self._all[at - 1] == "\n" if at else True
            tail = self._all[at + len(needle)] == "\n"
            yield self._owners[bisect_right(self._starts, at) - 1], head, tail
            at = self._all.find(needle, at + 1)


class PeopleIndex:
    """Three haystacks over persons: names, readings (each from every syllable on), phones."""

    def __init__(self, files: list[PersonFile]) -> None:
        self._ids = [file.id for file in files]
        self._names = Haystack((row, _plain(file.name)) for row, file in enumerate(files))
        self._phones = Haystack((row, _digits(file.phone)) for row, file in enumerate(files))
        self._readings = Haystack((row, text) for row, file in enumerate(files) for text in readings(file.name))

    def find(self, text: str, limit: int) -> list[str]:
        """Person ids, best first, no more than `limit`."""
        rank: dict[int, int] = {}
        for row, worth in self._found(_plain(text)):
            rank[row] = min(worth, rank.get(row, _INSIDE))
        return [self._ids[row] for row in islice(sorted(rank, key=lambda row: (rank[row], row)), max(limit, 0))]

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        if not text:
            return
        if text.isdecimal():
            if len(text) >= PHONE_DIGITS:
                yield from ((row, _WHOLE if head else _BEGINS) for row, head, tail in self._phones.hits(text) if tail)
            return
        for row, head, tail in self._names.hits(text):
            yield row, _WHOLE if head and tail else _BEGINS if head else _INSIDE
        if text.isascii():
            yield from self._read(text)

    def _read(self, text: str) -> Iterator[tuple[int, int]]:
        for row, _, tail in self._readings.hits(f"^{text}"):
            yield row, _WHOLE if tail else _BEGINS
        for row, _, _ in self._readings.hits(f"|{text}"):
            yield row, _INSIDE


def readings(name: str) -> list[str]:
    """A name's pinyin, "^" before its first syllable, "|" before later ones: ^wangxiaoming, |xiaoming, |ming, ^wxm …"""
    found: list[str] = []
    for syllables in islice(product(*(_syllables(character) for character in name)), _READINGS):
        for words in (list(syllables), [syllable[:1] for syllable in syllables]):
            found.extend(f"{'|' if start else '^'}{''.join(words[start:])}" for start in range(len(words)))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _syllables(character: str) -> tuple[str, ...]:
    """Every reading of a character without tones, the commonest first; a character without any reads as itself."""
    from pypinyin import Style, pinyin  # here, since its tables cost 50 MB and most desks never search

    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0]) or (character,)


def _plain(text: str) -> str:
    return "".join(text.lower().split())


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


class PeopleSearch:
    """The index, built when first asked and forgotten whenever files change; building holds up no commit."""

    def __init__(self, db: Database, seals: Seals) -> None:
        self._db = db
        self._seals = seals
        self._lock = threading.Lock()
        self._stale = False
        self._index: PeopleIndex | None = None

    def find(self, text: str, limit: int) -> list[str]:
        """Person ids, best first."""
        with self._lock:
            index = self._index
            while index is None or self._stale:
                self._stale = False
                index = self._index = self._build()
            return index.find(text, limit)

    def forget(self) -> None:
        """Drop the index (someone was erased, or the files were replaced); never waits for one that is being built."""
        self._stale = True
        self._index = None

    def _build(self) -> PeopleIndex:
        with self._db.reading() as conn:
            rows = sealed_files(conn)
        return PeopleIndex(open_files(self._seals, rows))
