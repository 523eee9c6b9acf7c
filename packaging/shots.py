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
from typing import TYPE_CHECKING

import cv2
import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

SIZES = ("3840x2160", "1920x1080", "1366x768")
"""The slowest first."""
LANGUAGES = ("zh_CN", "en")
OUT = Path("build/shots")
PICTURES, MANUAL = Path("docs/pictures"), Path("docs/manual/pictures")
KEPT = {
    PICTURES / "calm-zh.png": "calm-1920x1080-zh_CN",
    PICTURES / "calm-en.png": "calm-1920x1080-en",
    PICTURES / "alarm-zh.png": "alarm-1920x1080-zh_CN",
    PICTURES / "alarm-en.png": "alarm-1920x1080-en",
    PICTURES / "elder-zh.png": "elder-1920x1080-zh_CN",
    PICTURES / "paper-zh.png": "alarm-1920x1080-zh_CN-paper",
    PICTURES / "flat-en.png": "flat-1920x1080-en",
    PICTURES / "small-en.png": "alarm-1366x768-en",
    PICTURES / "wall-zh.png": "wall_wide-1920x1080-zh_CN",
    MANUAL / "case-zh.png": "alarm-1920x1080-zh_CN",
    MANUAL / "case-en.png": "alarm-1920x1080-en",
    MANUAL / "home-zh.png": "detail_home-1920x1080-zh_CN",
    MANUAL / "home-en.png": "detail_home-1920x1080-en",
}
CUT = {"case": (1496, 56, 424, 800), "home": (1488, 56, 432, 394)}
"""Left, top, width, height of what the manual shows of a picture."""
KEPT_KB = 900
EXACT = 128
"""Colours of a kept picture that stay exactly as they are."""


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
    """The pictures that stand in README and docs, as far as this run has made them; at most KEPT_KB each."""
    for target, shot in KEPT.items():
        path = OUT / f"{shot}.png"
        if not path.exists():
            print(f"shots: {target} stays as it is: {path} was not made")  # noqa: T201
            continue
        picture = few_colours(path)
        cut = CUT.get(target.stem.partition("-")[0])
        (picture.copy(*cut) if cut else picture).save(str(target), "PNG", 0)
        size = target.stat().st_size // 1024
        print(f"shots: {target} {size} KB{'' if size <= KEPT_KB else ' – too large'}")  # noqa: T201


def few_colours(path: Path) -> QImage:
    """A picture in its own 256 colours, undithered: a map needs no more. Half are its commonest, exactly as they are –
    grounds and panels keep their hue –, the rest the middles (k-means) of all others."""
    from PySide6.QtGui import QImage, qRgb

    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    height, width = pixels.shape[:2]
    flat = pixels.reshape(-1, 3).astype(np.float32)
    cv2.setRNGSeed(1)
    colours, which, often = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
    common = np.argsort(-often)[:EXACT]
    seen = np.delete(colours, common, axis=0)
    seen = seen[:: len(seen) // 200_000 + 1]
    enough = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 24, 0.4)
    centres = colours[common]
    if len(seen) > 256 - EXACT:
        middles = cv2.kmeans(seen, 256 - EXACT, None, enough, 2, cv2.KMEANS_PP_CENTERS)[2]
        centres = np.concatenate([centres, middles])
    nearest = cKDTree(centres).query(colours)[1].astype(np.uint8)[which.ravel()]
    image = QImage(np.ascontiguousarray(nearest).data, width, height, width, QImage.Format.Format_Indexed8).copy()
    image.setColorTable([qRgb(round(float(r)), round(float(g)), round(float(b))) for b, g, r in centres])
    return image


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=SIZES)
    parser.add_argument("--langs", nargs="+", default=list(LANGUAGES), choices=LANGUAGES)
    parser.add_argument("--only", nargs="*", default=[], help="names of screens")
    parser.add_argument("--keep", action="store_true", help="write docs/pictures too")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
