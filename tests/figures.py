"""What the tests of promises tried, counted while they run and printed at the end (`docs/promises.md` quotes it)."""

from collections import Counter

FIGURES: Counter[str] = Counter()
"""By what was tried, how often: filled by a test, taken out after it by `conftest`."""

LOSSES = "losses"
"""What is lost is counted too, so that the table says that nothing was."""


def tried(what: str, times: int = 1) -> None:
    """Count something that a test tried."""
    FIGURES[what] += times


def table(counts: Counter[str]) -> list[str]:
    """The lines of the table: losses last."""
    rows = sorted((what == LOSSES, what, number) for what, number in counts.items())
    width = max((len(what) for _, what, _ in rows), default=0)
    return [f"{what:<{width}}  {number:>9,}" for _, what, number in rows]
