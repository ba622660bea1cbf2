"""A patched network is the one that building anew gives, and its image is it too."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import network_of, record_of, said_by
from vault_tools.config import Config
from vault_tools.network import image
from vault_tools.network.build import build
from vault_tools.network.model import Network
from vault_tools.network.patch import Patched, patch
from vault_tools.network.records import encode

CONFIG = Config(links_are_touches=True)

CONTACTS = [
    "",
    "---\nmet: 2026-01-01\nneeds: x\n---\n## Log\n- 2026-11-01 coffee — one\n- 2026-11-01 call — two\n",
    '---\nsource: "[[B]]"\nposition: maker\nindustry: Tools\nlast_contact: 2026-11-01\n---\n- [ ] same words\n',
    "---\nsource: Nobody\nposition: owner\nfit: 9\n---\n- [ ] same words [owner:: [[C]]]\n- [ ] other [owner:: Nobody]\n",
    "---\nname: C\n---\n## Log\n- 2026-10-01 meal\n",
    "---\naliases: [Zed]\n---\n",
]
MEETINGS = [
    "---\nwith: [A, B]\ndate: 2026-11-01\n---\n- [ ] same words\n",
    "---\nwith: [B, Nobody, Zed]\ndate: 2026-11-01\nnext: 2w\n---\n- [ ] same words [owner:: [[A]]]\n",
    "---\nwith: [A, C, Somebody]\n---\nno date\n",
    "---\nwith: [C, B]\ndate: 2026-10-01\nresponse: none\nsignals: robots\n---\n<!-- vault-tools: funnel -->\n<!-- /vault-tools -->\n",
]
PLAIN = [
    "with [[A]] and [[B]]\n",
    "nobody\n",
    "<!-- vault-tools: funnel limit=3 -->\n<!-- /vault-tools -->\n",
    "- said [signal:: x] [source:: web]\n",
]
FIXED = {
    "Deals/d.md": "---\nwith: [A, C]\nstatus: done\n---\n- [ ] same words\n",
    "Industries/Tools.md": "---\nchain: [maker, seller]\n---\n",
    "Journal/2026-11-01.md": "with [[A]]\n",
}
KINDS = {
    "People/A.md": CONTACTS,
    "People/B.md": CONTACTS,
    "People/C.md": CONTACTS,
    "Meetings/2026-11-01 one.md": MEETINGS,
    "Meetings/two.md": MEETINGS,
    "Journal/2026-11-02.md": PLAIN,
    "Aside.md": PLAIN,
}
COMING = {
    "People/Nobody.md": CONTACTS,
    "People/D.md": [*CONTACTS, "---\naliases: [Somebody]\n---\n", "---\nname: A\n---\n"],
    "Meetings/three.md": MEETINGS,
    "Meetings/d.md": MEETINGS,
    "Somebody.md": PLAIN,
    "Lost.md": PLAIN,
}
VAULTS = st.fixed_dictionaries({path: st.sampled_from(texts) for path, texts in KINDS.items()})
CHANGES = st.fixed_dictionaries({}, optional={path: st.sampled_from(texts) for path, texts in (KINDS | COMING).items()})


def whole(network: Network) -> dict[str, Any]:
    """All that a network says, with the order of its parts; the findings' does not matter."""
    said = said_by(network)
    return said | {"findings": sorted(map(repr, said["findings"])), "contacts": dict(said["contacts"])}


@settings(max_examples=300, deadline=None)
@given(VAULTS, st.lists(CHANGES, min_size=1, max_size=3))
def test_patched_is_built(notes: dict[str, str], steps: list[dict[str, str]]) -> None:
    notes = {**FIXED, **notes}
    network = network_of(notes, CONFIG)
    for changes in steps:
        before, known = whole(network), set(notes)
        data = memoryview(b"".join(image.to_parts(network)))
        patched = patch(network, {path: record_of(path, text, CONFIG) for path, text in changes.items()})
        if patched is None:
            assert whole(network) == before
            return
        notes |= changes
        built = whole(network_of(notes, CONFIG))
        assert whole(network) == built
        assert whole(image.from_bytes(b"".join(image.to_parts(network)))) == built
        if patched.small:
            assert b"".join(image.with_small(data, network)) == b"".join(image.to_parts(network))
        for path, contact in built["contacts"].items():
            assert path in patched.touched or contact == before["contacts"][path]
        assert patched.came == changes.keys() - known
        heard = {path: (dict(before["heard_in"]).get(path), dict(built["heard_in"]).get(path)) for path in changes}
        assert patched.retold == {path for path, (one, other) in heard.items() if one != other}
        assert all(path in network.links for path in notes)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("People/A.md", "---\nname: Other\n---\n"),
        ("People/A.md", "---\naliases: [B]\n---\n"),
        ("People/A.md", "---\ntype: meeting\n---\n"),
        ("People/New.md", "---\naliases: [B]\n---\n"),
        ("People/New.md", "---\nname: Whoever\n---\n"),
        ("Meetings/A.md", ""),
        ("Meetings/B.md", ""),
        ("People/Zed.md", ""),
        ("People/C.md", ""),
        ("Whoever.md", ""),
        ("2026-11-09.md", "[[A]]"),
        ("Deals/New.md", ""),
        ("Deals/d.md", ""),
        ("Journal/2026-11-01.md", ""),
        ("Industries/Tools.md", ""),
    ],
)
def test_what_reaches_further_is_built(path: str, text: str) -> None:
    notes = {"People/A.md": '---\nsource: "[[Whoever]]"\n---\n', "People/B.md": "---\naliases: [Zed]\n---\n"}
    network = network_of({**FIXED, **notes}, CONFIG)
    before = whole(network)
    assert patch(network, {path: record_of(path, text, CONFIG)}) is None
    assert whole(network) == before


@pytest.mark.parametrize("path", ["People/New.md", "Meetings/New.md", "New.md"])
def test_a_note_under_a_name_of_its_own_comes_alone(path: str) -> None:
    notes = {**FIXED, "People/A.md": "", "People/B.md": ""}
    network, text = network_of(notes, CONFIG), "---\nwith: [B, Nobody]\ndate: 2026-11-02\n---\n"
    assert patch(network, {path: record_of(path, text, CONFIG)}) is not None
    assert whole(network) == whole(network_of({**notes, path: text}, CONFIG))
    assert network.links.resolve("New", "") == [path]


def test_a_note_of_no_kind_leaves_what_is_large_alone() -> None:
    network = network_of(FIXED, CONFIG)
    patched = patch(network, {"Digests/Funnel.md": record_of("Digests/Funnel.md", PLAIN[2], CONFIG)})
    assert patched == Patched(came={"Digests/Funnel.md"}, small=True)


def test_notes_as_they_were_read_make_the_same_image() -> None:
    records = {path: record_of(path, text, CONFIG) for path, texts in KINDS.items() for text in texts} | {
        path: record_of(path, text, CONFIG) for path, text in FIXED.items()
    }
    payloads = {path: msgspec.Raw(encode(record)) for path, record in records.items()}
    network = build(records)
    assert image.to_parts(network, payloads) == image.to_parts(network)


def test_a_contacts_own_facts_need_no_building() -> None:
    network = network_of({**FIXED, "People/A.md": CONTACTS[1], "People/B.md": CONTACTS[2]}, CONFIG)
    patched = patch(network, {"People/A.md": record_of("People/A.md", CONTACTS[3], CONFIG)})
    assert patched == Patched(touched={"People/A.md"}, small=False)
    assert [one.day.isoformat() for one in network.contacts["People/A.md"].interactions] == ["2026-11-01"]


def test_an_image_that_names_a_deal_there_is_not_is_refused() -> None:
    network = network_of({**FIXED, "People/A.md": ""}, CONFIG)
    network.deals.clear()
    kept = image.from_bytes(b"".join(image.to_parts(network)))
    with pytest.raises(ValueError, match=r"Deals/d\.md"):
        kept.contacts["People/A.md"]
