"""An unlocked desk: whose it is, what lies on its shelf, and the cases that this makes today."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from wbs.cases.casefile import Case, Filed
from wbs.cases.deadlines import Due, due
from wbs.cases.errors import CasesError
from wbs.cases.office import Office
from wbs.desk import listing, visible
from wbs.desk.casebook import Casebook, Row
from wbs.desk.errors import DeskError, NotAllowed
from wbs.desk.keyrings import Keyrings, Standing
from wbs.desk.listing import Counts, Listing, Query
from wbs.desk.shelf import Shelf
from wbs.desk.vault import Vault
from wbs.letters.keyring import Chain, Reader
from wbs.letters.letter import Message, Report

OFFICE = "office.toml"


@dataclass
class Desk:
    """Made by ``unlock``, to be closed. ``today`` is the office's date."""

    vault: Vault
    shelf: Shelf
    keyrings: Keyrings
    office: Office
    today: date
    random: Callable[[int], bytes]
    standing: Standing
    _cases: Casebook | None = field(default=None, init=False)

    @classmethod
    def unlock(
        cls,
        folder: Path,
        passphrase: str,
        today: Callable[[Office], date],
        *,
        random: Callable[[int], bytes] = os.urandom,
    ) -> Self:
        """Open vault and shelf; ``today`` is asked once the office's zone is known. DeskError otherwise."""
        vault = Vault.open(folder, passphrase)
        try:
            office = Office.parse((folder / OFFICE).read_bytes())
        except (OSError, CasesError) as error:
            raise DeskError("Pengaturan kantor di meja ini tidak terbaca: {error}", error=error) from None
        keyrings = Keyrings(folder / "keyring")
        shelf = Shelf.unlock(folder, vault, random=random)
        try:
            day = today(office)
            standing = keyrings.standing(vault.pin, day, shelf.state.keyring_seen)
            if shelf.untried():
                # Numbers of new letters follow from the letters here: none may be missing.
                shelf.catch_up()
            return cls(vault, shelf, keyrings, office, day, random, standing)
        except BaseException:
            shelf.close()
            raise

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the shelf."""
        self.shelf.close()

    @property
    def chain(self) -> Chain:
        """The keyrings to verify by."""
        return self.standing.chain

    @property
    def cases(self) -> Casebook:
        """Every case that this desk can read something of, by id; folded one by one, when looked at."""
        if self._cases is None or not self._cases.fits(self.chain, self.office, self.today):
            self._cases = Casebook(self.shelf, self.vault.reader, self.chain, self.office, self.today)
        return self._cases

    def changed(self) -> None:
        """Ask the keyrings and the office's settings anew at the next look."""
        self._cases = None

    @property
    def can_seal(self) -> bool:
        """Whether ``me`` and ``require_sealing`` refuse nothing."""
        return self._entry() is not None and self.standing.refused is None and not self.shelf.state.restored

    @property
    def me(self) -> Reader:
        """This desk's reader on the current keyring; NotAllowed if they are not on it with this key."""
        reader = self._entry()
        if reader is None:
            raise NotAllowed(
                "{reader} tidak lagi tercantum di daftar kunci {sequence}.",
                reader=self.vault.reader,
                sequence=self.chain.current.sequence,
            )
        return reader

    @property
    def listed(self) -> bool:
        """Whether ``me`` refuses nothing."""
        return self._entry() is not None

    def _entry(self) -> Reader | None:
        reader = self.chain.current.reader(self.vault.reader)
        if reader is None or not reader.is_current(self.today):
            return None
        return reader if reader.signing_key == str(self.vault.keys.signing.public) else None

    def require_sealing(self) -> None:
        """Raise NotAllowed if the keyring must not be sealed to today, or numbers might be used twice."""
        if self.standing.refused is not None:
            raise NotAllowed(
                "Hari ini tidak ada yang dapat disegel: daftar kunci ditolak ({reason}).",
                reason=self.standing.refused,
            )
        if self.shelf.state.restored:
            raise NotAllowed(
                "Rak ini dipulihkan dari salinan. Impor bundel lengkap (--all) sebelum menulis apa pun."
            )

    def find(self, name: str) -> Case:
        """Return the case that this reader may be told of under a name; DeskError as ``visible.find``."""
        return visible.find(self, name)

    def row(self, case: bytes) -> Row:
        """Return a case's line; KeyError if no letter here speaks of it."""
        return self.cases.row(case)

    def list(self, query: Query) -> Listing:
        """Return a page of the cases that have a report."""
        return listing.find(self.cases, query, self.today)

    def count(self, query: Query) -> int:
        """Return how many cases a query finds."""
        return listing.count(self.cases, query, self.today)

    def counts(self) -> Counts:
        """Return how many cases there are, and how many ask for something."""
        return listing.counts(self.cases, self.today)

    def due(self, case: Case) -> Sequence[Due]:
        """Return what is due in a case, the longest overdue first."""
        return due(case.facts, self.office.clocks, self.office.calendar, self.today)

    def due_here(self, case: Case) -> Sequence[Due]:
        """Return the same, and nothing where its reader stepped back, or only colleagues have the case."""
        away = self.vault.reader in case.recused or self.cases.is_elsewhere(case)
        return () if away else self.due(case)

    def unread(self, case: Case) -> bool:
        """Tell whether the case holds a reporter's letter that was not shown here."""
        return any(letter.hash not in self.shelf.state.shown for letter in reporter_letters(case))

    def reader(self, reader_id: str) -> Reader | None:
        """Return a reader as the newest keyring that knows them has them."""
        for sequence in sorted(self.chain.by_sequence, reverse=True):
            reader = self.chain.by_sequence[sequence].reader(reader_id)
            if reader is not None:
                return reader
        return None

    def reader_title(self, reader_id: str) -> str:
        """Return the newest title of a reader, or the id where no keyring knows it."""
        reader = self.reader(reader_id)
        return reader.title if reader is not None else reader_id


def never_shown(desk: "Desk", case: Case) -> frozenset[bytes]:
    """Return what the reporter wrote and this desk never showed, by the hash of letter.json."""
    return frozenset(each.hash for each in reporter_letters(case) if each.hash not in desk.shelf.state.shown)


def reporter_letters(case: Case) -> list[Filed[Report] | Filed[Message]]:
    """Return what the reporter wrote in a case: reports, then messages."""
    return [*case.versions, *case.messages]
