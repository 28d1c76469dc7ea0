"""The keyrings that a desk knows, as published: public files, judged anew whenever the desk is opened."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wbs.desk import files
from wbs.desk.errors import DeskError, ShelfError
from wbs.letters.errors import FormatError, KeyringRefused, Reason
from wbs.letters.keyring import Chain, Keyring, SignedKeyring, decode
from wbs.letters.pin import Pin

_NAME = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Standing:
    """The chain to read by, and why nothing may be sealed by it today (None: sealing is fine)."""

    chain: Chain
    refused: KeyringRefused | None


class Keyrings:
    """The folder ``keyring``: ``<n>.json`` with ``<n>.<i>.minisig`` beside it, i from 1."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made if missing."""
        self._folder = folder
        files.make_folder(folder)

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def load(self) -> list[SignedKeyring]:
        """Return all of them, by sequence; ShelfError if one cannot be read."""
        found = [path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem)]
        try:
            return [self._read(path) for path in sorted(found, key=lambda path: int(path.stem))]
        except (OSError, UnicodeDecodeError) as error:
            raise ShelfError("Daftar kunci di rak tidak terbaca: {error}", error=error) from None

    def save(self, keyrings: Iterable[SignedKeyring], chain: Chain) -> None:
        """Keep those that the chain vouches for and that are not here yet."""
        for signed, keyring in _well_formed(keyrings):
            sequence = keyring.sequence
            # Never over one that is here: nobody has looked at the signatures of a second copy.
            here = (self._folder / f"{sequence}.json").exists()
            if not here and chain.by_sequence.get(sequence) == keyring:
                # The JSON last: a keyring without its signatures would be one that nobody signed.
                for number, signature in enumerate(signed.signatures, 1):
                    files.write(self._folder / f"{sequence}.{number}.minisig", signature.encode())
                files.write(self._folder / f"{sequence}.json", signed.json)

    def standing(
        self, pin: Pin, today: date, newest_seen: int | None, more: Sequence[SignedKeyring] = ()
    ) -> Standing:
        """Judge what is here, with ``more`` from a bundle.

        Where only the calendar refuses the newest keyring, letters can still be read by it. DeskError where
        there is none that fits the pin.
        """
        keyrings = [*self.load(), *more]
        try:
            return Standing(Chain.build(keyrings, pin, today, newest_seen), None)
        except KeyringRefused as refused:
            if refused.reason not in (Reason.EXPIRED, Reason.NOT_YET, Reason.CLOCK):
                raise DeskError(
                    "Tidak ada daftar kunci yang dapat dipercaya ({reason}).", reason=refused
                ) from None
            newest = max((keyring for _, keyring in _well_formed(keyrings)), key=lambda each: each.sequence)
            day = min(max(today, newest.not_before), newest.expires)
            try:
                return Standing(Chain.build(keyrings, pin, day, newest_seen), refused)
            except KeyringRefused as worse:
                raise DeskError(
                    "Tidak ada daftar kunci yang dapat dipercaya ({reason}).", reason=worse
                ) from None

    def _read(self, path: Path) -> SignedKeyring:
        signatures = []
        number = 1
        while (beside := path.with_name(f"{path.stem}.{number}.minisig")).exists():
            signatures.append(beside.read_text())
            number += 1
        return SignedKeyring(path.read_bytes(), tuple(signatures))


def _well_formed(keyrings: Iterable[SignedKeyring]) -> Iterator[tuple[SignedKeyring, Keyring]]:
    """Yield those that can be read: what a bundle brings may be anything."""
    for signed in keyrings:
        try:
            yield signed, decode(signed.json)
        except FormatError:
            continue
