"""Fit against interest: what can be done together, and how much one likes it, so that neither passes for the other."""

from math import floor
from typing import Literal

import msgspec

from vault_tools.digests.context import PROGRESS
from vault_tools.digests.marks import MARKED
from vault_tools.digests.parts import Given, Part

Quarter = Literal["gladly", "neglect", "chase", "rest"]
QUARTERS: tuple[Quarter, ...] = ("neglect", "chase", "gladly", "rest")

MARKS = 5
"""Marks go from 0 to this."""

HIGH = 3
"""From this mark on, rounded, fit and interest are high."""


class Spot(msgspec.Struct, frozen=True):
    """Those with one pair of marks, rounded to whole ones: their (path, name)s by name."""

    fit: int
    interest: int
    people: tuple[tuple[str, str], ...]

    @property
    def quarter(self) -> Quarter:
        """In which quarter it lies: `gladly` fits and is liked, `neglect` fits and is not liked, `chase` is liked and
        does not fit, `rest` neither."""
        if self.fit >= HIGH:
            return "gladly" if self.interest >= HIGH else "neglect"
        return "chase" if self.interest >= HIGH else "rest"


class Quadrant(msgspec.Struct, frozen=True):
    """All spots, the best fit first, then the least interest; `unplaced` are judged without `interest`."""

    spots: tuple[Spot, ...]
    unplaced: int

    @property
    def placed(self) -> int:
        """How many people have both marks."""
        return sum(len(spot.people) for spot in self.spots)

    def people(self, quarter: Quarter) -> tuple[tuple[str, str], ...]:
        """Those in a quarter."""
        return tuple(one for spot in self.spots if spot.quarter == quarter for one in spot.people)

    def counts(self, fit: int) -> tuple[int, ...]:
        """How many have this fit, for each interest from 0 on."""
        found = {spot.interest: len(spot.people) for spot in self.spots if spot.fit == fit}
        return tuple(found.get(interest, 0) for interest in range(MARKS + 1))


def quadrant(given: Given) -> Quadrant:
    """The quadrant of all judged contacts who are not closed."""
    spots: dict[tuple[int, int], list[tuple[str, str]]] = {}
    unplaced = 0
    progress, called = given.progress, given.called
    for path, marks in given.each(MARKED).items():
        fit, interest = marks.fit, marks.interest
        if fit is None or progress[path].closed:
            continue
        if interest is None:
            unplaced += 1
        else:
            spots.setdefault((floor(fit + 0.5), floor(interest + 0.5)), []).append((path, called[path].name))
    ordered = sorted(spots.items(), key=lambda pair: (-pair[0][0], pair[0][1]))
    found = [Spot(*marks, tuple(sorted(people, key=lambda one: one[::-1]))) for marks, people in ordered]
    return Quadrant(tuple(found), unplaced)


QUADRANT = Part("quadrant", Quadrant, quadrant, (MARKED, PROGRESS), dated=False)
"""The quadrant of all who are judged."""
