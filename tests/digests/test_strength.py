"""Strength and levels, by the definitions of docs/semantics.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, context_of
from vault_tools.digests.statistics import wilson
from vault_tools.digests.strength import LEVELS, Strength, level_on

A = "People/A.md"


def deal(status: str, started: str = "", ended: str = "", size: int | None = None) -> str:
    lines = {"status": status, "started": started, "ended": ended, "size": "" if size is None else str(size)}
    given = "\n".join(f"{name}: {value}" for name, value in lines.items() if value)
    return f'---\nwith: "[[A]]"\n{given}\n---\n'


def strength_of(*deals: str, log: str = "", met: str = "", today: date = TODAY) -> Strength:
    notes = {A: f"---\nmet: {met}\n---\n## Log\n{log}\n"}
    notes |= {f"Deals/{number}.md": text for number, text in enumerate(deals)}
    return context_of(notes, today=today).strengths[A]


def test_nothing_known_is_nothing() -> None:
    one = strength_of()
    assert (one.score, one.level, one.years, one.last_touch) == (0, "acquaintance", None, None)


def test_work_halves_what_is_missing_with_each_deal() -> None:
    done = deal("done", "2026-01-01", "2026-02-01")
    assert [strength_of(*[done] * count).work for count in (0, 1, 2, 4)] == [0, 20, 30, 37.5]
    assert strength_of(deal("active", "2026-01-01")).work == pytest.approx(40 * (1 - 0.5**0.5))
    assert strength_of(deal("proposed", "2026-01-01"), deal("lost", "2026-01-01"), deal("idea")).work == 0


def test_eight_times_the_first_size_is_all_of_growth() -> None:
    def growth(first: int, last: int) -> float:
        return strength_of(
            deal("done", "2026-03-01", size=last), deal("done", "2026-01-01", "2026-01-02", size=first)
        ).growth

    assert [growth(1000, last) for last in (500, 1000, 2000, 8000, 64000)] == [0, 0, 5, 15, 15]
    assert strength_of(deal("done", "2026-01-01", size=5)).growth == 0


def test_recency_halves_in_half_a_year() -> None:
    def recency(days: int) -> float:
        return strength_of(log=f"- {TODAY - timedelta(days)} coffee").recency

    assert [recency(days) for days in (0, 180, 360)] == [20, 10, 5]


def test_reciprocity_is_the_cautious_share_of_what_they_began_or_answered() -> None:
    log = "\n".join(
        [
            "- 2026-11-01 message [response:: none]",
            "- 2026-11-02 message [response:: declined]",
            "- 2026-11-03 message [response:: none] [initiated:: them]",
            "- 2026-11-04 coffee",
            "- 2026-12-01 coffee",
        ]
    )
    one = strength_of(log=log)
    share = wilson(2, 4)
    assert share is not None
    assert (one.interactions, one.answered) == (4, 2)
    assert one.reciprocity == pytest.approx(15 * share.low)


def test_years_known_stop_counting_at_five() -> None:
    assert strength_of(met="2025-11-24").known == pytest.approx(2, abs=0.01)
    assert strength_of(met="2010-01-01").known == 10
    assert strength_of(met="2027-01-01").known == 0


def test_cheated_leaves_nothing_of_work_and_growth() -> None:
    done = deal("done", "2025-01-01", size=1000), deal("done", "2025-02-01", size=8000)
    assert (strength_of(*done).work, strength_of(*done).growth) == (30, 15)
    cheated = strength_of(*done, deal("cheated", "2026-01-01", "2026-02-01"))
    assert (cheated.work, cheated.growth, cheated.cheated) == (0, 0, 1)


def test_levels() -> None:
    done, touches = deal("done", "2025-01-01"), "- 2026-11-01 coffee\n- 2026-11-02 coffee"
    assert strength_of(log="- 2026-11-01 coffee").level == "acquaintance"
    assert strength_of(log=touches).level == "in-touch"
    assert strength_of(log=touches, today=date(2028, 1, 1)).level == "acquaintance"
    assert strength_of(deal("active", "2026-01-01")).level == "worked-together"
    assert strength_of(done).level == "worked-together"
    assert strength_of(done, done).level == "proven"
    assert strength_of(done, done, deal("cheated", "2026-01-01")).level == "worked-together"
    assert strength_of(deal("cheated", "2026-01-01")).level == "acquaintance"


def test_the_past_is_told_by_the_deals_dates() -> None:
    deals = deal("done", "2026-01-10", "2026-03-01"), deal("cheated", "2026-05-01", "2026-07-01"), deal("done")
    contact = context_of({A: "", **{f"Deals/{n}.md": text for n, text in enumerate(deals)}}).network.contacts[A]
    levels = [level_on(contact, date(2026, month, 1)) for month in (1, 2, 3, 6, 7)]
    assert levels == ["worked-together", "worked-together", "proven", "proven", "worked-together"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["done", "active", "cheated", "lost"]), st.integers(-900, 90), st.integers(0, 9**6)),
        max_size=6,
    ),
    st.lists(st.integers(-900, 90), max_size=6),
)
def test_the_score_is_the_sum_of_its_parts_and_stays_within_bounds(
    deals: list[tuple[str, int, int]], touches: list[int]
) -> None:
    texts = [deal(status, str(TODAY + timedelta(day)), size=size) for status, day, size in deals]
    one = strength_of(*texts, log="\n".join(f"- {TODAY + timedelta(day)} coffee" for day in touches))
    parts = (one.work, one.growth, one.recency, one.reciprocity, one.known)
    assert all(0 <= part <= most for part, most in zip(parts, (40, 15, 20, 15, 10), strict=True))
    assert 0 <= one.score == round(sum(parts)) <= 100
    assert one.level in LEVELS
