"""`make ship`: dist/sandtable, a folder that runs without Python; a .deb made from it; and the proof that both run.

--lock: bring packaging/ship.lock up to date instead. It holds what PyInstaller needs, which never enters the product's
own environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import notices
import ship_deb
import ship_lock

from app.version import Build, checkout

ROOT = ship_lock.ROOT
WORK = ROOT / "build" / "ship"
DIST = ROOT / "dist"
BUNDLE = DIST / "sandtable"
VENV_PYTHON = WORK / "venv" / "bin" / "python"
UV = (sys.executable, "-m", "uv")


class Refused(Exception):
    """Nothing was shipped; its words say why and what to do."""


def main(arguments: list[str]) -> int:
    """Do what was asked; the exit code."""
    try:
        if arguments == ["--lock"]:
            lock()
        elif arguments:
            raise Refused(f"what is {' '.join(arguments)}? Say --lock, or nothing")
        else:
            ship()
    except Refused as refused:
        say(str(refused))
        return 1
    return 0


def ship() -> None:
    """All of it, in this order; each step says what it made."""
    began = time.monotonic()
    if notices.main(["--check"]):
        raise Refused("the third-party notices are not in order (see above); nothing was built")
    environment()
    bake()
    bundle()
    say(f"{BUNDLE.relative_to(ROOT)}: {megabytes(size(BUNDLE))}")
    package = ship_deb.build(BUNDLE, WORK / "deb", DIST, ship_lock.project_version())
    say(f"{package.relative_to(ROOT)}: {megabytes(package.stat().st_size)}")
    run("the proof", ["sh", "packaging/ship_proof.sh", str(BUNDLE), str(package)], None)
    say(f"shipped and proven in {time.monotonic() - began:.0f} s")


def lock() -> None:
    """Pin PyInstaller and what it needs, in versions that agree with the product's own lock."""
    WORK.mkdir(parents=True, exist_ok=True)
    wanted = WORK / "ship.in"
    wanted.write_text(ship_lock.ship_input(), encoding="utf-8")
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    options += ["--no-annotate", "--python-version", "3.11", "--quiet", "--constraint", "requirements.lock"]
    run("uv", [*UV, "pip", "compile", str(wanted), *options, "-o", "packaging/ship.lock"], None)


def environment() -> None:
    """build/ship/venv: the locked run-time packages and PyInstaller, nothing else."""
    WORK.mkdir(parents=True, exist_ok=True)
    wanted, own = WORK / "runtime.lock", ROOT / "packaging" / "ship.lock"
    words = ship_lock.spell_runtime()
    stamp = WORK / "venv" / ".locked"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == words + own.read_text(encoding="utf-8"):
        return
    say("making build/ship/venv with the locked packages and PyInstaller (about 1 GB, once)")
    wanted.write_text(words, encoding="utf-8")
    run("uv", [*UV, "venv", "--quiet", "--clear", "--python", sys.executable, str(WORK / "venv")], None)
    into = ["pip", "install", "--quiet", "--python", str(VENV_PYTHON), "--require-hashes"]
    run("uv", [*UV, *into, "-r", str(wanted), "-r", str(own)], None)
    stamp.write_text(words + own.read_text(encoding="utf-8"), encoding="utf-8")


def bake() -> None:
    """Write down which build this is; app/version.py reads it in the frozen program."""
    build = Build(ship_lock.project_version(), *checkout(ROOT))
    (WORK / "build.json").write_text(json.dumps(asdict(build)), encoding="utf-8")
    say(f"version {build.version}, build {build.commit} of {build.date}")


def bundle() -> None:
    """dist/sandtable, made anew."""
    say("PyInstaller is at work (a minute or two; its words go to build/ship/pyinstaller.log)")
    options = ["--noconfirm", "--distpath", str(DIST), "--workpath", str(WORK / "work")]
    command = [str(VENV_PYTHON), "-m", "PyInstaller", *options, "packaging/sandtable.spec"]
    run("PyInstaller", command, WORK / "pyinstaller.log")
    if dangling := [path.name for path in BUNDLE.rglob("*") if path.is_symlink() and not path.exists()]:
        raise Refused(f"links to what packaging/ship_parts.py leaves out: {', '.join(dangling)}")


def run(what: str, command: list[str], log: Path | None) -> None:
    """Run it in the checkout. Raises Refused where it fails, with its last words where they went to a log."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    with open(log or os.devnull, "w", encoding="utf-8") as out:  # noqa: PTH123 – devnull is no path of ours
        pipe = out if log else None
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=pipe, stderr=pipe, check=False)
    if done.returncode:
        last = "\n".join(log.read_text(encoding="utf-8").splitlines()[-15:]) if log else "see above"
        raise Refused(f"{what} failed (code {done.returncode}): {last}")


def size(folder: Path) -> int:
    """Bytes of all files under it, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def megabytes(number: int) -> str:
    """For the terminal."""
    return f"{number / 1e6:.0f} MB"


def say(text: str) -> None:
    """One line to the terminal."""
    print(f"ship: {text}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    if shutil.which("dpkg-deb") is None:
        sys.exit("ship: needs dpkg-deb, which Debian and its children have; nothing was built")
    sys.exit(main(sys.argv[1:]))
