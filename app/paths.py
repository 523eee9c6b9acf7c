"""Where the program keeps its own files: logs and runtime files per user; a run's products where it was started."""

from __future__ import annotations

import warnings
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("sandtable", appauthor=False)


def log_folder() -> Path:
    """The log files' folder, per user; made if need be."""
    return _made(Path(_DIRS.user_log_dir))


def runtime_folder() -> Path:
    """Port-and-token files of running desks, per user; readable by this user alone."""
    with warnings.catch_warnings():
        # without a session's folder a user's own under /tmp does; whatever else is said of it (not ours, open) matters
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set", UserWarning)
        folder = _made(Path(_DIRS.user_runtime_dir))
    folder.chmod(0o700)
    return folder


def data_folder() -> Path:
    """Station files that the program makes of itself (`sandtable demo --keep`), per user."""
    return _made(Path(_DIRS.user_data_dir))


def run_folder() -> Path:
    """What a headless run leaves behind: build/run under the working folder."""
    return _made(Path("build") / "run")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
