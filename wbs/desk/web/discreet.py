"""Standard error, which a journal may keep: told where something failed, and never with what."""

import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType


def tell(kind: type[BaseException] | None, trace: TracebackType | None) -> None:
    """Say what kind of error it was, and the lines that it passed, the innermost first."""
    frames = traceback.extract_tb(trace)
    where = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(frames))
    print(f"{getattr(kind, '__name__', kind)}: {where}", file=sys.stderr)  # noqa: T201 -- as it says


@contextmanager
def discreetly() -> Iterator[None]:
    """Let no thread say more until the block ends."""

    def hook(args: threading.ExceptHookArgs) -> None:
        tell(args.exc_type, args.exc_traceback)

    before, threading.excepthook = threading.excepthook, hook
    try:
        yield
    finally:
        threading.excepthook = before
