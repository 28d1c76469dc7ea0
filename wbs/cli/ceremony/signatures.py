"""A keyring in the ceremony's folder: ``keyring-<n>.json`` and ``keyring-<n>.<root>.minisig`` beside it."""

from pathlib import Path

from crypto.errors import CryptoError
from crypto.minisign import PublicKey
from wbs.cli.ceremony import files
from wbs.cli.ceremony.errors import CeremonyError
from wbs.letters.errors import FormatError
from wbs.letters.pin import Pin


def path_of(folder: Path, sequence: int) -> Path:
    """Return where a keyring is written."""
    return folder / f"keyring-{sequence}.json"


def signature_path(keyring: Path, root: Path) -> Path:
    """Return where the signature of the root whose backup is ``root`` is written."""
    return keyring.with_name(f"{keyring.stem}.{root.stem}.minisig")


def load_root(path: Path) -> str:
    """Read a root's public key from its .pub file, as it stands in keyring and pin."""
    try:
        key = PublicKey.parse(files.read_text(path))
    except CryptoError:
        raise CeremonyError("{path} bukan kunci publik sebuah akar.", path=path) from None
    return str(PublicKey(key.raw))


def load_pin(path: Path) -> Pin:
    """Read a pin."""
    try:
        return Pin.decode(files.read(path))
    except FormatError as error:
        raise CeremonyError("{path} bukan pin: {error}.", path=path, error=error) from None
