import hmac
import io
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import age, header, stream
from crypto.errors import NoMatch
from crypto.header import Header, Stanza
from crypto.hybrid import Identity, Recipient
from crypto.minisign import SigningKey
from tests import factories
from tests.crypto.node import AgePeer
from tests.factories import INSTANCE, attachment, identity, message, note, recipient, reply, report, seed
from tests.letters.samples import LETTERS, READER, REPORTER, Zeros, zeros_hash
from wbs import sealing
from wbs.letters import tarball
from wbs.letters.board import SLOT
from wbs.letters.errors import FormatError, LetterError
from wbs.letters.letter import Attachment, Letter, Reply, peek_unverified, sign_letter, verify_letter
from wbs.letters.signed import Signed
from wbs.sealing import Damaged, NotForMe, SealingError

READERS = [recipient(name) for name in ("r1", "r2", "r3")]
EIGHT = [recipient(f"r{number}") for number in range(1, 9)]
REPORT = sign_letter(report(), REPORTER)
REPLY = sign_letter(reply(), READER)
CONTENTS = (b"satu" * 300, b"")
FILES = tuple(attachment(content, number) for number, content in enumerate(CONTENTS, 1))
WITH_FILES = sign_letter(message(attachments=FILES), REPORTER)


def sealed(signed: Signed, recipients: Sequence[str], contents: Sequence[bytes] = ()) -> bytes:
    letter = peek_unverified(signed)
    files = getattr(letter, "attachments", ())
    sink = io.BytesIO()
    pairs = [(file, io.BytesIO(content)) for file, content in zip(files, contents, strict=True)]
    sealing.seal(signed, recipients, sink, attachments=pairs)
    return sink.getvalue()


def keeper(sink: BinaryIO) -> tarball.Keep:
    return lambda *_: sink


def opened(data: bytes, name: str) -> Signed:
    return sealing.open_letter(io.BytesIO(data), identity(name))


SEALED = sealed(REPORT, READERS)
SLOT_OF_REPLY = sealing.seal_reply(REPLY, recipient("reporter"))


def stanzas(data: bytes) -> tuple[Stanza, ...]:
    return header.parse(io.BytesIO(data)).stanzas


def sign(letter: Letter) -> Signed:
    return sign_letter(letter, REPORTER if letter.author == "reporter" else READER)


# Who opens it


def test_every_reader_opens_a_letter() -> None:
    for name in ("r1", "r2", "r3"):
        assert opened(SEALED, name) == REPORT


def test_whoever_it_was_not_sealed_to_does_not_open_it() -> None:
    with pytest.raises(NotForMe):
        opened(SEALED, "r4")


def test_eight_readers_open_a_letter() -> None:
    data = sealed(REPORT, EIGHT)
    assert {opened(data, f"r{number}") for number in range(1, 9)} == {REPORT}
    assert len(data) == sealing.TEXT_SEALED


def test_a_letter_comes_back_with_its_files() -> None:
    kept: dict[str, io.BytesIO] = {}

    def keep(path: str, _: Attachment) -> BinaryIO:
        return kept.setdefault(path, io.BytesIO())

    data = sealed(WITH_FILES, READERS, CONTENTS)
    assert sealing.open_letter(io.BytesIO(data), identity("r2"), keep) == WITH_FILES
    assert [sink.getvalue() for sink in kept.values()] == list(CONTENTS)


def test_a_reply_comes_back() -> None:
    assert sealing.open_reply(SLOT_OF_REPLY, identity("reporter")) == REPLY
    with pytest.raises(NotForMe):
        sealing.open_reply(SLOT_OF_REPLY, identity("other"))


# Shape


def test_the_sizes_are_those_of_the_protocol() -> None:
    assert sealing.TEXT_SEALED == 78_094
    assert sealing.sealed_size(tarball.TEXT_SIZE) == 78_094
    assert sealing.sealed_size(tarball.REPLY_SIZE, stanzas=1) == SLOT == 8_192


@pytest.mark.parametrize("letter", [x for x in LETTERS if not isinstance(x, Reply)])
@pytest.mark.parametrize("count", [1, 2, 8])
def test_every_letter_without_large_files_has_one_shape(letter: Letter, count: int) -> None:
    contents = (b"satu", b"dua") if getattr(letter, "attachments", ()) else ()
    data = sealed(sign(letter), EIGHT[:count], contents)
    assert len(data) == 78_094
    shape = [(one.type, tuple(map(len, one.args)), len(one.body)) for one in stanzas(data)]
    assert shape == [("mlkem768x25519", (1494,), 32)] * 8


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5000))
def test_a_report_has_one_size_whatever_it_says(text: str) -> None:
    data = sealed(sign_letter(report(answers={"what": "x" + text}), REPORTER), READERS[:1])
    assert len(data) == 78_094


@pytest.mark.parametrize(("size", "doublings"), [(65_536, 1), (150_000, 2), (262_144, 3)])
def test_a_letter_with_files_has_a_power_of_two_inside(size: int, doublings: int) -> None:
    content = bytes(size)
    signed = sign_letter(message(attachments=(attachment(content),)), REPORTER)
    data = sealed(signed, READERS, [content])
    assert len(data) == sealing.sealed_size(65_536 << doublings)


def test_every_reply_has_one_size() -> None:
    room = 3_584 - len(sign_letter(reply(text=""), READER).json)
    for text in ("", "é", "x" * room):
        data = sealing.seal_reply(sign_letter(reply(text=text), READER), recipient("reporter"))
        assert len(data) == 8_192
        assert len(stanzas(data)) == 1


def test_fillers_have_the_shape_of_letters() -> None:
    drop, slot = sealing.filler_drop(), sealing.filler_slot()
    assert len(drop) == len(SEALED)
    assert len(stanzas(drop)) == len(stanzas(SEALED))
    assert (len(slot.r), len(slot.tag), len(slot.sealed)) == (16, 16, 8_192)
    assert len(stanzas(slot.sealed)) == 1
    assert sealing.filler_drop() != drop
    assert sealing.filler_slot() != slot


def test_the_place_of_a_reader_among_the_stanzas_is_random() -> None:
    places = set()
    for number in range(64):
        sink = io.BytesIO()
        random = factories.stream(f"places {number}")
        sealing.seal(REPORT, [recipient("r1")], sink, random=random)
        found = [place for place, one in enumerate(stanzas(sink.getvalue())) if unwraps(one)]
        assert len(found) == 1
        places.add(found[0])
    assert places == set(range(8))


def unwraps(stanza: Stanza) -> bool:
    try:
        return bool(identity("r1").unwrap([stanza]))
    except NoMatch:
        return False


def test_throwaway_keys_are_real_ones_and_new_each_time() -> None:
    made: list[bytes] = []

    def random(length: int) -> bytes:
        made.append(os.urandom(length))
        return made[-1]

    sink = io.BytesIO()
    sealing.seal(REPORT, READERS, sink, random=random)
    seeds = [one for one in made if len(one) == 32]
    assert len(set(seeds)) == 5
    # Each of the five could open the letter, had its seed not been thrown away.
    for one in seeds:
        assert sealing.open_letter(io.BytesIO(sink.getvalue()), Identity(one)) == REPORT


# Who it can be sealed to


CLASSIC = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudv6hc3sprtmks"
NINE = [*EIGHT, recipient("r9")]


@pytest.mark.parametrize(
    "recipients",
    [[], NINE, [READERS[0]] * 2, [CLASSIC], [READERS[0], CLASSIC], [""], ["age1pq1"], [READERS[0].upper()]],
    ids=["none", "nine", "twice", "classic", "mixed", "empty", "short", "capitals"],
)
def test_recipients_that_cannot_be_are_refused(recipients: list[str]) -> None:
    sink = io.BytesIO()
    with pytest.raises(SealingError):
        sealing.seal(REPORT, recipients, sink)
    assert sink.getvalue() == b""
    with pytest.raises(SealingError):
        sealing.rewrap(io.BytesIO(SEALED), identity("r1"), recipients)
    if len(recipients) == 1:
        with pytest.raises(SealingError):
            sealing.seal_reply(REPLY, recipients[0])


def test_a_recipient_with_a_weak_half_is_refused_as_a_recipient() -> None:
    # Zeros are a point of low order: X25519 gives every sender the same secret.
    weak = str(Recipient(identity("r1").recipient.raw[:1184] + bytes(32)))
    for attempt in (
        lambda: sealing.seal(REPORT, [weak], io.BytesIO()),
        lambda: sealing.seal_reply(REPLY, weak),
        lambda: sealing.rewrap(io.BytesIO(SEALED), identity("r1"), [weak]),
    ):
        with pytest.raises(SealingError) as caught:
            attempt()
        assert not isinstance(caught.value, Damaged)


def test_kinds_go_where_they_belong() -> None:
    with pytest.raises(SealingError):
        sealing.seal(REPLY, READERS, io.BytesIO())
    with pytest.raises(SealingError):
        sealing.seal_reply(sign_letter(note(), READER), recipient("reporter"))


def test_what_is_no_letter_is_not_sealed() -> None:
    for signed in (Signed(b"{}", REPORT.signature), Signed(REPORT.json + b" ", REPORT.signature)):
        with pytest.raises(FormatError):
            sealing.seal(signed, READERS, io.BytesIO())


# Damage


def prove(signed: Signed) -> None:
    letter = peek_unverified(signed)
    verify_letter(signed, letter.kind, INSTANCE, (REPORTER if letter.author == "reporter" else READER).public)


def test_a_changed_bit_anywhere_in_a_reply_is_refused() -> None:
    for byte in range(len(SLOT_OF_REPLY)):
        changed = bytearray(SLOT_OF_REPLY)
        changed[byte] ^= 1 << byte % 8
        with pytest.raises((NotForMe, Damaged)):
            sealing.open_reply(bytes(changed), identity("reporter"))


@settings(max_examples=200)
@given(st.integers(0, 8 * len(SEALED) - 1))
def test_a_changed_bit_anywhere_in_a_letter_is_refused(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((NotForMe, Damaged)):
        opened(bytes(changed), "r2")


@settings(max_examples=200)
@given(st.integers(0, len(SEALED) - 1))
def test_a_letter_that_was_cut_is_refused(end: int) -> None:
    with pytest.raises(Damaged):
        opened(SEALED[:end], "r2")


def test_a_letter_cut_between_two_chunks_is_refused_whatever_was_kept() -> None:
    content = os.urandom(3_000_000)
    signed = sign_letter(message(attachments=(attachment(content),)), REPORTER)
    data = sealed(signed, READERS, [content])
    start = sealing.sealed_size(0) - stream.TAG
    for chunks in (0, 1, 16, 45, 46, 47, 63):
        kept = io.BytesIO()
        cut = io.BytesIO(data[: start + chunks * (stream.CHUNK + stream.TAG)])
        with pytest.raises(Damaged):
            sealing.open_letter(cut, identity("r2"), keeper(kept))
    assert kept.getvalue() == content


@pytest.mark.parametrize("more", [b"\0", b"x" * 70_000, SEALED])
def test_a_letter_with_something_after_it_is_refused(more: bytes) -> None:
    with pytest.raises(Damaged):
        opened(SEALED + more, "r2")


@given(st.binary(max_size=300))
def test_other_bytes_are_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        opened(data, "r1")
    with pytest.raises(Damaged):
        sealing.rewrap(io.BytesIO(data), identity("r1"), READERS)
    with pytest.raises(Damaged):
        sealing.grant_source(b"", io.BytesIO(data))


@pytest.mark.parametrize("size", [0, 8_191, 8_193])
def test_a_slot_of_another_size_is_damaged(size: int) -> None:
    with pytest.raises(Damaged, match="8192"):
        sealing.open_reply(SLOT_OF_REPLY.ljust(size)[:size], identity("reporter"))


def test_only_a_reply_is_read_from_a_slot() -> None:
    # A note whose tar was cut to the slot's size: age opens it, the letter's own shape does not fit.
    tar = b"".join(tarball.pack(sign_letter(note(), READER)))[: tarball.REPLY_SIZE]
    sink = io.BytesIO()
    sealing_to_one(io.BytesIO(tar), sink)
    assert len(sink.getvalue()) == SLOT
    with pytest.raises(Damaged):
        sealing.open_reply(sink.getvalue(), identity("reporter"))


def sealing_to_one(source: BinaryIO, sink: BinaryIO) -> None:
    age.encrypt(source, sink, [identity("reporter").recipient])


@pytest.mark.parametrize("plain", [b"", b"x", bytes(65_536), bytes(4_000_000), REPORT.json], ids=len)
def test_an_age_file_without_a_letter_is_damaged(plain: bytes) -> None:
    sink = io.BytesIO()
    sealing_to_one(io.BytesIO(plain), sink)
    with pytest.raises(Damaged):
        opened(sink.getvalue(), "reporter")


def test_no_error_of_another_room_comes_out() -> None:
    assert not issubclass(SealingError, LetterError)
    assert issubclass(NotForMe, SealingError)
    assert issubclass(Damaged, SealingError)


# Grants


def test_a_granted_letter_opens_for_its_new_reader() -> None:
    original = io.BytesIO(sealed(WITH_FILES, READERS, CONTENTS))
    granted = sealing.rewrap(original, identity("r1"), [recipient("r7"), recipient("r8")])
    for name in ("r7", "r8"):
        original.seek(0)
        file = sealing.grant_source(granted, original)
        assert sealing.open_letter(file, identity(name)) == WITH_FILES
    original.seek(0)
    with pytest.raises(NotForMe):
        sealing.open_letter(sealing.grant_source(granted, original), identity("r1"))


def test_a_header_before_the_payload_of_another_letter_is_damaged() -> None:
    granted = sealing.rewrap(io.BytesIO(SEALED), identity("r1"), [recipient("r7")])
    other = io.BytesIO(sealed(sign_letter(message(), REPORTER), READERS))
    with pytest.raises(Damaged):
        sealing.open_letter(sealing.grant_source(granted, other), identity("r7"))


def test_only_a_reader_of_a_letter_can_grant_it() -> None:
    with pytest.raises(NotForMe):
        sealing.rewrap(io.BytesIO(SEALED), identity("r7"), [recipient("r7")])


def test_rewrapping_reads_the_header_only() -> None:
    parsed: Header = header.parse(io.BytesIO(SEALED))
    length = len(header.serialize(parsed))
    granted = sealing.rewrap(io.BytesIO(SEALED[:length]), identity("r1"), EIGHT)
    assert len(granted) == length == 12_526


# Keys


def test_one_seed_makes_both_keys_of_a_reader() -> None:
    keys = sealing.reader_keys(seed("reader"))
    assert keys == sealing.reader_keys(seed("reader"))
    assert keys.identity.seed != keys.signing.seed
    assert keys.recipient == str(keys.identity.recipient)
    assert sealing.open_letter(io.BytesIO(sealed(REPORT, [keys.recipient])), keys.identity) == REPORT


def test_the_keys_of_a_reader_follow_by_hkdf() -> None:
    # HKDF-SHA256 without salt by hand: extract under zeros, one block of expand.
    pseudo = hmac.digest(bytes(32), seed("reader"), "sha256")
    keys = sealing.reader_keys(seed("reader"))
    assert keys.identity.seed == hmac.digest(pseudo, b"wbs/v1/reader/identity\x01", "sha256")
    assert keys.signing == SigningKey(hmac.digest(pseudo, b"wbs/v1/reader/sign\x01", "sha256"))


def test_a_reporter_has_the_identity_of_the_seed() -> None:
    assert sealing.reporter_identity(seed("reporter")) == Identity(seed("reporter"))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(SealingError):
        sealing.reader_keys(bytes(length))
    with pytest.raises(SealingError):
        sealing.reporter_identity(bytes(length))


def test_seeds_do_not_show_where_keys_are_printed() -> None:
    keys = sealing.reader_keys(seed("reader"))
    for secret in (keys.identity.seed, keys.signing.seed):
        assert repr(secret) not in repr(keys)
        assert secret.hex() not in repr(keys)


# Memory


class Count(io.RawIOBase):
    """Counts what is written to it."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


def test_a_large_letter_passes_in_constant_memory(tmp_path: Path) -> None:
    size = 64 * 2**20
    large = Attachment("attachments/01.mp4", "a.mp4", "video/mp4", size, zeros_hash(size))
    signed = sign_letter(message(attachments=(large,)), REPORTER)
    path, count = tmp_path / "l.age", Count()
    tracemalloc.start()
    try:
        with path.open("wb") as sink:
            sealing.seal(signed, READERS, sink, attachments=[(large, io.BufferedReader(Zeros(size)))])
        with path.open("rb") as source:
            kept = cast("BinaryIO", count)
            assert sealing.open_letter(source, identity("r3"), keeper(kept)) == signed
        # Two buffers of a MiB each way, and what is under way between them.
        assert tracemalloc.get_traced_memory()[1] < 12 * 2**20
    finally:
        tracemalloc.stop()
    assert count.size == size
    assert path.stat().st_size == sealing.sealed_size(128 * 2**20)
    path.unlink()


# Other people's programs


def test_the_stock_commands_open_it(tmp_path: Path) -> None:
    data = sealed(WITH_FILES, READERS, CONTENTS)
    (tmp_path / "key").write_text(f"{identity('r2')}\n")
    (tmp_path / "key.pub").write_text(REPORTER.public.file_text())
    decrypt = [sys.executable, "-m", "crypto", "decrypt", "-i", str(tmp_path / "key")]
    root = Path(__file__).parents[1]
    done = subprocess.run(decrypt, input=data, capture_output=True, check=True, cwd=root)
    with AgePeer() as peer:
        assert peer.ask("open", str(identity("r2")), data=data) == done.stdout
    (tmp_path / "l.tar").write_bytes(done.stdout)
    extract = ["tar", "-xk", "--no-same-owner", "--one-top-level=l", "-f", "l.tar"]
    subprocess.run(extract, cwd=tmp_path, check=True)
    verify = ["minisign", "-V", "-p", "key.pub", "-m", "l/letter.json"]
    shown = subprocess.run(verify, cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    assert f"Trusted comment: wbs/v1 message {INSTANCE.hex()}" in shown
    assert [(tmp_path / "l" / file.path).read_bytes() for file in FILES] == list(CONTENTS)


def test_what_another_implementation_seals_is_opened() -> None:
    tar = b"".join(tarball.pack(REPORT))
    with AgePeer() as peer:
        data = peer.ask("seal", *EIGHT, data=tar)
        reply_data = peer.ask("seal", recipient("reporter"), data=b"".join(tarball.pack(REPLY)))
        granted = sealing.rewrap(io.BytesIO(SEALED), identity("r1"), [recipient("r7")])
        file = sealing.grant_source(granted, io.BytesIO(SEALED)).read()
        assert peer.ask("open", str(identity("r7")), data=file) == tar
    assert len(data) == 78_094
    assert opened(data, "r8") == REPORT
    assert sealing.open_reply(reply_data, identity("reporter")) == REPLY


def test_the_payload_fills_its_chunk_exactly() -> None:
    assert tarball.TEXT_SIZE == stream.CHUNK
