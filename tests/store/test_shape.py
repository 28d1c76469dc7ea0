"""The shape is the one that ``crypto.header`` parses, found without parsing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import header
from crypto.errors import HeaderError
from tests.store.letters import drop, sealed_slot
from wbs.store import shape
from wbs.store.errors import ShapeError

HEAD = drop()[: shape.HEADER]


def parses(head: bytes) -> bool:
    """Whether these are eight hybrid stanzas, as the parser of the format says."""
    source = io.BytesIO(head)
    try:
        parsed = header.parse(source)
        return (
            source.tell() == shape.HEADER
            and [
                (each.type, [len(header.decode_base64(argument)) for argument in each.args], len(each.body))
                for each in parsed.stanzas
            ]
            == [("mlkem768x25519", [1120], 32)] * 8
        )
    except HeaderError:
        return False


def fits(head: bytes) -> bool:
    try:
        shape.check_header(head)
    except ShapeError:
        return False
    return True


@given(st.integers(0, shape.HEADER - 1), st.integers(0, 255))
def test_one_changed_byte_is_judged_as_the_parser_judges(place: int, byte: int) -> None:
    changed = HEAD[:place] + bytes([byte]) + HEAD[place + 1 :]
    assert fits(changed) == parses(changed)


@given(st.integers(0, shape.HEADER), st.integers(0, shape.HEADER))
def test_a_piece_cut_out_or_doubled_is_judged_alike(start: int, end: int) -> None:
    for changed in (HEAD[:start] + HEAD[end:], HEAD[:end] + HEAD[start:]):
        assert fits(changed) == parses(changed)


def test_every_last_digit_is_judged_as_the_parser_judges() -> None:
    ends = [at for at in range(1, shape.HEADER) if HEAD[at : at + 1] == b"\n"]
    for end in ends[1:3] + ends[-1:]:
        for digit in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=":
            changed = HEAD[: end - 1] + bytes([digit]) + HEAD[end:]
            assert fits(changed) == parses(changed)


def test_sizes_are_those_of_the_padding() -> None:
    legal = {shape.sealed_size(n) for n in range(12)}
    assert min(legal) == shape.TEXT_SEALED
    for size in {size + off for size in legal for off in (-1, 0, 1)} | {0, 1, shape.sealed_size(0) * 3}:
        if size in legal:
            shape.check_size(size)
        else:
            with pytest.raises(ShapeError):
                shape.check_size(size)


def test_slots() -> None:
    shape.check_slot(sealed_slot())
    for bad in (sealed_slot()[:-1], sealed_slot() + b"x", b"x" + sealed_slot()[1:], HEAD[: shape.SLOT], b""):
        with pytest.raises(ShapeError):
            shape.check_slot(bad)


def test_the_largest_letter_is_that_of_the_last_power_of_two_within_the_limit() -> None:
    mib = 1 << 20
    assert shape.largest_sealed(1 << 16) == shape.TEXT_SEALED
    assert shape.largest_sealed(128 * mib) == shape.sealed_size(11)
    assert shape.largest_sealed(128 * mib - 1) == shape.sealed_size(10)
    assert shape.largest_sealed(255 * mib) == shape.sealed_size(11)
