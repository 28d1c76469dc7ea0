"""``wbs migrate``: bring the database to this program's schema after an update."""

from pathlib import Path

import click

from wbs.cli.config import config_option, open_unchecked, read_settings
from wbs.language import _
from wbs.store import migrate as schema


@click.command()
@config_option
def migrate(path: Path) -> None:
    """Bring the database to this version's schema; stop both sides first."""
    with open_unchecked(read_settings(path)) as store:
        done = schema.migrate(store)
    click.echo(_("Skema basis data diperbarui.") if done else _("Basis data sudah sesuai versi ini."))
