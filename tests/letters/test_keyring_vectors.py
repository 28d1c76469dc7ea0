"""The vectors that bind other implementations hold for this one, and are what their scripts make."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tools.vectors import board as board_vectors
from tools.vectors import keyrings as keyring_vectors
from tools.vectors import panel as panel_vectors
from wbs.letters import board
from wbs.letters.board import SLOT
from wbs.letters.errors import FormatError, KeyringRefused, Unproven
from wbs.letters.keyring import Chain, Pin, SignedKeyring, accept, accept_new_pin
from wbs.letters.panel import order

FOLDER = Path(__file__).parent.parent / "vectors"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


RINGS = load("keyrings")
FILES = {
    name: SignedKeyring(made["json"].encode(), tuple(made["signatures"]))
    for name, made in RINGS["keyrings"].items()
}
PINS = {name: Pin.decode(made["json"].encode()) for name, made in RINGS["pins"].items()}
BOARD = load("board")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("keyrings", keyring_vectors.vectors),
        ("panel", panel_vectors.vectors),
        ("board", board_vectors.vectors),
    ],
)
def test_the_file_is_what_its_script_makes(name: str, make: Callable[[], dict[str, object]]) -> None:
    assert load(name) == json.loads(json.dumps(make()))


def test_every_reason_for_refusal_has_a_vector() -> None:
    told = {case["verdict"] for case in RINGS["accept"] + RINGS["chain"]}
    assert told == {
        "accepted",
        "malformed",
        "wrong-instance",
        "wrong-roots",
        "too-few-signatures",
        "not-yet",
        "expired",
        "older-than-seen",
        "broken-chain",
        "clock",
    }


@pytest.mark.parametrize("case", RINGS["accept"])
def test_accept(case: dict[str, Any]) -> None:
    witness = None if case["witness"] is None else date.fromisoformat(case["witness"])
    today = date.fromisoformat(case["today"])
    try:
        accept(FILES[case["keyring"]], PINS[case["pin"]], today, case["newest_seen"], witness=witness)
        verdict = "accepted"
    except KeyringRefused as refused:
        verdict = refused.reason
    assert verdict == case["verdict"]


@pytest.mark.parametrize("case", RINGS["chain"])
def test_chain(case: dict[str, Any]) -> None:
    files = [FILES[name] for name in case["keyrings"]]
    today = date.fromisoformat(case["today"])
    witness = None if case["witness"] is None else date.fromisoformat(case["witness"])
    try:
        chain = Chain.build(files, PINS[case["pin"]], today, case["newest_seen"], witness=witness)
    except KeyringRefused as refused:
        assert refused.reason == case["verdict"]
        return
    assert case["verdict"] == "accepted"
    assert (chain.current.sequence, sorted(chain.by_sequence)) == (case["current"], case["sequences"])
    for author in case["authors"]:
        named = author["author"], author["sequence"], author["kind"]
        if author["key"] is None:
            with pytest.raises(Unproven):
                chain.author_key(*named)
        else:
            key, former = chain.author_key(*named)
            assert (str(key), former) == (author["key"], author["former"])


@pytest.mark.parametrize("case", RINGS["new_pin"])
def test_new_pin(case: dict[str, Any]) -> None:
    try:
        verdict = (
            accept_new_pin(FILES[case["keyring"]], PINS[case["pin"]], case["newest_seen"]).encode().decode()
        )
    except KeyringRefused as refused:
        verdict = refused.reason
    assert verdict == case["verdict"]


def test_fingerprints() -> None:
    for made in RINGS["pins"].values():
        assert hashlib.sha256(made["json"].encode()).hexdigest() == made["fingerprint"]


def test_panel_order_without_our_keyring() -> None:
    for case in load("panel")["panels"]:
        assert order(bytes.fromhex(case["thread"]), case["order"][::-1]) == case["order"]


def board_data(header: str) -> bytes:
    slots = BOARD["slots"]
    index = b"".join(bytes.fromhex(slot["r"] + slot["tag"]) for slot in slots)
    sealed = [hashlib.shake_256(slot["sealed_seed"].encode()).digest(SLOT) for slot in slots]
    return header.encode() + index + b"".join(sealed)


def test_board() -> None:
    data = board_data(BOARD["header"])
    assert hashlib.sha256(data).hexdigest() == BOARD["sha256"]
    read = board.read(data, bytes.fromhex(BOARD["instance"]))
    for case in BOARD["threads"]:
        assert read.matches(bytes.fromhex(case["thread"])) == case["positions"]


@pytest.mark.parametrize("case", BOARD["refused"])
def test_board_refused(case: dict[str, str]) -> None:
    with pytest.raises(FormatError):
        board.read(board_data(case["header"]), bytes.fromhex(BOARD["instance"]))
