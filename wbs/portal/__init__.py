"""The online side, and the only place where it is wired together: two apps that share no process.

Each factory imports what it needs by itself: the staff's process must never load what seals and opens.
"""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, g, request

from wbs.portal import headers, locale, privacy
from wbs.portal.config import Settings, open_store
from wbs.portal.headers import HeaderPolicy
from wbs.store.session import Store

if TYPE_CHECKING:
    from wbs.portal.client import Client
    from wbs.portal.reporter.incoming import Incoming
    from wbs.portal.reporter.portal import Outside
    from wbs.portal.reporter.spool import Spool
    from wbs.portal.reporter.state import SealKeys

_PACKAGE = Path(__file__).resolve().parents[1]
# Bytes of a case with as many replies as a page holds, but for what a reporter has typed.
_UNTYPED = 52 * 1024


def create_reporter_app(
    settings: Settings,
    *,
    outside: "Outside | None" = None,
    store: Store | None = None,
    keys: "SealKeys | None" = None,
    spool: "Spool | None" = None,
    incoming: "Incoming | None" = None,
    client: "Client | None" = None,
) -> Flask:
    """Make the reporter's app. ``keys`` is to be made before workers are forked, so that they share it."""
    from wbs.portal import reporter
    from wbs.portal.client import Client
    from wbs.portal.reporter.door import Door
    from wbs.portal.reporter.incoming import open_incoming
    from wbs.portal.reporter.lent import LendingTree
    from wbs.portal.reporter.portal import Outside, Portal
    from wbs.portal.reporter.spool import open_spool
    from wbs.portal.reporter.state import SealKeys, State

    outside = outside or Outside()
    store = store or open_store(settings)
    app = _app("wbs-reporter")
    # The other half of the threads is for those who only write, or read a page.
    places = threading.BoundedSemaphore(settings.reporter.threads // 2)
    portal = Portal(
        settings=settings,
        store=store,
        tree=LendingTree(store.public, places),
        state=State(keys or SealKeys(), outside.random),
        spool=spool or open_spool(settings, outside.clock, outside.random),
        incoming=incoming or open_incoming(settings, outside.clock, outside.random),
        client=client or Client(_PACKAGE / "static" / "client"),
        places=places,
        outside=outside,
    )
    reporter.init_app(app, portal)
    locale.init_app(app, settings.office)
    privacy.init_app(app, lambda: _page_size(reporter.PRIVATE_ENDPOINTS))
    policy = HeaderPolicy(
        reporter.FORM_ENDPOINTS,
        settings.hsts,
        settings.onion,
        cookies=False,
        script_endpoints=reporter.SCRIPT_ENDPOINTS if portal.client.names else frozenset(),
        worker_endpoints=reporter.WORKER_ENDPOINTS,
    )
    headers.init_app(app, policy)
    app.wsgi_app = Door(app, portal)  # type: ignore[method-assign]  # Flask's own way to stand before an app
    return app


def create_courier_app(
    settings: Settings,
    *,
    store: Store | None = None,
    clock: Callable[[], datetime] | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> Flask:
    """Make the courier's app; SettingsError if its secret cannot be used."""
    from wbs.portal import courier
    from wbs.portal.courier.postoffice import PostOffice, utc_now
    from wbs.store.publication import PublicTree

    store = store or open_store(settings)
    app = _app("wbs-courier")
    office = PostOffice(settings, store, PublicTree(store.public), clock or utc_now, random)
    courier.init_app(app, office)
    locale.init_app(app, settings.office)
    privacy.init_app(app, lambda: privacy.PRIVATE)
    # Its own origin decides about HSTS; there is no onion service of it.
    headers.init_app(app, HeaderPolicy(courier.FORM_ENDPOINTS, office.tls, onion="", cookies=True))
    return app


def _app(name: str) -> Flask:
    packaged = _PACKAGE / "templates"
    app = Flask(
        name,
        root_path=str(_PACKAGE),
        static_folder=str(_PACKAGE / "static"),
        static_url_path="/static",
        template_folder=str(packaged if packaged.is_dir() else _PACKAGE.parent / "templates"),
    )
    # Routing redirects name a whole address, and behind a front end that ends TLS they would name http.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    return app


def _page_size(private: frozenset[str]) -> int:
    if request.method != "POST" and request.endpoint not in private:
        return privacy.PUBLIC
    # Where replies stand beside what was typed, by that alone: that there are any must not show.
    size = privacy.PRIVATE
    while size < _UNTYPED + g.get("echo", 0):
        size *= 2
    return size
