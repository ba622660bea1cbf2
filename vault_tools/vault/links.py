"""Wikilinks: reading them, and finding the note one means, as Obsidian does."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

import msgspec

WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n]+?)\]\]")
_MARKDOWN_LINK = re.compile(
    r"(!?)\[([^\[\]\n]*)\]"
    r"\(<?((?:[^()\n<>\"]|(?<![ \t])\"|\([^()\n<>]*\))++)(?:>?(?:(?<=[ \t])|[ \t]+)\"[^\"\n]*\"|>)?\)"
)
"""Any link's mark, words and address. Whether it leads to a note is asked afterwards: a pattern that looked for `.md`
would look through the rest of the line at each of them."""


class Link(msgspec.Struct, frozen=True):
    """A link's parts. `target` is empty for a link within its own note; `embed` is the `![[…]]` form."""

    target: str
    heading: str = ""
    block: str = ""
    text: str = ""
    embed: bool = False


def parse_link(inner: str, *, embed: bool = False) -> Link:
    """Take apart what stands between `[[` and `]]`: `Folder/Note#Heading|text`, `Note#^block`, `Note\\|text`."""
    if "|" not in inner and "#" not in inner:  # nearly all
        return Link(inner.strip(), embed=embed)
    target, _, text = inner.replace("\\|", "|").partition("|")
    target, _, anchor = target.partition("#")
    heading, block = ("", anchor[1:]) if anchor.startswith("^") else (anchor, "")
    return Link(target.strip(), heading.strip(), block.strip(), text.strip(), embed)


def target_of(inner: str) -> str:
    """The target alone of what stands between `[[` and `]]`."""
    return parse_link(inner).target if "|" in inner or "#" in inner else inner.strip()


def links_in(text: str) -> list[Link]:
    """All wikilinks and Markdown links to notes in `text`, in their order within each form."""
    found = []
    if "[[" in text:
        found = [parse_link(match[2], embed=bool(match[1])) for match in WIKILINK.finditer(text)]
    for match in _MARKDOWN_LINK.finditer(text) if "](" in text else ():
        address = match[3].rstrip(" \t") if match[0].endswith('")') else match[3]
        if address.endswith(".md", 1) or ".md#" in address[1:]:
            path, _, heading = address.partition("#")
            found.append(Link(unquoted(path), unquoted(heading), "", match[2], bool(match[1])))
    return found


def first_link(text: str) -> Link | None:
    """The first link in `text`, or None."""
    if "[" not in text:
        return None
    return next(iter(links_in(text)), None)


def unquoted(path: str) -> str:
    """A Markdown link's path with its `%20` and the like as the characters they stand for."""
    if "%" not in path:
        return path
    from urllib.parse import unquote  # rarely needed, slow to import

    return unquote(path)


def fold(name: str) -> str:
    """A name as it is compared: NFC (macOS writes NFD) and without case."""
    return name.casefold() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


fold_once = lru_cache(maxsize=1024)(fold)
"""`fold` for the few words of which each stands in many notes."""


def fold_all(names: Iterable[str]) -> list[str]:
    """Each name folded: at once, which takes a fraction of the time of one after another."""
    whole = "\n".join(names := list(names))
    folded = fold(whole).split("\n") if names else []
    return folded if len(folded) == len(names) else list(map(fold, names))  # a name may hold a line break itself


class Resolver:
    """Finds the note that a link means, among all paths of the vault."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The paths by their folded names; made when the first link is looked up, which not every command does."""
        by_name: dict[str, list[str]] = {}
        paths = list(self._paths)
        for path, name in zip(paths, fold_all(path.rpartition("/")[2][:-3] for path in paths), strict=True):
            if name in by_name:
                by_name[name].append(path)
            else:
                by_name[name] = [path]
        return by_name

    def __contains__(self, path: str) -> bool:
        """Whether there is a note at `path`."""
        return path in self._by_name.get(fold(path.rpartition("/")[2][:-3]), ())

    def with_more(self, paths: Iterable[str]) -> "Resolver":
        """The same with more notes."""
        more = Resolver(())
        by_name = more._by_name = dict(self._by_name)
        for path in paths:
            name = fold(path.rpartition("/")[2][:-3])
            by_name[name] = sorted([*by_name.get(name, ()), path])
        return more

    def everywhere(self, target: str) -> list[str] | None:
        """The paths `target` means from every note alike: none or one. None if that depends on where it stands."""
        if "/" in target or "\\" in target:
            return None
        candidates = self._by_name.get(fold(target.strip().removesuffix(".md")), [])
        return candidates if len(candidates) < 2 else None

    def unique(self, target: str) -> bool:
        """Whether `target` means the same from every note."""
        return self.everywhere(target) is not None

    def resolve(self, target: str, source: str) -> list[str]:
        """The paths `target` may mean in the note `source`: none, one, or several that tie.

        The order of Obsidian: relative and absolute paths as written; an exact path; else those whose path ends
        so, the linking note's folder first, then the shortest path.
        """
        wanted = target.strip().replace("\\", "/")
        folder = source.rpartition("/")[0]
        if wanted.startswith(("./", "../")):
            wanted = "/" + joined(folder, wanted)
        wanted = fold(wanted[:-3] if wanted[-3:].lower() == ".md" else wanted)
        candidates = self._by_name.get(wanted.rpartition("/")[2], [])
        if not candidates:
            return []
        if "/" in wanted:
            candidates = _ending(candidates, wanted)
        if len(candidates) < 2:
            return candidates
        near = [path for path in candidates if path.rpartition("/")[0] == folder]
        return near if near else _shortest(candidates)


def joined(folder: str, relative: str) -> str:
    """The path that a relative one means in `folder`; what leads out of the vault stays at its root."""
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _ending(candidates: list[str], wanted: str) -> list[str]:
    whole = wanted.lstrip("/")
    exact = [path for path in candidates if fold(path[:-3]) == whole]
    if exact or wanted.startswith("/"):
        return exact
    return [path for path in candidates if fold(path[:-3]).endswith("/" + whole)]


def _shortest(candidates: list[str]) -> list[str]:
    least = min(path.count("/") for path in candidates)
    return sorted(path for path in candidates if path.count("/") == least)
