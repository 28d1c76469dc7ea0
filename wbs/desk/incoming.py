"""What an import has put down and nobody has said to be saved: a folder of its own, gone unless it is taken.

incoming/<random>/<sha256>.age   sealed letters of a bundle; ``Shelf.unlock`` sweeps what a crash left
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from wbs.desk import files
from wbs.desk.errors import ShelfError

FOLDER = "incoming"

# Bytes after which the disk is made to begin.
_SOME = 96 << 20


class Incoming:
    """The folder of one import, as a context; nothing of it stays."""

    def __init__(self, desk: Path, random: Callable[[int], bytes]) -> None:
        """Make it in the desk's folder. ShelfError if that fails."""
        self.folder = desk / FOLDER / random(16).hex()
        files.make_folder(self.folder)
        # Opened before anything is written: what the disk loses from here on is told.
        self._descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        self._waiting = 0
        self._early: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Remove what was not taken; this waits for what the disk has begun with."""
        if self._early is not None:
            self._early.join()
        os.close(self._descriptor)
        shutil.rmtree(self.folder, ignore_errors=True)

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
        """Make every file durable that was put down here, all at once. ShelfError if one is lost."""
        files.sync_disk(self._descriptor)

    def move(self, drops: Iterable[bytes], target: Path) -> None:
        """Give files, durable by now, their names in another folder of the same disk, durably.

        ShelfError if that fails; those that have their names already count for nothing yet.
        """
        try:
            for drop in drops:
                name = f"{drop.hex()}.age"
                # By their names: making paths of ten thousand takes longer than moving them.
                os.replace(f"{self.folder}/{name}", f"{target}/{name}")  # noqa: PTH105 -- as above
            files.sync(target)
        except OSError as error:
            raise ShelfError(
                "Surat tidak dapat disimpan ({error}). Tidak ada yang tersimpan.", error=error.strerror
            ) from None


def sweep(desk: Path) -> None:
    """Remove what imports left that did not end."""
    shutil.rmtree(desk / FOLDER, ignore_errors=True)
