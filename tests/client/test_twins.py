"""The client and the portal come to the same verdict about inputs that nobody wrote down.

Each case is made from a valid one by a few changes; the random numbers are the same in every run.
"""

import base64
import dataclasses
import hashlib
import json
import string
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crypto import minisign, receipt
from crypto.errors import CryptoError, ReceiptError
from crypto.minisign import PublicKey, SigningKey
from wbs.letters import canonical, letter, tarball
from wbs.letters.errors import FormatError
from wbs.letters.letter import Message, Note, Reply

CLIENT = Path(__file__).parents[2] / "client"
VECTORS = json.loads((Path(__file__).parents[1] / "vectors/letters.json").read_text())
LETTERS = [json.loads(each["json"]) for each in VECTORS["letters"] if each["kind"] != "note"]
SEED: str = VECTORS["keys"]["reporter"]["seed"]
KEY = SigningKey(bytes.fromhex(SEED))

Case = tuple[str, ...]

# What text handling gets wrong: controls, blanks of every sort, marks, ligatures, half and full width.
ODD = "\0\1\t\n\v\r\x1c\x1f \x7f\x85\xa0\u00ad\u0301\u0345\u1680\u180e\u200b\u2028\u202e\u3000\ufeff"
LETTERS_LIKE = "ªßİıſΣçéǅαاﬁａ\U0001d41a\u212a😀\U0010ffff"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Iterable[Case]], list[Any]]:
    """Return what tells the client's outcomes."""
    script = tmp_path_factory.mktemp("client") / "twins.mjs"
    options = [f"--outfile={script}", "--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    subprocess.run(
        [str(CLIENT / "node_modules/.bin/esbuild"), "test/twins.ts", *options],
        cwd=CLIENT,
        check=True,
        timeout=60,
    )

    def run(cases: Iterable[Case]) -> list[Any]:
        given = json.dumps(list(cases))
        done = subprocess.run(["node", script], input=given, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        outcomes: list[Any] = json.loads(done.stdout)
        return outcomes

    return run


def agree(cases: list[Case], mine: list[Any], theirs: list[Any]) -> None:
    """Assert that both sides say the same of each case, and that both sorts of verdict occur."""
    assert len(mine) == len(theirs)
    for case, one, other in zip(cases, mine, theirs, strict=True):
        assert one == other, case
    refused = sum(outcome is None for outcome in mine)
    assert 0.1 < refused / len(mine) < 0.9


def changed(text: str, random: Random, alphabet: str, most: int) -> str:
    """Put in, take away or replace up to so many characters."""
    for _ in range(random.randint(0, most)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice(("", random.choice(alphabet))) + text[at + random.randint(0, 1) :]
    return text


def test_codes(client: Callable[[Iterable[Case]], list[Any]]) -> None:
    def outcome(text: str) -> list[Any] | None:
        try:
            reading = receipt.read(text)
        except ReceiptError:
            return None
        correction = reading.correction
        return [str(reading.receipt), list(dataclasses.astuple(correction)) if correction else None]

    random = Random(1)
    cases: list[Case] = []
    for _ in range(2000):
        words = list(receipt.Receipt.from_packed(random.randbytes(11)).words)
        for _ in range(random.randint(0, 2)):
            words[random.randrange(10)] = random.choice((*receipt.WORDS, "zzzz"))
        text = changed(random.choice((" ", "-", "\n")).join(words), random, ODD + LETTERS_LIKE, 2)
        cases.append(("code", random.choice((text, text, text.upper(), text.title()))))
    agree(cases, [outcome(text) for _, text in cases], client(cases))


def test_json(client: Callable[[Iterable[Case]], list[Any]]) -> None:
    def outcome(data: str) -> str | None:
        try:
            value = canonical.loads(base64.b64decode(data))
        except FormatError:
            return None
        return hashlib.sha256(canonical.dumps(value)).hexdigest()

    random = Random(2)
    texts = (
        '{"a":1,"b":["x",{"c":"\\u0001\\n"}],"é":-5}',
        '[1,2,[3,[4]],"😀"]',
        '{"10":1,"9":2,"__proto__":{"a":1}}',
        "[0,9007199254740991,-1]",
        '{"":0,"\\u0000":1}',
        '"\u2028\x7f\\b\\f\\t"',
        "[[],{}]",
    )
    alphabet = '01-+.eE",:[]{}\\/uUdDn ' + ODD + LETTERS_LIKE
    cases: list[Case] = []
    for _ in range(6000):
        data = bytearray(changed(random.choice(texts), random, alphabet, 2).encode())
        if data and random.random() < 0.1:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        cases.append(("json", base64.b64encode(data).decode()))
    agree(cases, [outcome(data) for _, data in cases], client(cases))


def test_signatures(client: Callable[[Iterable[Case]], list[Any]]) -> None:
    def outcome(key: str, message: str, text: str) -> str | None:
        try:
            return minisign.verify(bytes.fromhex(message), text, PublicKey.parse(key))
        except CryptoError:
            return None

    random = Random(3)
    alphabet = string.ascii_letters + string.digits + "+/=" + ODD + LETTERS_LIKE
    cases: list[Case] = []
    for number in range(400):
        key = SigningKey(bytes([number % 8]) * 32)
        message = random.randbytes(40)
        text = changed(key.sign(message, trusted_comment="t \té"), random, alphabet, 1)
        public = changed(str(key.public), random, alphabet, 1) if number % 4 == 0 else str(key.public)
        cases.append(("signature", public, message.hex(), text))
    agree(cases, [outcome(*case[1:]) for case in cases], client(cases))


def test_letters(client: Callable[[Iterable[Case]], list[Any]]) -> None:
    def outcome(text: str) -> str | None:
        try:
            read = letter.decode(text.encode())
        except FormatError:
            return None
        if isinstance(read, Reply):
            return hashlib.sha256(letter.encode(read)).hexdigest()
        assert not isinstance(read, Note)
        if isinstance(read, Message):
            read = dataclasses.replace(read, attachments=(), text="x")
        return hashlib.sha256(b"".join(tarball.pack(letter.sign_letter(read, KEY)))).hexdigest()

    random = Random(4)
    texts = ("", " ", "reporter", "x-1", "A", "a" * 33, "id", "DITUTUP", "..", "a/b", "text/plain")
    dates = ("2026-02-29", "2026-02-28", "2026-02-29A", "2026-02-28A")
    hashes = ("0" * 64, "0" * 32, "F" * 64)
    others: tuple[Any, ...] = (
        0,
        -1,
        1,
        2**31,
        8**11,
        [],
        {},
        ["a"],
        ["a", "a"],
        ["reporter"],
        "attachments/01.bin",
    )
    values: tuple[Any, ...] = (*texts, *dates, *hashes, *others)
    cases: list[Case] = []
    for _ in range(600):
        value: Any = json.loads(json.dumps(random.choice(LETTERS)))
        for _ in range(random.randint(0, 2)):
            files = value.get("attachments")
            parts = [value, value.get("answers"), *(files if isinstance(files, list) else [])]
            part = random.choice([each for each in parts if isinstance(each, dict)])
            name = random.choice([*part, "x", "__proto__", "toString", "prev", "outcome"])
            match random.randrange(3):
                case 0:
                    part.pop(name, None)
                case 1:
                    part[name] = random.choice(values)
                case 2 if isinstance(part.get(name), str):
                    part[name] = changed(part[name], random, ODD + LETTERS_LIKE + "aA0", 1)
        cases.append(("letter", canonical.dumps(value).decode(), SEED))
    agree(cases, [outcome(case[1]) for case in cases], client(cases))


def test_blanks(client: Callable[[Iterable[Case]], list[Any]]) -> None:
    points = [code for code in range(0x11000) if not chr(code).strip()]
    assert client([("blank", "0", str(0x11000))]) == [points]
