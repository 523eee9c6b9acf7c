"""What is shipped: complete notices, no package that must not be, and children that a frozen build can start."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from app import version
from app.cli.main import app

ROOT = Path(__file__).parent.parent
LISTED = re.compile(r"^([a-z0-9-]+) (\S+) {2,}(\S.*)$", re.MULTILINE)


@pytest.fixture
def packaging_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))


def part(name: str) -> ModuleType:
    return importlib.import_module(name)


def notices() -> str:
    return (ROOT / "resources" / "NOTICES.txt").read_text(encoding="utf-8")


# notices


@pytest.mark.usefixtures("packaging_folder")
def test_every_locked_package_of_the_run_time_is_in_the_notices() -> None:
    lock = part("ship_lock")
    listed = {name: number for name, number, _ in LISTED.findall(notices())}
    for name, locked in lock.runtime(lock.read_lock()).items():
        try:
            number = distribution(name).version
        except PackageNotFoundError:
            continue
        assert name in listed, f"{name} is not in resources/NOTICES.txt; run python packaging/notices.py"
        assert sys.version_info[:2] != (3, 11) or listed[name] == number == locked.version, name


@pytest.mark.usefixtures("packaging_folder")
def test_the_run_time_holds_what_the_product_asks_for_and_no_tool() -> None:
    lock = part("ship_lock")
    found = lock.runtime(lock.read_lock())
    assert {"pyside6-essentials", "numpy", "starlette", "mako", "h11"} <= found.keys()
    assert not {"pytest", "mypy", "ruff", "pyinstaller", "mkdocs", "uv", "pyqtgraph"} & found.keys()
    assert all("--hash=sha256:" in "".join(locked.lines) for locked in found.values())


@pytest.mark.usefixtures("packaging_folder")
def test_nothing_that_leaves_no_choice_but_the_gpl_is_shipped() -> None:
    wrong = part("notices")
    assert not wrong.problems(wrong.packages())
    assert wrong.refused("GPL-3.0-only") and wrong.refused("AGPL-3.0 OR GPL-2.0-only")
    assert not wrong.refused("LGPL-3.0-only") and not wrong.refused("Apache-2.0 OR GPL-2.0-only")


def test_the_notices_say_under_which_terms_qt_and_ffmpeg_are_used() -> None:
    said = notices()
    assert "Qt and PySide6 are used under the GNU Lesser General Public License, version 3" in said
    assert "FFmpeg" in said and "GNU LESSER GENERAL PUBLIC LICENSE" in said
    assert re.search(r"^openvino-telemetry .*never imported", said, re.MULTILINE)


def test_every_licence_file_of_a_model_is_in_the_notices() -> None:
    files = [*(ROOT / "resources" / "models").glob("LICENSE*"), *(ROOT / "resources" / "models").glob("*.txt")]
    said = " ".join(notices().split())
    assert not [path.name for path in files if " ".join(path.read_text(encoding="utf-8").split()) not in said]


def test_openvino_telemetry_is_never_imported_by_us() -> None:
    rooms = ("app", "layers", "map", "devices", "vision", "domain", "resources")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    imported = re.compile(r"^\s*(import|from) openvino_telemetry\b", re.MULTILINE)
    assert not [path for path in files if imported.search(path.read_text(encoding="utf-8"))]


# the frozen build


def test_pyinstaller_never_enters_the_products_lock() -> None:
    own = (ROOT / "packaging" / "ship.lock").read_text(encoding="utf-8")
    assert "pyinstaller" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "pyinstaller==" in own and "http" not in own and "file:" not in own


@pytest.mark.usefixtures("packaging_folder")
def test_every_child_that_is_started_by_name_comes_along() -> None:
    modules = part("ship_parts").modules()
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    started = {name for text in sources for name in re.findall(r'module_command\(\s*"([\w.]+)"', text)}
    assert {"app.desktop", "app.station", "app.simulator", "devices.broker"} <= started
    for name in started:
        assert name in modules
        assert not (ROOT / name.replace(".", "/")).is_dir() or f"{name}.__main__" in modules


@pytest.mark.usefixtures("packaging_folder")
def test_what_is_read_from_the_disk_comes_along() -> None:
    places = {f"{folder}/{Path(file).name}" for file, folder in part("ship_parts").data()}
    wanted = {"styles/workbench.qss", "i18n/sandtable_zh_CN.qm", "checklists.json", "NOTICES.txt"}
    assert {f"resources/{name}" for name in wanted} <= places
    assert {"domain/store/migrations/env.py", "domain/store/migrations/versions/r0001_first_tables.py"} <= places


@pytest.mark.usefixtures("packaging_folder")
@pytest.mark.parametrize(
    ("place", "source", "wanted"),
    [
        ("PySide6/Qt/lib/libQt6Widgets.so.6", "/venv/site-packages/PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/venv/site-packages/PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/site-packages/PySide6/x", True),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", "/venv/site-packages/PySide6/x", False),
        ("libreadline.so.8", "/lib/x86_64-linux-gnu/libreadline.so.8", False),
        ("libxcb.so.1", "/lib/x86_64-linux-gnu/libxcb.so.1", False),
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", True),
        ("openvino/libs/libopenvino_intel_gpu_plugin.so", "/venv/site-packages/openvino/libs/x", False),
        ("openvino/libs/libopenvino_onnx_frontend.so.2641", "/venv/site-packages/openvino/libs/x", True),
        ("libopenvino_jax_frontend.so.2641", "openvino/libs/libopenvino_jax_frontend.so.2641", False),
        ("numpy.libs/libscipy_openblas64_.so", "/venv/site-packages/numpy.libs/x", True),
    ],
)
def test_only_what_is_needed_comes_along(place: str, source: str, *, wanted: bool) -> None:
    assert part("ship_parts").wanted(place, source) is wanted


@pytest.mark.usefixtures("packaging_folder")
def test_the_deb_depends_on_the_libraries_that_setup_installs() -> None:
    depends = part("ship_deb").depends()
    assert {"libegl1", "libxcb-cursor0", "libxkbcommon-x11-0", "libxcb1", "tzdata"} <= set(depends)
    assert "fonts-noto-cjk | fonts-wqy-microhei" in depends and re.match(r"libc6 \(>= \d+\.\d+\)", depends[0])
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.+-]*( \| [a-z0-9.+-]+)?( \(>= [\d.]+\))?", name) for name in depends)


def test_a_child_is_started_without_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "packaging/ship_entry.py", "--child", "devices.broker", "--help"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "LD_LIBRARY_PATH_ORIG": "", "PYTHONWARNINGS": "error"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "--port-file" in done.stdout and not done.stderr


# version


def test_version_says_build_libraries_licences_and_where_the_notices_are() -> None:
    said = CliRunner().invoke(app, ["--version"]).output
    assert re.match(r"sandtable \S+, build \w+\+? of (\d{4}-\d\d-\d\d|unknown)\n", said)
    assert all(word in said for word in ("Python 3", "Qt 6", "numpy 2", "Apache-2.0", "LGPL-3.0", "NOTICES.txt"))
    assert CliRunner().invoke(app, ["version"]).output == said


@pytest.mark.parametrize("words", [["licences"], ["--version", "--licences"], ["version", "--licences"]])
def test_licences_prints_the_notices(words: list[str]) -> None:
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0 and "THIRD-PARTY NOTICES OF SANDTABLE" in said.output


def test_a_folder_that_is_no_checkout_has_an_unknown_build(tmp_path: Path) -> None:
    assert version.checkout(tmp_path) == ("unknown", "unknown")


def test_a_checkout_with_changes_says_so(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@localhost"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    (tmp_path / "a").write_text("1")
    subprocess.run([*git, "add", "a"], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "a"], check=True)
    commit, date = version.checkout(tmp_path)
    assert re.fullmatch(r"[0-9a-f]{7,}", commit) and re.fullmatch(r"\d{4}-\d\d-\d\d", date)
    (tmp_path / "a").write_text("2")
    assert version.checkout(tmp_path) == (f"{commit}+", date)
