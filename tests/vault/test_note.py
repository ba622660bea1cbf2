"""Any bytes are a note, and each fault is one finding with the line it is on."""

import time

import pytest

from tests.helpers import record_of
from vault_tools.network.records import ContactNote

FINE = "---\nname: Li Wei\nmet: 2024-03-01\n---\n\n## Log\n- 2026-11-20 coffee — talked\n"


def findings(text: str | bytes, path: str = "People/Li Wei.md") -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in record_of(path, text).findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FINE, []),
        ("\ufeff" + FINE, []),
        (FINE.replace("\n", "\r\n"), []),
        (FINE.replace("\n", "\r"), []),
        ("", []),
        ("no frontmatter at all\n", []),
        ("---\n---\n", []),
        ("---\nname: [Li\nmet: 2024-01-01\n---\n", [("yaml-invalid", 3)]),
        ("---\nname:\tLi\n---\n", [("yaml-invalid", 2)]),
        ("---\nname: Li Wei\n\n## Log\n", [("frontmatter-unclosed", 1)]),
        ("\n---\nname: Li\n---\n", [("frontmatter-late", 3)]),
        ("---\nname: Li\nmet: {{date}}\n---\n", [("template-unfilled", 3)]),
        ("---\nname: Li\nmet: <% tp.date.now() %>\n---\n", [("template-unfilled", 3)]),
        ("---\ntype: !\nname: !x y\nmet: !!str 2026-01-01\n? [a]\n: b\n---\n", []),
        ("---\n<%* await x %>\nname: [\n---\n", [("template-unfilled", 2)]),
        ("---\nname: Li\norg: A\nname: Wei\n---\n", [("duplicate-key", 4)]),
        ("---\n- a\n- b\n---\n", [("yaml-not-a-map", 2)]),
        ("---\nmet: 2024-02-30\n---\n", [("date-nonexistent", 2)]),
        ("---\nname: Li\nnext: soon\n---\n", [("date-unreadable", 3)]),
        ("---\nname: Li\nfit: 9\n---\n", [("number-expected", 3)]),
        ("---\nname: Li\ncadence: now and then\n---\n", [("cadence-unreadable", 3)]),
        ("---\nstage: famous\n---\n", [("value-unknown", 2)]),
        ("---\nsource: [[Zhang San]]\n---\n", [("unquoted-link", 2)]),
        ("---\ncircles:\n  a: 1\n---\n", [("text-expected", 2)]),
        ("---\nname: Li\n---\n## Log\n- 2026-13-01 coffee\n", [("date-nonexistent", 5)]),
        ("---\nname: Li\n---\n## Log\n- coffee with him\n", [("log-undated", 5)]),
        ("---\nname: Li\n---\nx\0y\n", [("nul", 4)]),
        ("<!-- vault-tools: funnel -->\n", [("block-unclosed", 1)]),
    ],
)
def test_each_fault_is_one_finding_with_its_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert findings(text) == expected


def test_an_alias_bomb_is_refused_before_the_parser_sees_it() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join(f'*a{n - 1}' for _ in range(10))}]" for n in range(1, 10)]
    assert findings("---\n" + "\n".join(lines) + "\n---\n") == [("yaml-bounds", 2)]


def test_keys_in_keys_are_refused_before_the_parser_sees_them() -> None:
    assert findings(f"---\n{'? ' * 2000}\n---\n") == [("yaml-bounds", 2)]
    assert findings("---\n? [a]\n: b\nnotes: Who? ? What ? Where ?\n---\n") == []


@pytest.mark.parametrize(
    "text",
    [": " * 101, "a: [" + ": !x " * 101, "a:\n  " + "- " * 101, "\n".join(" " * n + "k: !x" for n in range(300))],
)
def test_what_nests_too_deeply_is_refused_before_the_parser_sees_it(text: str) -> None:
    assert findings(f"---\n{text}\n---\n") == [("yaml-bounds", 2)]


def test_a_long_line_with_dashes_and_colons_is_not_too_deep() -> None:
    assert findings(f"---\nnotes: {'she said - he said ' * 99}\nmore: |\n{' ' * 199}deep\n---\n") == []


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_a_finding(opening: str) -> None:
    assert [code for code, _ in findings(f"---\nname: {opening * 100_000}\n---\n")] in (
        ["yaml-invalid"],
        ["yaml-bounds"],
    )


@pytest.mark.parametrize(("encoding", "named"), [("gb18030", "GB18030"), ("utf-16", "UTF-16")])
def test_other_encodings_are_named_and_read_all_the_same(encoding: str, named: str) -> None:
    record = record_of("People/张三.md", "---\n姓名: 张三\n公司: 恒星制造\n---\n".encode(encoding))
    assert [(one.code, one.params) for one in record.findings] == [("encoding", {"encoding": named})]
    assert isinstance(record, ContactNote)
    assert record.org == "恒星制造"


def test_ten_megabytes_take_no_time_worth_mentioning() -> None:
    started = time.perf_counter()
    assert findings(FINE + "word " * 2_000_000) == [("too-large", None)]
    assert time.perf_counter() - started < 5


def test_broken_frontmatter_loses_neither_contact_nor_log() -> None:
    record = record_of("People/Li Wei.md", FINE.replace("met:", "met: ["))
    assert isinstance(record, ContactNote)
    assert (record.name, record.readable, len(record.log)) == ("Li Wei", False, 1)


def test_what_is_hidden_is_not_read() -> None:
    body = """
## Log
- 2026-11-20 coffee — real
```
- 2026-11-19 call — in code [signal:: A]
```
> - 2026-11-18 call — quoted
%% - 2026-11-17 call %%
<!--
- 2026-11-16 call
-->
- 2026-11-15 call — `[response:: none]` is code
"""
    record = record_of("People/Li.md", body)
    assert isinstance(record, ContactNote)
    assert [(line.date.day, line.response) for line in record.log] == [(20, "yes"), (15, "yes")]
    assert record.findings == []


def test_a_block_mentioned_within_a_line_begins_none() -> None:
    record = record_of("People/Li.md", "Wants <!-- vault-tools: funnel -->\n## Log\n- 2026-11-20 coffee\n")
    assert isinstance(record, ContactNote)
    assert [line.date.day for line in record.log] == [20]
