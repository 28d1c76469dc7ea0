"""Every way this package fails; nothing else leaves its doors, except the OSError of a caller's stream.

CryptoError
├── NoMatch             the file is none of ours: no identity opens it, or the passphrase is wrong
├── Damaged             not a valid file, whoever tries to open it
│   ├── ArmorError      the text armour
│   ├── HeaderError     the header's grammar, or a stanza that its own kind forbids
│   ├── HmacError       the header was changed after sealing
│   └── PayloadError    a chunk is changed, missing or too much; earlier chunks were already released
├── KeyFormatError      text that should be a key is not
├── RecipientError      none, too many, mixed, or a kind we do not seal to
├── TooLittleMemory     what a passphrase asks for is not to be had on this machine now
├── SignatureError      a malformed or wrong signature
└── ReceiptError        not a receipt code, nor one word away from one
"""

from __future__ import annotations


class CryptoError(Exception):
    """The root of everything this package raises."""


class NoMatch(CryptoError):
    """No stanza opens with the identities given, or the passphrase is wrong."""


class Damaged(CryptoError):
    """Not a valid file, whoever opens it."""


class ArmorError(Damaged):
    """The text armour is not strictly as specified."""


class HeaderError(Damaged):
    """The header breaks the grammar, or a stanza breaks the rules of its kind."""


class HmacError(Damaged):
    """The header is not the one that was sealed."""


class PayloadError(Damaged):
    """The payload is changed, cut off or continued. What was released before is authentic but not whole."""


class KeyFormatError(CryptoError):
    """Text or bytes that should be a key are not."""


class RecipientError(CryptoError):
    """The recipients are none, too many, mixed, or of a kind that is never sealed to."""


class TooLittleMemory(CryptoError):
    """The memory that stretching a passphrase takes is not to be had."""


class SignatureError(CryptoError):
    """The signature is malformed, or does not fit the message and the key."""


class ReceiptError(CryptoError):
    """Not a receipt code, nor one word away from one."""
