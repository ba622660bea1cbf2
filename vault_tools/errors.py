"""The exceptions a command may end with: one tree, each with its exit code.

Exit codes: 0 fine, 1 findings (or a difference under `--check`), 2 usage or a vault that can't be used.
What is wrong with a single note is never an exception but a `Finding` (see findings.py).
"""

from gettext import NullTranslations


class VaultToolsError(Exception):
    """Base of all errors shown to the user as one sentence without a traceback. `message` is an English sentence; what
    fills its `%(fields)s` is given by name, so that it can be said in another language."""

    exit_code = 2

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message % fields if fields else message)
        self._message, self._fields = message, fields

    def sentence(self, words: NullTranslations) -> str:
        """The sentence in a catalogue's language; in English where the catalogue does not know it."""
        message = words.gettext(self._message)
        return message % self._fields if self._fields else message


class NoVaultError(VaultToolsError):
    """No vault was named, and none lies around the working folder."""


class VaultGoneError(VaultToolsError):
    """The vault's folder can't be read (unmounted, deleted, no permission)."""


class ConfigError(VaultToolsError):
    """`vault-tools.toml` is not TOML at all, so nothing in it can be trusted."""


class TemplateProblem(VaultToolsError):
    """A digest's template can't be rendered; the message names template and line."""


class LookupFailed(VaultToolsError):
    """A name given on the command line fits nobody, or several people."""


class WatchLockedError(VaultToolsError):
    """Another process watches this vault already."""


class WriteError(VaultToolsError):
    """A file could not be written; it is as it was."""


class UndoRefused(VaultToolsError):
    """A step that can't be taken back: its notes are no longer as it left them."""


class RenameRefused(VaultToolsError):
    """A note that can't get this name or place, or two that can't be merged. Nothing was changed."""
