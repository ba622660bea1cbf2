"""What is needed and offered is summed up once, and says what a look at everybody would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import context_of, network_of
from vault_tools.config import Config, Signals
from vault_tools.digests import demand
from vault_tools.digests.context import Context
from vault_tools.digests.demand import DEMAND
from vault_tools.digests.matching import Matcher
from vault_tools.digests.pitch import pitch

CONFIG = Config(signals=Signals({"AI training": ("AI 培训",)}))
WORDS = st.lists(st.sampled_from(["AI 培训", "ai training", "venue", "cooks", "场地", "large venue"]), max_size=4)


def contact(**properties: Any) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in properties.items() if value) + "---\n"


def test_the_sum_leaves_out_who_is_closed_and_what_comes_through_them() -> None:
    context = context_of(
        {
            "People/A.md": contact(needs="[venue, cooks, lawyers]", industry="Catering"),
            "People/B.md": contact(needs="[lawyers, 排班]", offers="[cooks]"),
            "People/C.md": contact(needs="[lawyers]", offers="[lawyers]", outlook="never"),
            "Resources/Mine.md": "---\noffers: [a venue]\n---\n",
            "Resources/Lawyers.md": '---\noffers: [lawyers]\nthrough: "[[C]]"\n---\n',
        }
    )
    found = context.part(DEMAND)
    assert found.needing == {"venue": ("People/A.md",)}
    assert found.unmet == ({"lawyers": ("People/A.md", "People/B.md")},)
    assert {name: [one.topic for one in stall.foremost] for name, stall in found.stalls.items()} == {
        "": ["cooks"],
        "catering": [],
    }


def test_a_topic_of_one_person_is_told_where_too_few_are_of_several(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = {
        f"People/{name}.md": contact(offers=f"[venue, {name} one, {name} two]", industry="Catering") for name in "PQRS"
    }
    whole = pitch(context_of(notes))
    monkeypatch.setattr(demand, "KEPT", 2)
    monkeypatch.setattr(demand, "MANY", 2)
    context = context_of(notes)
    stall = context.part(DEMAND).stalls["catering"]
    assert ([one.topic for one in stall.foremost], stall.more) == (["venue"], True)
    assert pitch(context) == whole
    assert whole.industries[0].offers == ("venue", "P one", "P two", "Q one", "Q two")


@given(st.lists(st.tuples(WORDS, WORDS, st.booleans()), max_size=6), WORDS)
def test_matches_are_those_of_a_look_at_everybody(people: list[tuple[Any, Any, bool]], own: Any) -> None:
    notes = {
        f"People/P{place}.md": contact(needs=needs, offers=offers, outlook="never" if closed else "")
        for place, (needs, offers, closed) in enumerate(people)
    }
    network = network_of(notes | {"Resources/R.md": contact(offers=own)})
    context = Context(network, context_of({}).today, CONFIG)
    traders = context.market.traders
    needs = {key for one in traders for key in one.trade.needs}
    offers = {key for one in traders for key in one.trade.offers}
    expected = Matcher(CONFIG.signals.synonyms).matches(needs, offers)
    assert {need: dict(found) for need, found in context.market.matches.items()} == expected
    lost = Matcher(CONFIG.signals.synonyms)  # the sum was kept, and what was matched was not
    again = Context(network, context.today, CONFIG, matcher=lambda: lost, figures=context.figures)
    again.parts = context.parts
    assert again.market.matches == expected
