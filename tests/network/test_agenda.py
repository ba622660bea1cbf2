"""When a contact is due, by the definitions of docs/semantics.md."""

from datetime import date

import pytest

from tests.helpers import TODAY, context_of
from vault_tools.network.agenda import Standing


def standing(frontmatter: str = "", log: str = "", **meetings: str) -> Standing:
    notes = {"People/Li.md": f"---\n{frontmatter}\n---\n## Log\n{log}\n"}
    notes |= {f"Meetings/{name.replace('_', '-')}.md": text for name, text in meetings.items()}
    return context_of(notes).standings["People/Li.md"]


@pytest.mark.parametrize(
    ("frontmatter", "log", "due", "group"),
    [
        # by cadence: own, else outlook, else stage (engaged 45 days, screened 90, met 180)
        ("cadence: 30d", "- 2026-10-20 call", "2026-11-19", "overdue"),
        ("", "- 2026-10-20 coffee", "2026-12-04", "upcoming"),
        ("", "- 2026-05-28 call", "2026-11-24", "today"),
        ("fit: 3", "- 2026-10-20 call", "2027-01-18", None),
        ("outlook: later", "- 2026-10-20 coffee", "2027-04-18", None),
        ("cadence: 1m", "- 2026-08-31 call", "2026-09-30", "overdue"),
        ("cadence: 每季", "- 2026-08-24 call", "2026-11-24", "today"),
        # never
        ("outlook: never", "- 2020-01-01 call", None, None),
        ("cadence: none", "- 2020-01-01 call\n- 2020-01-02 call [next:: 2020-02-01]", None, None),
        # `next`: while it lies after the last touch and the last attempt
        ("next: 2026-11-20", "- 2026-10-20 coffee", "2026-11-20", "overdue"),
        ("next: 2027-03-01", "- 2020-10-20 coffee", "2027-03-01", None),
        ("next: 2026-10-20", "- 2026-10-20 coffee", "2026-12-04", "upcoming"),
        ("next: 2026-10-30", "- 2026-10-20 coffee\n- 2026-11-01 call [response:: none]", "2026-11-08", "overdue"),
        ("", "- 2026-10-20 coffee [next:: 2026-11-24]", "2026-11-24", "today"),
        ("", "- 2026-10-20 coffee [next:: 2026-11-24]\n- 2026-10-25 call", "2026-12-09", None),
        ("next: 2026-12-01", "- 2026-10-20 coffee [next:: 2026-11-24]", "2026-12-01", "upcoming"),
        # attempts
        ("", "- 2026-11-01 call [response:: none]", "2026-11-08", "overdue"),
        ("", "- 2026-11-01 call [response:: none]\n- 2026-11-10 call [response:: none]", "2026-11-24", "today"),
        ("", "\n".join(f"- 2026-10-{d} call [response:: none]" for d in ("01", "02", "03")), "2026-11-02", "overdue"),
        ("", "\n".join(f"- 2026-05-0{d} call [response:: none]" for d in (1, 2, 3, 4)), "2026-10-31", "resting"),
        ("", "- 2026-05-09 coffee\n- 2026-05-01 call [response:: none]", "2026-06-23", "overdue"),
        # never touched
        ("met: 2026-01-01", "", "2026-06-30", "new"),
        ("met: 2026-11", "", "2027-04-30", None),
        ("", "", None, "new"),
        # a line that only records a stage is no touch
        ("cadence: 30d", "- 2026-10-20 call\n- 2026-11-20 [stage:: screened]", "2026-11-19", "overdue"),
    ],
)
def test_due_and_group(frontmatter: str, log: str, due: str | None, group: str | None) -> None:
    found = standing(frontmatter, log)
    assert (found.due and found.due.isoformat(), found.group(TODAY, 3)) == (due, group)


def test_a_planned_interaction_takes_the_contact_off_all_lists() -> None:
    found = standing("met: 2020-01-01", "", **{"2026_12_01": '---\nwith: "[[Li]]"\n---\n'})
    assert found.planned is not None
    assert (found.planned.day, found.last_touch, found.group(TODAY, 3)) == (date(2026, 12, 1), None, None)


def test_an_import_spreads_the_first_contacts_over_the_cadence() -> None:
    notes = {f"People/{number}.md": "---\nimported: 2026-11-01\n---\n" for number in range(400)}
    days = [one.due for one in context_of(notes).standings.values() if one.due]
    offsets = [(day - date(2026, 11, 1)).days for day in days]
    assert len(offsets) == 400
    assert 0 <= min(offsets) < 10
    assert 170 < max(offsets) < 180
    assert len(set(offsets)) > 120
    assert days == [one.due for one in context_of(notes).standings.values()]


def test_deleting_the_note_takes_the_touch_back_and_backdating_never_lowers_it() -> None:
    meeting = '---\nwith: "[[Li]]"\n---\n'
    later = standing("", "", **{"2026_11_01": meeting, "2026_01_01": meeting})
    earlier = standing("", "", **{"2026_01_01": meeting})
    assert later.last_touch is not None
    assert earlier.last_touch is not None
    assert (later.last_touch.day, earlier.last_touch.day) == (date(2026, 11, 1), date(2026, 1, 1))
