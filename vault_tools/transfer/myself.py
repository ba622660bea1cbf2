"""Which of the addresses in a calendar or mailbox are one's own."""

from collections import Counter
from collections.abc import Iterable

from vault_tools.errors import VaultToolsError
from vault_tools.language import mark as _
from vault_tools.network.identity import email_key
from vault_tools.transfer.arrivals import Options, Reading

IT_IS_ME = _("me")


class WhoAmI(VaultToolsError):
    """Nothing tells which address is one's own."""


def myself(name: str, counts: Counter[str], options: Options, reading: Reading) -> frozenset[str]:
    """One's own addresses, as compared: those of the options, else that of no contact which occurs most, and is shown.
    `counts`: how often each occurs in the file called `name`. Raises WhoAmI where two occur most."""
    given = frozenset(filter(None, map(email_key, options.me)))
    often = sorted((-times, address) for address, times in counts.items() if address not in options.contacts)
    if given or not often:
        return given
    most = often[0][1]
    if others := [address for times, address in often[1:] if times == often[0][0]]:
        raise WhoAmI(
            _("%(name)s: is %(most)s you, or %(other)s? Say it with --me ADDRESS — nothing was changed"),
            name=name,
            most=most,
            other=others[0],
        )
    reading.shown.append((most, IT_IS_ME))
    return frozenset({most})


def check_addresses(addresses: Iterable[str]) -> None:
    """Raise WhoAmI for what is no address."""
    for one in addresses:
        if not email_key(one):
            raise WhoAmI(_("--me “%(text)s”: is no e-mail address"), text=one)
