"""A line of a list of people taken apart."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, write_vault
from vault_tools.cli.cards import card_from
from vault_tools.cli.touches import separated
from vault_tools.cli.writing import Desk
from vault_tools.creating import Card
from vault_tools.dates.partial import PartialDate
from vault_tools.workspace import Workspace

SEPARATORS = ["\t", "|", ";", "；", ",", "，"]
PARTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters='"' + "".join(SEPARATORS)),
    min_size=1,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    vault = write_vault(tmp_path_factory.mktemp("vault"), {"People/Max.md": ""})
    workspace = Workspace(vault, today=TODAY)
    workspace.refresh()
    return Desk(workspace, dry_run=True, edit=False)


@pytest.mark.parametrize(
    ("line", "card"),
    [
        ("Li Wei", Card(name="Li Wei")),
        ("Li Wei, Star, CFO", Card(name="Li Wei", org="Star", role="CFO")),
        ("  3. Li Wei\tStar, Inc.\tCFO ", Card(name="Li Wei", org="Star, Inc.", role="CFO")),
        ("- Li Wei | Star", Card(name="Li Wei", org="Star")),
        ("张三，恒星，经理，13900001111", Card(name="张三", org="恒星", role="经理", phone=("13900001111",))),
        ("Li Wei,, CFO", Card(name="Li Wei", role="CFO")),
        ("Li Wei, li@star.com, Star", Card(name="Li Wei", org="Star", email=("li@star.com",))),
        ("Li Wei <li@star.com>, Star", Card(name="Li Wei", org="Star", email=("li@star.com",))),
        ("Li Wei; +49 (30) 1234-567; Star", Card(name="Li Wei", org="Star", phone=("+49 (30) 1234-567",))),
        ("Li Wei, Tel: 123 456, 微信：lw88", Card(name="Li Wei", phone=("123 456",), wechat="lw88")),
        ("Li Wei, role: CFO, Star", Card(name="Li Wei", org="Star", role="CFO")),
        ("Li Wei, city: 杭州, needs: staff", Card(name="Li Wei", city="杭州", needs=("staff",))),
        ("Li Wei, linkedin.com/in/lw", Card(name="Li Wei", linkedin="linkedin.com/in/lw")),
        ("Li Wei, https://star.com:80/a", Card(name="Li Wei", url="https://star.com:80/a")),
        ("Li Wei, 2026-11-20", Card(name="Li Wei", met=PartialDate(date(2026, 11, 20)))),
        ('"Wei, Li", "Star, ""Inc""", CFO', Card(name="Wei, Li", org='Star, "Inc"', role="CFO")),
        ('"Star" Li, CFO', Card(name='"Star" Li', org="CFO")),
        ("Li Wei, by: Max", Card(name="Li Wei", org="by: Max")),
        ("Li Wei, source: Max", Card(name="Li Wei", source="[[Max]]")),
        (
            "Li Wei, Star, CFO, likes tea, plays Go",
            Card(name="Li Wei", org="Star", role="CFO", note="likes tea, plays Go"),
        ),
    ],
)
def test_lines(desk: Desk, line: str, card: Card) -> None:
    assert card_from(line, Card(name=""), desk) == card


def test_a_line_goes_before_what_holds_for_all_and_lists_are_joined(desk: Desk) -> None:
    common = Card(name="", org="Star", city="Hangzhou", circles=("HR",))
    expected = Card(name="Li", org="Acme", city="Hangzhou", circles=("HR", "Tea"))
    assert card_from("Li, Acme, circle: Tea", common, desk) == expected


@given(st.lists(PARTS, min_size=1, max_size=6), st.sampled_from(SEPARATORS))
def test_parts_come_back_as_they_were(parts: list[str], separator: str) -> None:
    assert separated(f" {separator} ".join(parts)) == parts


@given(st.text(st.sampled_from("ab张 1\t|;；,，\n")))
def test_only_the_separator_and_outer_blanks_are_lost(line: str) -> None:
    separator = next((one for one in SEPARATORS if one in line), None)
    assert separated(line) == [part.strip() for part in (line.split(separator) if separator else [line])]


@given(st.text(st.sampled_from("a张1@. :：,|<>-+/()\t"), max_size=30))
def test_any_card_has_its_name_and_loses_nothing_of_the_rest(rest: str) -> None:
    workspace = Workspace(Path("/nowhere"), today=TODAY)
    try:
        card = card_from(f"Name\t{rest}", Card(name=""), Desk(workspace, dry_run=True, edit=False))
    finally:
        workspace.close()
    assert card.name == "Name"
    kept = "".join(str(value) for value in msgspec.structs.astuple(card)[1:])
    assert all(char in kept for char in "a张@" if char in rest)
