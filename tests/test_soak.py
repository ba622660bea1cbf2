"""An hour of a busy vault in a few minutes: several writers, git and a hand on the digests under one watcher.

VAULT_TOOLS_SOAK_NOTES and VAULT_TOOLS_SOAK_SECONDS say how large and how long (default: 30,000 and 240).
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.generate import generate
from benchmarks.measure import cpu_of, memory_of
from benchmarks.scenarios import Bench
from tests.figures import tried
from tests.helpers import run
from tests.soak import BROKEN
from tests.watching import children
from vault_tools.vault.rows import CROSS

NOTES = int(os.environ.get("VAULT_TOOLS_SOAK_NOTES", "30000"))
SECONDS = float(os.environ.get("VAULT_TOOLS_SOAK_SECONDS", "240"))
WRITERS = 3
DEBOUNCE = 0.5
PATIENCE = 120.0

_BLOCK = re.compile(
    r"^<!-- vault-tools: ([^>]*?)(?: hash=\w+)? -->\n(.*?)^<!-- /vault-tools -->", re.MULTILINE | re.DOTALL
)
_MARKED_ROW = re.compile(r"^- \[x\](?= \[.*\^vt-)", re.MULTILINE)
_ROW_ID = re.compile(r"\^vt-[a-z0-9]+$", re.MULTILINE)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="reads /proc")]  # noqa: PTH110


def test_after_many_edits_by_many_the_digests_are_those_of_a_fresh_run(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    generate(vault, NOTES // 3, NOTES - NOTES // 3)
    bench = Bench(vault)
    bench.commit()
    samples: list[tuple[float, int]] = []
    with watcher(vault, tmp_path / "said.txt") as pid:
        edits = edit_and_sample(vault, pid, samples)
        heal(vault)
        settle(pid)
        take_back_stuck_marks(vault)
        settle(pid)
        said = (tmp_path / "said.txt").read_text(encoding="utf-8")
        ours = digests(vault)
    assert "Traceback" not in said
    assert "Warning" not in said
    for what, times in edits.items():
        tried(f"soak: {what} by several under one watcher", times)
    tried("soak: notes at its end", sum(1 for _ in vault.rglob("*.md")))
    tried("soak: renders by the watcher", said.count(" → "))
    assert ours == fresh_digests(vault)
    assert_flat(samples)


@contextmanager
def watcher(vault: Path, said: Path) -> Iterator[int]:
    """A watcher's process; what it says goes to a file. At the end it must still run, and stop as it is told."""
    command = [sys.executable, "-u", "-m", "vault_tools", "watch", "--vault", str(vault), "--debounce", str(DEBOUNCE)]
    with said.open("w") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while " started → " not in said.read_text(encoding="utf-8"):
                assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
                time.sleep(0.05)
            yield process.pid
        finally:
            process.terminate()
    assert process.returncode == 0, said.read_text(encoding="utf-8")


def edit_and_sample(vault: Path, pid: int, samples: list[tuple[float, int]]) -> Counter[str]:
    """Let the writers write; once a second note the megabytes of the watcher and all below it, and the open files. Gives
    the edits by kind."""
    script = str(Path(__file__).with_name("soak.py"))
    commands = [[sys.executable, script, str(vault), str(SECONDS), str(seed)] for seed in range(WRITERS)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    while any(one.poll() is None for one in writers):
        samples.append((memory_of(pid), open_files(pid)))
        time.sleep(1)
    assert [one.returncode for one in writers] == [0] * WRITERS
    done: Counter[str] = sum((Counter(json.loads(one.communicate()[0])) for one in writers), Counter())
    del done[""]
    return done


def open_files(pid: int) -> int:
    """The open files of the watcher and of the process that forks its workers, which live as long as it does."""
    lasting = (pid, *children(pid))
    return sum(len(os.listdir(f"/proc/{one}/fd")) for one in lasting)  # noqa: PTH208


def heal(vault: Path) -> None:
    """Make every note readable: a mark on a row whose note can't be edited waits until it can."""
    for path in (*vault.glob("People/**/*.md"), *vault.glob("Meetings/P*.md")):
        data = path.read_bytes()
        if BROKEN in data:
            path.write_bytes(data.replace(BROKEN, b"whole: []"))


def take_back_stuck_marks(vault: Path) -> None:
    """A mark on a row whose note has gone meanwhile stays, with the reason, until a hand takes it back."""
    for path in (vault / "Digests").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        if CROSS in text:
            path.write_text(_MARKED_ROW.sub("- [ ]", text), encoding="utf-8")


def settle(pid: int) -> None:
    """Wait until the watcher has had nothing to do for three times its debounce."""
    deadline, used = time.monotonic() + PATIENCE, -1.0
    while (now := cpu_of(pid)) - used > 0.005:
        assert time.monotonic() < deadline, "the watcher does not come to rest"
        used = now
        time.sleep(DEBOUNCE * 6)


def digests(vault: Path) -> dict[str, object]:
    """What every digest shows. Rows keep the ids they have had and a fresh run gives others, so that ids (and with
    them a block's hash) are left out, but not how many different ones there are. What a hand wrote beside a block is
    the hand's; a picture is compared whole."""
    found: dict[str, object] = {}
    for path in sorted((vault / "Digests").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            blocks = [(name, _ROW_ID.sub("^vt-", content)) for name, content in _BLOCK.findall(text)]
            assert blocks, f"{path}: no block"
            ids = [len(set(_ROW_ID.findall(content))) for _, content in _BLOCK.findall(text)]
            found[path.name] = (blocks, ids)
        elif path.suffix == ".svg":
            found[path.name] = text
    return found


def fresh_digests(vault: Path) -> dict[str, object]:
    """The digests as a fresh run on a copy of the notes renders them."""
    copy = vault.with_name("fresh")
    shutil.copytree(vault, copy, ignore=shutil.ignore_patterns(".vault-tools", "Digests", ".git"))
    done = run("digest", "--vault", copy)
    assert done.returncode == 0, done.stderr
    return digests(copy)


def assert_flat(samples: list[tuple[float, int]]) -> None:
    """The last quarter's memory is that of the second; open files don't become more. Both are printed."""
    quarter = len(samples) // 4
    memory = [one for one, _ in samples]
    files = [one for _, one in samples]
    early, late = statistics.median(memory[quarter : 2 * quarter]), statistics.median(memory[-quarter:])
    tried("soak: the watcher's MB in the second quarter", round(early))
    tried("soak: the watcher's MB in the last quarter", round(late))
    tried("soak: the watcher's open files, at most in the first half", max(files[: 2 * quarter]))
    tried("soak: the watcher's open files, at most in the last quarter", max(files[-quarter:]))
    assert late <= early * 1.25 + 10, f"memory grew from {early:.0f} to {late:.0f} MB"
    assert max(files[-quarter:]) <= max(files[: 2 * quarter]) + 2, f"open files: {files}"
