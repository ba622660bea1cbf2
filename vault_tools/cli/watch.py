"""`watch`: render after every change."""

import gc

import click

from vault_tools.cli.common import Settings, command, find_vault


@command()
@click.option("--debounce", type=click.FloatRange(0.05, 600), default=2.0, show_default=True, help="Seconds of quiet.")
@click.option("--poll", type=click.FloatRange(0.2, 3600), default=5.0, show_default=True, help="Seconds between looks.")
@click.option("--no-events", is_flag=True, help="Look for changes every --poll seconds instead of being told.")
def watch_command(settings: Settings, debounce: float, poll: float, no_events: bool) -> None:
    """Render the digests now, after every change, and at midnight, until stopped (Ctrl-C).

    Changes are rendered after two seconds of quiet, because Obsidian merges edits that old into an open note.
    One watcher a vault; a second one says who holds the first.

    \b
    Examples:
      vault-tools watch
      vault-tools watch --vault ~/network --debounce 5
    """
    from vault_tools.eyes import Options
    from vault_tools.watch import Watcher, handle_signals

    def say(line: str) -> None:
        click.echo(line)

    watcher = Watcher(
        find_vault(settings),
        say,
        Options(debounce, poll, no_events),
        lang=settings.lang,
        log=settings.log,
    )
    handle_signals(watcher)
    gc.enable()  # this one does not end soon, and holds little
    watcher.run()
