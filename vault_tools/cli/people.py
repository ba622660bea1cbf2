"""`contacts` and `contact`: the people, many or one."""

from typing import Any

import click

from vault_tools.cli.common import (
    Settings,
    command,
    complete_contact,
    open_vault,
    show_json,
    show_markdown,
    show_table,
    stage_key,
)
from vault_tools.cli.reading import load

_ORDERS = ["name", "due", "last-touch", "stage", "met", "fit"]


@command()
@click.option("--stage", help="Only those now in this stage.")
@click.option("--industry", help="Only those whose industry has this in its name.")
@click.option("--circle", help="Only those in a circle with this in its name.")
@click.option("--city", help="Only those in this city.")
@click.option("--overdue", is_flag=True, help="Only those who are due.")
@click.option("--sort", type=click.Choice(_ORDERS), default="name", show_default=True, help="The order.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON (docs/json.md).")
def contacts_command(settings: Settings, as_json: bool, stage: str | None, **filters: Any) -> None:
    """List the contacts, filtered and sorted.

    \b
    Examples:
      vault-tools contacts --stage engaged --sort due
      vault-tools contacts --city 上海 --overdue
      vault-tools contacts --json | jq length
    """
    from vault_tools.digests.contacts import contact_list

    with open_vault(settings, whole=True) as workspace:
        context = workspace.context()
        rows = contact_list(context, stage=stage_key(workspace, stage), **filters)
        if as_json:
            import msgspec

            show_json([msgspec.to_builtins(row) for row in rows])
            return
        header = ["Name", "Stage", "Organisation", "City", "Last touch", "Due"]
        show_table(
            header,
            [
                [
                    row.contact,
                    "closed" if row.closed else row.stage,
                    row.org,
                    row.city,
                    str(row.last_touch or ""),
                    str(row.due or ""),
                ]
                for row in rows
            ],
        )


@command()
@click.argument("name", nargs=-1, required=True, shell_complete=complete_contact)
@click.option("--json", "as_json", is_flag=True, help="Print the card as JSON (docs/json.md).")
def contact_command(settings: Settings, name: tuple[str, ...], as_json: bool) -> None:
    """Show one contact: facts, what is due, promises, and all that happened.

    NAME may be a beginning or a part of the name, an alias, pinyin (`zhangsan`, `zs`), or nearly right.

    \b
    Examples:
      vault-tools contact li wei
      vault-tools contact zhang
      vault-tools contact "People/Li Wei"
    """
    from vault_tools.cli.choosing import choose_contact
    from vault_tools.digests.contacts import card

    with open_vault(settings, whole=True, meanwhile=load) as workspace:
        contact = choose_contact(workspace.network.called, " ".join(name))
        view = card(workspace.context(), contact.path)
        if as_json:
            import msgspec

            show_json(msgspec.to_builtins(view))
            return
        from vault_tools.markdown import Linker
        from vault_tools.render import Renderer

        linker = Linker(workspace.network.links, "none")
        renderer = Renderer(workspace.vault, workspace.config, workspace.lang, linker)
        show_markdown(renderer.terminal("contact", view))
