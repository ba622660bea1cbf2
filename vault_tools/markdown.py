"""Markdown that shows a text as it is: escaping, links and code for digests, whatever the text holds."""

import re
import unicodedata
from urllib.parse import quote

from markupsafe import Markup

from vault_tools.vault.links import Resolver, first_link

_SPECIAL = re.compile(r"[\\`*_~\[\]|#$^=]|(?<=%)%|(?<=:):|&(?=#?\w{1,31};)")
_SPACE = re.compile(r"\s+")
_BARE_BAR = re.compile(r"(?<!\\)\|")
_BACK_TICK = re.compile(r"(?<!`)`[^`]+`(?!`)|`")
"""A word in back-ticks, or a back-tick that belongs to none."""
_CODE = re.compile(r"((?<!`)`[^`]+`(?!`))")
_PLAIN_CODE = re.compile(r"`(?!\s*\$?=)[^`\[\]\\|<>%]+`")
"""Code that breaks no link and no table, and is none of Dataview's queries."""
_UNLINKABLE = re.compile(r"[\[\]|#^\\]|%%|[\x00-\x1f\x7f]")


def escape(value: object) -> Markup:
    """A value as inline Markdown that reads as the value does: on one line, in a table or a list, in Obsidian and
    on GitHub. What is Markup already stays as it is."""
    if isinstance(value, Markup):
        return value
    return Markup(_escaped(_one_line(str(value))))


def prose(value: object) -> Markup:
    """The same for what somebody said: code stays code."""
    return value if isinstance(value, Markup) else Markup(_with_code(str(value)))


def _escaped(text: str) -> str:
    text = _SPECIAL.sub(lambda match: "&amp;" if match[0] == "&" else "\\" + match[0], text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    """The text without line breaks and control characters."""
    text = _SPACE.sub(" ", text).strip()
    if text.isprintable():
        return text
    return "".join(char if unicodedata.category(char) not in ("Cc", "Cs", "Co") else "\ufffd" for char in text)


def cell(value: object) -> Markup:
    """The same for a table's cell: links too have their bar escaped; nothing at all becomes an empty cell."""
    return Markup(_BARE_BAR.sub(r"\\|", "" if value is None else escape(value)))


def code(value: object) -> Markup:
    """A text in code style: no character in it means anything."""
    text = _one_line(str(value)).replace("-->", "--\u200b>")
    fence = "`" * (max(map(len, re.findall(r"`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return Markup(f"{fence}{pad}{text}{pad}{fence}")


def shell_quoted(text: str) -> str:
    """A text as one argument on a command line, in double quotes where that is enough."""
    text = _one_line(text)
    if not re.search(r'["$`\\!]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "'\\''") + "'"


class Linker:
    """Writes links to notes: `[[…]]` with the shortest target that means just that note, or Markdown links.

    `style` is `wikilink`, `markdown`, or `none` for places where nothing can be followed, such as a terminal.
    """

    def __init__(self, links: Resolver, style: str) -> None:
        self._links = links
        self.style = style

    def __call__(self, path: str, text: str | None = None, anchor: str = "") -> Markup:
        """A link to the note at `path`, showing `text` (absent: the note's name). `anchor` is a heading or a block id
        (`^id`) in it to go to."""
        stem = path.rpartition("/")[2].removesuffix(".md")
        shown = _one_line(text) if text else stem
        if self.style == "none":
            return prose(shown)
        if self.style == "markdown" or _UNLINKABLE.search(path):
            return Markup(f"[{_with_code(shown)}]({quote(path)}{'#' + quote(anchor, safe='^') if anchor else ''})")
        target = stem if self._links.unique(stem) else path.removesuffix(".md")
        if anchor:
            return Markup(f"[[{target}#{anchor}|{_link_text(shown)}]]")
        if shown == target:
            return Markup(f"[[{target}]]")
        return Markup(f"[[{target}|{_link_text(shown)}]]")

    def line(self, path: str, line: int, anchor: str, text: str) -> Markup:
        """A link to a line of a note: to its `anchor`, as far as a link can go. Where nothing can be followed,
        `text, path:line`."""
        if self.style == "none":
            return prose(f"{text}, {path}:{line}")
        return self(path, text, anchor)

    def by_path(self, path: str, text: str) -> Markup:
        """A link that names the note's whole path, so that it stays the same whatever notes come and go."""
        if self.style == "wikilink" and not _UNLINKABLE.search(path):
            return Markup(f"[[{path.removesuffix('.md')}|{_link_text(_one_line(text))}]]")
        return self(path, text)

    def picture(self, path: str, text: str) -> Markup:
        """A picture from the file at `path`, relative to the vault; `text` says what it shows."""
        if self.style == "markdown":
            return Markup(f"![{escape(text)}]({quote(path)})")
        return Markup(f"![[{path}]]")


def _with_code(text: str) -> str:
    """A text escaped, but code stays code."""
    text = _one_line(text)
    if "`" not in text:
        return _escaped(text)
    return "".join(part if _PLAIN_CODE.fullmatch(part) else _escaped(part) for part in _CODE.split(text))


def link_target(link: str, source: str, links: Resolver) -> list[str]:
    """The paths that a link which a Linker wrote may mean in the note `source`."""
    found = first_link(link)
    if found is None:
        return []
    target = found.target if link.startswith("[[") else f"/{found.target}"
    return links.resolve(target, source)


def link_words(link: str) -> str:
    """The words that a link shows, as they can be compared whatever had to be escaped in them."""
    found = first_link(link)
    shown = (found.text or found.target) if found else ""
    return _link_text(_one_line(re.sub(r"\\(.)", r"\1", shown)))


def shown_words(text: str) -> str:
    """What `link_words` gives of a link that a Linker wrote for this text."""
    return link_words(f"[{_with_code(text)}](x.md)") if _UNLINKABLE.search(text) else _link_text(_one_line(text))


def _link_text(text: str) -> str:
    """A link's words can escape nothing, so what would end the link is replaced by its wide twin. Code stays code."""
    text = _BACK_TICK.sub(lambda match: match[0] if len(match[0]) > 1 else "ˋ", text)
    for char, twin in (
        ("[", "［"),
        ("]", "］"),
        ("|", "｜"),
        ("<", "＜"),
        (">", "＞"),
        ("\\", "＼"),
    ):
        text = text.replace(char, twin)
    return text.replace("%%", "％％").replace("$", "＄")
