"""`Ledger`: what the desk knows of the store – one object, one lock, and no database type in its signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from domain.access import Role, Seat
from domain.alarms import Alarm
from domain.changes import AuditRow, Batch, Entry
from domain.events import AnyEvent, Refusal
from domain.register import PersonFile, Register
from domain.situation import Situation
from domain.store import alarmindex, audit, chain, history, opening, quarantine, registers, rest, users
from domain.store.commit import Committer
from domain.store.create import create_files
from domain.store.database import BUSY_MS, Database
from domain.store.errors import LedgerError
from domain.store.keys import KeyRing
from domain.store.people import PeopleSearch
from domain.store.seals import Seals


class Ledger:
    """One station's memory: STATION.db, and beside it STATION.keys with the keys of everything personal.

    Safe to call from any thread (one lock inside). Only the desk process may write; others open `read_only`.
    Every method may raise a LedgerError, and then nothing has changed.
    """

    def __init__(self, db: Database, ring: KeyRing) -> None:
        """Of files that are open and checked; use `create` or `open`."""
        self._db = db
        self._ring = ring
        self._seals = Seals(ring)
        self._committer = Committer(db, ring, self._seals)
        self._people = PeopleSearch(db, self._seals)

    @classmethod
    def create(cls, path: Path, register: Register, people: Iterable[PersonFile], *, now: int) -> Ledger:
        """A new station at `path` (and its keys beside it), whole or not at all. `now` epoch ms is kept as its birth.

        Raises LedgerExists where either file is there already.
        """
        create_files(path, register, people, now=now)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, busy_ms: int = BUSY_MS) -> Ledger:
        """The station at `path`. An older revision is backed up beside itself and migrated (never when `read_only`).

        `busy_ms`: how long to wait for another program's lock before LedgerBusy. Raises NotALedger, LedgerDamaged,
        LedgerNewer, LedgerOlder, KeysMissing or KeysMisfit, each with one clear sentence.
        """
        db, ring = opening.open_files(path, read_only=read_only, busy_ms=busy_ms)
        return cls(db, ring)

    def close(self) -> None:
        """Close both files; the write-ahead log is folded into the database."""
        self._people.forget()
        self._db.close()
        self._ring.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    # register and people

    def load_register(self) -> Register:
        """The register, with People.label made from the sealed files: masked names, `mask.ERASED` once erased."""
        with self._db.reading() as conn:
            return registers.load(conn, self._seals)

    def replace_register(self, register: Register, people: Iterable[PersonFile]) -> None:
        """Another register and other personal files, in one transaction; whoever was erased stays erased.

        Keyframes are refitted to the new rows by id. Load register and situation anew afterwards.
        """
        with self._writing():
            registers.replace_all(self._db, self._ring, self._seals, register, people)
            self._people.forget()

    def person_file(self, person: str) -> PersonFile | None:
        """A person's unsealed file; None once erased, or never known."""
        with self._db.reading() as conn:
            return registers.person_file(conn, self._seals, person)

    def altered_files(self) -> list[str]:
        """Ids of persons whose sealed file does not open though its key is there: it was altered, not erased."""
        with self._db.reading() as conn:
            rows = registers.sealed_files(conn)
        return registers.altered(self._seals, rows)

    def search_people(self, text: str, limit: int) -> list[str]:
        """Ids of persons whose name contains `text`, whose pinyin (full or initials) begins so, or whose phone ends so.

        Best first: whole name, its beginning, the rest. A phone needs four digits. The first call, and the first after
        an erasure, unseals all files (0.5 s for 13,000; a call with limit 0 from another thread does it beforehand).
        """
        return self._people.find(text, limit)

    # the way of a change

    def commit(self, entry: Entry) -> None:
        """Write an entry in one transaction, on the disk when this returns.

        Raises LedgerBusy, LedgerFull or LedgerError; then nothing was written and the same entry may be given again.
        A `PersonErased` in it destroys the person's key once the change is on the disk.
        """
        with self._writing():
            if erased := self._committer.commit(entry):
                self._people.forget()
                self._ring.destroy(erased)

    def keyframe(self, situation: Situation) -> None:
        """Keep a situation at rest, so that loading need not replay from the beginning."""
        with self._writing():
            rest.write(self._db, self._ring, self._seals, situation)

    def load_situation(self, register: Register, until: int | None = None) -> Situation:
        """The newest keyframe and the changes since; with `until` (epoch ms) the situation as of then."""
        return rest.load(self._db, self._seals, register, until)

    def batches(self, after: int, limit: int | None = None) -> Iterator[Batch]:
        """Batches with seq > `after`, in order, notes unsealed ("—" where the key is gone). Holds no lock meanwhile."""
        return rest.batches(self._db, self._seals, after, limit)

    def verify_chain(self, newest: int | None = None) -> chain.ChainCheck:
        """Whether the hash chains over batches and audit rows are whole (they run over ciphertext): all of them, or
        the `newest` rows of each."""
        return chain.verify(self._db, newest)

    # history

    def recent_ids(self, since: int) -> Iterator[tuple[str, str]]:
        """(device, event id) of everything received at or after `since` (epoch ms)."""
        with self._db.reading() as conn:
            rows = history.recent_ids(conn, since)
        return iter(rows)

    def import_history(self, events: Iterable[AnyEvent]) -> int:
        """Events of the past in bulk, judged by nobody; returns how many were new. In transactions of 20,000."""
        with self._writing():
            return history.import_all(self._db, self._ring, self._seals, events)

    def device_events(self, device: str, since: int, until: int) -> list[AnyEvent]:
        """A device's events judged in [since, until) epoch ms, oldest first; fixes to 1e-6 degree."""
        with self._db.reading() as conn:
            return history.device_events(conn, self._seals, device, since, until)

    def alarm_history(self, since: int) -> list[Alarm]:
        """Alarms that were open at any time since `since` (epoch ms), oldest first."""
        with self._db.reading() as conn:
            return alarmindex.since(conn, self._seals, since)

    def audit_rows(self, limit: int, before: int | None = None) -> list[tuple[int, AuditRow]]:
        """(row number, row) newest first; `before` continues below a row number."""
        with self._db.reading() as conn:
            return audit.newest(conn, self._seals, limit, before)

    def refusals(self, limit: int) -> list[Refusal]:
        """The newest refused messages, newest first; some 10,000 are kept."""
        with self._db.reading() as conn:
            return quarantine.newest(conn, self._seals, limit)

    def counts(self) -> dict[str, int]:
        """Since the station was made: "batches" "changes" "stored" (= "events" + "fixes") "history" "audit" "alarms"
        "refused", and "refused:<reason>" for each reason. They never shrink.
        """
        with self._db.reading() as conn:
            return quarantine.counts(conn)

    def refusal_counts(self) -> dict[tuple[str, str], int]:
        """Refused messages by (reason, device); they never shrink. Device "*": all beyond the 10,000th pair."""
        with self._db.reading() as conn:
            return quarantine.pairs(conn)

    # users

    def add_user(  # noqa: PLR0917 – the interface agreed between the rooms
        self,
        name: str,
        password: str,
        role: Role,
        label: str,
        grids: tuple[str, ...] = (),
        communities: tuple[str, ...] = (),
    ) -> None:
        """A user; of the password only an argon2id hash is kept. Raises UserExists; ValueError for an empty one."""
        with self._writing(), self._db.writing() as conn:
            users.add(conn, Seat(user=name, role=role, label=label, grids=grids, communities=communities), password)

    def check_user(self, name: str, password: str) -> Seat | None:
        """The user's seat where name and password fit, else None; a name that is not there takes as long."""
        with self._db.reading() as conn:
            found = users.find(conn, name)
        return users.check(found, password)

    def has_users(self) -> bool:
        """Whether anybody can sign in at all."""
        with self._db.reading() as conn:
            return users.any_there(conn)

    # files

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._db.path

    def backup(self, target: Path) -> None:
        """A consistent copy of the database (never of the keys) while it is in use; `target` must not exist."""
        if target.exists():
            raise LedgerError(f"{target.name} is there already; nothing was written.")
        self._db.copy_to(target)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Holds the lock over keys and rows together."""
        if self._db.read_only:
            raise LedgerError(f"{self._db.path.name} was opened for reading only; nothing was written.")
        with self._db.lock:
            yield
