"""What a file would be shown as, by its first bytes and never by its name: comparing is all that is done."""

from typing import Final

from wbs.preview import Kind

#: How much of a file's beginning decides.
HEAD: Final = 1024

_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")


def kind_of(head: bytes) -> Kind:
    """Return the one kind that may show what begins so; TEXT if it is none of the others."""
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return Kind.PICTURE
    # Readers of PDF look for it in the first kilobyte.
    return Kind.PAGES if b"%PDF-" in head[:HEAD] else Kind.TEXT
