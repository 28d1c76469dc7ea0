import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest

from crypto import bech32
from crypto.minisign import PublicKey
from tests.factories import (
    INSTANCE,
    message,
    note,
    recipient,
    reply,
    report,
    seed,
)
from tests.letters.samples import (
    FILES,
    HEX32,
    READER,
    REPORTER,
    each_letter,
    members,
    refused,
)
from wbs.letters.errors import FormatError
from wbs.letters.letter import (
    ANSWERS_LIMIT,
    Letter,
    Note,
    Reply,
    decode,
    encode,
    sign_letter,
)
from wbs.letters.note import (
    REPLY_JSON_LIMIT,
    TEXT_LIMIT,
    Comment,
    Grant,
    StateChanged,
)


@each_letter
def test_an_unknown_member_is_refused(letter: Letter) -> None:
    refused(members(letter) | {"x": 1}, "x")
    if isinstance(letter, Note):
        value = members(letter)
        refused(value | {"body": value["body"] | {"x": 1}}, "body: x")


OPTIONAL: dict[type, set[str]] = {Reply: {"outcome", "prev"}, StateChanged: {"outcome", "received"}}


@each_letter
def test_a_missing_member_is_refused_by_its_name(letter: Letter) -> None:
    value = members(letter)
    for name in value.keys() - OPTIONAL.get(type(letter), set()):
        refused({k: v for k, v in value.items() if k != name}, name)
    if isinstance(letter, Note):
        body = value["body"]
        for name in body.keys() - OPTIONAL.get(type(letter.body), set()):
            refused(value | {"body": {k: v for k, v in body.items() if k != name}}, f"body: {name}")


@each_letter
def test_a_member_of_another_type_is_refused_by_its_name(letter: Letter) -> None:
    value = members(letter)
    for name in value:
        others: tuple[Any, ...] = ("\0", {"y": []}, [[]])
        for other in others:
            refused(value | {name: other}, name)
        if not isinstance(value[name], int):
            refused(value | {name: 7}, name)
    if isinstance(letter, Note):
        for name in value["body"]:
            refused(value | {"body": value["body"] | {name: [7]}}, f"body: {name}")


@each_letter
def test_null_never_stands_for_an_absent_member(letter: Letter) -> None:
    for name in fields(letter):
        data = json.dumps(members(letter) | {name.name: None}, sort_keys=True, separators=(",", ":")).encode()
        with pytest.raises(FormatError):
            decode(data)


CLASSIC = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudv6hc3sprtmks"
SHORT = bech32.encode("age1pq", bytes(1215))
FOREIGN_ID = str(PublicKey(REPORTER.public.raw, bytes(8)))
FILE = members(message(attachments=FILES[:1]))["attachments"][0]

BAD: list[tuple[Letter, Mapping[str, Any], str]] = [
    (report(), {"wbs": 2}, "wbs"),
    (report(), {"kind": "letter"}, "kind"),
    (report(), {"kind": "note"}, "answers"),
    (report(), {"author": "verifikator-1"}, "author"),
    (report(), {"instance": INSTANCE.hex().upper()}, "instance"),
    (report(), {"instance": INSTANCE.hex()[:-2]}, "instance"),
    (report(), {"instance": "x" * 32}, "instance"),
    (report(), {"case": "é" * 64}, "case"),
    (report(), {"keyring": 0}, "keyring"),
    (report(), {"keyring": 2**31}, "keyring"),
    (report(), {"recipient": CLASSIC}, "recipient"),
    (report(), {"recipient": SHORT}, "recipient"),
    (report(), {"recipient": recipient("reporter").upper()}, "recipient"),
    (report(), {"recipient": recipient("reporter")[:-1]}, "recipient"),
    (report(), {"recipient": ""}, "recipient"),
    (report(), {"signing_key": FOREIGN_ID}, "signing_key"),
    (report(), {"signing_key": REPORTER.public.file_text()}, "signing_key"),
    (report(), {"signing_key": "RWQ"}, "signing_key"),
    (report(), {"language": "jv"}, "language"),
    (report(), {"excluded": ["reporter"]}, "excluded: [0]"),
    (report(), {"excluded": ["a", "a"]}, "excluded"),
    (report(), {"excluded": ["A"]}, "excluded: [0]"),
    (report(), {"excluded": ["a b"]}, "excluded: [0]"),
    (report(), {"excluded": ["a\n"]}, "excluded: [0]"),
    (report(), {"excluded": ["a" * 33]}, "excluded: [0]"),
    (report(), {"excluded": [f"r{i}" for i in range(65)]}, "excluded"),
    (report(), {"answers": {"who": "x"}}, "answers: what"),
    (report(), {"answers": {"what": " \n"}}, "answers: what"),
    (report(), {"answers": {"what": "x", "who": ""}}, "answers: who"),
    (report(), {"answers": {"what": "x\0"}}, "answers: what"),
    (report(), {"answers": {"what": "x", "name": "y"}}, "answers: name"),
    (report(), {"answers": {"what": "x", "ongoing": "ya"}}, "answers: ongoing"),
    (report(), {"answers": {"what": ["x"]}}, "answers: what"),
    (report(), {"answers": {"what": "x" * (ANSWERS_LIMIT - 10)}}, "answers"),
    (report(), {"answers": {"what": "x" * ANSWERS_LIMIT}}, "answers: what"),
    (message(), {"text": " "}, "text"),
    (message(), {"text": "x" * (TEXT_LIMIT - 1)}, "text"),
    (message(), {"seen": [HEX32.hex()] * 2}, "seen"),
    (message(), {"seen": [seed(str(i)).hex() for i in range(65)]}, "seen"),
    (message(), {"attachments": [FILE, FILE]}, "attachments"),
    (message(), {"attachments": [FILE | {"path": "attachments/02.pdf"}]}, "attachments"),
    (message(), {"attachments": [FILE | {"path": "attachments/1.pdf"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "attachments/01.PDF"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "attachments/01"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "attachments/01."}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "attachments/01.abcdefghi"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "attachments/01.tar.gz"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "attachments/../01.pdf"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"path": "/attachments/01.pdf"}]}, "attachments: [0]: path"),
    (message(), {"attachments": [FILE | {"name": ""}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"name": ".."}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"name": "a/b"}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"name": "a\\b"}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"name": "a\nb"}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"name": "a\x1b[2J"}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"name": "a" * 256}]}, "attachments: [0]: name"),
    (message(), {"attachments": [FILE | {"type": "pdf"}]}, "attachments: [0]: type"),
    (message(), {"attachments": [FILE | {"type": "text/html; x=y"}]}, "attachments: [0]: type"),
    (message(), {"attachments": [FILE | {"size": -1}]}, "attachments: [0]: size"),
    (message(), {"attachments": [FILE | {"size": 8**11}]}, "attachments: [0]: size"),
    (message(), {"attachments": [FILE | {"sha256": "00"}]}, "attachments: [0]: sha256"),
    (message(), {"attachments": [FILE | {"removed": ["GPS"]}]}, "attachments: [0]: removed: [0]"),
    (message(), {"attachments": [FILE | {"mode": 420}]}, "attachments: [0]: mode"),
    (reply(), {"author": "reporter"}, "author"),
    (reply(), {"day": "2026-02-30"}, "day"),
    (reply(), {"day": "20260131"}, "day"),
    (reply(), {"day": "2026-01-31T00:00"}, "day"),
    (reply(), {"day": "0001-01-01"}, "day"),
    (reply(), {"author_seq": 0}, "author_seq"),
    (reply(), {"state": "diterima"}, "state"),
    (reply(), {"state": ""}, "state"),
    (reply(), {"outcome": "Terbukti"}, "outcome"),
    (reply(), {"readers": []}, "readers"),
    (reply(), {"readers": [f"r{i}" for i in range(9)]}, "readers"),
    (reply(), {"received": -1}, "received"),
    (reply(), {"until": "2026-01-31"}, "until"),
    (reply(), {"until": "2026-01-31a"}, "until"),
    (reply(), {"text": "x" * REPLY_JSON_LIMIT}, "text"),
    (note(), {"body": {"event": "closed"}}, "body: event"),
    (note(), {"body": {"event": 1}}, "body: event"),
    (note(), {"body": {"event": "comment", "text": ""}}, "body: text"),
    (note(), {"body": {"event": "assigned", "to": []}}, "body: to"),
    (note(), {"body": {"event": "category", "violation": 0}}, "body: violation"),
    (note(), {"body": {"event": "category", "violation": 1000}}, "body: violation"),
    (note(), {"body": {"event": "state", "state": "TTL", "received": -1}}, "body: received"),
    (note(), {"body": {"event": "state", "state": "TTL", "violation": 3}}, "body: violation"),
    (note(), {"body": {"event": "grant", "drop": HEX32.hex(), "header": "", "to": ["a"]}}, "body: header"),
    (
        note(),
        {"body": {"event": "grant", "drop": HEX32.hex(), "header": "AAAA", "to": ["a"]}},
        "body: header",
    ),
    (
        note(),
        {"body": {"event": "grant", "drop": HEX32.hex(), "header": "A" * 98 + "B=", "to": ["a"]}},
        "body: header",
    ),
    (
        note(),
        {"body": {"event": "grant", "drop": HEX32.hex(), "header": "A" * 99, "to": ["a"]}},
        "body: header",
    ),
    (
        note(),
        {"body": {"event": "grant", "drop": HEX32.hex(), "header": "A" * 21_852, "to": ["a"]}},
        "body: header",
    ),
    (note(), {"body": {"event": "intake", "channel": "", "received": "2026-01-31"}}, "body: channel"),
    (note(), {"body": {"event": "intake", "channel": "a\nb", "received": "2026-01-31"}}, "body: channel"),
]


@pytest.mark.parametrize(
    ("letter", "changes", "name"),
    BAD,
    ids=[f"{i} {bad[2]}" for i, bad in enumerate(BAD)],
)
def test_a_member_out_of_range_is_refused_by_its_name(
    letter: Letter, changes: Mapping[str, Any], name: str
) -> None:
    refused({**members(letter), **changes}, name)


def test_what_cannot_be_read_is_not_written() -> None:
    for letter, name in (
        (report(language="jv"), "language"),
        (report(answers={}), "answers: what"),
        (report(answers={"what": "\ud800"}), "a string holds half of a surrogate pair"),
        (reply(author_seq=0), "author_seq"),
        (reply(readers=("a", "a")), "readers"),
        (note(Comment(" ")), "body: text"),
        (note(Grant(HEX32, b"short", ("a",))), "body: header"),
    ):
        with pytest.raises(FormatError, match=f"^{name}"):
            encode(letter)
        with pytest.raises(FormatError, match=f"^{name}"):
            sign_letter(letter, READER)


def test_what_was_typed_is_not_altered() -> None:
    typed = "é e\u0301\r\n\tUDIN\u202e \u200b\x1b[31m "
    assert decode(encode(message(text=typed))) == message(text=typed)


def test_no_text_shows_where_a_letter_is_printed() -> None:
    assert "Petugas" not in repr(report())
    assert report().thread.hex() not in repr(report())
    assert repr(report().thread) not in repr(report())
    assert "saksi" not in repr(message())


def test_things_that_are_no_letter_are_refused() -> None:
    for data in (b'"letter"', b"1", b"[]", b"{}", b'{"wbs":1}', b'{"kind":[]}', b""):
        with pytest.raises(FormatError):
            decode(data)
