"""`completion`: the script that makes a shell complete commands, options and contacts."""

import click

from vault_tools.cli.speech import Command

_SHELLS = ["bash", "zsh", "fish"]


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion_command(shell: str) -> None:
    """Print the script for your shell's completion, names of contacts included.

    \b
    Examples:
      vault-tools completion bash > ~/.local/share/bash-completion/completions/vault-tools
      vault-tools completion zsh > ~/.zfunc/_vault-tools
      vault-tools completion fish > ~/.config/fish/completions/vault-tools.fish
    """
    from click.shell_completion import get_completion_class

    from vault_tools.cli.main import cli

    maker = get_completion_class(shell)
    assert maker is not None  # click has these three
    click.echo(maker(cli, {}, "vault-tools", "_VAULT_TOOLS_COMPLETE").source())
