"""Dates as people write them: full ones, and partial ones of which only the month or the year is known."""

import re
import unicodedata
from datetime import date, datetime
from typing import Literal

import msgspec

Reason = Literal["nonexistent", "unreadable", "ambiguous"]

_FULL = re.compile(
    r"(?:\[\[)?(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))"
    r"(?:\]\])?(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?\Z"
)
LEADING_DATE = re.compile(r"(?:\[\[)?(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:\]\])?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?")
"""The date that a log line begins with; group 1 is for `parse_date`."""

_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月?)\Z")
_YEAR = re.compile(r"(\d{4})年?\Z")


class BadDate(ValueError):
    """A text that is no date: `value` as given, and `reason` why."""

    def __init__(self, value: object, reason: Reason) -> None:
        super().__init__(f"{value!r} is no date ({reason})")
        self.value = value
        self.reason = reason


class PartialDate(msgspec.Struct, frozen=True):
    """A date known to the day, the month or the year; `first` is the first day it may mean."""

    first: date
    precision: Literal["day", "month", "year"] = "day"

    def __str__(self) -> str:
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


def parse_date(value: object) -> date:
    """A full date from ISO text, with or without a time (whose day counts as written), `2026/11/24`, `2026.11.24`,
    `20261124`, `2026年11月24日` or `[[2026-11-24]]`. Raises BadDate."""
    if isinstance(value, str):
        if len(value) == 10:
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass  # another of the forms below, or none
        return _full(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return _full(str(value))
    raise BadDate(value, "unreadable")


def parse_partial(value: object) -> PartialDate:
    """A full date, or `2026-11`, `2026年11月`, `2026`. Raises BadDate."""
    if isinstance(value, str) and len(value) == len("2026-11-24"):
        try:
            return PartialDate(date.fromisoformat(value))
        except ValueError:
            pass  # another of the forms, or none
    text = plain_text(value)
    if month := _MONTH.match(text):
        return PartialDate(checked(value, int(month[1]), int(month[2] or month[3]), 1), "month")
    if year := _YEAR.match(text):
        return PartialDate(checked(value, int(year[1]), 1, 1), "year")
    return PartialDate(parse_date(value))


def plain_text(value: object) -> str:
    """A value as text without outer blanks, full-width digits made plain. Raises BadDate for a decimal number: of an
    unquoted `2026.10` YAML leaves 2026.1, and nobody can tell it from January."""
    if isinstance(value, float):
        raise BadDate(value, "unreadable")
    text = str(value).strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def checked(value: object, year: int, month: int, day: int) -> date:
    """The day, or BadDate for `value` because the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate(value, "nonexistent") from None


def _full(value: str) -> date:
    match = _FULL.match(plain_text(value))
    if not match:
        raise BadDate(value, "unreadable")
    year, month, day = (int(part) for part in match.groups() if part)
    return checked(value, year, month, day)
