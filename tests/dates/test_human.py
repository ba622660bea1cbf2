"""Days as people write them. The day of all examples is Tuesday, 24 November 2026."""

import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.helpers import TODAY
from vault_tools.dates.cadence import Cadence
from vault_tools.dates.human import read_day
from vault_tools.dates.partial import BadDate

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
CHINESE_WEEKDAYS = "一二三四五六日"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
UNITS = [("d", "天"), ("w", "周"), ("m", "个月"), ("y", "年")]

AHEAD = {
    "2026-12-01": "2026-12-01",
    "2026/12/1": "2026-12-01",
    "20261201": "2026-12-01",
    "2026年12月1日": "2026-12-01",
    "2026年12月1号": "2026-12-01",
    "[[2026-12-01]]": "2026-12-01",
    "2026-12-01T10:30": "2026-12-01",
    "2027-03": "2027-03-01",
    "2027": "2027-01-01",
    "today": "2026-11-24",
    " Tomorrow ": "2026-11-25",
    "yesterday": "2026-11-23",
    "the day after tomorrow": "2026-11-26",
    "今天": "2026-11-24",
    "明天": "2026-11-25",
    "后天": "2026-11-26",
    "大后天": "2026-11-27",
    "昨天": "2026-11-23",
    "前天": "2026-11-22",
    "大前天": "2026-11-21",
    "wed": "2026-11-25",
    "by Friday": "2026-11-27",
    "tue": "2026-12-01",
    "this fri": "2026-11-27",
    "this mon": "2026-11-23",
    "next fri": "2026-12-04",
    "next tue": "2026-12-01",
    "last fri": "2026-11-20",
    "last tuesday": "2026-11-17",
    "周三": "2026-11-25",
    "星期二": "2026-12-01",
    "下周三": "2026-12-02",
    "下个星期三": "2026-12-02",
    "下下周一": "2026-12-07",
    "上周五": "2026-11-20",
    "上上周五": "2026-11-13",
    "这周五": "2026-11-27",
    "本周一": "2026-11-23",
    "星期天": "2026-11-29",
    "礼拜天": "2026-11-29",
    "下周日": "2026-12-06",
    "周末": "2026-11-28",
    "下周末": "2026-12-05",
    "weekend": "2026-11-28",
    "next week": "2026-11-30",
    "下周": "2026-11-30",
    "next month": "2026-12-01",
    "下个月": "2026-12-01",
    "下月初": "2026-12-01",
    "next quarter": "2027-01-01",
    "next year": "2027-01-01",
    "明年": "2027-01-01",
    "in 2 weeks": "2026-12-08",
    "2w": "2026-12-08",
    "+3d": "2026-11-27",
    "3 days": "2026-11-27",
    "10 days from now": "2026-12-04",
    "in a month": "2026-12-24",
    "in half a year": "2027-05-24",
    "1 quarter": "2027-02-24",
    "3 days ago": "2026-11-21",
    "two weeks ago": "2026-11-10",
    "a month ago": "2026-10-24",
    "两周后": "2026-12-08",
    "2周后": "2026-12-08",
    "两个星期后": "2026-12-08",
    "三天后": "2026-11-27",
    "三天之后": "2026-11-27",
    "十五天后": "2026-12-09",
    "过三天": "2026-11-27",
    "3个月后": "2027-02-24",
    "3 个月 后": "2027-02-24",
    "半年后": "2027-05-24",
    "半个月后": "2026-12-09",
    "三天前": "2026-11-21",
    "两周以前": "2026-11-10",
    "两周": "2026-12-08",
    "12-01": "2026-12-01",
    "1-5": "2027-01-05",
    "11-24": "2026-11-24",
    "25/12": "2026-12-25",
    "12/25": "2026-12-25",
    "12/12": "2026-12-12",
    "1 dec": "2026-12-01",
    "Dec 1": "2026-12-01",
    "dec. 1st": "2026-12-01",
    "1st of December": "2026-12-01",
    "December 1, 2027": "2027-12-01",
    "1 dec 2027": "2027-12-01",
    "Feb 29": "2028-02-29",
    "5th": "2026-12-05",
    "the 24th": "2026-11-24",
    "12月1日": "2026-12-01",
    "12月1号": "2026-12-01",
    "12 月 1 日": "2026-12-01",
    "１２月１日": "2026-12-01",
    "十二月一号": "2026-12-01",
    "明年3月5日": "2027-03-05",
    "去年3月5日": "2025-03-05",
    "今年3月5日": "2026-03-05",
    "5号": "2026-12-05",
    "二十五号": "2026-11-25",
    "下个月5号": "2026-12-05",
    "下月5日": "2026-12-05",
    "本月5号": "2026-11-05",
    "上个月5号": "2026-10-05",
    "月底": "2026-11-30",
    "下个月底": "2026-12-31",
    "end of month": "2026-11-30",
    "end of next month": "2026-12-31",
    "eom": "2026-11-30",
    "end of the quarter": "2026-12-31",
    "季度末": "2026-12-31",
    "end of year": "2026-12-31",
    "年底": "2026-12-31",
    "明年底": "2027-12-31",
    "明年年底": "2027-12-31",
    "3月底": "2027-03-31",
    "明年2月底": "2027-02-28",
    "end of february": "2027-02-28",
}
BACK = {
    "fri": "2026-11-20",
    "tue": "2026-11-17",
    "周三": "2026-11-18",
    "周末": "2026-11-21",
    "2w": "2026-11-10",
    "三天": "2026-11-21",
    "in 2 weeks": "2026-12-08",
    "两周后": "2026-12-08",
    "12-01": "2025-12-01",
    "11-24": "2026-11-24",
    "12月1日": "2025-12-01",
    "dec 1": "2025-12-01",
    "Feb 29": "2024-02-29",
    "5号": "2026-11-05",
    "30号": "2026-10-30",
    "月底": "2026-10-31",
    "年底": "2025-12-31",
    "3月底": "2026-03-31",
    "this fri": "2026-11-27",
    "next fri": "2026-12-04",
}


@pytest.mark.parametrize("text", AHEAD)
def test_ahead(text: str) -> None:
    assert str(read_day(text, TODAY)) == AHEAD[text]


@pytest.mark.parametrize("text", BACK)
def test_looking_back(text: str) -> None:
    assert str(read_day(text, TODAY, past=True)) == BACK[text]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unreadable"),
        ("soon", "unreadable"),
        ("12", "unreadable"),
        ("0d", "unreadable"),
        ("last week", "unreadable"),
        ("半天后", "unreadable"),
        ("半周", "unreadable"),
        ("周八", "unreadable"),
        ("1/2", "ambiguous"),
        ("12-32", "nonexistent"),
        ("2-30", "nonexistent"),
        ("13月1日", "nonexistent"),
        ("2026-02-30", "nonexistent"),
        ("2月31号", "nonexistent"),
        ("本月31号", "nonexistent"),
        ("99999y", "nonexistent"),
        ("99999 years ago", "nonexistent"),
    ],
)
def test_what_is_none(text: str, reason: str) -> None:
    with pytest.raises(BadDate) as caught:
        read_day(text, TODAY)
    assert (caught.value.value, caught.value.reason) == (text, reason)


@given(DAYS, st.integers(0, 6), st.booleans())
def test_a_weekday_is_the_nearest_one_but_never_today(today: date, number: int, past: bool) -> None:
    day = read_day(WEEKDAYS[number], today, past=past)
    assert day.weekday() == number
    assert 1 <= (today - day if past else day - today).days <= 7
    assert read_day(f"周{CHINESE_WEEKDAYS[number]}", today, past=past) == day


@given(DAYS, st.integers(0, 6), st.booleans())
def test_weekdays_of_a_calendar_week(today: date, number: int, past: bool) -> None:
    monday = today - timedelta(today.weekday())
    for weeks, english, chinese in ((0, "this", "这周"), (1, "next", "下周"), (-1, None, "上周"), (2, None, "下下周")):
        wanted = monday + timedelta(7 * weeks + number)
        assert read_day(f"{chinese}{CHINESE_WEEKDAYS[number]}", today, past=past) == wanted
        if english:
            assert read_day(f"{english} {WEEKDAYS[number]}", today, past=past) == wanted


@given(DAYS, DAYS, st.booleans())
def test_a_day_without_a_year_is_the_nearest_such(today: date, wanted: date, past: bool) -> None:
    texts = [
        f"{wanted.month}-{wanted.day}",
        f"{wanted.month:02}-{wanted.day:02}",
        f"{wanted.day} {MONTHS[wanted.month - 1]}",
        f"{MONTHS[wanted.month - 1]} {wanted.day}",
        f"{wanted.month}月{wanted.day}日",
        f"{wanted.month}月{wanted.day}号",
    ]
    days = {read_day(text, today, past=past) for text in texts}
    assert len(days) == 1
    day = days.pop()
    assert (day.month, day.day) == (wanted.month, wanted.day)
    assert day <= today if past else day >= today
    between = (
        day.replace(year=year) for year in range(*sorted((today.year, day.year))) if (day.month, day.day) != (2, 29)
    )
    assert all(not (day < one <= today if past else today <= one < day) for one in between)


@given(DAYS, st.integers(1, 999), st.sampled_from(UNITS), st.booleans())
@example(date(2026, 1, 31), 1, ("m", "个月"), False)
def test_so_many_units_on_or_back(today: date, count: int, unit: tuple[str, str], past: bool) -> None:
    english, chinese = unit
    rhythm = Cadence(count, english)  # type: ignore[arg-type]
    ahead, back = rhythm.after(today), rhythm.after(today, -1)
    for text in (f"in {count}{english}", f"{count} {english} from now", f"{count}{chinese}后", f"过{count}{chinese}"):
        assert read_day(text, today, past=past) == ahead
    for text in (f"{count}{english} ago", f"{count}{chinese}前"):
        assert read_day(text, today, past=past) == back
    for text in (f"{count}{english}", f"{count}{chinese}"):
        assert read_day(text, today, past=past) == (back if past else ahead)


@given(DAYS, DAYS)
def test_a_full_date_is_itself_on_any_day(today: date, day: date) -> None:
    for text in (
        f"{day}",
        f"{day:%Y/%m/%d}",
        f"{day.year:04}年{day.month}月{day.day}日",
        f"{day.day} {MONTHS[day.month - 1]} {day.year:04}",
    ):
        assert read_day(text, today) == read_day(text, today, past=True) == day


WORDS = "next last this in ago of end the fri week 2 31 0 dec month - / . + 下 上 个 周 月 日 号 年 底 半 两 十 天 后 前 明".split()


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=6).map("".join),
    ),
    st.one_of(DAYS, st.sampled_from([date.min, date.max, date(9999, 12, 1), date(1, 1, 2)])),
    st.booleans(),
)
def test_any_text_is_a_day_or_a_bad_date(text: str, today: date, past: bool) -> None:
    with suppress(BadDate):
        assert isinstance(read_day(text, today, past=past), date)


def test_it_loads_nothing_heavy() -> None:
    script = "import sys; before = set(sys.modules); import vault_tools.dates.human; print(set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not {"yaml12", "jinja2", "dateparser", "zoneinfo"} & set(loaded.split("'"))
