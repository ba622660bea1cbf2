"""What two notes say, in one: nothing lost, nothing twice, and the first one's own bytes as they were."""

import re
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers import record_of
from vault_tools.config import Config
from vault_tools.merging import Absorber, Headings
from vault_tools.network.records import ContactNote
from vault_tools.network.vocabulary import Vocabulary
from vault_tools.vault.blocks import CLOSING, find_blocks, opening_line
from vault_tools.vault.edit.lines import EditRefused, NoteLines

HEADINGS = Headings("## Log", "## Taken over from “B”")


def absorb(one: str, other: str, *names: str) -> str:
    absorber = Absorber("contact", Vocabulary(Config()), names, HEADINGS)
    return absorber.absorb(one.encode(), other.encode()).decode()


def test_properties_stay_are_added_united_or_told() -> None:
    one = "---\norg: Star  # since May\nemail: a@x.org\ncity:\nneeds: [venue]\nfit: 3\naliases: [Vivian]\n---\nText\n"
    other = (
        "---\nname: B\n公司: Other, Ltd\nemail: [A@x.org, b@x.org]\ncity: Berlin\nneeds:\n  - venue\n  - 'clients: many'\n"
        "fit: 3\nphone: '0123'  # mobile\nsource: \"[[Bo]]\"\naliases: W\nx: {a: 1}\n---\n"
    )
    assert absorb(one, other, "B", "W", "vivian") == (
        '---\norg: Star  # since May\nemail: ["a@x.org", "b@x.org"]\ncity: Berlin\nneeds: [venue, "clients: many"]\nfit: 3\n'
        "aliases: [Vivian, B, W]\nphone: '0123'  # mobile\nsource: \"[[Bo]]\"\nx: {a: 1}\n---\nText\n\n"
        "## Taken over from “B”\n\n- 公司: Other, Ltd\n"
    )


def test_a_note_without_frontmatter_gets_one_and_one_without_anything_adds_nothing() -> None:
    assert absorb("Text\n", "---\norg: Star\n---\n") == "---\norg: Star\n---\nText\n"
    assert absorb("---\norg: Star\n---\nText", "") == "---\norg: Star\n---\nText"


@pytest.mark.parametrize("newest_first", [True, False])
def test_log_lines_in_order_with_all_their_words(newest_first: bool) -> None:
    def log(*lines: str) -> str:
        return "\n".join(["## Log", *(lines if newest_first else lines[::-1]), ""])

    one = log("- 2026-05-01 call", "- 2026-03-01 coffee — a", "- 2026-01-01 b")
    theirs = "## 记录\n* 2026-06-01 meal  — [signal:: X] ^vt-1a\n\t- more of it\n* 2026-03-01 second\n* 2026-03-01 first\n* 2026-01-01 b\n"
    merged = [
        "- 2026-06-01 meal  — [signal:: X] ^vt-1a", "- 2026-05-01 call", "- 2026-03-01 second", "- 2026-03-01 first",
        "- 2026-03-01 coffee — a", "- 2026-01-01 b",
    ]  # fmt: skip
    expected = log(*merged).replace("^vt-1a", "^vt-1a\n\t- more of it")
    assert absorb(one, theirs) == expected


def test_what_is_left_stands_below_as_it_was() -> None:
    other = "---\na: 1\n---\n# Bo\n\nBest   seller.\n\n\n- [ ] send it\n\n## Log\n\n- 2026-01-01 call\n\nundated\n\n## More\n```\n\n\n```\n"
    assert absorb("Text\n\n## Log\n- 2026-02-01 x\n", other) == (
        "---\na: 1\n---\nText\n\n## Log\n- 2026-02-01 x\n- 2026-01-01 call\n\n## Taken over from “B”\n\n"
        "# Bo\n\nBest   seller.\n\n\n- [ ] send it\n\n## Log\n\nundated\n\n## More\n```\n\n\n```\n"
    )


def test_a_block_comes_once_and_what_was_typed_into_one_stays() -> None:
    def block(name: str, content: str, typed: str = "") -> str:
        return f"{opening_line(name, '', content)}\n\n{content}{typed}\n\n{CLOSING}\n"

    one = block("who", "mine")
    merged = absorb(one, block("who", "theirs") + "\n" + block("timeline", "t"))
    assert [found.name for found in find_blocks(merged)[0]] == ["who", "timeline"]
    assert "theirs" not in merged
    merged = absorb(one, block("who", "theirs", "\ntyped"))
    assert [found.name for found in find_blocks(merged)[0]] == ["who"]
    assert "typed" in merged


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("---\na: [\n---\n", "x", "yaml-invalid"),
        ("x", "---\na: [\n---\n", "yaml-invalid"),
        ("```\nopen", "x", "edit-reaches-further"),
        ("<!-- vault-tools: who -->\n", "x", "block-unclosed"),
        ("x", "<!-- vault-tools: who -->\n", "block-unclosed"),
    ],
)
def test_what_cant_be_read_is_refused(one: str, other: str, code: str) -> None:
    with pytest.raises(EditRefused) as refused:
        absorb(one, other)
    assert refused.value.code == code


LINES = st.sampled_from(
    [
        "", "text", "- 2026-01-01 call", "- 2026-02-02 b  ", "- 2026-02-02 c", "  more", "- undated", "## Log", "## Other",
        "# 记录", "> quote", "`code`", "- [ ] promise", "key:: value", "```\nx\n```", "* 2026-03-03 d ^id", "---", "\ttab",
    ]
)  # fmt: skip
PROPERTIES = st.sampled_from(
    [
        "org: A",
        "org: B",
        "公司: C",
        "email: [a, b]",
        "email: a",
        "fit: 3",
        "fit: 4",
        "x:\n  - 1",
        "y: |\n  block",
        "needs: a, b",
    ]
)


@st.composite
def notes(draw: st.DrawFn) -> str:
    properties = draw(st.lists(PROPERTIES, max_size=4, unique_by=lambda one: one.partition(":")[0]))
    front = ["---", *properties, "---"] if properties else []
    text = "\n".join([*front, *draw(st.lists(LINES, max_size=10))]) + draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def body(text: str) -> list[str]:
    note = NoteLines(text.encode())
    return [note.words(index) for index in range(note.front().length, len(note.lines))]


@given(notes(), notes())
def test_no_line_of_either_is_lost(one: str, other: str) -> None:
    try:
        merged = absorb(one, other)
    except EditRefused:
        assume(False)
    before, after = body(one), body(merged)
    rest = iter(after)
    assert all(line in rest for line in before)  # in their order
    bare = Counter(re.sub(r"^[-*] ", "", line) for line in after)
    for line in body(other):
        log_title = line.lstrip("# ").casefold() in ("log", "记录")
        assert not line.strip() or log_title or bare[re.sub(r"^[-*] ", "", line)], line


@given(notes(), notes())
def test_every_touch_is_there_once(one: str, other: str) -> None:
    try:
        merged = absorb(one, other)
    except EditRefused:
        assume(False)

    def touches(text: str) -> set[tuple[object, str, str]]:
        record = record_of("People/A.md", text)
        assert isinstance(record, ContactNote)
        return {(line.date, line.channel, line.text) for line in record.log}

    assert touches(merged) >= touches(one) | touches(other)
