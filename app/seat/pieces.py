"""A register in pieces of some rows each, small enough that decoding one holds no other thread for more than 2 ms."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import msgspec
import numpy as np

from app.seat.wire import Piece
from domain.register import TABLES, Ragged, Register, Site, Table
from domain.register.register import pack_table, unpack_table

ROWS = 2_000
"""2,000 rows of the widest table (devices, 2 text columns read as str) decode in about 0.5 ms on one slow core."""


def cut_to_pieces(register: Register) -> tuple[Piece, ...]:
    """Every table in row order; an empty table is one piece of no rows."""
    return tuple(piece for name, _ in TABLES for piece in _pieces(name, getattr(register, name)))


def version_of(site: Site, pieces: tuple[Piece, ...]) -> str:
    """The register's name for resuming: the same text for the same bytes."""
    digest = hashlib.sha256(msgspec.msgpack.encode(site))
    for piece in pieces:
        digest.update(piece.rows)
    return digest.hexdigest()[:24]


class Joiner:
    """Takes pieces in any number of calls and gives the register back."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Table]] = {name: [] for name, _ in TABLES}
        self._kinds = dict(TABLES)

    def add(self, piece: Piece) -> None:
        """Decode one piece, then let other threads run. Raises ValueError on bad data."""
        if piece.table not in self._kinds:
            raise ValueError(f"{piece.table}: not a register table")
        self._parts[piece.table].append(unpack_table(self._kinds[piece.table], piece.rows))
        time.sleep(0)

    def register(self, site: Site) -> Register:
        """All tables joined."""
        return Register(site=site, **{name: self._join(name) for name in self._kinds})

    def _join(self, name: str) -> Any:
        parts, kind = self._parts[name], self._kinds[name]
        if not parts:
            return kind()
        joined = {f.name: _join([getattr(part, f.name) for part in parts]) for f in fields(kind)}
        time.sleep(0)
        return kind(**joined)


def rows_of(table: Table, keep: Any) -> dict[str, Any]:
    """The columns of `table` at the row numbers `keep` (int array, ascending), by name."""
    return {f.name: _take(getattr(table, f.name), keep) for f in fields(table)}


def _pieces(name: str, table: Table) -> Iterator[Piece]:
    for start in range(0, max(len(table), 1), ROWS):
        rows = np.arange(start, min(start + ROWS, len(table)))
        yield Piece(name, pack_table(type(table)(**rows_of(table, rows))))


def _take(column: Any, keep: Any) -> Any:
    if isinstance(column, Ragged):
        return Ragged.of([column[row] for row in keep])
    if isinstance(column, np.ndarray):
        return column[keep]
    return [column[row] for row in keep.tolist()]


def _join(columns: list[Any]) -> Any:
    if len(columns) == 1:
        return columns[0]
    if isinstance(columns[0], Ragged):
        return _join_ragged(columns)
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)
    return [text for column in columns for text in column]


def _join_ragged(parts: list[Ragged]) -> Ragged:
    ends = np.cumsum([0] + [int(part.offsets[-1]) for part in parts])
    offsets = [part.offsets[1:] + end for part, end in zip(parts, ends[:-1], strict=True)]
    first = np.zeros(1, dtype=np.int32)
    return Ragged(np.concatenate([first, *offsets]).astype(np.int32), np.concatenate([part.xy for part in parts]))
