from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    INSTANCE,
    attachment,
    message,
    note,
    reply,
    report,
    seed,
)
from tests.letters.samples import BODIES, READER, REPORTER, each_letter, members
from tests.letters.strategies import ANY_LETTER
from wbs.letters import canonical, tarball
from wbs.letters.errors import FormatError
from wbs.letters.letter import (
    ANSWERS_LIMIT,
    JSON_LIMIT,
    Letter,
    Note,
    decode,
    encode,
    peek_unverified,
    sign_letter,
)
from wbs.letters.note import (
    EVENTS,
    REPLY_JSON_LIMIT,
    TEXT_LIMIT,
    ReplyCopy,
)
from wbs.letters.signed import SIGNATURE_LIMIT, Signed


@each_letter
def test_a_letter_comes_back(letter: Letter) -> None:
    assert decode(encode(letter)) == letter
    assert encode(decode(encode(letter))) == encode(letter)


@each_letter
def test_the_members_that_every_letter_has(letter: Letter) -> None:
    value = members(letter)
    assert value["wbs"] == 1
    assert value["kind"] == letter.kind
    assert value["instance"] == INSTANCE.hex()
    assert value["case"] == letter.case.hex()
    assert value["letter_id"] == letter.letter_id.hex()
    assert value["author"] == letter.author
    assert value["keyring"] == 1


def test_every_event_is_written_as_itself() -> None:
    assert {type(body) for body in BODIES} == set(EVENTS)
    for body in BODIES:
        assert members(note(body))["body"]["event"] == body.event == note(body).event


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
