"""The pin: what a verifier trusts beforehand, in the server's settings, the vault and the page."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from wbs.letters import canonical
from wbs.letters.codec import SIGNING_KEY, array, hex_bytes, integer, record
from wbs.letters.errors import FormatError

MAX_ROOTS = 16

INSTANCE = hex_bytes(16)
ROOTS = array(SIGNING_KEY, MAX_ROOTS, least=1)
THRESHOLD = integer(1, MAX_ROOTS)


@dataclass(frozen=True)
class Pin:
    """One portal, its roots in sorted order, and how many of them must sign a keyring."""

    instance: Annotated[bytes, INSTANCE]
    roots: Annotated[tuple[str, ...], ROOTS]
    threshold: Annotated[int, THRESHOLD]

    def encode(self) -> bytes:
        """Write the pin as canonical JSON."""
        return canonical.dumps(_PIN.write(self))

    @classmethod
    def decode(cls, data: bytes) -> "Pin":
        """Read a pin; FormatError if it is not one."""
        pin: Pin = _PIN.read(canonical.loads(data))
        pin.check()
        return pin

    def check(self) -> None:
        """Raise FormatError unless the roots are sorted and can reach the threshold."""
        if list(self.roots) != sorted(self.roots):
            raise FormatError("roots: not sorted")
        if self.threshold > len(self.roots):
            raise FormatError("threshold: more than there are roots")

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the pin as written: what people compare, spelled as words."""
        return hashlib.sha256(self.encode()).digest()


_PIN = record(Pin, wbs=1)
