"""Tables read what somebody looks at, and say in their order what they hold."""

import msgspec
import pytest

from vault_tools.network.tables import Table


def raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(value))


def test_an_entry_is_read_once_and_only_when_it_is_looked_at() -> None:
    read: list[str] = []

    def entry(path: str, data: msgspec.Raw) -> int:
        read.append(path)
        return int(msgspec.msgpack.decode(data))

    table = Table({"a": raw(1), "b": raw(2)}, entry)
    assert (list(table), len(table), "b" in table, read) == (["a", "b"], 2, True, [])
    assert (table["b"], table["b"], table.get("c")) == (2, 2, None)
    assert read == ["b"]
    assert dict(table) == {"a": 1, "b": 2}
    assert read == ["b", "a"]


def test_all_that_is_still_bytes_is_read_at_once() -> None:
    asked: list[set[str]] = []

    def all_of(entries: dict[str, msgspec.Raw]) -> dict[str, int]:
        asked.append(set(entries))
        return {path: msgspec.msgpack.decode(one) for path, one in entries.items()}

    table: Table[int] = Table({"a": raw(1), "b": 2, "c": raw(3)}, read_all=all_of)  # type: ignore[arg-type]
    assert list(table.values()) == [1, 2, 3]
    assert list(table.values()) == [1, 2, 3]
    assert asked == [{"a", "c"}]


def test_what_comes_is_put_in_its_place_and_what_was_not_looked_at_stays_bytes() -> None:
    table = Table({"b": raw(2), "c": raw(3)}, lambda _path, data: int(msgspec.msgpack.decode(data)))
    table["a"] = 1
    table["c"] = 4
    table.pop("x")
    assert list(table) == ["b", "c", "a"]
    table.sort()
    assert list(table) == ["a", "b", "c"]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(table.raw(lambda _path, one: one))) == {"a": 1, "b": 2, "c": 4}
    table.pop("b")
    assert dict(table) == {"a": 1, "c": 4}


def test_bytes_that_nobody_can_read_are_refused() -> None:
    with pytest.raises(ValueError, match="a: no bytes were expected"):
        Table({"a": raw(1)})["a"]
