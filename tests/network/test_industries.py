"""Which industry words mean, and which positions it has."""

from tests.helpers import network_of
from vault_tools.network.industries import Industries, positions

NOTES = {
    "Industries/制造业.md": '---\nname: Manufacturing\naliases: [Makers]\nchain: [Steel, "[[Plant]]"]\npays: [Brand -> plant, Plant -> Steel]\n---\n',
    "Industries/Care.md": "---\nchain: [home]\n---\n",
}


def test_an_industry_is_meant_by_name_file_or_alias_and_several_by_a_list() -> None:
    industries = Industries(network_of(NOTES).industries)
    for text in ("manufacturing", "制造业", "MAKERS", " Makers "):
        assert industries.of(text) == ("Industries/制造业.md",)
    assert industries.of("Care, Makers") == ("Industries/Care.md", "Industries/制造业.md")
    assert industries.of("Care；makers; care") == ("Industries/Care.md", "Industries/制造业.md")
    assert industries.of("Banking") == ()


def test_a_name_goes_before_another_notes_file_or_alias() -> None:
    notes = {
        "Industries/A.md": "---\nname: Z\naliases: [C]\n---\n",
        "Industries/B.md": "---\nname: A\n---\n",
        "Industries/C.md": "",
    }
    industries = Industries(network_of(notes).industries)
    assert [industries.of(name) for name in "ABC"] == [
        ("Industries/B.md",),
        ("Industries/B.md",),
        ("Industries/C.md",),
    ]


def test_the_positions_are_the_chains_and_then_those_that_only_pay() -> None:
    network = network_of(NOTES)
    assert positions(network.industries["Industries/制造业.md"]) == ["Steel", "Plant", "Brand"]


def test_a_position_of_no_chain_is_read_as_the_role() -> None:
    people = {
        "People/A.md": "---\nindustry: Makers\nposition: brand\n---\n",
        "People/B.md": "---\nindustry: Makers\nposition: manager\n---\n",
        "People/C.md": "---\nindustry: [Care, 制造业]\nposition: STEEL\n---\n",
    }
    contacts = network_of({**NOTES, **people}).contacts
    assert [(one.position, one.role) for one in contacts.values()] == [("brand", ""), ("", "manager"), ("STEEL", "")]
