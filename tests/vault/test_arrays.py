"""Arrays as bytes are what they would be if their items were looked at."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.vault.arrays import joined, length_of

ITEMS = st.lists(st.none() | st.integers(-9, 2**40) | st.text(max_size=3) | st.lists(st.booleans(), max_size=2))


@given(st.lists(ITEMS | st.integers(0, 70_000).map(lambda count: [None] * count), max_size=4))
def test_several_are_one(lists: list[list[object]]) -> None:
    arrays = [msgspec.msgpack.encode(one) for one in lists]
    assert list(map(length_of, arrays)) == list(map(len, lists))
    assert joined(arrays) == msgspec.msgpack.encode([item for one in lists for item in one])
