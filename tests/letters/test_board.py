"""The reply board: its bytes, its strict reader, and that every entry is tested."""

import hashlib
import hmac
import io
import mmap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories_keyring as rings
from tests.factories import INSTANCE, seed
from wbs.letters import board
from wbs.letters.board import SLOT, Slot
from wbs.letters.errors import FormatError

THREAD = seed("thread")
OTHER = seed("other thread")
HEADER = f"wbs/v1 board {INSTANCE.hex()} 0 %d\n"


def mixed() -> list[Slot]:
    own = rings.slots(3, THREAD, "own")
    return sorted((*own, *rings.slots(13, OTHER)), key=lambda slot: slot.r)


def write(slots: list[Slot]) -> bytes:
    sink = io.BytesIO()
    board.write(sink, INSTANCE, slots)
    return sink.getvalue()


def test_the_bytes_are_header_index_and_slots() -> None:
    slots = mixed()
    expected = (HEADER % 16).encode()
    expected += b"".join(slot.r + slot.tag for slot in slots) + b"".join(slot.sealed for slot in slots)
    assert write(slots) == expected


def test_the_tag_is_sixteen_bytes_of_hmac() -> None:
    r = seed("r", 16)
    expected = hmac.new(THREAD, b"wbs/v1/reply" + r, hashlib.sha256).digest()[:16]
    assert board.tag(THREAD, r) == expected


def test_a_board_comes_back_as_written(tmp_path: Path) -> None:
    slots = mixed()
    path = tmp_path / "board"
    path.write_bytes(write(slots))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        for data in (path.read_bytes(), mapped):
            read = board.read(data, INSTANCE)
            assert len(read) == 16
            assert list(read.entries()) == [(slot.r, slot.tag) for slot in slots]
            assert [read.slot(position) for position in range(16)] == slots
            for outside in (-1, 16):
                with pytest.raises(IndexError):
                    read.slot(outside)


def test_an_empty_board_has_no_slot() -> None:
    read = board.read(write([]), INSTANCE)
    assert (len(read), read.matches(THREAD)) == (0, [])


def test_a_thread_finds_its_slots_and_no_other() -> None:
    slots = mixed()
    read = board.read(write(slots), INSTANCE)
    own = {slot.r for slot in rings.slots(3, THREAD, "own")}
    assert {slots[position].r for position in read.matches(THREAD)} == own
    assert len(read.matches(OTHER)) == 13
    assert read.matches(seed("nobody")) == []


def test_every_entry_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    read = board.read(write(mixed()), INSTANCE)
    compared: list[bytes] = []

    def compare(ours: bytes, theirs: bytes) -> bool:
        compared.append(theirs)
        return ours == theirs

    monkeypatch.setattr(hmac, "compare_digest", compare)
    read.matches(THREAD)
    assert compared == [tag for _, tag in read.entries()]


@pytest.mark.parametrize("order", [(1, 0), (0, 0)])
def test_slots_out_of_order_or_twice_are_not_written(order: tuple[int, int]) -> None:
    slots = rings.slots(2)
    with pytest.raises(FormatError):
        write([slots[position] for position in order])


@pytest.mark.parametrize("sizes", [(15, 16, SLOT), (16, 17, SLOT), (16, 16, SLOT - 1)])
def test_a_slot_has_three_fixed_sizes(sizes: tuple[int, int, int]) -> None:
    with pytest.raises(FormatError):
        Slot(*(bytes(size) for size in sizes))


GOOD = write(mixed())
BODY = GOOD[GOOD.index(b"\n") + 1 :]
ENTRY = 32


@pytest.mark.parametrize(
    "data",
    [
        b"",
        BODY,
        (HEADER % 15).encode() + BODY,
        (HEADER % 17).encode() + BODY,
        f"wbs/v1 board {INSTANCE.hex()} 0 016\n".encode() + BODY,
        f"wbs/v1 board {INSTANCE.hex()} 1 16\n".encode() + BODY,
        f"wbs/v1 board {INSTANCE.hex().upper()} 0 16\n".encode() + BODY,
        f"wbs/v2 board {INSTANCE.hex()} 0 16\n".encode() + BODY,
        f"wbs/v1 board {INSTANCE.hex()} 0 99999999\n".encode() + BODY,
        f"wbs/v1 board {seed('other', 16).hex()} 0 16\n".encode() + BODY,
        f"wbs/v1 board {INSTANCE.hex()} 0 16\r\n".encode() + BODY,
        GOOD + b"\0",
        GOOD[:-1],
        (HEADER % 16).encode() + BODY[ENTRY : 2 * ENTRY] + BODY[:ENTRY] + BODY[2 * ENTRY :],
        (HEADER % 16).encode() + BODY[:ENTRY] + BODY[:ENTRY] + BODY[2 * ENTRY :],
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        board.read(data, INSTANCE)


@given(st.integers(0, len(GOOD) - 1))
def test_a_cut_board_is_refused(length: int) -> None:
    with pytest.raises(FormatError):
        board.read(GOOD[:length], INSTANCE)


@given(st.integers(0, (len(GOOD) - len(BODY) + 16 * ENTRY) * 8 - 1))
def test_a_flipped_bit_finds_nothing_that_was_not_there(bit: int) -> None:
    data = bytearray(GOOD)
    data[bit // 8] ^= 1 << bit % 8
    try:
        read = board.read(bytes(data), INSTANCE)
    except FormatError:
        return
    assert len(read.matches(THREAD)) in (2, 3)
