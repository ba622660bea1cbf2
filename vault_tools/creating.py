"""New notes from templates."""

import re
from datetime import date
from pathlib import Path

from vault_tools.errors import WriteError
from vault_tools.render import Renderer
from vault_tools.vault.quoting import file_name
from vault_tools.vault.write import ChangedError, write_atomically


def new_contact(vault: Path, folder: str, renderer: Renderer, name: str, today: date) -> str:
    """Make a contact's note; gives its path within the vault. Raises WriteError if there is one already."""
    name = re.sub(r"\s+", " ", name).strip()
    try:
        stem = file_name(name)
    except ValueError as error:
        raise WriteError(str(error)) from error
    path = f"{folder.strip('/')}/{stem}.md".lstrip("/")
    text = renderer.note("contact", {"name": name, "stem": stem, "today": today.isoformat()})
    try:
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(vault / path, text.encode(), expected=None)
    except ChangedError:
        raise WriteError(f"{path}: there is such a note already — nothing was changed") from None
    except OSError as error:
        raise WriteError(f"{path}: can't be made: {error.strerror}") from error
    return path
