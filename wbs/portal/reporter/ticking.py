"""What a worker does now and then, whether anybody visits or not."""

import threading
from collections.abc import Callable


def keep(act: Callable[[], object], *, every: float, name: str) -> Callable[[], None]:
    """Start a thread that acts each so many seconds; return what ends it. Threads do not survive a fork."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(every):
            act()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()

    def end() -> None:
        ended.set()
        thread.join()

    return end
