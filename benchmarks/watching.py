"""The watcher as a process: how soon it stands, how soon a save is in the digests, what it costs while all is quiet."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import IO

from benchmarks.measure import Figure, cpu_of, memory_of

WATCH_START, WATCH_SAVE = "watch: start", "watch: save → digests, beyond the debounce"
WATCH_IDLE, WATCH_MEMORY = "watch: processor time in 10 s idle", "watch: memory after an hour's edits"
WATCH_PEAK = "watch: most memory in that hour"
IDLE_SECONDS = 10.0
HOUR_OF_SAVES = 120
"""One every thirty seconds, which is a diligent hour."""

PART_OF_AN_HOUR, LARGE = 10, 50_000
"""So many saves are made of a vault of more contacts than that, where each render takes seconds."""

PATIENCE_SECONDS = 900.0
"""After so long a watcher that says nothing is ended: a fault is an error and no hanging benchmark."""

_PAUSE = 1.0
"""Seconds from a render to the next save: the library of events holds back what comes within half a second of a rename,
and whoever edits does not save as soon as that."""

_QUIET = 2.0
"""The default debounce, in seconds: what `watch` waits by design."""


def watch_figures(vault: Path, notes: list[Path], runs: int) -> list[Figure]:
    """Start it `runs` times, save one of the `notes` after another, leave it alone, then save an hour's worth quickly.

    The notes end in a log, so that what is saved says something new."""
    start, save = Figure(WATCH_START), Figure(WATCH_SAVE)
    idle, memory, peak = Figure(WATCH_IDLE), Figure(WATCH_MEMORY), Figure(WATCH_PEAK)
    number = count()
    saves = HOUR_OF_SAVES if len(notes) < LARGE else PART_OF_AN_HOUR
    for last in (number == runs - 1 for number in range(runs)):
        with _watcher(vault, _QUIET) as one:
            start.seconds.append(one.started)
            if last:
                start.megabytes = memory_of(one.process.pid)
                for _ in range(max(runs, 5)):
                    time.sleep(_PAUSE)
                    save.seconds.append(one.save(notes[next(number)]) - _QUIET)
                save.megabytes = memory_of(one.process.pid)
                time.sleep(2 * _QUIET)  # its own writes are heard too, and looked at once
                used = cpu_of(one.process.pid)
                time.sleep(IDLE_SECONDS)
                idle.seconds = [cpu_of(one.process.pid) - used]
    with _watcher(vault, 0.05) as one:
        before = memory_of(one.process.pid)
        first = most = 0.0
        for _ in range(saves):
            one.save(notes[next(number) % len(notes)])
            most = max(most, memory_of(one.process.pid))  # the digests are on disk, and nothing is let go yet
            first = first or most
        time.sleep(2 * _QUIET)
        memory.megabytes, peak.megabytes = memory_of(one.process.pid), most
        memory.words = f"at rest; {before:.0f} MB at its start"
        peak.words = f"after a render; {first:.0f} MB after the first of {saves}"
    return [start, save, idle, memory, peak]


class _Watching:
    """A running watcher whose lines are read as they come."""

    def __init__(self, process: subprocess.Popen[str], lines: IO[str], started: float) -> None:
        self.process = process
        self._lines = lines
        self.started = started

    def save(self, note: Path) -> float:
        """Add a line to a note; gives the seconds until the watcher says that the digests are on disk."""
        with note.open("a", encoding="utf-8") as file:
            file.write(f"- {date.today()} call — one more line\n")
        saved = time.perf_counter()
        while " → " not in (line := self._lines.readline()):
            if not line:
                raise RuntimeError("the watcher ended")
        return time.perf_counter() - saved


@contextmanager
def _watcher(vault: Path, debounce: float) -> Iterator[_Watching]:
    command = [sys.executable, "-u", "-m", "vault_tools", "watch", "--vault", str(vault), "--debounce", str(debounce)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        guard = threading.Timer(PATIENCE_SECONDS, process.kill)
        guard.start()
        try:
            said = [process.stdout.readline()]
            while " started → " not in said[-1]:
                if not said[-1]:
                    raise RuntimeError("the watcher did not start: " + "".join(said))
                said.append(process.stdout.readline())
            yield _Watching(process, process.stdout, time.perf_counter() - began)
        finally:
            guard.cancel()
            process.terminate()
