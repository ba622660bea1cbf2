"""The reader over 100,000 mutated notes, and over those that a coverage-guided fuzzer finds where it is installed."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.figures import tried
from tests.fuzz import TooSlow, random_notes, read
from tests.helpers import ROOT

SEEDS = 10
NOTES_EACH = 10_000
GUIDED = 100_000
TRIED = "mutated notes given to the reader"
GUIDED_TRIED = "notes that a coverage-guided fuzzer gave the reader"


def test_some_mutated_notes_are_read() -> None:
    for data, path in random_notes(500, 0):
        read(data, path)


def test_a_note_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.LEAST_SECONDS", -1.0)
    monkeypatch.setattr("tests.fuzz.SECONDS_PER_BYTE", 0.0)
    with pytest.raises(TooSlow, match=r"People/x\.md: 3 bytes"):
        read(b"abc", "People/x.md")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_mutated_notes_are_read_in_time(seed: int) -> None:
    for data, path in random_notes(NOTES_EACH, seed):
        read(data, path)
    tried(TRIED, NOTES_EACH)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("atheris"), reason="atheris is not installed: make .venv/fuzzing")
def test_a_coverage_guided_fuzzer_finds_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.fuzz_coverage", str(GUIDED)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=3000, check=False)
    assert done.returncode == 0, done.stderr.partition("Uncaught")[2][:3000] or done.stderr[-3000:]
    grown = re.findall(r"corp: (\d+)/", done.stderr)
    assert int(grown[-1]) > 10, "it reached no new code: is the reader instrumented?"
    assert f"Done {GUIDED} runs" in done.stderr
    tried(GUIDED_TRIED, GUIDED)
