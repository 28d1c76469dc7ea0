"""A reader's backup: the one seed that makes both their keys, under a passphrase.

An age passphrase file of canonical JSON ``{"reader": id, "seed": hex, "wbs": 1}``; ``age -d`` opens it too.
"""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from crypto import age
from crypto.errors import CryptoError, NoMatch
from crypto.passphrase import Passphrase
from wbs.desk.errors import DeskError, VaultError
from wbs.letters import canonical
from wbs.letters.codec import READER_ID, hex_bytes, record
from wbs.letters.errors import FormatError
from wbs.letters.keyring import SignedKeyring, decode


@dataclass(frozen=True)
class ReaderBackup:
    """Whose seed it is, and its 32 bytes."""

    reader: Annotated[str, READER_ID]
    seed: Annotated[bytes, hex_bytes(32)] = field(repr=False)


_CODEC = record(ReaderBackup, wbs=1)


def seal_backup(
    backup: ReaderBackup, passphrase: str, *, log_n: int = 18, random: Callable[[int], bytes] = os.urandom
) -> bytes:
    """Return the backup's file; VaultError for an empty passphrase."""
    if not passphrase:
        raise VaultError("Frasa sandi kosong.")
    sealed = io.BytesIO()
    plain = io.BytesIO(canonical.dumps(_CODEC.write(backup)))
    age.encrypt(plain, sealed, Passphrase(passphrase, log_n=log_n), random=random)
    return sealed.getvalue()


def open_backup(sealed: bytes, passphrase: str) -> ReaderBackup:
    """Read a backup; VaultError if the passphrase is wrong, or the file is damaged or none."""
    plain = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(sealed), plain, [Passphrase(passphrase)])
        backup: ReaderBackup = _CODEC.read(canonical.loads(plain.getvalue()))
    except NoMatch:
        raise VaultError("Frasa sandi salah. Cadangan tidak terbuka.") from None
    except (CryptoError, FormatError) as error:
        raise VaultError("Cadangan rusak, atau bukan cadangan ({error}).", error=error) from None
    return backup


def read_keyring(path: Path) -> SignedKeyring:
    """Read a keyring.json with the .minisig files beside it (``<name>.*.minisig``); DeskError otherwise."""
    try:
        data = path.read_bytes()
        decode(data)
        beside = sorted(path.parent.glob(f"{path.stem}.*minisig"))
        return SignedKeyring(data, tuple(each.read_text(encoding="utf-8") for each in beside))
    except (OSError, UnicodeDecodeError, FormatError) as error:
        raise DeskError("{path} bukan daftar kunci: {error}", path=path, error=error) from None
