"""Saving one attachment: from the sealed shelf into a folder, a block at a time."""

import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from wbs.desk.attachments import Numbered
from wbs.desk.desk import Desk
from wbs.desk.errors import ShelfError
from wbs.desk.exporting import export
from wbs.desk.state import Saved
from wbs.letters.letter import Attachment

_NAME_LIMIT = 255
_EXTENSION_LIMIT = 16
# What Windows refuses in a name, and what separates folders anywhere.
_FORBIDDEN = frozenset('<>:"/\\|?*')
# Controls, bidirectional and zero-width marks, surrogates, private and unassigned signs, line ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_name(numbered: Numbered) -> str:
    """Return a name that is safe on any disk: ``NN-name``, at most 255 bytes, with its extension.

    The number in front also keeps names apart from the devices of Windows, options and hidden files.
    """
    told = unicodedata.normalize("NFC", numbered.attachment.name)
    clean = "".join(_seen(sign) for sign in told).strip(" .")
    stem, dot, extension = clean.rpartition(".")
    if not stem or not (extension.isascii() and extension.isalnum() and len(extension) <= _EXTENSION_LIMIT):
        stem, dot, extension = clean or "lampiran", "", ""
    start, end = f"{numbered.number:02}-", dot + extension
    room = _NAME_LIMIT - len(start) - len(end)
    return start + stem.encode()[:room].decode(errors="ignore").rstrip(" .") + end


def save(desk: Desk, numbered: Numbered, folder: Path) -> str:
    """Write an attachment into a folder, note that in the journal, and return its name there.

    DeskError as ``exporting.export``; ShelfError if no sealed file on the shelf holds it whole. Nothing of
    it is on the disk then.
    """
    name = safe_name(numbered)
    attachment = numbered.attachment
    note = Saved(day=desk.today, letter=numbered.message.hash, path=attachment.path, sha256=attachment.sha256)
    export(
        desk.shelf.folder,
        folder,
        name,
        lambda sink: open_into(desk, numbered, sink),
        lambda: desk.shelf.commit(note),
    )
    return name


def open_into(desk: Desk, numbered: Numbered, sink: BinaryIO) -> None:
    """Open the letter anew, its one attachment into ``sink``, which can seek; size and hash are checked.

    ShelfError if no sealed file on the shelf holds it whole; what ``sink`` then has counts for nothing.
    """

    def keep(path: str, _attachment: Attachment) -> BinaryIO | None:
        if path != numbered.attachment.path:
            return None
        # An earlier file, or an earlier key, may have failed half-way.
        sink.seek(0)
        sink.truncate()
        return sink

    for drop in numbered.message.drops:
        with suppress(ShelfError):
            signed = desk.shelf.read(drop, keep)
            if signed is not None and signed.hash == numbered.message.hash:
                return
    raise ShelfError(
        "Surat dengan lampiran ini rusak atau hilang di rak. Hapus {files} bila masih ada, lalu impor bundel "
        "lengkap (--all).",
        files=", ".join(f"letters/{drop.hex()}.age" for drop in numbered.message.drops),
    )


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _FORBIDDEN or category in _UNSEEN:
        return "_"
    return " " if category == "Zs" else sign
