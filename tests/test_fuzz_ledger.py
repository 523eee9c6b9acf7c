"""Fuzz: a station's files with bytes spoilt, cut off or added – opened and read, or refused in one sentence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.access import Role
from domain.store import Ledger, LedgerError
from tests.store_rows import START, Historian, new_ledger, register

pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(180)]
FEW = max(20, settings.default.max_examples // 33)
"""Six hundred damaged stations in `make fuzz`."""

Damage = tuple[str, float, str, bytes, int]
FILES = ("STATION.db", "STATION.keys", "STATION.db-wal")
DRAWS = [(0, 1, ""), (3, 1, "note"), (3, 2, ""), (4, 0, ""), (5, 0, "more"), (6, 1, "order"), (2, 0, "")]


@cache
def whole(killed: bool) -> dict[str, bytes]:
    """The files of a small station, left by a desk that was killed (all of it still in the log) or has ended."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with new_ledger(folder) as ledger:
            historian = Historian(register([f"P{n}" for n in range(5)], ["d0", "d1", "d2"]))
            for seq in range(12):
                ledger.commit(historian.entry(DRAWS[seq % 3 :]))
                if seq == 6:
                    ledger.keyframe(historian.live)
            ledger.add_user("u", "password", Role.OPERATOR, "u")
            if killed:
                return {file: (folder / file).read_bytes() for file in FILES}
        return {file: (folder / file).read_bytes() for file in FILES[:2]}


_SPOIL = st.tuples(
    st.sampled_from(FILES),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(["put", "zero", "cut", "add", "turn", "gone"]),
    st.binary(min_size=1, max_size=64),
    st.integers(0, 5000),
)


def spoilt(files: dict[str, bytes], damage: list[Damage]) -> dict[str, bytes]:
    """Bytes overwritten, zeroed, turned round or put in; a file cut off there, or gone."""
    files = dict(files)
    for name, share, how, data, size in damage:
        old = files.get(name, b"")
        at = int(len(old) * share)
        if how == "gone":
            files.pop(name, None)
        else:
            turned = old[at : at + size][::-1]
            new = {"put": data, "zero": bytes(size), "cut": b"", "add": data + old[at:], "turn": turned}[how]
            files[name] = old[:at] + new + (b"" if how in ("cut", "add") else old[at + len(new) :])
    return files


@given(st.booleans(), st.lists(_SPOIL, min_size=1, max_size=3))
@settings(max_examples=FEW)
def test_a_damaged_station_is_read_or_refused_in_one_sentence(killed: bool, damage: list[Damage]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in spoilt(whole(killed), damage).items():
            (folder / file).write_bytes(data)
        with told(folder), Ledger.open(folder / "STATION.db") as ledger:
            for read in READINGS:
                with told(folder):
                    read(ledger)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Nothing but a LedgerError comes out, and that is one sentence without a path."""
    try:
        yield
    except LedgerError as error:
        text = str(error)
        assert text.endswith(".") and "\n" not in text and str(folder) not in text, text


READINGS: tuple[Callable[[Ledger], object], ...] = (
    lambda ledger: ledger.counts(),
    lambda ledger: ledger.load_situation(ledger.load_register()).seq,
    lambda ledger: ledger.load_situation(ledger.load_register(), START + 5_000).seq,
    lambda ledger: list(ledger.batches(0)),
    lambda ledger: ledger.verify_chain(),
    lambda ledger: list(ledger.recent_ids(0)),
    lambda ledger: ledger.alarm_history(0),
    lambda ledger: ledger.audit_rows(100),
    lambda ledger: ledger.refusals(100),
    lambda ledger: ledger.refusal_counts(),
    lambda ledger: ledger.device_events("d1", 0, 2**62),
    lambda ledger: ledger.person_file("P1"),
    lambda ledger: ledger.search_people("100", 5),
    lambda ledger: ledger.check_user("u", "password"),
)
"""What a desk reads at its start and for its seats."""
