"""Links are taken apart and resolved as Obsidian does."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_tools.vault.links import Link, Resolver, fold, fold_all, links_in, parse_link


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        ("N", Link("N")),
        ("F/N|text", Link("F/N", text="text")),
        ("F/N\\|text", Link("F/N", text="text")),
        ("N#H1#H2", Link("N", heading="H1#H2")),
        ("N#^id-1|t", Link("N", block="id-1", text="t")),
        ("#Here", Link("", heading="Here")),
    ],
)
def test_forms(inner: str, link: Link) -> None:
    assert parse_link(inner) == link


def test_links_in_a_text() -> None:
    found = links_in("![[x.md]] and [[Li Wei|Wei]], [Ana](People/Ana%20Souza.md#Log)")
    assert found == [
        Link("x.md", embed=True),
        Link("Li Wei", text="Wei"),
        Link("People/Ana Souza.md", "Log", text="Ana"),
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('[a](b.md "by (one")', [Link("b", text="a")]),
        ("[a](<b c.md#d>)", [Link("b c", "d", text="a")]),
        ('[a](b"c.md)', [Link('b"c', text="a")]),
        ("[a](b (c).md)", [Link("b (c)", text="a")]),
        ("[a](b.pdf) [a](.md) [a](b.md (c) [a](b.mdx)", []),
    ],
)
def test_markdown_links(text: str, links: list[Link]) -> None:
    assert [msgspec.structs.replace(one, target=one.target.removesuffix(".md")) for one in links_in(text)] == links


RESOLVER = Resolver(
    ["People/Li Wei.md", "Li Wei.md", "Old/People/Ana.md", "People/Ana.md", "A/Bo.md", "B/Bo.md", "Cafe\u0301.md"]
)


@pytest.mark.parametrize(
    ("target", "source", "paths"),
    [
        ("li wei", "Home.md", ["Li Wei.md"]),
        ("Li Wei", "People/Ana.md", ["People/Li Wei.md"]),
        ("People/Li Wei", "Home.md", ["People/Li Wei.md"]),
        ("/Li Wei", "People/Ana.md", ["Li Wei.md"]),
        ("./Ana", "People/Li Wei.md", ["People/Ana.md"]),
        ("../Li Wei", "People/Ana.md", ["Li Wei.md"]),
        ("People/Ana.md", "Home.md", ["People/Ana.md"]),
        ("Ana", "Home.md", ["People/Ana.md"]),
        ("Bo", "Home.md", ["A/Bo.md", "B/Bo.md"]),
        ("Bo", "B/x.md", ["B/Bo.md"]),
        ("Café", "Home.md", ["Cafe\u0301.md"]),
        ("Nobody", "Home.md", []),
    ],
)
def test_resolution(target: str, source: str, paths: list[str]) -> None:
    assert RESOLVER.resolve(target, source) == paths


@given(st.lists(st.text(max_size=8), max_size=8))
@example(["e", "\u0301", "a\nb"])
@example(["Ａ", "ﬁ", "ß", "\u1100", "\u1161"])
def test_names_folded_at_once_are_folded_one_by_one(names: list[str]) -> None:
    assert fold_all(names) == [fold(name) for name in names]
