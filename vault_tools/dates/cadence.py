"""Rhythms of contact, and calendar arithmetic: a month after 31 January is the last of February."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

import msgspec

from vault_tools.dates.numerals import count_of

Unit = Literal["d", "w", "m", "y"]

_NONE = frozenset("none never no off 无 不 从不 不联系".split())
_NAMED: dict[str, tuple[int, Unit]] = {
    "daily": (1, "d"),
    "weekly": (1, "w"),
    "biweekly": (2, "w"),
    "fortnightly": (2, "w"),
    "monthly": (1, "m"),
    "bimonthly": (2, "m"),
    "quarterly": (3, "m"),
    "halfyearly": (6, "m"),
    "half-yearly": (6, "m"),
    "semiannually": (6, "m"),
    "yearly": (1, "y"),
    "annually": (1, "y"),
    "半年": (6, "m"),
    "季": (3, "m"),
    "季度": (3, "m"),
}
UNITS: dict[str, tuple[int, Unit]] = {
    **dict.fromkeys(("", "d", "day", "days", "天", "日"), (1, "d")),
    **dict.fromkeys(("w", "wk", "week", "weeks", "周", "星期", "个星期", "礼拜"), (1, "w")),
    **dict.fromkeys(("m", "mo", "month", "months", "月", "个月"), (1, "m")),
    **dict.fromkeys(("q", "quarter", "quarters", "季", "季度", "个季度"), (3, "m")),
    **dict.fromkeys(("y", "yr", "year", "years", "年"), (1, "y")),
}
"""Each word for a unit, with how many of which basic unit it is."""

_COUNTED = re.compile(r"(?:every |每)?(\d{1,5}|[一二两三四五六七八九十]{1,3}|other)? ?(\D*)\Z")


class BadCadence(ValueError):
    """A text that is no rhythm: `value` as given."""

    def __init__(self, value: object) -> None:
        super().__init__(f"{value!r} is no rhythm")
        self.value = value


class Cadence(msgspec.Struct, frozen=True):
    """A rhythm of `count` days, weeks, months or years."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def after(self, day: date, steps: int = 1) -> date:
        """The day `steps` rhythms after `day`, by the calendar; never beyond the last date there is."""
        count = self.count * steps
        try:
            if self.unit in ("d", "w"):
                return day + timedelta(days=count * (7 if self.unit == "w" else 1))
            return _months_after(day, count * (12 if self.unit == "y" else 1))
        except (OverflowError, ValueError):
            return date.max

    def days_from(self, day: date) -> int:
        """How many days one rhythm is, counted from `day`."""
        return (self.after(day) - day).days


def parse_cadence(value: object) -> Cadence | None:
    """A rhythm from `30d`, `6 weeks`, `monthly`, `every 2 weeks`, `每季`, `两周`, a number of days; None for `none`.

    Raises BadCadence.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value != value:
        raise BadCadence(value)
    text = unicodedata.normalize("NFKC", f"{value:g}" if isinstance(value, float) else str(value)).strip().casefold()
    if text in _NONE:
        return None
    bare = text.removeprefix("每") if text.startswith("每") else text
    if bare in _NAMED:
        return Cadence(*_NAMED[bare])
    match = _COUNTED.match(text)
    unit = UNITS.get(match[2].strip()) if match else None
    if not match or unit is None or (match[1] is None and not (text.startswith(("every ", "每")) or text == "一年")):
        raise BadCadence(value)
    count = {None: 1, "other": 2}.get(match[1]) or count_of(match[1])
    if not count or (match[1] is None and not match[2].strip()):
        raise BadCadence(value)
    return Cadence(count * unit[0], unit[1])


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
