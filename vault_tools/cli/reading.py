"""The digests at the terminal: one command each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.common import Settings, command, open_vault, show_json, show_markdown

if TYPE_CHECKING:
    from vault_tools.digests.context import Context
    from vault_tools.network.model import Network
    from vault_tools.render import Renderer
    from vault_tools.workspace import Workspace


def show_digest(
    settings: Settings,
    name: str,
    as_json: bool,
    to_json: Callable[["Renderer", Any], object],
    about: Callable[["Network"], str] = lambda _network: "",
    /,
    **arguments: int,
) -> None:
    """Print the digest `name` as Markdown, or what `to_json` makes of it as JSON; `about` gives the path of the one
    note it is about, if any."""
    with open_vault(settings, whole=True, meanwhile=load) as workspace:
        from vault_tools.digests.registry import BLOCKS

        context = workspace.context()
        renderer = renderer_for(workspace)
        if BLOCKS[name].of_others:
            say_of_others(workspace, context, renderer)
        view = BLOCKS[name].make(context, arguments, about(workspace.network))
        if as_json:
            show_json(to_json(renderer, view))
        else:
            show_markdown(renderer.block(name, view).text)


def load() -> None:
    """What digests are made by takes a while to load: it is loaded while a second process walks through the vault."""
    import vault_tools.render  # noqa: F401


def say_of_others(workspace: "Workspace", context: "Context", renderer: "Renderer") -> None:
    """Let a digest say what the others say; the dearest of them are made by a second process meanwhile."""
    from vault_tools.digests.registry import BLOCKS, DIGESTS
    from vault_tools.together import Apart

    renderer.say_of(context)
    asked = workspace.config.digests
    others = [one for one in DIGESTS if (asked is None or one in asked) and not BLOCKS[one].of_others]
    apart, tell = Apart(context, renderer, others), renderer.says
    known = {name: tell(name) for name in apart.here()}
    known |= {name: said.phrase for name, said in apart.said().items()}
    renderer.says = lambda name: known[name] if name in known else tell(name)


def renderer_for(workspace: "Workspace") -> "Renderer":
    """What renders for the terminal, where no link can be followed."""
    from vault_tools.markdown import Linker
    from vault_tools.render import Renderer

    return Renderer(workspace.vault, workspace.config, workspace.lang, Linker(workspace.network.links, "none"))


@command()
@click.option("--all", "everyone", is_flag=True, help="List all who are due, not only the day's limit.")
@click.option("--limit", type=click.IntRange(1), help="List so many; default: the config's, 10.")
@click.option("--json", "as_json", is_flag=True, help="Print all rows as JSON (docs/json.md).")
def follow_ups_command(settings: Settings, everyone: bool, limit: int | None, as_json: bool) -> None:
    """Who to talk to today and why; promises, birthdays, what is planned.

    \b
    Examples:
      vault-tools follow-ups
      vault-tools follow-ups --limit 3
      vault-tools follow-ups --json | jq -r '.rows[] | select(.group == "overdue") | .contact'
    """
    wanted = {"limit": 1_000_000} if everyone else {"limit": limit} if limit else {}
    show_digest(
        settings,
        "follow-ups",
        as_json,
        lambda renderer, view: view.as_json(renderer.sentences.reason),
        **wanted,
    )


@command()
@click.option("--months", type=click.IntRange(1, 60), default=12, show_default=True, help="Months to look back.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def funnel_command(settings: Settings, months: int, as_json: bool) -> None:
    """How many reached each stage, how fast, where it leaks, and what the targets ask for.

    \b
    Examples:
      vault-tools funnel
      vault-tools funnel --today 2026-01-01
      vault-tools funnel --json | jq '.stages[] | {key, reached, conversion}'
    """
    show_digest(settings, "funnel", as_json, lambda _renderer, view: view.as_json(), months=months)
