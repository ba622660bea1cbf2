"""One note: its properties, its body and its blocks, with a finding for all that is wrong in its form."""

from typing import Any

from vault_tools.findings import Finding
from vault_tools.vault.blocks import Block, find_blocks
from vault_tools.vault.body import Body
from vault_tools.vault.decode import MAX_BYTES, decode
from vault_tools.vault.frontmatter import read_frontmatter


class Note:
    """A note as its bytes say it, before anyone asks what it means.

    `properties` and their `lines` have the keys as written; `readable` is False where there is frontmatter that
    YAML can't read, so that nothing may be concluded from a property's absence.
    """

    __slots__ = ("blocks", "body", "findings", "lines", "path", "properties", "readable")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.findings: list[Finding] = []
        decoded = decode(data)
        if decoded.encoding:
            self._report("encoding", decoded.line, encoding=decoded.encoding)
        if decoded.nul_line:
            self._report("nul", decoded.nul_line)
        if decoded.cut:
            self._report("too-large", None, limit=str(MAX_BYTES // 1024 // 1024))
        front = read_frontmatter(decoded.text)
        for problem in front.problems:
            self._report(problem.code, problem.line, **problem.params)
        self.properties: dict[str, Any] = front.properties
        self.lines = front.lines
        self.readable = not front.length or bool(front.properties) or not front.problems
        self.body = Body(front.below, front.length + 1)
        self.blocks: list[Block] = []
        found, faults = find_blocks(decoded.text)
        for fault in faults:
            self._report(fault.code, fault.line)
        if not faults:
            self.blocks = found

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.rpartition("/")[2][:-3]

    def _report(self, code: str, line: int | None, **params: str) -> None:
        self.findings.append(Finding(self.path, code, line, params))
