"""The command ``wbs`` whose server has one thread in a worker, whatever the settings say.

What that thread asks the kernel for is one submission's. The settings want two, one of them for text.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask

from wbs.cli import main, serve
from wbs.portal.server import Server


class OneThread(Server):
    """Serves one request of a worker at a time."""

    def __init__(self, make: Callable[[], Flask], **settings: Any) -> None:
        """Prepare to serve as ``Server`` does."""
        super().__init__(make, **{**settings, "threads": 1})


if __name__ == "__main__":
    # The name that the command looks up.
    setattr(serve, "Server", OneThread)  # noqa: B010 -- a module does not export what it imports
    main()
