"""`sandtable` on the command line; without arguments it prints its help."""

from app.cli.main import main

__all__ = ["main"]
