import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import bech32
from crypto.minisign import PublicKey
from tests.factories import (
    INSTANCE,
    attachment,
    case,
    message,
    note,
    recipient,
    reply,
    report,
    seed,
    signing_key,
)
from wbs.letters import canonical, signed, tarball
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import (
    ANSWERS,
    ANSWERS_LIMIT,
    JSON_LIMIT,
    ONGOING,
    Attachment,
    Letter,
    Message,
    Note,
    Reply,
    Report,
    case_of,
    decode,
    encode,
    kind_of,
    peek_unverified,
    sign_letter,
    verify_letter,
    verify_report,
)
from wbs.letters.note import (
    EVENTS,
    REPLY_JSON_LIMIT,
    TEXT_LIMIT,
    Assigned,
    Comment,
    Event,
    Grant,
    Intake,
    Merged,
    Opened,
    Recused,
    Referred,
    ReplyCopy,
    StateChanged,
)
from wbs.letters.signed import SIGNATURE_LIMIT, Signed

REPORTER = signing_key("reporter")
READER = signing_key("verifikator-1")
HEX32 = seed("hash")

BODIES: list[Event] = [
    Opened(),
    Assigned(("auditor-1", "inspektur")),
    StateChanged("TELAAH"),
    StateChanged("SELESAI", "terbukti_sebagian", 3),
    Comment("Perlu dibaca bersama."),
    Merged(case("b")),
    Referred("kpk", "Ringkasan."),
    Recused(""),
    ReplyCopy.of(sign_letter(reply(), READER)),
    Grant(HEX32, seed("header", 12_510), ("auditor-1",)),
    Intake("helpdesk", date(2026, 1, 30)),
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


@each_letter
def test_a_letter_comes_back(letter: Letter) -> None:
    assert decode(encode(letter)) == letter
    assert encode(decode(encode(letter))) == encode(letter)


@each_letter
def test_the_members_that_every_letter_has(letter: Letter) -> None:
    value = members(letter)
    assert value["wbs"] == 1
    assert value["kind"] == kind_of(letter) == letter.kind
    assert value["instance"] == INSTANCE.hex()
    assert value["case"] == letter.case.hex()
    assert value["letter_id"] == letter.letter_id.hex()
    assert value["author"] == letter.author
    assert value["keyring"] == 1


def test_every_event_is_written_as_itself() -> None:
    assert {type(body) for body in BODIES} == set(EVENTS)
    for body in BODIES:
        assert members(note(body))["body"]["event"] == body.event == note(body).event


@each_letter
def test_an_unknown_member_is_refused(letter: Letter) -> None:
    refused(members(letter) | {"x": 1}, "x")
    if isinstance(letter, Note):
        value = members(letter)
        refused(value | {"body": value["body"] | {"x": 1}}, "body: x")


OPTIONAL = {"outcome", "prev", "violation"}


@each_letter
def test_a_missing_member_is_refused_by_its_name(letter: Letter) -> None:
    value = members(letter)
    for name in value.keys() - OPTIONAL:
        refused({k: v for k, v in value.items() if k != name}, name)
    if isinstance(letter, Note):
        body = value["body"]
        for name in body.keys() - OPTIONAL:
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
    (note(), {"body": {"event": "state", "state": "TTL", "violation": 0}}, "body: violation"),
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


@pytest.mark.parametrize(("letter", "changes", "name"), BAD, ids=lambda value: str(value)[:60])
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


# Sizes


def test_the_largest_text_of_a_message_fits_the_one_size() -> None:
    made = sign_letter(
        message(text="x" * (TEXT_LIMIT - 2), seen=tuple(map(seed, map(str, range(64))))), REPORTER
    )
    assert sum(map(len, tarball.pack(made))) == tarball.TEXT_SIZE


def test_the_largest_report_fits_the_one_size() -> None:
    # Of one byte on the wire each; an answer is as long in JSON whatever is in it.
    room = ANSWERS_LIMIT - len(canonical.dumps({"what": ""}))
    for what in ("x" * room, "\x01" * (room // 6) + "x" * (room % 6), "é" * (room // 2) + "x" * (room % 2)):
        largest = report(
            keyring=2**31 - 1,
            excluded=tuple(f"{i:032}" for i in range(64)),
            answers={"what": what},
        )
        assert len(canonical.dumps(dict(largest.answers))) == ANSWERS_LIMIT
        made = sign_letter(largest, REPORTER)
        assert sum(map(len, tarball.pack(made))) == tarball.TEXT_SIZE


def test_the_limit_of_a_letter_is_what_fits_the_one_size() -> None:
    block = 512
    assert block >= SIGNATURE_LIMIT
    assert tarball.TEXT_SIZE - 2 * block - block - 2 * block == JSON_LIMIT
    assert JSON_LIMIT % block == 0


def test_a_letter_above_its_limit_is_refused() -> None:
    files = tuple(attachment(b"", number, name="n" * 255) for number in range(1, 100))
    room = JSON_LIMIT - len(encode(message(text="x", attachments=files)))
    fits = message(text="x" * (1 + room), attachments=files)
    assert len(encode(fits)) == JSON_LIMIT
    with pytest.raises(FormatError, match="more than 62976 bytes"):
        encode(replace(fits, text="x" * (2 + room)))


def test_a_reply_of_3584_bytes_fits_its_slot_and_one_more_is_refused() -> None:
    assert REPLY_JSON_LIMIT == 3_584
    room = REPLY_JSON_LIMIT - len(encode(reply(text="")))
    largest = reply(text="x" * room)
    made = sign_letter(largest, READER)
    assert len(made.json) == REPLY_JSON_LIMIT
    assert sum(map(len, tarball.pack(made))) == tarball.REPLY_SIZE
    with pytest.raises(FormatError, match="reply"):
        sign_letter(reply(text="x" * (room + 1)), READER)
    oversized = Signed(made.json.replace(b'"xx', b'"xxx', 1), made.signature)
    with pytest.raises(FormatError, match="reply"):
        peek_unverified(oversized)


def test_a_copy_of_the_largest_reply_fits_a_note() -> None:
    room = REPLY_JSON_LIMIT - len(encode(reply(text="")))
    for text in ("x" * room, '"' * (room // 2), "\x01" * (room // 6)):
        copied = sign_letter(reply(text=text), READER)
        back = decode(encode(note(ReplyCopy.of(copied))))
        assert isinstance(back, Note)
        assert isinstance(back.body, ReplyCopy)
        assert back.body.signed == copied


# Signatures


def key_of(letter: Letter) -> PublicKey:
    return (REPORTER if letter.author == "reporter" else READER).public


@each_letter
def test_a_signed_letter_is_proven_by_its_key_alone(letter: Letter) -> None:
    made = sign_letter(letter, REPORTER if letter.author == "reporter" else READER)
    assert peek_unverified(made) == letter
    assert verify_letter(made, letter.kind, INSTANCE, key_of(letter)) == letter
    with pytest.raises(Unproven):
        verify_letter(made, letter.kind, INSTANCE, signing_key("other").public)
    with pytest.raises(Unproven):
        verify_letter(made, letter.kind, seed("other", 16), key_of(letter))
    for kind in {"report", "message", "reply", "note"} - {letter.kind}:
        with pytest.raises(Unproven):
            verify_letter(made, kind, INSTANCE, key_of(letter))


def signed_as(kind: str, letter: Letter, instance: bytes = INSTANCE) -> Signed:
    value: Mapping[str, Any] = members(letter)
    return signed.sign(kind, instance, value, REPORTER)


def test_a_letter_signed_as_another_kind_is_unproven() -> None:
    with pytest.raises(Unproven, match="kinds"):
        verify_letter(signed_as("reply", message()), "reply", INSTANCE, REPORTER.public)


def test_a_letter_signed_for_another_portal_than_it_names_is_unproven() -> None:
    other = seed("other", 16)
    with pytest.raises(Unproven, match="portals"):
        verify_letter(signed_as("message", message(), other), "message", other, REPORTER.public)


def test_a_report_proves_itself() -> None:
    made = sign_letter(report(), REPORTER)
    assert verify_report(made) == report()
    assert verify_report(made, INSTANCE) == report()


def test_a_report_for_another_portal_is_unproven() -> None:
    with pytest.raises(Unproven):
        verify_report(sign_letter(report(), REPORTER), seed("other", 16))


def test_a_report_signed_by_another_key_is_unproven() -> None:
    with pytest.raises(Unproven):
        verify_report(sign_letter(report(), signing_key("other")))


def test_a_report_that_claims_the_case_of_another_is_unproven() -> None:
    with pytest.raises(Unproven, match="case"):
        verify_report(sign_letter(report(case=case("other")), REPORTER))


def test_a_message_that_claims_the_case_of_another_is_unproven() -> None:
    made = sign_letter(message(case=case("other")), REPORTER)
    with pytest.raises(Unproven, match="case"):
        verify_letter(made, "message", INSTANCE, REPORTER.public)


def test_only_a_report_proves_itself() -> None:
    with pytest.raises(FormatError, match="kind"):
        verify_report(sign_letter(message(), REPORTER))


def test_the_case_is_that_of_the_protocol() -> None:
    assert case_of(PublicKey(bytes(31) + b"\x02")).hex() == (
        "f0b665f693333ab2da68534668eb560ddcff814bf1a011dbd44891ff1be24829"
    )


# Any letter


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
WORDS = TEXT.filter(str.strip)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=64).filter(str.strip)
READERS = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True).filter(lambda text: text != "reporter")
CODES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,31}", fullmatch=True)
STATES = st.from_regex(r"[A-Z][A-Z_]{0,31}", fullmatch=True)
BYTES16 = st.binary(min_size=16, max_size=16)
BYTES32 = st.binary(min_size=32, max_size=32)
COUNTS = st.integers(1, 2**31 - 1)
DAYS = st.dates(date(2000, 1, 1), date(2999, 12, 31))
HALF_DAYS = st.builds(HalfDay, DAYS, st.sampled_from(["A", "B"]))


def several(items: st.SearchStrategy[Any], least: int = 0, most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(items, min_size=least, max_size=most, unique=True).map(tuple)


ADDRESS = {"instance": BYTES16, "keyring": COUNTS, "case": BYTES32, "letter_id": BYTES16}
BY_READER = ADDRESS | {"author": READERS, "day": DAYS, "author_seq": COUNTS}
ANSWER_SETS = st.fixed_dictionaries(
    {"what": WORDS},
    optional={name: WORDS for name in ANSWERS if name not in ("what", "ongoing")}
    | {"ongoing": st.sampled_from(ONGOING)},
)


@st.composite
def attachments(draw: st.DrawFn) -> tuple[Attachment, ...]:
    name = LINES.filter(lambda text: text not in (".", "..") and not set(text) & {"/", "\\"})
    return tuple(
        Attachment(
            path=f"attachments/{number:02}.{draw(st.from_regex('[a-z0-9]{1,8}', fullmatch=True))}",
            name=draw(name),
            type=draw(st.sampled_from(["image/jpeg", "application/vnd.oasis.opendocument.text"])),
            size=draw(st.integers(0, 2**33 - 1)),
            sha256=draw(BYTES32),
            removed=draw(several(CODES)),
        )
        for number in range(1, draw(st.integers(1, 4)))
    )


EVENT_BODIES: st.SearchStrategy[Event] = st.one_of(
    st.builds(Opened),
    st.builds(Assigned, several(READERS, 1, 8)),
    st.builds(StateChanged, STATES, st.none() | CODES, st.none() | st.integers(1, 999)),
    st.builds(Comment, WORDS),
    st.builds(Merged, BYTES32),
    st.builds(Referred, LINES, TEXT),
    st.builds(Recused, TEXT),
    st.builds(ReplyCopy, WORDS, WORDS),
    st.builds(Grant, BYTES32, st.binary(min_size=65, max_size=200), several(READERS, 1, 8)),
    st.builds(Intake, LINES, DAYS),
)
ANY_LETTER: st.SearchStrategy[Letter] = st.one_of(
    st.builds(
        Report,
        **ADDRESS,
        recipient=st.sampled_from([recipient("a"), recipient("b")]),
        signing_key=st.sampled_from([str(signing_key("a").public), str(signing_key("b").public)]),
        thread=BYTES32,
        language=st.sampled_from(["id", "en"]),
        excluded=several(READERS),
        answers=ANSWER_SETS,
    ),
    st.builds(Message, **ADDRESS, text=WORDS, attachments=attachments(), seen=several(BYTES32)),
    st.builds(
        Reply,
        **BY_READER,
        to=BYTES32,
        state=STATES,
        outcome=st.none() | CODES,
        text=TEXT,
        readers=several(READERS, 1, 8),
        excluded=several(READERS),
        prev=st.none() | BYTES32,
        received=st.integers(0, 2**31 - 1),
        until=HALF_DAYS,
    ),
    st.builds(Note, **BY_READER, body=EVENT_BODIES),
)


@given(ANY_LETTER)
def test_any_letter_comes_back(letter: Letter) -> None:
    assert decode(encode(letter)) == letter


@given(ANY_LETTER, st.data())
def test_a_changed_bit_of_any_letter_is_refused_or_another_letter(
    letter: Letter, data: st.DataObject
) -> None:
    written = bytearray(encode(letter))
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    written[bit // 8] ^= 1 << bit % 8
    try:
        changed = decode(bytes(written))
    except FormatError:
        return
    assert changed != letter
