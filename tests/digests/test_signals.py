"""Signals: what rises and falls, what lands when, hindsight, whose word proved right; by docs/semantics.md."""

import json
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, context_of
from vault_tools.config import Config
from vault_tools.config import Signals as Settings
from vault_tools.digests.contacts import card
from vault_tools.digests.context import Context
from vault_tools.digests.landings import landing_half
from vault_tools.digests.person import timeline
from vault_tools.digests.pitch import pitch
from vault_tools.digests.signals import SignalsView, signals
from vault_tools.digests.topic import find_topic, topic
from vault_tools.digests.trends import first_of_window
from vault_tools.markdown import Linker
from vault_tools.render import Renderer

SINCE = date(2026, 5, 27)
"""The first of the 182 days that end on TODAY."""

YEAR_OLD = "- 2025-11-01 call [signal:: long ago]"
"""A line that makes the half-year before comparable."""


def said(day: date | str, topic: str, **fields: str) -> str:
    more = "".join(f" [{key.rstrip('_')}:: {value}]" for key, value in fields.items())
    return f"- {day} call — words [signal:: {topic}]{more}"


def context(logs: dict[str, list[str]], more: dict[str, str] | None = None, config: Config | None = None) -> Context:
    notes = {f"People/{name}.md": "## Log\n" + "\n".join(lines) + "\n" for name, lines in logs.items()}
    return context_of(notes | (more or {}), config)


def view_of(
    logs: dict[str, list[str]], more: dict[str, str] | None = None, config: Config | None = None
) -> SignalsView:
    return signals(context(logs, more, config))


def deal(topic: str, who: str = "", status: str = "done", started: str = "") -> str:
    return f'---\nwith: "[[{who}]]"\ntopic: {topic}\nstatus: {status}\nstarted: {started}\n---\n'


def figures(view: SignalsView) -> dict[str, tuple[int, int, int, str]]:
    return {row.topic: (row.people, row.before, row.mentions, row.trend) for row in view.topics}


def test_the_windows_are_182_days_each_and_today_is_the_last() -> None:
    assert first_of_window(TODAY) == SINCE
    days = [TODAY + timedelta(days=1), TODAY, SINCE, SINCE - timedelta(days=1), SINCE - timedelta(days=182)]
    logs = {name: [said(day, "x")] for name, day in zip("ABCDE", days, strict=True)}
    logs["F"] = [said(SINCE - timedelta(days=183), "x"), YEAR_OLD]
    view = view_of(logs)
    assert (view.since, view.heard_from, view.heard_before) == (SINCE, 2, 2)
    assert figures(view) == {"x": (2, 2, 2, "few")}


def test_topics_rank_by_people_then_growth_then_mentions_never_by_what_is_second_hand() -> None:
    logs = {name: [said("2026-11-01", "two"), YEAR_OLD] for name in "AB"}
    logs["A"] += [said("2026-11-02", "often")] * 5 + [said("2026-11-03", "grown"), said("2026-11-03", "old")]
    logs["B"] += [said("2026-11-03", "grown"), said("2026-11-03", "old"), said("2026-03-01", "old")]
    logs["B"] += [said("2026-11-03", "twice"), said("2026-11-04", "twice"), said("2026-03-01", "two")]
    logs["A"] += [said("2026-11-05", "twice"), said("2026-03-01", "old"), said("2026-03-01", "twice")]
    more = {"Reading/2026-11-01.md": "\n".join(["[signal:: web only]"] * 9 + ["[signal:: often]"])}
    view = view_of(logs, more)
    assert [row.topic for row in view.topics] == ["grown", "twice", "two", "old", "often"]
    assert figures(view)["often"] == (1, 0, 5, "few")
    assert [(row.topic, row.mentions, row.people) for row in view.rumours] == [("web only", 9, 0), ("often", 1, 1)]


def test_synonyms_case_and_links_are_one_topic_under_the_configs_name() -> None:
    config = Config(signals=Settings(synonyms={"AI training": ("AI 培训",)}))
    logs = {"A": [said("2026-11-01", "[[ai TRAINING]]")], "B": [said("2026-11-01", "ＡＩ培训")]}
    assert figures(view_of(logs, config=config)) == {"AI training": (2, 0, 2, "few")}
    assert [row.topic for row in view_of({"A": [said("2026-11-01", "Robots")] * 2, "B": [said("2026-11-02", "robots")]}).topics] == ["Robots"]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "trend"), [(3, 2, "risen"), (2, 3, "fallen"), (0, 3, "fallen"), (3, 3, "steady"), (2, 1, "few")]
)
def test_a_trend_needs_three_people_in_one_of_the_half_years(now: int, before: int, trend: str) -> None:
    logs = {f"N{n}": [said("2026-11-01", "x"), YEAR_OLD] for n in range(now)}
    logs |= {f"B{n}": [said("2026-03-01", "x"), YEAR_OLD] for n in range(before)}
    view = view_of(logs)
    assert figures(view)["x"] == (now, before, now, trend)
    assert [row.topic for row in (*view.risen, *view.fallen)] == (["x"] if trend in ("risen", "fallen") else [])


def test_without_a_year_of_signals_nothing_is_said_to_rise() -> None:
    view = view_of({name: [said("2026-11-01", "x")] for name in "ABC"})
    assert (view.comparable, view.risen) == (False, ())
    first = SINCE - timedelta(days=182)
    assert view_of({"A": [said(first + timedelta(days=1), "x")]}).comparable is False
    assert view_of({"A": [said(first, "x")]}).comparable is True


def test_quotes_are_the_last_word_of_each_with_kinds_and_place() -> None:
    logs = {"A": [said("2026-11-01", "x", kind="plan", for_="2027"), said("2026-11-05", "x", kind="demand")]}
    (row,) = view_of(logs).topics
    assert row.kinds == {"plan": 1, "demand": 1}
    (quote,) = row.quotes
    assert (quote.date, quote.people, quote.path, quote.line) == (
        date(2026, 11, 5),
        (("People/A.md", "A"),),
        "People/A.md",
        3,
    )
    assert (quote.said, quote.kind, quote.horizon, quote.anchor) == ("words", "demand", "", "Log")


@pytest.mark.parametrize(
    ("horizon", "half"),
    [
        ("2026-11-23", None),
        ("2026-11-24", "2026-H2"),
        ("2026-11", "2026-H2"),
        ("2026", "2026-H2"),
        ("2026-H1", None),
        ("2027-Q2", "2027-H1"),
        ("2027-07", "2027-H2"),
        ("2027", "2027-H1"),
        ("", None),
    ],
)
def test_a_horizon_lands_in_the_first_half_year_of_it_that_is_not_over(horizon: str, half: str | None) -> None:
    assert landing_half(horizon, TODAY) == half


def test_what_lands_when_and_how_far_its_plans_are() -> None:
    logs = {
        "A": [said("2025-01-01", "x", for_="2026-H2"), said("2026-11-01", "x", for_="2027-Q1")],
        "B": [said("2026-11-02", "x", for_="2027-H1"), said("2026-11-03", "x", for_="2027-H1")],
        "C": [said("2026-11-01", "y", for_="2027-H2"), said("2026-11-01", "y", for_="2028")],
    }
    view = view_of(logs, {"Reading/2026-11-01.md": "[signal:: x] [for:: 2027-H1]"})
    assert [(half.half, half.state, half.until.isoformat(), half.people) for half in view.agenda.halves] == [
        ("2026-H2", "now", "2025-12-31", 1),
        ("2027-H1", "filed", "2026-06-30", 2),
        ("2027-H2", "filing", "2026-12-31", 1),
        ("2028-H1", "early", "2027-06-30", 1),
    ]
    (row,) = view.agenda.halves[1].topics
    assert (row.topic, row.people) == ("x", 2)
    assert [(one.date.day, one.hearsay) for one in row.quotes] == [(3, False), (1, False), (1, True)]


def test_whoever_wants_something_that_no_deal_is_about_waits() -> None:
    logs = {
        "Wants": [said("2026-10-01", "x", for_="2027-H2"), said("2026-11-01", "x", for_="2027-H1", kind="plan")],
        "Early": [said("2026-11-01", "x", for_="2028-01")],
        "Offers": [said("2026-11-01", "x", for_="2027-H1", kind="supply")],
        "Past": [said("2026-01-01", "x", for_="2026-H1")],
        "Proposed": [said("2026-11-01", "x", for_="2027-H1")],
        "Since": [said("2026-10-01", "x", for_="2027-H1")],
        "Before": [said("2026-10-01", "x", for_="2027-H1")],
        "Other": [said("2026-10-01", "x", for_="2027-H1")],
    }
    deals = {
        "Deals/1.md": deal("X", "Proposed", "proposed"),
        "Deals/2.md": deal("x", "Since", "lost", "2026-10-02"),
        "Deals/3.md": deal("x", "Before", "done", "2026-09-30"),
        "Deals/4.md": deal("y", "Other", "active", "2026-10-02"),
        "People/Closed.md": f"---\noutlook: never\n---\n## Log\n{said('2026-11-01', 'x', for_='2027-H1')}\n",
    }
    agenda = view_of(logs, deals).agenda
    assert {(one.contact, one.half) for one in agenda.unserved} == {
        ("Wants", "2027-H1"),
        ("Before", "2027-H1"),
        ("Other", "2027-H1"),
    }
    assert agenda.waiting == 3


def test_whom_to_ask_about_the_half_year_for_which_plans_are_being_filed() -> None:
    logs = {
        "Asked": [said("2026-03-01", "x", for_="2027-H1")],
        "Told": [said("2026-03-01", "x"), said("2026-04-01", "y", for_="2027-H2")],
        "LongAgo": [said("2025-11-25", "x")],
        "Seller": [said("2026-11-01", "x", kind="supply")],
    }
    agenda = view_of(logs).agenda
    assert (agenda.filing, agenda.until) == ("2027-H2", date(2026, 12, 31))
    assert [(one.contact, one.topic) for one in agenda.ask] == [("Asked", "x")]


def test_hindsight_compares_what_ranked_first_with_what_was_mentioned_most() -> None:
    logs = {
        "A": [
            said("2025-03-01", "x"),
            *[said("2025-03-01", "z")] * 5,
            said("2025-09-01", "y"),
            said("2026-03-01", "x"),
        ],
        "B": [said("2025-03-01", "x"), said("2025-09-01", "y"), said("2026-03-01", "x")],
    }
    more = {
        "Reading/2026-03-01.md": "[signal:: y]\n" * 9,
        "Deals/1.md": deal("x", "A", "done", "2025-07-01"),
        "Deals/2.md": deal("y", "A", "cheated", "2026-01-01"),
        "Deals/3.md": deal("w", "A", "done", "2026-06-30"),
        "Deals/4.md": deal("y", "A", "active", "2026-07-01"),
        "Deals/5.md": deal("", "A", "active", "2026-07-01"),
    }
    past = view_of(logs, more).hindsight
    assert [(half.half, [(one.topic, one.hit) for one in half.named], half.over) for half in past.halves] == [
        ("2025-H2", [("x", True)], True),
        ("2026-H1", [("y", False)], True),
        ("2026-H2", [("x", False)], False),
    ]
    assert [(half.naive.topic, half.naive.hit) for half in past.halves if half.naive] == [
        ("z", False),
        ("y", False),
        ("y", True),
    ]
    assert [[(one.name, one.named) for one in half.deals] for half in past.halves] == [
        [("1", True)],
        [("3", False)],
        [("4", False)],
    ]
    assert (past.judged, past.enough) == (2, False)
    assert [(one.hits, one.of) for one in (past.first, past.naive, past.named, past.deals)] == [
        (1, 2),
        (0, 2),
        (1, 2),
        (1, 2),
    ]


def test_a_half_year_without_a_deal_or_without_a_topic_of_two_people_says_nothing() -> None:
    lone = view_of({"A": [said("2025-03-01", "x")]}, {"Deals/1.md": deal("x", "A", "done", "2025-07-01")})
    assert [half.tells for half in lone.hindsight.halves] == [False, False, False]
    no_deal = view_of({name: [said("2025-03-01", "x")] for name in "AB"})
    assert no_deal.hindsight.judged == 0
    assert view_of({"A": []}).hindsight.halves == ()


def test_whose_word_proved_right() -> None:
    logs = {
        "Right": [said("2025-01-01", "x", for_="2025-H2"), said("2025-02-01", "x", for_="2025-H2")],
        "Early": [said("2025-01-01", "x", for_="2025-H1")],
        "Later": [said("2025-07-02", "x", for_="2025-H2")],
        "Year": [said("2024-07-01", "x")],
        "TooOld": [said("2024-06-30", "x")],
        "Open": [said("2026-11-01", "y", for_="2027-H1"), said("2026-11-01", "z")],
        "Seller": [said("2025-01-01", "x", kind="supply")],
        "Many": [said("2025-01-01", "x", for_=f"2025-0{month}") for month in (6, 7, 8, 9)],
    }
    rows = {one.contact: one for one in view_of(logs, {"Deals/1.md": deal("x", "Right", "done", "2025-07-01")}).credits}
    assert {name: (one.signals, one.judged, one.true) for name, one in rows.items()} == {
        "Right": (1, 1, 1),
        "Early": (1, 1, 0),
        "Later": (1, 1, 0),
        "Year": (1, 1, 1),
        "TooOld": (1, 1, 0),
        "Open": (2, 0, 0),
        "Seller": (1, 0, 0),
        "Many": (4, 4, 3),
    }
    assert (rows["Many"].rate, rows["Right"].rate) == (0.75, None)
    assert next(iter(rows)) == "Many"


def test_nearly_equal_topics_are_asked_about_with_the_line_to_paste() -> None:
    config = Config(signals=Settings(synonyms={"knowledge capture": ("经验传承",)}))
    logs = {
        "A": [said("2026-11-01", one) for one in ("knowledge capture", "knowledge captures!", "capturing knowledge")],
        "B": [
            said("2026-11-01", one)
            for one in ("ISO 9001 audit", "ISO 9002 audit", "robots", '护工"培训', '护工的"培训')
        ],
    }
    found = view_of(logs, config=config).near
    assert {(one.topic, one.other, one.line, one.replaces) for one in found} == {
        (
            "knowledge capture",
            "capturing knowledge",
            '"knowledge capture" = ["经验传承", "capturing knowledge"]',
            True,
        ),
        (
            "knowledge capture",
            "knowledge captures!",
            '"knowledge capture" = ["经验传承", "knowledge captures!"]',
            True,
        ),
        (
            "capturing knowledge",
            "knowledge captures!",
            '"capturing knowledge" = ["knowledge captures!"]',
            False,
        ),
        ('护工"培训', '护工的"培训', '"护工\\"培训" = ["护工的\\"培训"]', False),
    }


def test_topics_kept_apart_are_not_asked_about() -> None:
    logs = {"A": [said("2026-11-01", "shift planning"), said("2026-11-01", "shift plannings x")]}
    assert len(view_of(logs).near) == 1
    config = Config(signals=Settings(apart=(("Shift Planning", "shift plannings x", "y"),)))
    assert view_of(logs, config=config).near == ()


def test_one_topic_by_any_spelling_a_beginning_or_a_part() -> None:
    config = Config(signals=Settings(synonyms={"AI training": ("培训 AI",)}))
    made = context(
        {
            "A": [said("2026-11-01", "培训 AI"), said("2026-11-02", "AI training")],
            "B": [said("2025-03-01", "AI service")],
        },
        {
            "Deals/1.md": deal("培训AI", "A", "active", "2026-11-03"),
            "People/C.md": "---\nneeds: [ai training]\noffers: [robots]\n---\n",
        },
        config,
    )
    assert find_topic(made.sayings, "培训") == (made.sayings.topics.key("AI training"), [])
    assert find_topic(made.sayings, "service")[0] == "ai service"
    assert find_topic(made.sayings, "AI") == (None, ["AI service", "AI training"])
    assert find_topic(made.sayings, "AI serwice") == (None, ["AI service"])
    assert find_topic(made.sayings, "xyz") == (None, [])
    view = topic(made, made.sayings.topics.key("AI training"))
    assert (view.topic, set(view.spellings)) == ("AI training", {"AI training", "培训 AI"})
    assert [(half.half, half.people, half.mentions) for half in view.halves[-2:]] == [
        ("2026-H1", 0, 0),
        ("2026-H2", 1, 2),
    ]
    assert [(one.name, one.status) for one in view.deals] == [("1", "active")]
    assert (view.needed, view.offered) == ((("People/C.md", "C"),), ())
    assert [one.date.day for one in view.quotes] == [2, 1]


def test_a_contacts_card_and_timeline_have_their_signals() -> None:
    made = context(
        {"A": ["- 2026-11-01 call\n  - [signal:: x] [for:: 2027-H1]", said("2025-01-01", "y", for_="2025")], "B": []},
        {"Meetings/2026-10-01 Talk.md": "---\nwith: [A, B]\n---\n[[A]] alone [signal:: z]\n"},
    )
    shown = card(made, "People/A.md")
    assert [one.topic for one in shown.signals] == ["x", "z", "y"]
    assert shown.credit is not None
    assert (shown.credit.signals, shown.credit.judged) == (3, 1)
    assert [row.signals for row in timeline(made, "People/A.md").rows] == [
        (("x", "2027-H1"),),
        (("z", ""),),
        (("y", "2025"),),
    ]
    assert card(made, "People/B.md").credit is None
    assert [row.signals for row in timeline(made, "People/B.md").rows] == [()]


def test_the_pitch_tells_what_is_spoken_of_most_but_names_nobody() -> None:
    logs = {
        name: [said("2026-11-01", "robots"), said("2026-11-01", "Ana Lee's course")] for name in ("Ana Lee", "B", "C")
    }
    logs["B"].append(said("2026-11-01", "rare"))
    assert pitch(context(logs)).asked == ("robots",)


def test_an_empty_vault_and_one_without_signals() -> None:
    for view in (view_of({}), view_of({"A": ["- 2026-11-01 call"]})):
        assert (view.signals, view.topics, view.agenda.unserved, view.credits, view.near) == (0, (), (), (), ())


def test_the_documented_json() -> None:
    document = json.loads(msgspec.json.encode(view_of({"A": [said("2026-11-01", "x", for_="2027-H1")]}).as_json()))
    assert set(document) == {
        "today", "signals", "since", "heard_from", "heard_before", "comparable", "topics", "rumours", "agenda",
        "hindsight", "credits", "near",
    }  # fmt: skip
    assert document["agenda"]["unserved"][0]["quote"]["path"] == "People/A.md"


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 420), st.sampled_from(["x", "y", "X", "z z"])), max_size=25)
)
def test_people_are_never_more_than_mentions_nor_than_all_heard_from(said_by: list[tuple[int, int, str]]) -> None:
    logs: dict[str, list[str]] = {f"P{number}": [] for number in range(4)}
    for number, age, about in said_by:
        logs[f"P{number}"].append(said(TODAY - timedelta(days=age), about))
    view = view_of(logs)
    for row in view.topics:
        assert row.people <= min(row.mentions, view.heard_from)
        assert row.before <= view.heard_before
    keys = [(-row.people, row.before - row.people, -row.mentions) for row in view.topics]
    assert keys == sorted(keys)
    assert view.signals == len(said_by)


FEW = {
    "none": ({}, "No signal is noted yet", "还没有记下任何信号"),
    "one": (
        {"A": [said("2026-11-01", "x")]},
        "Too early to tell what is wanted most: no topic was spoken of by three people since 2026-05-27.",
        "现在还说不准大家最想要什么",
    ),
    "three": (
        {name: [said("2026-11-01", "x")] for name in "ABC"},
        "Most is spoken of **x**: by 3 people since 2026-05-27. What rises and falls is told from a year of signals",
        "说得最多的是 **x**：2026-05-27 以来有 3 人提到。",
    ),
    "old": (
        {"A": [said("2026-01-01", "x")]},
        "Nobody has told you since 2026-05-27 what they want",
        "2026-05-27 以来没有人",
    ),
}


@pytest.mark.parametrize(("logs", "english", "chinese"), FEW.values(), ids=FEW)
def test_few_data_are_said_to_be_few(tmp_path: Path, logs: dict[str, list[str]], english: str, chinese: str) -> None:
    made = context({"Z": ["- 2026-11-01 call"], **logs})
    for lang, begins in (("en", english), ("zh", chinese)):
        renderer = Renderer(tmp_path, Config(), lang, Linker(made.network.links, "wikilink"))
        shown = renderer.block("signals", signals(made)).text
        assert shown.startswith(begins)
        assert "%" not in shown
        assert "↑" not in shown


def test_a_claim_links_to_the_line_as_far_as_a_link_can_go(tmp_path: Path) -> None:
    made = context({"A": [f"{said('2026-11-01', 'x')} ^b1", said("2026-11-02", "y")]})
    for style, shown in {
        "wikilink": ["([[A#^b1|2026-11-01]])", "([[A#Log|2026-11-02]])"],
        "markdown": ["([2026-11-01](People/A.md#^b1))", "([2026-11-02](People/A.md#Log))"],
        "none": ["(2026-11-01, People/A.md:2)", "(2026-11-02, People/A.md:3)"],
    }.items():
        text = (
            Renderer(tmp_path, Config(), "en", Linker(made.network.links, style)).block("signals", signals(made)).text
        )
        assert all(one in text for one in shown), style
