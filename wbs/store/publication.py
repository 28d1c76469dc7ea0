"""The public files, derived from the database: what the reporter's app serves without asking it.

    public/current -> <name>            swapped as one
    public/<name>/board.bin
                  keyring/<sequence>.json, .json.1.minisig, …
                  freshness.json, .json.1.minisig
                  collected/<reader>.json, .json.1.minisig
                  statistics/<reader>.json, .json.1.minisig
                  newest                the highest keyring sequence seen, or nothing

``<name>`` is a hash of the content, so that what is missing or stale shows without comparing files.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from wbs.letters import board
from wbs.letters.board import Slot
from wbs.letters.keyring import SignedKeyring
from wbs.letters.signed import Signed
from wbs.store import documents, keyrings
from wbs.store.documents import Document
from wbs.store.errors import Unpublished, disk
from wbs.store.schema import slots
from wbs.store.session import Store


@dataclass(frozen=True)
class Published:
    """One state of the public files, in memory but for the board."""

    board_path: Path
    keyrings: tuple[SignedKeyring, ...]
    freshness: Signed | None
    collected: tuple[Signed, ...]
    newest_seen: int | None


class PublicTree:
    """The public files as a reader sees them; one system call tells whether they have changed."""

    def __init__(self, folder: Path) -> None:
        """Read from the folder ``public`` of a store; nothing is touched yet."""
        self._folder = folder
        # One attribute, so that threads that share this object see both of a state or neither.
        self._known: tuple[str, Published] | None = None

    def read(self) -> Published:
        """Give the state now; Unpublished if there is none."""
        name = self._current()
        known = self._known
        if known is None or known[0] != name:
            with disk():
                try:
                    known = name, _load(self._folder / name)
                except FileNotFoundError:
                    # Published twice since the name was read.
                    name = self._current()
                    known = name, _load(self._folder / name)
            self._known = known
        return known[1]

    @property
    def board_path(self) -> Path:
        """The board's file; it stays readable for at least one publication more."""
        return self.read().board_path

    def open_board(self) -> BinaryIO:
        """Open the board, also while a new one is being published."""
        try:
            return self.read().board_path.open("rb")
        except FileNotFoundError:
            with disk():
                return self.read().board_path.open("rb")

    def keyrings(self) -> list[SignedKeyring]:
        """Give all keyrings, oldest first."""
        return list(self.read().keyrings)

    def freshness(self) -> Signed | None:
        """Give the newest word of a reader that the keyring is the current one."""
        return self.read().freshness

    def collected(self) -> list[Signed]:
        """Give each reader's word up to when letters were opened."""
        return list(self.read().collected)

    @property
    def newest_seen(self) -> int | None:
        """The highest keyring sequence ever in force here."""
        return self.read().newest_seen

    def _current(self) -> str:
        try:
            return (self._folder / "current").readlink().name
        except FileNotFoundError:
            raise Unpublished("the public files have not been written yet") from None


def publish(store: Store, instance: bytes, today: date) -> None:
    """Bring the public files to the state of the database; does nothing if they are.

    Readers see the old state or the new one, never a mixture. Unchanged by a stop at any point.
    """
    with store.alone():
        with store.reading() as unit:
            found = [
                Slot(row.r, row.tag, row.sealed) for row in unit.execute(select(slots).order_by(slots.c.r))
            ]
            texts = documents.find(unit)
            newest = keyrings.newest(unit, today)
        with disk():
            # A database brought back from an old copy must not make us forget what was seen.
            newest = max(filter(None, (newest, _seen(store.public))), default=None)
            _swap(store.public, _name(instance, found, texts, newest), instance, found, texts, newest)


def _name(instance: bytes, found: list[Slot], texts: list[Document], newest: int | None) -> str:
    digest = hashlib.sha256(repr((instance, newest)).encode())
    for slot in found:
        digest.update(slot.r + slot.tag + hashlib.sha256(slot.sealed).digest())
    for text in texts:
        digest.update(repr((text.name, text.json, text.signatures)).encode())
    return digest.hexdigest()[:32]


def _swap(
    public: Path, name: str, instance: bytes, found: list[Slot], texts: list[Document], newest: int | None
) -> None:
    public.mkdir(mode=0o755, exist_ok=True)
    current = public / "current"
    if current.is_symlink() and current.readlink().name == name and (public / name).is_dir():
        return
    if not (public / name).is_dir():
        _write_tree(public / f".{name}", instance, found, texts, newest)
        (public / f".{name}").rename(public / name)
    link = public / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    previous = current.readlink().name if current.is_symlink() else name
    link.rename(current)
    _sync(public)
    for tree in public.iterdir():
        if not tree.is_symlink() and tree.name not in (name, previous):
            shutil.rmtree(tree)


def _write_tree(
    folder: Path, instance: bytes, found: list[Slot], texts: list[Document], newest: int | None
) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    for part in (folder, folder / "keyring", folder / "collected", folder / "statistics"):
        part.mkdir(mode=0o755)
    with (folder / "board.bin").open("wb") as sink:
        board.write(sink, instance, found)
        sink.flush()
        os.fsync(sink.fileno())
    for text in texts:
        _write(folder / f"{text.name}.json", text.json)
        for number, signature in enumerate(text.signatures, start=1):
            _write(folder / f"{text.name}.json.{number}.minisig", signature.encode())
    _write(folder / "newest", str(newest or "").encode())
    for part in (folder / "keyring", folder / "collected", folder / "statistics", folder):
        _sync(part)


def _load(folder: Path) -> Published:
    rings = [_signed(path) for path in (folder / "keyring").glob("*.json")]
    freshness = folder / "freshness.json"
    collected = [_signed(path) for path in sorted((folder / "collected").glob("*.json"))]
    return Published(
        board_path=folder / "board.bin",
        keyrings=tuple(sorted(rings, key=keyrings.sequence_of)),
        freshness=_single(_signed(freshness)) if freshness.exists() else None,
        collected=tuple(map(_single, collected)),
        newest_seen=int((folder / "newest").read_text() or 0) or None,
    )


def _signed(path: Path) -> SignedKeyring:
    count = len(list(path.parent.glob(f"{path.name}.*.minisig")))
    texts = (path.with_name(f"{path.name}.{number}.minisig").read_text() for number in range(1, count + 1))
    return SignedKeyring(path.read_bytes(), tuple(texts))


def _single(signed: SignedKeyring) -> Signed:
    return Signed(signed.json, signed.signatures[0])


def _seen(public: Path) -> int | None:
    path = public / "current" / "newest"
    return int(path.read_text() or 0) or None if path.exists() else None


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
