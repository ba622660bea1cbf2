"""`landscape` and `circles`: who does what in each industry, and how far in one is."""

from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Misuse, Settings, command
from vault_tools.cli.reading import show_digest
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.network.model import Network


@command()
@click.argument("industry", default="")
@click.option("--json", "as_json", is_flag=True, help="Print all positions and people as JSON (docs/json.md).")
def landscape_command(settings: Settings, industry: str, as_json: bool) -> None:
    """Each industry's chain with the people at its positions, how they earn, who pays whom, and where you know nobody.

    INDUSTRY, the name of its note, shows that one alone.

    \b
    Examples:
      vault-tools landscape
      vault-tools landscape 制造业
      vault-tools landscape --json | jq -r '.blank[] | [.industry, .position] | @tsv'
    """
    show_digest(
        settings,
        "landscape",
        as_json,
        lambda _renderer, view: view.as_json(),
        lambda network: _industry(network, industry),
    )


@command()
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Describe so many circles.")
@click.option("--json", "as_json", is_flag=True, help="Print all circles as JSON (docs/json.md).")
def circles_command(settings: Settings, limit: int, as_json: bool) -> None:
    """How far you are in which circle, through whom, what the targets ask for, and what you bring to those inside.

    \b
    Examples:
      vault-tools circles
      vault-tools circles --limit 3
      vault-tools circles --json | jq '.circles[] | {circle, inside, needed_per_week}'
    """
    show_digest(settings, "circles", as_json, lambda _renderer, view: view.as_json(), limit=limit)


def _industry(network: "Network", name: str) -> str:
    """The path of the industry of that name, empty for none. Raises Misuse where nothing has the name."""
    from vault_tools.network.industries import Industries

    found = Industries(network.industries).of(name) if name else ()
    if name and len(found) != 1:
        known = ", ".join(one.name for one in network.industries.values())
        if not known:
            raise Misuse(_("no industry is called “%(name)s”; none has a note yet"), name=name)
        raise Misuse(_("no industry is called “%(name)s”; there are: %(known)s"), name=name, known=known)
    return found[0] if found else ""
