"""How fast people come in, and how fast a target by a date asks for."""

from collections.abc import Iterable
from datetime import date, timedelta


def entering(days: Iterable[date], today: date, weeks: int) -> int:
    """How many of the days lie in the last so many weeks, today included."""
    start = today - timedelta(weeks=weeks)
    return sum(start < day <= today for day in days)


def needed_per_week(target: int | None, reached: int, by: date | None, today: date) -> float | None:
    """People a week that the target needs from today on; None without a target or a day that is still to come."""
    if target is None or by is None or by <= today:
        return None
    return max(0, target - reached) / ((by - today).days / 7)
