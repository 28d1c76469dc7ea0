"""What was refused, in the chosen language: a sentence, with the refusals that it quotes."""

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


def told(refusal: Told | KeyringRefused) -> str:
    """Return a refusal in the chosen language; a keyring's with its detail, which stays technical."""
    if isinstance(refusal, KeyringRefused):
        return f"{_(REASONS[refusal.reason])} ({refusal})"
    values = {name: _value(each) for name, each in refusal.values.items()}
    return _(refusal.message).format(**values)


def why(refused: KeyringRefused) -> str:
    """Return why a keyring is refused, to stand within a sentence."""
    return _(REASONS[refused.reason]).rstrip(".")


def _value(value: object) -> object:
    if isinstance(value, KeyringRefused):
        return why(value)
    return told(value) if isinstance(value, Told) else value
