"""`python -m benchmarks 3000 30000`: make vaults of so many notes, measure, judge by the targets.

`--write` puts the tables into docs/performance.md; `--only WORD` measures what has the word in its name.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.floors import floors
from benchmarks.generate import generate
from benchmarks.measure import Figure, Scenario, measure, require_linux
from benchmarks.peers import peers
from benchmarks.report import Results, judgements, line, write
from benchmarks.scenarios import Bench
from benchmarks.watching import watch_figures

VAULTS = Path(__file__).parent / "vaults"


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=int, nargs="*", default=[3_000, 30_000], help="sizes, the smallest first")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode; so have those measured
    require_linux()
    results: Results = {}
    for notes in asked.notes:
        print(f"\n{notes:,} notes")
        results[notes] = list(_figures(notes, asked.runs, asked.only))
    print("", *judgements(results), sep="\n")
    if asked.write:
        write(results)


def _figures(notes: int, runs: int, only: str) -> Iterator[Figure]:
    """Measure and print one thing after the other on a new vault, a third of it contacts, the rest meetings."""
    vault = VAULTS / str(notes)
    shutil.rmtree(vault, ignore_errors=True)
    generate(vault, notes // 3, notes - notes // 3)
    bench = Bench(vault)
    bench.commit()
    git: Figure | None = None
    for scenario in _scenarios(bench):
        if isinstance(scenario, str):
            print(scenario)
        elif only in scenario.name or git is None:
            figure = measure(scenario, runs)
            git = git or figure
            print(line(figure, git), flush=True)
            yield figure
    if only in "watch":
        for figure in watch_figures(vault, bench.people, runs):
            print(line(figure, git), flush=True)
            yield figure


def _scenarios(bench: Bench) -> Iterator[Scenario | str]:
    """In an order in which each leaves the vault as the next needs it."""
    yield from floors(bench.vault)
    yield from bench.digests()
    yield from bench.reading()
    yield from bench.capture()
    yield from bench.start_up(VAULTS / "empty")
    yield from peers(bench.vault, VAULTS / "peers")


if __name__ == "__main__":
    main()
