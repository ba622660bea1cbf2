"""Answers: what is a try, how it came out, what tries lead to, whom to write to; by docs/semantics.md."""

import json
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, context_of
from vault_tools.config import Config, FollowUps
from vault_tools.digests.answers import AnswersView, answers
from vault_tools.digests.tries import find_tries


def view_of(*logs: str, config: Config | None = None, **notes: str) -> AnswersView:
    people = {f"People/P{number}.md": f"---\nmet: 2024-01-01\n---\n## Log\n{log}\n" for number, log in enumerate(logs)}
    return answers(context_of({**people, **notes}, config))


def counts(view: AnswersView) -> dict[str, tuple[int, int, int]]:
    return {one.name: (one.answered, one.declined, one.silent) for one in view.channels}


def test_a_try_is_what_one_wrote_or_called_and_any_attempt() -> None:
    view = view_of(
        """- 2026-01-01 message
- 2026-01-02 message [initiated:: me]
- 2026-01-03 message [initiated:: them]
- 2026-01-04 email [response:: none]
- 2026-01-05 call [response:: declined]
- 2026-01-06 coffee [initiated:: me]
- 2026-01-07 video [initiated:: me]
- 2026-01-08 event
- 2026-01-09 lunch [response:: declined]
- 2026-01-10 pigeon [initiated:: me]
- 2026-01-11 pigeon
- 2026-01-12 call [response:: none] [initiated:: them]
- 2026-01-13 asked something
- 2026-12-24 message [response:: none]"""
    )
    assert counts(view) == {
        "message": (2, 0, 0),
        "call": (0, 1, 0),
        "email": (0, 0, 1),
        "": (1, 0, 0),  # no channel, and begun by me
        "in-person": (0, 1, 0),
    }
    assert (view.all.tries, view.all.answered, view.all.declined, view.all.silent) == (6, 3, 2, 1)
    assert list(counts(view))[-1] == "in-person"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 400),
            st.sampled_from(["message", "call", "coffee", "event", "video", "fax", ""]),
            st.sampled_from(["", "none", "declined"]),
            st.sampled_from(["", "me", "them"]),
        ),
        max_size=12,
    )
)
def test_every_table_counts_the_same_tries(lines: list[tuple[int, str, str, str]]) -> None:
    log = "\n".join(
        f"- {TODAY - timedelta(days=days)} {channel} x"
        + (f" [response:: {response}]" if response else "")
        + (f" [initiated:: {who}]" if who else "")
        for days, channel, response, who in lines
    )
    people = {"People/A.md": f"---\nmet: 2024-01-01\n---\n## Log\n{log}\n"}
    view = answers(context_of(people), months=60)
    total = (view.all.tries, view.all.answered, view.all.declined, view.all.silent)
    for table in (view.channels, view.stages, view.months, view.by_number, (view.warm, view.cold)):
        sums = [sum(getattr(one, name) for one in table) for name in ("tries", "answered", "declined", "silent")]
        assert tuple(sums) == total
    assert view.led <= view.settled <= view.all.tries
    attempts = [(r, w) for _, _, r, w in lines if r and w != "them"]
    assert view.all.declined + view.all.silent == len(attempts)  # every attempt counts, none twice


def test_shares_need_ten_tries() -> None:
    few = view_of("\n".join(f"- 2026-01-{day:02} message" for day in range(1, 10)))
    assert (few.all.share, few.channels[0].share) == (None, None)
    ten = view_of("\n".join(f"- 2026-01-{day:02} message" for day in range(1, 11)))
    assert ten.all.share is not None
    assert ten.all.share.rate == 1


def test_the_stage_is_that_before_the_day_of_the_try() -> None:
    view = view_of(
        """- 2026-01-01 message
- 2026-02-01 coffee
- 2026-02-01 message
- 2026-02-02 message"""
    )
    assert [(one.name, one.tries) for one in view.stages] == [("met", 2), ("engaged", 1)]


def test_tries_are_numbered_since_the_last_answer_and_what_an_answer_took() -> None:
    silent = "\n".join(f"- 2026-03-{day:02} message [response:: none]" for day in range(1, 6))
    view = view_of(
        f"- 2026-01-01 message [response:: none]\n- 2026-01-02 message\n- 2026-01-03 message\n{silent}",
        "- 2026-01-01 email [response:: declined]\n- 2026-01-08 email [initiated:: them]\n- 2026-01-09 email",
    )
    assert [(one.name, one.tries, one.answered) for one in view.by_number] == [
        ("1", 5, 2),
        ("2", 2, 1),
        ("3", 1, 0),
        ("4", 2, 0),
    ]
    assert (view.later.tries, view.later.answered) == (5, 1)
    assert view.answers == 4  # after 2, 1, 1 and, as they wrote themselves, 1 tries
    assert (view.mean_tries, view.median_tries) == (None, None)


def test_mean_and_median_of_what_an_answer_took() -> None:
    once = "- 2026-01-01 message"
    thrice = "- 2026-01-01 message [response:: none]\n- 2026-01-02 call [response:: none]\n- 2026-01-03 call"
    view = view_of(*[once] * 8, *[thrice] * 4)
    assert view.mean_tries == pytest.approx(20 / 12)
    assert view.median_tries == 1


def led(gap: int, age: int = 200) -> str:
    return f"- {TODAY - timedelta(days=age)} message\n- {TODAY - timedelta(days=age - gap)} coffee"


def test_a_try_leads_to_sitting_down_within_sixty_days() -> None:
    assert [
        (one.settled, one.led) for one in map(view_of, (led(60), led(61), led(0), led(5, age=59), led(5, age=60)))
    ] == [
        (1, 1),
        (1, 0),
        (1, 1),
        (0, 0),  # too young to tell
        (1, 1),
    ]
    # one coffee is the fruit of one try, and a second one of none
    both = "- 2026-01-01 message\n- 2026-01-05 message\n- 2026-01-10 coffee\n- 2026-01-20 coffee"
    assert (view_of(both).settled, view_of(both).led) == (2, 1)


def test_so_many_tries_make_one_coffee() -> None:
    idle = "- 2026-01-01 message"
    view = view_of(*[idle] * 26, *[led(10)] * 2)
    assert (view.settled, view.led, view.price) == (28, 2, None)  # two say too little
    view = view_of(*[idle] * 39, *[led(10)] * 3)
    assert view.price is not None
    assert (view.price.tries, view.price.least, view.price.most) == (14, 6, 41)
    assert view_of(*[led(10)] * 9).price is None


def test_engaging_is_what_the_config_says() -> None:
    config = Config(follow_ups=FollowUps(engaging=("tennis",)))
    view = view_of("- 2026-01-01 message\n- 2026-01-05 tennis\n- 2026-02-01 coffee [initiated:: me]", config=config)
    assert (view.led, counts(view)) == (1, {"message": (1, 0, 0), "coffee": (1, 0, 0)})


def test_introduced_or_not() -> None:
    notes = {
        "People/A.md": "---\nsource: '[[B]]'\n---\n## Log\n" + "- 2026-01-01 message\n" * 20,
        "People/B.md": "---\nsource: a fair\n---\n## Log\n" + "- 2026-01-01 message [response:: none]\n" * 10,
    }
    view = answers(context_of(notes))
    assert (view.warm.tries, view.cold.tries, view.warmth) == (20, 10, "warmer")
    assert [(one.contact, one.rate.tries) for one in view.introducers] == [("B", 20)]
    few = {path: text.replace("- 2026", "- 2027", 15) for path, text in notes.items()}
    assert answers(context_of(few)).warmth == "early"
    swapped = {path: text.replace("message\n", "message [response:: none]\n") for path, text in notes.items()}
    assert answers(context_of(swapped)).warmth == "alike"


def test_whom_to_write_to_those_due_fewest_tries_first_then_the_new() -> None:
    def tried(*days: int) -> str:
        return "\n".join(f"- {TODAY - timedelta(days=one)} message [response:: none]" for one in days)

    people = {
        "New": ("met: 2025-01-01", ""),
        "Twice": ("", tried(100, 20)),
        "Once": ("", tried(8)),
        "Waiting": ("", tried(3)),
        "Often": ("", tried(400, 390, 380, 370)),
        "Friend": ("", "- 2025-01-01 call"),
        "Closed": ("outlook: never", tried(50)),
        "Planned": ("", tried(50) + "\n- 2026-12-01 coffee"),
    }
    context = context_of(
        {f"People/{name}.md": f"---\n{more}\n---\n## Log\n{log}\n" for name, (more, log) in people.items()}
    )
    view = answers(context)
    assert [(one.contact, one.attempts) for one in view.next] == [("Once", 1), ("Twice", 2), ("Often", 4), ("New", 0)]
    assert [(one.contact, one.due) for one in view.silent] == [("Waiting", date(2026, 11, 28))]
    assert view.next[0].row_id == context.contact_rows["People/Once.md"]


def test_advice_is_the_surest_channel_not_tried_by_which_they_can_be_reached() -> None:
    data = "\n".join(
        [*["- 2026-01-01 call"] * 12, *["- 2026-01-01 email"] * 10, *["- 2026-01-01 email [response:: none]"] * 4]
    )
    old = f"- {TODAY - timedelta(days=30)}"
    notes = {
        "People/Data.md": f"---\nmet: 2025-01-01\n---\n## Log\n{data}\n",
        "People/Mail.md": f"---\nemail: a@b.c\n---\n## Log\n{old} message [response:: none]\n",
        "People/Phone.md": f"---\nphone: '1'\nemail: a@b.c\n---\n## Log\n{old} message [response:: none]\n",
        "People/Called.md": f"---\nphone: '1'\n---\n## Log\n{old} call [response:: none]\n",
    }
    advice = {one.contact: one.advice for one in answers(context_of(notes)).next}
    assert advice == {"Mail": "email", "Phone": "call", "Called": ""}


def test_an_empty_vault_and_the_json() -> None:
    empty = answers(context_of({}))
    assert (empty.all.tries, empty.price, empty.next, empty.best) == (0, None, (), None)
    assert find_tries(context_of({})).counts == {}
    view = view_of("- 2026-11-01 message [response:: none]")
    shown = json.loads(msgspec.json.encode(view.as_json()))
    assert shown["all"]["silent"] == 1
    assert shown["warmth"] == "early"
    assert shown["next"][0]["contact"] == "P0"
