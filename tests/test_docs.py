"""The docs say what the program does: tables are compared with the code, links are followed."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click
import msgspec
import pytest

from tests.helpers import ROOT
from vault_tools.cli.main import COMMANDS, cli
from vault_tools.config import DEFAULT_STAGES, Circle, Config, Stage
from vault_tools.dates.cadence import Cadence
from vault_tools.digests.registry import BLOCKS
from vault_tools.findings import SENTENCES
from vault_tools.network import vocabulary
from vault_tools.network.vocabulary import PROPERTIES
from vault_tools.sentences import Sentences

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

TYPES = {
    bool: "true or false",
    int: "number",
    int | None: "number",
    float | None: "number",
    str: "text",
    str | None: "text",
    date | None: "date",
    Cadence | None: "rhythm",
    tuple[str, ...]: "list of texts",
    tuple[str, ...] | None: "list of texts",
    tuple[int, ...]: "list of numbers",
    tuple[tuple[str, ...], ...]: "list of lists of texts",
    tuple[Stage, ...]: "list of tables",
    tuple[Circle, ...]: "list of tables",
}
"""What docs/config.md calls the types of the settings; choices are named by their values, all others are tables."""

VALUES = {
    "`stage`": vocabulary.STAGES,
    "`channel`": vocabulary.CHANNELS,
    "`response`": vocabulary.RESPONSES,
    "`initiated`": vocabulary.INITIATED,
    "`outlook`": vocabulary.OUTLOOKS,
    "a deal's `status`": vocabulary.DEAL_STATUSES,
    "an introduction's `status`": vocabulary.INTRODUCTION_STATUSES,
    "a resource's `kind`": vocabulary.RESOURCE_KINDS,
    "a signal's `kind`": vocabulary.SIGNAL_KINDS,
}

COMMON = ("vault", "today", "lang", "verbose", "help")
"""The options of every command, described once."""

WRITING = ("dry_run", "edit", "as_json")
"""The options of every command that edits notes, described once."""


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """The tables' rows whose first cell is a code: that cell, and the other cells."""
    found = re.findall(r"^\| `([^`]+)` \|(.*)\|$", text, re.MULTILINE)
    return {name: [cell.strip() for cell in re.split(r"(?<!\\)\|", rest)] for name, rest in found}


def between(text: str, marker: str) -> str:
    """What stands between the comment `marker` and its closing one."""
    inner = re.search(rf"<!-- {marker} -->\n(.*?)<!-- /{marker.partition(':')[0]} -->", text, re.DOTALL)
    assert inner, marker
    return inner[1]


def is_chinese(name: str) -> bool:
    return any(char >= "\u2e80" for char in name)


@pytest.mark.parametrize("kind", PROPERTIES)
def test_every_property_with_its_other_names(kind: str) -> None:
    documented = rows(between(page("format.md"), f"properties: {kind}"))
    assert list(documented) == list(PROPERTIES[kind])
    for name, others in PROPERTIES[kind].items():
        chinese, meaning = documented[name]
        assert list(filter(None, chinese.split(" · "))) == [other for other in others.split() if is_chinese(other)]
        words, _, also = meaning.partition("Also: ")
        assert words
        assert also == ", ".join(other.replace("_", " ") for other in others.split() if not is_chinese(other))


def test_every_value_with_its_other_words() -> None:
    documented = re.findall(r"^\| (.+?) \| `(.+?)` \| (.*?) \|$", between(page("format.md"), "values"), re.MULTILINE)
    assert documented == [
        (of, word, " · ".join(other.replace("_", " ") for other in others.split()))
        for of, table in VALUES.items()
        for word, others in table.items()
    ]


def settings(kind: type[msgspec.Struct], prefix: str = "") -> dict[str, tuple[Any, Any]]:
    """Each setting of the config with its type and default; those of a table as `table.setting`."""
    found: dict[str, tuple[Any, Any]] = {}
    hints = get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        hint = hints[field.name]
        found[prefix + field.name] = hint, field.default
        inner = {"stages": Stage, "circles": Circle}.get(field.name, hint)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            found |= settings(inner, f"{field.name}.")
    return found


def toml(value: Any) -> str | None:
    """A default as it is written in the config; None where words say it."""
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case int():
            return f"`{value}`"
        case str() | Cadence():
            return f'`"{value}"`'
        case tuple() if not any(isinstance(one, msgspec.Struct) for one in value):
            return f"`{json.dumps(value)}`"
    return None


def test_every_setting_with_type_and_default() -> None:
    documented = rows(page("config.md"))
    for name, (hint, default) in settings(Config).items():
        shown_type, shown_default, meaning = documented[name]
        choices = [one for part in (hint, *get_args(hint)) if get_origin(part) is Literal for one in get_args(part)]
        if choices:
            assert shown_type == " or ".join(f'`"{choice}"`' for choice in choices), name
        else:
            assert shown_type == TYPES.get(hint, "table"), name
        assert meaning, name
        if (written := toml(default)) is not None:
            assert shown_default == written, name
    stages = [row for row in documented if row in {stage.key for stage in DEFAULT_STAGES}]
    assert {name for name in documented if name not in stages} == set(settings(Config))


def test_the_default_stages() -> None:
    documented = rows(page("config.md"))
    for stage in DEFAULT_STAGES:
        assert documented[stage.key] == [f"{stage.target:,}", str(stage.cadence)]


def without_code_around_comments(text: str) -> str:
    """A comment must stand in code style on a page, or it would not be seen there."""
    return re.sub("`(<!-- .*? -->)`", r"\1", text)


def test_every_finding_in_the_programs_own_words() -> None:
    documented = rows(page("findings.md"))
    assert list(documented) == list(SENTENCES)
    for code, sentences in SENTENCES.items():
        problem, remedy = (without_code_around_comments(cell) for cell in documented[code][:2])
        assert [problem, remedy] == [without_code_around_comments(sentence) for sentence in sentences], code
        assert documented[code][2], f"{code}: say what it means for the reader"


def test_every_command_with_examples() -> None:
    text = page("commands.md")
    assert [name for name in rows(text) if not name.startswith("-")] == list(COMMANDS)
    sections = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    described = dict(zip(sections[1::2], sections[2::2], strict=True))
    for name in COMMANDS:
        assert f"vault-tools {name}" in described[name]
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        kinds = command.commands if isinstance(command, click.Group) else {}
        for kind, one in kinds.items():
            assert f"vault-tools {name} {kind}" in described[name]
            assert "Examples:" in (one.help or "")
        options = [*command.params, *(param for one in kinds.values() for param in one.params)]
        apart = (*COMMON, *WRITING) if any(option.name == "dry_run" for option in options) else COMMON
        for option in options:
            if option.name not in apart and option.opts[0].startswith("--"):
                assert f"`{option.opts[0]}" in described[name], f"{name} {option.opts[0]}"


def test_every_block() -> None:
    assert set(rows(page("format.md"))) >= set(BLOCKS)


def test_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = [re.split(r"[<>=~! ]", one)[0] for one in needed]
    shown = re.findall(r"^\| ([a-z0-9-]+) \| ..+ \|$", page("dependencies.md"), re.MULTILINE)
    assert [name for name in shown if name != "library"] == names


def test_the_templates_page_names_what_templates_get() -> None:
    text = page("templates.md")
    words = "stage channel property occupation rhythm span days reason level deal_status introduction_status resource_kind signal_kind period amount"
    for name in words.split():
        assert hasattr(Sentences, name)
        assert f"`{name}(" in text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", text):
        if target.startswith("https:"):
            continue
        meant = path.parent / target if target else path
        assert meant.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", meant.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}, anchor


def test_each_promise_names_tests_that_there_are() -> None:
    text = (ROOT / "docs/promises.md").read_text()
    promises = re.split(r"^\d+\. ", text.partition("## What was tried")[0], flags=re.MULTILINE)[1:]
    assert len(promises) == int(re.findall(r"^(\d+)\. ", text, re.MULTILINE)[-1])
    for promise in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", promise)
        assert named, promise
        for path, test in named:
            assert re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.MULTILINE), f"{path}::{test}"
