"""The vectors of codes and signatures that another implementation must pass, passed by this one."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from crypto import minisign, receipt
from crypto.errors import KeyFormatError, SignatureError
from crypto.hybrid import Identity
from crypto.minisign import PublicKey, SigningKey
from crypto.receipt import Receipt
from tools.vectors import minisign as minisign_vectors
from tools.vectors import receipt as receipt_vectors

FOLDER = Path(__file__).parents[1] / "vectors"
CODES: dict[str, Any] = json.loads((FOLDER / "receipt.json").read_text())
KEYS: dict[str, Any] = json.loads((FOLDER / "receipt-keys.json").read_text())
SIGNATURES: dict[str, Any] = json.loads((FOLDER / "minisign.json").read_text())


def test_the_files_are_what_the_scripts_make() -> None:
    assert receipt_vectors.codes() == CODES
    assert receipt_vectors.keys() == KEYS
    assert minisign_vectors.minisign() == SIGNATURES


def test_they_are_of_this_word_list() -> None:
    words = Path(receipt.__file__).with_name("words.txt").read_bytes()
    assert hashlib.sha256(words).hexdigest() == CODES["words_sha256"]


@pytest.mark.parametrize("vector", CODES["valid"])
def test_valid_code(vector: dict[str, Any]) -> None:
    reading = receipt.read(vector["text"])
    assert reading.correction is None
    assert list(reading.receipt.words) == vector["words"]
    assert reading.receipt == Receipt.from_packed(bytes.fromhex(vector["packed"]))


@pytest.mark.parametrize("vector", CODES["corrected"], ids=lambda vector: vector["note"])
def test_corrected_code(vector: dict[str, Any]) -> None:
    reading = receipt.read(vector["text"])
    assert reading.receipt == Receipt.from_packed(bytes.fromhex(vector["packed"]))
    assert list(reading.receipt.words) == vector["words"]
    assert reading.correction == receipt.Correction(vector["position"], vector["typed"], vector["word"])


@pytest.mark.parametrize("vector", CODES["refused"], ids=lambda vector: vector["note"])
def test_refused_code(vector: dict[str, Any]) -> None:
    kind = {
        "length": receipt.WrongLength,
        "unknown": receipt.UnknownWords,
        "order": receipt.WrongOrder,
        "unreadable": receipt.Unreadable,
    }[vector["why"]]
    with pytest.raises(kind) as caught:
        receipt.read(vector["text"])
    assert type(caught.value) is kind
    for attribute in ("count", "swap"):
        assert getattr(caught.value, attribute, None) == vector.get(attribute)
    assert [list(pair) for pair in getattr(caught.value, "unknown", ())] == vector.get("unknown", [])


@pytest.mark.parametrize("vector", CODES["spelled"])
def test_spelled(vector: dict[str, Any]) -> None:
    words = receipt.spell(bytes.fromhex(vector["digest"]), vector["count"])
    assert list(words) == vector["words"]


@pytest.mark.parametrize("vector", KEYS["keys"])
def test_keys(vector: dict[str, Any]) -> None:
    code = Receipt.from_packed(bytes.fromhex(vector["packed"]))
    assert str(code) == vector["code"]
    k = receipt.stretch(code, bytes.fromhex(vector["instance"]))
    assert k.hex() == vector["k"]
    keys = receipt.derive(k)
    for name in ("identity_seed", "sign_seed", "thread", "case", "report_id"):
        assert getattr(keys, name).hex() == vector[name]
    identity = Identity(keys.identity_seed)
    assert (str(identity), str(identity.recipient)) == (vector["identity"], vector["recipient"])
    public = SigningKey(keys.sign_seed).public
    assert (str(public), public.raw.hex()) == (vector["signing_key"], vector["signing_key_raw"])


@pytest.mark.parametrize("vector", KEYS["tags"])
def test_tags(vector: dict[str, Any]) -> None:
    digest = hmac.new(bytes.fromhex(vector["thread"]), b"wbs/v1/reply" + bytes.fromhex(vector["r"]), "sha256")
    assert digest.digest()[:16].hex() == vector["tag"]


@pytest.mark.parametrize("vector", SIGNATURES["signatures"])
def test_signature_is_made(vector: dict[str, Any]) -> None:
    key = SigningKey(bytes.fromhex(vector["seed"]), bytes.fromhex(vector["key_id"]))
    message = bytes.fromhex(vector["message"])
    comments = {name: vector[name] for name in ("trusted_comment", "untrusted_comment")}
    assert str(key.public) == vector["public_key"]
    assert key.sign(message, **comments) == vector["text"]


@pytest.mark.parametrize("vector", [*SIGNATURES["signatures"], *SIGNATURES["verified"]])
def test_signature_is_verified(vector: dict[str, Any]) -> None:
    key = PublicKey.parse(vector["public_key"])
    message = bytes.fromhex(vector["message"])
    assert minisign.verify(message, vector["text"], key) == vector["trusted_comment"]


@pytest.mark.parametrize("vector", SIGNATURES["refused"], ids=lambda vector: vector["note"])
def test_signature_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(SignatureError):
        minisign.verify(
            bytes.fromhex(vector["message"]), vector["text"], PublicKey.parse(vector["public_key"])
        )


@pytest.mark.parametrize("vector", SIGNATURES["secret_keys"])
def test_secret_key(vector: dict[str, Any]) -> None:
    key = SigningKey.parse(vector["text"], vector["passphrase"])
    assert (key.seed.hex(), key.key_id.hex()) == (vector["seed"], vector["key_id"])
    assert PublicKey.parse(vector["public_file"]) == PublicKey.parse(vector["public_key"]) == key.public


@pytest.mark.parametrize("vector", SIGNATURES["refused_public_keys"], ids=lambda vector: vector["note"])
def test_public_key_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(KeyFormatError):
        PublicKey.parse(vector["text"])
