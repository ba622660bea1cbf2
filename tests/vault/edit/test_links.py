"""A link gets another target, and nothing else of the note changes."""

import json

import pytest

from vault_tools.vault.blocks import CLOSING, content_hash, find_blocks, opening_line
from vault_tools.vault.edit.canvas import relink_canvas
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.links import Found, find_links, names_in_fields, names_in_property, relink


def renamed(text: str, new: str = "Ana (Star)") -> str:
    def retarget(found: Found) -> str | None:
        path = found.target.removesuffix(".md")
        ending = found.target[len(path) :]
        folder, slash, name = path.rpartition("/")
        return f"{folder}{slash}{new}{ending}" if name == "Li Wei" else None

    return relink(text.encode(), retarget).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Li Wei]]", "[[Ana (Star)]]"),
        ("![[People/Li Wei#Log|he]]", "![[People/Ana (Star)#Log|he]]"),
        ("[[ Li Wei ]] [[Li Wei.md]]", "[[ Ana (Star) ]] [[Ana (Star).md]]"),
        ("[[Li Wei#^id-1]]", "[[Ana (Star)#^id-1]]"),
        ("| [[Li Wei\\|he]] | x |", "| [[Ana (Star)\\|he]] | x |"),
        ("[[Li Wei|Li Wei]]", "[[Ana (Star)|Li Wei]]"),
        ("[x](People/Li%20Wei.md)", "[x](People/Ana%20%28Star%29.md)"),
        ("[x](<../People/Li Wei.md#A b>)", "[x](<../People/Ana %28Star%29.md#A b>)"),
        ('![x](Li%20Wei.md "a title")', '![x](Ana%20%28Star%29.md "a title")'),
        ("[1]: Li%20Wei.md", "[1]: Ana%20%28Star%29.md"),
        ("> quoted [[Li Wei]]\n%% [[Li Wei]] %%", "> quoted [[Ana (Star)]]\n%% [[Ana (Star)]] %%"),
        ("- [ ] x [owner:: [[Li Wei]]] 📅 2026-01-01", "- [ ] x [owner:: [[Ana (Star)]]] 📅 2026-01-01"),
        (
            "---\nwith: [\"[[Li Wei]]\", '[[Li Wei]]']\n---\n",
            "---\nwith: [\"[[Ana (Star)]]\", '[[Ana (Star)]]']\n---\n",
        ),
        ("---\nwith: [[Li Wei]]  # he\n---\n", "---\nwith: [[Ana (Star)]]  # he\n---\n"),
        ("---\nx: |\n  see [[Li Wei]]\n---\n", "---\nx: |\n  see [[Ana (Star)]]\n---\n"),
        ("\ufeff---\r\na: 1\r\n---\r\n[[Li Wei]]\r\nend", "\ufeff---\r\na: 1\r\n---\r\n[[Ana (Star)]]\r\nend"),
        ("---\na: [\n---\n[[Li Wei]]", "---\na: [\n---\n[[Ana (Star)]]"),
    ],
)
def test_the_target_and_nothing_else(before: str, after: str) -> None:
    assert renamed(before) == after
    assert renamed(after, "Li Wei") == after  # another's link is left alone


@pytest.mark.parametrize(
    "text",
    [
        "`[[Li Wei]]`",
        "```\n[[Li Wei]]\n```",
        "~~~md\n[x](Li%20Wei.md)\n~~~\n",
        "Li Wei",
        "[[Li Wei 2]] [[x|Li Wei]] [[x#Li Wei]]",
        "[x](https://x.org/Li%20Wei.md) [x](mailto:Li%20Wei.md)",
        "[^1]: Li%20Wei.md",
    ],
)
def test_code_and_other_texts_are_left_alone(text: str) -> None:
    assert renamed(text) == text


def test_yaml_quotes_are_kept_and_escaped_in() -> None:
    text = "---\na: '[[Li Wei]]'\nb: \"[[Li Wei]]\"\nc: it's [[Li Wei]], isn't it\n---\n"
    assert renamed(text, "O'Brien") == (
        "---\na: '[[O''Brien]]'\nb: \"[[O'Brien]]\"\nc: it's [[O'Brien]], isn't it\n---\n"
    )
    escaped = "---\na: '[[O''Brien]]'\nb: \"[[A\\\"b]]\"\n---\n"
    assert [found.target for found in find_links(NoteLines(escaped.encode()))] == ["O'Brien", 'A"b']


def test_what_would_change_the_rest_of_the_note_is_refused() -> None:
    with pytest.raises(EditRefused) as refused:
        renamed("---\nwith: [[Li Wei]]\n---\n", "Wei, Li")
    assert (refused.value.code, refused.value.line) == ("edit-reaches-further", 2)
    with pytest.raises(EditRefused):
        renamed("[[Li Wei]] and `code`\n", "A`B")


def test_plain_names_in_properties_and_fields() -> None:
    text = (
        "---\nwith: Li Wei, [[Bo]], \"x\"  # Ana\nwho:\n  - 'Li Wei'\n  - Li Wei\nn: 1\n---\n"
        "- [ ] a [owner:: Li Wei]\nwith:: Bo, Li Wei\n`[owner:: Li Wei]`\n"
    )
    note = NoteLines(text.encode())
    assert [(one.target, one.quotes) for one in names_in_property(note, "with")] == [("Li Wei", "plain"), ("x", '"')]
    assert [(one.target, one.line) for one in names_in_property(note, "who")] == [("Li Wei", 3), ("Li Wei", 4)]
    fields = list(names_in_fields(note, lambda key: key in ("owner", "with")))
    assert sorted((one.target, one.line) for one in fields) == [("Bo", 8), ("Li Wei", 7), ("Li Wei", 8)]

    def find(note: NoteLines) -> list[Found]:
        return [*names_in_property(note, "with"), *names_in_property(note, "who"), *names_in_fields(note, bool)]

    def retarget(found: Found) -> str | None:
        return "O'Brien" if found.target == "Li Wei" else None

    assert relink(text.encode(), retarget, find).decode() == (
        "---\nwith: O'Brien, [[Bo]], \"x\"  # Ana\nwho:\n  - 'O''Brien'\n  - O'Brien\nn: 1\n---\n"
        "- [ ] a [owner:: O'Brien]\nwith:: Bo, O'Brien\n`[owner:: Li Wei]`\n"
    )


def test_a_block_is_still_known_to_hold_what_was_rendered() -> None:
    content = "- [[Li Wei]] — call"
    block = f"{opening_line('who', '', content)}\r\n\r\n{content}\r\n\r\n{CLOSING}\r\n"
    found = find_blocks(renamed(block).replace("\r\n", "\n"))[0][0]
    assert found.hash == content_hash("- [[Ana (Star)]] — call")
    typed = block.replace("call", "call me")
    assert f"hash={content_hash(content)} " in renamed(typed)

    def retarget(found: Found) -> str | None:
        return "Ana" if found.target == "Li Wei" else None

    assert b"hash=1234abcd " in relink(typed.encode(), retarget, rehash={content_hash(content): "1234abcd"})


def test_a_canvas_shows_the_note_under_its_new_path() -> None:
    text = (
        '{\n\t"nodes":[\n\t\t{"id":"1","type":"file","file":"People/Li Wei.md","x":1},\n'
        '\t\t{"id":"2","type":"text","text":"see [[Li Wei|he]]\\n[[Bo]] \\"Li Wei\\"","file2":"People/Li Wei.md"}\n\t],"edges":[]}'
    )

    def retarget(found: Found) -> str | None:
        return 'A"na' if found.target == "Li Wei" else None

    done = relink_canvas(text.encode(), {"People/Li Wei.md": 'People/A"na.md'}, retarget).decode()
    assert done == text.replace('"file":"People/Li Wei.md"', '"file":"People/A\\"na.md"').replace(
        "[[Li Wei|he]]", '[[A\\"na|he]]'
    )
    assert json.loads(done)["nodes"][0]["file"] == 'People/A"na.md'
    assert relink_canvas(b"{broken", {}, retarget) == b"{broken"
