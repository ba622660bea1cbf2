"""What was measured, as lines for the terminal and as tables for docs/performance.md."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.floors import GIT_STATUS
from benchmarks.measure import Figure
from benchmarks.scenarios import START
from benchmarks.targets import GROWTH, MOST_GROWTH, Verdict, growth, verdicts

PAGE = Path(__file__).parent.parent / "docs/performance.md"
BEGIN, END = "<!-- results -->", "<!-- /results -->"

Results = dict[int, list[Figure]]
"""By number of notes, in the order of measuring."""


def line(figure: Figure, git: Figure | None) -> str:
    """One figure for the terminal."""
    seconds, spread, ratio, memory = _cells(figure, git)
    return f"{figure.name:44} {seconds:>7} {spread:>13} {ratio:>7} {memory:>5}  {figure.words}".rstrip()


def judgements(results: Results) -> list[str]:
    """Each target with its figure, met or not, and how cost grew."""
    lines = [
        f"{verdict.sentence:30} {_named(verdict):52} {_shown(verdict)}  ({notes:,} notes)"
        for notes, figures in results.items()
        for verdict in verdicts(notes, figures)
    ]
    for notes, name, times, more in _growths(results):
        if name in GROWTH:
            kept = "met" if times <= more * MOST_GROWTH else "NOT met"
            lines.append(f"{kept + ': linear':30} {name:52} × {times:.1f}  (to {notes:,} notes, × {more:g})")
    return lines


def write(results: Results) -> None:
    """Put date, machine and tables into the page, between its two comments."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n{END}{after}", encoding="utf-8")


def tables(results: Results) -> str:
    """The page's tables: targets, every figure by size, growth."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    parts = [f"{datetime.now(UTC):%Y-%m-%d}, {machine}. Seconds are medians; MB is the peak, workers included.\n"]
    parts += ["### Targets\n", *_target_table(results)]
    for notes, figures in results.items():
        parts += [f"### {notes:,} notes\n", *_figure_table(figures)]
    parts += ["### Growth\n", *_growth_table(results)]
    return "\n".join(parts)


def _target_table(results: Results) -> Iterator[str]:
    yield "| target | notes | figure | |"
    yield "|---|--:|--:|---|"
    for notes, figures in results.items():
        for verdict in verdicts(notes, figures):
            yield f"| {_named(verdict)} | {notes:,} | {_shown(verdict)} | {verdict.sentence} |"
    yield ""


def _figure_table(figures: list[Figure]) -> Iterator[str]:
    git = next((one for one in figures if one.name == GIT_STATUS), None)
    yield f"| what | s | spread | × `{GIT_STATUS}` | MB | |"
    yield "|---|--:|---|--:|--:|---|"
    for figure in _without_start_ups(figures):
        yield f"| {figure.name} | {' | '.join(_cells(figure, git))} | {figure.words} |"
    yield ""


def _without_start_ups(figures: list[Figure]) -> list[Figure]:
    """Some fifty start-ups say no more than the slowest of them."""
    starts = [one for one in figures if one.name.startswith(START) and one.median]
    slowest = max(starts, key=lambda one: one.median or 0, default=None)
    return [one for one in figures if one is slowest or not one.name.startswith(START)]


def _growth_table(results: Results) -> Iterator[str]:
    sizes = list(results)
    rows: dict[str, list[str]] = {}
    for notes, name, times, _ in _growths(results):
        rows.setdefault(name, [""] * (len(sizes) - 1))[sizes.index(notes) - 1] = f"{times:.1f}"
    yield ("| what | " + " | ".join(f"× from {one:,} to {two:,}" for one, two in pairwise(sizes)) + " |")
    yield "|---|" + "--:|" * (len(sizes) - 1)
    for name, cells in rows.items():
        if not name.startswith((START, "watch: processor")):
            yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _growths(results: Results) -> Iterator[tuple[int, str, float, float]]:
    """(larger size, name, times as long, times as many notes)."""
    sizes = list(results)
    for small, large in pairwise(sizes):
        for name, times in growth(results[small], results[large]):
            yield large, name, times, large / small


def _cells(figure: Figure, git: Figure | None) -> tuple[str, str, str, str]:
    memory = "" if figure.megabytes is None else f"{figure.megabytes:.0f}"
    if figure.median is None:
        return "", "", "", memory
    ratio = f"{figure.median / git.median:.1f}" if git and git.median else ""
    return f"{figure.median:.2f}", f"{min(figure.seconds):.2f}–{max(figure.seconds):.2f}", ratio, memory


def _named(verdict: Verdict) -> str:
    name = verdict.target.figure.rstrip(": ") or "any command"
    return f"{name} ({verdict.worst})" if verdict.worst else name


def _shown(verdict: Verdict) -> str:
    return "not measured" if verdict.actual is None else f"{verdict.actual:.2f} {verdict.target.unit}"
