"""Birthdays: with or without the year, by the solar or the lunar calendar."""

import re
from calendar import isleap
from datetime import date

import msgspec

from vault_tools.dates.partial import BadDate, checked, parse_date, plain_text

_LUNAR = re.compile(r"(?:lunar|农历|阴历)[ :：]*", re.IGNORECASE)
_DAY = re.compile(r"(?:--)?(\d{1,2})(?:[-/.]|月)(\d{1,2})日?\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_LUNAR_YEAR = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?\Z")
_LUNAR_WORDS = re.compile(
    r"(?:(\d{4})年)?([正一二三四五六七八九十冬腊]+)月(初|十|廿|二十|三十)([一二三四五六七八九十]?)日?\Z"
)
_MONTHS = {name: number for number, name in enumerate("正 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)} | {
    "一": 1,
    "冬": 11,
    "腊": 12,
}
_TENS = {"初": 0, "十": 10, "廿": 20, "二十": 20, "三十": 30}
_ONES = {name: number for number, name in enumerate("一二三四五六七八九十", 1)} | {"": 0}
_ANY_LEAP_YEAR = 2000


class Birthday(msgspec.Struct, frozen=True):
    """A day of the year; `lunar`: of the Chinese calendar, whose months have at most 30 days."""

    month: int
    day: int
    year: int | None = None
    lunar: bool = False

    def __str__(self) -> str:
        """As `parse_birthday` reads it."""
        day = f"{self.month:02}-{self.day:02}"
        return f"{'lunar ' if self.lunar else ''}{self.year or ('' if self.lunar else '-')}-{day}".replace(" -", " ")


def parse_birthday(value: object) -> Birthday:
    """A birthday from an ISO date, `--05-17`, `05-17`, `5月17日`, `lunar 08-15`, `农历八月十五`, or `31/01/1980` where
    only one reading is possible. Raises BadDate."""
    text = plain_text(value)
    lunar = _LUNAR.match(text)
    if lunar:
        return _lunar(value, text[lunar.end() :].strip())
    if match := _DAY.match(text):
        day = checked(value, _ANY_LEAP_YEAR, int(match[1]), int(match[2]))
        return Birthday(day.month, day.day)
    if match := _SLASHED.match(text):
        return _slashed(value, int(match[1]), int(match[2]), int(match[3]))
    day = parse_date(value)
    return Birthday(day.month, day.day, day.year)


def next_after(birthday: Birthday, today: date) -> date | None:
    """The first birthday on or after `today`; 29 February is kept on the 28th in common years. None where the lunar
    calendar's tables end."""
    for year in range(today.year - 1, today.year + 2):
        day = _lunar_day(birthday, year) if birthday.lunar else _solar_day(birthday, year)
        if day is not None and day >= today:
            return day
    return None


def age_on(birthday: Birthday, day: date) -> int | None:
    """How old somebody turns on a birthday; None without a year, and for lunar ones, which count otherwise."""
    if birthday.lunar or birthday.year is None or day.year <= birthday.year:
        return None
    return day.year - birthday.year


def _solar_day(birthday: Birthday, year: int) -> date:
    if (birthday.month, birthday.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return date(year, birthday.month, birthday.day)


def _lunar_day(birthday: Birthday, year: int) -> date | None:
    from lunardate import LunarDate  # tables of two centuries: only where somebody keeps a lunar birthday

    for day in (birthday.day, min(birthday.day, 29)):
        try:
            solar: date = LunarDate(year, birthday.month, day).to_solar_date()
            return solar
        except (ValueError, AttributeError):
            continue
    return None


def _lunar(value: object, text: str) -> Birthday:
    if match := _LUNAR_YEAR.match(text):
        return _lunar_checked(value, int(match[2]), int(match[3]), int(match[1]))
    if match := _DAY.match(text):
        return _lunar_checked(value, int(match[1]), int(match[2]), None)
    match = _LUNAR_WORDS.match(text)
    if not match or match[2] not in _MONTHS:
        raise BadDate(value, "unreadable")
    day = _TENS[match[3]] + _ONES[match[4]]
    return _lunar_checked(value, _MONTHS[match[2]], day, int(match[1]) if match[1] else None)


def _lunar_checked(value: object, month: int, day: int, year: int | None) -> Birthday:
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise BadDate(value, "nonexistent")
    return Birthday(month, day, year, lunar=True)


def _slashed(value: object, first: int, second: int, year: int) -> Birthday:
    if first <= 12 and second <= 12 and first != second:
        raise BadDate(value, "ambiguous")
    month, day = (second, first) if first > 12 else (first, second)
    checked(value, year, month, day)
    return Birthday(month, day, year)
