"""``wbs serve``: run one side of the portal under gunicorn."""

from datetime import datetime
from pathlib import Path

import click
from flask import Flask

from wbs.cli.language import _
from wbs.portal import create_courier_app, create_reporter_app
from wbs.portal.config import Settings, SettingsError, load, open_store
from wbs.portal.server import Server
from wbs.store.errors import StoreError
from wbs.store.migrate import check_schema
from wbs.store.publication import publish


@click.group()
def serve() -> None:
    """Run the reporter's or the courier's side."""


_config = click.option(
    "--config", "path", type=click.Path(path_type=Path, dir_okay=False), default=Path("wbs.toml")
)


@serve.command()
@_config
def reporter(path: Path) -> None:
    """Run the reporter's side until a signal ends it."""
    # Here, because the courier's process must never load what seals and opens.
    from wbs.portal.reporter.state import SealKeys

    settings = _settings(path)
    _prepare(settings)
    keys = SealKeys()

    def make() -> Flask:
        return create_reporter_app(settings, keys=keys)

    server = settings.reporter
    Server(
        make,
        listen=server.listen,
        workers=server.workers,
        threads=server.threads,
        in_worker=keys.keep_turning,
    ).run()


@serve.command()
@_config
def courier(path: Path) -> None:
    """Run the courier's side until a signal ends it."""
    settings = _settings(path)
    _prepare(settings)
    try:
        # Made here, so that what is wrong with the secret's file is said and not logged.
        app = create_courier_app(settings)
    except SettingsError as error:
        raise _refused(error) from None
    Server(lambda: app, listen=settings.courier.listen, workers=1, threads=4).run()


def _settings(path: Path) -> Settings:
    try:
        return load(path)
    except SettingsError as error:
        raise _refused(error) from None


def _refused(error: SettingsError) -> click.ClickException:
    return click.ClickException(_("Pengaturan: {error}").format(error=error))


def _prepare(settings: Settings) -> None:
    """Check the database, and write the public files that a stop may have left behind it."""
    try:
        store = open_store(settings)
        check_schema(store)
        publish(store, settings.pin.instance, datetime.now(settings.office.zone).date())
        # No connection may be shared with the workers.
        store.dispose()
    except StoreError as error:
        raise click.ClickException(_("Penyimpanan: {error}").format(error=error)) from None
