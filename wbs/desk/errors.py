"""What can go wrong at a desk; each message is a sentence for the person who sits there.

DeskError
├── VaultError      the vault cannot be opened or made
│   └── WrongPassphrase
├── ShelfError      what lies on disk is damaged, missing or in use
├── BundleRefused   a bundle is not taken, as a whole
├── Cancelled       a person stopped what was under way; nothing of it counts
├── NotSynced       the portal, or the way there, refuses
└── NotAllowed      the case's rules forbid the step: a state, an excluded reader, a second person
"""

from collections.abc import Iterator
from contextlib import contextmanager

from crypto.errors import TooLittleMemory
from wbs.letters.errors import Told


class DeskError(Told):
    """Any refusal of the desk."""


class VaultError(DeskError):
    """The vault cannot be opened or made."""


class WrongPassphrase(VaultError):
    """The vault is whole, and this passphrase does not open it."""


class ShelfError(DeskError):
    """What lies on disk is damaged, missing or in use."""


class BundleRefused(DeskError):
    """A bundle is not taken, as a whole."""


class Cancelled(DeskError):
    """A person stopped what was under way; nothing of it counts."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Dibatalkan. Tidak ada yang diimpor.")


class NotSynced(DeskError):
    """The portal, or the way there, refuses."""


class NotAllowed(DeskError):
    """The case's rules forbid the step."""


@contextmanager
def stretching() -> Iterator[None]:
    """Turn a lack of memory for a passphrase into a VaultError that says so."""
    try:
        yield
    except TooLittleMemory:
        raise VaultError(
            "Memori komputer ini tidak cukup untuk memeriksa frasa sandi. Tutup program lain, lalu ulangi."
        ) from None
