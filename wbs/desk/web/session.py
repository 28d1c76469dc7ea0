"""The state of the desk's process: locked, or open to one person; how long nobody used it; what it works on.

While a job still needs the keys, a desk can be locked to people and open to that job: it is *covered*. Then
no page shows anything, and the keys go with the job.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

from flask import current_app

from wbs.cases.office import Office
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError, WrongPassphrase
from wbs.desk.vault import FILE, Vault
from wbs.desk.web.jobs import Job

EXTENSION = "wbs-desk"
IDLE = timedelta(minutes=10)
# The first wrong passphrase costs a second, each further one twice as much, up to this.
_LONGEST_PAUSE = 300.0


class Locked(Exception):
    """The desk is locked: no page has anything to show."""


def system_clock() -> datetime:
    """Return what time this computer says it is."""
    return datetime.now().astimezone()


def _ticks() -> float:
    # Goes on while the laptop sleeps, which the usual monotonic clock does not.
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Session:
    """One person's desk in ``folder``. ``idle``: how long nobody may use it before it locks itself."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime] = system_clock,
        idle: timedelta = IDLE,
        ticks: Callable[[], float] = _ticks,
    ) -> None:
        """Start locked."""
        self.folder = folder
        self.idle = idle
        self.clock = clock
        self.job: Job | None = None
        self.notices: list[tuple[str, str]] = []
        # What a desk is about to be made of.
        self.pending: object = None
        self._ticks = ticks
        self._touched = ticks()
        self._exclusive = threading.RLock()
        self._desk: Desk | None = None
        self._covered = False
        self._wrong = 0
        self._pause_until = 0.0

    @property
    def made(self) -> bool:
        """Whether there is a desk in the folder at all."""
        return (self.folder / FILE).exists()

    @property
    def open(self) -> bool:
        """Whether pages may show something."""
        return self._desk is not None and not self._covered

    @property
    def left(self) -> float:
        """Seconds until the desk locks itself, 0 if it is locked."""
        if not self.open:
            return 0.0
        return max(0.0, self._touched + self.idle.total_seconds() - self._ticks())

    def touch(self) -> None:
        """Note that a person uses the desk now."""
        self._touched = self._ticks()

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Use the desk, nobody else meanwhile; raise Locked if it is locked."""
        with self._exclusive:
            if self._desk is None or self._covered:
                raise Locked
            yield self._dated(self._desk)

    @contextmanager
    def desk_of_job(self) -> Iterator[Desk]:
        """Use the desk for the job that runs, covered or not; nobody else meanwhile."""
        with self._exclusive:
            if self._desk is None:
                raise Locked
            yield self._dated(self._desk)

    def unlock(self, passphrase: str) -> None:
        """Open the desk. DeskError: wrong passphrase, too soon after one, or as ``Desk.unlock`` says."""
        with self._exclusive:
            if self._desk is None:
                with self._guessing():
                    self._desk = Desk.unlock(self.folder, passphrase, self.today)
            else:
                self.check(passphrase)
            self._covered = False
            self.touch()

    def check(self, passphrase: str) -> None:
        """Raise DeskError unless this is the desk's passphrase."""
        with self._exclusive, self._guessing():
            Vault.open(self.folder, passphrase)

    @contextmanager
    def _guessing(self) -> Iterator[None]:
        """Make whoever was wrong wait before the next attempt, longer each time."""
        wait = self._pause_until - self._ticks()
        if wait > 0:
            raise DeskError(
                "Frasa sandi tadi salah. Coba lagi setelah {seconds} detik.", seconds=int(wait) + 1
            )
        try:
            yield
        except WrongPassphrase:
            self._pause_until = self._ticks() + min(2.0**self._wrong, _LONGEST_PAUSE)
            self._wrong += 1
            raise
        self._wrong = 0

    def lock(self) -> None:
        """Show nothing from now on, cancel the job, and let go of the keys as soon as it has ended."""
        self._cover()
        self.pending = None
        if self.job is not None:
            self.job.cancel()
        with self._exclusive:
            self._let_go()

    def tick(self) -> None:
        """Lock if nobody used the desk for too long; a job goes on to its end. Never waits."""
        unused = self._ticks() - self._touched >= self.idle.total_seconds()
        if unused:
            self.pending = None
        if unused and self.open:
            self._cover()
        if self._covered and self._exclusive.acquire(blocking=False):
            try:
                self._let_go()
            finally:
                self._exclusive.release()

    def start(self, job: Job) -> None:
        """Run a job in a thread of its own; DeskError if one is running."""
        with self._exclusive:
            if self.job is not None and self.job.running:
                raise DeskError("Pekerjaan lain sedang berjalan. Tunggu sampai selesai, atau batalkan.")
            self.job = job
            job.start(self.tick)

    def close(self) -> None:
        """Lock, and wait for the job to end."""
        self.lock()
        if self.job is not None:
            self.job.join()
        with self._exclusive:
            self._let_go()

    def notice(self, kind: str, text: str) -> None:
        """Keep a sentence for the next page; ``kind``: "done" or "fault".

        What was done on an open desk is for nobody who finds it locked.
        """
        if self.open or kind != "done":
            self.notices.append((kind, text))

    def take_notices(self) -> list[tuple[str, str]]:
        """Return the sentences kept, once."""
        taken, self.notices = self.notices, []
        return taken

    def today(self, office: Office) -> date:
        """Return the office's date."""
        return self.clock().astimezone(office.zone).date()

    def _cover(self) -> None:
        self._covered = True
        self.notices = []

    def _let_go(self) -> None:
        if self._covered and self._desk is not None and not (self.job is not None and self.job.running):
            try:
                self._desk.shelf.close()
            finally:
                self._desk = None
                self._covered = False
                self.job = None
                self.notices = []
            # Folded cases refer to each other: without this they would stay until memory is short.
            gc.collect()

    def _dated(self, desk: Desk) -> Desk:
        """Let the desk know of a day that has begun since it was opened."""
        today = self.today(desk.office)
        if today != desk.today:
            desk.today = today
            desk.standing = desk.keyrings.standing(desk.vault.pin, today, desk.shelf.state.keyring_seen)
        return desk


def current() -> Session:
    """Return the session of the app that answers now."""
    return cast("Session", current_app.extensions[EXTENSION])
