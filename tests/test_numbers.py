"""Figures as they are shown."""

import pytest

from vault_tools.numbers import in_wan, number, percent


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0, "0"),
        (0.02, "0.02"),
        (0.25, "0.3"),
        (0.75, "0.8"),
        (2.0, "2"),
        (20.5, "21"),
        (144.5, "145"),
        (10_000, "10,000"),
    ],
)
def test_numbers(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, ""), (0, "0%"), (0.004, "0.4%"), (0.06, "6%"), (1.0, "100%")])
def test_percent(value: float | None, shown: str) -> None:
    assert percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0 元"), (9_999.5, "1 万元"), (37_000, "3.7 万元"), (112_745, "112,745 元"), (12_500_000, "1,250 万元")],
)
def test_chinese_counts_amounts_by_ten_thousand(value: float, shown: str) -> None:
    assert in_wan(value, "元") == shown
