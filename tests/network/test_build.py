"""References are joined by link, path, name and alias; what doesn't join is said."""

from tests.helpers import context_of, network_of
from vault_tools.config import Config

PEOPLE = {
    "People/Li Wei.md": "---\naliases: [Wei]\n---\n",
    "People/Ana.md": "---\nname: Ana Souza\naliases: [Wei]\n---\n",
    "Home.md": "",
}


def touched(with_: str, **more: str) -> tuple[list[str], list[str]]:
    """Who was met in a meeting with these people, and the findings."""
    network = network_of({**PEOPLE, **more, "Meetings/2026-11-01 x.md": f"---\nwith: {with_}\n---\n"})
    met = [path for path, contact in network.contacts.items() if contact.interactions]
    return met, [f"{one.code}:{one.line}" for one in network.findings]


def test_by_link_path_name_and_alias() -> None:
    assert touched('["[[Li Wei]]", "[[People/Ana|A.]]"]') == (["People/Ana.md", "People/Li Wei.md"], [])
    assert touched("[li wei, ana souza]") == (["People/Ana.md", "People/Li Wei.md"], [])
    assert touched('"[[Ana Souza]]"') == (["People/Ana.md"], [])


def test_what_does_not_join_is_a_finding_with_its_line() -> None:
    assert touched("[Li Wei, Bob]") == (["People/Li Wei.md"], ["contact-unresolved:2"])
    assert touched("Wei") == ([], ["contact-ambiguous:2"])
    assert touched('"[[Home]]"') == ([], ["not-a-contact:2"])


def test_who_was_met_without_a_note_is_remembered() -> None:
    network = network_of({**PEOPLE, "Meetings/2026-11-01 x.md": "---\nwith: [Bob, Ana]\n---\n"})
    assert [(one.name, one.path) for one in network.strangers] == [("Bob", "Meetings/2026-11-01 x.md")]


def test_position_is_the_chains_only_where_the_chain_has_it() -> None:
    network = network_of(
        {
            "Industries/Catering.md": "---\nchain: [farm, kitchen]\n---\n",
            "People/A.md": "---\nindustry: '[[Catering]]'\nposition: Kitchen\n---\n",
            "People/B.md": "---\nindustry: Catering\nposition: Sales manager\n---\n",
        }
    )
    assert [(one.position, one.role) for one in network.contacts.values()] == [("Kitchen", ""), ("", "Sales manager")]


def test_a_lesson_knows_its_people_and_its_deals_whichever_note_names_the_other() -> None:
    network = network_of(
        {
            **PEOPLE,
            "Deals/A.md": "---\nwith: Ana\nstatus: lost\nlesson: '[[2026-01-01 Pit]]'\n---\n",
            "Deals/B.md": "---\nwith: Ana\nstatus: cheated\n---\n",
            "Lessons/2026-01-01 Pit.md": "---\nwith: [Li Wei, Nobody]\ndeal: B\ncost: ¥1.2万\n---\n",
        }
    )
    lesson = network.lessons["Lessons/2026-01-01 Pit.md"]
    assert (lesson.people, lesson.deals) == (["People/Li Wei.md"], ["Deals/B.md", "Deals/A.md"])
    assert lesson.loss == 12_000
    assert [finding.code for finding in network.findings] == ["contact-unresolved"]


def test_links_in_daily_notes_count_only_where_the_config_says_so() -> None:
    notes = {**PEOPLE, "2026-11-20.md": "Saw [[Li Wei]].\n- [ ] call [[Ana]]\n> [[Ana]]\n"}
    without = context_of(notes).standings
    config = Config(links_are_touches=True)
    counted = context_of(notes, config).standings
    assert [one.last_touch is not None for one in without.values()] == [False, False]
    assert [one.last_touch is not None for one in counted.values()] == [False, True]


def test_resources_and_introductions_know_their_contacts() -> None:
    network = network_of(
        {
            **PEOPLE,
            "Resources/Own.md": "---\noffers: a room\n---\n",
            "Resources/Theirs.md": '---\nthrough: "[[Li Wei]]"\n---\n',
            "Resources/Lost.md": "---\nthrough: Bob\n---\n",
            "Introductions/I.md": '---\nbetween: ["[[Li Wei]]", Ana Souza, Bob]\n---\n',
        }
    )
    assert [(one.path, one.through, one.reachable) for one in network.resources.values()] == [
        ("Resources/Lost.md", None, False),
        ("Resources/Own.md", None, True),
        ("Resources/Theirs.md", "People/Li Wei.md", True),
    ]
    assert network.introductions["Introductions/I.md"].people == ["People/Li Wei.md", "People/Ana.md"]
    assert [(one.code, one.path) for one in network.findings] == [
        ("contact-unresolved", "Resources/Lost.md"),
        ("contact-unresolved", "Introductions/I.md"),
    ]
