"""What a calendar's events come to."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.helpers import TODAY
from vault_tools.transfer.arrivals import Extra, Options, Reading
from vault_tools.transfer.happenings import Unknown, arrivals_of
from vault_tools.transfer.myself import WhoAmI
from vault_tools.transfer.sources import read_all

ME = "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@mine.example"
LI = 'ATTENDEE;CN="Wei, Li";PARTSTAT=ACCEPTED:MAILTO:LI@Star.example'
BOB = "ATTENDEE;CN=bob@stone.example:mailto:bob@stone.example"
ZONE = """BEGIN:VTIMEZONE
TZID:Own Time
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
"""


def event(start: str, *lines: str, uid: str = "u1", title: str = "Talk") -> str:
    begin = start if start.startswith("DTSTART") else f"DTSTART:{start}"
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", begin, f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(parts)}END:VCALENDAR\n"


def reading(tmp_path: Path, *parts: str, encoding: str = "utf-8", **options: object) -> Reading:
    file = tmp_path / "c.ics"
    file.write_text(calendar(*parts), encoding=encoding)
    chosen = {"me": ("Me@mine.example",), "zone": ZoneInfo("Asia/Shanghai"), **options}
    return read_all([str(file)], Options(today=TODAY, **chosen))  # type: ignore[arg-type]


def test_an_event_with_others_is_a_meeting(tmp_path: Path) -> None:
    place = "LOCATION:Café\\, upstairs"
    told = "DESCRIPTION:<p>bring <b>it</b></p>\\nnow\\n____________________\\nJoin"
    [one] = reading(tmp_path, event("20260301T123000Z", ME, LI, BOB, place, told, title="Lunch with Li")).happenings
    assert (one.id, one.day, one.title, one.channel) == ("u1", date(2026, 3, 1), "Lunch with Li", "meal")
    assert one.people == (("Wei, Li", "li@star.example"), ("", "bob@stone.example"))
    assert one.extras == (Extra("LOCATION", "Café, upstairs"), Extra("NOTE", "bring it\n\nnow"))
    assert one.initiated == ""


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("20260301T170000Z", date(2026, 3, 2)),
        ("DTSTART;TZID=Europe/Vienna:20260301T220000", date(2026, 3, 2)),
        ("DTSTART;TZID=Own Time:20260302T003000", date(2026, 3, 1)),
        ("DTSTART;TZID=China Standard Time:20260301T233000", date(2026, 3, 1)),
        ("20260301T233000", date(2026, 3, 1)),
    ],
)
def test_the_day_is_the_vaults(tmp_path: Path, start: str, day: date) -> None:
    assert [one.day for one in reading(tmp_path, ZONE, event(start, ME, LI)).happenings] == [day]


@pytest.mark.parametrize(
    ("start", "lines", "why"),
    [
        ("20260301T120000Z", (), "without others"),
        ("20260301T120000Z", (ME,), "without others"),
        ("20260301T120000Z", (ME, "ATTENDEE;CUTYPE=ROOM:mailto:room@mine.example"), "without others"),
        ("20260301T120000Z", (ME, LI.replace("ACCEPTED", "DECLINED")), "without others"),
        ("20260301T120000Z", (ME.replace("ACCEPTED", "DECLINED"), LI), "declined"),
        ("20260301T120000Z", (ME, LI, "STATUS:CANCELLED"), "cancelled"),
        ("DTSTART;VALUE=DATE:20260301", (ME, LI), "whole days"),
        ("20240301T120000Z", (ME, LI), "before --since"),
        ("20280301T120000Z", (ME, LI), "after --until"),
        (
            "20260301T120000Z",
            tuple(f"ATTENDEE:mailto:p{n}@x.example" for n in range(31)),
            "with more than 30 people",
        ),
    ],
)
def test_what_is_no_meeting_is_left_out_with_the_reason(
    tmp_path: Path, start: str, lines: tuple[str, ...], why: str
) -> None:
    read = reading(tmp_path, event(start, *lines))
    assert (read.happenings, read.skipped, read.lost) == ([], {why: 1}, [])


SERIES = event("DTSTART;TZID=Asia/Shanghai:20261103T090000", "RRULE:FREQ=WEEKLY", ME, LI, uid="s",
               title="Weekly")  # fmt: skip


def test_a_series_to_the_next_one_ahead_with_exceptions_and_moved_ones(tmp_path: Path) -> None:
    rule = "RRULE:FREQ=WEEKLY\nEXDATE;TZID=Asia/Shanghai:20261110T090000"
    moved = event("DTSTART;TZID=Asia/Shanghai:20261118T100000", "RECURRENCE-ID;TZID=Asia/Shanghai:20261117T090000", ME,
                  LI, uid="s", title="Weekly, moved")  # fmt: skip
    read = reading(tmp_path, SERIES.replace("RRULE:FREQ=WEEKLY", rule), moved)
    assert [(one.day.isoformat(), one.id, one.title) for one in read.happenings] == [
        ("2026-11-03", "s/20261103T0100", "Weekly"),
        ("2026-11-18", "s/20261117T0100", "Weekly, moved"),
        ("2026-11-24", "s/20261124T0100", "Weekly"),
        ("2026-12-01", "s/20261201T0100", "Weekly"),
    ]
    assert read.skipped == {"planned ones of a series, behind the next": 7}


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY;BYMINUTE=1,2,3,4,5;BYHOUR=1,2,3,4,5,6"])
def test_a_rule_without_end_ends_nothing(tmp_path: Path, rule: str) -> None:
    read = reading(tmp_path, SERIES.replace("FREQ=WEEKLY", rule), event("20260301T120000Z", ME, LI))
    assert [one.id for one in read.happenings] == ["u1"]
    assert [lost.what for lost in read.lost] == ["Weekly"]


def test_a_broken_event_is_named_and_all_others_come(tmp_path: Path) -> None:
    broken = event("DTSTART:nonsense", ME, LI, title="Broken"), event("20260301T120000Z", ME, LI).partition("END:")[0]
    read = reading(tmp_path, broken[0], broken[1], event("20260302T120000Z", "GARBAGE", ME, LI, uid="u2"))
    assert [one.id for one in read.happenings] == ["u1", "u2"]
    assert [(lost.where, lost.what) for lost in read.lost] == [("3", "Broken")]


@pytest.mark.parametrize(
    ("title", "around", "channel"),
    [
        ("Video call with Li", "", "video"),
        ("Phone call: Li", "", "call"),
        ("Visit at Starwood", "", "visit"),
        ("Coffee?", "", "coffee"),
        ("Dinner at Ann's", "", "meal"),
        ("Call Bob", "", "call"),
        ("和王五吃饭", "", "meal"),
        ("Recall", "LOCATION:https://zoom.us/j/1", "video"),
        ("Review", "X-GOOGLE-CONFERENCE:https://meet.google.com/x", "video"),
        ("Review", "LOCATION:Office", ""),
        ("Text review", "", ""),
    ],
)
def test_the_channel_is_told_or_left_open(tmp_path: Path, title: str, around: str, channel: str) -> None:
    lines = (around,) if around else ()
    [one] = reading(tmp_path, event("20260301T120000Z", ME, LI, *lines, title=title)).happenings
    assert one.channel == channel


def test_who_one_is_told_from_the_file_and_shown(tmp_path: Path) -> None:
    events = [event("20260301T120000Z", ME, one, uid=one) for one in (LI, BOB)]
    read = reading(tmp_path, *events, me=())
    assert read.shown == [("me@mine.example", "me")]
    assert [len(one.people) for one in read.happenings] == [1, 1]
    with pytest.raises(WhoAmI, match="--me ADDRESS"):
        reading(tmp_path, events[0], me=())
    assert reading(tmp_path, events[0], me=(), contacts=frozenset({"li@star.example"})).happenings


def test_chinese_calendars(tmp_path: Path) -> None:
    [one] = reading(tmp_path, event("20260301T120000Z", ME, LI, title="项目讨论"), encoding="gb18030").happenings
    assert one.title == "项目讨论"


def test_the_next_one_ahead_is_the_next_that_takes_place(tmp_path: Path) -> None:
    off = event("DTSTART;TZID=Asia/Shanghai:20261201T090000", "RECURRENCE-ID;TZID=Asia/Shanghai:20261201T090000", ME,
                LI, "STATUS:CANCELLED", uid="s")  # fmt: skip
    days = [one.day.isoformat() for one in reading(tmp_path, SERIES, off).happenings]
    assert days[-2:] == ["2026-11-24", "2026-12-08"]


@pytest.mark.parametrize("start", ["00010101T000000Z", "99991231T235959Z"])
def test_the_ends_of_the_calendar(tmp_path: Path, start: str) -> None:
    assert reading(tmp_path, event(start, ME, LI)).lost == []


def test_what_else_an_event_says_is_kept_or_counted(tmp_path: Path) -> None:
    lines = (
        "DTEND:20260310T130000Z", "DTSTAMP:20260301T000000Z", "CATEGORIES:Sales,Key\\, big", "ATTACH:https://x.example/a",
        "X-DOG:Rex", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "URL:https://foo.example",
        "BEGIN:VALARM", "TRIGGER:-P1D", "END:VALARM",
    )  # fmt: skip
    found = reading(tmp_path, event("20260310T120000Z", ME, LI, *lines))
    assert set(found.happenings[0].extras) == {
        Extra("CATEGORIES", "Sales,Key, big"),
        Extra("ATTACH", "https://x.example/a"),
        Extra("X-DOG", "Rex"),
        Extra("URL", "https://foo.example"),
    }
    assert found.skipped == {"reminders": 1, "DTSTAMP": 1, "X-MICROSOFT-CDO-BUSYSTATUS": 1}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("bob.stone@x.example", "Bob Stone"),
        ("bob_stone7@x.example", "Bob Stone"),
        ("bob.stone.1980@x.example", "Bob Stone"),
        ("bob7@x.example", "bob7"),
        ("123@qq.example", "123"),
    ],
)
def test_who_has_no_name_is_called_by_the_address(address: str, name: str) -> None:
    (arrival,) = arrivals_of([Unknown("", address)], date(2026, 11, 24))
    assert arrival.card.name == name
