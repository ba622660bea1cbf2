"""The program's own doings, as whole processes: digests after each sort of change, reading, capturing, starting up."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

from benchmarks.generate import TODAY
from benchmarks.measure import Scenario
from vault_tools.cli.main import COMMANDS

COLD, NOTHING, ONE, NEW_DAY = "digest, cold", "digest, nothing changed", "digest, one note changed", "digest, a new day"
START = "start-up: "
READING = [
    *("home", "week", "follow-ups", "funnel", "screening", "answers", "signals", "partners", "lessons"),
    *("introductions", "pitch", "resources", "landscape", "circles", "contacts"),
]
CHECKED_OUT = 1000

_GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"]


class Bench:
    """One made vault, in git on the branch `before`, beside which `after` has 1,000 notes changed."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault
        self.tool = [sys.executable, "-m", "vault_tools", "--vault", str(vault), "--today", TODAY.isoformat()]
        self.people = sorted((vault / "People").glob("*.md"))
        self._turn = count(1)

    def commit(self) -> None:
        """Put the vault into git, with both branches."""
        (self.vault / ".gitignore").write_text(".vault-tools/\nDigests/\n", encoding="utf-8")
        self.git("init", "-q", "-b", "before")
        self.git("add", "-A")
        self.git("commit", "-qm", "before")
        self.git("checkout", "-qb", "after")
        for path in sorted((self.vault / "Meetings").rglob("*.md"))[:CHECKED_OUT]:
            _append(path, "- [ ] one more thing 📅 2026-12-01\n")
        self.git("commit", "-qam", "after")
        self.git("checkout", "-q", "before")

    def git(self, *arguments: str) -> None:
        """Run git in the vault."""
        subprocess.run([*_GIT, "-C", str(self.vault), *arguments], check=True)

    def digests(self) -> Iterator[Scenario]:
        """`digest` after each sort of change."""
        digest = [*self.tool, "digest"]
        yield Scenario(COLD, self._cold)
        yield Scenario(NOTHING, lambda: digest)
        yield Scenario(ONE, self._one_changed)
        yield Scenario("digest, one note added", self._one_added)
        yield Scenario("digest, after git checkout", self._checkout)
        yield Scenario(NEW_DAY, self._new_day)
        subprocess.run(digest, check=True, capture_output=True)  # back on the day of all others

    def reading(self) -> Iterator[Scenario]:
        """Each command that shows something."""
        for name in READING:
            yield Scenario(name, lambda name=name: [*self.tool, name])  # type: ignore[misc]
        yield Scenario("follow-ups --json", lambda: [*self.tool, "follow-ups", "--json"])
        yield Scenario("contact NAME", lambda: [*self.tool, "contact", self._somebody()])
        yield Scenario("find TEXT", lambda: [*self.tool, "find", "明年的预算"])
        yield Scenario("check", lambda: [*self.tool, "check"], codes=(0, 1))

    def capture(self) -> Iterator[Scenario]:
        """Each command that writes a note."""
        yield Scenario("log NAME TEXT", lambda: [*self.tool, "log", self._somebody(), "a few words", "--next", "2w"])
        yield Scenario("done NAME", lambda: [*self.tool, "done", self._somebody(), "rang back"])
        yield Scenario("snooze NAME", lambda: [*self.tool, "snooze", self._somebody(), "3w"])
        yield Scenario("new contact", lambda: [*self.tool, "new", "contact", f"Somebody New {next(self._turn)}"])
        yield Scenario("new contact, 20 cards", lambda: [*self.tool, "new", "contact", *self._cards()])
        yield Scenario("new meeting", lambda: [*self.tool, "new", "meeting", self._somebody(), "-c", "coffee"])

    def start_up(self, empty: Path) -> Iterator[Scenario]:
        """Every command's help, and every reading command on a vault without a note: what comes before the work."""
        empty.mkdir(parents=True, exist_ok=True)
        (empty / "vault-tools.toml").touch()
        for name in COMMANDS:
            yield Scenario(f"{START}{name} --help", lambda name=name: [*self.tool[:3], name, "--help"])  # type: ignore[misc]
        for name in READING:
            yield Scenario(f"{START}{name}, no notes", lambda name=name: [*self.tool[:3], "--vault", str(empty), name])  # type: ignore[misc]

    def _cold(self) -> list[str]:
        for name in (".vault-tools", "Digests"):
            shutil.rmtree(self.vault / name, ignore_errors=True)
        return [*self.tool, "digest"]

    def _one_changed(self) -> list[str]:
        _append(self.people[next(self._turn) % len(self.people)], "- 2026-11-23 call — one more line\n")
        return [*self.tool, "digest"]

    def _one_added(self) -> list[str]:
        path = self.vault / f"People/Added {next(self._turn)}.md"
        path.write_text("---\nmet: 2026-11-23\nneeds: AI training\n---\n", encoding="utf-8")
        return [*self.tool, "digest"]

    def _checkout(self) -> list[str]:
        self.git("checkout", "-q", "after" if next(self._turn) % 2 else "before")
        return [*self.tool, "digest"]

    def _new_day(self) -> list[str]:
        return [*self.tool, "--today", str(TODAY + timedelta(days=next(self._turn))), "digest"]

    def _somebody(self) -> str:
        return self.people[next(self._turn) * 7 % len(self.people)].stem

    def _cards(self) -> list[str]:
        run = next(self._turn)
        return [f"Card {run} Person {number}" for number in range(20)]


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
