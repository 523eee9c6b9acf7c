"""Tests that kill, fill and cut: minutes long, run by `make faults` alone, with a table of figures at the end."""

from __future__ import annotations

import os

import pytest

from tests.faults import figures

collect_ignore_glob = [] if os.environ.get("SANDTABLE_FAULTS") == "1" else ["test_*.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table, and where it was left."""
    if figures.FIGURES:
        figures.write()
        terminalreporter.section(f"faults: {figures.OUT.relative_to(figures.OUT.parent.parent)}")
        terminalreporter.write_line(figures.table())
