"""Months, quarters and half-years by name: `2026-11`, `2026-Q4`, `2026-H2`."""

import re
from calendar import monthrange
from datetime import date

_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])|H([12])))?\Z", re.IGNORECASE)


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day.year:04}-{day.month:02}"


def quarter_of(day: date) -> str:
    """`2026-Q4`."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def half_of(day: date) -> str:
    """`2026-H2`."""
    return f"{day.year:04}-H{1 if day.month <= 6 else 2}"


def months_back(today: date, count: int) -> list[str]:
    """The last `count` months, oldest first, today's the last."""
    last = today.year * 12 + today.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(last - count + 1, last + 1)]


def first_day(period: str) -> date:
    """The first day of a day, month, quarter, half or year. Raises ValueError."""
    return _bounds(period)[0]


def last_day(period: str) -> date:
    """The last day of a day, month, quarter, half or year. Raises ValueError."""
    return _bounds(period)[1]


def _bounds(period: str) -> tuple[date, date]:
    match = _PERIOD.match(period.strip())
    if not match:
        raise ValueError(f"{period!r} is no period; write 2027, 2027-H1, 2027-Q1, 2027-03 or 2027-03-31")
    year = int(match[1])
    if match[3]:
        day = date(year, int(match[2]), int(match[3]))
        return day, day
    first, last = 1, 12
    if match[2]:
        first = last = int(match[2])
    elif match[4]:
        first, last = int(match[4]) * 3 - 2, int(match[4]) * 3
    elif match[5]:
        first, last = int(match[5]) * 6 - 5, int(match[5]) * 6
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
