"""Writes resources/NOTICES.txt: name, version, licence and licence texts of all that the product holds of others.

Without arguments: write it, from the metadata of exactly the locked run-time packages as they are installed here.
--check: fail where what is written differs from what would be written now, or where a licence must not be shipped.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import notices_words as words
import ship_lock

NOTICES = ship_lock.ROOT / "resources" / "NOTICES.txt"
MODELS = ship_lock.ROOT / "resources" / "models"
TEXTS = Path(__file__).resolve().parent / "ship_licences"
LICENCE_FILE = re.compile(r"^(licen[cs]e|copying|notice|third-?party-?notices|authors)", re.IGNORECASE)
NOT_TEXT = {".py", ".pyc", ".so", ".pyi", ".xml"}
NOT_SHIPPED = re.compile(r"\b(A?GPL|SSPL|BUSL)\b", re.IGNORECASE)
COMPILED_IN = "compiled or bundled into it, as its own bill of materials says"
PUBLIC_DOMAIN = "public domain"
RULE = "=" * 100


@dataclass(frozen=True)
class Part:
    """One thing of others. `texts`: (file name, words)."""

    name: str
    version: str
    licence: str
    why: str
    texts: tuple[tuple[str, str], ...]


def main(arguments: list[str]) -> int:
    """Do what was asked; the exit code."""
    found = [*packages(), *inside(), *models()]
    wrong = problems(found)
    text = spell(found)
    if arguments == ["--check"]:
        written = NOTICES.read_text(encoding="utf-8") if NOTICES.exists() else ""
        wrong += [] if written == text else [f"{NOTICES.name} is not up to date; run python packaging/notices.py"]
    elif not wrong:
        NOTICES.write_text(text, encoding="utf-8")
    for sentence in wrong:
        print(f"notices: {sentence}", file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0


def packages() -> list[Part]:
    """The locked run-time packages. Raises PackageNotFoundError where one is not installed here."""
    return [_package(distribution(name)) for name in ship_lock.runtime(ship_lock.read_lock())]


def inside() -> list[Part]:
    """What the frozen build holds besides Python packages, and what is compiled into some of them."""
    return [
        Part(name, "", licence, where, tuple((file, _words(TEXTS / file)) for file in files))
        for name, licence, where, files in words.INSIDE
    ]


def models() -> list[Part]:
    """The models beside their licence files, as their own notice tells them."""
    files = sorted(p for p in MODELS.glob("*") if p.name.upper().startswith("LICENSE") or p.suffix in {".txt", ".md"})
    if not files:
        return []
    return [Part("Models", "", "Apache-2.0", "resources/models", tuple((p.name, _words(p)) for p in files))]


def licence_of(dist: Distribution) -> str:
    """The licence under which the package is used here, as an SPDX expression where its metadata gives one."""
    chosen = words.CHOSEN.get(_name(dist))
    if chosen is not None:
        return chosen
    fields = (dist.metadata.get(key, "") for key in ("License-Expression", "License"))
    said = next((field for field in fields if field and "\n" not in field and field != "UNKNOWN"), "")
    return said or next(_classified(dist), "")


def problems(found: list[Part]) -> list[str]:
    """What keeps these from being shipped, one sentence each."""
    wrong = [f"{part.name}: its licence is not known" for part in found if not part.licence]
    wrong += [f"{p.name}: its licence text is missing" for p in found if not p.texts and p.licence != PUBLIC_DOMAIN]
    said = [(part.name, part.licence) for part in found]
    said += [(line, licence) for part in found for line, licence in compiled_in(part)]
    return wrong + [f"{name} is {licence}: not to be shipped" for name, licence in said if refused(licence)]


def refused(licence: str) -> bool:
    """Whether an SPDX expression leaves no choice but one that is not shipped."""
    return all(NOT_SHIPPED.search(choice) for choice in licence.split(" OR "))


def compiled_in(part: Part) -> Iterator[tuple[str, str]]:
    """(name and version, licence) of each component that a bill of materials names."""
    for name, text in part.texts:
        if name == COMPILED_IN:
            yield from ((line.split(" – ")[0], line.split(" – ")[1]) for line in text.splitlines())


def spell(found: list[Part]) -> str:
    """The whole file. A text that stood before is named, not repeated."""
    listed = [f"{_title(part):<44}{part.licence}{f'  ({part.why})' if part.why else ''}" for part in found]
    blocks = [words.HEAD, "\n".join(listed)]
    seen: dict[str, str] = {}
    for part in found:
        blocks.append(f"{RULE}\n{_title(part)} – {part.licence}\n{RULE}")
        blocks += [_once(seen, _title(part), name, text) for name, text in part.texts]
    return "\n\n".join(blocks) + "\n"


def _once(seen: dict[str, str], title: str, name: str, text: str) -> str:
    known = " ".join(text.split())
    if known in seen:
        return f"--- {name}: the same words as {seen[known]}"
    seen[known] = f"{name} of {title}"
    return f"--- {name}\n\n{text}"


def _title(part: Part) -> str:
    return f"{part.name} {part.version}".strip()


def _package(dist: Distribution) -> Part:
    name = _name(dist)
    files = [(str(path), Path(str(dist.locate_file(path)))) for path in dist.files or () if _is_licence(path.parts)]
    files += [(file, TEXTS / file) for file in words.TEXTS_ADDED.get(name, ())]
    texts = [(Path(label).name, _words(path)) for label, path in sorted(files)]
    texts += [(COMPILED_IN, "\n".join(components))] if (components := _components(dist)) else []
    return Part(name, dist.version, licence_of(dist), words.REMARKS.get(name, ""), tuple(texts))


def _components(dist: Distribution) -> list[str]:
    bills = (path for path in dist.files or () if "sboms" in path.parts)
    read = (json.loads(Path(str(dist.locate_file(path))).read_text(encoding="utf-8")) for path in bills)
    return sorted({_component(component) for bill in read for component in bill.get("components", ())})


def _component(said: dict[str, Any]) -> str:
    licences = [x.get("expression") or x.get("license", {}).get("id", "") for x in said.get("licenses", ())]
    licence = " AND ".join(filter(None, licences)) or "see the texts above"
    return f"{said['name']} {said.get('version', '')} – {licence}"


def _is_licence(parts: tuple[str, ...]) -> bool:
    if parts[0].endswith(".dist-info") and len(parts) > 2 and parts[1] == "licenses":
        return True
    return bool(LICENCE_FILE.match(parts[-1])) and Path(parts[-1]).suffix.lower() not in NOT_TEXT


def _classified(dist: Distribution) -> Iterator[str]:
    for line in dist.metadata.get_all("Classifier") or ():
        if line.startswith("License :: OSI Approved :: "):
            yield line.rpartition(" :: ")[2]


def _name(dist: Distribution) -> str:
    return str(ship_lock.canonicalize_name(dist.metadata["Name"]))


def _words(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(line.rstrip() for line in text.replace("\f", "\n").splitlines()).strip()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except PackageNotFoundError as missing:
        sys.exit(f"notices: {missing}; run make setup first")
