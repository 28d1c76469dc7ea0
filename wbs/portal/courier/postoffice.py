"""What the courier's views work with."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import current_app, g

from wbs.portal.config import Settings
from wbs.store.publication import PublicTree
from wbs.store.session import Store

_NAME = "wbs-courier"


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class PostOffice:
    """The staff's side of one portal: settings, store, public files; time and chance."""

    settings: Settings
    store: Store
    tree: PublicTree
    clock: Callable[[], datetime] = utc_now
    random: Callable[[int], bytes] = os.urandom

    @property
    def tls(self) -> bool:
        """Whether browsers reach this app by https alone."""
        return all(origin.startswith("https://") for origin in self.settings.courier.origins)

    @property
    def at_once(self) -> bool:
        """Whether letters are released without waiting; for demonstrations."""
        return self.settings.release == "at-once"

    def now(self) -> datetime:
        """Return the present moment in the office's zone."""
        return self.clock().astimezone(self.settings.office.zone)

    def today(self) -> date:
        """Return the office's date."""
        return self.now().date()


def attach(extensions: dict[str, object], office: PostOffice) -> None:
    """Make this the one that the app's views find."""
    extensions[_NAME] = office


def present() -> PostOffice:
    """Return the one of the present request."""
    office = current_app.extensions[_NAME]
    if not isinstance(office, PostOffice):
        raise TypeError("the app has no post office attached")
    return office


def courier() -> str:
    """Return who is logged in; there is always someone behind the guard."""
    return str(g.courier)
