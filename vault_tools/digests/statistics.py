"""The few statistics the digests need."""

from collections.abc import Sequence
from math import sqrt

import msgspec

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95% interval."""


class Share(msgspec.Struct, frozen=True):
    """A share with its 95% Wilson interval; all three from 0 to 1."""

    rate: float
    low: float
    high: float


def wilson(hits: int, of: int) -> Share | None:
    """The share `hits`/`of` with the Wilson score interval (E. B. Wilson, JASA 22, 1927); None of nothing."""
    if of <= 0:
        return None
    rate = hits / of
    spread = Z95 * Z95 / of
    centre = (rate + spread / 2) / (1 + spread)
    half = Z95 * sqrt(rate * (1 - rate) / of + spread / (4 * of)) / (1 + spread)
    return Share(rate, max(0.0, centre - half) if hits else 0.0, min(1.0, centre + half) if hits < of else 1.0)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` of the values lie, interpolated (Hyndman & Fan's type 7); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def median(values: Sequence[float]) -> float | None:
    """The median, or None of nothing."""
    return quantile(values, 0.5)
