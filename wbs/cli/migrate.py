"""``wbs migrate``: bring the database to this program's schema after an update."""

from pathlib import Path

import click

from wbs.cli.config import config_option, open_unchecked, read_settings
from wbs.cli.helping import command
from wbs.language import N_, _
from wbs.store import migrate as schema


@command(help=N_("Sesuaikan basis data dengan versi ini; hentikan kedua sisi dahulu."))
@config_option
def migrate(path: Path) -> None:
    """Bring the database to this version's schema; stop both sides first."""
    with open_unchecked(read_settings(path)) as store:
        done = schema.migrate(store)
    click.echo(_("Skema basis data diperbarui.") if done else _("Basis data sudah sesuai versi ini."))
