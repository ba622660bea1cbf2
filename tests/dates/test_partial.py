"""Dates as people write them; periods by name; birthdays."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vault_tools.dates.birthday import Birthday, age_on, next_after, parse_birthday
from vault_tools.dates.partial import BadDate, parse_date, parse_partial
from vault_tools.dates.periods import (
    first_day,
    half_of,
    halves_back,
    last_day,
    month_of,
    months_back,
    next_half,
    quarter_of,
    read_period,
)

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-24",
        " 2026-11-24 ",
        "2026-11-24T23:59:00+08:00",
        "2026-11-24 10:30",
        "2026/11/24",
        "2026.11.24",
        "20261124",
        20261124,
        "2026年11月24日",
        "[[2026-11-24]]",
        "２０２６-11-24",
        DAY,
        datetime(2026, 11, 24, 9, 0),
    ],
)
def test_forms_of_a_full_date(value: object) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2026-02-30", "nonexistent"),
        ("2024-13-45", "nonexistent"),
        ("0000-01-01", "nonexistent"),
        ("soon", "unreadable"),
        ("11/24/2026", "unreadable"),
        (True, "unreadable"),
        (None, "unreadable"),
        (3.5, "unreadable"),
    ],
)
def test_what_is_no_date(value: object, reason: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_date(value)
    assert caught.value.reason == reason


@pytest.mark.parametrize("text", ["2026-11-24", "2026-11", "2026"])
def test_partial_dates_are_written_as_they_were(text: str) -> None:
    assert str(parse_partial(text)) == text
    assert parse_partial(text).first == date.fromisoformat(
        (text + "-01-01")[:10] if len(text) < 7 else (text + "-01")[:10]
    )


@given(st.dates())
def test_any_day_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day == parse_date(f"{day:%d}" and day.isoformat().replace("-", "/"))


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)))
def test_a_day_lies_in_its_periods(day: date) -> None:
    for period in (month_of(day), quarter_of(day), half_of(day), str(day.year).zfill(4), day.isoformat()):
        assert first_day(period) <= day <= last_day(period)
        assert read_period(period) == read_period(period.lower()) == period
    halves = halves_back(day, 3)
    assert (halves[-1], next_half(halves[0]), next_half(halves[1])) == (half_of(day), halves[1], halves[2])
    months = months_back(day, 13)
    assert (len(months), months[-1], sorted(months)) == (13, month_of(day), months)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2027", "2027"),
        ("2027年", "2027"),
        (" ２０２７-h1 ", "2027-H1"),
        ("2027H2", "2027-H2"),
        ("H1 2027", "2027-H1"),
        ("Q3/2027", "2027-Q3"),
        ("2027/3", "2027-03"),
        ("2027年3月份", "2027-03"),
        ("20270331", "2027-03-31"),
        ("2027年3月31日", "2027-03-31"),
        ("2027年上半年", "2027-H1"),
        ("2027下半年", "2027-H2"),
        ("2027年第四季度", "2027-Q4"),
        ("2027年2季度", "2027-Q2"),
        ("今年下半年", "2026-H2"),
        ("明年", "2027"),
        ("后年一季度", "2028-Q1"),
        ("Next Year", "2027"),
        ("this year Q4", "2026-Q4"),
    ],
)
def test_periods_as_people_write_them(text: str, name: str) -> None:
    assert read_period(text, DAY) == name
    assert first_day(name) <= last_day(name)


@pytest.mark.parametrize(
    "text", ["spring", "2027-13", "2027-02-30", "2027-H3", "0000", "", "Q1", "下半年", "2027-Q1-1"]
)
def test_what_can_not_be_read_as_a_period(text: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        read_period(text, DAY)


def test_a_relative_year_needs_a_day_to_count_from() -> None:
    with pytest.raises(ValueError, match="is no period"):
        read_period("明年")


@given(st.text(alphabet="2027-QH13上下半年一季度月明/ ", max_size=12))
def test_whatever_is_read_as_a_period_is_one(text: str) -> None:
    try:
        name = read_period(text, DAY)
    except ValueError:
        return
    assert first_day(name) <= last_day(name)
    assert read_period(name) == name


@pytest.mark.parametrize("text", ["2026-Q5", "2026-H3", "half", "2026-13"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|month"):
        first_day(text)


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("1986-12-02", Birthday(12, 2, 1986)),
        ("--05-17", Birthday(5, 17)),
        ("5月17日", Birthday(5, 17)),
        ("01/31/1980", Birthday(1, 31, 1980)),
        ("31/01/1980", Birthday(1, 31, 1980)),
        ("02/02/1980", Birthday(2, 2, 1980)),
        ("lunar 08-15", Birthday(8, 15, lunar=True)),
        ("农历八月十五", Birthday(8, 15, lunar=True)),
        ("农历腊月廿三", Birthday(12, 23, lunar=True)),
        ("农历1986-08-15", Birthday(8, 15, 1986, lunar=True)),
        ("--02-29", Birthday(2, 29)),
    ],
)
def test_birthdays(text: str, birthday: Birthday) -> None:
    assert parse_birthday(text) == birthday


@pytest.mark.parametrize(
    ("text", "reason"),
    [("01/02/1980", "ambiguous"), ("--02-30", "nonexistent"), ("lunar 13-40", "nonexistent"), ("May", "unreadable")],
)
def test_what_is_no_birthday(text: str, reason: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_birthday(text)
    assert caught.value.reason == reason


def test_the_next_one() -> None:
    assert next_after(Birthday(11, 24), DAY) == DAY
    assert next_after(Birthday(11, 23), DAY) == date(2027, 11, 23)
    assert next_after(Birthday(2, 29), date(2027, 1, 1)) == date(2027, 2, 28)
    # the Mid-Autumn Festival of 2026 was on 25 September, Lunar New Year of 2027 is on 6 February
    assert next_after(Birthday(8, 15, lunar=True), date(2026, 9, 1)) == date(2026, 9, 25)
    assert next_after(Birthday(1, 1, lunar=True), DAY) == date(2027, 2, 6)
    assert age_on(Birthday(12, 2, 1986), date(2026, 12, 2)) == 40


@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_the_next_one_is_never_past_nor_much_more_than_a_year_away(
    month: int, day: int, lunar: bool, today: date
) -> None:
    assume(lunar or (month, day) != (2, 30))
    found = next_after(Birthday(month, day, lunar=lunar), today)
    assert found is not None
    assert 0 <= (found - today).days <= (385 if lunar else 366)


@pytest.mark.parametrize("parse", [parse_partial, parse_birthday])
def test_a_decimal_number_is_no_date(parse: Callable[[object], object]) -> None:
    """`met: 2026.10` without quotes is 2026.1 to YAML: read as January, it would be wrong in silence."""
    with pytest.raises(BadDate) as caught:
        parse(2026.10)
    assert caught.value.reason == "unreadable"
