"""Which industry a contact's words mean, and which positions each industry has."""

import re
from collections.abc import Mapping

from vault_tools.network.records import IndustryNote
from vault_tools.vault.links import fold, fold_once

_SEPARATOR = re.compile(r"[,，、;；]")


class Industries:
    """The vault's industries, by name, by file and by alias."""

    def __init__(self, notes: Mapping[str, IndustryNote]) -> None:
        self._notes = notes
        self._paths: dict[str, str] = {}
        self._meant: dict[str, tuple[str, ...]] = {}
        self._places = {path: {fold(name): name for name in positions(note)} for path, note in notes.items()}
        for path, note in notes.items():
            self._paths.setdefault(fold(note.name), path)
        for path, note in notes.items():
            for name in (path.rpartition("/")[2].removesuffix(".md"), *note.aliases):
                self._paths.setdefault(fold(name), path)

    def of(self, text: str) -> tuple[str, ...]:
        """The paths of the industries that a contact's `industry` names: one as a rule, several where it is a list."""
        if text not in self._meant:
            whole = self._paths.get(fold(text.strip()))
            parts = [whole] if whole else [self._paths.get(fold(part.strip())) for part in _SEPARATOR.split(text)]
            self._meant[text] = tuple(dict.fromkeys(path for path in parts if path))
        return self._meant[text]

    def position(self, path: str, text: str) -> str | None:
        """The position of the industry at `path` that the words mean, as that industry writes it."""
        return self._places[path].get(fold_once(text))

    def holds(self, industry: str, position: str) -> bool:
        """Whether one of the industries named has a position of that name."""
        return any(self.position(path, position) is not None for path in self.of(industry))


def positions(note: IndustryNote) -> list[str]:
    """The positions of an industry, each once: its chain upstream to downstream, then others that pay or are paid."""
    found: dict[str, str] = {}
    for name in (*note.chain, *(name for flow in note.pays for name in flow)):
        found.setdefault(fold(name), name)
    return list(found.values())
