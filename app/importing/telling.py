"""What a person must know of where an import has put the shapes of its files, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from app.importing.run import UNMOVED, ImportReport
from domain.datum import Datum


def doubtful(report: ImportReport, meant: Datum) -> Iterator[str]:
    """Files that the datum which was `meant` did not move, and files that another would bring onto the paths."""
    if meant not in UNMOVED:
        for name, system in report.own_systems.items():
            yield f"{name} names {system} and was placed by it: --datum {meant} did not move it."
    for name, better in report.datum_doubts.items():
        off = f"{name} lies off the paths as {better} does on a map in {meant}"
        if name in report.own_systems:
            yield f"{off}, but names {report.own_systems[name]}, which --datum does not move: ask who made the file."
        else:
            yield f"{off}: if so, import again with --datum {better}."
