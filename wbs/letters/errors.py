"""What can go wrong with a letter; no other exception leaves this room for bad input.

LetterError
├── FormatError      the bytes are not the format; the message says what and where
├── Unproven         the signature does not fit
├── KeyringRefused   the keyring must not be sealed to; ``reason`` says why
└── BundleError      a bundle or an outbox is refused; the message names the entry at fault
"""

from enum import StrEnum


class LetterError(Exception):
    """Any refusal of this room."""


class Told(Exception):
    """A refusal that people read: ``message`` is an Indonesian sentence, the names of ``values`` in braces.

    Sentence and values stay apart, so that whoever shows it can translate it first.
    """

    def __init__(self, message: str, **values: object) -> None:
        """Keep the sentence and its values apart."""
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in Indonesian."""
        return self.message.format(**self.values)


class FormatError(LetterError):
    """The bytes are not the format."""


class Unproven(LetterError):
    """The signature does not fit."""


class Reason(StrEnum):
    """Why a keyring is refused."""

    MALFORMED = "malformed"
    WRONG_INSTANCE = "wrong-instance"
    WRONG_ROOTS = "wrong-roots"
    TOO_FEW_SIGNATURES = "too-few-signatures"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    OLDER_THAN_SEEN = "older-than-seen"
    BROKEN_CHAIN = "broken-chain"
    CLOCK = "clock"


class KeyringRefused(LetterError):
    """The keyring must not be sealed to."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """Keep the reason; the detail is for logs and screens."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class BundleError(Told, LetterError):
    """A bundle or an outbox is refused."""
