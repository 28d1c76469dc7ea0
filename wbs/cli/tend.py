"""``wbs tend``: what a timer does at 06:00 and 18:00."""

from datetime import datetime
from pathlib import Path

import click

from wbs.cli.config import config_option, open_checked, read_settings
from wbs.cli.helping import command
from wbs.language import N_, _
from wbs.store.keeping import tidy
from wbs.store.publication import publish


@command(help=N_("Rilis yang sudah waktunya, hapus yang kedaluwarsa, bersihkan sisanya; aman kapan saja."))
@config_option
def tend(path: Path) -> None:
    """Release what is due, expire what is old, sweep what was left over; safe at any time."""
    settings = read_settings(path)
    now = datetime.now(settings.office.zone)
    with open_checked(settings) as store:
        kept = tidy(store, settings.pin.instance, now, at_once=settings.release == "at-once")
        publish(store, settings.pin.instance, now.date())
    text = _("Dirilis {released}, kedaluwarsa {expired}, balasan turun {slots}, sisa dibersihkan {strays}.")
    click.echo(text.format(**vars(kept)))
