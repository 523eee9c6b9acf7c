"""Ground floor: styles, translations, check lists and defaults, found through two functions."""

from importlib.resources import files
from pathlib import Path


def path(name: str) -> Path:
    """Where a resource lies, "styles/workbench.qss" for one; FileNotFoundError names it when it is not there."""
    found = Path(str(files(__name__).joinpath(*name.split("/"))))
    if not found.exists():
        raise FileNotFoundError(f"no resource named {name}")
    return found


def text(name: str) -> str:
    """The words of a resource, UTF-8; FileNotFoundError names it when it is not there."""
    return path(name).read_text(encoding="utf-8")
