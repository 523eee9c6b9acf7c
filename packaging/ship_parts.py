"""What goes into a frozen build and what stays out: lists that packaging/sandtable.spec applies."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app", "layers", "map", "devices", "vision", "domain", "resources")

LOADED_BY_NAME = ("pyogrio", "rasterio", "iotcore", "osmium", "rich._unicode_data", "openvino.frontend")
"""Packages whose parts are imported from compiled code, or by a name put together at run time."""

LEFT_OUT = (
    "tkinter", "_tkinter", "readline", "rlcompleter", "curses", "_curses", "lib2to3", "ensurepip", "idlelib",
    "setuptools", "pkg_resources", "pip", "PyInstaller", "pytest", "hypothesis", "matplotlib", "pandas", "geopandas",
    "pyarrow", "IPython", "sympy", "torch", "tensorflow", "jax", "numba", "PIL", "mypy", "pyqtgraph",
    "openvino_telemetry", "openvino.torch", "openvino.tools", "onnxruntime.transformers", "onnxruntime.quantization",
    "onnxruntime.tools",
)  # fmt: skip
"""Modules that are not needed; `readline` also because it would bring GNU Readline, which is GPL."""

QT_LIBRARIES = ("Core", "Gui", "Widgets", "DBus", "Svg", "OpenGL", "XcbQpa", "WaylandClient", "WlShellIntegration")
QT_PLUGINS = (
    "platforms/libqxcb", "platforms/libqoffscreen", "platforms/libqwayland", "xcbglintegrations/",
    "imageformats/libqjpeg", "imageformats/libqsvg", "iconengines/",
    "platforminputcontexts/libcompose", "platforminputcontexts/libibus", "platformthemes/libqxdg",
    "wayland-decoration-client/", "wayland-graphics-integration-client/libqt-plugin-wayland-egl",
    "wayland-shell-integration/libxdg-shell",
)  # fmt: skip
"""Without Quick, QML, Pdf, the on-screen keyboard, SQL drivers, and the GTK theme, which would bring GTK."""

OPENVINO_LIBRARIES = (
    "libopenvino.so", "libopenvino_intel_cpu_plugin", "libopenvino_onnx_frontend", "libopenvino_ir_frontend",
    "libtbb", "libhwloc",
)  # fmt: skip
"""The CPU, and the two formats of models that are read; GPU and NPU plugins and other formats stay out."""

PYTHONS_OWN = ("libpython", "libssl", "libcrypto", "libsqlite3", "libffi", "liblzma", "libbz2", "libz.", "libexpat")
"""The libraries of the building system that travel along: those of Python's standard library.

Qt's (xcb, GL, fontconfig …) and the C and C++ runtimes are the target's own: the .deb depends on them, the target's
updates repair them, and none of them has to be given in source by us.
"""

NOT_DATA = re.compile(
    r"(^|/)(tests?|testing|include|__pycache__|metatypes|typesystems|glue|doc)/|\.(pyi|pxd|pyx|h|hpp|c|cpp|cmake|pc)$"
    r"|^cv2/data/|^PySide6/Qt/(qml|translations/(?!qtbase_zh_CN)|resources)|^openvino/libs/cache\.json"
)


def modules() -> list[str]:
    """Every module of ours by its dotted name: children are started by name, which no analysis can see."""
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts)
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files)
    return sorted(name.removesuffix(".__init__") for name in names if not name.endswith("migrations.env"))


def data() -> list[tuple[str, str]]:
    """(file, folder in the build) of all that is read from the disk at run time."""
    found = [*(ROOT / "resources").rglob("*"), *(ROOT / "domain/store/migrations").rglob("*.py")]
    here = [path for path in found if path.is_file() and path.suffix not in {".pyc", ".ts"}]
    here = [path for path in here if path.suffix != ".py" or "migrations" in path.parts]
    manual = ROOT / "docs" / "manual"
    pages = [(str(p), str("resources" / p.parent.relative_to(manual.parent))) for p in manual.rglob("*") if p.is_file()]
    return [*((str(path), str(path.parent.relative_to(ROOT))) for path in here), *pages]


def wanted(name: str, source: str) -> bool:
    """Whether a library or data file that the analysis found comes along; `name` is its place in the build."""
    if source.startswith(("/usr/lib/", "/lib/")) and "/site-packages/" not in source:
        return Path(name).name.startswith(PYTHONS_OWN) or "lib-dynload" in source
    if name.startswith("openvino/libs/") or Path(name).name.startswith("libopenvino"):
        return Path(name).name.startswith(OPENVINO_LIBRARIES)
    if name.startswith("openvino/frontend/"):
        return not name.endswith(".so") or "/onnx/" in name
    if "/plugins/" in name and name.startswith("PySide6/"):
        return name.partition("/plugins/")[2].startswith(QT_PLUGINS)
    if (qt := re.search(r"libQt6(\w+)\.so", name)) is not None:
        return qt[1] in QT_LIBRARIES
    return not NOT_DATA.search(name)
