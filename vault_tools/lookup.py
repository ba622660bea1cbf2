"""Finding a contact by what somebody types: its name, a beginning, a part, an alias, pinyin, or nearly so."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from vault_tools.network.model import Called
from vault_tools.network.records import decode_names
from vault_tools.vault.links import fold

FUZZY = 80
"""rapidfuzz's WRatio (0 to 100) from which a name counts as meant with a typing error."""


class Match(msgspec.Struct, frozen=True):
    """Contacts that fit equally well, and how: `exact`, `prefix`, `part`, `pinyin` or `similar`."""

    how: str
    contacts: tuple[Called, ...]


def called_in_cache(payloads: Iterable[tuple[str, bytes]], kind: str = "contact") -> dict[str, Called]:
    """The notes of a kind among the cache's records: what a command that edits one note needs of all others."""
    found = {}
    for path, payload in payloads:
        named = decode_names(payload)
        if named.type == kind:
            found[path] = Called(path, named.name or path.rpartition("/")[2][:-3], tuple(named.aliases))
    return dict(sorted(found.items()))


def look_up(people: Mapping[str, Called], query: str) -> Match:
    """Those of `people` that `query` fits best, by path; none if it fits nobody."""
    wanted = fold(query.strip())
    names = {path: _names(one) for path, one in people.items()}
    ways: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("exact", lambda name: name == wanted),
        ("prefix", lambda name: name.startswith(wanted)),
        ("part", lambda name: wanted in name),
    )
    if wanted:
        for how, fits in ways:
            found = [path for path, own in names.items() if any(map(fits, own))]
            if found:
                return _match(people, how, found)
        for how, search in (("pinyin", _by_pinyin), ("similar", _similar)):
            found = search(wanted, names)
            if found:
                return _match(people, how, found)
    return Match("none", ())


def _match(people: Mapping[str, Called], how: str, paths: Iterable[str]) -> Match:
    return Match(how, tuple(people[path] for path in paths))


def _names(contact: Called) -> list[str]:
    """All a contact may be called by, folded; the path too, so that it can tell two of one name apart."""
    path = contact.path.removesuffix(".md")
    return [fold(name) for name in (contact.name, path.rpartition("/")[2], path, contact.path, *contact.aliases)]


def _by_pinyin(wanted: str, names: dict[str, list[str]]) -> list[str]:
    """Chinese names by pinyin: from the beginning (`zhangsan`, `zhang san`), a longer part, or the initials (`zs`)."""
    letters = "".join(wanted.split())
    if not (letters.isascii() and letters.isalpha()):
        return []
    from pypinyin import Style, lazy_pinyin  # slow to import: only when a Latin name fits nobody

    found = []
    for path, own in names.items():
        for name in own:
            if name.isascii() or "/" in name:
                continue
            full = "".join(lazy_pinyin(name)).replace(" ", "")
            short = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).replace(" ", "")
            if full.startswith(letters) or short == letters or (len(letters) > 2 and letters in full):
                found.append(path)
                break
    return found


def _similar(wanted: str, names: dict[str, list[str]]) -> list[str]:
    """Names that differ from `wanted` by little, the most similar first."""
    from rapidfuzz import fuzz, process  # only when nothing else fits

    owners = [(name, path) for path, own in names.items() for name in own[:2] + own[4:]]
    ranked = process.extract(wanted, [name for name, _ in owners], scorer=fuzz.WRatio, limit=10, score_cutoff=FUZZY)
    return list(dict.fromkeys(owners[position][1] for _, _, position in ranked))
