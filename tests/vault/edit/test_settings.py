"""Entries come into JSON and go out of it again, and every other byte stays."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.settings import Document, Entry, removed

KEYS = st.text(st.characters(codec="utf-8"), max_size=6)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | KEYS
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)
STYLES = st.sampled_from(
    [
        {"indent": 2},
        {"indent": 4},
        {"indent": "\t"},
        {},
        {"separators": (",", ":")},
        {"indent": 2, "ensure_ascii": False},
    ]
)
ENDS = st.sampled_from(["", "\n", " \n\n"])
ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from([(), ("types",), ("deep", "er")]), KEYS.map(lambda key: f"new {key}"), VALUES)
    | st.builds(Entry, st.sampled_from([("items",), ("deep", "list")]), st.none(), VALUES),
    max_size=6,
    unique_by=lambda entry: tuple(map(str, entry.name)),
)


def write(document: dict[str, Any], style: dict[str, Any], end: str, newline: str = "\n") -> bytes:
    text = json.dumps(document, **{"ensure_ascii": False, **style}) + end
    return text.replace("\n", newline).encode("utf-8", errors="surrogatepass")


def leaves(document: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All that a document says, as paths with their values."""
    if isinstance(document, dict) and document:
        return [leaf for key, value in document.items() for leaf in leaves(value, (*at, key))]
    if isinstance(document, list) and document:
        return [leaf for value in document for leaf in leaves(value, (*at, "[]"))]
    return [(*at, json.dumps(document))] if document not in ({}, []) else []


def something_else_stands_at(users: Any, entry: Entry) -> bool:
    """Whether what the user has in a container's place is none, or one of the other kind."""
    for name in entry.at:
        if not isinstance(users, dict):
            return True
        if name not in users:
            return False
        users = users[name]
    return not isinstance(users, list if entry.key is None else dict)


@given(st.dictionaries(KEYS, VALUES, max_size=5), STYLES, ENDS, st.sampled_from(["\n", "\r\n"]), ENTRIES)
@example({"types": 0}, {}, "", "\n", [Entry(("types",), "new ", None)])
@example({"deep": {"list": {}}}, {}, "", "\n", [Entry((), "new ", 1), Entry(("deep", "list"), None, 1)])
def test_adding_keeps_everything_and_removing_gives_the_bytes_back(
    users: dict[str, Any], style: dict[str, Any], end: str, newline: str, entries: list[Entry]
) -> None:
    before = write(users, style, end, newline)
    document, added = Document(before), []
    for entry in entries:
        if document.find(entry) is msgspec.UNSET:
            if something_else_stands_at(users, entry):
                unchanged = document.data
                with pytest.raises(EditRefused):
                    document.add(entry)
                assert document.data == unchanged
                return
            added += document.add(entry)
    now = json.loads(document.data)
    for leaf in leaves(users):
        assert leaf in leaves(now)
    assert list(now)[: len(users)] == list(users)
    for entry in entries:
        assert document.find(entry) is not msgspec.UNSET
    assert removed(document.data, added, made=False) == before


@given(ENTRIES, STYLES)
def test_a_document_made_for_entries_is_gone_with_them(entries: list[Entry], style: dict[str, Any]) -> None:
    document, added = Document(None), []
    for entry in entries:
        if document.find(entry) is msgspec.UNSET:
            added += document.add(entry)
    assert removed(document.data, added, made=True) is None


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), STYLES, VALUES)
def test_replacing_changes_one_value(users: dict[str, Any], style: dict[str, Any], value: Any) -> None:
    document, key = Document(write(users, style, "")), list(users)[-1]
    document.replace(Entry((), key, value))
    now = json.loads(document.data)
    assert json.dumps(now) == json.dumps({**users, key: value})
    assert list(now) == list(users)


def test_indentation_and_line_ends_are_those_of_the_file() -> None:
    document = Document(b'\xef\xbb\xbf{\r\n\t"a": {\r\n\t\t"x": 1\r\n\t}\r\n}')
    document.add(Entry(("a",), "y", {"z": [1]}))
    assert document.data == (
        b'\xef\xbb\xbf{\r\n\t"a": {\r\n\t\t"x": 1,\r\n\t\t"y": {\r\n\t\t\t"z": [\r\n\t\t\t\t1\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}'
    )
    document = Document(b'{"a":1}')
    document.add(Entry(("list",), None, "x"))
    assert document.data == b'{"a":1,"list":["x"]}'


def test_what_the_user_changed_or_added_beside_stays() -> None:
    document = Document(b'{"theme": "x"}')
    added = document.add(Entry(("enabled",), None, "ours"))
    added += document.add(Entry((), "folder", "Templates"))
    edited = json.loads(document.data)
    edited["enabled"].append("mine")
    edited["folder"] = "Mine"
    left = removed(json.dumps(edited).encode(), added, made=True)
    assert left == b'{"theme": "x", "enabled": ["mine"], "folder": "Mine"}'


def test_an_item_is_known_by_the_member_named_whatever_else_of_it_was_changed() -> None:
    document = Document(b'{"groups": [{"query": "path:a", "color": 7}]}')
    assert document.find(Entry(("groups",), None, {"query": "path:a", "color": 1}, "query")) == {
        "query": "path:a",
        "color": 7,
    }
    assert document.find(Entry(("groups",), None, {"query": "path:b", "color": 7}, "query")) is msgspec.UNSET


def test_a_null_is_there() -> None:
    assert Document(b'{"folder": null}').find(Entry((), "folder", "Templates")) is None


def test_a_member_that_differs_in_case_is_found_unless_the_very_one_is_there() -> None:
    assert Document(b'{"Fit": 1}').find(Entry((), "fit", 2)) == 1
    assert Document(b'{"Fit": 1, "fit": 3}').find(Entry((), "fit", 2)) == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{\n "a": 1,\n}', "settings-json"),
        (b"", "settings-json"),
        (b'{"a": "\xff"}', "edit-encoding"),
        (b"[" * 100_000, "settings-json"),
    ],
)
def test_what_is_no_json_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(EditRefused) as refusal:
        Document(data)
    assert refusal.value.code == code


@pytest.mark.parametrize("data", [b"[]", b"7", b'{"types": []}', b'{"types": 7}'])
def test_something_else_in_a_containers_place_is_refused(data: bytes) -> None:
    with pytest.raises(EditRefused) as refusal:
        Document(data).add(Entry(("types",), "fit", "number"))
    assert refusal.value.code == "settings-shape"
