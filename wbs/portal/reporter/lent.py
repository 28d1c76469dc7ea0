"""The board, lent to one reader in each place: who takes it slowly holds a thread, and never the last."""

import threading
import weakref
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from wbs.store.errors import StoreError
from wbs.store.publication import PublicTree

# Seconds that whoever asks waits for a place.
_TURN = 3.0


class LendingTree(PublicTree):
    """The public files, of which the board takes a place for as long as it is open."""

    def __init__(self, folder: Path, places: threading.BoundedSemaphore) -> None:
        """Read from the folder ``public`` of a store; nothing is touched yet."""
        super().__init__(folder)
        self._places = places

    def open_board(self) -> BinaryIO:
        """Open the board, to be read, sent and closed; StoreError if no place is free for a while."""
        with ExitStack() as held:
            if not self._places.acquire(timeout=_TURN):
                raise StoreError("the board is being sent as often as it may be at once")
            held.callback(self._places.release)
            file = held.enter_context(super().open_board())
            return cast("BinaryIO", _Lent(file, held.pop_all()))


class _Lent:
    """An open file that ends what ``held`` holds once it is closed, or forgotten."""

    def __init__(self, file: BinaryIO, held: ExitStack) -> None:
        self.read, self.fileno = file.read, file.fileno
        self.close = weakref.finalize(self, held.close)
