"""The weekly page: which week, what happened in it, promises, the streak, the leak; by docs/semantics.md."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, context_of, record_of
from vault_tools.digests.span import Span, active, kept_share, within
from vault_tools.digests.week import WeekView, week
from vault_tools.network.records import ContactNote

TUESDAY, FRIDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 29)


def contact(log: str = "", more: str = "met: 2025-01-01") -> str:
    return f"---\n{more}\n---\n## Log\n{log}\n"


def view_of(notes: dict[str, str], today: date = TUESDAY) -> WeekView:
    return week(context_of(notes, today=today))


@pytest.mark.parametrize(
    ("today", "start", "so_far"),
    [
        (date(2026, 11, 23), date(2026, 11, 16), date(2026, 11, 23)),
        (TUESDAY, date(2026, 11, 16), date(2026, 11, 23)),
        (date(2026, 11, 26), date(2026, 11, 16), date(2026, 11, 23)),
        (FRIDAY, date(2026, 11, 23), None),
        (SUNDAY, date(2026, 11, 23), None),
        (date(2026, 11, 30), date(2026, 11, 23), date(2026, 11, 30)),
    ],
)
def test_from_friday_on_it_is_this_week_before_the_last_whole_one(
    today: date, start: date, so_far: date | None
) -> None:
    view = view_of({"People/A.md": contact()}, today)
    assert (view.week.start, view.week.end) == (start, start + timedelta(days=6))
    assert (view.so_far and view.so_far.start) == so_far
    assert view.whole is (so_far is not None)


def test_what_happened_by_person_with_the_notes_and_without_what_lies_outside() -> None:
    view = view_of(
        {
            "People/A.md": contact(
                "- 2026-11-15 call — before\n- 2026-11-16 coffee — monday\n- 2026-11-22 email — sunday [response:: none]\n"
                "- 2026-11-23 message — since\n- 2026-11-25 call — planned"
            ),
            "People/B.md": contact("- 2026-11-18 email — asked [response:: declined]"),
            "Meetings/2026-11-17 Round table.md": "---\nwith: [A, B]\nchannel: meal\n---\n",
            "Deals/Pilot.md": "---\nwith: A\nstatus: done\nstarted: 2026-11-16\nended: 2026-11-20\n---\n",
            "Deals/Idea.md": "---\nwith: A\nstatus: idea\nstarted: 2026-11-17\n---\n",
        }
    )
    assert [(row.contact, [(one.kind, one.text, one.path) for one in row.events]) for row in view.week.people] == [
        (
            "A",
            [
                ("touch", "monday", "People/A.md"),
                ("deal-began", "Pilot", "Deals/Pilot.md"),
                ("touch", "Round table", "Meetings/2026-11-17 Round table.md"),
                ("deal-ended", "Pilot", "Deals/Pilot.md"),
                ("attempt", "sunday", "People/A.md"),
            ],
        ),
        (
            "B",
            [
                ("touch", "Round table", "Meetings/2026-11-17 Round table.md"),
                ("declined", "asked", "People/B.md"),
            ],
        ),
    ]
    # sitting down together is no try; a meeting with two is two people
    assert (view.week.tries, view.week.answered, view.week.declined, view.week.touched) == (2, 0, 1, 2)
    assert view.so_far is not None
    assert [one.text for row in view.so_far.people for one in row.events] == ["since"]
    assert view.touched_before == 1


def test_new_people_with_who_led_to_them_and_moves_between_stages() -> None:
    view = view_of(
        {
            "People/A.md": contact("- 2026-11-19 coffee", 'met: 2026-11-17\nsource: "[[B]]"\norg: Star'),
            "People/B.md": contact("- 2026-11-20 coffee", "met: 2025-01-01\nfit: 3\nscreened: 2025-02-01"),
            "People/C.md": contact("", "met: 2026-11-10\nfit: 3\nscreened: 2026-11-21"),
            "People/D.md": contact("", "met: 2026-11-15"),
        }
    )
    assert [(one.contact, one.day, one.org, one.source) for one in view.week.newcomers] == [
        ("A", date(2026, 11, 17), "Star", ("People/B.md", "B"))
    ]
    assert view.met_before == 2
    assert [(one.contact, one.before, one.now, one.day.day) for one in view.week.moves] == [
        ("A", "met", "engaged", 19),
        ("B", "screened", "engaged", 20),
        ("C", "met", "screened", 21),
    ]


PROMISES = """---
with: A
date: 2026-11-01
---
- [x] kept in time ✅ 2026-11-18 📅 2026-11-20
- [x] kept late [due:: 2026-11-10] [completion:: 2026-11-19]
- [x] nobody knows when
- [x] kept before ✅ 2026-11-15
- [x] theirs [owner:: [[A]]] ✅ 2026-11-17
- [-] given up ❌ 2026-11-18 📅 2026-11-18
- [ ] mine broken 📅 2026-11-22
- [ ] theirs broken [owner:: [[A]]] 📅 2026-11-16
- [ ] still time 📅 2026-11-24
- [ ] older 📅 2026-11-15
- [x] no such day ✅ 2026-02-30
"""


def test_kept_is_ticked_with_a_date_in_the_week_and_broken_is_due_in_it_and_open() -> None:
    view = view_of({"People/A.md": contact(), "Meetings/M.md": PROMISES})
    assert [(one.promise.text, one.day.day, one.late) for one in view.week.kept] == [
        ("kept in time", 18, 0),
        ("kept late", 19, 9),
        ("theirs", 17, 0),
    ]
    assert [(one.text, one.mine) for one in view.week.broken] == [("mine broken", True), ("theirs broken", False)]
    assert view.week.broken_mine == 1
    # what is due today can still be kept
    assert view.so_far is not None
    assert view.so_far.broken == ()


def test_the_share_kept_leaves_out_cancelled_ones_and_counts_what_was_kept_by_the_end() -> None:
    context = context_of({"People/A.md": contact(), "Meetings/M.md": PROMISES})
    november = Span(date(2026, 11, 1), date(2026, 11, 23))
    assert kept_share(context, november) == (2, 4)  # in time and late, of these and mine broken and older
    assert kept_share(context, Span(date(2026, 11, 1), date(2026, 11, 18))) == (0, 2)


def test_the_day_a_promise_was_kept_or_cancelled_is_read() -> None:
    note = record_of("People/A.md", "- [x] a ✅ 2026-11-18\n- [-] b (cancelled:: 2026-11-17)\n- [ ] c ✅ 2026-11-18\n")
    assert isinstance(note, ContactNote)
    assert [(one.text, one.closed and one.closed.day) for one in note.promises] == [("a", 18), ("b", 17), ("c", None)]


def test_introductions_of_the_week() -> None:
    view = view_of(
        {
            "People/A.md": contact(),
            "People/B.md": contact(),
            "Introductions/A and B.md": "---\nbetween: [A, B]\nstatus: made\ndate: 2026-11-18\n---\n",
            "Introductions/Older.md": "---\nbetween: [A, B]\nstatus: met\ndate: 2026-11-12\n---\n",
        }
    )
    assert [(one.name, one.status, [name for _, name in one.people]) for one in view.week.introductions] == [
        ("A and B", "made", ["A", "B"])
    ]


@pytest.mark.parametrize(
    ("days", "streak", "longest"),
    [
        ([], 0, 0),
        ([date(2026, 11, 24)], 1, 1),
        ([date(2026, 11, 22)], 1, 1),  # this week is not over
        ([date(2026, 11, 15)], 0, 1),
        ([date(2026, 11, 24), date(2026, 11, 16), date(2026, 11, 15)], 3, 3),
        ([date(2026, 11, 24), date(2026, 11, 2), date(2026, 10, 26), date(2026, 12, 1)], 1, 2),
        ([date(2026, 1, 4), date(2025, 12, 29), date(2025, 12, 22)], 0, 2),  # 29 December and 4 January: one week
    ],
)
def test_the_streak_counts_weeks_with_a_touch(days: list[date], streak: int, longest: int) -> None:
    view = view_of({"People/A.md": contact("\n".join(f"- {day} call" for day in days))})
    assert (view.streak, view.longest) == (streak, longest)
    silent = view_of({"People/A.md": contact("\n".join(f"- {day} call [response:: none]" for day in days))})
    assert silent.longest == 0


def test_the_leak_with_whom_to_try_first_or_nothing_while_few() -> None:
    few = view_of({f"People/{number}.md": contact() for number in range(9)})
    assert (few.leak, few.try_first) == (None, ())
    notes = {f"People/{number:02}.md": contact("", "met: 2025-01-01") for number in range(10)}
    view = view_of(notes)
    assert view.leak is not None
    assert view.leak.stage == "met"
    assert view.try_first == tuple((f"People/{number:02}.md", f"{number:02}") for number in range(3))
    judged = {path: text.replace("---\n##", "fit: 2\nscreened: 2025-02-01\n---\n##") for path, text in notes.items()}
    judged["People/07.md"] = judged["People/07.md"].replace("fit: 2", "fit: 5")
    later = view_of(judged)
    assert later.leak is not None
    assert (later.leak.stage, later.try_first[0]) == ("screened", ("People/07.md", "07"))


def test_an_empty_week_is_empty_and_json_holds_all() -> None:
    view = view_of({"People/A.md": contact()})
    assert view.week.empty
    document = json.loads(json.dumps(view.as_json(), default=str))
    assert set(document) == set(WeekView.__struct_fields__)


@given(
    st.lists(st.dates(date(2026, 10, 1), date(2026, 12, 31)), max_size=8),
    st.dates(date(2026, 10, 1), date(2026, 12, 31)),
    st.integers(0, 40),
)
def test_within_is_what_lies_in_the_span_and_active_misses_nobody(days: list[date], start: date, length: int) -> None:
    context = context_of({"People/A.md": contact("\n".join(f"- {day} call" for day in days))}, today=TODAY)
    span = Span(start, start + timedelta(days=length))
    found = within(context.network.contacts["People/A.md"], span)
    assert [one.day for one in found] == sorted(day for day in days if day in span)
    assert bool(active(context, start)) is any(day >= start for day in days)
