"""A note as lines that keep their own ends: what every edit works on, and how it proves that it touched no more."""

import re

from vault_tools.vault.body import Body, visible
from vault_tools.vault.decode import MAX_BYTES
from vault_tools.vault.frontmatter import Frontmatter, read_frontmatter

BOM = "\ufeff"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_END = re.compile(r"(?:\r\n|\n|\r)\Z")


class EditRefused(Exception):
    """An edit that can't be made safely: a finding's `code`, the `line` in the file, and the finding's `params`."""

    def __init__(self, code: str, line: int | None = None, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.params = params


class NoteLines:
    """The lines of a note, each with its end. Raises EditRefused for bytes that are not a note's text."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            raise EditRefused("edit-too-large", None, limit=str(MAX_BYTES // 1024 // 1024))
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise EditRefused("edit-encoding", data.count(b"\n", 0, error.start) + 1) from error
        self.bom = BOM if text.startswith(BOM) else ""
        self.lines = _LINE.findall(text.removeprefix(BOM))

    @property
    def data(self) -> bytes:
        """The note's bytes."""
        return (self.bom + "".join(self.lines)).encode()

    @property
    def text(self) -> str:
        """The note's text with `\\n` line ends and no BOM, as all reading sees it."""
        return "".join(_END.sub("\n", line) for line in self.lines)

    def front(self) -> Frontmatter:
        """The frontmatter as it is read."""
        return read_frontmatter(self.text)

    def body(self) -> Body:
        """The text below the frontmatter."""
        length = self.front().length
        return Body("\n".join(self.text.split("\n")[length:]), length + 1)

    def seen(self) -> list[str]:
        """The lines as they are read: those of the frontmatter, and of the body with code, comments, quotes and blocks
        blanked."""
        length = self.front().length
        lines = self.text.split("\n")
        return lines[:length] + visible("\n".join(lines[length:])).split("\n")

    def words(self, index: int) -> str:
        """A line without its end."""
        return _END.sub("", self.lines[index])

    def end_near(self, index: int) -> str:
        """The line end that a new line at `index` should have: that of the line before, else after it."""
        for near in (index - 1, index, *range(len(self.lines))):
            if 0 <= near < len(self.lines) and (end := _END.search(self.lines[near])):
                return end[0]
        return "\n"

    def change(self, index: int, words: str) -> None:
        """Give a line other words; its end stays."""
        end = _END.search(self.lines[index])
        self.lines[index] = words + (end[0] if end else "")

    def insert(self, index: int, new: list[str]) -> None:
        """Put lines before the one at `index`. A note without a final newline stays one."""
        end = self.end_near(index)
        fresh = [words + end for words in new]
        if index == len(self.lines) and self.lines and not _END.search(self.lines[-1]):
            self.lines[-1] += end
            fresh[-1] = new[-1]
        self.lines[index:index] = fresh


def check_others(before: NoteLines, after: NoteLines, at: int, removed: int, added: int) -> None:
    """Raise EditRefused if a line beside the `added` ones at index `at`, which stand for `removed` old ones, is now
    read in another way than before."""
    old, new = before.seen(), after.seen()
    if old[:at] != new[:at] or old[at + removed :] != new[at + added :]:
        raise EditRefused("edit-reaches-further", at + 1)
