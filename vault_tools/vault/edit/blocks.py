"""Putting a new, still empty block into a note."""

from vault_tools.vault.blocks import CLOSING, find_blocks
from vault_tools.vault.edit.lines import EditRefused, NoteLines, check_others


def insert_block(data: bytes, name: str, options: str, *, top: bool = False) -> bytes:
    """The note with an empty block at its end, or under `top` below the frontmatter and a first heading; as it is if
    it holds that block already. Raises EditRefused."""
    before, note = NoteLines(data), NoteLines(data)
    blocks, faults = find_blocks(note.text)
    if faults:
        raise EditRefused(faults[0].code, faults[0].line)
    if any((block.name, block.options) == (name, options) for block in blocks):
        return data
    at = _top(note) if top else len(note.lines)
    new = [f"<!-- vault-tools: {' '.join(filter(None, (name, options)))} -->", "", CLOSING]
    if at and note.words(at - 1).strip() and at > note.front().length:
        new = ["", *new]
    if at < len(note.lines) and note.words(at).strip():
        new = [*new, ""]
    note.insert(at, new)
    check_others(before, note, at, 0, len(new))
    if len(find_blocks(note.text)[0]) != len(blocks) + 1:
        raise EditRefused("edit-reaches-further", at + 1)
    return note.data


def _top(note: NoteLines) -> int:
    index = note.front().length
    while index < len(note.lines) and not note.words(index).strip():
        index += 1
    if index < len(note.lines) and note.words(index).startswith("# "):
        return index + 1
    return min(index, len(note.lines))
