"""The keyring: what is one, when it is accepted, and what several of them prove together."""

import dataclasses
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories_keyring as rings
from tests.factories import DAY, INSTANCE, recipient, seed, signing_key
from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError, KeyringRefused, Reason, Unproven
from wbs.letters.keyring import (
    Chain,
    Keyring,
    Pin,
    SignedKeyring,
    accept,
    accept_new_pin,
    decode,
    encode,
    sign_keyring,
)

FIRST = rings.sign(rings.keyring())
SECOND = rings.sign(rings.after(FIRST))
THIRD = rings.sign(rings.after(SECOND, 3))


def refusal(signed: SignedKeyring, pin: Pin = rings.PIN, today: date = DAY, **others: object) -> Reason:
    with pytest.raises(KeyringRefused) as caught:
        accept(signed, pin, today, **{"newest_seen": None, **others})  # type: ignore[arg-type]  # by name
    return caught.value.reason


def chain_refusal(*signed: SignedKeyring, today: date = DAY, newest_seen: int | None = None) -> Reason:
    with pytest.raises(KeyringRefused) as caught:
        Chain.build(signed, rings.PIN, today, newest_seen)
    return caught.value.reason


def test_a_keyring_comes_back_as_written() -> None:
    made = rings.after(FIRST, revoked=(str(signing_key("gone").public),))
    assert decode(encode(made)) == made


def test_a_keyring_is_found_as_its_own_bytes_only() -> None:
    with pytest.raises(FormatError):
        decode(json.dumps(json.loads(FIRST.json)).encode())


RAW = json.loads(FIRST.json)
RAW_READER = RAW["readers"][0]
UPPER = RAW_READER["recipient"].upper()
FOREIGN_ID = str(type(signing_key("x").public)(signing_key("x").public.raw, bytes(8)))


@pytest.mark.parametrize(
    "change",
    [
        {"wbs": 2},
        {"extra": ""},
        {"instance": RAW["instance"].upper()},
        {"instance": RAW["instance"][2:]},
        {"name": ""},
        {"name": "two\nlines"},
        {"sequence": 0},
        {"sequence": 2},
        {"previous": "00" * 32},
        {"not_before": "2026-02-30"},
        {"not_before": "2026-1-1"},
        {"expires": "2025-12-31"},
        {"expires": (rings.END + timedelta(days=1)).isoformat()},
        {"panel": 1},
        {"panel": 9},
        {"readers": []},
        {"readers": [RAW_READER, RAW_READER]},
        {"readers": [RAW_READER, {**RAW["readers"][1], "id": RAW_READER["id"]}]},
        {"readers": [RAW_READER, {**RAW["readers"][1], "recipient": RAW_READER["recipient"]}]},
        {"readers": [RAW_READER, {**RAW["readers"][1], "signing_key": RAW_READER["signing_key"]}]},
        {"readers": [{**RAW_READER, "id": "Verifikator"}]},
        {"readers": [{**RAW_READER, "id": "reporter"}]},
        {"readers": [{**RAW_READER, "id": "a" * 33}]},
        {"readers": [{**RAW_READER, "role": "admin"}]},
        {"readers": [{**RAW_READER, "recipient": UPPER}]},
        {"readers": [{**RAW_READER, "recipient": "age1" + "q" * 58}]},
        {"readers": [{**RAW_READER, "recipient": RAW_READER["recipient"][:-1] + "q"}]},
        {"readers": [{**RAW_READER, "signing_key": "RW"}]},
        {"readers": [{**RAW_READER, "signing_key": FOREIGN_ID}]},
        {"readers": [{**RAW_READER, "expires": "2025-12-31"}]},
        {"readers": [{**RAW_READER, "email": "a@b"}]},
        {"readers": [{key: value for key, value in RAW_READER.items() if key != "unit"}]},
        {"readers": [{**RAW_READER, "signing_key": RAW["roots"][0]}]},
        {"revoked": [RAW_READER["signing_key"]]},
        {"revoked": [RAW_READER["recipient"]]},
        {"revoked": sorted((recipient("a"), recipient("b")), reverse=True)},
        {"revoked": ["not a key"]},
        {"roots": []},
        {"roots": [*RAW["roots"], RAW["roots"][0]]},
        {"roots": RAW["roots"][::-1]},
        {"threshold": 0},
        {"threshold": 4},
        {"settings": "00"},
    ],
)
def test_a_malformed_keyring_is_refused(change: dict[str, Value]) -> None:
    data = canonical.dumps({**RAW, **change})
    with pytest.raises(FormatError):
        decode(data)
    assert refusal(SignedKeyring(data, FIRST.signatures)) is Reason.MALFORMED


def test_a_keyring_that_could_not_be_read_is_not_written() -> None:
    with pytest.raises(FormatError):
        encode(rings.keyring(panel=1))


def test_fewer_intake_readers_than_the_panel_can_still_be_published() -> None:
    few = rings.keyring(readers=rings.READERS[:1])
    assert accept(rings.sign(few), rings.PIN, DAY, None) == few


@pytest.mark.parametrize("today", [rings.START, DAY, rings.END])
def test_it_is_accepted_from_the_first_to_the_last_day(today: date) -> None:
    assert accept(FIRST, rings.PIN, today, 1) == rings.keyring()


def test_each_reason_for_refusal() -> None:
    day = timedelta(days=1)
    other = Pin(seed("other", 16), rings.PIN.roots, 2)
    assert refusal(SignedKeyring(b"{}", FIRST.signatures)) is Reason.MALFORMED
    assert refusal(SignedKeyring(FIRST.json, FIRST.signatures * 17)) is Reason.MALFORMED
    assert refusal(FIRST, other) is Reason.WRONG_INSTANCE
    assert refusal(FIRST, Pin(INSTANCE, rings.roots("akar-1", "akar-2"), 2)) is Reason.WRONG_ROOTS
    assert refusal(FIRST, Pin(INSTANCE, rings.PIN.roots, 1)) is Reason.WRONG_ROOTS
    assert refusal(FIRST, today=rings.START - day) is Reason.NOT_YET
    assert refusal(FIRST, today=rings.END + day) is Reason.EXPIRED
    assert refusal(FIRST, newest_seen=2) is Reason.OLDER_THAN_SEEN
    assert refusal(FIRST, today=date(1970, 1, 1)) is Reason.CLOCK
    assert refusal(FIRST, today=rings.START - day, witness=DAY) is Reason.CLOCK
    assert refusal(FIRST, today=rings.END + day, witness=DAY) is Reason.CLOCK
    assert refusal(FIRST, today=rings.END + day, witness=rings.END + day) is Reason.EXPIRED


@pytest.mark.parametrize("today", [date(1970, 1, 1), rings.START - timedelta(days=1), rings.END, date.max])
def test_a_witness_never_makes_a_keyring_acceptable(today: date) -> None:
    try:
        accept(FIRST, rings.PIN, today, None)
    except KeyringRefused:
        assert refusal(FIRST, today=today, witness=DAY) is Reason.CLOCK
    else:
        assert accept(FIRST, rings.PIN, today, None, witness=date(1970, 1, 1)) == rings.keyring()


def test_a_root_counts_once_and_a_stranger_never() -> None:
    for by in ([], ["akar-1"], ["akar-1", "akar-1"], ["akar-1", "stranger", "verifikator-1"]):
        assert refusal(rings.sign(rings.keyring(), by)) is Reason.TOO_FEW_SIGNATURES
    by = ["stranger", "akar-3", "akar-1"]
    assert accept(rings.sign(rings.keyring(), by), rings.PIN, DAY, None) == rings.keyring()


def test_a_signature_for_other_bytes_another_kind_or_portal_does_not_count() -> None:
    one = FIRST.signatures[0]
    key = signing_key("akar-2")
    elsewhere = rings.sign(rings.keyring(instance=seed("other", 16))).signatures[1]
    others = (
        SECOND.signatures[1],
        key.sign(FIRST.json, trusted_comment=f"wbs/v1 outbox {INSTANCE.hex()}"),
        key.sign(FIRST.json, trusted_comment=f"wbs/v1 keyring {seed('other', 16).hex()}"),
        key.sign(FIRST.json, trusted_comment=""),
        elsewhere,
        "",
    )
    for signature in others:
        assert refusal(SignedKeyring(FIRST.json, (one, signature))) is Reason.TOO_FEW_SIGNATURES


@given(st.integers(0, len(FIRST.json) * 8 - 1))
def test_a_flipped_bit_is_never_accepted(bit: int) -> None:
    data = bytearray(FIRST.json)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(KeyringRefused):
        accept(SignedKeyring(bytes(data), FIRST.signatures), rings.PIN, DAY, None)


@given(st.integers(0, len(FIRST.json) - 1))
def test_a_cut_keyring_is_malformed(length: int) -> None:
    assert refusal(SignedKeyring(FIRST.json[:length], FIRST.signatures)) is Reason.MALFORMED


def test_a_root_signs_for_this_kind_and_portal() -> None:
    assert sign_keyring(FIRST.json, signing_key("akar-1")) == FIRST.signatures[0]
    assert f"trusted comment: wbs/v1 keyring {INSTANCE.hex()}\n" in FIRST.signatures[0]


def test_a_pin_is_its_own_bytes_and_its_fingerprint_follows_from_them() -> None:
    assert Pin.decode(rings.PIN.encode()) == rings.PIN
    assert Pin(INSTANCE, rings.PIN.roots, 1).fingerprint != rings.PIN.fingerprint
    for pin in (Pin(INSTANCE, rings.PIN.roots[::-1], 2), Pin(INSTANCE, rings.PIN.roots, 4)):
        with pytest.raises(FormatError):
            Pin.decode(pin.encode())


# --- the chain


def test_the_newest_acceptable_keyring_is_the_current_one() -> None:
    chain = Chain.build([SECOND, FIRST], rings.PIN, DAY, 1)
    assert chain.current == decode(SECOND.json)
    assert set(chain.by_sequence) == {1, 2}
    assert chain.complete


def test_one_published_ahead_waits_for_its_day() -> None:
    ahead = rings.sign(rings.after(FIRST, not_before=DAY + timedelta(days=1)))
    assert rings.chain(FIRST, ahead).current.sequence == 1
    assert rings.chain(FIRST, ahead, today=DAY + timedelta(days=1)).current.sequence == 2
    assert chain_refusal(ahead) is Reason.NOT_YET


def test_a_slow_clock_does_not_seal_by_a_keyring_that_has_been_followed() -> None:
    tomorrow = DAY + timedelta(days=1)
    ahead = rings.sign(rings.after(FIRST, not_before=tomorrow))
    with pytest.raises(KeyringRefused) as refused:
        Chain.build([FIRST, ahead], rings.PIN, DAY, None, witness=tomorrow)
    assert refused.value.reason is Reason.CLOCK
    unsigned = SignedKeyring(ahead.json, ahead.signatures[:1])
    for newer, witness in ((ahead, DAY), (unsigned, tomorrow)):
        made = Chain.build([FIRST, newer], rings.PIN, DAY, None, witness=witness)
        assert made.current.sequence == 1


def test_a_tampered_newer_one_stands_for_nothing_but_is_remembered_as_seen() -> None:
    unsigned = SignedKeyring(SECOND.json, FIRST.signatures)
    assert rings.chain(FIRST, unsigned).current.sequence == 1
    assert chain_refusal(FIRST, unsigned, newest_seen=2) is Reason.TOO_FEW_SIGNATURES
    assert chain_refusal(FIRST, SignedKeyring(b"junk", ()), newest_seen=2) is Reason.OLDER_THAN_SEEN
    assert chain_refusal(FIRST, newest_seen=2) is Reason.OLDER_THAN_SEEN


def test_no_keyring_at_all_is_refused() -> None:
    assert chain_refusal() is Reason.MALFORMED


def test_the_reason_of_the_newest_is_told() -> None:
    late = rings.END + timedelta(days=1)
    ahead = rings.sign(rings.after(FIRST, not_before=late + timedelta(1), expires=late + timedelta(2)))
    assert chain_refusal(FIRST, ahead, today=late) is Reason.EXPIRED


def test_an_archived_keyring_counts_by_its_hash_alone() -> None:
    unsigned = SignedKeyring(FIRST.json, ())
    expired = rings.sign(rings.keyring(roots=rings.roots("old"), threshold=1, expires=rings.START), ["old"])
    for archived in (unsigned, expired):
        current = rings.sign(rings.after(archived))
        assert rings.chain(archived, current).by_sequence[1] == decode(archived.json)


def test_an_archived_keyring_that_nothing_leads_to_breaks_the_chain() -> None:
    rewritten = rings.sign(rings.keyring(name="Lain"))
    assert chain_refusal(rewritten, SECOND) is Reason.BROKEN_CHAIN
    assert chain_refusal(FIRST, rewritten, SECOND) is Reason.BROKEN_CHAIN
    assert chain_refusal(FIRST, THIRD) is Reason.BROKEN_CHAIN


def test_two_newest_keyrings_break_the_chain() -> None:
    other = rings.sign(rings.after(FIRST, name="Lain"))
    assert chain_refusal(FIRST, SECOND, other) is Reason.BROKEN_CHAIN
    assert rings.chain(FIRST, SECOND, SECOND).current.sequence == 2
    unsigned = SignedKeyring(other.json, ())
    assert rings.chain(FIRST, SECOND, unsigned).current == decode(SECOND.json)


def test_a_keyring_of_another_portal_or_number_does_not_precede() -> None:
    elsewhere = rings.sign(rings.keyring(instance=seed("other", 16)))
    assert chain_refusal(elsewhere, rings.sign(rings.after(elsewhere))) is Reason.BROKEN_CHAIN
    assert chain_refusal(FIRST, rings.sign(rings.after(FIRST, 3))) is Reason.BROKEN_CHAIN


def test_a_missing_archive_leaves_old_replies_unproven_and_no_more() -> None:
    chain = rings.chain(SECOND, THIRD)
    assert not chain.complete
    assert chain.author_key("verifikator-1", 2, "reply")
    with pytest.raises(Unproven):
        chain.author_key("verifikator-1", 1, "reply")


def without(reader_id: str, revoked: tuple[str, ...] = ()) -> Keyring:
    left = tuple(reader for reader in rings.READERS if reader.id != reader_id)
    return rings.after(FIRST, readers=left, revoked=revoked)


def test_a_leaver_is_heard_as_a_former_reader_in_letters_only() -> None:
    chain = rings.chain(FIRST, rings.sign(without("verifikator-1")))
    key = signing_key("verifikator-1").public
    for kind in ("reply", "note"):
        assert chain.author_key("verifikator-1", 1, kind) == (key, True)
    for kind in ("outbox", "freshness", "collected", "statistics"):
        with pytest.raises(Unproven):
            chain.author_key("verifikator-1", 1, kind)
    with pytest.raises(Unproven):
        chain.author_key("verifikator-1", 2, "reply")
    assert chain.author_key("verifikator-2", 1, "outbox") == (signing_key("verifikator-2").public, False)


def test_a_reader_whose_own_dates_have_passed_is_a_former_one() -> None:
    gone = dataclasses.replace(rings.READERS[0], expires=DAY - timedelta(days=1))
    chain = rings.chain(rings.sign(rings.keyring(readers=(gone, *rings.READERS[1:]))))
    assert chain.author_key(gone.id, 1, "reply")[1]


def test_a_revoked_key_proves_nothing_under_any_keyring() -> None:
    revoked = (str(signing_key("verifikator-1").public),)
    chain = rings.chain(FIRST, rings.sign(without("verifikator-1", revoked)))
    for kind in ("reply", "outbox"):
        with pytest.raises(Unproven):
            chain.author_key("verifikator-1", 1, kind)


def test_only_the_current_keyring_revokes() -> None:
    revoked = (str(signing_key("verifikator-1").public),)
    second = rings.sign(without("verifikator-1", revoked))
    third = rings.sign(rings.after(second, 3))
    assert rings.chain(FIRST, second, third).author_key("verifikator-1", 1, "reply")


def test_nobody_else_is_an_author() -> None:
    chain = rings.chain(FIRST)
    for author, sequence in (("reporter", 1), ("verifikator-9", 1), ("verifikator-1", 0), ("", 1)):
        with pytest.raises(Unproven):
            chain.author_key(author, sequence, "reply")


# --- a change of roots

NEW_ROOTS = ("baru-1", "baru-2")
NEW_PIN = Pin(INSTANCE, rings.roots(*NEW_ROOTS), 2)


def changed(by: list[str]) -> SignedKeyring:
    return rings.sign(rings.after(FIRST, roots=NEW_PIN.roots, threshold=2), by)


def test_new_roots_take_the_old_threshold_and_the_new() -> None:
    both = changed(["akar-1", "akar-2", *NEW_ROOTS])
    assert accept_new_pin(both, rings.PIN, 1) == NEW_PIN
    assert accept(both, NEW_PIN, DAY, 1).sequence == 2
    for by in (["akar-1", "akar-2"], list(NEW_ROOTS), ["akar-1", *NEW_ROOTS], ["akar-1", "akar-2", "baru-1"]):
        with pytest.raises(KeyringRefused) as caught:
            accept_new_pin(changed(by), rings.PIN, 1)
        assert caught.value.reason is Reason.TOO_FEW_SIGNATURES


def test_new_roots_are_taken_for_this_portal_and_no_older_keyring() -> None:
    both = changed(["akar-1", "akar-2", *NEW_ROOTS])
    for pin, seen, reason in (
        (Pin(seed("other", 16), rings.PIN.roots, 2), None, Reason.WRONG_INSTANCE),
        (rings.PIN, 3, Reason.OLDER_THAN_SEEN),
    ):
        with pytest.raises(KeyringRefused) as caught:
            accept_new_pin(both, pin, seen)
        assert caught.value.reason is reason


def test_whoever_still_holds_the_old_pin_goes_on_with_the_old_keyring() -> None:
    both = changed(["akar-1", "akar-2", *NEW_ROOTS])
    assert refusal(both) is Reason.WRONG_ROOTS
    assert rings.chain(FIRST, both).current.sequence == 1
    moved = rings.chain(FIRST, both, pin=NEW_PIN)
    assert moved.current.sequence == 2
    assert moved.author_key("verifikator-1", 1, "reply")
