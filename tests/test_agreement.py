"""Two digests never say different things of the same: their figures are compared over the example vault, on some days."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from tests.helpers import ROOT, TODAY
from vault_tools.digests.context import Context
from vault_tools.digests.movement import BACK, LONG, movements
from vault_tools.digests.registry import BLOCKS
from vault_tools.digests.tries import find_tries
from vault_tools.network.build import build
from vault_tools.workspace import Workspace

DAYS = pytest.mark.parametrize("day", [TODAY - timedelta(days=back) for back in (0, 3, 45, 200)], ids=str)


@cache
def context_on(day: date) -> Context:
    workspace = Workspace(ROOT / "example-vault", today=day)
    try:
        return Context(build(workspace.records), day, workspace.config)
    finally:
        workspace.close()


@cache
def say(day: date) -> Callable[[str], Any]:
    """The view of a digest on that day, by its name."""
    return lambda name: BLOCKS[name].make(context_on(day), {})


def tries_between(day: date, last: date) -> tuple[int, int]:
    """What Answers counts after a day, up to the last: the tries, and how many were answered."""
    counts = [find_tries(context_on(end)).counts for end in (day, last)]
    tries = [sum(each.values()) for each in counts]
    answered = [sum(count for key, count in each.items() if key.outcome == "answered") for each in counts]
    return tries[1] - tries[0], answered[1] - answered[0]


@DAYS
def test_home_review_and_answers_count_the_same_tries(day: date) -> None:
    moved = {one.figure: one for one in movements(context_on(day), 99) or ()}
    if "answers" in moved:
        found = moved["answers"]
        assert (found.of, found.now) == tries_between(day - LONG, day)
        assert (found.before_of, found.before) == tries_between(day - BACK - LONG, day - BACK)
    week = say(day)("week").week
    counted = tries_between(week.start - timedelta(days=1), min(week.end, day))
    assert (week.tries, week.answered) == counted
    assert counted[0] or day != TODAY


@DAYS
def test_what_two_digests_count_is_the_same_in_both(day: date) -> None:
    view = say(day)
    home, due, flow, screen = view("home"), view("follow-ups"), view("funnel"), view("screening")
    partners, pitch, resources = view("partners"), view("pitch"), view("resources")
    assert home.due == len(due.due)
    assert [row.path for row in home.rows] == [row.path for row in due.due[: len(home.rows)]]
    assert home.worst == due.most_overdue
    assert home.broken == due.broken
    assert flow.unjudged_count == screen.waiting
    assert [row.path for row in screen.rows[: len(flow.unjudged)]] == [path for path, _ in flow.unjudged]
    open_partners = [row for row in partners.partners if not context_on(day).progress[row.path].closed]
    assert pitch.worked == len(open_partners)
    assert pitch.people == sum(partners.levels.values())
    needs = {row.need.text for row in view("introductions").own}
    assert needs <= {wanted.need for row in resources.rows for wanted in row.wanted}
    assert view("week").leak == flow.leak
