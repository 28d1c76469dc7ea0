"""The contract of crypto.age: every vector of npm ``cctv-age`` (C2SP/CCTV), its outcome and its payload."""

from __future__ import annotations

import hashlib
import io
import zlib
from base64 import b64decode
from dataclasses import dataclass
from functools import cache

import pytest

from crypto import age, errors
from crypto.hybrid import Identity
from crypto.passphrase import Passphrase
from tests.crypto import node
from tests.crypto.x25519 import X25519Identity

COUNT = 143

#: The one table of differences: vector -> (our outcome, why).
DEVIATIONS: dict[str, tuple[str, str]] = {
    "armor_garbage_leading": (
        "header failure",
        "whether a file is armoured is told from its first line, and this one begins with garbage",
    ),
}

OUTCOMES = {
    errors.NoMatch: "no match",
    errors.HmacError: "HMAC failure",
    errors.HeaderError: "header failure",
    errors.PayloadError: "payload failure",
    errors.ArmorError: "armor failure",
}
KEYS = {"expect", "payload", "file key", "identity", "passphrase", "armored", "compressed", "comment"}


@dataclass(frozen=True)
class Vector:
    fields: tuple[tuple[str, str], ...]
    file: bytes

    @classmethod
    def read(cls, data: bytes) -> Vector:
        head, _, file = data.partition(b"\n\n")
        fields = tuple(
            (key, value) for key, _, value in (line.partition(": ") for line in head.decode().split("\n"))
        )
        assert {key for key, _ in fields} <= KEYS
        vector = cls(fields, file)
        return cls(fields, zlib.decompress(file)) if vector.all("compressed") == ["zlib"] else vector

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.fields if name == key]

    @property
    def identities(self) -> list[age.IdentityLike]:
        keys = self.all("identity")
        hybrid = [Identity.parse(key) for key in keys if key.startswith("AGE-SECRET-KEY-PQ-1")]
        classic = [X25519Identity.parse(key) for key in keys if not key.startswith("AGE-SECRET-KEY-PQ-1")]
        return [*hybrid, *classic, *(Passphrase(text) for text in self.all("passphrase"))]


@cache
def vectors() -> dict[str, Vector]:
    lines = node.run("vectors.mjs").decode().splitlines()
    return {name: Vector.read(b64decode(data)) for name, data in (line.split(" ") for line in lines)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        # Where they cannot be read, one test is left, and fails saying why.
        installed = (node.FOLDER / "node_modules" / "cctv-age").is_dir()
        metafunc.parametrize("name", sorted(vectors()) if installed else ["missing"])


def test_every_vector_is_there() -> None:
    assert len(vectors()) == COUNT
    assert set(DEVIATIONS) <= set(vectors())


def test_vector(name: str) -> None:
    vector = vectors()[name]
    sink = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(vector.file), sink, vector.identities)
        outcome = "success"
    except errors.CryptoError as error:
        outcome = OUTCOMES[type(error)]
    expected, _ = DEVIATIONS.get(name, (*vector.all("expect"), ""))
    assert outcome == expected
    for digest in vector.all("payload"):
        assert hashlib.sha256(sink.getvalue()).hexdigest() == digest
    if outcome not in ("success", "payload failure", "armor failure"):
        assert sink.getvalue() == b""
