"""What was refused, in the chosen language: a sentence, with the refusals that it quotes."""

import errno

from wbs.language import N_, _
from wbs.letters.errors import KeyringRefused, Reason, Told

REASONS = {
    Reason.MALFORMED: N_("Ini bukan daftar kunci."),
    Reason.WRONG_INSTANCE: N_("Daftar kunci ini milik portal lain."),
    Reason.WRONG_ROOTS: N_("Akar atau ambangnya bukan yang disebut pin."),
    Reason.TOO_FEW_SIGNATURES: N_("Belum cukup akar yang menandatangani."),
    Reason.NOT_YET: N_("Daftar kunci ini belum berlaku."),
    Reason.EXPIRED: N_("Daftar kunci ini sudah kedaluwarsa."),
    Reason.OLDER_THAN_SEEN: N_("Sudah ada daftar kunci yang lebih baru."),
    Reason.BROKEN_CHAIN: N_("Daftar kunci ini tidak menyambung pada yang sebelumnya."),
    Reason.CLOCK: N_("Tanggal komputer ini jauh dari masa berlaku daftar kunci. Periksa jam."),
}

# What hinders files most often; of anything else the system's own words stand.
CAUSES = {
    errno.ENOSPC: N_("tempatnya penuh"),
    errno.EDQUOT: N_("jatah tempatnya habis"),
    errno.EROFS: N_("hanya dapat dibaca"),
    errno.EACCES: N_("tidak diizinkan"),
    errno.EPERM: N_("tidak diizinkan"),
    errno.ENOENT: N_("tidak ditemukan"),
    errno.ENOTDIR: N_("bukan folder"),
    errno.EISDIR: N_("ini folder"),
    errno.EIO: N_("medianya rusak atau tercabut"),
    errno.ENODEV: N_("medianya tercabut"),
    errno.ENAMETOOLONG: N_("namanya terlalu panjang"),
    errno.EADDRINUSE: N_("sudah dipakai"),
}


def told(refusal: Told | KeyringRefused) -> str:
    """Return a refusal in the chosen language; a keyring's with its detail, which stays technical."""
    if isinstance(refusal, KeyringRefused):
        return f"{_(REASONS[refusal.reason])} ({refusal})"
    values = {name: _value(each) for name, each in refusal.values.items()}
    return _(refusal.message).format(**values)


def why(refused: KeyringRefused) -> str:
    """Return why a keyring is refused, to stand within a sentence."""
    return _(REASONS[refused.reason]).rstrip(".")


def cause(error: OSError) -> str:
    """Return what hindered a file, to stand within a sentence."""
    return _(CAUSES.get(error.errno or 0, "")) or error.strerror or str(error)


def _value(value: object) -> object:
    if isinstance(value, OSError):
        return cause(value)
    if isinstance(value, KeyringRefused):
        return why(value)
    return told(value) if isinstance(value, Told) else value
