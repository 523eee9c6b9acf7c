"""The ledger: register, changes, events, audit and users in one SQLite file; the only room that speaks SQL."""

from domain.store.chain import ChainCheck
from domain.store.errors import (
    KeysMisfit,
    KeysMissing,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerExists,
    LedgerFull,
    LedgerNewer,
    LedgerOlder,
    NotALedger,
    UserExists,
)
from domain.store.ledger import Ledger
from domain.store.opening import glance

__all__ = [
    "ChainCheck",
    "KeysMisfit",
    "KeysMissing",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerExists",
    "LedgerFull",
    "LedgerNewer",
    "LedgerOlder",
    "NotALedger",
    "UserExists",
    "glance",
]
