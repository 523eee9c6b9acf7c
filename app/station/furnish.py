"""A demo's station file: the sample estate, or an import with the sample's life placed on it – in a process of its own.

`python -m app.station.furnish --into STATION.db --seed N --now MS [--on IMPORT.db]`; exit 2 with one sentence.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.sample import SampleEstate, decorate, generate
from app.station.errors import NotForDemo, StationError
from domain.changes import Batch, Entry
from domain.store import Ledger, LedgerError

IMPORTED = frozenset({"import", "import+demo"})
"""Site kinds that the sample's life may be placed on; never a real register (R10)."""


def furnish(into: Path, estate: SampleEstate, now: int) -> None:
    """A new station file of this estate: register, people, a month of history, the opening situation."""
    with Ledger.create(into, estate.register, estate.people, now=now) as ledger:
        ledger.import_history(estate.history)
        ledger.commit(Entry(batch=Batch(1, now, estate.changes)))


def place_on(imported: Path, seed: int, now: int) -> SampleEstate:
    """The sample's life on an imported register; the import itself is only read. Raises NotForDemo, LedgerError."""
    with Ledger.open(imported, read_only=True) as ledger:
        register = ledger.load_register()
    if register.site.kind not in IMPORTED:
        raise NotForDemo(f"{imported.name} is not an import made for a demo; sample residents never go on it.")
    if len(register.people):
        raise NotForDemo(f"{imported.name} already has residents; sample residents never go on it.")
    return decorate(register, seed, now)


def main(argv: list[str] | None = None) -> int:
    """The process."""
    parser = argparse.ArgumentParser(prog="python -m app.station.furnish", description="Make a demo's station file.")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--now", type=int, required=True, help="judging time, epoch ms")
    parser.add_argument("--on", type=Path)
    options = parser.parse_args(argv)
    try:
        on_import = options.on is not None
        estate = place_on(options.on, options.seed, options.now) if on_import else generate(options.seed, options.now)
        furnish(options.into, estate, options.now)
    except (StationError, LedgerError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
