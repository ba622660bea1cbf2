"""Introductions, by the definitions of docs/semantics.md."""

import json
from datetime import date
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TODAY, context_of
from vault_tools.config import Config, Signals
from vault_tools.digests import connectors, proposals
from vault_tools.digests.connectors import find_referrals
from vault_tools.digests.introductions import IntroductionsView, introductions
from vault_tools.digests.proposals import propose

NEED, OFFER = "needs: RPA developers", "offers: two RPA developers"


def note(*lines: str, log: str = "") -> str:
    return "\n".join(["---", *lines, "---", "## Log", log, ""])


def view_of(config: Config | None = None, /, **more: str) -> IntroductionsView:
    """The view of a vault with A, who needs what B offers; `more` notes by path, `People__C` being `People/C.md`."""
    notes = {"People/A.md": note(NEED), "People/B.md": note(OFFER)}
    notes |= {f"{name.replace('__', '/')}.md": text for name, text in more.items()}
    return introductions(context_of(notes, config))


def pairs(view: IntroductionsView) -> list[tuple[str, str]]:
    return [(one.need.name, one.offer.name) for one in view.proposals]


def test_each_side_names_its_note_and_property() -> None:
    (one,) = view_of().proposals
    assert (one.need.path, one.need.property, one.need.text) == ("People/A.md", "needs", "RPA developers")
    assert (one.offer.path, one.offer.property, one.offer.text) == ("People/B.md", "offers", "two RPA developers")
    assert (one.match.kind, one.match.words) == ("alike", "rpa developers")
    assert one.path == "People/A.md"


def test_synonyms_of_the_config_fit_across_languages() -> None:
    config = Config(signals=Signals({"AI training": ("AI 培训",)}))
    people = {"People__C": note("needs: AI 培训"), "People__D": note("offers: AI training")}
    assert ("C", "D") in pairs(view_of(config, **people))
    assert ("C", "D") not in pairs(view_of(**people))


def test_never_within_one_person_or_one_org_and_closed_contacts_are_out() -> None:
    assert pairs(view_of(People__A=note(NEED, OFFER), People__B="")) == []
    assert pairs(view_of(People__A=note(NEED, "org: Star"), People__B=note(OFFER, "org: ＳＴＡＲ"))) == []
    alone = {"People__A": note(NEED, "org: freelance"), "People__B": note(OFFER, "org: freelance")}
    assert pairs(view_of(**alone)) == [("A", "B")]
    assert pairs(view_of(People__B=note(OFFER, "outlook: never"))) == []
    assert pairs(view_of(People__A=note(NEED, "outlook: never"))) == []


@pytest.mark.parametrize("status", ["idea", "asked", "made", "met", "worked", "declined"])
def test_a_pair_with_an_introduction_for_this_need_is_left_alone(status: str) -> None:
    introduction = note("between: [A, B]", f"status: {status}", "need: RPA developer")
    assert pairs(view_of(Introductions__x=introduction)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["need: a venue"], [("A", "B")]),
        (["need: a venue", "offer: RPA developers"], []),
        (["need: a venue", "status: declined"], []),
        ([], []),
    ],
)
def test_what_an_introduction_for_something_else_leaves_to_propose(
    lines: list[str], expected: list[tuple[str, str]]
) -> None:
    introduction = note('between: ["[[B]]", "[[A]]"]', "status: made", *lines)
    if "status: declined" in lines:
        introduction = introduction.replace("status: made\n", "")
    assert pairs(view_of(Introductions__x=introduction)) == expected


def test_ranked_by_the_weaker_relationship_then_by_match() -> None:
    touched = "\n".join(f"- 2026-11-{day:02} call" for day in range(1, 20))
    view = view_of(
        People__A=note("met: 2020-01-01", NEED, log=touched),
        People__B=note("met: 2020-01-01", OFFER, log=touched),
        People__C=note("met: 2020-01-01", "needs: RPA developers", log="- 2026-11-20 call"),
        People__D=note("offers: RPA developers"),
    )
    assert pairs(view) == [("A", "B"), ("C", "B"), ("A", "D"), ("C", "D")]
    for one in view.proposals:
        assert one.strength == min(one.need.strength, one.offer.strength)
    assert [(one.strength, one.match.score) for one in view.proposals[2:]] == [(0, 100), (0, 100)]


def test_own_resources_help_directly_and_others_through_a_contact() -> None:
    resource = "type: resource\noffers: RPA developers\n"
    mine = view_of(People__B="", Resources__R=f"---\n{resource}---\n")
    assert [(one.need.name, one.offer.path, one.offer.person) for one in mine.own] == [("A", "Resources/R.md", None)]
    assert mine.proposals == ()
    through = view_of(People__B="", Resources__R=f"---\n{resource}through: '[[B]]'\n---\n")
    (one,) = through.proposals
    assert (one.offer.path, one.offer.person, one.offer.through) == ("Resources/R.md", "People/B.md", "B")
    both = view_of(Resources__R=f"---\n{resource}through: '[[B]]'\n---\n")
    assert len(both.proposals) == 1
    nobody = view_of(People__B="", Resources__R=f"---\n{resource}through: Somebody\n---\n")
    assert (nobody.own, nobody.proposals) == ((), ())
    closed = view_of(People__B="---\noutlook: never\n---\n", Resources__R=f"---\n{resource}through: '[[B]]'\n---\n")
    assert (closed.own, closed.proposals) == ((), ())


def test_who_met_already_and_who_shows_an_old_pit_is_said() -> None:
    assert not view_of().proposals[0].acquainted
    assert view_of(People__B=note(OFFER, "source: '[[A]]'")).proposals[0].acquainted
    met = view_of(**{"Meetings__2026-11-01 Lunch": "---\nwith: [A, B]\n---\n"})
    assert met.proposals[0].acquainted
    planned = view_of(**{"Meetings__2026-12-01 Lunch": "---\nwith: [A, B]\n---\n"})
    assert not planned.proposals[0].acquainted
    pit = view_of(Lessons__L="---\nwith: B\nred_flags: late\n---\n")
    assert [one.lesson for one in pit.proposals[0].warnings] == ["Lessons/L.md"]


def test_each_introduction_is_followed_through_its_statuses() -> None:
    view = view_of(
        Introductions__a=note("between: [A, B]", "status: idea", "date: 2026-11-14", "need: x"),
        Introductions__b=note("between: [A, B]", "status: met", "date: 2026-01-01", "need: x"),
        Introductions__c=note("between: [A, B]", "status: worked", "need: x"),
        Introductions__d=note("between: [A, B]", "status: declined", "need: x"),
        Introductions__e=note("between: [A, Nobody]", "status: made", "date: 2027-01-01", "need: x"),
        Introductions__f=note("between: [A, B]", "need: x"),
    )
    assert [(row.name, row.status, row.since, row.days) for row in view.open] == [
        ("b", "met", date(2026, 1, 1), 327),
        ("a", "idea", date(2026, 11, 14), 10),
        ("e", "made", None, None),
        ("f", "", None, None),
    ]
    assert [row.people for row in view.open][2] == (("People/A.md", "A"),)
    assert (view.total, view.made, view.led_to_meeting, len(view.worked)) == (6, 3, 2, 1)


def test_closed_people_in_an_introduction_are_named() -> None:
    view = view_of(People__B=note("outlook: never"), Introductions__a=note("between: [A, B]", "status: idea"))
    assert view.open[0].closed == ("B",)


def people(**sources: str) -> dict[str, str]:
    return {f"People/{name}.md": f"---\nsource: '{source}'\n---\n" for name, source in sources.items()}


def test_connectors_by_source_and_how_far_those_came() -> None:
    notes = people(A="", B="[[A]]", C="[[A]]", D="[[B]]", E="a fair")
    notes["People/C.md"] = "---\nsource: '[[A]]'\nfit: 3\noutlook: never\n---\n"
    found = find_referrals(context_of(notes))
    assert [(one.contact, one.introduced, one.brought) for one in found.connectors] == [("A", 2, 3), ("B", 1, 1)]
    assert found.connectors[0].reached == {"met": 2, "screened": 1, "engaged": 0, "partner": 0}
    assert [(one.contact, one.depth, one.closed) for one in found.tree] == [
        ("A", 0, False),
        ("B", 1, False),
        ("D", 2, False),
        ("C", 1, True),
    ]
    assert (found.people, found.cut) == (3, 0)


def test_those_who_introduced_each_other_are_told_once() -> None:
    found = find_referrals(context_of(people(A="[[C]]", B="[[A]]", C="[[B]]", D="[[D]]", E="[[B]]")))
    assert [(one.contact, one.depth) for one in found.tree] == [("A", 0), ("B", 1), ("C", 2), ("E", 2)]


@given(st.lists(st.integers(0, 11), min_size=1, max_size=12))
def test_everybody_introduced_is_in_the_tree_or_counted_as_left_out(sources: list[int]) -> None:
    network = {f"N{place}": f"[[N{source}]]" for place, source in enumerate(sources)}
    found = find_referrals(context_of(people(**network)))
    named = {one: source.strip("[]") for one, source in network.items()}
    involved = {name for one, source in named.items() if source in named.keys() - {one} for name in (one, source)}
    shown = [one.contact for one in found.tree]
    assert len(set(shown)) == len(shown)
    assert len(shown) + sum(one.hidden for one in found.tree) + found.cut == len(involved)


def test_the_tree_is_bounded_and_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connectors, "BREADTH", 2)
    monkeypatch.setattr(connectors, "DEPTH", 2)
    found = find_referrals(context_of(people(A="", B="[[A]]", C="[[A]]", D="[[A]]", E="[[B]]", F="[[E]]")))
    assert [(one.contact, one.hidden) for one in found.tree] == [("A", 1), ("B", 2), ("C", 0)]
    monkeypatch.setattr(connectors, "LINES", 1)
    assert find_referrals(context_of(people(A="", B="[[A]]", C="", D="[[C]]"))).cut == 3


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["x1", "x2", "x1 y"]), st.booleans()), max_size=8))
def test_the_best_come_first_whatever_the_strengths(rows: list[tuple[int, str, bool]]) -> None:
    notes = {
        f"People/P{place}.md": note(f"{'needs' if need else 'offers'}: {text}", log="- 2026-11-20 call\n" * touches)
        for place, (touches, text, need) in enumerate(rows)
    }
    context = context_of(notes)
    found = propose(context).introductions
    needs, offers = context.market.needs(), context.market.offers()
    expected = {
        (one.path, other.path)
        for need, matches in context.market.matches.items()
        for offer in matches
        for one in needs.sides(need)
        for other in offers.sides(offer)
    }
    assert {(one.need.path, one.offer.path) for one in found} == expected
    ranks = [(-one.strength, -one.match.score) for one in found]
    assert all(first <= second for first, second in pairwise(ranks))


def test_no_more_than_the_most_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "MOST", 3)
    notes = {f"People/N{place}.md": note(NEED) for place in range(3)}
    notes |= {f"People/O{place}.md": note(OFFER) for place in range(3)}
    assert len(propose(context_of(notes)).introductions) == 3


def test_an_empty_vault_has_nothing_to_say() -> None:
    view = introductions(context_of({}))
    assert (view.contacts, view.proposals, view.own, view.open, view.total, view.tree) == (0, (), (), (), 0, ())


def test_the_documented_json() -> None:
    view = view_of(Introductions__a=note("between: [A, B]", "status: idea", "date: 2026-11-14", "need: x"))
    document = json.loads(msgspec.json.encode(view.as_json()))
    assert set(document) == {"today", "proposals", "own", "open", "worked", "counts", "connectors"}
    assert document["today"] == TODAY.isoformat()
    assert document["counts"] == {"idea": 1}
    assert document["proposals"][0]["need"] == {
        "text": "RPA developers",
        "path": "People/A.md",
        "name": "A",
        "property": "needs",
        "person": "People/A.md",
        "strength": 0,
        "through": "",
    }
