"""`Tally`: a run's messages by fate, true also over a desk that was killed and started again in its midst."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import structlog

from app.station.counts import Counts
from app.station.jsonfile import write_json

log = structlog.get_logger()

_REFUSED = "refused:"


class _Kept(msgspec.Struct):
    """The file."""

    base: dict[str, int]
    duplicates: int = 0
    off_duty: int = 0
    not_leased: int = 0
    folded: int = 0


class Tally:
    """Stored and quarantined messages are counted by the ledger, in the transactions that kept them; what stood there
    when the run began is remembered in `path`, together with the duplicates, which leave no row.

    One that cannot be read: the run counts from here on. `path` None: the run is this process. Used from the station's
    main thread.
    """

    def __init__(self, path: Path | None, ledger_counts: dict[str, int]) -> None:
        self._path = path
        kept = _read(path)
        self._base: dict[str, int] = kept.get("base", ledger_counts)
        self._duplicates = int(kept.get("duplicates", 0))
        self._dropped = int(kept.get("off_duty", 0))
        self._not_leased = int(kept.get("not_leased", 0))
        self._folded = int(kept.get("folded", 0))
        self._stuck = False
        self._written: tuple[int, int, int, int] | None = None
        self.keep(Counts(), 0)

    def keep(self, counts: Counts, folded: int) -> None:
        """Remember this process's duplicates, and what it dropped or folded, if they are news."""
        news = (counts.duplicates, counts.dropped, counts.not_leased, folded)
        if self._path is None or news == self._written:
            return
        try:
            write_json(self._path, {"base": self._base, **self._unwritten(counts, folded)})
        except OSError as error:
            self._untold(error)
        else:
            self._written, self._stuck = news, False

    def _untold(self, error: OSError) -> None:
        """A full disk ends no desk: the figures are kept at the next beat that finds room."""
        if not self._stuck:
            log.warning("tally.not_kept", error=error.strerror)
        self._stuck = True

    def part(self, ledger_counts: dict[str, int], counts: Counts, waiting: int, folded: int) -> dict[str, Any]:
        """Every message received in this run, under the fate it met; `waiting` ones have met none yet."""
        gained = Counter({key: ledger_counts[key] - self._base.get(key, 0) for key in ledger_counts})
        quarantined = {k.removeprefix(_REFUSED): n for k, n in sorted(gained.items()) if k.startswith(_REFUSED) and n}
        own = self._unwritten(counts, folded)
        received = gained["stored"] + sum(own.values()) + sum(quarantined.values()) + waiting
        fates = {"stored": gained["stored"], "duplicates": own.pop("duplicates"), "quarantined": quarantined}
        return {"received": received} | fates | {name: count for name, count in own.items() if count}

    def _unwritten(self, counts: Counts, folded: int) -> dict[str, int]:
        """What leaves no row in the ledger, over the whole run."""
        return {
            "duplicates": self._duplicates + counts.duplicates,
            "off_duty": self._dropped + counts.dropped,
            "not_leased": self._not_leased + counts.not_leased,
            "folded": self._folded + folded,
        }


def _read(path: Path | None) -> dict[str, Any]:
    if path is None or not path.exists():
        return {}
    try:
        return msgspec.structs.asdict(msgspec.json.decode(path.read_bytes(), type=_Kept))
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        log.warning("tally.unreadable", error=type(error).__name__)
        return {}
