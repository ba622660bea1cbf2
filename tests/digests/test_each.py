"""What is made only when somebody asks for it."""

import pytest

from vault_tools.digests.each import Each, EachOf


def test_each_is_worked_out_once_when_it_is_asked_for() -> None:
    asked: list[str] = []
    lengths = Each(["one", "three"], lambda word: asked.append(word) or len(word))  # type: ignore[func-returns-value]
    assert (list(lengths), len(lengths), asked) == (["one", "three"], 2, [])
    assert (lengths["three"], lengths["three"], asked) == (5, 5, ["three"])
    assert dict(lengths) == {"one": 3, "three": 5}


def test_a_list_is_made_as_far_as_it_is_looked_at() -> None:
    asked: list[int] = []
    squares = EachOf(range(10), lambda number: asked.append(number) or number * number)  # type: ignore[func-returns-value]
    assert (len(squares), bool(squares), asked) == (10, True, [])
    assert (squares[:3], squares[-1], squares[1], asked) == ([0, 1, 4], 81, 1, [0, 1, 2, 9])
    assert squares == [number * number for number in range(10)]
    assert not EachOf([], str)
    with pytest.raises(IndexError):
        squares[10]
