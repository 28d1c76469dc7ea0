"""A letter of each kind and event, and what the tests of letters do with them."""

import hashlib
import io
import json
from datetime import date
from typing import Any

import pytest

from tests.factories import (
    attachment,
    case,
    message,
    note,
    reply,
    report,
    seed,
    signing_key,
)
from wbs.letters import canonical
from wbs.letters.errors import FormatError
from wbs.letters.letter import (
    ANSWERS,
    Letter,
    Note,
    decode,
    encode,
    sign_letter,
)
from wbs.letters.note import (
    Assigned,
    Categorised,
    Comment,
    Declared,
    Event,
    Grant,
    Held,
    Intake,
    Merged,
    Opened,
    Recused,
    Referred,
    Released,
    ReplyCopy,
    Reviewed,
    StateChanged,
    Unmerged,
    Withdrawn,
)

REPORTER = signing_key("reporter")
READER = signing_key("verifikator-1")
HEX32 = seed("hash")

BODIES: list[Event] = [
    Opened(),
    Assigned(("auditor-1", "inspektur")),
    StateChanged("TELAAH"),
    StateChanged("SELESAI", "terbukti_sebagian", 3),
    Withdrawn("SELESAI", "terbukti_sebagian"),
    Categorised(3),
    Comment("Perlu dibaca bersama."),
    Merged(case("b")),
    Referred("kpk", "Ringkasan."),
    Recused(""),
    ReplyCopy.of(sign_letter(reply(), READER)),
    Grant(HEX32, seed("header", 12_510), ("auditor-1",)),
    Intake("helpdesk", date(2026, 1, 30)),
    Declared(),
    Unmerged(HEX32),
    Reviewed((HEX32, bytes(32))),
    Held("Gugatan di PTUN."),
    Released("Putusan berkekuatan tetap."),
]
FILES = (attachment(b"satu"), attachment(b"dua", 2, "jpg", "foto rapat.jpg"))
LETTERS: list[Letter] = [
    report(),
    report(
        excluded=("inspektur",), language="en", answers=dict.fromkeys(ANSWERS, "x") | {"ongoing": "unknown"}
    ),
    message(),
    message(text="", attachments=FILES, seen=(HEX32, seed("b"))),
    reply(),
    reply(outcome="terbukti", state="SELESAI", prev=HEX32, excluded=("auditor-1",), text=""),
    *(note(body) for body in BODIES),
]

IDS = [f"{letter.kind} {letter.event}" if isinstance(letter, Note) else letter.kind for letter in LETTERS]
each_letter = pytest.mark.parametrize("letter", LETTERS, ids=IDS)


def members(letter: Letter) -> dict[str, Any]:
    value = json.loads(encode(letter))
    assert isinstance(value, dict)
    return value


def refused(value: object, name: str) -> None:
    """The value is no letter, and the message begins with the member's name."""
    data = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert canonical.loads(data) == value
    with pytest.raises(FormatError) as caught:
        decode(data)
    assert str(caught.value).startswith(f"{name}: "), caught.value


class Zeros(io.RawIOBase):
    """A file of so many zeros that is never in memory."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives just that
        count = min(len(buffer), self._left)
        buffer[:count] = bytes(count)
        self._left -= count
        return count


def zeros_hash(size: int) -> bytes:
    """SHA-256 of ``Zeros(size)``, of whole MiB."""
    digest = hashlib.sha256()
    for _ in range(size >> 20):
        digest.update(bytes(2**20))
    return digest.digest()
