"""What can go wrong in this package; no other exception leaves it for bad input.

CryptoError
├── NoMatch             nothing in the file opens with this identity, or the passphrase is wrong
├── Damaged             not a valid age file
│   ├── HeaderError     the header breaks the grammar
│   ├── HmacError       the header was changed
│   ├── PayloadError    the payload was changed or cut short
│   └── ArmorError      the ASCII armor breaks the grammar
├── KeyFormatError      text that should be a key is not one
├── RecipientError      no recipient, more than 8, a classic one, or kinds mixed
├── SignatureError      a minisign signature is malformed or does not fit
└── ReceiptError        not a receipt code, nor one word away from one
"""


class CryptoError(Exception):
    """Any failure of this package."""


class NoMatch(CryptoError):  # noqa: N818 -- an answer rather than an error: "not for me"
    """Nothing here opens with this identity, or the passphrase is wrong."""


class Damaged(CryptoError):  # noqa: N818 -- says what the file is
    """Not a valid age file."""


class HeaderError(Damaged):
    """The header breaks the grammar."""


class HmacError(Damaged):
    """The header was changed."""


class PayloadError(Damaged):
    """The payload was changed or cut short."""


class ArmorError(Damaged):
    """The ASCII armor breaks the grammar."""


class KeyFormatError(CryptoError):
    """Text that should be a key is not one."""


class RecipientError(CryptoError):
    """No recipient, more than 8, a classic one, or kinds mixed."""


class SignatureError(CryptoError):
    """A minisign signature is malformed or does not fit."""


class ReceiptError(CryptoError):
    """Not a receipt code, nor one word away from one."""
