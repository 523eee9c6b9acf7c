"""Ground floor: styles, translations, check lists, defaults and the manual, found through three functions."""

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


def manual() -> Path:
    """The folder of the operator's manual, a folder a language: shipped with the resources, docs/manual in a checkout.

    FileNotFoundError where it is neither.
    """
    shipped = Path(str(files(__name__).joinpath("manual")))
    for folder in (shipped, shipped.parent.parent / "docs" / "manual"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the operator's manual is not part of this installation")
