"""The funnel's figures, by the definitions of docs/semantics.md."""

import json
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.helpers import TODAY, context_of, run, write_vault
from vault_tools.config import Config, Stage
from vault_tools.digests.funnel import FunnelView, funnel
from vault_tools.digests.statistics import median, quantile, wilson


def view_of(people: dict[str, str], config: Config | None = None, **more: str) -> FunnelView:
    notes = {f"People/{name}.md": text for name, text in people.items()}
    notes |= {f"{kind}s/{kind}.md": text for kind, text in more.items()}
    return funnel(context_of(notes, config))


def contact(met: str, more: str = "", log: str = "") -> str:
    return f"---\nmet: {met}\n{more}\n---\n## Log\n{log}\n"


VIEW = view_of(
    {
        "Only met": contact("2026-11-10"),
        "Judged": contact("2026-01-01", "fit: 3\nscreened: 2026-02-01"),
        "Judged, no date": contact("2026-01-01", "fit: 1"),
        "By the log": contact("2026-01-01", log="- 2026-03-01 [stage:: screened]"),
        "Coffee": contact("2026-01-01", log="- 2026-10-01 咖啡"),
        "Coffee refused": contact("2026-01-01", log="- 2026-10-01 coffee [response:: declined]"),
        "Partner": contact("2025-01-01", "fit: 5\nscreened: 2025-03-02"),
        "Stated": contact("2026-01-01", "stage: partner"),
        "Closed": contact("2026-01-01", "fit: 0\nscreened: 2026-01-11\noutlook: never"),
        "Undated": "---\nfit: 2\n---\n",
    },
    Deal='---\nwith: "[[Partner]]"\nstatus: done\nstarted: 2026-06-01\n---\n',
)
STAGES = {row.key: row for row in VIEW.stages}


def test_who_is_in_the_last_stage_by_a_word_alone_is_told_where_others_are_by_what_is_noted() -> None:
    assert VIEW.stated == (("People/Stated.md", "Stated"),)
    assert view_of({"Stated": contact("2026-01-01", "stage: partner"), "Met": contact("2026-01-01")}).stated == ()
    gone_back = {"Back": contact("2026-01-01", "stage: met", "- 2026-02-01 [stage:: partner]")}
    assert view_of(gone_back | {"Stated": contact("2026-01-01", "stage: partner")}).stated == (
        ("People/Stated.md", "Stated"),
    )


def test_now_and_ever_reached_stand_side_by_side() -> None:
    assert {key: (row.now, row.reached) for key, row in STAGES.items()} == {
        "met": (2, 10),
        "screened": (4, 8),
        "engaged": (1, 3),
        "partner": (2, 2),
    }
    assert VIEW.closed == 1


def test_conversion_is_a_share_of_those_who_ever_reached() -> None:
    rates = {key: row.conversion and (row.conversion.rate) for key, row in STAGES.items()}
    assert rates == {"met": 0.8, "screened": 3 / 8, "engaged": 2 / 3, "partner": None}
    assert (STAGES["screened"].open, STAGES["screened"].closed) == (4, 1)


def test_undated_is_counted_and_left_out_of_durations() -> None:
    assert {key: row.undated for key, row in STAGES.items()} == {"met": 1, "screened": 3, "engaged": 1, "partner": 1}
    # met → screened: Judged 31 days, By the log 59, Coffee 273, Partner 60, Closed 10
    assert STAGES["met"].median_days == 59
    assert STAGES["met"].open_median_days == (14 + (TODAY - date(2026, 1, 1)).days) / 2


def test_skipped_stages_are_entered_with_the_later_one() -> None:
    assert STAGES["screened"].per_week["13"] == 1 / 13
    assert STAGES["engaged"].per_week["13"] == 1 / 13
    assert VIEW.entries["engaged"][VIEW.months.index("2026-06")] == 1


def test_pace_and_targets() -> None:
    assert STAGES["met"].per_week == {"4": 0.25, "13": 1 / 13, "52": 8 / 52}
    assert STAGES["met"].weeks_to_target == pytest.approx((10_000 - 10) * 13)
    assert STAGES["partner"].weeks_to_target is None
    assert VIEW.own_ratio_needed == 20 * 10 / 2


def test_the_weekly_pace_that_a_targets_date_needs() -> None:
    config = Config(stages=(Stage("met", target=110, by=TODAY + timedelta(weeks=10)), Stage("partner", target=1)))
    view = view_of({"A": contact("2026-11-10"), "B": contact("2026-11-11")}, config)
    assert view.stages[0].needed_per_week == pytest.approx(10.8)
    assert view.stages[1].weeks_to_target is None


def test_cohorts_say_what_is_too_young_to_tell() -> None:
    cohorts = {one.quarter: one for one in VIEW.cohorts}
    assert {quarter: one.size for quarter, one in cohorts.items()} == {"2025-Q1": 1, "2026-Q1": 7, "2026-Q4": 1}
    assert cohorts["2026-Q4"].too_young["screened"]
    assert not cohorts["2025-Q1"].too_young["screened"]
    assert cohorts["2026-Q1"].reached["screened"] == 6


def test_stuck_by_the_config_while_few_stays_are_completed_and_by_own_stays_after() -> None:
    few = view_of({"Old": contact("2020-01-01"), "New": contact("2026-11-01")})
    assert [one.contact for one in few.stuck] == ["Old"]
    people = {f"P{n}": contact("2026-01-01", f"fit: 3\nscreened: 2026-01-{n + 2:02}") for n in range(10)}
    many = view_of({**people, "Waiting": contact("2026-11-01"), "New": contact("2026-11-20")})
    assert [(one.contact, one.days) for one in many.stuck if one.stage == "met"] == [("Waiting", 23)]


def test_the_leak_needs_enough_people() -> None:
    assert VIEW.leak is not None
    assert (VIEW.leak.stage, VIEW.leak.following) == ("met", "screened")
    assert view_of({"A": contact("2026-01-01")}).leak is None


def test_future_facts_do_not_count_yet() -> None:
    view = view_of({"A": contact("2026-01-01", "fit: 3\nscreened: 2027-01-01", "- 2026-12-01 coffee")})
    assert [(row.key, row.reached, row.undated) for row in view.stages[:3]] == [
        ("met", 1, 0),
        ("screened", 1, 1),
        ("engaged", 0, 0),
    ]


def test_an_empty_vault_has_figures_too() -> None:
    view = view_of({})
    assert (view.contacts, view.cohorts, view.stuck, view.own_ratio_needed) == (0, (), (), None)


def test_the_documented_json() -> None:
    document = json.loads(msgspec.json.encode(VIEW.as_json()))
    assert set(document) >= {"today", "stages", "closed", "cohorts", "stuck", "own_ratio_needed"}
    stages = document["stages"]
    assert set(stages[0]) >= {
        "key", "now", "reached", "target", "conversion", "median_days", "open_median_days", "undated", "per_week",
        "weeks_to_target",
    }  # fmt: skip
    assert set(stages[0]["conversion"]) == {"rate", "low", "high"}


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_against_published_values(hits: int, of: int, low: float, high: float) -> None:
    share = wilson(hits, of)
    assert share is not None
    assert [share.low, share.high] == pytest.approx([low, high], abs=1e-4)


def test_quantiles() -> None:
    assert (median([]), median([3]), median([1, 2]), median([5, 1, 3])) == (None, 3, 1.5, 3)
    assert quantile(list(range(11)), 0.9) == 9


def test_of_few_people_the_page_tells_counts_and_no_rates(tmp_path: Path) -> None:
    few = {
        f"People/P{n}.md": f"---\nmet: 2026-0{n}-01\nfit: 3\n---\n## Log\n- 2026-10-0{n} coffee\n" for n in range(1, 10)
    }
    for notes, told in ((few, False), ({**few, "People/Ten.md": few["People/P9.md"]}, True)):
        view = funnel(context_of(notes))
        assert (view.early, view.stages[0].went_on is not None) == (not told, told)
        assert view.stages[0].conversion is not None
        page = run("funnel", "--today", TODAY.isoformat(), "--vault", write_vault(tmp_path / str(told), notes)).stdout
        assert page.startswith(f"**{len(notes)} people** in your network")
        assert ("%" in page.replace("95%", ""), "## How fast" in page, "out of reach" in page) == (told, told, told)
        assert ("too early to say how fast" in page) == (not told)
