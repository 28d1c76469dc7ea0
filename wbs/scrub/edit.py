"""What the formats' modules answer: an edit, or that a structure cannot be followed."""

from typing import NamedTuple


class Damaged(Exception):
    """The file does not follow its format: nothing of it is changed."""


class Edit(NamedTuple):
    """A file after its metadata was taken out.

    ``found``: the kinds that were in it, empty if it needs no edit. ``whole``: False if bytes stay that could
    not be told from content.
    """

    content: bytes
    found: frozenset[str]
    whole: bool = True
