"""Canonical JSON with a signature that is bound to one kind of file and one instance of the portal.

The signature is minisign's, prehashed, and stands beside the JSON in a file of its own: untrusted comment
``wbs/v1``, trusted comment exactly ``wbs/v1 <kind> <instance as hex>``.
"""

import hashlib
from dataclasses import dataclass, field

from crypto.errors import SignatureError
from crypto.minisign import PublicKey, SigningKey, verify
from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.errors import Unproven

KINDS = frozenset(
    {"report", "message", "reply", "note", "keyring", "freshness", "outbox", "collected", "statistics"}
)
# Bytes of a signature as text; the longest kind of ours needs 284.
SIGNATURE_LIMIT = 512

_UNTRUSTED = "wbs/v1"


@dataclass(frozen=True)
class Signed:
    """The JSON's bytes and the whole text of the .minisig beside it; nothing is verified yet."""

    json: bytes = field(repr=False)
    signature: str

    @property
    def hash(self) -> bytes:
        """SHA-256 of the JSON: what letters and keyrings name each other by."""
        return hashlib.sha256(self.json).digest()


def sign(kind: str, instance: bytes, value: Value, key: SigningKey) -> Signed:
    """Write a value and sign it; FormatError if the value has no canonical form."""
    data = canonical.dumps(value)
    signature = key.sign(data, trusted_comment=_trusted(kind, instance), untrusted_comment=_UNTRUSTED)
    return Signed(data, signature)


def check(
    kind: str, instance: bytes, signed: Signed, key: PublicKey, *, limit: int = canonical.LIMIT
) -> Value:
    """Verify the bytes as this kind by this key, and only then read them.

    Unproven as ``check_signature``. FormatError: the key's holder signed something not canonical JSON,
    or more than ``limit`` bytes of it.
    """
    check_signature(kind, instance, signed, key)
    return canonical.loads(signed.json, limit=limit)


def check_signature(kind: str, instance: bytes, signed: Signed, key: PublicKey) -> None:
    """Raise Unproven if the signature does not fit, or was made for another kind or instance."""
    # Nobody signs the untrusted comment: it could carry anything.
    if not signed.signature.startswith(f"untrusted comment: {_UNTRUSTED}\n"):
        raise Unproven("the signature is not one of ours")
    try:
        trusted = verify(signed.json, signed.signature, key)
    except SignatureError:
        raise Unproven("the signature does not fit") from None
    if trusted != _trusted(kind, instance):
        raise Unproven("the signature was made for another kind of file or another portal")


def _trusted(kind: str, instance: bytes) -> str:
    if kind not in KINDS:
        raise ValueError(f"nothing of the kind {kind!r} is signed")
    return f"wbs/v1 {kind} {instance.hex()}"
