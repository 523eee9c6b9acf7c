"""The .deb made from dist/sandtable: /opt/sandtable, a link in /usr/bin, a menu entry with its icon."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import string
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = HERE / "deb"
RUNTIME = ("libstdc++6", "libgcc-s1", "tzdata", "fonts-noto-cjk | fonts-wqy-microhei")
"""What the libraries inside were linked against and do not bring, the time zones, and Chinese type."""


def build(bundle: Path, tree: Path, into: Path, version: str) -> Path:
    """Lay out `tree` from nothing and pack it; the package's path. Raises CalledProcessError where dpkg-deb fails."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "opt" / "sandtable", symlinks=True)
    link = _made(tree / "usr" / "bin" / "sandtable")
    link.symlink_to("/opt/sandtable/sandtable")
    _put(PARTS / "sandtable.desktop", tree / "usr/share/applications/sandtable.desktop")
    _put(PARTS / "sandtable.svg", tree / "usr/share/icons/hicolor/scalable/apps/sandtable.svg")
    _put(PARTS / "copyright", tree / "usr/share/doc/sandtable/copyright")
    _made(tree / "DEBIAN" / "control").write_text(control(tree, version), encoding="utf-8")
    (tree / "DEBIAN" / "md5sums").write_text(_sums(tree), encoding="utf-8")
    package = into / f"sandtable_{version}_{architecture()}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def control(tree: Path, version: str) -> str:
    """The package's description of itself."""
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    template = string.Template((PARTS / "control.in").read_text(encoding="utf-8"))
    return template.substitute(
        version=version, architecture=architecture(), kilobytes=kilobytes, depends=", ".join(depends())
    )


def depends() -> list[str]:
    """What the package needs of the system: Qt's libraries as packaging/setup.sh lists them, and the C library."""
    setup = (HERE / "setup.sh").read_text(encoding="utf-8")
    lines = re.findall(r"^\s+(lib[^\n\\]+)", setup.partition("system_libraries()")[2], re.MULTILINE)
    libc = (os.confstr("CS_GNU_LIBC_VERSION") or "").rpartition(" ")[2]
    return [f"libc6 (>= {libc})", *dict.fromkeys(" ".join(lines).split()), *RUNTIME]


def architecture() -> str:
    """Debian's name of this kind of machine."""
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _put(source: Path, target: Path) -> None:
    shutil.copyfile(source, _made(target))


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _sums(tree: Path) -> str:
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    inside = (path for path in files if path.relative_to(tree).parts[0] != "DEBIAN")
    return "".join(f"{_sum(path)}  {path.relative_to(tree)}\n" for path in inside)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()
