"""Signals as notes have them: from the property and from lines, with dates, kinds, horizons, places and givers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import network_of, record_of
from vault_tools.network.image import from_bytes, to_parts
from vault_tools.network.patch import patch
from vault_tools.network.records import Signal


def signals_of(path: str, text: str) -> list[Signal]:
    return record_of(path, text).signals


def codes(path: str, text: str) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in record_of(path, text).findings]


def test_the_property_of_a_meeting_in_all_its_forms() -> None:
    for value, expected in {
        "AI training, robots": [("AI training", ""), ("robots", "")],
        "AI training：三家在问，都急": [("AI training", "三家在问，都急")],
        '["[[AI training]]", "robots: two, or three"]': [("AI training", ""), ("robots", "two, or three")],
        "\n  - AI training: said so\n  - robots:": [("AI training", "said so"), ("robots", "")],
        "\n  robots: said so": [("robots", "said so")],
    }.items():
        found = signals_of("Meetings/2026-11-20 x.md", f"---\nwith: Ana\nsignals: {value}\n---\n")
        assert [(one.topic, one.said) for one in found] == expected, value
        assert {(one.line, one.date, one.anchor) for one in found} == {(3, date(2026, 11, 20), "")}


def test_the_property_may_say_kind_and_horizon_too() -> None:
    (found,) = signals_of(
        "Meetings/2026-11-20 x.md",
        '---\nwith: Ana\n信号: ["AI 培训: 预算报了 [种类:: 计划] [时间:: 明年上半年]"]\n---\n',
    )
    assert (found.topic, found.said, found.kind, found.horizon) == ("AI 培训", "预算报了", "plan", "2027-H1")


def test_what_is_no_text_in_the_property_is_a_finding_and_the_rest_counts() -> None:
    text = "---\nwith: Ana\nsignals: [[[AI training]], [a, b], robots]\n---\n"
    assert [one.topic for one in signals_of("Meetings/2026-11-20 x.md", text)] == ["AI training", "robots"]
    assert codes("Meetings/2026-11-20 x.md", text) == [("unquoted-link", 3), ("text-expected", 3)]


def test_lines_of_a_meeting_have_its_day_and_the_words_without_marks() -> None:
    text = """---
with: ["[[Ana]]", Bob]
---
# Talk
- [ ] send Ana the list [signal:: Robots] [kind:: 供给] 📅 2026-12-01 ^abc-1
## Budget
1. [[Ana|She]] plans it [signal:: AI training, ISO 9001] [for:: Q1 2027]
signal:: live commerce: they all ask
"""
    found = signals_of("Meetings/2026-11-20 x.md", text)
    assert [(one.topic, one.said, one.kind, one.horizon, one.anchor, one.line) for one in found] == [
        ("Robots", "send Ana the list", "supply", "", "^abc-1", 5),
        ("AI training", "She plans it", "", "2027-Q1", "Budget", 7),
        ("ISO 9001", "She plans it", "", "2027-Q1", "Budget", 7),
        ("live commerce", "they all ask", "", "", "Budget", 8),
    ]
    assert {one.date for one in found} == {date(2026, 11, 20)}


def test_each_signal_of_a_line_has_the_fields_behind_it_else_the_lines_first() -> None:
    line = "- both [kind:: plan] [signal:: a] [for:: 2027] [signal:: b] [for:: 2028] (kind:: risk)"
    found = signals_of("Meetings/2026-11-20 x.md", f"---\nwith: Ana\n---\n{line}\n")
    assert [(one.topic, one.kind, one.horizon) for one in found] == [("a", "plan", "2027"), ("b", "risk", "2028")]


def test_a_log_line_gives_its_day_and_so_does_the_line_above_an_indented_one() -> None:
    text = """## 记录
- 2026-11-20 咖啡 — 想培训员工 [信号:: AI 培训] [种类:: 需求] [时间:: 2027年上半年]
- 2026-11-10 call
  - more of it
    - wants robots [signal:: robots]
- no date [signal:: lost]
## Log
- 2026-11-05 [signal:: one]
"""
    found = signals_of("People/Ana.md", text)
    assert [(one.topic, one.said, one.date and one.date.day, one.anchor) for one in found] == [
        ("AI 培训", "想培训员工", 20, "记录"),
        ("robots", "wants robots", 10, "记录"),
        ("lost", "no date", None, "记录"),
        ("one", "", 5, "Log"),
    ]
    assert (found[0].kind, found[0].horizon) == ("demand", "2027-H1")
    assert ("signal-undated", 6) in codes("People/Ana.md", text)


def test_a_link_goes_to_a_heading_only_where_it_can_be_told_from_the_others() -> None:
    text = "# 2026-11-20\n- a [signal:: a]\n## Log\n- b [signal:: b]\n## Log\n- c [signal:: c]\n## 50% | x\n- d [signal:: d]\n"
    assert [one.anchor for one in signals_of("Journal/2026-11-20.md", text)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("path", "text", "day"),
    [
        ("Journal/2026-11-20.md", "[signal:: x]", date(2026, 11, 20)),
        ("Reading/Clips.md", "---\ndate: 2026-11-01\n---\n[signal:: x]", date(2026, 11, 1)),
        ("Reading/Clips.md", "---\ndate: soon\n---\n- 2026-10-01 [signal:: x]", date(2026, 10, 1)),
        ("Lessons/2025-01-01 Late.md", "[signal:: x]", date(2025, 1, 1)),
        ("Industries/Banking.md", "[signal:: x]", None),
    ],
)
def test_the_day_of_what_was_read_elsewhere(path: str, text: str, day: date | None) -> None:
    assert [one.date for one in signals_of(path, text)] == [day]
    assert any(code == "signal-undated" for code, _ in codes(path, text)) == (day is None)


def test_all_signals_of_a_line_together_have_so_many_words_and_people() -> None:
    line = "".join(f"[[P{n}]] says so [signal:: x{n}] " for n in range(10_000))
    found = signals_of("Meetings/2026-11-20 x.md", f"---\nwith: Ana\n---\n{line}")
    assert [one.topic for one in found] == [f"x{n}" for n in range(10_000)]
    assert {(one.said, len(one.by)) for one in found} == {("P0 says so", 10)}


def test_what_can_not_be_read_is_a_finding_with_the_line() -> None:
    text = "---\nwith: Ana\n---\n- x [signal:: a] [kind:: wish] [for:: spring]\n- no signal, only [for:: soon]\n"
    record = record_of("Meetings/2026-11-20 x.md", text)
    assert [(one.code, one.line, one.params["value"]) for one in record.findings] == [
        ("value-unknown", 4, "“wish”"),
        ("period-unreadable", 4, "“spring”"),
    ]
    assert [(one.kind, one.horizon) for one in record.signals] == [("", "")]


def test_nothing_is_read_in_code_quotes_comments_and_blocks() -> None:
    text = (
        "`[signal:: a]`\n> [signal:: b]\n%% [signal:: c] %%\n<!-- vault-tools: signals -->\n[signal:: d]\n"
        "<!-- /vault-tools -->\n```\n[signal:: e]\n```\n"
    )
    assert signals_of("Journal/2026-11-20.md", text) == []


@pytest.mark.parametrize(
    ("line", "topic", "said"),
    [
        ("wants the `v2` course [signal:: AI training]", "AI training", "wants the `v2` course"),
        ("`[for:: 2027]` is what he typed [signal:: AI training]", "AI training", "`[for:: 2027]` is what he typed"),
        ("he said [signal:: AI training: the `v2`, soon]", "AI training", "the `v2`, soon"),
        ("[signal:: the `v2` course] asked", "the course", "asked"),
        ("signal:: AI training: like `make: all`", "AI training", "like `make: all`"),
        ("a `- [ ]` box ^id-1 [signal:: robots]", "robots", "a `- [ ]` box ^id-1"),
    ],
)
def test_words_in_back_ticks_are_quoted_and_mean_nothing_else(line: str, topic: str, said: str) -> None:
    (found,) = signals_of("Meetings/2026-11-20 x.md", f"---\nwith: Ana\n---\n- {line}\n")
    assert (found.topic, found.said, found.horizon) == (topic, said, "")


def test_a_topic_all_in_back_ticks_is_none() -> None:
    assert signals_of("Meetings/2026-11-20 x.md", "---\nwith: Ana\n---\n- say `x` [signal:: `AI training`]\n") == []


def test_who_gave_it() -> None:
    notes = {f"People/{name}.md": "" for name in ("Ana", "Bob", "Cy")}
    notes["Meetings/2026-11-20 x.md"] = """---
with: [Ana, Bob, Nobody]
---
- both [signal:: both]
- [[Bob|he]] alone [signal:: bob]
- [[Cy]] was not there [signal:: cy]
- read [signal:: web] [source:: web]
- says so [signal:: ana] [source:: [[Ana]]]
"""
    notes["People/Cy.md"] = (
        "## Log\n- 2026-11-01 call about [[Ana]] [signal:: own]\n- 2026-11-02 [signal:: passed on] [source:: tv]\n"
    )
    notes["Reading/2026-11-01.md"] = "[[Ana]] [signal:: elsewhere]\n"
    ana, bob, cy = (f"People/{name}.md" for name in ("Ana", "Bob", "Cy"))
    assert {one.signal.topic: (one.people, one.hearsay) for one in network_of(notes).heard} == {
        "own": ((cy,), False),
        "passed on": ((cy,), True),
        "both": ((ana, bob), False),
        "bob": ((bob,), False),
        "cy": ((ana, bob), False),
        "web": ((ana, bob), True),
        "ana": ((ana,), False),
        "elsewhere": ((), True),
    }


def test_what_was_heard_is_kept_and_brought_up_to_date_as_if_it_were_read_anew() -> None:
    notes = {
        "People/Ana.md": "## Log\n- 2026-11-01 call [signal:: a]\n",
        "People/Bob.md": "## Log\n- 2026-11-01 call [signal:: b]\n",
        "Meetings/2026-11-20 x.md": "---\nwith: [Ana, Bob]\nsignals: [m]\n---\n",
        "Journal/2026-11-01.md": "[signal:: j]\n",
        "Deals/d.md": "- 2026-11-01 [signal:: d]\n",
    }
    changed = {
        "People/Ana.md": "## Log\n- 2026-11-01 call [signal:: a2]\n- 2026-11-02 call [signal:: a3]\n",
        "Meetings/2026-11-20 x.md": "---\nwith: [Ana, Bob]\n---\n[[Bob]] [signal:: m2]\n",
        "Journal/2026-11-01.md": "[signal:: j2]\n",
    }
    network = from_bytes(b"".join(to_parts(network_of(notes))))
    assert network.heard == network_of(notes).heard
    assert patch(network, {path: record_of(path, text) for path, text in changed.items()}) is not None
    assert network.heard == network_of(notes | changed).heard
    assert [one.signal.topic for one in network.heard] == ["a2", "a3", "b", "m2", "d", "j2"]


@given(st.text(alphabet="信号signal:[]()#- \n\t2026-11kindfor", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for path in ("People/A.md", "Meetings/2026-11-20.md", "x.md"):
        for one in record_of(path, f"{text}\n[signal:: x]").signals:
            assert one.topic
            assert one.line > 0
