"""The benchmarks' vault is the same each time and without a fault; targets are judged by what was measured."""

import sys
from pathlib import Path

import pytest

from benchmarks.floors import GIT_STATUS
from benchmarks.generate import TODAY, generate
from benchmarks.measure import Figure, Scenario, measure
from benchmarks.report import judgements, tables
from benchmarks.scenarios import COLD, NOTHING, START
from benchmarks.targets import growth, verdicts
from benchmarks.watching import WATCH_IDLE, WATCH_MEMORY
from vault_tools.network.model import Network
from vault_tools.workspace import Workspace


def test_the_same_bytes_each_time_and_no_findings(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate(tmp_path / name, 500, 1000)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.md")}
        for name in ("a", "b")
    )
    assert first == second
    workspace = Workspace(tmp_path / "a", today=TODAY)
    kinds = {"contact": 500, "deal": 10, "industry": 8, "introduction": 5, "lesson": 1, "meeting": 1000, "note": 5}
    assert workspace.counts() == {**kinds, "resource": 10}
    assert workspace.findings() == []
    network: Network = workspace.network
    topics = {signal.topic for meeting in network.meetings.values() for signal in meeting.signals}
    assert len(topics) > 100
    workspace.close()


FIGURES = [
    Figure(GIT_STATUS, [0.1, 0.1, 0.2]),
    Figure("floor: walk with stat", [9.0], 9000),
    Figure(COLD, [2.4, 2.6, 2.7], 100),
    Figure(NOTHING, [0.2], 40),
    Figure(f"{START}log --help", [0.05]),
    Figure(f"{START}home, no notes", [0.11]),
    Figure(WATCH_IDLE, [0.0]),
    Figure(WATCH_MEMORY, megabytes=201.0),
]


def test_each_target_is_judged_by_its_figure() -> None:
    judged = {(one.target.figure, one.target.unit): one for one in verdicts(30_000, FIGURES)}
    assert not judged[COLD, "s"].met
    assert judged[COLD, "s"].actual == 2.6
    assert judged[NOTHING, "s"].met
    assert judged[NOTHING, "× git status"].actual == pytest.approx(2.0)
    assert judged[WATCH_IDLE, "s"].met
    assert not judged[WATCH_MEMORY, "MB"].met
    assert judged[START, "s"].worst == "home, no notes"
    assert judged["find TEXT", "s"].actual is None
    assert not judged["find TEXT", "s"].met
    assert verdicts(3_000, FIGURES) == []


def test_the_most_memory_is_that_of_our_own_figures() -> None:
    (memory,) = (one for one in verdicts(300_000, FIGURES) if one.target.unit == "MB")
    assert (memory.actual, memory.worst, memory.met) == (201.0, WATCH_MEMORY, True)


def test_growth_and_tables() -> None:
    small = [Figure(COLD, [0.2]), Figure("gone", [1.0])]
    assert [(name, round(times, 6)) for name, times in growth(small, FIGURES)] == [(COLD, 13.0)]
    lines = judgements({3_000: small, 30_000: FIGURES})
    assert any(line.startswith("NOT met: linear") and "× 13.0" in line for line in lines)
    page = tables({3_000: small, 30_000: FIGURES})
    assert "| digest, cold | 2.60 | 2.40–2.70 | 26.0 | 100 |  |" in page
    assert "| digest, cold | 13.0 |" in page
    assert f"{START}log --help |" not in page


def test_a_process_is_measured_and_a_failing_one_is_an_error() -> None:
    script = "import time\nx = bytearray(50_000_000)\ntime.sleep(0.2)"
    figure = measure(Scenario("x", lambda: [sys.executable, "-c", script]), 2)
    assert len(figure.seconds) == 2
    assert all(0.2 <= one < 10 for one in figure.seconds)
    assert figure.megabytes is not None
    assert 50 < figure.megabytes < 150
    with pytest.raises(RuntimeError, match="oh no"):
        measure(Scenario("x", lambda: [sys.executable, "-c", "raise SystemExit('oh no')"]), 1)
    slow = Scenario("x", lambda: [sys.executable, "-c", "import time; time.sleep(60)"], limit=0.3)
    assert measure(slow, 1).words == "given up after 0 s"
