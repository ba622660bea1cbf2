"""Something of each contact that is worked out when somebody asks for it: digests show few of many."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Each(Mapping[str, T]):
    """What `work` says of each of the `paths`, each once."""

    def __init__(self, paths: Collection[str], work: Callable[[str], T]) -> None:
        self._paths = paths
        self._work = work
        self._known: dict[str, T] = {}

    def __getitem__(self, path: str) -> T:
        if path not in self._known:
            self._known[path] = self._work(path)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
