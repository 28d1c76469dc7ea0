"""Writes tests/vectors/sealed.json: ``python -m tools.vectors.sealed`` in the checkout's root.

New files in every run, since sealing draws its randomness from the library; what is inside stays the same.
"""

import base64
import hashlib
from io import BytesIO
from typing import Any

from tests.factories import identity, recipient, seed
from tests.letters.samples import LETTERS, READER, REPORTER
from tools.vectors.letters import FOLDER, sources, write
from wbs import sealing
from wbs.letters import tarball
from wbs.letters.letter import Letter, sign_letter
from wbs.letters.signed import Signed

READERS = ("r1", "r2", "r3")


def main() -> None:
    """Write the file."""
    write(FOLDER / "sealed.json", sealed())


def sealed() -> dict[str, Any]:
    """Return sealed letters with the identities that open them, a reply, a grant, and damage."""
    report, files = _sealed(LETTERS[0]), _sealed(LETTERS[3])
    answer = sign_letter(LETTERS[4], READER)
    slot = sealing.seal_reply(answer, recipient("reporter"))
    granted = sealing.rewrap(BytesIO(report), identity("r1"), [recipient("r7")])
    # The 43 characters of the header's last line, before its line feed and the payload.
    mac = report.index(b"\n--- ") + 5
    return {
        "readers": {name: str(identity(name)) for name in (*READERS, "r7")},
        "reporter": str(identity("reporter")),
        "reader_keys": [_reader_keys(f"reader {number}") for number in (1, 2)],
        "letters": [_entry("report", report, LETTERS[0]), _entry("message 2", files, LETTERS[3])],
        "reply": {"name": "reply", "age": _text(slot), "tar_sha256": _hash(answer)},
        "grant": {"of": "report", "header": _text(granted), "opens": ["r7"], "refuses": ["r1"]},
        "damaged": [
            {"name": "cut by one byte", "of": "report", "cut": len(report) - 1},
            {"name": "cut to its header", "of": "report", "cut": len(report) - tarball.TEXT_SIZE - 32},
            {"name": "one zero more", "of": "report", "zeros": 1},
            {"name": "last byte", "of": "report", "patch": [[len(report) - 1, _flipped(report, -1)]]},
            {"name": "MAC", "of": "report", "patch": [[mac, "41" if report[mac] != 0x41 else "42"]]},
            {"name": "version", "of": "report", "patch": [[20, "32"]]},
        ],
    }


def _sealed(letter: Letter) -> bytes:
    sink = BytesIO()
    readers = [recipient(name) for name in READERS]
    sealing.seal(sign_letter(letter, REPORTER), readers, sink, attachments=sources(letter))
    return sink.getvalue()


def _entry(name: str, data: bytes, letter: Letter) -> dict[str, Any]:
    tar = b"".join(tarball.pack(sign_letter(letter, REPORTER), sources(letter)))
    return {
        "name": name,
        "age": _text(data),
        "opens": list(READERS),
        "refuses": ["r7"],
        "tar_sha256": hashlib.sha256(tar).hexdigest(),
    }


def _reader_keys(label: str) -> dict[str, str]:
    keys = sealing.reader_keys(seed(label))
    return {
        "seed": seed(label).hex(),
        "identity": str(keys.identity),
        "recipient": keys.recipient,
        "sign_seed": keys.signing.seed.hex(),
        "signing_key": str(keys.signing.public),
    }


def _hash(made: Signed) -> str:
    return hashlib.sha256(b"".join(tarball.pack(made))).hexdigest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _flipped(data: bytes, at: int) -> str:
    return f"{data[at] ^ 1:02x}"


if __name__ == "__main__":
    main()
