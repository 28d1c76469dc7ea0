"""Setting a desk up: from a reader's seed, what is public, and, after a loss, a copy of the sealed shelf."""

import itertools
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from wbs.cases.errors import CasesError
from wbs.cases.office import Office
from wbs.desk import files, journal
from wbs.desk.desk import OFFICE, Desk
from wbs.desk.errors import Cancelled, DeskError, ShelfError
from wbs.desk.keyrings import Keyrings
from wbs.desk.shelf import Shelf
from wbs.desk.state import BackedUp, Restored
from wbs.desk.vault import FILE, Vault
from wbs.letters.keyring import Chain, SignedKeyring
from wbs.letters.pin import Pin

# How long the server keeps a letter, and from when on the desk demands a copy of its shelf.
KEPT = timedelta(days=400)
DEMAND_AFTER = timedelta(days=300)

_COPIED = ("letters", "slots", "keyring")


@dataclass(frozen=True)
class Parts:
    """What a new desk is made of; ``seed`` has 32 bytes and comes from the reader's backup.

    ``older``: seeds that this reader had before, the oldest first. They open old letters, and the first of
    them the copy of a shelf.
    """

    reader: str
    seed: bytes = field(repr=False)
    pin: Pin
    keyrings: Sequence[SignedKeyring]
    office: bytes
    older: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def vault(self) -> Vault:
        """The vault that holds them."""
        return Vault(self.reader, (*self.older, self.seed), self.pin)


def make_desk(folder: Path, parts: Parts, passphrase: str, today: date, *, log_n: int = 18) -> Vault:
    """Make a desk in a folder that holds none; DeskError as ``check_parts`` says."""
    chain = check_parts(folder, parts, today)
    Keyrings(folder / "keyring").save(parts.keyrings, chain)
    files.write(folder / OFFICE, parts.office)
    vault = parts.vault
    vault.save(folder, passphrase, log_n=log_n)
    return vault


def check_parts(folder: Path, parts: Parts, today: date) -> Chain:
    """Return the keyrings that a desk of these parts would go by; nothing of theirs is kept yet.

    DeskError: there is one already, the settings are not those that the keyring names, no keyring fits the
    pin, it does not list this reader with this key, or a seed is given twice.
    """
    if (folder / FILE).exists():
        raise DeskError("Sudah ada meja di {folder}. Tidak ada yang diubah.", folder=folder)
    vault = parts.vault
    if len(set(vault.seeds)) != len(vault.seeds):
        raise DeskError("Cadangan lama berisi kunci yang sama dengan yang baru.")
    keyrings = Keyrings(folder / "keyring")
    chain = keyrings.standing(parts.pin, today, None, parts.keyrings).chain
    reader = chain.current.reader(parts.reader)
    if reader is None or reader.recipient != vault.keys.recipient:
        raise DeskError(
            "Daftar kunci {sequence} tidak memuat {reader} dengan kunci ini.",
            sequence=chain.current.sequence,
            reader=parts.reader,
        )
    check_office(parts.office, chain.current.settings)
    return chain


def check_office(office: bytes, settings: bytes) -> None:
    """Raise DeskError unless these settings can be read and have the hash that the keyring names."""
    try:
        parsed = Office.parse(office)
    except CasesError as error:
        raise DeskError("Pengaturan kantor tidak terbaca: {error}", error=error) from None
    if parsed.hash != settings:
        raise DeskError("Pengaturan kantor bukan yang disebut oleh daftar kunci.")


def take_office(desk: Desk, folder: Path, office: bytes) -> None:
    """Use new settings of the office; DeskError unless the current keyring names them."""
    check_office(office, desk.chain.current.settings)
    files.write(folder / OFFICE, office)


def back_up(desk: Desk, source: Path, target: Path) -> None:
    """Copy the sealed shelf as ``copy_shelf``, and note that it was copied."""
    copy_shelf(source, target)
    desk.shelf.commit(BackedUp(day=desk.today))


def copy_shelf(
    source: Path, target: Path, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> None:
    """Copy a sealed shelf into a new folder; without the reader's seed nobody opens it.

    It may be in use meanwhile. ``progress`` is told how many files of how many were copied, and may raise
    Cancelled: then nothing stays. DeskError if the folder exists or cannot be written.
    """
    try:
        target.mkdir(mode=0o700)
        # The journal first: what it names is all there, and what comes after it does not count.
        for name in ("journal", OFFICE):
            shutil.copyfile(source / name, target / name)
            files.sync(target / name)
        copied = itertools.count(1)
        total = sum(1 for name in _COPIED for _ in (source / name).iterdir())

        def copy(one: str, other: str) -> None:
            shutil.copyfile(one, other)
            files.sync(Path(other))
            progress(next(copied), total)

        for name in _COPIED:
            # Not what is being written just now.
            left_out = shutil.ignore_patterns(".*")
            shutil.copytree(source / name, target / name, ignore=left_out, copy_function=copy)
            files.sync(target / name)
        files.sync(target)
    except Cancelled:
        shutil.rmtree(target)
        raise
    except OSError as error:
        raise DeskError(
            "Salinan di {target} tidak lengkap ({error}). Buat lagi.", target=target, error=error
        ) from None


def check_copy(copy: Path, vault: Vault) -> None:
    """Raise DeskError if the vault's oldest seed is not the one that a copy of a shelf is sealed under."""
    try:
        fits = journal.fits(copy / "journal", vault.shelf_key)
    except OSError as error:
        raise DeskError("Salinan rak tidak terbaca: {error}", error=error) from None
    if not fits:
        raise DeskError(
            "Salinan rak {name} tidak terbuka dengan kunci ini. Bila kunci {reader} pernah diganti, berikan "
            "juga cadangannya yang lama; bila tidak, salinan ini dari meja lain.",
            name=copy.name,
            reader=vault.reader,
        )


def take_up(folder: Path, copy: Path, vault: Vault) -> None:
    """Put the copy of a sealed shelf into a new desk, after checking that the vault opens it.

    DeskError: the copy is of another desk or damaged, or this desk has letters already.
    """
    if (folder / "journal").exists():
        raise DeskError("Meja ini sudah berisi surat. Salinan hanya untuk meja baru.")
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            shutil.copytree(copy / "letters", folder / "letters", dirs_exist_ok=True)
            shutil.copytree(copy / "slots", folder / "slots", dirs_exist_ok=True)
            # The journal last: what it names is to outlast a power cut.
            files.sync_disk(descriptor)
        finally:
            os.close(descriptor)
        files.write(folder / "journal", (copy / "journal").read_bytes())
        with Shelf.unlock(folder, vault) as shelf:
            shelf.commit(Restored())
    except OSError as error:
        put_back(folder)
        raise DeskError("Salinan rak tidak terbaca: {error}", error=error) from None
    except ShelfError:
        put_back(folder)
        raise


def put_back(folder: Path) -> None:
    """Remove what was copied of a shelf: letters without a journal would bar the desk from opening."""
    (folder / "journal").unlink(missing_ok=True)
    for name in ("letters", "slots"):
        shutil.rmtree(folder / name, ignore_errors=True)


def backup_is_due(desk: Desk) -> date | None:
    """Return the day on which the first letter of an open or held case leaves the server, if no copy has it.

    None while that is further off than 100 days, or a copy was made since such a letter arrived.
    """
    made = desk.shelf.state.backed_up
    oldest = desk.cases.oldest_letter(made or date.min)
    return oldest + KEPT if oldest is not None and desk.today - oldest >= DEMAND_AFTER else None
