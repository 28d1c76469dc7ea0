"""What a portal's folder holds, as its readers will find it."""

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import BinaryIO

from sqlalchemy import select

from crypto.minisign import PublicKey
from tests import factories as make
from tests import factories_keyring as rings
from tests.proven import verify_report
from wbs import sealing
from wbs.letters.letter import Attachment, Message, peek_unverified, verify_letter
from wbs.letters.signed import Signed
from wbs.portal.config import load, open_store
from wbs.store import drops
from wbs.store.schema import drops_pending
from wbs.store.session import Store


def check_rows(store: Store) -> int:
    """Every row has its whole file, and after a sweep every file its row; how many there are."""
    with store.reading() as unit:
        rows = {row.id: row for row in unit.execute(select(drops_pending))}
    for row in rows.values():
        content = (store.blobs.pending / row.id).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (row.size, row.sha256)
    drops.sweep(store, datetime.now(UTC) + timedelta(hours=2))
    assert {path.name for path in store.blobs.pending.iterdir()} == rows.keys()
    return len(rows)


@dataclass(frozen=True)
class Opened:
    """A letter as its readers see it. ``content``: its text, and names and hashes of its files."""

    case: bytes
    letter_id: bytes
    content: tuple[str, frozenset[tuple[str, str]]]


def opened(store: Store) -> list[Opened]:
    """Release everything, and open and verify it as its readers do."""
    drops.release(store, datetime.now(UTC), at_once=True)
    found, messages = [], []
    keys: dict[bytes, PublicKey] = {}
    for entry in drops.released(store, None):
        with drops.open_drop(store, entry) as file:
            signed, files = _open(file)
        if isinstance(peek_unverified(signed), Message):
            messages.append((signed, files))
        else:
            report = verify_report(signed)
            keys[report.case] = PublicKey.parse(report.signing_key)
            found.append(Opened(report.case, report.letter_id, (report.answers["what"], frozenset())))
    for signed, files in messages:
        message = verify_letter(signed, "message", make.INSTANCE, keys[peek_unverified(signed).case])
        names = {attachment.path: attachment.name for attachment in message.attachments}
        content = (message.text, frozenset((names[path], sha256) for path, sha256 in files.items()))
        found.append(Opened(message.case, message.letter_id, content))
    return found


def after_a_crash(config: Path, data: Path, folder: Path) -> Store:
    """Open what a crash at this moment would leave of ``data``: its files, without what is in memory."""
    # SQLite's index of its journal is memory in the shape of a file; without it, the journal is read anew.
    copytree(data, folder, ignore=ignore_patterns("*-shm", "filler"))
    return open_store(load(config, {"WBS_DATA": str(folder)}))


def _open(source: BinaryIO) -> tuple[Signed, dict[str, str]]:
    """Open a letter as one of its readers; return it, and the hashes of its files by their paths."""
    for reader in rings.READERS:
        source.seek(0)
        files: dict[str, io.BytesIO] = {}

        def keep(path: str, _attachment: Attachment, files: dict[str, io.BytesIO] = files) -> BinaryIO:
            return files.setdefault(path, io.BytesIO())

        with suppress(sealing.NotForMe):
            signed = sealing.open_letter(source, make.identity(reader.id), keep)
            return signed, {path: sha256(file.getvalue()).hexdigest() for path, file in files.items()}
    raise AssertionError("a letter that no reader can open")
