"""The sealed vectors that another implementation must open, opened by this one."""

import base64
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from crypto import age
from crypto.hybrid import Identity
from tests.letters.test_letter_vectors import changed
from wbs import sealing
from wbs.letters.letter import peek_unverified
from wbs.sealing import Damaged, NotForMe

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "sealed.json").read_text())
IDENTITIES = {name: Identity.parse(text) for name, text in VECTORS["readers"].items()}
REPORTER = Identity.parse(VECTORS["reporter"])
LETTERS = {vector["name"]: vector for vector in VECTORS["letters"]}


def tar_hash(data: bytes, identity: Identity) -> str:
    sink = io.BytesIO()
    age.decrypt(io.BytesIO(data), sink, [identity])
    return hashlib.sha256(sink.getvalue()).hexdigest()


@pytest.mark.parametrize("name", LETTERS)
def test_readers_open_a_letter_and_others_do_not(name: str) -> None:
    vector = LETTERS[name]
    data = base64.b64decode(vector["age"])
    assert len(data) == sealing.TEXT_SEALED
    for reader in vector["opens"]:
        signed = sealing.open_letter(io.BytesIO(data), IDENTITIES[reader])
        assert peek_unverified(signed).author == "reporter"
        assert tar_hash(data, IDENTITIES[reader]) == vector["tar_sha256"]
    for reader in vector["refuses"]:
        with pytest.raises(NotForMe):
            sealing.open_letter(io.BytesIO(data), IDENTITIES[reader])


def test_the_reporter_opens_the_reply() -> None:
    data = base64.b64decode(VECTORS["reply"]["age"])
    assert peek_unverified(sealing.open_reply(data, REPORTER)).kind == "reply"
    assert tar_hash(data, REPORTER) == VECTORS["reply"]["tar_sha256"]
    with pytest.raises(NotForMe):
        sealing.open_reply(data, IDENTITIES["r1"])


def test_a_granted_header_opens_the_old_payload() -> None:
    vector = VECTORS["grant"]
    original = LETTERS[vector["of"]]
    file = sealing.grant_source(
        base64.b64decode(vector["header"]), io.BytesIO(base64.b64decode(original["age"]))
    ).read()
    for reader in vector["opens"]:
        assert tar_hash(file, IDENTITIES[reader]) == original["tar_sha256"]
    for reader in vector["refuses"]:
        with pytest.raises(NotForMe):
            sealing.open_letter(io.BytesIO(file), IDENTITIES[reader])


@pytest.mark.parametrize("vector", VECTORS["damaged"], ids=lambda vector: vector["name"])
def test_a_damaged_letter_is_refused(vector: dict[str, Any]) -> None:
    data = base64.b64decode(LETTERS[vector["of"]]["age"])
    wrong = changed(data, vector)
    assert wrong != data
    with pytest.raises(Damaged):
        sealing.open_letter(io.BytesIO(wrong), IDENTITIES["r1"])


@pytest.mark.parametrize("vector", VECTORS["reader_keys"], ids=lambda vector: vector["seed"][:8])
def test_the_keys_of_a_reader_follow_from_the_seed(vector: dict[str, str]) -> None:
    keys = sealing.reader_keys(bytes.fromhex(vector["seed"]))
    assert str(keys.identity) == vector["identity"]
    assert keys.recipient == vector["recipient"]
    assert keys.signing.seed.hex() == vector["sign_seed"]
    assert str(keys.signing.public) == vector["signing_key"]
