"""All that a vault gets from `vault-tools obsidian`, in the words of the vault."""

import json
from pathlib import Path, PurePosixPath

from vault_tools.config import Config
from vault_tools.language import catalogue, mark_in
from vault_tools.obsidian.bases import people_base
from vault_tools.obsidian.census import Census
from vault_tools.obsidian.graph import colour_groups
from vault_tools.obsidian.setup import Wanted
from vault_tools.obsidian.types import property_types
from vault_tools.template_folders import shipped_templates
from vault_tools.vault.edit.settings import Entry
from vault_tools.vault.scan import TEMPLATE_FOLDERS

SNIPPET = "vault-tools"


def contents(vault: Path, config: Config, census: Census, lang: str, folder: str) -> Wanted:
    """Types of properties, colours of the graph, a style sheet and where the templates lie, for Obsidian's settings in
    `folder`; and as files the style sheet, the templates and a base of people."""
    words = catalogue(lang)
    types = property_types(census, config, lang)
    templates = _template_folder(vault, folder)
    settings = {
        "types.json": [Entry(("types",), name, kind) for name, kind in types.items()],
        "graph.json": [Entry(("colorGroups",), None, group, "query") for group in colour_groups(census, config, lang)],
        "appearance.json": [Entry(("enabledCssSnippets",), None, SNIPPET)],
        "templates.json": [Entry((), "folder", templates)],
    }
    shipped = shipped_templates()
    notes = sorted((shipped / "vault" / lang / "Templates").glob("*.md"))
    people = words.pgettext(*mark_in("base", "People"))
    files = {
        f"{folder}/snippets/{SNIPPET}.css": (shipped / "obsidian" / f"{SNIPPET}.css").read_bytes(),
        **{f"{templates}/{note.name}": note.read_bytes() for note in notes},
        f"{people}.base": people_base(census, config, words, lang, types),
    }
    return Wanted(settings, files)


def _template_folder(vault: Path, folder: str) -> str:
    """Where templates go: the folder that Obsidian looks into if notes in it are not read as people, else the one that
    there is, else `Templates`."""
    try:
        set_up = json.loads((vault / folder / "templates.json").read_bytes())["folder"].strip("/")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        set_up = ""
    if {part.casefold() for part in PurePosixPath(set_up).parts} & TEMPLATE_FOLDERS and ".." not in set_up:
        return str(PurePosixPath(set_up))
    there = sorted(child.name for child in vault.iterdir() if child.name.casefold() in TEMPLATE_FOLDERS)
    return there[0] if there else "Templates"
