"""Keeps the catalogue true: collects texts from the code, compiles it for the window, or checks that it is complete.

Without arguments: compile resources/i18n/*.ts to .qm where the .ts is newer (set-up calls this).
--collect: bring the .ts up to date with the code (for whoever adds texts).
--check: fail where a text is missing, unfinished, obsolete, or uses other placeholders than its source.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "i18n"
ROOMS = ("app", "layers", "map")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def main(arguments: list[str]) -> int:
    """Do what was asked; the exit code."""
    if arguments == ["--collect"]:
        collect(catalogue())
        return 0
    if arguments == ["--check"]:
        return report(problems(catalogue()))
    if arguments:
        return report([f"what is {' '.join(arguments)}? Say --collect, --check, or nothing"])
    return compile_all()


def catalogue() -> Path:
    """The one catalogue there is."""
    return CATALOGUES / "sandtable_zh_CN.ts"


def sources() -> list[str]:
    """Python files whose texts people see."""
    return sorted(str(p.relative_to(ROOT)) for room in ROOMS for p in (ROOT / room).rglob("*.py"))


def collect(into: Path) -> None:
    """Bring a catalogue up to date: new texts come in unfinished, those that are gone leave."""
    command = [
        tool("lupdate"),
        *sources(),
        "-ts",
        str(into),
        "-no-obsolete",
        "-locations",
        "none",
        "-source-language",
        "en",
        "-target-language",
        "zh_CN",
    ]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)


def compile_all() -> int:
    """Compile what is older than its source; 0, or 1 with a sentence for each that could not be compiled."""
    failed = []
    for ts in sorted(CATALOGUES.glob("*.ts")):
        qm = ts.with_suffix(".qm")
        if qm.exists() and qm.stat().st_mtime >= ts.stat().st_mtime:
            continue
        new = qm.with_name(f"{qm.name}.new")  # Qt maps the file: one written in place would kill the open windows
        done = subprocess.run(
            [tool("lrelease"), "-silent", str(ts), "-qm", str(new)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            failed.append(f"{ts.name} could not be compiled: {done.stderr.strip()}")
        else:
            new.replace(qm)
    return report(failed)


def problems(ts: Path) -> list[str]:
    """What keeps the catalogue from being complete, one sentence each."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / ts.name
        shutil.copy(ts, fresh)
        collect(fresh)
        now, then = entries(fresh), entries(ts)
    found = [f"not in the catalogue: {context}: {source!r}" for context, source in sorted(now.keys() - then.keys())]
    found += [f"no longer in the code: {context}: {source!r}" for context, source in sorted(then.keys() - now.keys())]
    for (context, source), (text, state) in sorted(then.items()):
        if state or not text:
            found.append(f"{state or 'empty'}: {context}: {source!r}")
        elif sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text)):
            found.append(f"other placeholders: {context}: {source!r} → {text!r}")
    return found


def entries(ts: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(context, source) → (translation, its type: "" for finished)."""
    found = {}
    for context in ET.parse(ts).getroot().iter("context"):  # noqa: S314  # our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            node = message.find("translation")
            text, state = (node.text or "", node.get("type", "")) if node is not None else ("", "missing")
            found[name, message.findtext("source") or ""] = (text, state)
    return found


def tool(name: str) -> str:
    """Qt's own tool beside this Python."""
    beside = Path(sys.executable).parent / f"pyside6-{name}"
    return str(beside) if beside.exists() else f"pyside6-{name}"


def report(sentences: list[str]) -> int:
    """Say them; the exit code."""
    for sentence in sentences:
        print(f"translations: {sentence}", file=sys.stderr)  # noqa: T201
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
