"""`python -m app.doctor`: the same look for the window – one JSON line a finding, as soon as it is there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from app.doctor.checks import CHECKS
from app.doctor.finding import Asked
from app.doctor.run import examine


def main(argv: list[str] | None = None) -> int:
    """Say every finding; 0 whatever they are."""
    parser = argparse.ArgumentParser(prog="python -m app.doctor", description="Checks this station, for its window.")
    parser.add_argument("--station", type=Path)
    parser.add_argument("--broker", action="append", default=[])
    options = parser.parse_args(argv)
    for finding in examine(Asked(station=options.station, brokers=tuple(options.broker)), CHECKS):
        sys.stdout.buffer.write(msgspec.json.encode(finding) + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
