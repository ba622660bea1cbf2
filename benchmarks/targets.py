"""What the project wants of itself, by the number of notes; measured on two cores."""

import msgspec

from benchmarks.floors import GIT_STATUS
from benchmarks.measure import Figure
from benchmarks.scenarios import COLD, NEW_DAY, NOTHING, ONE, START
from benchmarks.watching import WATCH_IDLE, WATCH_MEMORY, WATCH_SAVE

SECONDS, RATIO, MEMORY = "s", f"× {GIT_STATUS}", "MB"
GROWTH = [COLD, NOTHING, ONE, NEW_DAY]
MOST_GROWTH = 1.15
"""Linear is ten times the time for ten times the notes, and what one run differs from the next."""

IDLE = 0.01
"""Seconds in ten that still count as none: one look at the clock."""


class Target(msgspec.Struct, frozen=True):
    """`figure`: a figure's name, or the beginning of those of which the worst counts."""

    figure: str
    limit: float
    unit: str = SECONDS


class Verdict(msgspec.Struct, frozen=True):
    """A target beside what came out; `actual` is None where it was not measured."""

    target: Target
    actual: float | None
    worst: str = ""

    @property
    def met(self) -> bool:
        """Whether it was measured and kept."""
        return self.actual is not None and self.actual <= self.target.limit

    @property
    def sentence(self) -> str:
        """`met: ≤ 0.3 s`, or what is wrong."""
        return f"{'met' if self.met else 'NOT met'}: ≤ {self.target.limit:g} {self.target.unit}"


TARGETS = {
    30_000: [
        Target(COLD, 2.5),
        Target(NOTHING, 0.25),
        Target(NOTHING, 3.5, RATIO),
        Target(ONE, 0.5),
        Target(NEW_DAY, 0.8),
        Target("follow-ups", 0.3),
        Target("contact NAME", 0.3),
        Target("find TEXT", 0.3),
        Target("log NAME TEXT", 0.3),
        Target(WATCH_SAVE, 0.3),
        Target(WATCH_IDLE, IDLE),
        Target(WATCH_MEMORY, 200, MEMORY),
        Target(START, 0.12),
    ],
    300_000: [
        Target(COLD, 25),
        Target(NOTHING, 1.5),
        Target(ONE, 3),
        Target("", 1500, MEMORY),
        Target(START, 0.12),
    ],
}


def verdicts(notes: int, figures: list[Figure]) -> list[Verdict]:
    """Each target for a vault of so many notes with what was measured."""
    return [_judge(target, figures) for target in TARGETS.get(notes, [])]


def growth(small: list[Figure], large: list[Figure]) -> list[tuple[str, float]]:
    """How many times as long each thing took in the larger vault."""
    before = {figure.name: figure.median for figure in small}
    pairs = ((figure.name, before.get(figure.name), figure.median) for figure in large)
    return [(name, after / first) for name, first, after in pairs if first and after]


def _judge(target: Target, figures: list[Figure]) -> Verdict:
    exact = [figure for figure in figures if figure.name == target.figure]
    ours = [one for one in figures if not one.name.startswith(("peer", "floor", GIT_STATUS))]
    found = exact or [one for one in ours if one.name.startswith(target.figure)]
    measured = [(actual, one.name) for one in found if (actual := _in_unit(one, target.unit, figures)) is not None]
    if not measured:
        return Verdict(target, None)
    actual, name = max(measured)
    return Verdict(target, actual, "" if name == target.figure else name.removeprefix(target.figure))


def _in_unit(figure: Figure, unit: str, figures: list[Figure]) -> float | None:
    if unit == MEMORY:
        return figure.megabytes
    if unit == SECONDS or figure.median is None:
        return figure.median
    git = next((one.median for one in figures if one.name == GIT_STATUS), None)
    return figure.median / git if git else None
