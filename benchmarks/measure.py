"""Whole processes, timed; and the most memory one took, its workers included."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

Run = Callable[[], list[str]]
"""Prepares a run and gives its command line; what it prepares is not timed."""

SAMPLE_SECONDS = 0.003
PATIENT_SECONDS = 8.0
"""What takes longer than this is run once: a peer's minutes need no median."""


class Scenario(msgspec.Struct):
    """Something to measure. `codes`: what it may exit with; `limit`: seconds after which it is given up."""

    name: str
    run: Run
    codes: tuple[int, ...] = (0,)
    limit: float = 600.0


class Figure(msgspec.Struct):
    """What came out: seconds of each run (none where only memory was measured), and megabytes at the peak."""

    name: str
    seconds: list[float] = []
    megabytes: float | None = None
    words: str = ""
    """Said where there is no figure, or beside it."""

    @property
    def median(self) -> float | None:
        """Seconds, if there are any."""
        return statistics.median(self.seconds) if self.seconds else None


def measure(scenario: Scenario, runs: int) -> Figure:
    """Time so many runs, then watch the memory of one more. Raises RuntimeError if one fails."""
    figure = Figure(scenario.name)
    for _ in range(runs):
        command = scenario.run()
        started = time.perf_counter()
        try:
            done = subprocess.run(command, capture_output=True, timeout=scenario.limit, check=False)
        except subprocess.TimeoutExpired:
            figure.words = f"given up after {scenario.limit:.0f} s"
            return figure
        figure.seconds.append(time.perf_counter() - started)
        if done.returncode not in scenario.codes:
            raise RuntimeError(f"{scenario.name}: {(done.stderr or done.stdout).decode(errors='replace')[-800:]}")
        if figure.seconds[0] > PATIENT_SECONDS and scenario.name.startswith("peer"):
            return figure
    figure.megabytes = _peak(scenario.run())
    return figure


def memory_of(pid: int) -> float:
    """Megabytes of a process and all below it, what they share counted once (PSS); 0 if it is gone."""
    return sum(_proportional(one) for one in _tree(pid)) / 1024


def cpu_of(pid: int) -> float:
    """Seconds for which a process and all below it have had a processor, those that have ended included."""
    return sum(_running(one) + _waited_for(one) for one in _tree(pid))


def _running(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def _waited_for(pid: int) -> float:
    """Seconds that a process's ended children had, to the hundredth."""
    try:
        _, _, fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    except OSError:
        return 0.0
    return sum(map(int, fields.split()[13:15])) / os.sysconf("SC_CLK_TCK")


def _peak(command: list[str]) -> float:
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(SAMPLE_SECONDS)
    return most


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return found


def _proportional(pid: int) -> int:
    """Kilobytes. Read by hand and not line by line: it is asked hundreds of times a second."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    _, _, rest = text.partition("\nPss:")
    return int(rest.split(maxsplit=1)[0]) if rest else 0


def require_linux() -> None:
    """Memory and processor time are read from /proc. Exits where there is none."""
    if not os.path.exists("/proc/self/smaps_rollup"):  # noqa: PTH110 - Path would only say the same
        sys.exit("the benchmarks measure by /proc: they need Linux")
