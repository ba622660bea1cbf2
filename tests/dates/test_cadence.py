"""Rhythms as people write them, and calendar arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.dates.cadence import BadCadence, Cadence, Unit, parse_cadence

CADENCES = st.builds(Cadence, st.integers(1, 500), st.sampled_from(["d", "w", "m", "y"]))
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("30d", 30, "d"),
        ("6 weeks", 6, "w"),
        ("3M", 3, "m"),
        ("1 year", 1, "y"),
        ("weekly", 1, "w"),
        ("quarterly", 3, "m"),
        ("every 2 weeks", 2, "w"),
        ("every month", 1, "m"),
        ("every other week", 2, "w"),
        (30, 30, "d"),
        ("45", 45, "d"),
        ("每月", 1, "m"),
        ("每季度", 3, "m"),
        ("每半年", 6, "m"),
        ("每两周", 2, "w"),
        ("每2个月", 2, "m"),
        ("三个月", 3, "m"),
        ("一年", 1, "y"),
        ("３０天", 30, "d"),
    ],
)
def test_forms(text: object, count: int, unit: Unit) -> None:
    assert parse_cadence(text) == Cadence(count, unit)


@pytest.mark.parametrize("text", ["none", "Never", "无", "从不"])
def test_none(text: str) -> None:
    assert parse_cadence(text) is None


@pytest.mark.parametrize("text", ["", "soon", "0d", "-3w", 0, True, 1.5, [], "every", "每", "month", "3 moons"])
def test_what_is_none_of_them(text: object) -> None:
    with pytest.raises(BadCadence):
        parse_cadence(text)


@pytest.mark.parametrize(
    ("day", "cadence", "after"),
    [
        (date(2026, 8, 1), Cadence(1, "m"), date(2026, 9, 1)),
        (date(2026, 1, 31), Cadence(1, "m"), date(2026, 2, 28)),
        (date(2024, 1, 31), Cadence(1, "m"), date(2024, 2, 29)),
        (date(2024, 2, 29), Cadence(1, "y"), date(2025, 2, 28)),
        (date(2026, 11, 24), Cadence(2, "m"), date(2027, 1, 24)),
        (date(9999, 12, 1), Cadence(1, "y"), date.max),
    ],
)
def test_calendar_arithmetic(day: date, cadence: Cadence, after: date) -> None:
    assert cadence.after(day) == after


@given(CADENCES)
def test_written_and_read_again(cadence: Cadence) -> None:
    assert parse_cadence(str(cadence)) == cadence


@given(CADENCES, DAYS, st.integers(0, 40))
def test_later_days_never_come_earlier(cadence: Cadence, day: date, more: int) -> None:
    assert cadence.after(day) > day
    assert cadence.after(day + timedelta(days=more)) >= cadence.after(day)
    assert cadence.days_from(day) == (cadence.after(day) - day).days
