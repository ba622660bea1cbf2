"""Links that go on meaning what they mean when notes get other paths: what each means before and after, and how it is
spelled so that both agree."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from vault_tools.network import vocabulary as words
from vault_tools.network.model import Called
from vault_tools.network.people import People
from vault_tools.network.records import Ref
from vault_tools.network.vocabulary import NAMING, Vocabulary, normal
from vault_tools.vault.decode import decode
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.links import Found, Retarget, find_links, names_in_fields, names_in_property, relink
from vault_tools.vault.links import Resolver, fold, joined, unquoted

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"[,，、;；]")

KindOf = Callable[[str, bytes], str]
"""A note's path and bytes → its kind, `note` if it is of none."""


class Sight:
    """What links and names mean in one state of the vault, given its notes' paths and its contacts' names."""

    def __init__(self, paths: Iterable[str], people: Mapping[str, Called]) -> None:
        self._links = Resolver(paths)
        self._people = People(people, self._links)

    def files(self, target: str, source: str) -> frozenset[str]:
        """The notes that a link's target may lead to in the note `source`, also in Obsidian: by path or file name."""
        return frozenset(self._links.resolve(target, source))

    def of(self, target: str, source: str, *, link: bool) -> frozenset[str]:
        """The notes that a link's target, or a plain name, may mean in the note `source`: by their names, too."""
        if link and (paths := self.files(target, source)):
            return paths
        answer = self._people.find(Ref(target, link=link), source)
        return frozenset([answer.path] if answer.path else answer.candidates)


class Relinker:
    """Leads the links of a vault's notes from where they led in `before` to the same notes in `after`.

    `moved` gives a note's new path by its old one. `names` are the folded names by which notes may call it in plain
    text, as a note of `kind`; they become `new_name`. `is_file` tells of other files, `kind_of` of notes.
    """

    def __init__(
        self,
        before: Sight,
        after: Sight,
        moved: Mapping[str, str],
        *,
        kind: str,
        names: frozenset[str],
        new_name: str,
        vocabulary: Vocabulary,
        kind_of: KindOf,
        is_file: Callable[[str], bool],
    ) -> None:
        self.before = before
        self.after = after
        self.moved = moved
        self.kind = kind
        self.names = names
        self.new_name = new_name
        self.vocabulary = vocabulary
        self.kind_of = kind_of
        self.is_file = is_file
        self.rehash: dict[str, str] = {}

    def relink(self, path: str, data: bytes) -> bytes:
        """The note that was at `path`, its links led to the same notes as before. Raises EditRefused."""
        kind = self.kind_of(path, data)

        def find(note: NoteLines) -> Iterator[Found]:
            yield from find_links(note)
            yield from self.plain_names(note, kind)

        changed = relink(data, self.retarget(path), find, self.rehash)
        if changed != data:
            self._check(path, find(NoteLines(data)), find(NoteLines(changed)))
        return changed

    def retarget(self, path: str) -> Retarget:
        """The new targets of the links in the note, or canvas, that was at `path`."""
        source = self.moved.get(path, path)

        def new_target(found: Found) -> str | None:
            link = found.form != "name"
            meant = self.before.of(found.target, path, link=link)
            if not link:
                return self._new_name(found, meant, source)
            if not meant:
                return self._file_target(found, path, source)
            if len(meant) > 1:
                return None  # in doubt before, and left so
            spellings = _spellings(found, path, source, min(self._mapped(meant)), min(meant))
            return self._spelled(found, path, source, self._mapped(meant), [found.target, *spellings])

        return new_target

    def _spelled(self, found: Found, path: str, source: str, wanted: frozenset[str], spellings: Iterable[str]) -> str:
        """The first spelling that leads to the note wanted. Raises EditRefused."""
        by_name = not self.before.files(found.target, path)  # where Obsidian leads nowhere, it may go on to
        for spelling in spellings:
            if self.after.files(spelling, source) == wanted:
                return spelling
            if by_name and self.after.of(spelling, source, link=True) == wanted:
                return spelling
        raise EditRefused("link-lost", found.line + 1, target=found.target)

    def plain_names(self, note: NoteLines, kind: str) -> Iterator[Found]:
        """The plain texts of a note of `kind` that may be names of notes of this kind."""

        def wanted(key: str) -> bool:
            known = self.vocabulary.property(kind, key) if kind in words.PROPERTIES else None
            return bool(known) and NAMING.get((kind, known[0] if known else "")) == self.kind

        def wanted_field(key: str) -> bool:
            return wanted(key) or (self.kind == "contact" and self.vocabulary.fields.get(normal(key)) == "owner")

        front = note.front()
        for key in front.properties:
            if key in front.lines and wanted(key):
                yield from names_in_property(note, key)
        yield from names_in_fields(note, wanted_field)

    def _mapped(self, paths: frozenset[str]) -> frozenset[str]:
        return frozenset(self.moved.get(path, path) for path in paths)

    def _new_name(self, found: Found, meant: frozenset[str], source: str) -> str | None:
        """A plain name's new form: the old name's follows; another's is spelled out where it would now mean others."""
        goals = self._mapped(meant)
        own = fold(found.target) in self.names and (self.kind != "contact" or bool(meant & self.moved.keys()))
        if own and self.kind != "contact":
            return self.new_name
        if len(meant) != 1 or (not own and self.after.of(found.target, source, link=False) == goals):
            return None
        (goal,) = goals
        path = goal.removesuffix(".md")
        folder, slash, _name = found.target.rpartition("/")
        stem = posixpath.basename(path)
        for spelling in (self.new_name if own else f"{folder}{slash}{stem}", path, stem, f"/{path}"):
            if self.after.of(spelling, source, link=False) == goals:
                return f"[[{spelling}]]" if _SEPARATOR.search(spelling) else spelling
        raise EditRefused("link-lost", found.line + 1, target=found.target)

    def _file_target(self, found: Found, path: str, source: str) -> str | None:
        """The new target of a relative link to a file that is no note, in a note that changes its folder."""
        old, new = (posixpath.dirname(one) for one in (path, source))
        relative = found.form == "markdown" or found.target.startswith(("./", "../"))
        if old == new or not relative or not self.is_file(goal := joined(old, found.target)):
            return None
        return _relative(goal, new, dotted=found.target.startswith("."))

    def _check(self, path: str, before: Iterable[Found], after: Iterable[Found]) -> None:
        """Raise EditRefused unless all that meant one note before means the same after, in Obsidian, too."""
        source = self.moved.get(path, path)
        old, new = list(before), list(after)
        for meanings in (_by_file, _by_any_name):
            lost = Counter(self.moved.get(one, one) for one in meanings(self.before, old, path))
            lost -= Counter(meanings(self.after, new, source))
            if lost:
                raise EditRefused("link-lost", None, target=min(lost).removesuffix(".md"))


def _by_file(sight: Sight, founds: Iterable[Found], source: str) -> Iterator[str]:
    """The notes that links lead to, of those that lead to one."""
    yield from _single(sight.files(found.target, source) for found in founds if found.form != "name")


def _by_any_name(sight: Sight, founds: Iterable[Found], source: str) -> Iterator[str]:
    yield from _single(sight.of(found.target, source, link=found.form != "name") for found in founds)


def _single(meanings: Iterable[frozenset[str]]) -> Iterator[str]:
    for paths in meanings:
        if len(paths) == 1:
            yield from paths


def may_name(names: Iterable[str]) -> Callable[[bytes], bool]:
    """A test whether a file's bytes may hold one of the names, in a link or as text: quick, and a no is certain."""
    wanted = [set(_WORD.findall(fold(name))) for name in names]

    def test(data: bytes) -> bool:
        text = fold(decode(data).text if not data.isascii() else data.decode())
        if "%" in text:
            text += fold(unquoted(text))
        return any(all(word in text for word in pieces) for pieces in wanted)

    return test


def _spellings(found: Found, path: str, source: str, goal: str, old_goal: str) -> Iterator[str]:
    """The targets for a link to the note `goal` that may do, those most like the old one first."""
    ending = found.target[-3:] if found.target[-3:].lower() == ".md" else ""
    whole = goal.removesuffix(".md")
    target = found.target.removesuffix(ending)
    folder = posixpath.dirname(source)
    written, slash, _stem = target.rpartition("/")
    yield f"{written}{slash}{posixpath.basename(whole)}{ending}"
    if target.startswith(("./", "../")):
        yield _relative(whole, folder, dotted=True) + ending
    elif found.form == "markdown" and joined(posixpath.dirname(path), found.target) == old_goal:
        yield _relative(whole, folder, dotted=False) + ending
    if target.startswith("/"):
        yield f"/{whole}{ending}"
    yield "/".join(whole.split("/")[-1 - target.count("/") :]) + ending
    yield whole + ending
    yield f"/{whole}{ending}"


def _relative(path: str, folder: str, *, dotted: bool) -> str:
    relative = posixpath.relpath(path, folder or ".")
    return f"./{relative}" if dotted and not relative.startswith("../") else relative
