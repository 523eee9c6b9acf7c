"""Where the frozen program begins: a child is started before the command line is loaded, which it does not need."""

from __future__ import annotations

import sys

from app.child import is_child, run_child

if __name__ == "__main__":
    if is_child(sys.argv):
        run_child(sys.argv)
    else:
        from app.cli.main import main

        main()
