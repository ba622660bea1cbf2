"""The landscape: who stands where, blanks and thin positions, who can lead there; by docs/semantics.md."""

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import context_of
from vault_tools.digests.landscape import LEADS, LandscapeView, landscape


def industry(chain: str, *pays: str) -> str:
    flows = "".join(f'\n  - "{one}"' for one in pays)
    return f"---\nchain: [{chain}]\npays:{flows or ' []'}\n---\n"


def person(position: str, more: str = "", log: str = "", of: str = "Food") -> str:
    return f"---\nindustry: {of}\nposition: {position}\n{more}\n---\n## Log\n{log}\n"


def view_of(food: str, people: dict[str, str], path: str = "", **others: str) -> LandscapeView:
    notes = {"Industries/Food.md": food} | {f"People/{name}.md": text for name, text in people.items()}
    notes |= {f"Industries/{name}.md": text for name, text in others.items()}
    return landscape(context_of(notes), path)


STRONG, WEAK = "- 2026-11-20 meal\n- 2026-11-01 meal", "- 2023-01-01 call"


def test_people_stand_at_their_positions_by_stage_then_strength_without_the_closed() -> None:
    view = view_of(
        industry("farm, mill"),
        {
            "Met": person("Mill", log="- 2026-11-20 call"),
            "Weak": person("mill", "fit: 1"),
            "Strong": person("mill", "fit: 1", "- 2026-11-19 call"),
            "Gone": person("mill", "outlook: never"),
            "Lost": person("baker"),
        },
    )
    (food,) = view.industries
    assert [one.contact for one in food.positions[1].people] == ["Strong", "Weak", "Met"]
    assert food.positions[1].stages == {"met": 1, "screened": 2, "engaged": 0, "partner": 0}
    assert [one.contact for one in food.unplaced] == ["Lost"]
    assert (food.known, food.people, view.known, view.positions) == (1, 4, 1, 2)


def test_neighbours_lead_to_a_blank_strongest_first() -> None:
    view = view_of(
        industry("farm, mill, bakery, shop"),
        {"Far": person("shop", log=STRONG), "Weak": person("farm", log=WEAK), "Strong": person("bakery", log=STRONG)},
    )
    (spot,) = view.blanks
    assert spot.position.position == "mill"
    assert [(one.contact, one.position) for one in spot.position.leads] == [("Strong", "bakery"), ("Weak", "farm")]


def test_who_pays_or_is_paid_by_a_position_is_its_neighbour() -> None:
    view = view_of(industry("farm, mill, bakery, shop", "shop -> farm"), {"S": person("shop")})
    leads = {one.position: [lead.contact for lead in one.leads] for one in view.industries[0].positions}
    assert leads == {"farm": ["S"], "mill": ["S"], "bakery": ["S"], "shop": []}


def test_where_no_neighbour_is_known_the_nearest_position_leads() -> None:
    view = view_of(industry("a, b, c, d, e"), {"A": person("a", log=STRONG), "D": person("d", log=WEAK)})
    leads = {one.position: [lead.contact for lead in one.leads] for one in view.industries[0].positions}
    assert leads == {"a": ["D"], "b": ["A"], "c": ["D"], "d": ["A"], "e": ["D"]}
    assert [spot.position.position for spot in view.thins] == ["d", "a"]


def test_nobody_anywhere_near_leads_nowhere() -> None:
    view = view_of(industry("a, b"), {"X": person("x", of="Banking")})
    assert [spot.position.leads for spot in view.blanks] == [(), ()]
    assert (view.unmapped[0].industry, view.unmapped[0].people, view.elsewhere) == ("Banking", 1, 0)


def test_blanks_begin_where_the_strongest_can_lead() -> None:
    view = view_of(
        industry("a, b"),
        {"W": person("a", log=WEAK), "S": person("c", log=STRONG, of="Care"), "T": person("c", of="Care")},
        Care=industry("c, d"),
    )
    assert [(spot.industry, spot.position.position) for spot in view.blanks] == [("Care", "d"), ("Food", "b")]


def test_flows_are_told_once_in_the_chains_spelling() -> None:
    view = view_of(industry("Farm, Mill", "mill -> farm", "Mill -> Farm", "Mill → Bank", "Mill -> mill", "x"), {})
    assert view.industries[0].flows == (("Mill", "Farm"), ("Mill", "Bank"))
    assert [one.position for one in view.industries[0].positions] == ["Farm", "Mill", "Bank"]
    assert view.industries[0].positions[1].pays == ("Farm", "Bank")
    assert view.industries[0].positions[0].paid_by == ("Mill",)


def test_how_they_earn_is_missed_only_where_nobody_says_it() -> None:
    view = view_of(industry("a, b, c"), {"A": person("a", "earns: by the sack"), "A2": person("a"), "B": person("b")})
    assert [one.position for one in view.industries[0].silent] == ["b"]


def test_one_industry_alone() -> None:
    view = view_of(industry("a"), {"X": person("c", of="Care"), "Y": ""}, "Industries/Care.md", Care=industry("c"))
    assert [one.industry for one in view.industries] == ["Care"]
    assert (view.unmapped, view.elsewhere) == ((), 0)


def test_the_json_has_what_the_docs_say() -> None:
    view = view_of(industry("a, b", "b -> a"), {"A": person("a")})
    document = json.loads(msgspec.json.encode(view.as_json()))
    assert set(document) == {"today", "industries", "unmapped", "elsewhere", "blank", "thin"}
    assert document["blank"] == [{"industry": "Food", "position": "b"}]
    assert document["industries"][0]["flows"] == [["b", "a"]]


@given(
    st.lists(st.sampled_from("abcdef"), unique=True, max_size=6),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=6),
    st.lists(st.sampled_from("abcdefx"), max_size=12),
)
def test_everybody_stands_once_and_leads_stand_elsewhere(
    chain: list[str], pays: list[tuple[str, str]], places: list[str]
) -> None:
    flows = [f"{buyer} -> {seller}" for buyer, seller in pays]
    view = view_of(
        industry(", ".join(chain), *flows), {f"P{number}": person(place) for number, place in enumerate(places)}
    )
    (food,) = view.industries
    found = [one.path for each in food.positions for one in each.people] + [one.path for one in food.unplaced]
    assert sorted(found) == sorted(f"People/P{number}.md" for number in range(len(places)))
    assert len(view.blanks) + len(view.thins) + sum(len(one.people) > 1 for one in food.positions) == view.positions
    for one in food.positions:
        own = {who.path for who in one.people}
        assert len(one.leads) <= LEADS
        assert not own & {lead.path for lead in one.leads}
        assert bool(one.leads) == ((one.blank or one.thin) and food.known > one.thin)
