"""A reader's public part: what a reader hands to those who assemble the keyring."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from crypto.age import FILE_KEY
from crypto.errors import CryptoError
from crypto.hybrid import Recipient
from wbs.cli.ceremony import files
from wbs.cli.ceremony.errors import CeremonyError
from wbs.letters import canonical
from wbs.letters.codec import READER_ID, RECIPIENT, SIGNING_KEY, choice, line, record
from wbs.letters.errors import FormatError
from wbs.letters.reader import Reader, Role


@dataclass(frozen=True)
class ReaderPart:
    """A reader without dates: those are the keyring's to set."""

    id: Annotated[str, READER_ID]
    title: Annotated[str, line(100)]
    unit: Annotated[str, line(100)]
    role: Annotated[Role, choice("intake", "investigator", "outside")]
    recipient: Annotated[str, RECIPIENT]
    signing_key: Annotated[str, SIGNING_KEY]

    def encode(self) -> bytes:
        """Write it as canonical JSON; FormatError if it could not be read back."""
        data = canonical.dumps(_PART.write(self))
        self.decode(data)
        return data

    @classmethod
    def decode(cls, data: bytes) -> "ReaderPart":
        """Read it; FormatError for anything else, and for a key that nothing can be sealed to."""
        part: ReaderPart = _PART.read(canonical.loads(data))
        try:
            # Only trying tells: some keys are well formed, and whoever seals to a panel with one fails.
            Recipient.parse(part.recipient).wrap(bytes(FILE_KEY))
        except CryptoError as error:
            raise FormatError(f"recipient: {error}") from None
        return part

    @classmethod
    def load(cls, path: Path) -> "ReaderPart":
        """Read it from a file; CeremonyError names the file."""
        try:
            return cls.decode(files.read(path))
        except FormatError as error:
            raise CeremonyError(
                "{path} bukan bagian publik seorang pembaca: {error}.", path=path, error=error
            ) from None

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the file: what its maker and the assembly compare, as words."""
        return hashlib.sha256(self.encode()).digest()

    def reader(self, not_before: date, expires: date) -> Reader:
        """Return the reader of a keyring."""
        return Reader(
            self.id, self.title, self.unit, self.role, self.recipient, self.signing_key, not_before, expires
        )


_PART = record(ReaderPart, wbs=1)
