"""What readers state in public: who may, and when it is stale."""

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories_keyring as rings
from tests.factories import DAY, INSTANCE, seed, signing_key
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.freshness import (
    Collected,
    Freshness,
    Statement,
    Statistics,
    sign_statement,
    stale,
    verify_statement,
)
from wbs.letters.halfday import HalfDay
from wbs.letters.signed import Signed

AUTHOR = "verifikator-1"
KEY = signing_key(AUTHOR)
FRESH = Freshness(INSTANCE, AUTHOR, 1, DAY)
STATEMENTS: list[Statement] = [
    FRESH,
    Collected(INSTANCE, AUTHOR, 1, HalfDay(DAY, "B")),
    Statistics(INSTANCE, AUTHOR, 1, DAY, {"2026": {"C": "<10", "A": 25}}),
]
SIGNED = sign_statement(FRESH, KEY)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_comes_back_as_signed(statement: Statement) -> None:
    signed = sign_statement(statement, KEY)
    assert verify_statement(signed, type(statement), rings.chain()) == statement


def test_freshness_is_these_bytes() -> None:
    expected = (
        f'{{"author":"{AUTHOR}","day":"2026-01-31","instance":"{INSTANCE.hex()}","sequence":1,"wbs":1}}'
    )
    assert SIGNED.json == expected.encode()


def test_one_kind_does_not_pass_for_another() -> None:
    with pytest.raises(FormatError):
        verify_statement(SIGNED, Collected, rings.chain())
    # Same members as a freshness, were it not for the kind in the signature.
    outbox = KEY.sign(SIGNED.json, trusted_comment=f"wbs/v1 outbox {INSTANCE.hex()}")
    with pytest.raises(Unproven):
        verify_statement(Signed(SIGNED.json, outbox), Freshness, rings.chain())


@pytest.mark.parametrize(
    "change", [{"author": "verifikator-2"}, {"author": "verifikator-9"}, {"sequence": 2}]
)
def test_nobody_states_for_another_or_under_an_unknown_keyring(change: dict[str, object]) -> None:
    forged = sign_statement(dataclasses.replace(FRESH, **change), KEY)  # type: ignore[arg-type]  # by name
    with pytest.raises(Unproven):
        verify_statement(forged, Freshness, rings.chain())


def test_a_statement_for_another_portal_is_unproven() -> None:
    foreign = dataclasses.replace(FRESH, instance=seed("other", 16))
    with pytest.raises(Unproven):
        verify_statement(sign_statement(foreign, KEY), Freshness, rings.chain())
    smuggled = KEY.sign(
        sign_statement(foreign, KEY).json, trusted_comment=f"wbs/v1 freshness {INSTANCE.hex()}"
    )
    with pytest.raises(Unproven):
        verify_statement(Signed(sign_statement(foreign, KEY).json, smuggled), Freshness, rings.chain())


def test_a_leaver_states_nothing() -> None:
    first = rings.sign(rings.keyring())
    second = rings.sign(rings.after(first, readers=rings.READERS[1:]))
    assert verify_statement(SIGNED, Freshness, rings.chain(first)) == FRESH
    with pytest.raises(Unproven):
        verify_statement(SIGNED, Freshness, rings.chain(first, second))


def test_a_statement_that_could_not_be_read_is_not_signed() -> None:
    with pytest.raises(FormatError):
        sign_statement(dataclasses.replace(FRESH, author="reporter"), KEY)
    with pytest.raises(FormatError):
        sign_statement(Statistics(INSTANCE, AUTHOR, 1, DAY, {"share": 0.5}), KEY)


def test_it_is_stale_after_thirty_five_days() -> None:
    assert not stale(DAY, DAY + timedelta(days=35))
    assert stale(DAY, DAY + timedelta(days=36))
    assert not stale(DAY + timedelta(days=1), DAY)


@given(st.integers(0, len(SIGNED.json) * 8 - 1))
def test_a_flipped_bit_is_never_proven(bit: int) -> None:
    data = bytearray(SIGNED.json)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises((FormatError, Unproven)):
        verify_statement(Signed(bytes(data), SIGNED.signature), Freshness, rings.chain())
