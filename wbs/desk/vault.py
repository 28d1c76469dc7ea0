"""The vault: who sits at this desk and with which keys, under a passphrase.

``vault.age`` is an age passphrase file around canonical JSON; ``age -d`` opens it without us. What changes
from day to day lies on the shelf, under a key made from the oldest seed.
"""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import age
from crypto.errors import CryptoError, KeyFormatError, NoMatch
from crypto.passphrase import Passphrase
from wbs.desk import files
from wbs.desk.errors import VaultError, WrongPassphrase, stretching
from wbs.letters import canonical
from wbs.letters.codec import READER_ID, Codec, array, hex_bytes, record
from wbs.letters.errors import FormatError
from wbs.letters.keyring import Pin
from wbs.sealing import ReaderKeys, reader_keys

FILE = "vault.age"
SEED = 32

_MOST_SEEDS = 16
_PIN = Codec(lambda value: Pin.decode(canonical.dumps(value)), lambda pin: canonical.loads(pin.encode()))


@dataclass(frozen=True)
class Vault:
    """A reader's id, their 32-byte seeds (the newest last; old ones still open old letters), and the pin."""

    reader: Annotated[str, READER_ID]
    seeds: Annotated[tuple[bytes, ...], array(hex_bytes(SEED), _MOST_SEEDS, least=1)] = field(repr=False)
    pin: Annotated[Pin, _PIN]

    @property
    def keys(self) -> ReaderKeys:
        """The keys that sign and are sealed to today."""
        return reader_keys(self.seeds[-1])

    @property
    def shelf_key(self) -> bytes:
        """32 bytes that journal and index are sealed under; a restored seed opens a copy of the shelf."""
        return HKDF(SHA256(), 32, None, b"wbs/v1/reader/shelf").derive(self.seeds[0])

    def save(
        self,
        folder: Path,
        passphrase: str,
        *,
        log_n: int = 18,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Write the vault in place of any other; VaultError for an empty passphrase."""
        if not passphrase:
            raise VaultError("Frasa sandi kosong.")
        sealed = io.BytesIO()
        plain = io.BytesIO(canonical.dumps(_VAULT.write(self)))
        with stretching():
            age.encrypt(plain, sealed, Passphrase(passphrase, log_n=log_n), random=random)
        files.make_folder(folder)
        files.write(folder / FILE, sealed.getvalue())

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> "Vault":
        """Read the vault; VaultError says whether it is missing, damaged, or the passphrase is wrong."""
        try:
            sealed = (folder / FILE).read_bytes()
        except FileNotFoundError:
            raise VaultError(
                "Tidak ada brankas di {folder}. Buat dengan: wbs desk init", folder=folder
            ) from None
        except OSError as error:
            raise VaultError("Brankas tidak terbaca: {error}", error=error) from None
        plain = io.BytesIO()
        try:
            with stretching():
                age.decrypt(io.BytesIO(sealed), plain, [Passphrase(passphrase)])
            vault: Vault = _VAULT.read(canonical.loads(plain.getvalue()))
        except (NoMatch, KeyFormatError):
            raise WrongPassphrase("Frasa sandi salah. Brankas tidak terbuka.") from None
        except (CryptoError, FormatError) as error:
            raise VaultError("Brankas rusak ({error}). Pulihkan dari cadangannya.", error=error) from None
        return vault


_VAULT = record(Vault, wbs=1)
