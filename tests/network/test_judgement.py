"""What is typed behind a name to judge somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.network.judgement import BadJudgement, Judgement, read_judgement


@pytest.mark.parametrize(
    ("text", "marks", "outlook"),
    [
        ("4 3 1 later", {"fit": 4, "future": 3, "interest": 1}, "later"),
        ("4", {"fit": 4}, ""),
        ("4/3/1", {"fit": 4, "future": 3, "interest": 1}, ""),
        ("4，3、1；以后", {"fit": 4, "future": 3, "interest": 1}, "later"),
        ("４ ３", {"fit": 4, "future": 3}, ""),
        ("2.5 - 5", {"fit": 2.5, "interest": 5}, ""),
        ("0 ? 0 现在", {"fit": 0, "interest": 0}, "now"),
        ("Never", {}, "never"),
        ("now 3", {"fit": 3}, "now"),
        ("", {}, ""),
    ],
)
def test_marks_in_their_order_and_an_outlook(text: str, marks: dict[str, float], outlook: str) -> None:
    assert read_judgement(text) == Judgement(marks, outlook)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("6", "6"),
        ("4 3 1 2", "2"),
        ("4 nice", "nice"),
        ("now later", "later"),
        ("-1", "-1"),
        ("45", "45"),
        ("5.1", "5.1"),
    ],
)
def test_what_is_none_is_named(text: str, word: str) -> None:
    with pytest.raises(BadJudgement) as caught:
        read_judgement(text)
    assert caught.value.word == word


@given(st.text())
def test_any_text_is_read_or_refused_and_marks_are_within_bounds(text: str) -> None:
    try:
        judgement = read_judgement(text)
    except BadJudgement:
        return
    assert all(0 <= mark <= 5 for mark in judgement.marks.values())
    assert judgement.outlook in ("", "now", "later", "never")


@given(st.lists(st.integers(0, 5), min_size=1, max_size=3), st.sampled_from(["", "now", "later", "never"]))
def test_what_is_written_is_read(marks: list[int], outlook: str) -> None:
    judgement = read_judgement(" ".join([*map(str, marks), outlook]))
    assert list(judgement.marks.values()) == marks
    assert judgement.outlook == outlook
