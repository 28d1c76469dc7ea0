"""Measure everything, or what is named: ``python -m bench [NAME] …``, of ``NAMES``.

One line for each bound: name, ratio, bound, and ok or FAILED. Exits with 1 if one is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

NAMES = (
    # Before any other has removed thousands of files from the disk.
    "desk_import",
    *("pages", "worker", "filing", "store", "postgresql", "age", "scrub", "scrub_pdf", "upload", "wire"),
    *("desk", "desk_busy", "browser", "browser_files"),
)


def main(chosen: Sequence[str]) -> int:
    """Run the benches; 2 for a name that is none."""
    if unknown := set(chosen) - set(NAMES):
        print(f"not a bench: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    kept = [bound for name in chosen or NAMES for bound in import_module(f"bench.{name}").main()]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
