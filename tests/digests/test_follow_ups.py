"""The follow-ups: groups, rank, reasons, promises, birthdays, what is planned."""

from tests.helpers import context_of
from vault_tools.digests.follow_ups import FollowUpsView, follow_ups


def view_of(notes: dict[str, str]) -> FollowUpsView:
    return follow_ups(context_of(notes))


def person(more: str = "", log: str = "") -> str:
    return f"---\n{more}\n---\n## Log\n{log}\n"


def test_rank_is_days_overdue_by_cadence_then_promises_then_stage_then_name() -> None:
    view = view_of(
        {
            "People/Slow.md": person("cadence: 100d", "- 2026-08-06 call"),  # 10 days late of 100
            "People/Quick.md": person("cadence: 10d", "- 2026-11-09 call"),  # 5 late of 10
            "People/B tie.md": person("cadence: 20d", "- 2026-10-25 call"),  # 10 late of 20: as Quick
            "People/A tie.md": person("cadence: 20d\ninterest: 5", "- 2026-10-25 call"),
            "People/Judged tie.md": person("cadence: 20d\nfit: 1\ninterest: 0", "- 2026-10-25 call"),
            "People/Owed tie.md": person("cadence: 20d", "- 2026-10-25 call\n\n- [ ] send it 📅 2026-11-01"),
            "People/Silent.md": person("", "\n".join(f"- 2025-01-0{d} call [response:: none]" for d in range(1, 6))),
            "People/Soon.md": person("cadence: 10d", "- 2026-11-20 call"),
        }
    )
    assert [(row.contact, row.group) for row in view.rows] == [
        ("Owed tie", "overdue"),
        ("Judged tie", "overdue"),
        ("A tie", "overdue"),
        ("B tie", "overdue"),
        ("Quick", "overdue"),
        ("Slow", "overdue"),
        ("Silent", "resting"),
        ("Soon", "upcoming"),
    ]
    assert view.counts == {"overdue": 6, "today": 0, "new": 0, "resting": 1, "upcoming": 1}
    assert [(row.days_overdue, row.attempts) for row in view.rows[-2:]] == [(508, 5), (0, 0)]
    assert view.rows[0].reasons[0].code == "promise-mine"


def test_promises_mine_and_theirs() -> None:
    view = view_of(
        {
            "People/Li.md": person("cadence: none"),
            "Meetings/2026-11-01 x.md": "---\nwith: '[[Li]]'\n---\n- [ ] mine 📅 2026-11-24\n"
            "- [ ] theirs [owner:: [[Li]]] [due:: 2026-11-20]\n- [-] dropped\n- [ ] some day\n",
        }
    )
    assert [(row.text, row.mine, row.overdue) for row in view.promises] == [
        ("theirs", False, True),
        ("mine", True, False),
        ("some day", True, False),
    ]
    assert view.rows == ()


def test_birthdays_in_two_weeks_lunar_ones_too() -> None:
    view = view_of(
        {
            "People/A.md": person("birthday: 1986-12-02"),
            "People/B.md": person("birthday: --12-09"),
            "People/C.md": person("birthday: lunar 10-22"),
            "People/D.md": person("birthday: 11-24"),
            "People/E.md": person("birthday: 11-25\noutlook: never"),
        }
    )
    assert [(row.contact, row.date.isoformat(), row.age) for row in view.birthdays] == [
        ("D", "2026-11-24", None),
        ("C", "2026-11-30", None),
        ("A", "2026-12-02", 40),
    ]


def test_a_meeting_with_several_is_one_thing_in_the_diary() -> None:
    people = {f"People/{name}.md": "" for name in ("Ana", "Bea", "Cleo")}
    view = view_of(
        {
            **people,
            "Meetings/2026-11-30 Talk.md": "---\nwith: [Ana, Bea]\n---\n",
            "Meetings/2026-12-01 Call.md": "---\nwith: [Bea, Cleo]\n---\n",
        }
    )
    assert [[row.contact for row in rows] for rows in view.diary] == [["Ana", "Bea"], ["Cleo"]]


def test_planned_and_strangers() -> None:
    view = view_of(
        {
            "People/Li.md": person("met: 2020-01-01"),
            "Meetings/2026-11-28 x.md": "---\nwith: [Li, Future Bob]\nchannel: coffee\n---\n",
            "Meetings/2026-11-20 y.md": "---\nwith: [Bob]\n---\n",
            "Meetings/2026-11-21 z.md": "---\nwith: [Bob]\n---\n",
        }
    )
    assert [(row.contact, row.date.isoformat(), row.channel) for row in view.planned] == [
        ("Li", "2026-11-28", "coffee")
    ]
    assert [(row.name, row.meetings, row.note) for row in view.strangers] == [("Bob", 2, "Meetings/2026-11-21 z.md")]
    assert view.rows == ()


def test_a_row_that_rests_on_unreadable_frontmatter_says_so() -> None:
    view = view_of({"People/Li.md": "---\nmet: [\n---\n## Log\n- 2020-01-01 call\n"})
    assert [one.code for one in view.rows[0].reasons] == ["cadence", "unreadable"]
