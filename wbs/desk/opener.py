"""What runs in a child of ``wbs.desk.crew``: ``python -I -B -m wbs.desk.opener PARENT``.

It reads its keys and its tasks from its standard input and answers on its standard output; whatever goes
wrong ends it, with nothing said.
"""

import io
import resource
import sys

from wbs.confined import seccomp
from wbs.confined.parent import die_with
from wbs.desk import crew

# prctl(2)
_PR_SET_DUMPABLE = 4


def main(parent: str) -> None:
    """Keep the keys out of cores and debuggers, and serve until the parent says no more."""
    die_with(int(parent))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seccomp.prctl(_PR_SET_DUMPABLE, 0)
    # Unbuffered, as at the other end.
    crew.serve(io.FileIO(sys.stdin.fileno()), io.FileIO(sys.stdout.fileno(), "w"))


if __name__ == "__main__":
    main(*sys.argv[1:])
