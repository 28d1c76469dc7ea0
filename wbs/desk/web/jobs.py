"""A piece of work too long for one page: it runs in a thread, tells how far it is, and can be cancelled."""

import threading
from collections.abc import Callable
from enum import StrEnum

from wbs.desk.errors import Cancelled, DeskError


class JobState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job:
    """``name``: what a page calls it; ``after``: address of the page that shows its result; ``back``: of the
    page that it was started from.

    ``work(job)`` tells ``job.progress`` how far it is, asks ``job.cancelled()``, raises Cancelled or
    DeskError.
    """

    def __init__(self, name: str, work: "Callable[[Job], object]", after: str = "/", back: str = "/") -> None:
        """Wait for ``start``."""
        self.name = name
        self.after = after
        self.back = back
        self.step = ""
        self.done = 0
        self.total = 0
        self.state = JobState.RUNNING
        self.result: object = None
        self.error: DeskError | None = None
        self._work = work
        self._asked = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether the work goes on."""
        return self.state is JobState.RUNNING

    def progress(self, step: str, done: int, total: int) -> None:
        """Note how far a step is."""
        self.step, self.done, self.total = step, done, total

    def cancel(self) -> None:
        """Ask the work to stop where nothing counts yet."""
        self._asked.set()

    def cancelled(self) -> bool:
        """Tell whether somebody asked."""
        return self._asked.is_set()

    def start(self, ended: Callable[[], None]) -> None:
        """Run; ``ended`` is called from the thread once the state is final."""

        def run() -> None:
            state = JobState.FAILED
            try:
                self.result = self._work(self)
                state = JobState.DONE
            except Cancelled:
                state = JobState.CANCELLED
            except DeskError as error:
                self.error = error
            finally:
                self.state = state
                ended()

        self._thread = threading.Thread(target=run, name=f"job {self.name}")
        self._thread.start()

    def join(self) -> None:
        """Wait for the end."""
        if self._thread is not None:
            self._thread.join()
