"""Putting rendered blocks into a note's bytes, and keeping what a user typed into one or marked there."""

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher

import msgspec

from vault_tools.vault.blocks import (
    CLOSING,
    Block,
    content_hash,
    content_of,
    find_blocks,
    replace_block,
    untouched,
)
from vault_tools.vault.rows import Verdict, remarked, unmarked_lines

BOM = "\ufeff"

Content = Callable[[Block], str | None]
"""What to render into a block; None: it is left alone."""


class NotText(ValueError):
    """The note is not UTF-8, so it is not edited."""


class Manner(msgspec.Struct, frozen=True):
    """How what a user left in a block is dealt with.

    `rendered_before` gives by hash what once was rendered, to tell the user's lines from ours; lines typed into a block
    are moved below it, under `heading`. `verdict` says what became of a marked row; one that is stuck whose place is
    gone stands under `stuck_title`, with `because` around the reason.
    """

    rendered_before: Mapping[str, str]
    heading: str
    verdict: Verdict
    stuck_title: str
    because: str


def place(data: bytes, content: Content, manner: Manner) -> bytes:
    """The note's bytes with every block rendered by `content`; all other bytes stay.

    A note whose markers don't pair stays as it is. Raises NotText.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotText(str(error)) from error
    blocks, faults = find_blocks(text.removeprefix(BOM))
    if faults:
        return data
    bom = BOM if text.startswith(BOM) else ""
    text = text.removeprefix(BOM)
    for block in reversed(blocks):
        fresh = content(block)
        if fresh is not None:
            text = _replace(text, block, fresh.strip("\n"), manner)
    return (bom + text).encode()


def _replace(text: str, block: Block, fresh: str, manner: Manner) -> str:
    """`text` with `fresh` in the block, and what the user left there still there or below it."""
    present = content_of(text, block)
    fresh, homeless = remarked(fresh, present, manner.verdict, manner.stuck_title, manner.because)
    kept = [] if untouched(text, block) else typed_lines(text, block, manner.rendered_before)
    kept += [row.line() for row in homeless if not any(f"^{row.id}" in line for line in kept)]
    if block.hash == content_hash(fresh) and not kept and present == fresh:
        return text
    if kept:
        text = _keep_below(text, block, kept, manner.heading)
    return replace_block(text, block, fresh)


def typed_lines(text: str, block: Block, rendered_before: Mapping[str, str]) -> list[str]:
    """The lines that a user typed into a block, as they stand there, blank ones between them too.

    They are what differs from what was rendered there before; where that is not known, all of it.
    """
    lines = list(unmarked_lines(content_of(text, block)))
    present = [line for _, line in lines]
    before = rendered_before.get(block.hash or "")
    if before is None:
        return present
    kept: list[str] = []
    rendered = [line for line, _ in lines]
    matcher = SequenceMatcher(None, before.strip("\n").split("\n"), rendered, autojunk=False)
    for change, _, _, start, end in matcher.get_opcodes():
        if change in ("insert", "replace"):
            kept += ["", *present[start:end]] if kept else present[start:end]
    return "\n".join(kept).strip("\n").split("\n") if any(map(str.strip, kept)) else []


def _keep_below(text: str, block: Block, lines: list[str], heading: str) -> str:
    """`text` with `lines` below the block, under the heading, which is written once."""
    end = "\r\n" if "\r\n" in text else "\n"
    newline = text.find(end, block.inner[1])
    after = len(text) if newline < 0 else newline
    rest = text[after:]
    title = f"{end}{end}{heading}{end}"
    if rest.startswith(title):
        after += len(title)
        return text[:after] + "".join(end + line for line in lines) + end + text[after:]
    gap = end if rest.startswith(end) and not rest.startswith(end * 2) and rest.strip() else ""
    return text[:after] + title + "".join(end + line for line in lines) + gap + (rest or end)


def new_digest(title: str, name: str) -> bytes:
    """The bytes of a digest's note before its first render."""
    return f"# {title}\n\n<!-- vault-tools: {name} -->\n\n{CLOSING}\n".encode()
