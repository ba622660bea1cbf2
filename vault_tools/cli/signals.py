"""`signals`: what people want more and less, what lands when, and all about one topic."""

from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.common import Settings, command, open_vault, show_json, show_markdown
from vault_tools.cli.reading import renderer_for, show_digest
from vault_tools.errors import LookupFailed
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.digests.context import Context


def complete_topic(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[Any]:
    """Topics of signals for the shell's completion; nothing where there is no vault to ask."""
    from click.shell_completion import CompletionItem

    from vault_tools.errors import VaultToolsError
    from vault_tools.network.topics import topic_key

    settings = Settings()
    settings.take({"vault": ctx.params.get("vault") or (ctx.parent.params.get("vault") if ctx.parent else None)})
    try:
        with open_vault(settings, whole=True) as workspace:
            from vault_tools.digests.heard import Sayings

            sayings = Sayings(workspace.network, workspace.today, workspace.config)
            names = sorted(map(sayings.name, sayings.keys))
            return [CompletionItem(name) for name in names if topic_key(name).startswith(topic_key(incomplete))]
    except VaultToolsError:
        return []


@command()
@click.option("--topic", metavar="TOPIC", shell_complete=complete_topic, help="All that was said about one topic.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Describe so many topics.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON (docs/json.md).")
def signals_command(settings: Settings, topic: str | None, limit: int, as_json: bool) -> None:
    """What people want more and less than half a year ago, what lands when, who waits for an offer, who proved right.

    TOPIC may be any of its spellings, a beginning or a part.

    \b
    Examples:
      vault-tools signals
      vault-tools signals --topic "AI training"
      vault-tools signals --today 2026-01-01
      vault-tools signals --json | jq -r '.agenda.unserved[] | [.contact, .quote.topic, .half] | @tsv'
    """
    if topic is None:
        show_digest(settings, "signals", as_json, lambda _renderer, view: view.as_json(), limit=limit)
        return
    with open_vault(settings, whole=True) as workspace:
        from vault_tools.digests.topic import topic as topic_view

        context = workspace.context()
        view = topic_view(context, _chosen(context, topic))
        if as_json:
            import msgspec

            show_json(msgspec.to_builtins(view))
        else:
            show_markdown(renderer_for(workspace).terminal("topic", view))


def _chosen(context: "Context", text: str) -> str:
    """The key of the topic that is meant. Raises LookupFailed."""
    from vault_tools.digests.topic import find_topic

    key, others = find_topic(context.sayings, text)
    if key is None:
        if others:
            told = _("“%(text)s” may be any of: %(topics)s — name one of them")
            raise LookupFailed(told, text=text, topics=", ".join(others))
        raise LookupFailed(_("nobody has spoken of “%(text)s” — `vault-tools signals` lists the topics"), text=text)
    return key
