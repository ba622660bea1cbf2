"""`python -m vault_tools` and the `vault-tools` command."""

import gc
import sys

from vault_tools.cli.main import cli
from vault_tools.errors import VaultToolsError


def main() -> None:
    """Run the command line; an error of ours ends it with one sentence and its exit code."""
    gc.disable()  # a command ends soon and makes few cycles; collecting among a million objects costs a third
    try:
        cli(prog_name="vault-tools")
    except VaultToolsError as error:
        import click

        click.echo(f"{click.style('Error:', fg='red', bold=True)} {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output is gone; nothing is left to say
        sys.exit(141)


if __name__ == "__main__":
    main()
