"""Pictures: metadata is taken out by editing their structure; not one byte of their pixels changes."""

from collections.abc import Callable
from typing import Final

from wbs.scrub import IMAGE_LIMIT, KINDS, Scrubbed, jpeg, png, webp
from wbs.scrub.edit import Damaged, Edit
from wbs.scrub.sniff import sniff

_FORMATS: Final[dict[str, Callable[[bytes], Edit]]] = {
    "jpeg": jpeg.clean,
    "png": png.clean,
    "webp": webp.clean,
}


def scrub_image(data: bytes) -> Scrubbed | None:
    """A JPEG, PNG or WebP without its metadata; None for everything else. Never raises."""
    name, media_type = sniff(data)
    if name not in _FORMATS:
        return None
    if len(data) > IMAGE_LIMIT:
        return Scrubbed(name, media_type, warning="too_large")
    try:
        edit = _FORMATS[name](data)
    except Damaged:
        return Scrubbed(name, media_type, warning="damaged")
    found = tuple(kind for kind in KINDS if kind in edit.found)
    content = edit.content if found else None
    return Scrubbed(name, media_type, found, found, content, "" if edit.whole else "partial")
