"""A reader's seed as shares of words, any k of which bring it back (SLIP-39): an option, for k people.

One group, 33 English words a share for a seed of 32 bytes. SLIP-39's own passphrase is left empty: a wrong
one gives a wrong seed without a word. For the same reason what comes out counts only if the key that follows
from it is on the keyring.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

import shamir_mnemonic
from shamir_mnemonic import MnemonicError
from shamir_mnemonic.share import Share

from wbs.desk.backup import ReaderBackup
from wbs.desk.errors import VaultError
from wbs.letters.reader import Reader
from wbs.sealing import SealingError, reader_keys

MOST: Final = 16
LEAST: Final = 2


def split(seed: bytes, needed: int, made: int) -> list[str]:
    """Return ``made`` shares of a 32-byte seed, any ``needed`` of which are enough.

    VaultError unless 2 <= needed <= made <= 16. The library draws random bytes from the operating system.
    """
    if not LEAST <= needed <= made <= MOST:
        raise VaultError(
            "k paling sedikit {least}, n paling sedikit k dan paling banyak {most}.", least=LEAST, most=MOST
        )
    shares: list[str]
    (shares,) = shamir_mnemonic.generate_mnemonics(1, [(needed, made)], seed)
    return shares


def combine(typed: Iterable[str], readers: Sequence[Reader]) -> ReaderBackup:
    """Return the seed, and which of these readers has the key that follows from it.

    VaultError says which share is misspelt or of another set, how many are missing, or that no reader fits.
    """
    shares = _read(typed)
    needed = shares[0].member_threshold
    if len(shares) < needed:
        raise VaultError(
            "Perlu {needed} bagian yang berlainan; baru ada {count}.", needed=needed, count=len(shares)
        )
    try:
        seed = shamir_mnemonic.combine_mnemonics([share.mnemonic() for share in shares[:needed]])
    except MnemonicError as error:
        raise VaultError("Bagian-bagian ini tidak cocok satu sama lain ({error}).", error=error) from None
    # The key is the fingerprint: another seed has another, and a secret of another length none.
    with suppress(SealingError):
        recipient = reader_keys(seed).recipient
        for reader in readers:
            if reader.recipient == recipient:
                return ReaderBackup(reader.id, seed)
    raise VaultError("Bagian-bagian ini bukan kunci pembaca mana pun di daftar kunci itu.")


def _read(typed: Iterable[str]) -> list[Share]:
    """Return the different shares, none of them of another set."""
    shares: list[Share] = []
    for number, text in enumerate(typed, 1):
        try:
            share = Share.from_mnemonic(" ".join(text.lower().split()))
        except MnemonicError:
            raise VaultError("Bagian nomor {number} salah ketik.", number=number) from None
        if shares and share.group_parameters() != shares[0].group_parameters():
            raise VaultError("Bagian nomor {number} berasal dari pembagian lain.", number=number)
        if share not in shares:
            shares.append(share)
    if not shares:
        raise VaultError("Tidak ada bagian yang diketik.")
    return shares
