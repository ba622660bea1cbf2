"""Build hook: compiles the message catalogues (.po, kept in git) to the .mo files gettext reads."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> None:
    """Write a .mo beside every .po below `root`/vault_tools/locale."""
    for po in sorted(root.glob("vault_tools/locale/*/LC_MESSAGES/*.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before each build, editable installs included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues of the tree that is being built."""
        compile_catalogues(Path(self.root))
