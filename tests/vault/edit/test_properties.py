"""Properties are set, removed and added to by their lines; everything else stays to the byte."""

from datetime import date

import pytest

from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.properties import Value, add_to_property, remove_property, set_property
from vault_tools.vault.frontmatter import read_frontmatter


def framed(inner: str) -> bytes:
    return f"---\n{inner}---\nText\n".encode()


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("next: 2026-01-01\n", date(2026, 12, 1), "next: 2026-12-01\n"),
        ("next:  '2026-01-01'   # why\n", date(2026, 12, 1), "next:  '2026-12-01'   # why\n"),
        ('next: "2026-01-01"\n', date(2026, 12, 1), 'next: "2026-12-01"\n'),
        ("next:\n", 4, "next: 4\n"),
        ("next:   # not yet\n", 4, "next: 4   # not yet\n"),
        ('"next": 1\n', 2, '"next": 2\n'),
        ("next: [a, b] # c\n", "d", "next: d # c\n"),
        ("next:\n  - a\n  - b\nrole: x\n", "d", "next: d\nrole: x\n"),
        ("next: |\n  a\n\n  b\n\n# about the role\nrole: x\n", "d", "next: d\n\n# about the role\nrole: x\n"),
        ("next: it's\n", "it's 'so'", "next: \"it's 'so'\"\n"),
        ("next: 'it''s'\n", "it's so", "next: 'it''s so'\n"),
        ("next: a\trole\n", "b", "next: b\n"),
        ("role: x\n", "yes", 'role: x\nnext: "yes"\n'),
        ("role: x\n", 2.5, "role: x\nnext: 2.5\n"),
        ("", "x", "next: x\n"),
    ],
)
def test_setting(before: str, value: Value, after: str) -> None:
    assert set_property(framed(before), "next", value) == framed(after)


@pytest.mark.parametrize(
    "text",
    [
        *"0123 yes No 10:30 [[Li] #tag 1.10 null ~ *a &a !a {a} @a `a` %a | > 'a 2026-11-24 1e3 0x1F .inf = <<".split(),
        *('"a"', "a\\b", "李伟", "👨\u200d👩\u200d👧", "a,b", "trailing:", "?", "-", "on", "A’s"),
        *("[[Li Wei]]", "a: b", "a #b", "+49 30 123", "- a", "a | b"),
    ],
)
@pytest.mark.parametrize("before", ["", "next: x\n", "next: 'x'\n", 'next: "x"\n'])
def test_a_text_is_read_back_as_it_was_meant(before: str, text: str) -> None:
    data = set_property(framed(before), "next", text)
    assert read_frontmatter(data.decode()).properties == {"next": text}


def test_what_obsidian_would_take_for_something_else_is_quoted() -> None:
    for text in ("0123", "yes", "10:30", "[[A]]", "# a", "a: b", "+49 30"):
        assert f'next: "{text}"\n'.encode() in set_property(b"", "next", text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aliases:\n  - A\n  - 'B' # c\n# d\n", "aliases:\n  - A\n  - 'B' # c\n  - \"C: c\"\n# d\n"),
        ("aliases:\n- A\n", 'aliases:\n- A\n- "C: c"\n'),
        ("aliases: [A, 'B, b']  # d\n", "aliases: [A, 'B, b', \"C: c\"]  # d\n"),
        ("aliases: [A, B, ]\n", 'aliases: [A, B, "C: c", ]\n'),
        ("aliases: [it's, a b # c\n  ,[d, e]]\n", 'aliases: [it\'s, a b # c\n  ,[d, e], "C: c"]\n'),
        ("aliases: []\n", 'aliases: ["C: c"]\n'),
        ("aliases: [\n  A,\n  B, # b\n]\n", 'aliases: [\n  A,\n  B, "C: c", # b\n]\n'),
        ("aliases: [\n  A,\n  B\n  ]\n", 'aliases: [\n  A,\n  B, "C: c"\n  ]\n'),
        ("aliases: A\n", 'aliases: [A, "C: c"]\n'),
        ('aliases: "[[A]]" # d\n', 'aliases: ["[[A]]", "C: c"] # d\n'),
        ("aliases: A, B\n", 'aliases: "A, B, C: c"\n'),
        ("aliases:\n", 'aliases:\n  - "C: c"\n'),
        ("aliases: ~\n", 'aliases: ["C: c"]\n'),
        ("role: x\n", 'role: x\naliases:\n  - "C: c"\n'),
        ("aliases: [A, 'C: c']\n", "aliases: [A, 'C: c']\n"),
    ],
)
def test_adding_to_a_list_in_the_form_it_has(before: str, after: str) -> None:
    assert add_to_property(framed(before), "aliases", "C: c") == framed(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("next: 1\nrole: x\n", "role: x\n"),
        ("role: x\nnext:\n  - a\n\n  - b\n\n# c\n", "role: x\n\n# c\n"),
        ("role: x\n", "role: x\n"),
        ("next: 1\n", ""),
    ],
)
def test_removing(before: str, after: str) -> None:
    assert remove_property(framed(before), "next") == framed(after)


@pytest.mark.parametrize(
    ("note", "code", "line"),
    [
        ("---\nnext: [a\n---\n", "yaml-invalid", 3),
        ("---\nnext: 1\nnext: 2\n---\n", "duplicate-key", 3),
        ("---\nnext: 1\n", "frontmatter-unclosed", 1),
        ("\n---\nnext: 1\n---\n", "frontmatter-late", 3),
        ("---\n- a\n---\n", "yaml-not-a-map", 2),
        ("---\n{next: 1}\n---\n", "edit-list-form", 2),
        ("---\n? next\n: 1\n---\n", "edit-list-form", 2),
        ("---\nrole: &a x\nnext: *a\n---\n", "edit-anchor", 3),
        ("---\nnext: !!str x\n---\n", "edit-anchor", 2),
        ("---\nnext:\n  - a # mine\n---\n", "edit-comment-inside", 2),
        ("---\nrole: {{x}}\nnext: [\n---\n", "template-unfilled", 2),
    ],
)
def test_what_cannot_be_done_safely_is_refused_with_its_line(note: str, code: str, line: int) -> None:
    with pytest.raises(EditRefused) as caught:
        set_property(note.encode(), "next", "3")
    assert (caught.value.code, caught.value.line) == (code, line)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(EditRefused) as caught:
        set_property("---\nrole: 老板\n---\n".encode("gb18030"), "next", 1)
    assert (caught.value.code, caught.value.line) == ("edit-encoding", 2)
    with pytest.raises(EditRefused) as caught:
        set_property(b"x" * (5 << 20), "next", 1)
    assert caught.value.code == "edit-too-large"


def test_bom_crlf_and_a_missing_newline_stay() -> None:
    data = "\ufeff---\r\nrole: x\r\n---\r\nend".encode()
    assert set_property(data, "next", 1) == "\ufeff---\r\nrole: x\r\nnext: 1\r\n---\r\nend".encode()
    assert set_property(b"end", "next", 1) == b"---\nnext: 1\n---\nend"
    assert set_property(b"a\r\nb", "next", 1) == b"---\r\nnext: 1\r\n---\r\na\r\nb"
