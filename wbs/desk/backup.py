"""Sealed backups of keys: age passphrase files, which ``age -d`` opens without us.

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
from crypto.errors import CryptoError, KeyFormatError, NoMatch
from crypto.minisign import SigningKey
from crypto.passphrase import Passphrase
from wbs.desk.errors import DeskError, VaultError, WrongPassphrase, stretching
from wbs.letters.errors import FormatError
from wbs.letters.keyring import SignedKeyring, decode
from wbs.sealing import reader_keys

# age's own default: about a second and 256 MiB for each guess.
LOG_N = 18

_READER = re.compile(
    r"# wbs/v1 reader ([a-z0-9-]{1,32})\n# seed ([0-9a-f]{64})\n(AGE-SECRET-KEY-PQ-1[0-9A-Z]+)\n"
)


@dataclass(frozen=True)
class ReaderBackup:
    """Whose seed it is, and its 32 bytes."""

    reader: str
    seed: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the identity file that ``text`` writes; VaultError for anything else."""
        match = _READER.fullmatch(text)
        if match is None or str(reader_keys(bytes.fromhex(match[2])).identity) != match[3]:
            raise VaultError("Ini bukan cadangan seorang pembaca.")
        return cls(match[1], bytes.fromhex(match[2]))

    @property
    def recipient(self) -> str:
        """What the keyring has of this seed."""
        return reader_keys(self.seed).recipient

    def text(self) -> str:
        """Return the identity file."""
        identity = reader_keys(self.seed).identity
        return f"# wbs/v1 reader {self.reader}\n# seed {self.seed.hex()}\n{identity}\n"


def seal(
    secret: str, passphrase: str, *, log_n: int = LOG_N, random: Callable[[int], bytes] = os.urandom
) -> bytes:
    """Return a secret's text as an age file; VaultError for an empty passphrase."""
    if not passphrase:
        raise VaultError("Frasa sandi kosong.")
    sealed = io.BytesIO()
    with stretching():
        age.encrypt(io.BytesIO(secret.encode()), sealed, Passphrase(passphrase, log_n=log_n), random=random)
    return sealed.getvalue()


def unseal(sealed: bytes, passphrase: str) -> str:
    """Return a secret's text; VaultError if the passphrase is wrong, or the file is damaged or none."""
    plain = io.BytesIO()
    try:
        with stretching():
            age.decrypt(io.BytesIO(sealed), plain, [Passphrase(passphrase)])
        return plain.getvalue().decode("ascii")
    except (NoMatch, KeyFormatError):
        raise WrongPassphrase("Frasa sandi salah. Cadangan tidak terbuka.") from None
    except (CryptoError, UnicodeDecodeError) as error:
        raise VaultError("Cadangan rusak, atau bukan cadangan ({error}).", error=error) from None


def open_backup(sealed: bytes, passphrase: str) -> ReaderBackup:
    """Read a reader's backup; VaultError as ``unseal``, or if it is no reader's."""
    return ReaderBackup.parse(unseal(sealed, passphrase))


def open_root(sealed: bytes, passphrase: str) -> SigningKey:
    """Read a root's backup; VaultError as ``unseal``, or if it is no root's."""
    try:
        return SigningKey.parse(unseal(sealed, passphrase))
    except CryptoError:
        raise VaultError("Ini bukan cadangan kunci akar.") from None


def read_keyring(path: Path) -> SignedKeyring:
    """Read a keyring.json with the .minisig files beside it (``<name>.*.minisig``); DeskError otherwise."""
    try:
        data = path.read_bytes()
        decode(data)
        beside = sorted(path.parent.glob(f"{path.stem}.*minisig"))
        return SignedKeyring(data, tuple(each.read_text(encoding="utf-8") for each in beside))
    except (OSError, UnicodeDecodeError, FormatError) as error:
        raise DeskError("{path} bukan daftar kunci: {error}", path=path, error=error) from None
