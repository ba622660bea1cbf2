"""Whole processes, timed: the median of several runs with their spread, and the most memory one took."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.generate import TODAY

Run = Callable[[], list[str]]
"""Prepares a run and gives its command line; what it prepares is not timed."""

_WALK = """
import os, sys
def walk(folder):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from walk(entry.path)
            elif entry.name.endswith(".md"):
                entry.stat(follow_symlinks=False)
                yield entry.path
paths = list(walk(sys.argv[1]))
"""
_READ = (
    _WALK
    + """
def read(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, 1 << 20)
    finally:
        os.close(handle)
texts = [read(path) for path in paths]
"""
)
_PARSE = (
    _READ
    + """
import yaml12
for text in texts:
    if text.startswith(b"---\\n"):
        yaml12.parse_yaml(text[4:text.index(b"\\n---", 3) + 1].decode())
"""
)


class Scenario(msgspec.Struct):
    """Something to measure; `target` in seconds for 30,000 notes, if the project has one."""

    name: str
    run: Run
    target: float | None = None
    codes: tuple[int, ...] = (0,)


class Figure(msgspec.Struct):
    """What came out: seconds, and megabytes."""

    name: str
    median: float
    low: float
    high: float
    megabytes: float
    target: float | None


def measure(scenario: Scenario, runs: int) -> Figure:
    """Run a scenario so many times. Raises RuntimeError if it fails."""
    seconds, most = [], 0.0
    for _ in range(runs):
        command = scenario.run()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            started = time.perf_counter()
            assert process.stderr is not None
            complaint = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            seconds.append(time.perf_counter() - started)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in scenario.codes:
                raise RuntimeError(f"{scenario.name}: {complaint.decode()[-500:]}")
        most = max(most, usage.ru_maxrss / 1024)
    return Figure(scenario.name, statistics.median(seconds), min(seconds), max(seconds), most, scenario.target)


def floors(vault: Path) -> list[Scenario]:
    """What can't be beaten: asking git, walking, reading, parsing, each as a process of its own."""
    _commit(vault)
    python = [sys.executable, "-c"]
    return [
        Scenario("git status", lambda: ["git", "-C", str(vault), "status", "--porcelain"]),
        Scenario("floor: walk with stat", lambda: [*python, _WALK, str(vault)]),
        Scenario("floor: read all bytes", lambda: [*python, _READ, str(vault)]),
        Scenario("floor: parse all frontmatter", lambda: [*python, _PARSE, str(vault)]),
    ]


def scenarios(vault: Path) -> list[Scenario]:
    """The program's own doings, in an order in which each leaves the vault as the next one needs it."""
    tool = [sys.executable, "-m", "vault_tools", "--vault", str(vault), "--today", TODAY.isoformat()]
    note = sorted((vault / "People").glob("*.md"))[0]
    many = sorted((vault / "Meetings").rglob("*.md"))[:1000]
    days = iter(range(1, 1000))

    def cold() -> list[str]:
        for name in (".vault-tools", "Digests"):
            shutil.rmtree(vault / name, ignore_errors=True)
        return [*tool, "digest"]

    def one_changed() -> list[str]:
        _append(note, "- 2026-11-23 call — one more line\n")
        return [*tool, "digest"]

    def new_day() -> list[str]:
        return [*tool, "--today", str(TODAY.replace(day=25 - next(days) % 2)), "digest"]

    def checkout() -> list[str]:
        for path in many:
            _append(path, "- [ ] one more thing 📅 2026-12-01\n")
        return [*tool, "digest"]

    def twenty(run: int) -> list[str]:
        return [f"Card {run} Person {number}" for number in range(20)]

    return [
        Scenario("start-up (--help)", lambda: [*tool[:3], "--help"]),
        Scenario("digest, cold", cold, 3.0),
        Scenario("digest, nothing changed", lambda: [*tool, "digest"], 0.4),
        Scenario("digest, one note changed", one_changed, 0.8),
        Scenario("digest, a new day", new_day),
        Scenario("digest, 1,000 notes changed", checkout),
        Scenario("follow-ups --json", lambda: [*tool, "follow-ups", "--json"]),
        Scenario("funnel --json", lambda: [*tool, "funnel", "--json"]),
        Scenario("introductions --json", lambda: [*tool, "introductions", "--json"], 5.0),
        Scenario("contact NAME", lambda: [*tool, "contact", note.stem]),
        Scenario("contacts --json", lambda: [*tool, "contacts", "--json"]),
        Scenario("find TEXT", lambda: [*tool, "find", "明年的预算"]),
        Scenario("log NAME TEXT", lambda: [*tool, "log", note.stem, "a few words", "--next", "2w"], 0.35),
        Scenario("new contact, 20 cards", lambda: [*tool, "new", "contact", *twenty(next(days))]),
        Scenario("check", lambda: [*tool, "check"], codes=(0, 1)),
    ]


def peers(vault: Path) -> list[Scenario]:
    """Programs like ours that are on this machine."""
    known = {"zk": ["zk", "index", "--notebook-dir", str(vault)], "hugo": ["hugo", "list", "all", "-s", str(vault)]}
    return [Scenario(f"peer: {name}", lambda line=line: line) for name, line in known.items() if shutil.which(name)]  # type: ignore[misc]


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _commit(vault: Path) -> None:
    if (vault / ".git").exists():
        return
    git = ["git", "-C", str(vault), "-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"]
    (vault / ".gitignore").write_text(".vault-tools/\n", encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "bench"]):
        subprocess.run([*git, *arguments], check=True)
