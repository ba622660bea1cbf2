"""Figures as a reader wants them: no more digits than mean something, halves rounded up."""

from math import floor


def number(value: float | None) -> str:
    """`10,000`, `0.4`, `0.02`; nothing for None. One decimal below 10 and two below 0.1, unless whole."""
    if value is None:
        return ""
    if isinstance(value, float) and 0 < value < 0.095:
        return f"{value:.2f}"
    if isinstance(value, float) and value < 10 and round(value, 1) != round(value):
        return f"{floor(value * 10 + 0.5) / 10:.1f}"
    return f"{floor(value + 0.5):,}"


def in_wan(value: float, unit: str) -> str:
    """An amount as Chinese counts it: `3,000 元`, `3.7 万元`, `112,745 元`; by 10,000 where that loses nothing."""
    whole = floor(value + 0.5)
    if whole < 10_000 or whole % 100:
        return f"{whole:,} {unit}"
    return f"{whole / 10_000:,.2f}".rstrip("0").rstrip(".") + f" 万{unit}"


def percent(value: float | None) -> str:
    """A share from 0 to 1 as `6%`; below one percent with a decimal."""
    if value is None:
        return ""
    return f"{value * 100:.1f}%" if 0 < value < 0.01 else f"{value * 100:.0f}%"
