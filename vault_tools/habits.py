"""How the notes of a vault are written: in which language, and under which names their properties stand."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from vault_tools.network.vocabulary import OF_NO_LANGUAGE, PROPERTIES, Vocabulary, in_language
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.write import read_bytes

SAMPLE = 40
"""So many notes tell how the others are written."""

CLEAR = 2 / 3
"""From this share of the notes on, they and not the vault's `lang` decide the language."""


class Habits(msgspec.Struct, frozen=True):
    """How notes of one kind are written. `names`: canonical property → the name it commonly has in `lang`."""

    kind: str
    lang: str
    names: dict[str, str] = {}

    def key(self, name: str) -> str:
        """The name that a new note gives a canonical property; one that is none of the kind's, as it is."""
        return self.names.get(name) or in_language(PROPERTIES[self.kind], name, self.lang)


def habits_of(vault: Path, paths: Iterable[str], vocabulary: Vocabulary, kind: str, lang: str) -> Habits:
    """The habits of the vault's notes of a kind, from some of those among `paths` that lie in its folder; `lang` where
    there are none, or as many of either language."""
    own = sorted(path for path in paths if vocabulary.kind_by_folder(path) == kind)
    keys: dict[str, Counter[str]] = {}
    chinese = other = 0
    for path in own[:: max(1, len(own) // SAMPLE)][:SAMPLE]:
        known = _known_keys(vault / path, vocabulary, kind)
        for key, name in known.items():
            keys.setdefault(name, Counter())[key] += 1
        telling = [key for key, name in known.items() if name not in OF_NO_LANGUAGE - {"aliases"}]
        wide = sum(not key.isascii() for key in telling)
        chinese += 2 * wide > len(telling)
        other += 2 * wide < len(telling)
    if chinese + other and not 1 - CLEAR < (share := chinese / (chinese + other)) < CLEAR:
        lang = "zh" if share >= CLEAR else "en"
    common = {name: _commonest(counted, lang) for name, counted in keys.items()}
    return Habits(kind, lang, {name: key for name, key in common.items() if key})


def _known_keys(file: Path, vocabulary: Vocabulary, kind: str) -> dict[str, str]:
    """A note's properties of that kind, as written → canonical; none if the note can't be read."""
    try:
        properties = NoteLines(read_bytes(file)).front().properties
    except (OSError, EditRefused):
        return {}
    found = ((key, vocabulary.property(kind, key)) for key in properties)
    return {key: meant[0] for key, meant in found if meant}


def _commonest(counted: Counter[str], lang: str) -> str | None:
    """The key used most among those in the language, the first by name of several; None if none is."""
    fitting = [(-count, key) for key, count in counted.items() if key.isascii() == (lang == "en")]
    return min(fitting)[1] if fitting else None
