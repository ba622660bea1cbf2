"""A process that edits and acts is killed at random instants: afterwards nothing is lost and nothing is there twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.faults.scenes import notes_of, run_here
from tests.faults.stream import changed, words_in
from tests.figures import tried
from tests.helpers import ROOT, write_vault
from vault_tools.changes import last_step, undo
from vault_tools.journal import Journal

PEOPLE = {
    f"People/A{number}.md": f"---\nmet: 2024-0{number}-01\n---\nSee [[A{number % 6 + 1}]].\n" for number in range(1, 7)
}


class Killed:
    """A vault in which processes are killed, and what should stand in its notes."""

    def __init__(self, vault: Path, seed: int) -> None:
        self.vault = write_vault(vault, PEOPLE, 'digests = ["follow-ups"]\n')
        self.chance = random.Random(seed)
        self.wanted: Counter[str] = Counter()
        self.seed = seed
        self.said: list[dict[str, Any]] = []

    def run(self, kills: int) -> None:
        """So many processes, one after another; each lives for a random time."""
        for number in range(kills):
            said = self._live(self.seed * 1000 + number)
            self.said += said
            self._take_in(said)
            self._check()
            tried("processes killed at a random instant")
            tried("edits and actions in a stream that is killed", sum(one["when"] == "end" for one in said))

    def _live(self, seed: int) -> list[dict[str, Any]]:
        command = [sys.executable, "-m", "tests.faults.stream", str(self.vault), str(seed)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "0"}
        ) as child:
            assert child.stdout
            first = child.stdout.readline()  # it has begun
            time.sleep(self.chance.uniform(0.0, 0.5))
            child.send_signal(signal.SIGKILL)
            lines = [first, *child.stdout.readlines()]
        assert child.returncode == -signal.SIGKILL
        return [json.loads(line) for line in lines if line.endswith(b"\n")]

    def _take_in(self, said: list[dict[str, Any]]) -> None:
        """What ended stands in the notes, what was refused does not; what had begun is brought to one or the other."""
        for one in said:
            if one["when"] == "refused":
                pytest.fail(f"refused: {one}")
            if one["when"] == "end":
                self.wanted.update(one.get("adds", one.get("changes", {})))
        last = said[-1]
        if last["when"] in ("begin", "marked"):
            self._settle(last)

    def _settle(self, last: dict[str, Any]) -> None:
        if last["what"] in ("tick", "digest"):
            code, printed = run_here(self.vault, ["digest"])
            assert code == 0, printed
            adds = Counter(last.get("adds", {}))
            if last["when"] == "marked" or words_of(self.vault) == self.wanted + adds:
                self.wanted.update(adds)
        elif last["what"] == "undo":
            if last["number"] in Journal(self.vault).numbers():
                undo(self.vault)
            self.wanted.update(last["changes"])
        elif (found := last_step(self.vault)) and any(
            _bytes(self.vault / change.path) != change.after for change in found.step.changes
        ):
            undo(self.vault)  # cut short, or not even begun: the notes are then as before the command
        elif words_of(self.vault) != self.wanted:
            self.wanted.update(last["adds"] if "adds" in last else changed(list(found.step.changes)) if found else {})

    def _check(self) -> None:
        found = words_of(self.vault)
        wrong = {word for word in found | self.wanted if found[word] != self.wanted[word]}
        assert not wrong, "\n".join(self._traces(wrong))
        assert min(self.wanted.values(), default=0) >= 0
        for path, data in notes_of(self.vault).items():
            if path.endswith(".md") and not path.rpartition("/")[2].startswith("."):
                rows = [line.rpartition(b"^")[2] for line in data.splitlines() if b" ^vt-" in line]
                assert len(rows) == len(set(rows)), f"{path}: a row is there twice"
        code, printed = run_here(self.vault, ["check", "--json"])
        assert "frontmatter" not in printed
        assert code in (0, 1)

    def _traces(self, wrong: set[str]) -> list[str]:
        """What was said about words that are lost or there twice, and where they stand."""
        said = [str(one) for one in self.said if any(f"'{word}'" in str(one) for word in wrong)]
        lines = [
            f"{path}: {line!r}"
            for path, data in notes_of(self.vault).items()
            for line in data.splitlines()
            if any(word.encode() in line for word in wrong)
        ]
        return [f"wrong: {wrong}", *said, *lines, "last:", *map(str, self.said[-6:])]


def words_of(vault: Path) -> Counter[str]:
    """All words of the stream in a vault's notes, with how often they stand there."""
    found: Counter[str] = Counter()
    for path, data in notes_of(vault).items():
        if path.endswith(".md") and not path.rpartition("/")[2].startswith("."):
            lines = [line for line in data.splitlines() if not line.startswith((b"See ", b"name: ", b"aliases: "))]
            found.update(words_in(b"\n".join(lines)))
    return found


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def test_killed_a_few_times(tmp_path: Path) -> None:
    Killed(tmp_path / "vault", 1).run(6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 14))
def test_killed_many_times(tmp_path: Path, seed: int) -> None:
    Killed(tmp_path / "vault", seed).run(40)
