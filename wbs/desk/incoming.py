"""What an import has put down and nobody has said to be saved: letters that go again unless they are kept.

They lie in ``letters/`` under their last names, where a file counts only once the journal names it: what a
crash left is swept when the desk is opened next.
"""

import fcntl
import os
import shutil
import threading
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from wbs.desk import files
from wbs.desk.errors import ShelfError

#: In a desk's folder: bundles on their way to an import, swept when the desk is opened.
FOLDER = "incoming"

# Bytes after which the disk is made to begin.
_SOME = 96 << 20


class Incoming:
    """The letters of one import in the folder of all, as a context; there is one at a time."""

    def __init__(self, folder: Path) -> None:
        """Begin. ShelfError if another import has not ended, or the disk fails."""
        self.folder = folder
        with ExitStack() as stack:
            try:
                # Opened before anything is written: what the disk loses from here on is told.
                self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                stack.callback(os.close, self._descriptor)
                # What an import finds here is not its own to remove, and what it brings not another's.
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._before = frozenset(os.listdir(folder))  # noqa: PTH208 -- paths of thousands take long
            except BlockingIOError:
                raise ShelfError("Impor lain belum selesai. Tunggu sebentar, lalu ulangi.") from None
            except OSError as error:
                raise ShelfError(
                    "Rak di {folder} tidak terbaca ({error}).", folder=folder, error=error
                ) from None
            stack.pop_all()
        self._coming: list[str] = []
        self._waiting = 0
        self._early: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Remove what is not kept; this waits for what the disk has begun with."""
        if self._early is not None:
            self._early.join()
        for name in self._coming:
            # What cannot be removed is swept.
            with suppress(OSError):
                os.unlink(f"{self.folder}/{name}")  # noqa: PTH108 -- as above
        os.close(self._descriptor)

    def expect(self, drops: Iterable[bytes]) -> None:
        """Say which letters are to be put down. A file that lay here before stays here whatever happens."""
        names = (f"{drop.hex()}.age" for drop in drops)
        self._coming = [name for name in names if name not in self._before]

    def keep(self) -> None:
        """Let what came stay: the journal is about to name it, or it is swept."""
        self._coming = []

    def add(self, size: int) -> None:
        """Count what was put down: now and then the disk begins with it, so that ``sync`` waits for less."""
        self._waiting += size
        if self._waiting >= _SOME and (self._early is None or not self._early.is_alive()):
            self._waiting = 0
            thread = threading.Thread(target=self._begin)
            # It only saves time: where no thread can be started, ``sync`` does it all.
            with suppress(RuntimeError):
                thread.start()
                self._early = thread

    def _begin(self) -> None:
        # What the disk loses is told to every open file that is older, and so once more to ``sync``.
        with suppress(OSError, ShelfError):
            descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                files.sync_disk(descriptor)
            finally:
                os.close(descriptor)

    def sync(self) -> None:
        """Make all of them durable at once, with their names. ShelfError if one is lost."""
        files.sync_disk(self._descriptor)


def sweep(desk: Path) -> None:
    """Remove the bundles of imports that did not end."""
    shutil.rmtree(desk / FOLDER, ignore_errors=True)
