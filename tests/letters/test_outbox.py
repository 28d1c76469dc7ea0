"""The outbox: signed by a current reader, fresh, in multiples of 8, and whole or not at all."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories_keyring as rings
from tests.factories import DAY, INSTANCE, seed, signing_key
from wbs import sealing
from wbs.letters import canonical, ustar
from wbs.letters.bundle import TEXT_SEALED
from wbs.letters.canonical import Value
from wbs.letters.errors import BundleError
from wbs.letters.freshness import Collected, Freshness, Statement, Statistics, sign_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.outbox import Outbox, read_outbox, write_outbox
from wbs.letters.signed import Signed

AUTHOR = "verifikator-1"
KEY = signing_key(AUTHOR)
FULL = rings.outbox(
    slots=rings.slots(8),
    drops=tuple(sorted(rings.drops(8, TEXT_SEALED), key=lambda drop: hashlib.sha256(drop).digest())),
    statistics=sign_statement(Statistics(INSTANCE, AUTHOR, 1, DAY, {}), KEY),
)


def test_a_drop_has_the_size_that_sealing_gives_a_text() -> None:
    assert sealing.TEXT_SEALED == TEXT_SEALED


def write(outbox: Outbox, author: str = AUTHOR) -> bytes:
    sink = io.BytesIO()
    write_outbox(sink, outbox, signing_key(author))
    return sink.getvalue()


def read(data: bytes) -> Outbox:
    return read_outbox(io.BytesIO(data), rings.chain())


SMALL = write(rings.outbox(slots=rings.slots(8)))


@pytest.mark.parametrize("outbox", [FULL, rings.outbox(), rings.outbox(slots=rings.slots(16))])
def test_an_outbox_comes_back_as_written(outbox: Outbox) -> None:
    assert read(write(outbox)) == outbox


class Trickle(io.BytesIO):
    """A stream that hands out less than was asked for, as uploads may."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        return super().read(-(-size // 3))


def test_a_stream_may_hand_it_out_in_pieces() -> None:
    assert read_outbox(Trickle(write(FULL)), rings.chain()) == FULL


def test_the_order_in_which_things_were_made_does_not_show() -> None:
    assert write(replace(FULL, slots=FULL.slots[::-1], drops=FULL.drops[::-1])) == write(FULL)


@pytest.mark.parametrize(
    "change",
    [
        {"slots": rings.slots(7)},
        {"slots": rings.slots(1032)},
        {"slots": rings.slots(8)[:4] * 2},
        {"drops": rings.drops(9, TEXT_SEALED)},
        {"drops": rings.drops(4, TEXT_SEALED) * 2},
        {"drops": rings.drops(8, TEXT_SEALED - 1)},
    ],
)
def test_what_would_tell_or_clash_is_not_written(change: dict[str, object]) -> None:
    with pytest.raises(BundleError):
        write(replace(rings.outbox(), **change))  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("days", [0, 30, -1])
def test_it_is_taken_for_thirty_days(days: int) -> None:
    made = rings.outbox(day=DAY)
    read_outbox(io.BytesIO(write(made)), rings.chain(today=DAY + timedelta(days=days)))


@pytest.mark.parametrize("days", [31, -2])
def test_an_old_one_or_one_from_the_future_is_refused(days: int) -> None:
    with pytest.raises(BundleError, match=r"outbox\.json"):
        read_outbox(io.BytesIO(write(rings.outbox())), rings.chain(today=DAY + timedelta(days=days)))


def test_only_a_current_reader_signs() -> None:
    first = rings.sign(rings.keyring())
    left = rings.sign(rings.after(first, readers=rings.READERS[1:]))
    with pytest.raises(BundleError):
        read_outbox(io.BytesIO(write(rings.outbox())), rings.chain(first, left))
    for outbox, author in (
        (rings.outbox(), "verifikator-2"),
        (rings.outbox("stranger"), "stranger"),
        (rings.outbox(sequence=2), AUTHOR),
        (rings.outbox(instance=seed("other", 16)), AUTHOR),
    ):
        with pytest.raises(BundleError):
            read(write(outbox, author))


def test_a_reader_with_new_keys_signs_under_the_old_keyring_until_the_old_ones_are_revoked() -> None:
    first = rings.sign(rings.keyring())
    renewed = replace(rings.reader("renewed"), id=AUTHOR)
    old = str(KEY.public)
    for revoked in ((), (old,)):
        second = rings.sign(rings.after(first, readers=(renewed, *rings.READERS[1:]), revoked=revoked))
        chain = rings.chain(first, second)
        source = io.BytesIO(write(rings.outbox()))
        if revoked:
            with pytest.raises(BundleError):
                read_outbox(source, chain)
        else:
            assert read_outbox(source, chain).author == AUTHOR


@pytest.mark.parametrize(
    "statement",
    [
        sign_statement(Freshness(INSTANCE, AUTHOR, 1, DAY + timedelta(days=1)), KEY),
        sign_statement(Freshness(INSTANCE, AUTHOR, 1, DAY), signing_key("verifikator-2")),
        sign_statement(Freshness(INSTANCE, AUTHOR, 9, DAY), KEY),
        sign_statement(Statistics(INSTANCE, AUTHOR, 1, DAY, {}), KEY),
        Signed(b"{}", rings.outbox().freshness.signature),
    ],
)
def test_a_statement_that_proves_nothing_spoils_the_whole(statement: Signed) -> None:
    with pytest.raises(BundleError):
        read(write(rings.outbox(freshness=statement)))


@pytest.mark.parametrize(
    "statement",
    [
        Freshness(INSTANCE, AUTHOR, 1, DAY + timedelta(days=1)),
        Collected(INSTANCE, AUTHOR, 1, HalfDay(DAY + timedelta(days=2), "A")),
        Statistics(INSTANCE, AUTHOR, 1, DAY + timedelta(days=1), {}),
    ],
)
def test_nothing_is_stated_for_a_day_to_come(statement: Statement) -> None:
    changed: dict[str, Any] = {statement.kind: sign_statement(statement, KEY)}
    with pytest.raises(BundleError, match="sesudah kotak keluarnya"):
        read(write(rings.outbox(**changed)))


def test_any_current_reader_may_have_signed_a_statement() -> None:
    other = rings.outbox("verifikator-2").freshness
    assert read(write(rings.outbox(freshness=other))).freshness == other


def members(data: bytes) -> list[tuple[str, bytes]]:
    found = []
    at = 0
    while data[at]:
        name = data[at : at + 100].rstrip(b"\0").decode()
        size = ustar.size_in(data[at : at + 512], name)
        found.append((name, data[at + 512 : at + 512 + size]))
        at += 512 + ustar.rounded(size)
    return found


def packed(found: list[tuple[str, bytes]]) -> bytes:
    blocks = [ustar.header(name, len(data)) + data + bytes(-len(data) % 512) for name, data in found]
    return b"".join(blocks) + bytes(ustar.END)


def test_members_may_not_be_added_left_out_renamed_or_swapped() -> None:
    good = members(SMALL)
    assert packed(good) == SMALL
    slot = next(at for at, (name, _) in enumerate(good) if name.startswith("slots/"))
    others = [
        good[:-1],
        [*good, ("slots/" + "f" * 32, bytes(8192))],
        [*good[:slot], ("slots/" + "0" * 32, good[slot][1]), *good[slot + 1 :]],
        [*good[:slot], (good[slot][0], good[slot + 1][1]), *good[slot + 1 :]],
        [*good[:slot], good[slot + 1], good[slot], *good[slot + 2 :]],
        good[::-1],
        [],
    ]
    for other in others:
        with pytest.raises(BundleError):
            read(packed(other))


def resigned(leave_out: int = 0, **changes: Value) -> bytes:
    """Return SMALL with another listing that its author signed, without the last members."""
    good = members(SMALL)
    value = canonical.loads(good[0][1])
    assert isinstance(value, dict)
    data = canonical.dumps({**value, **changes})
    signature = KEY.sign(data, trusted_comment=f"wbs/v1 outbox {INSTANCE.hex()}")
    kept = good[2 : len(good) - leave_out]
    return packed([(good[0][0], data), (good[1][0], signature.encode()), *kept])


def test_an_author_cannot_send_another_shape() -> None:
    listed = canonical.loads(members(SMALL)[0][1])
    assert isinstance(listed, dict)
    slots = listed["slots"]
    assert isinstance(slots, list)
    assert resigned() == SMALL
    for left_out, changes in (
        (1, {"slots": slots[:-1]}),
        (0, {"slots": slots[::-1]}),
        (0, {"instance": seed("other", 16).hex()}),
        (0, {"drops": ["00" * 32]}),
        (0, {"wbs": 2}),
    ):
        with pytest.raises(BundleError):
            read(resigned(left_out, **changes))


def test_a_statement_is_the_one_that_was_listed() -> None:
    earlier = sign_statement(Freshness(INSTANCE, AUTHOR, 1, DAY - timedelta(days=1)), KEY)
    good = members(SMALL)
    assert good[2][0] == "freshness.json"
    swapped = [*good[:2], (good[2][0], earlier.json), (good[3][0], earlier.signature.encode()), *good[4:]]
    with pytest.raises(BundleError, match=r"freshness\.json"):
        read(packed(swapped))


def test_the_damaged_member_is_named() -> None:
    name, sealed = members(SMALL)[-1]
    at = SMALL.index(sealed)
    with pytest.raises(BundleError, match=name):
        read(SMALL[:at] + b"\0" + SMALL[at + 1 :])


@given(st.integers(0, len(SMALL) - 1))
def test_a_cut_outbox_is_refused(length: int) -> None:
    with pytest.raises(BundleError):
        read(SMALL[:length])


@settings(max_examples=400)
@given(st.integers(0, len(SMALL) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    data = bytearray(SMALL)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BundleError):
        read(bytes(data))
