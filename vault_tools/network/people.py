"""Whom a reference means: by link, path, name or alias."""

from collections.abc import Mapping
from functools import cached_property

import msgspec

from vault_tools.findings import Finding
from vault_tools.network.model import Called
from vault_tools.network.records import Ref
from vault_tools.vault.links import Resolver, fold


class Answer(msgspec.Struct, frozen=True):
    """What a reference came to: a contact's path; or the paths it may mean; or another note's path; or nothing."""

    path: str | None = None
    candidates: tuple[str, ...] = ()
    other: str | None = None


class People:
    """The contacts by all their names. A link is resolved as Obsidian does; what that leaves open, and a plain
    name, by the contact's name and file first, then by its aliases."""

    def __init__(self, contacts: Mapping[str, Called], links: Resolver) -> None:
        self._contacts = contacts
        self._links = links
        self._linked: dict[str, Answer] = {}
        self._named: dict[str, Answer] = {}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The contacts by their own names and those of their files; made when a name is looked up: links need none."""
        names: dict[str, list[str]] = {}
        for path, one in self._contacts.items():
            stem = path.rpartition("/")[2][:-3]
            _add(names, stem, path)
            if one.name != stem:
                _add(names, one.name, path)
        return names

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        aliases: dict[str, list[str]] = {}
        for path, one in self._contacts.items():
            for alias in one.aliases:
                _add(aliases, alias, path)
        return aliases

    def find(self, ref: Ref, source: str) -> Answer:
        """The contact that `ref`, standing in the note `source`, means."""
        memo = self._linked if ref.link else self._named
        known = memo.get(ref.name)
        if known is not None:
            return known
        if not ref.link and "/" not in ref.name:
            answer = memo[ref.name] = self._by_name(ref.name)
            return answer
        everywhere = self._links.everywhere(ref.name)
        linked = self._links.resolve(ref.name, source) if everywhere is None else everywhere
        contacts = [path for path in linked if path in self._contacts]
        if len(contacts) == 1:
            answer = Answer(contacts[0])
        elif contacts:
            answer = Answer(candidates=tuple(contacts))
        else:
            answer = self._by_name(ref.name.rpartition("/")[2])
            if linked and answer.path is None:
                answer = Answer(other=linked[0])
        if everywhere is not None:
            memo[ref.name] = answer
        return answer

    def _by_name(self, name: str) -> Answer:
        folded = fold(name.strip())
        paths = self._names.get(folded) or self._aliases.get(folded)
        if not paths:
            return Answer()
        return Answer(paths[0]) if len(paths) == 1 else Answer(candidates=tuple(paths))


def _add(names: dict[str, list[str]], name: str, path: str) -> None:
    paths = names.setdefault(fold(name.strip()), [])
    if path not in paths:
        paths.append(path)


def finding_for(answer: Answer, ref: Ref, source: str, key: str) -> Finding:
    """What to say about a reference that came to no contact."""
    if answer.candidates:
        shown = [path.removesuffix(".md") for path in answer.candidates]
        params = {"property": key, "name": ref.name, "candidates": ", ".join(shown[:5]), "example": shown[0]}
        return Finding(source, "contact-ambiguous", ref.line or None, params)
    if answer.other:
        return Finding(source, "not-a-contact", ref.line or None, {"property": key, "target": answer.other})
    return Finding(source, "contact-unresolved", ref.line or None, {"property": key, "name": ref.name})
