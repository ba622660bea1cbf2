"""`python -m benchmarks`: make the vault, measure, print a table; `--write` puts it into docs/performance.md."""

import argparse
import os
import platform
import shutil
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.measure import Figure, floors, measure, peers, scenarios

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs/performance.md"
BEGIN, END = "<!-- results -->", "<!-- /results -->"


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--meetings", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    vault = HERE / "vaults" / f"{asked.contacts}-{asked.meetings}"
    shutil.rmtree(vault, ignore_errors=True)
    generate(vault, asked.contacts, asked.meetings)
    figures: list[Figure] = []
    for scenario in [*floors(vault), *scenarios(vault), *peers(vault)]:
        figures.append(measure(scenario, asked.runs))
        print(_line(figures[-1], figures[0]))
    for name in ("zk", "hugo"):
        if not shutil.which(name):
            print(f"peer: {name:22} skipped, not on this machine")
    if asked.write:
        _write(figures, asked.contacts + asked.meetings)


def _verdict(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{'met' if figure.median <= figure.target else 'NOT met'}: ≤ {figure.target:g} s"


def _line(figure: Figure, git: Figure) -> str:
    spread = f"{figure.low:.2f}–{figure.high:.2f}"
    ratio = f"{figure.median / git.median:5.1f} × git"
    seconds, memory = f"{figure.median:6.2f} s", f"{figure.megabytes:4.0f} MB"
    return f"{figure.name:30} {seconds}  {spread:>11}  {ratio}  {memory}  {_verdict(figure)}"


def _write(figures: list[Figure], notes: int) -> None:
    rows = [
        f"| {one.name} | {one.median:.2f} | {one.low:.2f}–{one.high:.2f} | {one.median / figures[0].median:.1f} "
        f"| {one.megabytes:.0f} | {_verdict(one)} |"
        for one in figures
    ]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = f"{notes:,} notes, {datetime.now(UTC):%Y-%m-%d}, {machine}; seconds are medians, memory is the peak.\n\n"
    table = "| what | s | spread | × `git status` | MB | target |\n|---|--:|---|--:|--:|---|\n" + "\n".join(rows)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{head}{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
