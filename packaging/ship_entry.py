"""Where the frozen program begins: a child is started before the command line is loaded, which it does not need."""

from __future__ import annotations

import os
import sys

from app.child import is_child, run_child


def give_back_library_path() -> None:
    """The starter put our folder in front of the loader's path; the system's own programs must not load from there.

    The loader read it when this process began, so nothing changes here. A child that is this program again has to set
    it anew, which its starter does only when told to begin afresh.
    """
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original:
        os.environ["LD_LIBRARY_PATH"] = original
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    give_back_library_path()
    if is_child(sys.argv):
        run_child(sys.argv)
    else:
        from app.cli.main import main

        main()
