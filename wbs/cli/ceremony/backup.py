"""The sealed backup of a key: an age passphrase file, which ``age -d`` opens without us.

A root's holds a minisign secret key file. A reader's holds an age identity file, so that stock age opens that
reader's letters with it; the seed, from which both keys follow, stands in a comment:

    # wbs/v1 reader <id>
    # seed <64 hex digits>
    AGE-SECRET-KEY-PQ-1…
"""

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from crypto import age
from crypto.errors import CryptoError, NoMatch
from crypto.minisign import SigningKey
from crypto.passphrase import Passphrase
from wbs.cli.ceremony import files
from wbs.cli.ceremony.errors import CeremonyError
from wbs.sealing import ReaderKeys, reader_keys

# The age format's default: about a second and 256 MiB for each guess.
LOG_N = 18
SHORTEST_PASSPHRASE = 12

_READER = re.compile(
    r"# wbs/v1 reader ([a-z0-9-]{1,32})\n# seed ([0-9a-f]{64})\n(AGE-SECRET-KEY-PQ-1[0-9A-Z]+)\n"
)


@dataclass(frozen=True)
class ReaderSecret:
    """What makes a reader: the id and 32 bytes."""

    reader: str
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, reader: str, random: Callable[[int], bytes] = os.urandom) -> Self:
        """Make a new reader's secret."""
        return cls(reader, random(32))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``text`` wrote; CeremonyError for anything else."""
        match = _READER.fullmatch(text)
        if match is None or str(reader_keys(bytes.fromhex(match[2])).identity) != match[3]:
            raise CeremonyError("Isi cadangan bukan rahasia seorang pembaca.")
        return cls(match[1], bytes.fromhex(match[2]))

    @property
    def keys(self) -> ReaderKeys:
        """The keys that follow from the seed."""
        return reader_keys(self.seed)

    def text(self) -> str:
        """Return the identity file."""
        return f"# wbs/v1 reader {self.reader}\n# seed {self.seed.hex()}\n{self.keys.identity}\n"


def check_passphrase(passphrase: str) -> None:
    """Raise CeremonyError for a passphrase that is too short to protect a key."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise CeremonyError(
            "Frasa sandi terlalu pendek: paling sedikit {least} huruf.", least=SHORTEST_PASSPHRASE
        )


def seal(path: Path, secret: str, passphrase: str, *, random: Callable[[int], bytes] = os.urandom) -> None:
    """Write a secret's backup into a new file."""
    check_passphrase(passphrase)
    sealed = io.BytesIO()
    age.encrypt(io.BytesIO(secret.encode()), sealed, Passphrase(passphrase, log_n=LOG_N), random=random)
    files.write_new(path, sealed.getvalue())


def restore(path: Path, passphrase: str) -> str:
    """Open a backup as it lies on disk; CeremonyError says whether the passphrase or the file is at fault."""
    plain = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(files.read(path)), plain, [Passphrase(passphrase)])
        return plain.getvalue().decode("ascii")
    except NoMatch:
        raise WrongPassphrase(path) from None
    except (CryptoError, UnicodeDecodeError):
        raise CeremonyError("{path} rusak dan tidak dapat dibuka. Ambil salinan lain.", path=path) from None


def restore_root(path: Path, passphrase: str) -> SigningKey:
    """Open a root's backup."""
    try:
        return SigningKey.parse(restore(path, passphrase))
    except CryptoError:
        raise CeremonyError("Isi {path} bukan kunci akar.", path=path) from None


def restore_reader(path: Path, passphrase: str) -> ReaderSecret:
    """Open a reader's backup; a desk is made from it."""
    return ReaderSecret.parse(restore(path, passphrase))


class WrongPassphrase(CeremonyError):  # noqa: N818 -- says what happened
    """The file is in order, the passphrase is not its own."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__("Frasa sandi salah. {path} tidak terbuka.", path=path)
