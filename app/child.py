"""How a frozen build starts its own processes: the program itself with a hidden verb, `sandtable --child MODULE …`."""

from __future__ import annotations

import runpy
import sys

CHILD = "--child"


def is_child(arguments: list[str]) -> bool:
    """Whether the command line (with the program's name) asks for one of our modules instead of a command."""
    return len(arguments) > 2 and arguments[1] == CHILD


def run_child(arguments: list[str]) -> None:
    """Run the named module as `python -m` would, in this process; it ends by SystemExit where the module does."""
    module = arguments[2]
    sys.argv = [module, *arguments[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
