"""The vectors that another implementation must pass, passed by this one."""

import base64
import hashlib
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crypto.minisign import PublicKey, SigningKey
from tools.vectors import letters as made
from wbs.letters import canonical, tarball
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import Message, peek_unverified, sign_letter, verify_letter
from wbs.letters.signed import Signed

FOLDER = Path(__file__).parents[1] / "vectors"
VECTORS: dict[str, Any] = json.loads((FOLDER / "letters.json").read_text())
INSTANCE = bytes.fromhex(VECTORS["instance"])
LETTERS = {letter["name"]: letter for letter in VECTORS["letters"]}
TARS = VECTORS["refused_tars"]


def changed(data: bytes, change: dict[str, Any]) -> bytes:
    """The data cut, patched and filled up with zeros as the vector says."""
    patched = bytearray(data[: change.get("cut", len(data))])
    for at, field in change.get("patch", []):
        patched[at : at + len(field) // 2] = bytes.fromhex(field)
    return bytes(patched) + bytes(change.get("zeros", 0))


def tar_of(vector: dict[str, Any]) -> bytes:
    signed = Signed(vector["json"].encode(), vector["signature"])
    letter = peek_unverified(signed)
    files = letter.attachments if isinstance(letter, Message) else ()
    contents = [io.BytesIO(base64.b64decode(content)) for content in vector["attachments"]]
    return b"".join(tarball.pack(signed, list(zip(files, contents, strict=True))))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("letters", made.letters()),
        ("letters-canonical", made.canonicals()),
        ("letters-halfdays", made.halfdays()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_files_are_what_the_tool_makes(name: str, value: object) -> None:
    assert json.loads((FOLDER / f"{name}.json").read_text()) == value


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_read_signed_and_packed(name: str) -> None:
    vector = LETTERS[name]
    key = VECTORS["keys"][vector["key"]]
    signed = Signed(vector["json"].encode(), vector["signature"])
    letter = verify_letter(signed, vector["kind"], INSTANCE, PublicKey.parse(key["public"]))
    assert sign_letter(letter, SigningKey(bytes.fromhex(key["seed"]))) == signed
    assert signed.hash.hex() == vector["hash"]
    tar = tar_of(vector)
    assert len(tar) == vector["tar_size"]
    assert hashlib.sha256(tar).hexdigest() == vector["tar_sha256"]
    assert tarball.read(io.BytesIO(tar)) == signed


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["name"])
def test_a_wrong_letter_is_refused(vector: dict[str, Any]) -> None:
    key = PublicKey.parse(VECTORS["keys"][vector["key"]]["public"])
    error = {"unproven": Unproven, "format": FormatError}[vector["error"]]
    with pytest.raises(error):
        verify_letter(Signed(vector["json"].encode(), vector["signature"]), vector["kind"], INSTANCE, key)


@pytest.mark.parametrize("vector", TARS, ids=lambda vector: vector["name"])
def test_a_wrong_tar_is_refused(vector: dict[str, Any]) -> None:
    tar = tar_of(LETTERS[vector["of"]])
    wrong = changed(tar, vector)
    assert wrong != tar
    with pytest.raises(FormatError):
        tarball.read(io.BytesIO(wrong))


CANONICAL: dict[str, list[str]] = json.loads((FOLDER / "letters-canonical.json").read_text())


@pytest.mark.parametrize("text", CANONICAL["canonical"])
def test_canonical_json_comes_back(text: str) -> None:
    assert canonical.dumps(canonical.loads(text.encode())) == text.encode()


@pytest.mark.parametrize("text", CANONICAL["refused"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        canonical.loads(base64.b64decode(text))


@pytest.mark.parametrize(
    "vector",
    json.loads((FOLDER / "letters-halfdays.json").read_text()),
    ids=lambda vector: f"{vector['zone']} {vector['moment']}",
)
def test_moments_fall_into_their_half_days(vector: dict[str, str]) -> None:
    zone = ZoneInfo(vector["zone"])
    half_day = HalfDay.of(datetime.fromisoformat(vector["moment"]), zone)
    assert half_day == HalfDay.parse(vector["half_day"])
    assert half_day.start(zone) == datetime.fromisoformat(vector["start"])
    assert half_day.end(zone) == datetime.fromisoformat(vector["end"])
    assert half_day.visible_from(zone) == datetime.fromisoformat(vector["visible_from"])
