"""What a file gives away besides its content: found, named, and taken out by editing the file's structure.

Pure: bytes in, bytes out; nothing of ours, no network, no disk. Files come from strangers, so all of it runs
in a child process under limits (``wbs.confined``), never in the portal itself. This module names what
both sides of that pipe talk about, and imports none of the parsers.
"""

from dataclasses import dataclass
from typing import Final

KINDS: Final = (
    "place", "device", "author", "dates", "software", "description", "identifiers", "comments", "revisions",
    "earlier", "thumbnail", "trailer", "profile", "attached", "other",
)  # fmt: skip
"""Kinds of metadata, as they stand in a letter's ``removed``, in the order in which they are told.

place: coordinates, place names. device: maker, model, serial numbers, lens, what the maker noted in private.
author: names of people and organisations. dates: when it was made or changed. software: programs that wrote
it. description: title, caption, keywords, subject. identifiers: numbers that tie a file to others of the same
device, person or document. comments: remarks beside the text. revisions: tracked changes with their authors.
earlier: older versions that the file still holds. thumbnail: a small picture of it, perhaps of an older
state. trailer: bytes behind its end. profile: a colour profile that is not one of the usual ones. attached:
files within the file. other: metadata of a kind we do not know.
"""

WARNINGS: Final = ("unknown", "damaged", "encrypted", "signed", "heic", "too_large", "partial", "failed")
"""Why a file still has what it gives away, or may have it.

unknown: of a format that is not looked into. damaged: cannot be understood. encrypted: needs a password.
signed: a digital signature would break; ``content`` is what would be left without it. heic: recognised, not
edited. too_large: beyond what is looked into. partial: something in it (a video in a document, say) could not
be cleaned. failed: the examination itself was stopped.
"""

#: The largest document and the largest picture that are looked into, in bytes.
DOCUMENT_LIMIT: Final = 32 << 20
IMAGE_LIMIT: Final = 64 << 20


@dataclass(frozen=True)
class Scrubbed:
    """What was found in a file, and the file without it.

    ``format``: jpeg, png, webp, heic, pdf, ooxml, odf, or empty. ``type``: its media type. ``found`` and
    ``removed``: codes of KINDS in that order; ``removed`` is what ``content`` no longer has. ``content``:
    None where nothing is removed. ``warning``: a code of WARNINGS, or empty.
    """

    format: str
    type: str
    found: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    content: bytes | None = None
    warning: str = ""
