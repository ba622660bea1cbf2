"""Lessons: who shows an old pit, what was stepped in twice, what it cost; by docs/semantics.md."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import context_of
from vault_tools.digests.contacts import card
from vault_tools.digests.follow_ups import follow_ups
from vault_tools.digests.lessons import LessonsView, lessons
from vault_tools.digests.pits import Pit, flag_key, near_pits
from vault_tools.digests.wary import warnings_for


def note(**given: str) -> str:
    return "---\n" + "\n".join(f"{name}: {value}" for name, value in given.items()) + "\n---\n"


NOTES = {
    "People/Cheat.md": note(org="Star Ltd", outlook="never"),
    "People/Colleague.md": note(org="STAR ltd."),
    "People/Flagged.md": note(red_flags="[No Deposit, other]"),
    "People/Clean.md": note(org="Moon"),
    "Lessons/2025-03-01 Deposit first.md": note(
        **{"with": '"[[Cheat]]"'}, red_flags="[no deposit, free trial]", cost="1.2万", rule="Deposit first."
    ),
    "Lessons/2025-09-01 Again.md": note(red_flags="no deposit", cost="800", deal='"[[Second]]"'),
    "Lessons/Words.md": note(cost="three afternoons"),
    "Lessons/2027-01-01 Later.md": note(**{"with": "Clean"}, red_flags="other", cost="5"),
    "Deals/First.md": note(**{"with": "Cheat"}, status="cheated", started="2025-01-01", red_flags="no deposit"),
    "Deals/Second.md": note(**{"with": "Clean"}, status="lost", started="2025-08-01", red_flags="no deposit"),
    "Deals/Third.md": note(**{"with": "Clean"}, status="done", started="2025-10-01", red_flags="ＮＯ-deposit"),
    "Deals/Open.md": note(**{"with": "Clean"}, status="proposed", started="2026-10-01", red_flags="Free trial!", size="9"),
    "Deals/With colleague.md": note(**{"with": "Colleague"}, status="active", started="2026-10-02"),
    "Deals/Fine.md": note(**{"with": "Clean"}, status="active", started="2026-10-02", red_flags="other"),
}  # fmt: skip


def view_of(notes: dict[str, str]) -> LessonsView:
    return lessons(context_of(notes))


VIEW = view_of(NOTES)


def test_open_deals_with_a_flag_a_person_or_an_organisation_of_a_lesson() -> None:
    assert [(row.name, [(one.name, one.flags, one.org) for one in row.warnings]) for row in VIEW.deals] == [
        ("Open", [("Deposit first", ("free trial",), "")]),
        ("With colleague", [("Deposit first", (), "Star Ltd")]),
    ]


def test_contacts_with_a_warning_and_how_many_are_closed() -> None:
    assert [(row.contact, [one.name for one in row.warnings]) for row in VIEW.contacts] == [
        ("Colleague", ["Deposit first"]),
        ("Flagged", ["Again", "Deposit first"]),
    ]
    assert VIEW.closed == 1
    assert [row.contact for row in VIEW.elsewhere] == ["Flagged"]


def test_twice_is_a_deal_or_lesson_with_a_flag_after_a_lesson_had_it() -> None:
    assert [(one.kind, one.name, one.flag, one.lesson_name, one.loss) for one in VIEW.repeats] == [
        ("deal", "Third", "no deposit", "Deposit first", None),
        ("lesson", "Again", "no deposit", "Deposit first", 800),
    ]
    assert [(pit.flag, pit.times) for pit in VIEW.pits] == [("no deposit", 3), ("free trial", 1)]
    assert VIEW.twice == ("no deposit",)


def test_costs_in_figures_are_summed_and_words_are_listed() -> None:
    assert (VIEW.cost, VIEW.losses, VIEW.again) == (12_800, 2, (800, 1))
    assert [row.cost for row in VIEW.words] == ["three afternoons"]
    assert [row.name for row in VIEW.flagless] == ["Words"]
    assert [row.rule for row in VIEW.lessons if row.rule] == ["Deposit first."]


def test_a_lesson_of_the_future_is_not_known_yet() -> None:
    assert "Later" not in [row.name for row in VIEW.lessons]
    assert warnings_for(context_of(NOTES), ["People/Clean.md"], ["other"]) == ()


def test_warnings_for_people_and_flags_that_are_just_being_typed() -> None:
    context = context_of(NOTES)
    assert [one.name for one in warnings_for(context, [], ["NO DEPOSIT"])] == ["Again", "Deposit first"]
    found = warnings_for(context, ["People/Clean.md", "People/Cheat.md"])
    assert [(one.person, one.org) for one in found] == [(("People/Cheat.md", "Cheat"), "")]
    assert warnings_for(context_of({}), [], ["no deposit"]) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Acme", "Acme Ltd", True),
        ("ACME GmbH", "Acmé", True),
        ("恒星零售", "恒星零售股份有限公司", True),
        ("Acme", "Acme Labs", False),
        ("Self-employed", "selfemployed", False),
        ("自由职业", "自由职业", False),
    ],
)
def test_a_lesson_warns_of_an_organisation_whatever_its_legal_form(one: str, other: str, same: bool) -> None:
    notes = {
        "People/A.md": note(org=one),
        "People/B.md": note(org=other),
        "Lessons/L.md": "---\nwith: A\nred_flags: pays late\ndate: 2026-01-01\n---\n",
    }
    warned = warnings_for(context_of(notes), ["People/B.md"])
    assert [one.person for one in warned] == ([("People/A.md", "A")] if same else [])
    assert ("B" in [one.contact for one in view_of(notes).contacts]) == same


def test_freelancers_share_no_organisation() -> None:
    notes = {
        "People/A.md": note(org="freelance"),
        "People/B.md": note(org="Freelance"),
        "People/C.md": note(org='"?"'),
        "People/D.md": note(org='"?"'),
        "Lessons/1.md": note(**{"with": "[A, C]"}),
    }
    assert [row.contact for row in view_of(notes).contacts] == ["A", "C"]


def test_what_a_deal_taught_is_no_warning_for_it() -> None:
    notes = {
        "People/A.md": "",
        "Deals/D.md": note(**{"with": "A"}, status="active", started="2026-01-01", red_flags="late", lesson='"[[L]]"'),
        "Lessons/L.md": note(**{"with": "A"}, red_flags="late", date="2025-12-01"),
    }
    view = view_of(notes)
    assert (view.deals, view.repeats) == ((), ())
    assert view.lessons[0].deals == (("Deals/D.md", "D"),)


def test_a_flag_in_nearly_the_same_words_is_asked_about_and_warns_of_nothing() -> None:
    notes = {
        "People/A.md": note(red_flags="[客户付完了才付我, 只谈以后]"),
        "Lessons/2025-01-01 L.md": note(red_flags="客户付了才付我"),
    }
    view = view_of(notes)
    assert [(one.flag, one.pit, one.name) for one in view.near] == [("客户付完了才付我", "客户付了才付我", "A")]
    assert view.contacts == ()


@given(st.text(), st.text())
def test_flags_are_compared_without_case_and_blanks(flag: str, other: str) -> None:
    assert flag_key(f" {flag} ") == flag_key(flag)
    assert flag_key(flag_key(flag)) == flag_key(flag)
    pits = {key: Pit(flag)} if (key := flag_key(flag)) else {}
    assert all(flag_key(near) not in pits for near in near_pits([flag, other], pits))


def test_the_warnings_stand_in_the_card_and_in_the_follow_ups() -> None:
    context = context_of(NOTES)
    assert [one.name for one in card(context, "People/Flagged.md").warnings] == ["Again", "Deposit first"]
    rows = {row.contact: row.warnings for row in follow_ups(context).rows}
    assert [one.name for one in rows["Flagged"]] == ["Again", "Deposit first"]
    assert rows["Clean"] == ()


def test_no_lessons_at_all() -> None:
    view = view_of({"People/A.md": note(red_flags="x")})
    assert (view.lessons, view.contacts, view.deals, view.near, view.cost) == ((), (), (), (), 0)


@pytest.mark.parametrize("key", ["today", "lessons", "deals", "contacts", "closed", "repeats", "pits", "near", "cost"])
def test_the_documented_json(key: str) -> None:
    document = json.loads(msgspec.json.encode(VIEW.as_json()))
    assert key in document
    assert document["words"] == ["Lessons/Words.md"]
