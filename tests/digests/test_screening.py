"""Screening: the queue, chasing and neglect, the quadrant, calibration; by docs/semantics.md."""

import json
from datetime import date, timedelta

import msgspec
import pytest

from tests.helpers import TODAY, context_of
from vault_tools.digests.balance import Chased, Neglected, chased, neglected
from vault_tools.digests.calibration import CALIBRATION, Calibration
from vault_tools.digests.contacts import card
from vault_tools.digests.funnel import funnel
from vault_tools.digests.quadrant import QUADRANT
from vault_tools.digests.screening import screening
from vault_tools.reviewing import items


def person(more: str = "", log: str = "") -> str:
    return f"---\n{more}\n---\n## Log\n{log}\n"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def chased_by(log: str, more: str = "", **notes: str) -> Chased | None:
    context = context_of({"People/A.md": person(more, log), **notes})
    return chased(context, context.network.contacts["People/A.md"])


def neglected_by(more: str, log: str = "") -> Neglected | None:
    context = context_of({"People/A.md": person(more, log)})
    return neglected(context, context.network.contacts["People/A.md"])


def test_the_queue_is_met_and_not_judged_oldest_first_and_agrees_with_funnel_and_review() -> None:
    context = context_of(
        {
            "People/A.md": person("met: 2026-05-01"),
            "People/B.md": person("met: 2025-05-01"),
            "People/C.md": person("met: 2020-01-01\nfit: 0"),
            "People/D.md": person("met: 2020-01-01\noutlook: never"),
            "People/E.md": "",
            "People/F.md": person("met: 2020-01-01\nnext: 2026-12-01"),
            "People/G.md": person("met: 2026-01-01\nnext: 2026-11-24"),
        }
    )
    view = screening(context)
    assert [row.contact for row in view.rows] == ["B", "G", "A", "E"]
    assert [(one.contact, one.until) for one in view.put_off] == [("F", date(2026, 12, 1))]
    assert (view.waiting, view.judged) == (4, 1)
    assert funnel(context).unjudged_count == 4
    assert [item.name for item in items(context, ["judge"])] == ["B", "G", "A", "E"]
    short = screening(context, limit=1)
    assert (len(short.rows), short.waiting) == (1, 4)


def test_what_is_known_of_somebody_to_judge() -> None:
    log = """- 2026-11-01 message [response:: none]
- 2026-10-01 call — wants courses [signal:: AI training] [initiated:: them]
- 2026-12-10 coffee"""
    view = screening(
        context_of(
            {
                "People/A.md": person("met: 2026-01-01\nsource: '[[B]]'\norg: X\nneeds: [AI training, cars]", log),
                "People/B.md": person("fit: 4"),
                "Meetings/2026-10-20 Fair.md": "---\nwith: A\nchannel: event\n---\n- robots [signal:: robots]\n",
                "Resources/Course.md": "---\noffers: AI training for clerks\n---\n",
                "Resources/Hers.md": "---\noffers: cars\nthrough: '[[B]]'\n---\n",
            }
        )
    )
    row = view.rows[0]
    assert (row.source, row.source_text) == (("People/B.md", "B"), "")
    assert (row.touches, row.begun, row.attempts, row.planned) == (2, 1, 1, date(2026, 12, 10))
    assert (row.last_touch, row.last_channel, row.last_path) == (
        date(2026, 10, 20),
        "event",
        "Meetings/2026-10-20 Fair.md",
    )
    assert row.topics == ("robots", "AI training")
    assert row.helped == (("Resources/Course.md", "Course", "AI training"),)


THREE = "\n".join(f"- {ago(days)} message [response:: none]" for days in (1, 50, 179))


def test_chasing_is_effort_three_times_the_return_with_who_fits_little_or_is_not_judged() -> None:
    found = chased_by(THREE)
    assert found is not None
    assert [one.date for one in found.efforts] == [ago(1), ago(50), ago(179)]
    assert (found.returned, found.begun) == (0, 0)
    assert chased_by(THREE, "fit: 2") is not None
    assert chased_by(THREE, "fit: 3") is None
    assert chased_by(THREE.replace(str(ago(179)), str(ago(180)))) is None


@pytest.mark.parametrize("stopped", ["outlook: never", "cadence: none", "next: 2026-12-01"])
def test_who_was_let_go_or_snoozed_is_not_chased(stopped: str) -> None:
    assert chased_by(THREE, stopped) is None


def test_an_answer_of_three_efforts_is_still_chasing_and_one_more_contact_of_theirs_is_not() -> None:
    answered = f"- {ago(1)} call [initiated:: me]\n" + THREE
    found = chased_by(answered)
    assert found is not None
    assert (len(found.efforts), found.returned) == (4, 1)  # an answered one is both an effort and a return
    assert chased_by(answered + f"\n- {ago(2)} message [initiated:: them]") is None
    # contacts of which nobody knows who began them are no effort, and answered
    assert chased_by("\n".join(f"- {ago(days)} message" for days in range(1, 9))) is None
    # what they began and I missed is a return
    assert chased_by(THREE + "\n" + f"- {ago(3)} call [initiated:: them] [response:: none]\n" * 2) is None


def test_chasing_counts_meetings_of_the_past_with_where_they_are_noted() -> None:
    meeting = "---\nwith: A\nchannel: coffee\nresponse: declined\ninitiated: me\n---\n"
    notes = {f"Meetings/{day} x.md": meeting for day in ("2026-11-01", "2026-12-01")}
    assert chased_by("\n".join(THREE.split("\n")[:2])) is None
    found = chased_by("\n".join(THREE.split("\n")[:2]), **notes)
    assert found is not None
    assert [(one.path, one.declined) for one in found.efforts][1] == ("Meetings/2026-11-01 x.md", True)
    assert len(found.efforts) == 3


def test_neglect_is_a_good_fit_now_or_later_overdue_by_more_than_a_cadence() -> None:
    log = f"- {ago(61)} call [initiated:: them]"
    found = neglected_by("cadence: 30d\nfit: 4\ninterest: 1", log)
    assert found is not None
    assert (found.due, found.days_overdue, found.last_touch, found.last_begun) == (ago(31), 31, ago(61), ago(61))
    assert (found.touched_in, found.cadence) == ("People/A.md", "30d")
    assert neglected_by("cadence: 30d\nfuture: 4\nfit: 0", log) is not None
    assert neglected_by("cadence: 30d\nfit: 3\nfuture: 3", log) is None
    assert neglected_by("cadence: 30d\nfit: 4", f"- {ago(60)} call") is None
    assert neglected_by("cadence: 30d\nfit: 4\nnext: 2026-12-01", log) is None
    assert neglected_by("cadence: 30d\nfit: 4", f"{log}\n- 2026-12-01 coffee") is None
    assert neglected_by("cadence: 30d\nfit: 5\noutlook: never", log) is None
    assert neglected_by("cadence: none\nfit: 5", log) is None


def test_neglect_is_ordered_by_fit_and_never_by_interest() -> None:
    log = "- 2025-01-01 call"
    people = {
        "People/A.md": person("fit: 4\nfuture: 1\ninterest: 5", log),
        "People/B.md": person("fit: 4\nfuture: 2\ninterest: 0", log),
        "People/C.md": person("fit: 5\ninterest: 0", log),
        "People/D.md": person("fit: 0\nfuture: 5\ninterest: 5", log),
    }
    context = context_of(people)
    assert [one.contact for one in screening(context).neglected] == ["C", "B", "A", "D"]
    reversed_interest = {path: text.replace("interest: 5", "interest: 1") for path, text in people.items()}
    assert [one.contact for one in screening(context_of(reversed_interest)).neglected] == ["C", "B", "A", "D"]


def test_a_card_says_whether_one_chases_or_neglects() -> None:
    context = context_of({"People/A.md": person("", THREE), "People/B.md": person("fit: 5", "- 2025-01-01 call")})
    a, b = card(context, "People/A.md"), card(context, "People/B.md")
    assert (a.chased is not None, a.neglected) == (True, None)
    assert (b.chased, b.neglected is not None) == (None, True)


def test_the_quadrant_has_everybody_judged_who_is_not_closed() -> None:
    found = context_of(
        {
            "People/A.md": person("fit: 4\ninterest: 1"),
            "People/B.md": person("fit: 3.5\ninterest: 1.4"),
            "People/C.md": person("fit: 1\ninterest: 5"),
            "People/D.md": person("fit: 3\ninterest: 3"),
            "People/E.md": person("fit: 2\ninterest: 2"),
            "People/F.md": person("fit: 2"),
            "People/G.md": person("interest: 2"),
            "People/H.md": person("fit: 5\ninterest: 5\noutlook: never"),
        }
    ).part(QUADRANT)
    names = {quarter: [name for _, name in found.people(quarter)] for quarter in ("neglect", "chase", "gladly", "rest")}
    assert names == {"neglect": ["A", "B"], "chase": ["C"], "gladly": ["D"], "rest": ["E"]}
    assert (found.placed, found.unplaced) == (5, 1)
    assert found.counts(4) == (0, 2, 0, 0, 0, 0)
    assert sum(sum(found.counts(fit)) for fit in range(6)) == found.placed


def judged(fits: dict[str, int], *more: str, deals: tuple[str, ...] = ()) -> Calibration:
    notes = {f"People/{name}.md": person(f"fit: {fit}\nscreened: 2025-01-10") for name, fit in fits.items()}
    notes |= {f"People/More{number}.md": text for number, text in enumerate(more)}
    deal = "---\nwith: '[[{}]]'\nstatus: done\nstarted: 2025-06-01\n---\n"
    notes |= {f"Deals/{name}.md": deal.format(name) for name in deals}
    return context_of(notes).part(CALIBRATION)


def test_calibration_is_the_share_of_each_mark_that_came_to_work_later() -> None:
    high = {f"H{number}": 4 + number % 2 for number in range(20)}
    low = {f"L{number}": number % 3 for number in range(40)}
    found = judged({**high, **low, "M": 3}, deals=tuple(high)[:12])
    assert [(one.level, one.judged, one.reached) for one in found.levels] == [
        ("high", 20, 12),
        ("middle", 1, 0),
        ("low", 40, 0),
    ]
    shares = [one.share for one in found.levels]
    assert shares[0] is not None
    assert shares[0].rate == pytest.approx(0.6)
    assert shares[1] is None  # one person says nothing
    assert found.verdict == "apart"
    assert found.levels[0].people[0] == ("People/H0.md", "H0")


def test_calibration_says_when_it_is_too_early_alike_or_reversed() -> None:
    high, low = [f"H{number}" for number in range(30)], [f"L{number}" for number in range(30)]
    marks = {**dict.fromkeys(high, 5), **dict.fromkeys(low, 0)}
    assert judged(dict.fromkeys(high, 5), deals=tuple(high)).verdict == "early"
    assert judged(marks, deals=(*high[:3], *low[:3])).verdict == "alike"
    assert judged(marks, deals=tuple(low)).verdict == "reversed"


def test_judgements_too_young_undated_or_made_after_the_work_are_left_out_and_counted() -> None:
    found = judged(
        {"A": 5},
        person(f"fit: 5\nscreened: {ago(179)}"),
        person("fit: 5"),
        person("fit: 5", "- 2025-01-01 [stage:: screened]"),
        person("fit: 5\nscreened: 2025-01-01\nstage: partner"),
        person("fit: 5\nscreened: 2025-07-01"),
        person("fit: 1\nscreened: 2025-01-01\noutlook: never"),
        deals=("More4",),
    )
    assert [one.judged for one in found.levels] == [2, 0, 1]
    assert (found.young, found.untold) == (1, 3)


def test_an_empty_vault_and_the_json() -> None:
    empty = screening(context_of({}))
    assert (empty.contacts, empty.rows, empty.chased, empty.neglected) == (0, (), (), ())
    view = screening(context_of({"People/A.md": person("met: 2025-01-01", THREE)}))
    shown = json.loads(msgspec.json.encode(view.as_json()))
    assert shown["calibration"]["verdict"] == "early"
    assert [row["contact"] for row in shown["rows"]] == ["A"]
    assert shown["chased"][0]["efforts"][0]["channel"] == "message"
