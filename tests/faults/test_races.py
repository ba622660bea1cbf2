"""A second process saves the same notes while edits run: at the end every save of either side is there."""

import random
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.figures import tried
from tests.helpers import ROOT, write_vault
from vault_tools.capture import Touch, log
from vault_tools.changes import carry_out
from vault_tools.config import Config
from vault_tools.scribe import Scribe

PEOPLE = {
    f"People/A{number}.md": "---\nmet: 2024-01-01\n---\n## Log\n- 2025-01-01 call\n\n## Saved\n" for number in range(3)
}
DAY = date(2026, 1, 1)


def words(note: Path) -> list[str]:
    """What either side wrote."""
    return re.findall(r"\b[ev]\d+\b", note.read_text())


def race(vault: Path, seed: int, seconds: float) -> None:
    """Edit for so long, against an editor that saves at random."""
    chance, count = random.Random(seed), 0
    wanted: Counter[str] = Counter()
    scribe = Scribe(Config(), "en")
    editor = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.editor", str(vault), str(seed)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert editor.stdout
    said = [editor.stdout.readline()]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        paths = chance.sample(sorted(PEOPLE), chance.randint(1, 3))
        day = DAY + timedelta(chance.randrange(300))
        carry_out(vault, "race", log(scribe, paths, Touch(day, f"v{count}")))
        wanted[f"v{count}"] += len(paths)
        tried("edits against a second program that saves", len(paths))
        count += 1
    rest, _ = editor.communicate("")
    assert editor.returncode == 0
    said += rest.splitlines()
    again = [line for line in said if line.startswith("again")]
    for line in said:
        if line.startswith("saved"):
            wanted[line.split()[1]] += 1
            tried("saves of that program")
    found = Counter(word for path in PEOPLE for word in words(vault / path))
    beside = {word for path in (vault / "People").glob("*(conflicted copy*") for word in words(path)}
    missing = set(wanted - found) - beside
    twice = [word for word in found - wanted if not any(word in line for line in again)]
    assert not missing, f"lost: {missing}"
    assert not twice
    assert [path.name for path in (vault / "People").iterdir() if path.name.startswith(".")] == []


def test_a_short_race(tmp_path: Path) -> None:
    race(write_vault(tmp_path / "vault", PEOPLE), 1, 1.5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 5))
def test_a_long_race(tmp_path: Path, seed: int) -> None:
    race(write_vault(tmp_path / "vault", PEOPLE), seed, 20)
