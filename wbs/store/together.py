"""What several threads wait for at once is done once for all of them: one flush of a disk serves many."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from wbs.store.errors import StoreError

_Item = TypeVar("_Item")


class _Batch(Generic[_Item]):
    """What goes together, and how it ended."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.over = threading.Event()
        self.error: BaseException | None = None


class Together(Generic[_Item]):
    """Does ``work`` with all items that came in while it was at work before; with one item, at once."""

    def __init__(self, work: Callable[[Sequence[_Item]], object]) -> None:
        """``work`` raises nothing but errors of this room; it is called by one thread at a time."""
        self._work = work
        self._gathering: _Batch[_Item] | None = None
        self._gate, self._turn = threading.Lock(), threading.Lock()

    def do(self, item: _Item) -> None:
        """Return when ``work`` has, of a call that began after this one and was given ``item``.

        What it raises is raised for every item of that call.
        """
        with self._gate:
            leads = self._gathering is None
            batch = self._gathering = self._gathering or _Batch()
            batch.items.append(item)
        if leads:
            self._lead(batch)
            return
        batch.over.wait()
        if isinstance(batch.error, StoreError):
            # Each thread adds its own places to the one it raises.
            raise type(batch.error)(*batch.error.args) from batch.error
        if batch.error is not None:
            raise StoreError("what was done together failed") from batch.error

    def _lead(self, batch: _Batch[_Item]) -> None:
        try:
            with self._turn:
                with self._gate:
                    self._gathering = None
                self._work(batch.items)
        except BaseException as error:
            batch.error = error
            raise
        finally:
            batch.over.set()
