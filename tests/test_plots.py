"""Pictures are well-formed whatever the words are, and the same for the same figures."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from vault_tools.plots import (
    FunnelBar,
    LadderRow,
    LadderStep,
    MonthlyRow,
    PairBar,
    ShareBar,
    funnel_svg,
    ladders_svg,
    monthly_svg,
    pairs_svg,
    shares_svg,
)

COUNTS = st.integers(0, 100_000)


@given(st.text(), st.lists(st.builds(FunnelBar, st.text(), COUNTS, st.text(), st.text()), max_size=6))
def test_a_funnel_is_xml_with_a_bar_a_stage(title: str, stages: list[FunnelBar]) -> None:
    drawn = funnel_svg(title, stages)
    root = ElementTree.fromstring(drawn)
    bars = root.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == len(stages)
    assert all(0 < float(bar.get("width", "0")) <= 720 for bar in bars)
    assert drawn == funnel_svg(title, stages)


@given(st.text(), st.lists(st.builds(PairBar, st.text(), COUNTS, COUNTS), max_size=10))
def test_pairs_are_xml_with_two_bars_for_each(title: str, bars: list[PairBar]) -> None:
    drawn = ElementTree.fromstring(pairs_svg(title, bars))
    widths = [float(bar.get("width", "0")) for bar in drawn.findall("{http://www.w3.org/2000/svg}rect")]
    assert len(widths) == 2 * len(bars)
    assert all(0 < width <= 720 for width in widths)
    for bar, now, before in zip(bars, widths[::2], widths[1::2], strict=True):
        assert (now >= before) == (bar.now >= bar.before) or min(now, before) == 2


@given(st.lists(st.tuples(st.text(), st.lists(COUNTS, min_size=3, max_size=3)), max_size=5))
def test_months_are_xml_and_only_what_happened_has_a_bar(rows: list[tuple[str, list[int]]]) -> None:
    drawn = monthly_svg("t", ["2025-11", "2025-12", "2026-01"], [MonthlyRow(*row) for row in rows])
    bars = ElementTree.fromstring(drawn).findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == sum(count > 0 for _, counts in rows for count in counts)
    assert "2026" in drawn


PART = st.floats(0, 1)
STEPS = st.builds(LadderStep, PART, PART, st.text(), st.booleans())


@given(st.text(), st.lists(st.builds(LadderRow, st.text(), st.lists(STEPS, max_size=4)), max_size=5))
def test_ladders_are_xml_with_a_disc_a_deal_within_the_picture(title: str, rows: list[LadderRow]) -> None:
    root = ElementTree.fromstring(ladders_svg(title, [(0.5, "2026")], rows))
    discs = root.findall("{http://www.w3.org/2000/svg}circle")
    assert len(discs) == sum(len(row.steps) for row in rows)
    for disc in discs:
        x, radius = float(disc.get("cx", "")), float(disc.get("r", ""))
        assert 0 <= x - radius <= x + radius <= 720
        assert float(disc.get("cy", "")) + radius <= float(root.get("height", ""))


@given(st.lists(st.builds(ShareBar, st.text(), PART, st.text(), st.booleans()), max_size=6))
def test_shares_are_xml_with_a_bar_each(bars: list[ShareBar]) -> None:
    drawn = ElementTree.fromstring(shares_svg("t", bars)).findall("{http://www.w3.org/2000/svg}rect")
    assert len(drawn) == len(bars)
    assert all(0 < float(bar.get("width", "0")) <= 720 for bar in drawn)
