"""The pin: what a verifier trusts beforehand, in the server's settings, the vault and the page."""

import hashlib
from dataclasses import dataclass
from typing import Self

from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError
from wbs.letters.fields import Fields
from wbs.letters.reader import signing_key

MAX_ROOTS = 16


@dataclass(frozen=True)
class Pin:
    """One portal, its roots in sorted order, and how many of them must sign a keyring."""

    instance: bytes
    roots: tuple[str, ...]
    threshold: int

    def encode(self) -> bytes:
        """Write the pin as canonical JSON."""
        return canonical.dumps({"wbs": 1, **self.members()})

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read a pin; FormatError if it is not one."""
        fields = Fields(canonical.loads(data), "the pin")
        fields.integer("wbs", 1, 1)
        pin = cls.take(fields)
        fields.done()
        return pin

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Take the three members from the object they stand in: the pin itself, or a keyring."""
        instance = fields.data("instance", 16)
        roots = fields.texts("roots", MAX_ROOTS)
        if list(roots) != sorted(roots) or len({signing_key(root).raw for root in roots}) != len(roots):
            raise FormatError("the roots are not sorted, each once")
        if not roots:
            raise FormatError("there is no root")
        return cls(instance, roots, fields.integer("threshold", 1, len(roots)))

    def members(self) -> dict[str, Value]:
        """Return the three members as they stand in a pin and in a keyring."""
        return {"instance": self.instance.hex(), "roots": list(self.roots), "threshold": self.threshold}

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the pin as written: what people compare, spelled as words."""
        return hashlib.sha256(self.encode()).digest()
