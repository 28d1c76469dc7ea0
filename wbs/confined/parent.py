"""A child that does not outlive its parent."""

import os
import signal

from wbs.confined import seccomp

# prctl(2)
_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """End when the parent's thread that started this process ends; at once, if it has ended already."""
    seccomp.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
