"""Home: what it chooses for today, and the figures that moved; by docs/semantics.md."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.helpers import TODAY, context_of
from vault_tools.config import DEFAULT_STAGES, Config
from vault_tools.digests.follow_ups import follow_ups
from vault_tools.digests.home import HomeView, home
from vault_tools.digests.movement import Movement, movements
from vault_tools.digests.registry import BLOCKS, DIGESTS


def contact(log: str = "", more: str = "met: 2025-01-01") -> str:
    return f"---\n{more}\n---\n## Log\n{log}\n"


def view_of(notes: dict[str, str], config: Config | None = None, **options: int) -> HomeView:
    view = BLOCKS["home"].make(context_of(notes, config), options)
    assert isinstance(view, HomeView)
    return view


def moved_of(notes: dict[str, str], today: date = TODAY) -> dict[str, Movement]:
    """All figures that moved, by name; a stage's with its key."""
    found = movements(context_of(notes, today=today), 99)
    assert found is not None
    return {f"{one.figure} {one.stage}".strip(): one for one in found}


def test_the_people_are_the_first_of_the_follow_ups_with_the_same_ids() -> None:
    notes = {f"People/{number}.md": contact(f"- 2026-0{number}-01 call") for number in range(1, 8)}
    context = context_of(notes)
    view, all_of_them = home(context, [], 3), context.once(follow_ups)
    assert [row.row_id for row in view.rows] == [row.row_id for row in all_of_them.due[:3]]
    assert (view.due, view.late, view.worst) == (5, 5, all_of_them.rows[0])


def test_the_worst_is_late_even_where_somebody_never_contacted_stands_above() -> None:
    view = view_of(
        {"People/New.md": contact(more="met: 2024-01-01\ncadence: 30d"), "People/Late.md": contact("- 2026-05-01 call")}
    )
    assert view.rows[0].contact == "New"
    assert view.worst is not None
    assert view.worst.contact == "Late"


def test_the_diary_has_meetings_of_today_and_all_of_tomorrow_each_once() -> None:
    view = view_of(
        {
            "People/A.md": contact("- 2026-11-24 call — has happened\n- 2026-11-25 coffee — tomorrow"),
            "People/B.md": contact(),
            "Meetings/2026-11-24 Lunch.md": "---\nwith: [A, B]\nchannel: meal\n---\n",
            "Meetings/2026-11-26 Later.md": "---\nwith: [B]\n---\n",
        }
    )
    assert [(row.day.day, row.channel, row.path, [name for _, name in row.people]) for row in view.diary] == [
        (24, "meal", "Meetings/2026-11-24 Lunch.md", ["A", "B"]),
        (25, "coffee", "People/A.md", ["A"]),
    ]
    assert view.planned is not None
    assert view.planned.contact == "A"


def test_warnings_are_those_of_their_digests_and_a_deal_stands_there_once() -> None:
    notes = {
        f"People/{name}.md": contact("- 2025-01-01 call", "met: 2024-01-01\nbirthday: 1980-11-24") for name in "ABCDE"
    }
    notes |= {
        f"Deals/{name}.md": f"---\nwith: {name}\nstatus: done\nsize: 100\nstarted: 2025-01-01\n---\n" for name in "ABC"
    }
    notes["Deals/Big.md"] = "---\nwith: D\nstatus: proposed\nsize: 9000\nred_flags: [no deposit]\n---\n"
    notes["Deals/Bigger.md"] = "---\nwith: E\nstatus: idea\nsize: 10000\n---\n"
    notes["Lessons/L.md"] = "---\nred_flags: [no deposit]\ndate: 2025-06-01\n---\n"
    notes["Meetings/2026-01-01 M.md"] = "---\nwith: D\n---\n- [ ] late 📅 2026-11-23\n- [ ] today 📅 2026-11-24\n"
    view = view_of(notes)
    assert [(one.name, len(one.warnings), one.large and one.large.size) for one in view.deals] == [
        ("Big", 1, 9000),
        ("Bigger", 0, 10_000),
    ]
    assert [one.contact for one in view.quiet] == ["A", "B", "C"]
    assert [one.text for one in view.broken] == ["late"]
    assert [one.contact for one in view.birthdays] == list("ABCDE")


def test_it_links_to_the_digests_there_are_and_no_other() -> None:
    notes = {"People/A.md": contact()}
    assert list(view_of(notes).pages) == [name for name in DIGESTS if name != "home"]
    some = view_of(notes, Config(digests=("home", "funnel")))
    assert list(some.pages) == ["funnel"]
    assert (some.has("funnel"), some.has("partners")) == (True, False)


def test_json_says_what_the_page_says() -> None:
    view = view_of({"People/A.md": contact("- 2026-01-01 call"), "People/B.md": contact(more="met: 2026-11-20")})
    name: Callable[..., str] = lambda name: name.upper()  # noqa: E731 - a stand-in for the renderer
    document = view.as_json(name, lambda _row, reason: reason.code)
    assert document["rows"] == [
        {"contact": "A", "path": "People/A.md", "due": "2026-06-30", "days_overdue": 147, "reasons": ["cadence"]}
    ]
    assert document["pages"] == [{"name": one, "headline": one.upper()} for one in DIGESTS if one != "home"]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("days", "early"), [(55, True), (56, False)])
def test_eight_weeks_are_needed_to_compare(days: int, early: bool) -> None:
    found = movements(context_of({"People/A.md": contact(more=f"met: {ago(days)}")}))
    assert (found is None) is early


def test_what_did_not_change_is_left_out() -> None:
    assert moved_of({"People/A.md": contact(more="met: 2024-01-01\nfit: 3\nscreened: 2024-02-01")}) == {}


def test_people_met_and_touched_in_four_weeks_and_the_four_before() -> None:
    notes = {"People/Old.md": contact(more="met: 2024-01-01\nfit: 1\nscreened: 2024-01-02")}
    for number, day in enumerate([ago(0), ago(27), ago(28), ago(55), ago(56)]):
        notes[f"People/{number}.md"] = contact(f"- {day} message", more=f"met: {day}")
    found = moved_of({**notes, "People/5.md": contact(f"- {ago(3)} email [response:: none]", more=f"met: {ago(2)}")})
    assert (found["met met"].now, found["met met"].before) == (3, 2)
    assert found["met met"].better
    assert "touched" not in found  # 2 and 2
    notes["People/Old.md"] += f"- {ago(5)} call\n- {ago(6)} call\n"
    assert (moved_of(notes)["touched"].now, moved_of(notes)["touched"].before) == (3, 2)


def test_a_stage_reached_weighs_more_the_later_it_is() -> None:
    found = moved_of(
        {
            "People/A.md": contact(f"- {ago(10)} coffee", "met: 2024-01-01"),
            "People/B.md": contact(more=f"met: 2024-01-01\nfit: 1\nscreened: {ago(100)}"),
            "Deals/D.md": f"---\nwith: B\nstatus: active\nstarted: {ago(5)}\n---\n",
        }
    )
    figures = [(one.stage, one.now, one.before) for one in found.values() if one.figure == "stage"]
    assert figures == [("partner", 1, 0)]  # and not the two who became engaged


def test_the_pace_is_in_weeks_to_the_last_target_or_out_of_reach() -> None:
    partners = {
        f"Deals/{day}.md": f"---\nwith: P{day}\nstatus: done\nstarted: {ago(day)}\n---\n" for day in (10, 80, 200)
    }
    people = {f"People/P{day}.md": contact(more="met: 2024-01-01") for day in (10, 80, 200)}
    pace = moved_of(people | partners)["pace partner"]
    assert pace.now == pytest.approx(17 / (2 / 13))
    assert pace.before == pytest.approx(18 / (1 / 13))
    assert (pace.better, pace.target) == (True, DEFAULT_STAGES[-1].target)
    gone = moved_of(people | partners, TODAY + timedelta(days=95))["pace partner"]
    assert (gone.now, gone.better) == (None, False)


def test_answers_need_ten_tries_and_what_they_began_is_none() -> None:
    lines = [f"- {ago(60 + number)} email [response:: none]" for number in range(9)]
    notes = {"People/A.md": contact("\n".join(lines))}
    assert "answers" not in moved_of(notes)
    lines += [f"- {ago(40)} email", f"- {ago(1)} email", f"- {ago(2)} call [initiated:: them]"]
    found = moved_of({"People/A.md": contact("\n".join(lines))})["answers"]
    assert (found.now, found.of, found.before, found.before_of, found.better) == (2, 11, 1, 10, True)


def test_promises_due_in_thirteen_weeks_and_those_kept_by_then() -> None:
    tasks = [f"- [x] a{number} 📅 {ago(50)} ✅ {ago(50)}" for number in range(4)]
    tasks += [f"- [x] late 📅 {ago(40)} ✅ {ago(10)}", f"- [ ] open 📅 {ago(3)}", f"- [ ] today 📅 {TODAY}"]
    notes = {"People/A.md": contact(), "Meetings/2026-01-01 M.md": "---\nwith: A\n---\n" + "\n".join(tasks) + "\n"}
    found = moved_of(notes)["promises"]
    assert (found.now, found.of, found.before, found.before_of) == (5, 6, 4, 5)


def test_strength_is_the_mean_of_those_worked_with_on_both_days() -> None:
    notes = {
        "People/A.md": contact(f"- {ago(400)} coffee", "met: 2024-01-01"),
        "People/B.md": contact(f"- {ago(400)} coffee", "met: 2024-01-01"),
        "Deals/A.md": "---\nwith: A\nstatus: done\nstarted: 2025-01-01\n---\n",
    }
    before = moved_of(notes).get("strength")
    assert before is None or abs((before.now or 0) - (before.before or 0)) <= 1
    notes["People/A.md"] += f"- {ago(1)} coffee\n"
    found = moved_of(notes)["strength"]
    assert (found.now or 0) - (found.before or 0) >= 10
    assert found.better


def test_those_who_wait_to_be_judged_are_told_for_both_days_by_the_day_they_were_judged() -> None:
    notes = {
        "People/A.md": contact(more=f"met: 2024-01-01\nfit: 2\nscreened: {ago(10)}"),
        "People/B.md": contact(more=f"met: 2024-01-01\nfit: 2\nscreened: {ago(30)}"),
        "People/C.md": contact(more="met: 2024-01-01"),
        "People/D.md": contact(more=f"met: {ago(3)}"),
        "People/E.md": contact(more=f"met: {ago(2)}"),
        "People/Closed.md": contact(more="met: 2024-01-01\noutlook: never"),
    }
    found = moved_of(notes)["unjudged"]
    assert (found.now, found.before, found.better) == (3, 2, False)


def test_the_most_important_come_first_and_no_more_than_asked_for() -> None:
    notes = {f"People/{number}.md": contact(more=f"met: {ago(3)}") for number in range(20)}
    notes["People/Old.md"] = contact(more=f"met: 2024-01-01\nfit: 1\nscreened: {ago(2)}")
    found = movements(context_of(notes), 2)
    assert found is not None
    assert [one.figure for one in found] == ["met", "unjudged"]
    assert found[0].weight > found[1].weight
