"""Diagrams: the graph as Mermaid text, whatever the names hold."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import context_of
from vault_tools.config import Config
from vault_tools.diagrams import flow_diagram, led_diagram
from vault_tools.digests.circles import circles
from vault_tools.digests.landscape import IndustryMap, Position, landscape
from vault_tools.language import catalogue
from vault_tools.sentences import Sentences

ENGLISH = Sentences(catalogue("en"), Config())


def test_who_pays_whom_with_two_names_at_each_position_and_blanks_dashed() -> None:
    notes = {"Industries/Food.md": "---\nchain: [farm, mill, shop]\npays: [mill -> farm]\n---\n"}
    notes |= {f"People/P{number}.md": "---\nindustry: Food\nposition: mill\n---\n" for number in range(4)}
    (one,) = landscape(context_of(notes)).industries
    assert flow_diagram(one, ENGLISH).splitlines() == [
        "flowchart BT",
        '    n0["farm<br>nobody yet"]',
        '    n1["mill<br>P0, P1 #43;2"]',
        "    n1 --> n0",
        "    classDef missing stroke-dasharray:5 5,fill-opacity:0.2",
        "    class n0 missing",
    ]


def test_without_payments_there_is_nothing_to_draw() -> None:
    (one,) = landscape(context_of({"Industries/Food.md": "---\nchain: [farm]\n---\n"})).industries
    assert flow_diagram(one, ENGLISH) == ""


def test_who_led_in_whom_those_with_a_note_of_their_name_can_be_followed() -> None:
    notes = {
        "People/Ann.md": "---\ncircles: Tea\nsource: '[[Out]]'\n---\n",
        "People/b.md": "---\nname: Bob\ncircles: Tea\nsource: '[[Ann]]'\n---\n",
        "People/Out.md": "",
    }
    (row,) = circles(context_of(notes)).circles
    assert led_diagram(row, ENGLISH).splitlines() == [
        "flowchart LR",
        '    n0["Ann"]',
        '    n1["Bob"]',
        '    n2["Out"]',
        "    n0 --> n1",
        "    n2 --> n0",
        "    classDef missing stroke-dasharray:5 5,fill-opacity:0.2",
        "    class n2 missing",
        "    class n0,n2 internal-link",
    ]


@given(st.text(min_size=1, max_size=40).filter(lambda name: name != "x"))  # a chain has each position once
def test_a_label_holds_nothing_that_could_mean_something(name: str) -> None:
    buyer, seller = Position(name, (), {}, ("x",), (), ()), Position("x", (), {}, (), (name,), ())
    lines = flow_diagram(IndustryMap("Food", "Food.md", (buyer, seller), ((name, "x"),), ()), ENGLISH).split("\n")
    label = re.fullmatch(r'    n0\["(.*)<br>nobody yet"\]', lines[1])
    assert label
    assert re.fullmatch(r"(?:[^\x00-\x1f!-'*+\-./:-@\[-`{-~]|#\d+;)*", label[1])
    assert len(lines) == 6
