"""What the reporter's views work with, and the trouble they may have to tell."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from flask import current_app

from crypto.receipt import Receipt, ReporterKeys, reporter_keys
from wbs.letters.halfday import HalfDay
from wbs.portal.client import Client
from wbs.portal.config import Settings
from wbs.portal.reporter.incoming import Incoming
from wbs.portal.reporter.spool import Spool
from wbs.portal.reporter.state import State
from wbs.store.publication import PublicTree
from wbs.store.session import Store

_NAME = "wbs-reporter"
# Each stretch takes 19 MiB, and a processor; more threads than these only wait, for the deadline or the disk.
_STRETCHES = threading.BoundedSemaphore(4)


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Outside:
    """Where time and chance come from. ``timer``: seconds that only go forward; ``sleep``: waits so long."""

    clock: Callable[[], datetime] = utc_now
    timer: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[int], bytes] = os.urandom


@dataclass(frozen=True)
class Portal:
    """One portal.

    ``store`` is for letters only, ``tree`` for public files; ``spool`` holds files, and ``incoming`` sealed
    drops, on their way in; ``client`` holds the scripts. ``places`` are for requests that may last: half of a
    process's threads.
    """

    settings: Settings
    store: Store
    tree: PublicTree
    state: State
    spool: Spool
    incoming: Incoming
    client: Client
    places: threading.BoundedSemaphore
    outside: Outside = field(default_factory=Outside)

    @property
    def instance(self) -> bytes:
        """The instance's 16 bytes."""
        return self.settings.pin.instance

    def keys(self, code: Receipt) -> ReporterKeys:
        """Return a code's keys, in turn with the other threads: however many come, memory stays bounded."""
        with _STRETCHES:
            return reporter_keys(code, self.instance)

    def now(self) -> datetime:
        """Return the present moment in the office's zone."""
        return self.outside.clock().astimezone(self.settings.office.zone)

    def today(self) -> date:
        """Return the office's date."""
        return self.now().date()

    def readable(self, arrival: datetime) -> date:
        """Return the first date on which readers can fetch what arrives at a moment, in the office's zone."""
        if self.settings.release == "at-once":
            return arrival.date()
        zone = self.settings.office.zone
        return HalfDay.of(arrival, zone).visible_from(zone).date()

    def return_by(self, arrival: datetime) -> date:
        """Return when whoever sent something at a moment is asked to have come back."""
        return arrival.date() + timedelta(days=self.settings.office.clocks.return_days)


@dataclass(frozen=True)
class Trouble:
    """What to tell a reporter; the sentences stand in ``reporter/trouble.html`` by code.

    ``sent``: whether the letter is on disk all the same. ``count``: words found, for ``code_count``.
    """

    code: str
    sent: bool = False
    count: int | None = None


class Refused(Exception):
    """Nothing can be sealed or proven now; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the trouble; the message is its code, which holds nothing of a request."""
        super().__init__(trouble.code)
        self.trouble = trouble


def attach(app_extensions: dict[str, object], portal: Portal) -> None:
    """Make the portal the one that the app's views find."""
    app_extensions[_NAME] = portal


def present() -> Portal:
    """Return the portal of the present request."""
    portal = current_app.extensions[_NAME]
    if not isinstance(portal, Portal):
        raise TypeError("the app has no portal attached")
    return portal
