"""Months, quarters and half-years by name: `2026-11`, `2026-Q4`, `2026-H2`; and as people write them."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from functools import lru_cache

from vault_tools.dates.partial import BadDate, parse_date

_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])|H([12])))?\Z", re.IGNORECASE)

_PART = r"(?:(?P<half>[上下]半年?|[hH][12])|第?(?P<quarter>[一二三四1-4]季度?|[qQ][1-4])|(?P<month>\d{1,2})月?)"
_YEAR = r"(?P<year>\d{4}|今年|明年|后年|this year|next year)"
_WRITTEN = re.compile(rf"{_YEAR}[\s年/.-]*{_PART}?份?\Z", re.IGNORECASE)
_TURNED = re.compile(rf"{_PART}[\s/-]+{_YEAR}\Z", re.IGNORECASE)
_AHEAD = {"今年": 0, "this year": 0, "明年": 1, "next year": 1, "后年": 2}


@lru_cache(maxsize=4096)
def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day.year:04}-{day.month:02}"


@lru_cache(maxsize=4096)
def quarter_of(day: date) -> str:
    """`2026-Q4`."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


@lru_cache(maxsize=4096)
def half_of(day: date) -> str:
    """`2026-H2`."""
    return f"{day.year:04}-H{1 if day.month <= 6 else 2}"


def months_back(today: date, count: int) -> list[str]:
    """The last `count` months, oldest first, today's the last."""
    last = today.year * 12 + today.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(last - count + 1, last + 1)]


def halves_back(today: date, count: int) -> list[str]:
    """The last `count` half-years, oldest first, today's the last."""
    last = today.year * 2 + (today.month > 6)
    return [f"{number // 2:04}-H{number % 2 + 1}" for number in range(last - count + 1, last + 1)]


def next_half(period: str) -> str:
    """The half-year after a half-year."""
    year, half = int(period[:4]), period[-1]
    return f"{year:04}-H2" if half == "1" else f"{year + 1:04}-H1"


def read_period(text: str, base: date | None = None) -> str:
    """The name of a day, month, quarter, half or year, as people write it: `2027-h1`, `Q1 2027`, 2027年3月,
    2027年上半年, 2027年一季度; where there is a `base` to count from, also 明年下半年, `next year`.

    Raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return parse_date(plain).isoformat()
    except BadDate as error:
        if error.reason == "nonexistent":
            raise _no_period(text) from None
    match = _WRITTEN.match(plain) or _TURNED.match(plain)
    if not match:
        raise _no_period(text)
    year = _year(match["year"].lower(), base)
    if year is None or not 1 <= year <= 9999:
        raise _no_period(text)
    return f"{year:04}{_part(text, match)}"


def _year(written: str, base: date | None) -> int | None:
    if written.isdigit():
        return int(written)
    return base.year + _AHEAD[written] if base else None


def _part(text: str, match: re.Match[str]) -> str:
    """The part of the year, as the name of its period has it."""
    if half := match["half"]:
        return "-H1" if half[0] == "上" or half[-1] == "1" else "-H2"
    if quarter := match["quarter"]:
        digit = quarter.strip("季度qQ")
        return f"-Q{'一二三四'.find(digit) + 1 or digit}"
    if month := match["month"]:
        if not 1 <= int(month) <= 12:
            raise _no_period(text)
        return f"-{int(month):02}"
    return ""


def _no_period(text: str) -> ValueError:
    return ValueError(f"{text.strip()!r} is no period; write 2027, 2027-H1, 2027-Q1, 2027-03 or 2027-03-31")


@lru_cache(maxsize=4096)
def first_day(period: str) -> date:
    """The first day of a day, month, quarter, half or year. Raises ValueError."""
    return _bounds(period)[0]


@lru_cache(maxsize=4096)
def last_day(period: str) -> date:
    """The last day of a day, month, quarter, half or year. Raises ValueError."""
    return _bounds(period)[1]


@lru_cache(maxsize=4096)
def _bounds(period: str) -> tuple[date, date]:
    match = _PERIOD.match(period.strip())
    if not match:
        raise _no_period(period)
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
