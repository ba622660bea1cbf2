"""Days as people write them: `tomorrow`, `next fri`, `in 2 weeks`, `1 dec`, `下周三`, `三天前`, `12月1日`, `月底`.

Where a phrase could mean two days (docs/commands.md tells its reader the same): a week begins on Monday; `fri` and
周五 are the first Friday after today; `this fri`, `next fri`, 下周五 and 上周五 are of that calendar week, `last fri`
is the latest before today. What has no year or month is the next such day, today included. With `past`, what names no
direction looks back.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from vault_tools.dates.cadence import UNITS, Cadence
from vault_tools.dates.numerals import WORDS, count_of
from vault_tools.dates.partial import BadDate, parse_partial, plain_text

Match = re.Match[str]
Read = Callable[[Match, date, bool], date]

_FIXED = {
    **dict.fromkeys("today now tonight 今天 今日 今晚 今早 现在".split(), 0),
    **dict.fromkeys("tomorrow tmr tmrw 明天 明日 明晚 明早".split(), 1),
    **dict.fromkeys(("day after tomorrow", "后天", "后日"), 2),
    "大后天": 3,
    **dict.fromkeys("yesterday 昨天 昨日 昨晚".split(), -1),
    **dict.fromkeys(("day before yesterday", "前天", "前日", "前晚"), -2),
    "last night": -1,
    "大前天": -3,
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday 一",
            "tue tues tuesday 二",
            "wed weds wednesday 三",
            "thu thur thurs thursday 四",
            "fri friday 五",
            "sat saturday 六",
            "sun sunday 日 天",
        )
    )
    for name in names.split()
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_STEPS = {
    **dict.fromkeys(("上上", "上上个"), -2),
    **dict.fromkeys(("last", "上", "上个"), -1),
    **dict.fromkeys(("this", "这", "这个", "本"), 0),
    **dict.fromkeys(("next", "下", "下个"), 1),
    **dict.fromkeys(("下下", "下下个"), 2),
}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_PERIODS = {
    **dict.fromkeys(("week", "周", "星期", "礼拜"), 0),
    **dict.fromkeys(("month", "eom", "月"), 1),
    **dict.fromkeys(("quarter", "eoq", "季度", "季"), 3),
    **dict.fromkeys(("year", "eoy", "年"), 12),
}
"""How many months each is; a week none."""

_EDGES = re.compile(r"^[ .,。]+|[ .,。]+$")
_LEAP_CYCLE = 8
"""The most years between two that have a 29 February."""


def read_day(text: str, today: date, *, past: bool = False) -> date:
    """The day that `text` means on the day `today`; `past`: where it may lie ahead or behind, that behind.

    Besides, all that partial.py reads; a month or a year is its first day. Raises BadDate.
    """
    plain = _EDGES.sub("", re.sub(r"\s+", " ", plain_text(text)))
    try:
        return parse_partial(plain).first
    except BadDate as error:
        if error.reason == "nonexistent":
            raise BadDate(text, "nonexistent") from error
    plain = re.sub(r"^(?:(?:on|by|until|till|the) )+", "", plain.casefold())
    if not plain.isascii():
        plain = plain.replace(" ", "")
    try:
        if plain in _FIXED:
            return today + timedelta(_FIXED[plain])
        for pattern, read in _FORMS:
            if match := re.fullmatch(pattern, plain):
                return read(match, today, past)
    except BadDate as error:
        raise BadDate(text, error.reason) from error
    except (OverflowError, ValueError) as error:
        raise BadDate(text, "nonexistent") from error
    raise BadDate(text, "unreadable")


def _weekday(match: Match, today: date, past: bool) -> date:
    return _day_of_week(today, _WEEKDAYS[match["day"]], match["step"], past)


def _weekend(match: Match, today: date, past: bool) -> date:
    return _day_of_week(today, _WEEKDAYS["sat"], match["step"], past)


def _counted(match: Match, today: date, past: bool) -> date:
    count, unit = match["count"], match["unit"]
    back = match["ago"] or (past and not match["ahead"] and not match["later"])
    times, step = UNITS[unit]
    if count.startswith(("半", "half")):
        if unit not in _HALVES:
            raise BadDate(match[0], "unreadable")
        rhythm = _HALVES[unit]
    else:
        rhythm = Cadence((count_of(count) or 0) * times, step)
    if not rhythm.count:
        raise BadDate(match[0], "unreadable")
    day = rhythm.after(today, -1 if back else 1)
    if day == date.max:
        raise BadDate(match[0], "nonexistent")
    return day


def _day_of_month(match: Match, today: date, past: bool) -> date:
    day = _number(match["day"])
    if match["step"]:
        return _first_of(1, today, _STEPS[match["step"]]).replace(day=day)
    months = [_first_of(1, today, -step if past else step) for step in range(3)]
    return _nearest(((first.year, first.month, day) for first in months), today, past)


def _month_and_day(match: Match, today: date, past: bool) -> date:
    month, day, year = _month(match["month"]), _number(match["day"]), match["year"]
    if year:
        return date(_year(year, today), month, day)
    return _nearest(((one, month, day) for one in _years(today, past)), today, past)


def _either_order(match: Match, today: date, past: bool) -> date:
    """`25/12` and `12/25`; `5/6` may be May or June."""
    first, second = int(match[1]), int(match[2])
    if first <= 12 and second <= 12 and first != second:
        raise BadDate(match[0], "ambiguous")
    month, day = (first, second) if first <= 12 else (second, first)
    return _nearest(((one, month, day) for one in _years(today, past)), today, past)


def _end_of_period(match: Match, today: date, past: bool) -> date:
    months = _PERIODS[match["period"]]
    if match["step"]:
        return _last_of(months, today, _STEPS[match["step"]])
    end = _last_of(months, today, 0)
    return _last_of(months, today, -1) if past and end > today else end


def _end_of_month(match: Match, today: date, past: bool) -> date:
    month, year = _month(match["month"]), match["year"]
    years = [_year(year, today)] if year else _years(today, past)
    ends = [_last_of(1, date(one, month, 1), 0) for one in years]
    return ends[0] if year else _nearest(((one.year, one.month, one.day) for one in ends), today, past)


def _end_of_year(match: Match, today: date, _past: bool) -> date:
    return date(_year(match["year"], today), 12, 31)


def _start_of_period(match: Match, today: date, _past: bool) -> date:
    months, step = _PERIODS[match["period"]], _STEPS[match["step"]]
    return _first_of(months, today, step) if months else _monday(today, step)


def _start_of_year(match: Match, today: date, _past: bool) -> date:
    return date(_year(match["year"], today), 1, 1)


def _day_of_week(today: date, weekday: int, step: str | None, past: bool) -> date:
    """With a step, in that calendar week; else the first after today, or the last before it."""
    if step and step != "last":
        return _monday(today, _STEPS[step]) + timedelta(weekday)
    if past or step:
        return today - timedelta((today.weekday() - weekday - 1) % 7 + 1)
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _monday(today: date, weeks: int) -> date:
    return today + timedelta(7 * weeks - today.weekday())


def _first_of(months: int, today: date, step: int) -> date:
    """The first day of the month, quarter or year (of so many months) `step` after today's."""
    number = today.year * 12 + today.month - 1
    year, month = divmod(number - number % months + step * months, 12)
    return date(year, month + 1, 1)


def _last_of(months: int, today: date, step: int) -> date:
    return _first_of(months, today, step + 1) - timedelta(1)


def _nearest(days: Iterable[tuple[int, int, int]], today: date, past: bool) -> date:
    """The first of `days` (year, month, day) that exists, and not on the wrong side of today. Raises BadDate."""
    for year, month, day in days:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today if past else found >= today:
            return found
    raise BadDate("", "nonexistent")


def _years(today: date, past: bool) -> Iterable[int]:
    return (today.year + (-step if past else step) for step in range(_LEAP_CYCLE + 1))


def _year(text: str, today: date) -> int:
    return today.year + _YEARS[text] if text in _YEARS else int(text.removesuffix("年"))


def _month(text: str) -> int:
    return _MONTHS.get(text) or _number(text)


def _number(text: str) -> int:
    number = count_of(text)
    if number is None:
        raise BadDate(text, "unreadable")
    return number


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_HALVES = {"year": Cadence(6, "m"), "年": Cadence(6, "m"), "month": Cadence(15, "d"), "个月": Cadence(15, "d")}

_STEP = _any(word for word in _STEPS if not word.isascii())
_NEXT = "下下个|下下|下个|下"
_YEAR = _any(_YEARS)
_MONTH = _any(_MONTHS)
_NUMBER = r"\d{1,2}|[一二三四五六七八九十廿]{1,3}"
_COUNT = r"\d{1,5}|[一二两三四五六七八九十]{1,3}"
_UNIT = _any(word for word in UNITS if word.isascii() and word)
_UNIT_ZH = _any(word for word in UNITS if word and not word.isascii() and word not in ("月", "日"))
_DAY_TH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_IN_YEAR = r"(?:,? (?P<year>\d{4}))?"

_FORMS: tuple[tuple[str, Read], ...] = (
    (rf"(?:(?P<step>last|this|next) )?(?P<day>{_any(word for word in _WEEKDAYS if word.isascii())})", _weekday),
    (rf"(?P<step>{_STEP})?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _weekday),
    (r"(?:(?P<step>last|this|next) )?weekend", _weekend),
    (rf"(?P<step>{_STEP})?周末", _weekend),
    (
        rf"(?P<ahead>in |\+ ?)?(?P<count>\d{{1,5}}|half an?|{_any(WORDS)}) ?(?P<unit>{_UNIT})"
        r"(?:(?P<ago> ago)|(?P<later> from now| later))?",
        _counted,
    ),
    (
        rf"(?P<ahead>再?过)?(?P<count>{_COUNT}|半)(?P<unit>{_UNIT_ZH})(?:(?P<ago>[之以]?前)|(?P<later>[之以]?后))?",
        _counted,
    ),
    (r"(?:--)?(?P<month>\d{1,2})-(?P<day>\d{1,2})(?P<year>)", _month_and_day),
    (r"(\d{1,2})[/.](\d{1,2})", _either_order),
    (rf"{_DAY_TH}(?: of)? ?(?P<month>{_MONTH})\.?{_IN_YEAR}", _month_and_day),
    (rf"(?P<month>{_MONTH})\.? ?{_DAY_TH}{_IN_YEAR}", _month_and_day),
    (rf"(?P<year>{_YEAR}|\d{{4}}年)?(?P<month>{_NUMBER})月(?P<day>{_NUMBER})[日号]?", _month_and_day),
    (r"(?P<day>\d{1,2})(?:st|nd|rd|th)(?P<step>)", _day_of_month),
    (rf"(?:(?P<step>{_STEP})月)?(?P<day>{_NUMBER})[日号]", _day_of_month),
    (r"end of (?:the )?(?:(?P<step>last|this|next) )?(?P<period>month|quarter|year)", _end_of_period),
    (r"(?P<period>eom|eoq|eoy)(?P<step>)", _end_of_period),
    (rf"(?P<step>{_STEP})?(?P<period>月|季度|季|年)[底末]", _end_of_period),
    (rf"(?P<year>{_YEAR})年?[底末]", _end_of_year),
    (rf"end of (?P<month>{_MONTH})(?P<year>)", _end_of_month),
    (rf"(?P<year>{_YEAR})?(?P<month>{_NUMBER})月[底末]", _end_of_month),
    (r"(?P<step>next) (?P<period>week|month|quarter|year)", _start_of_period),
    (rf"(?P<step>{_NEXT})(?P<period>周|星期|礼拜|月|季度|季)初?", _start_of_period),
    (r"(?P<year>明年|后年)初?", _start_of_year),
)
"""Each form of a text with what reads it: the first that fits counts."""
