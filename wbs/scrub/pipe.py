"""One examination over a pipe: a file comes in, and what ``wbs.scrub.telling`` writes goes out.

Only ``wbs.confined`` runs this. It loads every parser before the first byte comes.
"""

from collections.abc import Sequence
from typing import BinaryIO

from wbs.scrub.files import scrub
from wbs.scrub.telling import tell


def work(_arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Examine the file that ``source`` holds and write what is to be said of it."""
    tell(scrub(source.read()), sink)
