"""The option ``--config`` and what it names, for the commands of the online side."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from wbs.cli.helping import option
from wbs.language import N_, _
from wbs.portal.config import Settings, SettingsError, load, open_store
from wbs.store.errors import StoreError
from wbs.store.migrate import check_schema
from wbs.store.session import Store

config_option = option(
    "--config",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="WBS_CONFIG",
    default=Path("wbs.toml"),
    show_default=True,
    help=N_("Pengaturan portal."),
)


def read_settings(path: Path) -> Settings:
    """Read the settings, or end with one sentence that names what is wrong."""
    try:
        return load(path)
    except SettingsError as error:
        raise refused(error) from None


def refused(error: SettingsError) -> click.ClickException:
    """Return the sentence for settings that cannot be used."""
    return click.ClickException(_("Pengaturan: {error}").format(error=error))


@contextmanager
def open_checked(settings: Settings) -> Iterator[Store]:
    """Open the store with a schema that fits; a failure in the block ends with one sentence."""
    with open_unchecked(settings) as store:
        check_schema(store)
        yield store


@contextmanager
def open_unchecked(settings: Settings) -> Iterator[Store]:
    """Open the store whatever its schema, for the one command that changes it."""
    try:
        store = open_store(settings)
        try:
            yield store
        finally:
            store.dispose()
    except StoreError as error:
        raise click.ClickException(_("Penyimpanan: {error}").format(error=error)) from None
