"""A glance over a pipe: of a file that is too large to be read, its first bytes say what it is.

Only ``wbs.confined`` runs this, as it runs ``wbs.scrub.pipe``, but it loads none of the parsers.
"""

from collections.abc import Sequence
from typing import BinaryIO

from wbs.scrub import Scrubbed
from wbs.scrub.sniff import sniff
from wbs.scrub.telling import tell


def look(head: bytes) -> Scrubbed:
    """What ``wbs.scrub.files.scrub`` would say, as far as it can be told."""
    name, media_type = sniff(head)
    return Scrubbed(name, media_type, warning={"": "unknown", "heic": "heic"}.get(name, "too_large"))


def work(_arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Look at the head of a file that ``source`` holds and write what is to be said of it."""
    tell(look(source.read()), sink)
