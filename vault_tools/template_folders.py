"""Where templates lie: those that ship with the program, and those of a vault."""

from pathlib import Path

from vault_tools.config import STATE_FOLDER


def shipped_templates() -> Path:
    """The folder of the templates that ship with the program: in the wheel, else in the checkout."""
    inside = Path(__file__).with_name("templates")
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"


def vault_templates(vault: Path) -> Path:
    """The folder of a vault's own templates, which need not exist."""
    return vault / STATE_FOLDER / "templates"
