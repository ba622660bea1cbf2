"""Random notes and random edits: untouched lines stay to the byte, a parse differs in just what was meant, and an
edit with its inverse gives the original bytes."""

import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from tests.figures import tried
from vault_tools.changes import Edit, carry_out, undo
from vault_tools.findings import EditRefusedError
from vault_tools.vault.body import Task
from vault_tools.vault.edit.blocks import insert_block
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.log import insert_log_line
from vault_tools.vault.edit.properties import Value, add_to_property, remove_property, set_property
from vault_tools.vault.edit.tasks import add_task, mark_task, put_off_task
from vault_tools.vault.frontmatter import read_frontmatter

EDITS = "random edits of random notes"
PROMISES = frozenset({"promises"})
HEADINGS = frozenset({"log", "记录"})
KEYS = ["next", "fit", "aliases", "公司", "circles"]

PROPERTY = st.sampled_from(
    [
        "next: 2026-01-01", "next:", "next: '2026-01-01'  # so", 'next: "[[Li Wei]]"', "next: |\n  a\n  # no comment\n\n  b",
        "fit: 3", "fit: 3.5 # half", "fit:    4", "aliases: [A, 'B, c', \"D\"]", "aliases:\n- A\n- B", "aliases:\n    - A  # a\n    - B",
        "aliases: A, B", "aliases: []", "公司: 启明", "circles: [\n  a,\n  b,\n]", "circles:\n  - x\n\n  - y", "circles: >-\n  folded\n  text",
        "# a comment", "", "note: it's: fine", "x: {a: 1, b: [2]}", "y: \"a\n  b\"", "z: &anchor v", "w: *anchor", "? q\n: 1", "ü: 1.10",
    ]
)  # fmt: skip
BODY = st.sampled_from(
    [
        "", "Text", "## Log", "- 2026-03-01 coffee — a", "- 2026-01-01 b", "  more", "* 2026-02-02 c", "## Other", "- [ ] send it",
        "- [x] done ✅ 2026-01-01", "- [ ] 写信 [due:: 2026-01-01] ^id1", "```", "%%", "<!-- c -->", "> quoted", "`code`", "key:: value", "\t", "  ", "---",
        "<!-- vault-tools: who -->", "<!-- /vault-tools -->", "# 记录", "text with trailing  ",
    ]
)  # fmt: skip


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    """A note with any of the forms that notes have: BOM, CRLF, no newline at its end, with and without frontmatter."""
    lines = draw(st.lists(PROPERTY, max_size=7, unique_by=lambda one: one.partition(":")[0]))
    front = ["---", *lines, "---"] if draw(st.booleans()) or lines else []
    text = "\n".join([*front, *draw(st.lists(BODY, max_size=12))]) + draw(st.sampled_from(["", "\n", "\n\n"]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end)).encode()


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=20),
    st.integers(-5, 2030),
    st.dates(),
    st.sampled_from(["yes", "0123", "10:30", "[[A|b]]", "# x", "a: b", "'", '"', "\\", "- ", "{}", "👩‍🚀"]),
)


def kept_lines(before: bytes, after: bytes) -> tuple[list[str], list[str], list[str]]:
    """The lines that both have at their beginning and end (with their line ends), and what differs between."""
    old, new = NoteLines(before).lines, NoteLines(after).lines
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return old[:head] + old[len(old) - tail :], old[head : len(old) - tail], new[head : len(new) - tail]


def others(data: bytes, key: str) -> str:
    properties = read_frontmatter(NoteLines(data).text).properties
    return repr([(name, value) for name, value in properties.items() if name != key])


@given(notes(), st.sampled_from(KEYS), VALUES)
def test_setting_a_property(note: bytes, key: str, value: Value) -> None:
    try:
        after = set_property(note, key, value)
    except EditRefused:
        event("refused")
        return
    front, read = read_frontmatter(NoteLines(note).text), read_frontmatter(NoteLines(after).text)
    said = str(read.properties[key])
    assert said == re.sub("[\ud800-\udfff]", "\ufffd", re.sub(r"\s+", " ", str(value)).strip())
    assert others(note, key) == others(after, key)
    _, gone, come = kept_lines(note, after)
    assert len(come) <= (1 if front.length else 3)
    if key in front.lines:
        assert all(line in NoteLines(note).lines[front.lines[key] - 1 :] for line in gone)
        assert not come or come[0].startswith(key)
    else:
        assert gone == []
        assert remove_property(after, key) == note or not front.length
    assert NoteLines(after).seen()[read.length :] == NoteLines(note).seen()[front.length :]
    tried(EDITS)


@given(notes(), st.sampled_from([*KEYS, "x", "y"]))
def test_removing_a_property(note: bytes, key: str) -> None:
    try:
        after = remove_property(note, key)
    except EditRefused:
        event("refused")
        return
    _, gone, come = kept_lines(note, after)
    assert come == []
    front = read_frontmatter(NoteLines(note).text)
    assert bool(gone) == (key in front.properties)
    assert not gone or gone[0].startswith(key)
    assert others(note, key) == others(after, key)
    assert key not in read_frontmatter(NoteLines(after).text).properties
    tried(EDITS)


@given(notes(), st.sampled_from([1, 2, 3]), st.sampled_from(["'{}'", '"{}"', "{}"]))
def test_setting_and_setting_back(note: bytes, number: int, style: str) -> None:
    assume(b"next:" not in note and note.startswith(b"---"))
    end = b"\r\n" if b"\r\n" in note else b"\n"
    old = note.replace(b"---" + end, b"---" + end + f"next: {style.format('2026-01-01')} # so".encode() + end, 1)
    try:
        there = set_property(old, "next", date(2026, 12, number))
    except EditRefused:
        event("refused")
        return
    assert set_property(there, "next", date(2026, 1, 1)) == old
    tried(EDITS, 2)


@given(notes(), st.sampled_from(["aliases", "circles", "公司"]), st.text(max_size=12))
def test_adding_to_a_list(note: bytes, key: str, item: str) -> None:
    item = re.sub(r"\s+", " ", item).strip()
    assume(item and not re.search(r"[,，、;；\ud800-\udfff]", item))
    try:
        after = add_to_property(note, key, item)
    except EditRefused:
        event("refused")
        return
    assert others(note, key) == others(after, key)
    assert add_to_property(after, key, item) == after
    kept, gone, _ = kept_lines(note, after)
    assert len(gone) <= 1
    assert len(kept) >= len(NoteLines(note).lines) - 1
    tried(EDITS)


@given(
    notes(),
    st.dates(date(2025, 12, 1), date(2026, 4, 1)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_logging(note: bytes, day: date, words: str) -> None:
    words = " ".join(f"{day} {words}".split())
    try:
        after = insert_log_line(note, day, words, HEADINGS, "## Log")
    except EditRefused:
        event("refused")
        return
    _, gone, come = kept_lines(note, after)
    assert gone == [] or (gone[0] + "\n" in come[0].replace("\r\n", "\n"))  # the last line gains its end
    assert sum(words in line for line in come) == 1
    items = NoteLines(after).body().items_under(HEADINGS)
    assert any(item.text.startswith(str(day)) for item in items)
    assert all(line.strip() in ("", "## Log") or line.rstrip("\r\n").endswith(words) for line in come[len(gone) :])
    tried(EDITS)


@given(notes(), st.sampled_from(["x", "-"]))
def test_ticking(note: bytes, mark: str) -> None:
    try:
        after = mark_task(
            note, 1, lambda task: task.text.startswith(("send", "写信")) and task.mark == " ", mark, date(2026, 1, 1)
        )
    except EditRefused:
        event("refused")
        return
    _, gone, come = kept_lines(note, after)
    assert (len(gone), len(come)) == (1, 1)
    undone = re.sub(r" (?:[✅❌] |\[(?:completion|cancelled):: )2026-01-01\]?", "", come[0]).replace(
        f"[{mark}]", "[ ]", 1
    )
    assert undone == gone[0]
    tried(EDITS)


SENT = "send it"


def is_sent(task: Task) -> bool:
    return task.text.startswith((SENT, "写信")) and task.mark == " "


@given(notes(), st.dates(date(2026, 1, 2), date(2027, 1, 1)))
def test_putting_off_and_back(note: bytes, day: date) -> None:
    try:
        there = put_off_task(note, 1, is_sent, date(2026, 1, 1))  # a task without a day gets one
        after = put_off_task(there, 1, is_sent, day)
    except EditRefused:
        event("refused")
        return
    _, gone, come = kept_lines(there, after)
    assert (len(gone), len(come)) == (1, 1)
    assert come[0].replace(str(day), "2026-01-01") == gone[0]
    assert put_off_task(after, 1, is_sent, date(2026, 1, 1)) == there
    tried(EDITS, 3)


@example(b"", "``")
@given(notes(), st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12))
def test_adding_a_task(note: bytes, words: str) -> None:
    words = " ".join(f"tell them {words}".split())
    try:
        after = add_task(note, words, date(2026, 3, 1), PROMISES, "## Promises", HEADINGS)
    except EditRefused:
        event("refused")
        return
    _, gone, come = kept_lines(note, after)
    assert gone == [] or gone[0] + "\n" in come[0].replace("\r\n", "\n")
    ours = (f"{words} 📅 2026-03-01", f"{words} [due:: 2026-03-01]")
    assert sum(task.text in ours for task in NoteLines(after).body().tasks()) == 1
    assert all(line.strip() in ("", "## Promises") or line.strip().endswith(ours) for line in come[len(gone) :])
    tried(EDITS)


@given(notes(), st.sampled_from(["who", "timeline", "follow-ups"]), st.booleans())
def test_inserting_a_block(note: bytes, name: str, top: bool) -> None:
    try:
        after = insert_block(note, name, "", top=top)
    except EditRefused:
        event("refused")
        return
    _, gone, come = kept_lines(note, after)
    assert gone == [] or gone[0] + "\n" in come[0].replace("\r\n", "\n")
    assert insert_block(after, name, "", top=top) == after
    assert all(not line.strip() or "vault-tools" in line for line in come[len(gone) :])
    tried(EDITS)


EDIT = st.one_of(
    st.tuples(st.just(set_property), st.sampled_from(KEYS), VALUES),
    st.tuples(st.just(remove_property), st.sampled_from(KEYS)),
    st.tuples(st.just(add_to_property), st.just("circles"), st.sampled_from(["a", "[[B]]", "c: d"])),
    st.tuples(st.just(insert_log_line), st.just(date(2026, 2, 1)), st.just("2026-02-01 x"), st.just(HEADINGS), st.just("## Log")),
    st.tuples(st.just(mark_task), st.just(1), st.just(is_sent), st.just("x"), st.just(date(2026, 1, 1))),
    st.tuples(st.just(insert_block), st.just("who"), st.just("")),
)  # fmt: skip


@settings(deadline=None)
@given(notes(), st.lists(EDIT, min_size=1, max_size=5))
def test_any_edits_taken_back_give_the_original_bytes(note: bytes, edits: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder)
        (vault / "a.md").write_bytes(note)
        states = [note]
        for function, *arguments in edits:
            try:
                carry_out(vault, "edit", [Edit("a.md", applying(function, arguments))])
            except EditRefusedError:
                assert (vault / "a.md").read_bytes() == states[-1]
                continue
            if (vault / "a.md").read_bytes() != states[-1]:
                states.append((vault / "a.md").read_bytes())
                tried(EDITS)
        for state in reversed(states[:-1]):
            undo(vault)
            assert (vault / "a.md").read_bytes() == state
        assert undo(vault) is None


def applying(function: Callable[..., bytes], arguments: Sequence[Any]) -> Callable[[bytes | None], bytes]:
    return lambda data: function(data, *arguments)
