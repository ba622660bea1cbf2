"""Programs like ours, where they are on this machine: each does its whole work on the same vault once more."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Scenario

LIMIT_SECONDS = 120.0

_OBSIDIANTOOLS = "import sys, pathlib, obsidiantools.api as o; o.Vault(pathlib.Path(sys.argv[1])).connect().gather()"
_CARD = """\
BEGIN:VCARD
VERSION:3.0
UID:{number}
FN:{name}
N:{name};;;;
EMAIL:p{number}@example.com
END:VCARD
"""


def peers(vault: Path, place: Path) -> Iterator[Scenario | str]:
    """What to measure, or a line saying what is missing. They write into `place`, zk into the vault's `.zk`."""
    place.mkdir(parents=True, exist_ok=True)
    yield from _zk(vault)
    yield _hugo(vault, place) if shutil.which("hugo") else _absent("hugo")
    yield _khard(vault, place) if shutil.which("khard") else _absent("khard")
    yield _markdowndb(vault, place) if shutil.which("mddb") else _absent("markdowndb")
    python = _python_with("obsidiantools")
    if python:
        line = [python, "-c", _OBSIDIANTOOLS, str(vault)]
        yield Scenario("peer: obsidiantools, notes and links", lambda: line, limit=LIMIT_SECONDS)
    else:
        yield _absent("obsidiantools")


def _absent(name: str) -> str:
    return f"peer: {name}: skipped, not on this machine"


def _zk(vault: Path) -> Iterator[Scenario | str]:
    if not shutil.which("zk"):
        yield _absent("zk")
        return
    subprocess.run(["zk", "init", "--no-input", str(vault)], check=True, capture_output=True)
    index = ["zk", "index", "--quiet", "--notebook-dir", str(vault)]

    def cold() -> list[str]:
        (vault / ".zk/notebook.db").unlink(missing_ok=True)
        return index

    yield Scenario("peer: zk index, cold", cold, limit=LIMIT_SECONDS)
    yield Scenario("peer: zk index, nothing changed", lambda: index, limit=LIMIT_SECONDS)


def _hugo(vault: Path, place: Path) -> Scenario:
    (place / "config.toml").write_text(f"contentDir = '{vault}'\n", encoding="utf-8")
    return Scenario("peer: hugo list all", lambda: ["hugo", "list", "all", "-s", str(place)], limit=LIMIT_SECONDS)


def _khard(vault: Path, place: Path) -> Scenario:
    """The contacts as cards: khard knows nothing of meetings."""
    cards = place / "cards"
    shutil.rmtree(cards, ignore_errors=True)
    cards.mkdir()
    for number, note in enumerate(sorted((vault / "People").glob("*.md"))):
        text = _CARD.format(number=number, name=note.stem)
        (cards / f"{number}.vcf").write_text(text, encoding="utf-8")
    settings = place / "khard.conf"
    settings.write_text(f"[addressbooks]\n[[people]]\npath = {cards}\n", encoding="utf-8")
    return Scenario(
        "peer: khard list, contacts alone", lambda: ["khard", "-c", str(settings), "list"], limit=LIMIT_SECONDS
    )


def _markdowndb(vault: Path, place: Path) -> Scenario:
    """It leaves its files where it is started."""

    def cold() -> list[str]:
        (place / "markdown.db").unlink(missing_ok=True)
        return ["sh", "-c", 'cd "$1" && exec mddb "$2"', "sh", str(place), str(vault)]

    return Scenario("peer: markdowndb, cold", cold, limit=LIMIT_SECONDS)


def _python_with(module: str) -> str | None:
    """The first Python that can import it: the one running, `python3` on PATH."""
    for python in filter(None, (sys.executable, shutil.which("python3"))):
        if not subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode:
            return python
    return None
