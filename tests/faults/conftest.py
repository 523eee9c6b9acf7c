"""Tests that kill, fill and cut: minutes long, run by `make faults` alone."""

from __future__ import annotations

import os

collect_ignore_glob = [] if os.environ.get("SANDTABLE_FAULTS") == "1" else ["test_*.py"]
