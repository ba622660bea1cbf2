"""`python -m vault_tools` and the `vault-tools` command."""

import gc
import os
import sys

import click

from vault_tools.cli.common import Settings
from vault_tools.cli.main import cli
from vault_tools.cli.speech import clicks_words, ended_and_quoted
from vault_tools.errors import VaultToolsError
from vault_tools.language import mark as _

_READER_GONE = 141
"""What a shell reports of a program ended by SIGPIPE."""


def main() -> None:
    """Run the command line; an error of ours ends it with one sentence and its exit code."""
    gc.disable()  # a command ends soon and makes few cycles; collecting among a million objects costs a third
    code = _run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = _READER_GONE
    os._exit(code)  # everything is closed; taking a million objects apart one by one would take 0.2 s


def _run() -> int:
    settings = Settings()
    try:
        code: object = cli(prog_name="vault-tools", obj=settings, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except click.ClickException as error:
        with clicks_words(settings.language):
            (error if settings.language == "en" else ended_and_quoted(error)).show()
        return error.exit_code
    except click.Abort:
        settings.tell(_("Aborted!"), err=True)
        return 1
    except VaultToolsError as error:
        _complain(settings, error.sentence(settings.words))
        return error.exit_code
    except BrokenPipeError:
        return _READER_GONE
    except OSError as error:  # a file that became unreadable while it was needed
        if not error.filename:
            raise
        told = settings.words.gettext(_("%(path)s: %(why)s — nothing more was done"))
        _complain(settings, told % {"path": os.fsdecode(error.filename), "why": error.strerror})
        return VaultToolsError.exit_code
    return 0


def _complain(settings: Settings, sentence: str) -> None:
    told = settings.words.gettext(_("Error: "))
    click.echo(click.style(told, fg="red", bold=True) + sentence, err=True)


if __name__ == "__main__":
    main()
