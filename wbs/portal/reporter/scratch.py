"""Folders of what is on its way: each entry is a folder, and is swept an hour after its last change."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from wbs.letters.halfday import HalfDay
from wbs.portal.config import Settings
from wbs.portal.privacy import operations
from wbs.portal.reporter import ticking
from wbs.store import shape
from wbs.store.errors import StoreError, StoreFull, disk

AGE = 3600.0
"""Seconds after its last change that an entry is swept: by then no hidden field names it any more."""


class Scratch:
    """One such folder; every method raises StoreFull or StoreError if the disk fails."""

    def __init__(
        self,
        folder: Path,
        room: Callable[[], int],
        shown: Callable[[], int],
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Open the folder, made where it is missing.

        ``room``: bytes that files may take now. ``shown``: the time that a file shows now, in seconds.
        """
        self.folder = folder
        self.room = room
        self.shown = shown
        self.random = random
        with disk():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def sweep(self, now: float) -> int:
        """Remove the entries that nobody has touched for an hour before ``now``; how many.

        The folder's own times say afterwards when it was swept, and no more when an entry came or went.
        """
        count = 0
        with disk():
            for entry in list(self.folder.iterdir()):
                with contextlib.suppress(FileNotFoundError):
                    if max(path.stat().st_ctime for path in (entry, *entry.iterdir())) < now - AGE:
                        shutil.rmtree(entry)
                        count += 1
            os.utime(self.folder, (self.shown(),) * 2)
        return count


class Sink:
    """A file that grows as far as there is room."""

    def __init__(self, descriptor: int, room: Callable[[], int]) -> None:
        """Write to an open file, and close it at the end."""
        self._descriptor = descriptor
        self._room = room

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with disk():
            os.close(self._descriptor)

    def write(self, data: bytes | memoryview) -> int:
        """Write as much of it as the system takes; how much."""
        if self._room() < len(data):
            raise StoreFull("there is no room for attachments now; text is still taken")
        with disk():
            return os.write(self._descriptor, data)

    def finish(self, shown: int) -> None:
        """Let the file show a time, in seconds, and bring it to disk."""
        self.show(shown)
        with disk():
            os.fsync(self._descriptor)

    def show(self, seconds: int) -> None:
        """Let the file show this time."""
        with disk():
            os.utime(self._descriptor, (seconds, seconds))


def place(
    settings: Settings, name: str, clock: Callable[[], datetime]
) -> tuple[Path, Callable[[], int], Callable[[], int]]:
    """Return folder, room and shown time for a ``Scratch`` beside a portal's letters.

    It leaves free what is kept for text: bytes, and as many files as letters find room in them.
    """
    folder, zone = settings.data / name, settings.office.zone

    def room() -> int:
        with disk():
            files, free = os.statvfs(folder), shutil.disk_usage(folder).free
        # A part may be small, and takes a name from the disk all the same. Some systems count none.
        if files.f_files and files.f_favail < settings.text_reserve // shape.TEXT_SEALED:
            return 0
        return free - settings.text_reserve

    return folder, room, lambda: int(HalfDay.of(clock(), zone).start(zone).timestamp())


def keep_sweeping(*folders: Scratch, every: float = 300.0) -> Callable[[], None]:
    """Sweep now and then from here on; return what ends it. To be called in each worker."""

    def sweep() -> None:
        for each in folders:
            try:
                each.sweep(time.time())
            except StoreError as error:
                operations.error("the folder %s could not be swept: %s", each.folder.name, error)

    return ticking.keep(sweep, every=every, name="wbs-sweep")
