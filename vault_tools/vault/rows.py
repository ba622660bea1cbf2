"""Rows of a rendered block that a user can mark: task lines of a link and an id, and what was made of them by hand.

    - [ ] [[Li Wei]] ^vt-4kq2m7xw

Whatever else stands on the line was typed by the user; so the text that was rendered can always be told from it.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

LINK = r"\[\[[^\[\]\n]*\]\]|\[(?:\\.|[^\[\]\\\n])*\]\([^()\n]*\)"
_ROW = re.compile(rf"^([ \t]*[-*+][ \t]+)\[([^\n])\][ \t]+({LINK})([^\n]*)$", re.MULTILINE)
_ID = re.compile(r"(?<![ \t])[ \t]*+\^(vt-[a-z0-9]+)(?![\w-])")

CROSS = "✗"
"""Begins what is written into a block about rows that could not be carried out; nothing else in a block begins so."""

_STUCK_TITLE = re.compile(rf"\*\*{CROSS} [^\n]*\*\*")
_REASON = re.compile(rf"[ \t]+[-*+][ \t]+{CROSS} ")


class Row(msgspec.Struct, frozen=True):
    """A row as it stands in a note: its id, its mark (` ` for none), its link as written, the words typed into it."""

    id: str
    mark: str
    link: str
    words: str

    @property
    def touched(self) -> bool:
        """Whether the user marked it or typed into it."""
        return self.mark != " " or bool(self.words)

    def line(self, indent: str = "- ") -> str:
        """The row as a line of a note."""
        return " ".join(filter(None, (f"{indent}[{self.mark}]", self.link, self.words, f"^{self.id}")))


Verdict = Callable[[Row], str | None]
"""What became of a row that the user touched: empty for done; why it could not be carried out; None for neither, so
that it stays as it is."""


def read_row(line: str) -> tuple[str, Row] | None:
    """The bullet and the row of a line; None if it is none."""
    if "^vt-" not in line:
        return None  # as most lines
    match = _ROW.match(line)
    own = _ID.search(match[4]) if match else None
    if not match or not own:
        return None
    words = re.sub(r"\s+", " ", _ID.sub(" ", match[4])).strip()
    return match[1], Row(own[1], match[2], match[3], words)


def rows_in(content: str) -> list[Row]:
    """All rows of a block's content, in their order."""
    if "^vt-" not in content:
        return []
    return [found[1] for line in content.split("\n") if (found := read_row(line))]


def unmarked(content: str) -> str:
    """The content as it was rendered: without marks, typed words, and what was said about rows that are stuck."""
    if "^vt-" not in content:
        return content
    return "\n".join(line for line, _ in unmarked_lines(content)).strip("\n")


def unmarked_lines(content: str) -> Iterator[tuple[str, str]]:
    """The lines of the content as they were rendered, each with what stands there now."""
    stuck, marked = False, CROSS in content
    for line in content.split("\n"):
        title = marked and bool(_STUCK_TITLE.fullmatch(line))
        stuck = stuck or title
        found = read_row(line)
        if not (title or (marked and _REASON.match(line)) or (found and stuck)):
            yield (_bare(*found) if found else line), line


def _bare(indent: str, row: Row) -> str:
    return msgspec.structs.replace(row, mark=" ", words="").line(indent)


def remarked(fresh: str, present: str, verdict: Verdict, title: str, because: str) -> tuple[str, list[Row]]:
    """The freshly rendered content with the marks and words of the rows in `present` that are not done with.

    A stuck row says why below itself (`because` is the sentence around the reason); one that the fresh content no
    longer has is put below all others, under `title`. Rows that were only typed into and are gone come back as the
    second value.
    """
    kept: dict[str, tuple[Row, str | None]] = {}
    for row in rows_in(present):
        reason = verdict(row) if row.touched else ""
        if reason != "":
            kept.setdefault(row.id, (row, reason))
    if not kept:
        return fresh, []
    lines = []
    for line in fresh.split("\n"):
        found = read_row(line)
        lines.append(line)
        if found and found[1].id in kept:
            row, reason = kept.pop(found[1].id)
            lines[-1] = msgspec.structs.replace(row, link=found[1].link).line(found[0])
            lines += _why(reason, because, found[0])
    homeless = [row for row, _ in kept.values() if row.mark == " "]
    stuck = [(row, reason) for row, reason in kept.values() if row.mark != " "]
    if stuck:
        lines += ["", f"**{CROSS} {title}**", ""]
        for row, reason in stuck:
            lines += [row.line(), *_why(reason, because, "- ")]
    return "\n".join(lines), homeless


def _why(reason: str | None, because: str, indent: str) -> list[str]:
    outer = indent[: len(indent) - len(indent.lstrip())]
    return [f"{outer}    - {CROSS} {because % {'reason': reason}}"] if reason else []
