import hashlib
import io
import subprocess
import tarfile
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import INSTANCE, attachment, message, reply, report
from tests.letters.samples import LETTERS, READER, REPORTER, Zeros, zeros_hash
from tests.letters.strategies import ANY_LETTER
from wbs.letters import tarball
from wbs.letters.errors import FormatError, LetterError
from wbs.letters.letter import Attachment, Letter, Message, Reply, peek_unverified, sign_letter, verify_letter
from wbs.letters.signed import Signed

BLOCK = 512
CONTENTS = (b"", b"x", b"y" * BLOCK, b"z" * (BLOCK + 1))
FILES = tuple(attachment(content, number) for number, content in enumerate(CONTENTS, 1))
WITH_FILES = sign_letter(message(attachments=FILES), REPORTER)
REPLY = sign_letter(reply(), READER)


def packed(signed: Signed, contents: Sequence[bytes] = ()) -> bytes:
    letter = peek_unverified(signed)
    files = letter.attachments if isinstance(letter, Message) else ()
    sink = io.BytesIO()
    size = tarball.write(
        sink, signed, [(file, io.BytesIO(c)) for file, c in zip(files, contents, strict=True)]
    )
    assert size == len(sink.getvalue())
    return sink.getvalue()


def unpacked(data: bytes) -> tuple[Signed, dict[str, bytes]]:
    kept: dict[str, io.BytesIO] = {}

    def keep(path: str, _: Attachment) -> BinaryIO:
        return kept.setdefault(path, io.BytesIO())

    signed = tarball.read(io.BytesIO(data), keep)
    return signed, {path: sink.getvalue() for path, sink in kept.items()}


TAR = packed(WITH_FILES, CONTENTS)
REPLY_TAR = packed(REPLY)


def sign(letter: Letter) -> Signed:
    return sign_letter(letter, REPORTER if letter.author == "reporter" else READER)


@pytest.mark.parametrize("letter", [letter for letter in LETTERS if not getattr(letter, "attachments", ())])
def test_a_letter_comes_back(letter: Letter) -> None:
    assert unpacked(packed(sign(letter))) == (sign(letter), {})


def test_a_letter_comes_back_with_its_files() -> None:
    assert unpacked(TAR) == (WITH_FILES, {f.path: c for f, c in zip(FILES, CONTENTS, strict=True)})


def test_files_that_nobody_keeps_are_checked_all_the_same() -> None:
    assert tarball.read(io.BytesIO(TAR)) == WITH_FILES
    assert tarball.read(io.BytesIO(TAR), lambda *_: None) == WITH_FILES
    with pytest.raises(FormatError, match=r"attachments/03\.pdf"):
        tarball.read(io.BytesIO(TAR.replace(b"yy", b"yx", 1)))


@given(ANY_LETTER.filter(lambda letter: not getattr(letter, "attachments", ())))
def test_any_letter_comes_back(letter: Letter) -> None:
    assert unpacked(packed(sign(letter)))[0] == sign(letter)


@given(st.lists(st.binary(max_size=2000), max_size=4))
def test_any_files_come_back(contents: list[bytes]) -> None:
    files = tuple(attachment(content, number) for number, content in enumerate(contents, 1))
    signed = sign_letter(message(attachments=files), REPORTER)
    assert list(unpacked(packed(signed, contents))[1].values()) == contents


@given(st.lists(st.integers(1, 3000), max_size=40))
def test_it_does_not_matter_in_what_pieces_the_bytes_come(cuts: list[int]) -> None:
    kept = io.BytesIO()
    unpacker = tarball.Unpacker(lambda path, _: kept if path.endswith("04.pdf") else None)
    rest = memoryview(TAR)
    for cut in cuts:
        unpacker.write(rest[:cut])
        rest = rest[cut:]
    unpacker.write(rest)
    assert unpacker.finish() == WITH_FILES
    assert kept.getvalue() == CONTENTS[3]


# Shape


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_without_large_files_has_its_one_size(letter: Letter) -> None:
    size = tarball.REPLY_SIZE if isinstance(letter, Reply) else tarball.TEXT_SIZE
    files = letter.attachments if isinstance(letter, Message) else ()
    contents = (b"satu", b"dua")[: len(files)]
    assert len(packed(sign(letter), contents)) == size


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3000))
def test_a_report_has_one_size_whatever_it_says(text: str) -> None:
    made = sign_letter(report(answers={"what": "x" + text}), REPORTER)
    assert len(packed(made)) == tarball.TEXT_SIZE


@given(st.integers(0, 2**40))
def test_sizes_are_the_least_power_of_two_times_64_kib(content: int) -> None:
    size = tarball.padded_size(content)
    assert size >= content
    assert (size // 65_536).bit_count() == 1
    assert size % 65_536 == 0
    assert size == 65_536 or size // 2 < content


def test_the_size_doubles_at_the_first_byte_that_does_not_fit() -> None:
    def size(length: int) -> int:
        content = bytes(length)
        return len(packed(sign_letter(message(attachments=(attachment(content),)), REPORTER), [content]))

    length = len(sign_letter(message(attachments=(attachment(bytes(60_000)),)), REPORTER).json)
    # Three headers, letter.json, the signature's block, and two blocks at the end.
    room = 65_536 - 3 * BLOCK - -(-length // BLOCK) * BLOCK - BLOCK - 2 * BLOCK
    assert size(room) == 65_536
    assert size(room + 1) == 131_072


def test_one_letter_has_one_tar() -> None:
    assert packed(WITH_FILES, CONTENTS) == TAR
    # So that a change of a single byte, by whatever cause, shows.
    made = hashlib.sha256(packed(sign_letter(report(), REPORTER))).hexdigest()
    assert made == "46fbaf53e5bf5d661eda9acd0f6c5f3e03bc64ccd7cbe8d894a23283394445d4"


# Other people's tar


def test_gnu_tar_makes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "letter.json").write_bytes(WITH_FILES.json)
    (tmp_path / "letter.json.minisig").write_text(WITH_FILES.signature)
    for file, content in zip(FILES, CONTENTS, strict=True):
        (tmp_path / file.path).write_bytes(content)
    options = [
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "--mode=0644",
        "--blocking-factor=128",
    ]
    names = ["letter.json", "letter.json.minisig", *(file.path for file in FILES)]
    done = subprocess.run(
        ["tar", "--format=ustar", *options, "-cf", "-", "--", *names],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == TAR


def test_the_command_for_people_opens_it_and_minisign_verifies_it(tmp_path: Path) -> None:
    (tmp_path / "l.tar").write_bytes(TAR)
    (tmp_path / "key.pub").write_text(REPORTER.public.file_text())
    extract = ["tar", "-xk", "--no-same-owner", "--one-top-level=l", "-f", "l.tar"]
    done = subprocess.run(extract, cwd=tmp_path, capture_output=True, check=True)
    assert done.stderr == b""
    folder = tmp_path / "l"
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert found.keys() == {"letter.json", "letter.json.minisig", *(file.path for file in FILES)}
    assert found["letter.json"].read_bytes() == WITH_FILES.json
    assert [found[file.path].read_bytes() for file in FILES] == list(CONTENTS)
    assert all(path.stat().st_mode & 0o111 == 0 for path in found.values())
    verify = ["minisign", "-V", "-p", str(tmp_path / "key.pub"), "-m", "letter.json"]
    done = subprocess.run(verify, cwd=folder, capture_output=True, check=True)
    assert f"Trusted comment: wbs/v1 message {INSTANCE.hex()}" in done.stdout.decode()


def test_gnu_tar_opens_a_reply(tmp_path: Path) -> None:
    (tmp_path / "l.tar").write_bytes(REPLY_TAR)
    extract = ["tar", "-xk", "--no-same-owner", "--one-top-level=l", "-f", "l.tar"]
    done = subprocess.run(extract, cwd=tmp_path, capture_output=True, check=True)
    assert done.stderr == b""
    assert (tmp_path / "l" / "letter.json").read_bytes() == REPLY.json


# Refusals


def refused(data: bytes, member: str) -> None:
    with pytest.raises(FormatError) as caught:
        unpacked(data)
    assert str(caught.value).startswith(member), caught.value


def prove(data: bytes) -> None:
    signed = tarball.read(io.BytesIO(data))
    letter = peek_unverified(signed)
    key = REPORTER if letter.author == "reporter" else READER
    verify_letter(signed, letter.kind, INSTANCE, key.public)


def test_every_cut_is_refused() -> None:
    for tar in (REPLY_TAR, TAR[: TAR.rindex(b"z") + 1]):
        for end in range(0, len(tar), 7):
            refused(tar[:end], "")
    refused(TAR[:-1], "the letter is cut short")
    refused(REPLY_TAR[:-1], "the letter is cut short")


def test_every_changed_bit_is_refused() -> None:
    prove(REPLY_TAR)
    for bit in range(8 * len(REPLY_TAR)):
        changed = bytearray(REPLY_TAR)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(LetterError):
            prove(bytes(changed))


@settings(max_examples=300)
@given(st.integers(0, 8 * len(TAR) - 1))
def test_a_changed_bit_in_a_letter_with_files_is_refused(bit: int) -> None:
    changed = bytearray(TAR)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(LetterError):
        prove(bytes(changed))


@given(st.binary(max_size=2048))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    refused(data, "")


def test_bytes_after_the_end_are_refused() -> None:
    refused(TAR + b"\0", "bytes after the end")
    refused(TAR + TAR, "bytes after the end")
    refused(TAR + bytes(65_536), "bytes after the end")
    refused(REPLY_TAR + bytes(BLOCK), "bytes after the end")


def respelled(header: bytes, at: int, field: bytes) -> bytes:
    """One field of a header changed and its checksum made right again."""
    block = bytearray(header)
    block[at : at + len(field)] = field
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def rebuilt(change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], object]) -> bytes:
    """The letter with files as Python's own tarfile writes it, after a change of its members."""
    with tarfile.open(fileobj=io.BytesIO(TAR)) as archive:
        members = [(info, TAR[info.offset_data : info.offset_data + info.size]) for info in archive]
    change(members)
    rebuilt_tar = b""
    for info, data in members:
        # Python leaves the device numbers empty where GNU writes zeros.
        header = respelled(info.tobuf(tarfile.USTAR_FORMAT), 329, b"0000000\0" * 2)
        rebuilt_tar += header + data + bytes(-len(data) % BLOCK)
    return rebuilt_tar.ljust(65_536, b"\0")


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = link
    return info, b""


def changed(place: int, name: str, value: object) -> bytes:
    return rebuilt(lambda members: setattr(members[place][0], name, value))


def test_python_makes_the_same_bytes() -> None:
    assert rebuilt(len) == TAR


@pytest.mark.parametrize(
    ("data", "member"),
    [
        (changed(0, "name", "letter.txt"), "letter.json: "),
        (changed(0, "name", "./letter.json"), "letter.json: "),
        (changed(0, "name", "/letter.json"), "letter.json: "),
        (changed(0, "mode", 0o755), "letter.json: "),
        (changed(0, "mtime", 1), "letter.json: "),
        (changed(0, "uid", 1000), "letter.json: "),
        (changed(0, "uname", "root"), "letter.json: "),
        (changed(1, "name", "letter.json"), "letter.json.minisig: "),
        (rebuilt(lambda members: members.pop(0)), "letter.json: "),
        (rebuilt(lambda members: members.pop(1)), "letter.json.minisig: "),
        (rebuilt(lambda members: members.insert(0, members.pop(1))), "letter.json: "),
        (rebuilt(lambda members: members.insert(0, entry("letter.json"))), "letter.json: "),
        (rebuilt(lambda members: members.insert(0, entry("l", tarfile.SYMTYPE, "/etc"))), "letter.json: "),
    ],
)
def test_another_first_or_second_member_is_refused(data: bytes, member: str) -> None:
    refused(data, member)


def headers(data: bytes) -> list[int]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return [info.offset for info in archive]


NAMES = ("letter.json", "letter.json.minisig", *(file.path for file in FILES))


@pytest.mark.parametrize("place", range(len(NAMES)))
@pytest.mark.parametrize(
    ("at", "field"),
    [
        (0, b"x"),
        (99, b"x"),
        (100, b"0000755\0"),
        (100, b"0100644\0"),
        (108, b"0001750\0"),
        (116, b"0001750\0"),
        (124, b"00000000003\0"),
        (124, b"77777777777\0"),
        (124, b"-0000000003\0"),
        (124, b"+0000000003\0"),
        (124, b"0o000000003\0"),
        (124, b"\x80\0\0\0\0\0\0\0\0\0\0\x03"),
        (124, b" " * 11),
        (136, b"00000000001\0"),
        *(
            (156, kind)
            for kind in (b"\0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"g", b"x", b"K", b"L", b"S")
        ),
        (157, b"/etc/passwd"),
        (257, b"ustar  \0"),
        (257, b"\0" * 8),
        (265, b"root"),
        (297, b"root"),
        (329, b"0000001\0"),
        (345, b"../.."),
        (500, b"x"),
    ],
)
def test_any_other_spelling_of_a_header_is_refused(place: int, at: int, field: bytes) -> None:
    start = headers(TAR)[place]
    block = respelled(TAR[start : start + BLOCK], at, field)
    refused(TAR[:start] + block + TAR[start + BLOCK :], NAMES[place])


def test_a_member_that_letter_json_does_not_list_is_refused() -> None:
    end = TAR.rindex(b"z") + 1
    end += -end % BLOCK
    more = TAR[headers(TAR)[-1] : end]
    refused((TAR[:end] + more).ljust(65_536, b"\0"), "the end")


def test_an_order_that_letter_json_does_not_list_is_refused() -> None:
    at = headers(TAR)
    refused(TAR[: at[4]] + TAR[at[5] :].rstrip(b"\0").ljust(len(TAR) - at[5], b"\0"), "attachments/03.pdf")


def test_a_long_letter_json_is_refused_before_it_is_read() -> None:
    block = respelled(TAR[:BLOCK], 124, b"%011o" % (62_976 + 1))
    unpacker = tarball.Unpacker()
    with pytest.raises(FormatError, match=r"letter\.json: empty, or longer than 62976 bytes"):
        unpacker.write(block)


def test_a_signature_that_is_not_ascii_is_refused() -> None:
    at = TAR.index(b"untrusted comment")
    refused(TAR[:at] + b"\xff" + TAR[at + 1 :], "letter.json.minisig: not ASCII")


@pytest.mark.parametrize("signature", ["", "é", "x" * 513, "x" * 100_000])
def test_a_signature_that_nobody_would_read_is_not_written(signature: str) -> None:
    for signed in (REPLY, sign_letter(report(), REPORTER)):
        with pytest.raises(FormatError, match=r"^letter\.json\.minisig: "):
            tarball.pack(replace(signed, signature=signature))


def test_the_largest_reply_leaves_room_for_the_end_mark() -> None:
    largest = replace(REPLY, signature="x" * 512)
    room = 3_584 - len(largest.json)
    largest = replace(largest, json=largest.json.replace(b"kami", b"kami" + b"x" * room))
    tar = b"".join(tarball.pack(largest))
    assert len(tar) == tarball.REPLY_SIZE
    assert not tar[-2 * BLOCK :].strip(b"\0")
    assert tarball.read(io.BytesIO(tar)) == largest


def test_more_padding_than_needed_is_refused() -> None:
    refused(TAR.ljust(131_072, b"\0"), "bytes after the end")


def test_attachments_that_are_not_the_listed_ones_are_not_written() -> None:
    sources = [(file, io.BytesIO(content)) for file, content in zip(FILES, CONTENTS, strict=True)]
    for others in (sources[:-1], sources[::-1], [*sources, sources[0]], []):
        sink = io.BytesIO()
        with pytest.raises(FormatError, match="the attachments are not"):
            tarball.write(sink, WITH_FILES, others)
        assert sink.getvalue() == b""


@pytest.mark.parametrize("content", [b"", b"y" * (BLOCK - 1), b"y" * (BLOCK + 1), b"y" * (BLOCK - 1) + b"x"])
def test_an_attachment_that_is_not_what_letter_json_says_is_not_written(content: bytes) -> None:
    sources = [*CONTENTS[:2], content, CONTENTS[3]]
    pairs = [(file, io.BytesIO(source)) for file, source in zip(FILES, sources, strict=True)]
    with pytest.raises(FormatError, match=r"^attachments/03\.pdf: "):
        tarball.write(io.BytesIO(), WITH_FILES, pairs)


@pytest.mark.parametrize("size", [2, 4])
def test_an_attachment_of_another_size_with_the_listed_hash_is_not_written(size: int) -> None:
    listed = replace(attachment(b"xyz"), size=size)
    signed = sign_letter(message(attachments=(listed,)), REPORTER)
    with pytest.raises(FormatError, match=r"^attachments/01\.pdf: "):
        tarball.write(io.BytesIO(), signed, [(listed, io.BytesIO(b"xyz"))])


def test_streams_that_check_themselves_are_counted_and_not_hashed_again() -> None:
    def packed_as(content: bytes) -> bytes:
        sources = [*CONTENTS[:2], content, CONTENTS[3]]
        pairs = [(file, io.BytesIO(source)) for file, source in zip(FILES, sources, strict=True)]
        return b"".join(tarball.pack(WITH_FILES, pairs, authentic=True))

    assert packed_as(CONTENTS[2]) == TAR
    other = b"z" + CONTENTS[2][1:]
    assert packed_as(other) == TAR.replace(CONTENTS[2], other, 1)
    for content in (CONTENTS[2][:-1], CONTENTS[2] + b"x"):
        with pytest.raises(FormatError, match=r"^attachments/03\.pdf: "):
            packed_as(content)


# Memory


def test_a_large_file_passes_in_constant_memory() -> None:
    size = 64 * 2**20
    large = Attachment("attachments/01.mp4", "a.mp4", "video/mp4", size, zeros_hash(size))
    signed = sign_letter(message(attachments=(large,)), REPORTER)
    tracemalloc.start()
    try:
        unpacker = tarball.Unpacker()
        source = io.BufferedReader(Zeros(size))
        total = sum(unpacker.write(piece) for piece in tarball.pack(signed, [(large, source)]))
        assert unpacker.finish() == signed
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()
    assert total == 128 * 2**20
