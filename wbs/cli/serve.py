"""``wbs serve``: run one side of the portal under gunicorn."""

import time
from datetime import datetime
from pathlib import Path

from flask import Flask

from wbs.cli.config import config_option, open_checked, read_settings, refused
from wbs.cli.helping import group
from wbs.language import N_
from wbs.portal import create_courier_app, create_reporter_app
from wbs.portal.config import Settings, SettingsError
from wbs.portal.server import Server
from wbs.store.publication import publish


@group(help=N_("Jalankan sisi pelapor atau sisi kurir."))
def serve() -> None:
    """Run the reporter's or the courier's side."""


@serve.command(help=N_("Jalankan sisi pelapor sampai sinyal mengakhirinya."))
@config_option
def reporter(path: Path) -> None:
    """Run the reporter's side until a signal ends it."""
    # Here, because the courier's process must never load what seals and opens.
    from wbs.portal.reporter import scrub
    from wbs.portal.reporter.incoming import open_incoming
    from wbs.portal.reporter.portal import utc_now
    from wbs.portal.reporter.scratch import keep_sweeping
    from wbs.portal.reporter.spool import open_spool
    from wbs.portal.reporter.state import SealKeys

    settings = read_settings(path)
    _prepare(settings)
    keys = SealKeys()
    spool, incoming = open_spool(settings, utc_now), open_incoming(settings, utc_now)
    for folder in (spool, incoming):
        folder.sweep(time.time())

    def make() -> Flask:
        scrub.check()
        return create_reporter_app(settings, keys=keys, spool=spool, incoming=incoming)

    def attend() -> None:
        keys.keep_turning()
        keep_sweeping(spool, incoming)

    server = settings.reporter
    Server(
        make,
        listen=server.listen,
        workers=server.workers,
        threads=server.threads,
        in_worker=attend,
    ).run()


@serve.command(help=N_("Jalankan sisi kurir sampai sinyal mengakhirinya."))
@config_option
def courier(path: Path) -> None:
    """Run the courier's side until a signal ends it."""
    settings = read_settings(path)
    _prepare(settings)
    try:
        # Made here, so that what is wrong with the secret's file is said and not logged.
        app = create_courier_app(settings)
    except SettingsError as error:
        raise refused(error) from None
    Server(lambda: app, listen=settings.courier.listen, workers=1, threads=4).run()


def _prepare(settings: Settings) -> None:
    """Check the database, and write the public files that a stop may have left behind it.

    No connection is left open: none may be shared with the workers.
    """
    with open_checked(settings) as store:
        publish(store, settings.pin.instance, datetime.now(settings.office.zone).date())
