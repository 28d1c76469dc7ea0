"""Writes tests/vectors/minisign.json: ``python -m tools.vectors.minisign`` in the checkout's root."""

import base64
from collections.abc import Callable
from typing import Any

from crypto.minisign import PublicKey, SigningKey
from tests.factories import INSTANCE, seed
from tools.vectors.letters import FOLDER, write

_KEY = SigningKey(seed("vectors minisign"))
_OTHER = SigningKey(seed("vectors minisign other"))
_NAMED = SigningKey(seed("vectors minisign named"), bytes(range(8)))
_MESSAGE = b'{"wbs":1}'
_TRUSTED = f"wbs/v1 report {INSTANCE.hex()}"
_SIGNATURE = _KEY.sign(_MESSAGE, trusted_comment=_TRUSTED)
_ORDER = 2**252 + 27742317777372353535851937790883648493

# Made once by Debian's minisign 0.11; the second key with 150 MB of memory, under the passphrase "secret".
_STOCK_PUBLIC = "RWQ+1OGnJbobj0dLph4qNSIk8sGEW9IYFBF/Yfe4RO8Ss1YLJuxlwCOg"
_STOCK_OPEN = """\
untrusted comment: minisign encrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPtThpyW6G4/pVJrCkFMiyF7vM4pxeti9+xnrKUn0ymHwDCmKb7lXrEdLph4qNSIk8sGEW9IYFBF/Yfe4RO8Ss1YLJuxlwCOgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""
_STOCK_CLOSED = """\
untrusted comment: minisign encrypted secret key
RWRTY0IyGV9OrO8801BsPRF/ZpyWvrw/GiLotGjcJV/BwrCqL3YAAEAAAAAAAAAAAAgAAAAAkwsw1Ac8FHD+vCZHNfIk2aVJBbleCSn47SIHer8y1ppxDzl6LAnEY4yRVi1uP5m6BPpv1g7EPfpKSvM96/gnPgtNeFhUZAJWJEi5lbf5k/3bMRVA/bYGDeGvXwgeB5UwOgyS/2TR+Ys=
"""
_STOCK_SIGNATURE = """\
untrusted comment: signature from minisign secret key
RUQ+1OGnJbobj28EMawqfXKUNUqQkK181nXEb/9ECGXebwtQd1xzW5jBC1x61VJyWiHHuHNwbRNvFd9ifz3HY36iXigBV2it8w8=
trusted comment: timestamp:1795320564\tfile:f\thashed
mEMBnwzvQopGfQULoe/YHQJvG74rTYqZrqX4fqH94OZmRehPB4f4EuTiu6uZi8jBRtQWTrBjgM3V69l5usjjBQ==
"""
_STOCK_UNHASHED = """\
untrusted comment: signature from minisign secret key
RWQ+1OGnJbobj+sgzDJ4ul6n4H9Siq7GR2HM8HPbvdQzCq+/jdi1RsAuDg/4p0UQCZQD9fNJivKhgyaALrSTdKxk+Kj8tJdgfAY=
trusted comment: timestamp:1795320564\tfile:f
H0p0a4BXbSTANycDiNPs6kdOORpwnNx014flh1y3jum54MBaYr39AVFlIkPWG1gXuv39l3aJK1IjnH7jhJg9DA==
"""


def main() -> None:
    """Write the file."""
    write(FOLDER / "minisign.json", minisign())


def minisign() -> dict[str, Any]:
    """Return signatures and keys, good ones and those to refuse."""
    return {
        "signatures": [
            _signature(_KEY, _MESSAGE, _TRUSTED, "wbs/v1"),
            _signature(_KEY, b"", "", ""),
            _signature(_NAMED, bytes(range(256)) * 3, "pesan é\tß", "signature from a key with a given id"),
        ],
        "verified": [
            {
                "note": "made by minisign 0.11, its default comment holds tabs",
                "public_key": _STOCK_PUBLIC,
                "message": b"hi\n".hex(),
                "trusted_comment": "timestamp:1795320564\tfile:f\thashed",
                "text": _STOCK_SIGNATURE,
            }
        ],
        "refused": [
            {"note": note, "public_key": str(key), "message": message.hex(), "text": text}
            for note, key, message, text in _refused()
        ],
        "secret_keys": [
            _secret_key(_KEY.file_text()),
            _secret_key(_NAMED.file_text()),
            _secret_key(_STOCK_OPEN),
            _secret_key(_STOCK_CLOSED, "secret"),
        ],
        "refused_public_keys": [{"note": note, "text": text} for note, text in _refused_public_keys()],
    }


def _signature(key: SigningKey, message: bytes, trusted: str, untrusted: str) -> dict[str, Any]:
    return {
        "seed": key.seed.hex(),
        "key_id": key.key_id.hex(),
        "public_key": str(key.public),
        "message": message.hex(),
        "trusted_comment": trusted,
        "untrusted_comment": untrusted,
        "text": key.sign(message, trusted_comment=trusted, untrusted_comment=untrusted),
    }


def _secret_key(text: str, passphrase: str | None = None) -> dict[str, Any]:
    key = SigningKey.parse(text, passphrase)
    return {
        "text": text,
        "passphrase": passphrase,
        "seed": key.seed.hex(),
        "key_id": key.key_id.hex(),
        "public_key": str(key.public),
        "public_file": key.public.file_text(),
    }


def _refused() -> list[tuple[str, PublicKey, bytes, str]]:
    lines = _SIGNATURE.split("\n")
    other = _KEY.sign(b"other", trusted_comment="wbs/v1 message").split("\n")
    small = (1).to_bytes(32, "little")
    texts = [
        ("another trusted comment", _with(2, f"{lines[2]}0")),
        ("comment and its signature from another text", "\n".join([*lines[:2], *other[2:]])),
        ("signature from another text", "\n".join([*other[:2], *lines[2:]])),
        ("no last line feed", _SIGNATURE[:-1]),
        ("one line feed more", f"{_SIGNATURE}\n"),
        ("carriage returns", _SIGNATURE.replace("\n", "\r\n")),
        ("no untrusted comment", "\n".join(lines[1:])),
        ("no trusted comment", "\n".join([*lines[:2], ""])),
        ("base64 with a space", _with(1, f"{lines[1]} ")),
        ("base64 without padding", _with(3, lines[3].rstrip("="))),
        ("base64 with other spare bits", _with(3, f"{lines[3][:-3]}{_next(lines[3][-3])}==")),
        ("a control character in the untrusted comment", _with(0, "untrusted comment: \x1b[2J")),
        ("a right-to-left override in the untrusted comment", _with(0, "untrusted comment: \u202e")),
        ("the unhashed kind's name", _changed(1, lambda data: b"Ed" + data[2:])),
        ("one bit of the key id", _changed(1, lambda data: data[:2] + bytes([data[2] ^ 1]) + data[3:])),
        ("one bit of S", _changed(1, lambda data: data[:-1] + bytes([data[-1] ^ 1]))),
        ("one bit of the comment's S", _changed(3, lambda data: data[:-1] + bytes([data[-1] ^ 1]))),
        ("S plus the group's order", _changed(1, _raised)),
        ("the comment's S plus the group's order", _changed(3, _raised)),
        ("R of small order", _changed(1, lambda data: data[:-64] + small + data[-32:])),
        ("the comment's R of small order", _changed(3, lambda data: data[:-64] + small + data[-32:])),
    ]
    return [
        *((note, _KEY.public, _MESSAGE, text) for note, text in texts),
        ("another message", _KEY.public, _MESSAGE + b"\n", _SIGNATURE),
        ("another key", _OTHER.public, _MESSAGE, _SIGNATURE),
        ("another key under the same id", PublicKey(_OTHER.public.raw, _KEY.key_id), _MESSAGE, _SIGNATURE),
        (
            "the unhashed kind, as minisign 0.11 -l makes it",
            PublicKey.parse(_STOCK_PUBLIC),
            b"hi\n",
            _STOCK_UNHASHED,
        ),
    ]


def _refused_public_keys() -> list[tuple[str, str]]:
    line = str(_KEY.public)
    small = [bytes(32), (1).to_bytes(32, "little"), ((1 << 255) + 1).to_bytes(32, "little")]
    return [
        ("empty", ""),
        ("short", line[:-4]),
        ("a signature's kind", f"RU{line[2:]}"),
        ("a space before", f" {line}"),
        ("a comment that is none", f"comment\n{line}\n"),
        ("two keys", f"untrusted comment: a\n{line}\n{line}\n"),
        ("a secret key", _KEY.file_text()),
        *(("a point of small order", base64.b64encode(b"Ed" + bytes(8) + raw).decode()) for raw in small),
    ]


def _with(number: int, line: str) -> str:
    lines = _SIGNATURE.split("\n")
    lines[number] = line
    return "\n".join(lines)


def _changed(number: int, change: Callable[[bytes], bytes]) -> str:
    data = base64.b64decode(_SIGNATURE.split("\n")[number])
    return _with(number, base64.b64encode(change(data)).decode())


def _raised(data: bytes) -> bytes:
    return data[:-32] + (int.from_bytes(data[-32:], "little") + _ORDER).to_bytes(32, "little")


def _next(character: str) -> str:
    return chr(ord(character) + 1)


if __name__ == "__main__":
    main()
