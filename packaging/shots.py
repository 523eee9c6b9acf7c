"""`make shots`: every screen in every size and both languages, into build/shots; the pictures of README and docs.

The real window, the real desk and ledger, the sample estate at 03:12 of a fixed night; no broker, no network, and a
clock that stands still, so that two runs give the same pictures. `--only calm alarm`, `--sizes 1920x1080`,
`--langs zh_CN`, `--keep` (also docs/pictures) narrow a run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SIZES = ("3840x2160", "1920x1080", "1366x768")
"""The slowest first."""
LANGUAGES = ("zh_CN", "en")
OUT = Path("build/shots")
PICTURES = Path("docs/pictures")
KEPT = {"calm": "calm-zh.png", "alarm": "alarm-zh.png"}
KEPT_KB = 900


def main() -> int:
    """All sizes, two at a time; the exit code."""
    options = _options()
    if options.child:
        from shots_story import tell

        return tell(Path(options.child), options.sizes[0], tuple(options.langs), frozenset(options.only), OUT)
    begun = time.monotonic()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sandtable-shots-") as folder:
        from shots_stage import make_station

        station = make_station(Path(folder))
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(lambda size: _child(station, size, options), options.sizes))
    pictures = sorted(OUT.glob("*.png"))
    print(f"shots: {len(pictures)} pictures in {OUT}, {time.monotonic() - begun:.0f} s")  # noqa: T201
    if options.keep and not any(codes):
        _keep()
    return max(codes)


def _child(station: Path, size: str, options: argparse.Namespace) -> int:
    """A window's scale is fixed when its process begins, so that each size is a process of its own."""
    args = ["--child", str(station), "--sizes", size, "--langs", *options.langs]
    args += ["--only", *options.only] if options.only else []
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(station.parent / size)}
    env |= {"QT_SCALE_FACTOR": "2"} if int(size.partition("x")[2]) >= 1600 else {}
    return subprocess.run([sys.executable, __file__, *args], env=env, check=False).returncode


def _keep() -> None:
    """The pictures that stand in README and docs, from 1920×1080 in Chinese, made small."""
    import cv2

    PICTURES.mkdir(parents=True, exist_ok=True)
    for screen, name in KEPT.items():
        image = cv2.imread(str(OUT / f"{screen}-1920x1080-zh_CN.png"), cv2.IMREAD_COLOR)
        target = PICTURES / name
        cv2.imwrite(str(target), image, [cv2.IMWRITE_PNG_COMPRESSION, 9, cv2.IMWRITE_PNG_STRATEGY, 1])
        if target.stat().st_size > KEPT_KB * 1024:
            _palette(image, target)
        print(f"shots: {target} {target.stat().st_size // 1024} KB")  # noqa: T201


def _palette(image: object, target: Path) -> None:
    """As an indexed PNG of 256 colours, dithered by Qt: a night map has few colours."""
    from PySide6.QtGui import QImage

    QImage(str(target)).convertToFormat(QImage.Format.Format_Indexed8).save(str(target), "PNG", 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=SIZES)
    parser.add_argument("--langs", nargs="+", default=list(LANGUAGES), choices=LANGUAGES)
    parser.add_argument("--only", nargs="*", default=[], help="names of screens")
    parser.add_argument("--keep", action="store_true", help="write docs/pictures too")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
