"""What is made to hurt a reader is read in bounded time and memory. Each in a process of its own: a regular
expression gone wild can't be interrupted, a parser's crash ends the process."""

import subprocess
import sys

import pytest

from tests.figures import tried
from tests.helpers import ROOT
from tests.pathological import CASES

SECONDS_PER_100_KB = 0.05
MEGABYTES_PER_MB = 120
LEAST_SECONDS = 0.05


@pytest.mark.parametrize("name", CASES)
def test_it_is_read_in_bounded_time_and_memory(name: str) -> None:
    command = [sys.executable, "-m", "tests.pathological", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    seconds, megabytes, size = map(float, done.stdout.split())
    assert seconds <= max(LEAST_SECONDS, SECONDS_PER_100_KB * size / 100_000), f"{size / 1000:.0f} KB"
    assert megabytes <= 20 + MEGABYTES_PER_MB * size / 1e6
    tried("notes made to hurt the reader")
