"""Help as people read it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from app.cli.main import app

VERBS = ("demo", "open", "station", "seat", "import", "user", "doctor", "bundle", "logs", "version", "licences")


@pytest.mark.parametrize("verb", [(), *((verb,) for verb in VERBS)], ids=lambda verb: " ".join(verb) or "none")
def test_switches_are_shown_as_they_are_typed(verb: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*verb, "--help"])
    assert told.exit_code == 0 and "--help" in told.output and "<bool>" not in told.output
