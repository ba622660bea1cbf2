"""Partners: ladders, large first deals, dependence, who went quiet, who moved; by docs/semantics.md."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, context_of
from vault_tools.config import Config, Deals
from vault_tools.digests.partners import PartnersView, partners


def deal(who: str, status: str, started: str = "", size: float | None = None, revenue: float | None = None) -> str:
    lines = {"status": status, "started": started, "size": size, "revenue": revenue}
    given = "\n".join(f"{name}: {value}" for name, value in lines.items() if value not in ("", None))
    people = ", ".join(f'"[[{one}]]"' for one in who.split("+") if one)
    return f"---\nwith: [{people}]\n{given}\n---\n"


def person(more: str = "", log: str = "") -> str:
    return f"---\n{more}\n---\n## Log\n{log}\n"


def view_of(people: dict[str, str], *deals: str, config: Config | None = None) -> PartnersView:
    notes = {f"People/{name}.md": text for name, text in people.items()}
    notes |= {f"Deals/{number:02}.md": text for number, text in enumerate(deals)}
    return partners(context_of(notes, config))


FIVE = dict.fromkeys("ABCDE", "")


def test_the_ladder_is_in_the_order_of_time_with_what_is_still_talked_about_last() -> None:
    view = view_of(
        FIVE,
        deal("A", "idea", size=9),
        deal("A", "done", "2026-05-01", 5),
        deal("A", "lost", "2026-02-01", 7),
        deal("A", "done", "2026-01-01", 1),
        deal("A", "active", "2026-12-24", 8),
        deal("A", "proposed", "2026-12-24", 6),
    )
    assert [(rung.status, rung.size) for rung in view.partners[0].rungs] == [
        ("done", 1),
        ("lost", 7),
        ("done", 5),
        ("proposed", 6),
        ("idea", 9),
    ]
    assert [row.contact for row in view.partners] == ["A"]


def test_partners_are_those_worked_with_strongest_first_never_by_interest() -> None:
    view = view_of(
        {**FIVE, "A": person("interest: 5"), "C": person("interest: 0", "- 2026-11-20 coffee")},
        deal("A", "done", "2026-01-01"),
        deal("C", "done", "2026-01-01"),
        deal("B", "proposed", "2026-01-01"),
        deal("D", "cheated", "2026-01-01"),
    )
    assert [row.contact for row in view.partners] == ["C", "A"]
    assert view.levels == {"proven": 0, "worked-together": 2, "in-touch": 0, "acquaintance": 3}


def test_a_first_deal_above_three_times_the_median_of_the_others_is_large() -> None:
    firsts = [deal(who, "done", "2025-01-01", size) for who, size in (("A", 1000), ("B", 2000), ("C", 6000))]
    view = view_of(
        FIVE,
        *firsts,
        deal("D", "proposed", size=6001),
        deal("E", "idea", size=6000),
        deal("A", "proposed", "2026-01-01", 90_000),  # not the first with A
    )
    assert view.first_limit == 6000
    assert [(one.contact, one.size, one.limit) for one in view.open_firsts] == [("D", 6001, 6000)]
    # C's own is measured by the others: 3 × the median of 1000 and 2000 would be 4500, but two say too little
    assert view.past_firsts == ()


def test_an_active_first_deal_is_not_its_own_measure() -> None:
    firsts = [deal(who, "done", "2025-01-01", 1000) for who in "ABC"]
    view = view_of(FIVE, *firsts, deal("D", "active", "2026-01-01", 9000))
    assert [(one.contact, one.limit, one.open) for one in view.large_firsts] == [("D", 3000, True)]


def test_too_few_first_deals_say_nothing_unless_the_config_does() -> None:
    deals = [
        deal("A", "done", "2025-01-01", 10),
        deal("B", "idea", size=10**6),
        deal("C", "cheated", "2025-01-01", 900),
    ]
    assert (view_of(FIVE, *deals).large_firsts, view_of(FIVE, *deals).first_limit) == ((), None)
    view = view_of(FIVE, *deals, config=Config(deals=Deals(first_limit=100)))
    assert [(one.contact, one.open) for one in view.large_firsts] == [("B", True), ("C", False)]
    assert (view.first_limit, view.by_config) == (100, True)


def test_revenue_by_partner_and_how_few_bring_eighty_percent() -> None:
    view = view_of(
        FIVE,
        deal("A", "done", "2026-01-01", revenue=600),
        deal("A+B", "active", "2026-01-01", revenue=400),  # half each
        deal("", "done", "2026-01-01", revenue=100),
        deal("C", "done", "2026-12-24", revenue=5000),  # not begun yet
        deal("D", "done", "2026-01-01"),
        deal("E", "proposed", "2026-01-01", revenue=7),
    )
    earned = view.revenue
    assert [(one.contact, one.amount) for one in earned.shares] == [("A", 800), ("B", 200)]
    assert (earned.total, earned.nobodys, earned.silent, earned.few) == (1100, 100, 1, 2)
    assert earned.shares[0].share == pytest.approx(800 / 1100)


@given(st.lists(st.integers(0, 10**6), max_size=5))
def test_shares_add_up_and_the_few_are_the_fewest(amounts: list[int]) -> None:
    earned = view_of(
        FIVE, *(deal(who, "done", "2026-01-01", revenue=one) for who, one in zip("ABCDE", amounts, strict=False))
    ).revenue
    assert earned.total == sum(amounts)
    assert sum(one.share for one in earned.shares) == pytest.approx(1 if any(amounts) else 0)
    shares = [one.share for one in earned.shares]
    assert shares == sorted(shares, reverse=True)
    if earned.few is not None:
        assert sum(shares[: earned.few]) >= 0.8 - 1e-6
        assert sum(shares[: earned.few - 1]) < 0.8


def test_quiet_is_two_cadences_without_a_touch_and_a_snooze_holds() -> None:
    log = "- 2026-08-01 coffee"
    people = {
        "A": person("", log),
        "B": person("next: 2026-12-20", log),
        "C": person("cadence: 90d", log),
        "D": person("", f"{log}\n- 2026-12-01 call"),
        "E": person("cadence: none", log),
        "F": person("outlook: never", log),
    }
    view = view_of(people, *(deal(who, "done", "2026-01-01") for who in people))
    assert [(one.contact, one.days, one.level) for one in view.quiet] == [("A", 115, "worked-together")]


def test_close_are_good_fits_in_touch_without_any_deal_or_warning() -> None:
    log = "- 2026-11-01 coffee\n- 2026-11-02 coffee"
    people = {
        "A": person("fit: 3\nneeds: [x]", log),
        "B": person("fit: 2", log),
        "C": person("", log),
        "D": person("fit: 5\nred_flags: no deposit", log),
        "E": person("fit: 5", log),
        "F": person("fit: 5\noutlook: never", log),
    }
    notes = {f"People/{name}.md": text for name, text in people.items()}
    notes |= {"Deals/1.md": deal("E", "idea"), "Lessons/1.md": "---\nred_flags: no deposit\n---\n"}
    view = partners(context_of(notes))
    assert [(one.contact, one.needs) for one in view.close] == [("A", ("x",))]


def test_moves_are_told_by_the_level_before_the_quarter() -> None:
    view = view_of(
        {**FIVE, "B": person("", "- 2025-10-10 coffee\n- 2025-10-11 coffee")},
        deal("A", "done", "2026-01-01"),
        deal("A", "done", "2026-10-01"),
        deal("C", "done", "2026-09-30"),
        deal("D", "cheated", "2026-09-01") + "",
    )
    assert view.quarter == "2026-Q4"
    assert [(one.contact, one.before, one.now, one.up) for one in view.moves] == [
        ("A", "worked-together", "proven", True),
        ("B", "in-touch", "acquaintance", False),
    ]


def test_one_sided_are_those_one_always_begins_with() -> None:
    mine, theirs = "[initiated:: me]", "[initiated:: them]"
    people = {
        "A": person("", "\n".join(f"- 2026-11-0{day} call {mine}" for day in range(1, 6))),
        "B": person("", "\n".join(f"- 2026-11-0{day} call {mine if day > 2 else theirs}" for day in range(1, 6))),
        "C": person("", f"- 2026-11-01 call {mine}"),
    }
    view = view_of(people, *(deal(who, "done", "2026-01-01") for who in people))
    assert [row.contact for row in view.one_sided] == ["A"]


def test_an_empty_vault_and_one_without_deals() -> None:
    assert view_of({}).partners == ()
    view = view_of(FIVE)
    assert (view.partners, view.revenue.few, view.first_limit, view.quiet, view.moves) == ((), None, None, (), ())


def test_the_documented_json() -> None:
    view = view_of(FIVE, deal("A", "done", "2026-01-01", 5, 5))
    document = json.loads(msgspec.json.encode(view.as_json()))
    assert set(document) == {
        "today", "quarter", "levels", "partners", "revenue", "large_firsts", "first_limit", "by_config", "quiet",
        "close", "moves",
    }  # fmt: skip
    assert document["today"] == TODAY.isoformat()
    assert document["partners"][0]["strength"]["level"] == "worked-together"
