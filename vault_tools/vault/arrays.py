"""MessagePack's arrays as bytes: how long they are, and several as one, without a look at what is in them."""

from collections.abc import Iterable

Packed = bytes | memoryview


def length_of(packed: Packed) -> int:
    """How many items an array has."""
    return _head(memoryview(packed))[0]


def joined(arrays: Iterable[Packed]) -> bytes:
    """The items of several arrays, in their order, as one array."""
    parts: list[memoryview] = []
    count = 0
    for packed in arrays:
        whole = memoryview(packed)
        length, start = _head(whole)
        parts.append(whole[start:])
        count += length
    return b"".join([_headed(count), *parts])


def _head(packed: memoryview) -> tuple[int, int]:
    """The length, and where the first item begins."""
    first = packed[0]
    if first & 0xF0 == 0x90:
        return first & 0x0F, 1
    size = {0xDC: 2, 0xDD: 4}[first]
    return int.from_bytes(packed[1 : 1 + size]), 1 + size


def _headed(count: int) -> bytes:
    if count < 16:
        return bytes([0x90 | count])
    return b"\xdc" + count.to_bytes(2) if count < 1 << 16 else b"\xdd" + count.to_bytes(4)
