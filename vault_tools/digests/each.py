"""What is worked out when somebody asks for it: digests show few of many."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, overload

T = TypeVar("T")
K = TypeVar("K")


class Each(Mapping[K, T]):
    """What `work` says of each of the `keys`, each once."""

    def __init__(self, keys: Collection[K], work: Callable[[K], T]) -> None:
        self._keys = keys
        self._work = work
        self._known: dict[K, T] = {}

    def __getitem__(self, key: K) -> T:
        if key not in self._known:
            self._known[key] = self._work(key)
        return self._known[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class EachOf(Sequence[T]):
    """What `work` makes of each of `items`, in their order, each once."""

    def __init__(self, items: Sequence[K], work: Callable[[K], T]) -> None:
        self._work: Callable[[int], T] = lambda place: work(items[place])
        self._places: Sequence[int] = range(len(items))
        self._known: dict[int, T] = {}

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        """One, or those of a slice."""
        if isinstance(place, slice):
            return [self[at] for at in self._places[place]]
        at = self._places[place]
        if at not in self._known:
            self._known[at] = self._work(at)
        return self._known[at]

    def __len__(self) -> int:
        return len(self._places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Ranked(Sequence[T]):
    """Items by their `key`, brought into order when somebody looks at one."""

    def __init__(self, items: Collection[T], key: Callable[[T], Any]) -> None:
        self._items = items
        self._key = key

    @cached_property
    def _in_order(self) -> list[T]:
        return sorted(self._items, key=self._key)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        """One, or those of a slice."""
        return self._in_order[place]

    def __len__(self) -> int:
        return len(self._items)
