"""A desk's beginning: the files that a person chose, told apart, and the desk made of them."""

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from wbs.desk import media, setup, shares
from wbs.desk.backup import ReaderBackup, open_backup
from wbs.desk.errors import DeskError, VaultError, WrongPassphrase
from wbs.desk.keyrings import Keyrings
from wbs.desk.setup import Parts
from wbs.letters.errors import FormatError
from wbs.letters.keyring import Chain, Keyring, SignedKeyring, decode, signers
from wbs.letters.pin import Pin
from wbs.letters.reader import Reader


@dataclass(frozen=True)
class Brought:
    """What was chosen: sealed backups (none: shares are typed), and what is public."""

    backups: tuple[bytes, ...] = field(repr=False)
    pin: Pin
    keyrings: tuple[SignedKeyring, ...]
    office: bytes

    def newest(self, today: date) -> Keyring:
        """Return the keyring of the highest number; one that is published ahead counts only if all are."""
        begun = [each for each in self._counting if each.not_before <= today]
        return max(begun or self._counting, key=lambda each: each.sequence)

    @property
    def readers(self) -> list[Reader]:
        """The readers of every keyring."""
        return [reader for each in self._counting for reader in each.readers]

    @property
    def _counting(self) -> list[Keyring]:
        """The keyrings that the pin's roots signed, or all if they signed none."""
        roots, instance = self.pin.roots, self.pin.instance
        signed = [each for each in self.keyrings if len(signers(each, roots, instance)) >= self.pin.threshold]
        return [decode(each.json) for each in signed or self.keyrings]


def sort_files(chosen: Iterable[tuple[str, bytes]]) -> Brought:
    """Tell files apart: ``*.age`` backups, ``*.minisig`` beside their keyring, ``*.toml`` settings, pin.

    DeskError names what is missing, is there twice, or is none of these.
    """
    backups, settings, pins = [], [], []
    keyrings: dict[str, bytes] = {}
    signatures: dict[str, str] = {}
    for name, data in chosen:
        match Path(name).suffix.lower():
            case ".age":
                backups.append(data)
            case ".toml":
                settings.append(data)
            case ".minisig":
                signatures[name] = data.decode("utf-8", "replace")
            case ".json" if (pin := _pin(data)) is not None:
                pins.append(pin)
            case ".json" if _is_keyring(data):
                keyrings[name] = data
            case _:
                raise DeskError("{name} bukan berkas yang diperlukan di sini.", name=name)
    for found, what in ((pins, "pin-1.json"), (settings, "office.toml")):
        if len(found) != 1:
            raise DeskError("Pilih tepat satu {what}.", what=what)
    if not keyrings:
        raise DeskError("Pilih daftar kunci dengan tanda tangannya: keyring-1.json, keyring-1.a.minisig.")
    signed = tuple(
        SignedKeyring(data, tuple(signatures[each] for each in sorted(_beside(name, signatures))))
        for name, data in keyrings.items()
    )
    return Brought(tuple(backups), pins[0], signed, settings[0])


def open_backups(brought: Brought, passphrases: Sequence[str]) -> list[ReaderBackup]:
    """Open every backup with one of these passphrases; DeskError if none was chosen or one does not open."""
    if not brought.backups:
        raise DeskError("Pilih cadangan kunci pembaca: reader-….age.")
    return [_open(each, passphrases) for each in brought.backups]


def combine_shares(brought: Brought, typed: Iterable[str]) -> list[ReaderBackup]:
    """Bring a seed back from shares; VaultError as ``shares.combine``."""
    return [shares.combine(typed, brought.readers)]


def parts(brought: Brought, seeds: Sequence[ReaderBackup], today: date) -> Parts:
    """Return what the desk is made of: the seed whose key is on the newest keyring, and those before it.

    DeskError: none is, they are of different readers, or one is newer than that keyring.
    """
    newest = brought.newest(today)
    # The same backup may lie on the stick twice.
    seeds = list(dict.fromkeys(seeds))
    if len({each.reader for each in seeds}) != 1:
        raise DeskError("Cadangan-cadangan ini milik pembaca yang berlainan.")
    reader = newest.reader(seeds[0].reader)
    current = [each for each in seeds if reader is not None and each.recipient == reader.recipient]
    if not current:
        raise DeskError("Tidak ada cadangan yang cocok dengan kunci pembaca di daftar kunci itu.")
    if any(_since(brought, each) > newest.sequence for each in seeds):
        raise DeskError(
            "Salah satu cadangan berisi kunci yang belum berlaku: hari ini masih berlaku daftar kunci "
            "{sequence}. Pilih sekarang cadangan yang lama saja.",
            sequence=newest.sequence,
        )
    if any(_since(brought, each) == 0 for each in seeds) and _is_complete(brought, newest):
        raise DeskError(
            "Salah satu cadangan berisi kunci yang belum ada di daftar kunci {sequence}. "
            "Pilih juga daftar kunci yang terbaru.",
            sequence=newest.sequence,
        )
    older = sorted((each for each in seeds if each not in current), key=lambda each: _since(brought, each))
    return Parts(
        reader=seeds[0].reader,
        seed=current[0].seed,
        pin=brought.pin,
        keyrings=brought.keyrings,
        office=brought.office,
        older=tuple(each.seed for each in older),
    )


def copy_at(folder: Path) -> Path:
    """Return the copy of a shelf that a folder is, or the only one in it; DeskError unless there is one.

    Who had the copy made named the folder around it.
    """
    if (folder / "journal").is_file():
        return folder
    copies = media.shelves([folder])
    if not copies:
        raise DeskError("{folder} bukan salinan rak.", folder=folder)
    if len(copies) > 1:
        names = ", ".join(copy.name for copy in copies)
        raise DeskError(
            "Di {folder} ada beberapa salinan rak. Sebut salah satu: {names}.", folder=folder, names=names
        )
    return copies[0]


def check(folder: Path, made_of: Parts, today: date, shelf: Path | None) -> Chain:
    """Return the keyrings that the desk would go by; DeskError as ``check_parts`` and ``check_copy`` say."""
    chain = setup.check_parts(folder, _with_copied(made_of, shelf), today)
    if shelf is not None:
        setup.check_copy(shelf, made_of.vault)
    return chain


def found(folder: Path, made_of: Parts, passphrase: str, today: date, shelf: Path | None) -> None:
    """Make the desk, with the copy of its shelf if there is one; all of it or nothing. DeskError."""
    check(folder, made_of, today, shelf)
    made_of = _with_copied(made_of, shelf)
    if shelf is None:
        setup.make_desk(folder, made_of, passphrase, today)
        return
    # The vault last: killed before that, there is no desk yet that would open empty and use numbers twice.
    setup.take_up(folder, shelf, made_of.vault)
    try:
        setup.make_desk(folder, made_of, passphrase, today)
    except DeskError:
        setup.put_back(folder)
        raise


def _with_copied(made_of: Parts, shelf: Path | None) -> Parts:
    """Add the keyrings that lie in the copy of a shelf: its journal may know newer ones than were brought."""
    if shelf is None or not (shelf / "keyring").is_dir():
        return made_of
    copied = Keyrings(shelf / "keyring").load()
    return replace(made_of, keyrings=(*made_of.keyrings, *copied))


def _open(sealed: bytes, passphrases: Sequence[str]) -> ReaderBackup:
    wrong: VaultError | None = None
    for passphrase in passphrases:
        try:
            return open_backup(sealed, passphrase)
        except WrongPassphrase as error:
            wrong = error
    raise wrong or VaultError("Ketik frasa sandi cadangan.")


def _is_complete(brought: Brought, newest: Keyring) -> bool:
    """Tell whether no keyring before the newest is missing."""
    known = {decode(each.json).sequence for each in brought.keyrings}
    return known >= set(range(1, newest.sequence))


def _since(brought: Brought, backup: ReaderBackup) -> int:
    """Return the first keyring that has this key; one on none of them is the oldest."""
    rings = (decode(each.json) for each in brought.keyrings)
    known = [ring.sequence for ring in rings if any(r.recipient == backup.recipient for r in ring.readers)]
    return min(known, default=0)


def _pin(data: bytes) -> Pin | None:
    try:
        return Pin.decode(data)
    except FormatError:
        return None


def _is_keyring(data: bytes) -> bool:
    try:
        decode(data)
    except FormatError:
        return False
    return True


def _beside(name: str, signatures: Iterable[str]) -> list[str]:
    return [each for each in signatures if fnmatch.fnmatchcase(each, f"{Path(name).stem}.*minisig")]
