"""The register at rest: a part a table, personal files sealed beside; read with masked labels, replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import Connection, LargeBinary, cast, delete, insert, select

from domain.mask import ERASED, mask_name
from domain.register import TABLES, PersonFile, Register, Site
from domain.register.register import pack_table, unpack_table
from domain.situation import Keyframe, Situation
from domain.store import rest, schema
from domain.store.database import Database
from domain.store.errors import LedgerDamaged, damage
from domain.store.keys import KeyRing
from domain.store.seals import Seals

_BODY = cast(schema.sealed.c.body, LargeBinary)
"""As bytes whatever stands there: a file that was altered into a text is one altered file, not a register lost."""


def write_parts(conn: Connection, register: Register) -> None:
    """Every table but the labels, and the site, in place of what stood there."""
    rows = [{"name": name, "body": _pack(register, name)} for name, _ in TABLES]
    rows.append({"name": "site", "body": msgspec.msgpack.encode(register.site)})
    conn.execute(delete(schema.register_part))
    conn.execute(insert(schema.register_part), rows)


def _pack(register: Register, name: str) -> bytes:
    return pack_table(getattr(register, name), leave_out=("label",) if name == "people" else ())


def load(conn: Connection, seals: Seals) -> Register:
    """The register with labels. Raises LedgerDamaged."""
    register = load_parts(conn)
    labels = {person.id: mask_name(person.name) for person in open_files(seals, sealed_files(conn))}
    with damage():
        people = replace(register.people, label=[labels.get(person, ERASED) for person in register.people.ids])
    return replace(register, people=people)


def load_parts(conn: Connection) -> Register:
    """The register without labels; a table that the file does not name is empty."""
    bodies = {row.name: row.body for row in conn.execute(select(schema.register_part))}
    try:
        tables: dict[str, Any] = {name: unpack_table(kind, bodies[name]) for name, kind in TABLES if name in bodies}
        return Register(site=msgspec.msgpack.decode(bodies["site"], type=Site), **tables)
    except (KeyError, ValueError, TypeError) as error:
        raise LedgerDamaged(f"The register cannot be read ({error}).") from error


def sealed_files(conn: Connection) -> list[tuple[str, bytes]]:
    """(person id, sealed file) of everyone."""
    rows = conn.execute(select(schema.sealed.c.person, _BODY))
    return [(person, body) for person, body in rows]


def open_files(seals: Seals, rows: Iterable[tuple[str, bytes]]) -> list[PersonFile]:
    """Every person's file that can be opened; needs no database."""
    return [file for person, body in rows if (file := seals.open_person(person, body)) is not None]


def altered(seals: Seals, rows: Iterable[tuple[str, bytes]]) -> list[str]:
    """Whose file does not open though its key is there; needs no database."""
    return [person for person, body in rows if seals.altered(person, body)]


def person_file(conn: Connection, seals: Seals, person: str) -> PersonFile | None:
    """One person's file; None once erased or never known."""
    body = conn.execute(select(_BODY).where(schema.sealed.c.person == person)).scalar()
    return None if body is None else seals.open_person(person, body)


def replace_all(db: Database, ring: KeyRing, seals: Seals, register: Register, people: Iterable[PersonFile]) -> None:
    """Another register, other files, one transaction. Keys of persons no longer listed stay for their old notes."""
    files = {person.id: person for person in people if person.id not in ring.gone}
    rows = [{"person": person.id, "body": seals.seal_person(person)} for person in files.values()]
    ring.save()
    with db.writing() as conn:
        old = load_parts(conn)
        write_parts(conn, register)
        conn.execute(delete(schema.sealed))
        if rows:
            conn.execute(insert(schema.sealed), rows)
        _refit_all(conn, old, register)


def _refit_all(conn: Connection, old: Register, new: Register) -> None:
    """Keyframes hold columns by row number: put each value where its id stands now."""
    k = schema.keyframe.c
    for seq in conn.execute(select(k.seq)).scalars().all():
        frame = rest.unpack_frame(conn.execute(select(k.body).where(k.seq == seq)).scalar_one())
        rest.put_frame(conn, refit(frame, old, new))


_TABLE_OF = {"devices": "devices", "fixes": "devices", "life": "people", "on_duty": "responders"}
"""Whose rows a keyframe's column counts, by the first word of its name."""


def refit(frame: Keyframe, old: Register, new: Register) -> Keyframe:
    """A keyframe of one register made to fit another: rows move by id, new ones are blank."""
    columns = dict(Situation(new).freeze().columns)
    for name, (dtype, data) in frame.columns.items():
        table = _TABLE_OF[name.split(".")[0]]
        rows = np.array([getattr(new, table).row(key) for key in getattr(old, table).ids], dtype=np.int64)
        values = np.frombuffer(columns[name][1], dtype=np.dtype(dtype)).copy()
        values[rows[rows >= 0]] = np.frombuffer(data, dtype=np.dtype(dtype))[rows >= 0]
        columns[name] = (dtype, values.tobytes())
    return msgspec.structs.replace(frame, columns=columns)
