"""Pictures are well-formed whatever the words are, and the same for the same figures."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from vault_tools.plots import (
    FunnelBar,
    GridQuarter,
    GridSpot,
    LadderRow,
    LadderStep,
    MonthlyRow,
    PairBar,
    ShareBar,
    funnel_svg,
    grid_svg,
    ladders_svg,
    monthly_svg,
    pairs_svg,
    shares_svg,
)

SVG = "{http://www.w3.org/2000/svg}"
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
        assert (now >= before) == (bar.now >= bar.before) or now == before  # alike at a tenth of a pixel


@given(st.lists(st.tuples(st.text(), st.lists(COUNTS, min_size=3, max_size=3)), max_size=5))
def test_months_are_xml_and_only_what_happened_has_a_bar(rows: list[tuple[str, list[int]]]) -> None:
    drawn = monthly_svg("t", ["2025-11", "2025-12", "2026-01"], [MonthlyRow(*row) for row in rows])
    bars = ElementTree.fromstring(drawn).findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == sum(count > 0 for _, counts in rows for count in counts)
    assert "2026" in drawn


def test_months_on_one_scale_can_be_compared() -> None:
    rows = [MonthlyRow("a", [8]), MonthlyRow("b", [2])]
    bars = ElementTree.fromstring(monthly_svg("t", ["2026-01"], rows, scale=8)).findall(f"{SVG}rect")
    assert [float(bar.get("height", "")) for bar in bars] == [40, 10]


MARK = st.integers(0, 5)
SPOTS = st.dictionaries(st.tuples(MARK, MARK), st.lists(st.text(), min_size=1, max_size=9), max_size=12)


@given(st.text(), SPOTS)
def test_a_grid_is_xml_with_a_bubble_a_spot_and_a_count_where_several_share_it(
    title: str, people: dict[tuple[int, int], list[str]]
) -> None:
    spots = [GridSpot(*place, names) for place, names in people.items()]
    quarters = [GridQuarter(right, above, title, 1) for right in (False, True) for above in (False, True)]
    drawn = grid_svg(title, "x", "y", 5, quarters, spots)
    root = ElementTree.fromstring(drawn)
    assert drawn == grid_svg(title, "x", "y", 5, quarters, spots)
    bubbles = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in root.findall(f"{SVG}circle")]
    assert len(set(bubbles)) == len(spots)  # none hides another
    tints = root.findall(f"{SVG}rect")
    assert len(tints) == 4
    for spot, (x, y) in zip(spots, bubbles, strict=True):
        around = [
            one
            for one in root.findall(f"{SVG}text")
            if abs(float(one.get("x", "")) - x) < 1 and 0 < float(one.get("y", "")) - y < 60
        ]
        assert len(around) == min(3, len(spot.names)) + (len(spot.names) > 1)
        if len(spot.names) > 3:
            assert around[-1].text == f"+{len(spot.names) - 2}"


def test_long_names_are_cut_to_their_spot_wide_ones_sooner() -> None:
    drawn = grid_svg("t", "x", "y", 5, [], [GridSpot(0, 0, ["Maximiliane von Hohenfels", "一二三四五六七八九十"])])
    assert ">Maximiliane von…<" in drawn
    assert ">一二三四五六七八…<" in drawn


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
