"""How one's judgements came out: of those judged so, the share with whom one came to work."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from vault_tools.digests.context import PROGRESS
from vault_tools.digests.marks import MARKED
from vault_tools.digests.parts import Given, Part
from vault_tools.digests.statistics import Share, wilson
from vault_tools.network.stages import Progress

Level = Literal["high", "middle", "low"]

ENOUGH = 10
"""Fewer judgements than this say nothing about a share."""

RIPE_DAYS = 180
"""A judgement younger than this can't have come out yet."""


class Judged(msgspec.Struct, frozen=True):
    """Those judged at one level of fit (high: 4 and more, low: 2 and less): how many, how many of them reached the last
    stage after that, with whom; the share None while there are too few."""

    level: Level
    judged: int
    reached: int
    share: Share | None
    people: tuple[tuple[str, str], ...]


class Calibration(msgspec.Struct, frozen=True):
    """The levels, the highest first, and the key of the `stage` they are measured by, the last one. Left out: the
    `young` judgements, and those of which it is not known that they came first (`untold`): undated ones, and those of
    people worked with already."""

    stage: str
    levels: tuple[Judged, ...]
    young: int
    untold: int

    @property
    def verdict(self) -> Literal["early", "apart", "alike", "reversed"]:
        """Whether high marks came out better than low ones: `apart` and `reversed` where the two intervals don't
        touch, `alike` where they do, `early` where there is no share of both."""
        high, low = self.levels[0].share, self.levels[-1].share
        if high is None or low is None:
            return "early"
        if high.low > low.high:
            return "apart"
        return "reversed" if high.high < low.low else "alike"


def calibration(given: Given) -> Calibration:
    """What came of all judgements, those of closed contacts included."""
    found: dict[Level, list[tuple[str, bool]]] = {"high": [], "middle": [], "low": []}
    young = untold = 0
    last = len(given.config.stages) - 1
    for path, marks in given.each(MARKED).items():
        fit = marks.fit
        if fit is None:
            continue
        day = marks.judged if marks.judged and marks.judged <= given.today else None
        worked = _reached_on(given.progress[path], last)
        if day is None or worked == "unknown" or (isinstance(worked, date) and worked <= day):
            untold += 1
        elif day > given.today - timedelta(days=RIPE_DAYS):
            young += 1
        else:
            found["high" if fit >= 4 else "low" if fit <= 2 else "middle"].append((path, worked is not None))
    stage = given.config.stages[last].key
    return Calibration(stage, tuple(_level(given, level, people) for level, people in found.items()), young, untold)


CALIBRATION = Part("calibration", Calibration, calibration, (MARKED, PROGRESS))
"""What came of all judgements."""


def _level(given: Given, level: Level, people: list[tuple[str, bool]]) -> Judged:
    called = given.called
    named = ((path, called[path].name) for path, worked in people if worked)
    reached = tuple(sorted(named, key=lambda one: one[::-1]))
    share = wilson(len(reached), len(people)) if len(people) >= ENOUGH else None
    return Judged(level, len(people), len(reached), share, reached)


def _reached_on(progress: Progress, last: int) -> date | Literal["unknown"] | None:
    """When the last stage was reached; None if it was not."""
    return None if progress.reached < last else progress.entered[last] or "unknown"
