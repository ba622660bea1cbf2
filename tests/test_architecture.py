"""Imports point in one direction, and starting up loads nothing heavy."""

import ast
import subprocess
import sys

import pytest

from tests.helpers import ROOT

PACKAGE = ROOT / "vault_tools"

LAYERS = [
    ["errors", "language", "numbers", "plots", "dates", "beside", "channel", "formulas"],
    ["findings"],
    ["config"],
    ["vault"],
    ["typesetting"],
    ["journal"],
    ["changes"],
    ["network"],
    ["lookup", "search", "digests"],
    ["scribe", "habits", "relinking", "merging"],
    ["capture"],
    ["reviewing"],
    ["markdown", "sentences", "placing"],
    ["pictures", "diagrams", "canvas"],
    ["template_folders"],
    ["render"],
    ["memory", "texts"],
    ["together"],
    ["workspace", "adopt", "lock", "eyes", "forking"],
    ["creating"],
    ["introducing", "offering", "obsidian", "export"],
    ["transfer"],
    ["freshness", "marked"],
    ["actions"],
    ["publisher", "renaming"],
    ["publish"],
    ["worker"],
    ["watch"],
    ["cli"],
    ["__main__"],
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def unit(module: str) -> str:
    return module.split(".")[1]


def test_every_module_has_its_place_and_imports_only_what_lies_left_of_it() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[1:] == ("__init__",):
            continue
        own = parts[1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("vault_tools."):
                other = unit(node.module)
                if other != own and RANK[other] >= RANK[own]:
                    wrong.append(f"{'.'.join(parts)} imports {node.module}")
    assert wrong == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["digest", "--help"],
        ["watch", "--help"],
        ["log", "--help"],
        ["new", "contact", "--help"],
        ["import", "--help"],
        ["obsidian", "--help"],
    ],
)
def test_help_loads_neither_templates_nor_watcher_nor_yaml(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom vault_tools.cli.main import cli\n"
        f"try:\n    cli({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted({'jinja2', 'watchdog', 'yaml', 'yaml12', 'frontmatter', 'rich', 'pypinyin'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_modules_are_small_rooms() -> None:
    long = {str(path): count for path in PACKAGE.rglob("*.py") if (count := len(path.read_text().splitlines())) > 400}
    assert long == {}
