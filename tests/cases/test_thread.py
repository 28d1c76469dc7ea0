"""What a returning reporter is shown: replies proven, replies named as unproven, and the state they tell."""

import hashlib
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.story import CHAIN, V1, V2, V3, arrived, day, signed
from tests.factories import case, identity, note, reply
from tests.factories_keyring import after, chain, keyring, reader, sign
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.thread import SEEN_LIMIT, Gap, Thread, reporter_view
from wbs.letters.keyring import Chain
from wbs.letters.letter import Reply
from wbs.letters.panel import followup
from wbs.letters.signed import Signed

TO = hashlib.sha256(identity("reporter").recipient.raw).digest()


def told(state: str, n: int, author: str = V1, number: int = 1, **changes: object) -> Reply:
    return reply(author, number, "reporter", day=day(n), state=state, **changes)


def view(*replies: Reply | Signed, on: Chain = CHAIN, excluded: tuple[str, ...] = ()) -> Thread:
    letters = [each if isinstance(each, Signed) else signed(each) for each in replies]
    return reporter_view(letters, on, case(), to=TO, excluded=excluded)


def at(today: date) -> Chain:
    return chain(sign(keyring()), today=today)


def test_no_reply_means_sent() -> None:
    made = view()
    assert (made.state, made.outcome, made.items, made.unproven) == (State.TERKIRIM, None, (), ())
    assert made.received_until is None


def test_replies_stand_in_order_with_role_state_and_text() -> None:
    first, second = told("DITERIMA", 1), told("SELESAI", 9, V2, outcome="terbukti", text="Terbukti.")
    made = view(second, first)
    assert [(i.title, i.state, i.outcome, i.reply.text) for i in made.items] == [
        ("Verifikator 1", State.DITERIMA, None, "Laporan Anda kami terima."),
        ("Verifikator 2", State.SELESAI, Outcome.TERBUKTI, "Terbukti."),
    ]
    assert (made.state, made.outcome) == (State.SELESAI, Outcome.TERBUKTI)
    assert made.seen == (signed(first).hash, signed(second).hash)


def test_a_forgery_is_named_as_unproven_and_decides_nothing() -> None:
    forged = signed(told("SELESAI", 5, V2, outcome="terbukti"), by="orang-lain")
    made = view(told("DITERIMA", 1), forged)
    assert made.state is State.DITERIMA
    assert made.unproven == (forged,)
    assert len(made.items) == 1


@pytest.mark.parametrize("changes", [{"case": bytes(32)}, {"to": bytes(32)}, {"instance": bytes(16)}])
def test_a_reply_made_for_someone_else_is_unproven(changes: dict[str, bytes]) -> None:
    made = view(replace(told("DITERIMA", 1), **changes))  # type: ignore[arg-type]  # some field in bytes
    assert (made.state, len(made.unproven), made.items) == (State.TERKIRIM, 1, ())


def test_what_is_no_reply_is_unproven() -> None:
    made = view(signed(note()), Signed(b"{}", "x"))
    assert (len(made.unproven), made.items) == (2, ())


def test_a_revoked_readers_reply_is_unproven_a_leavers_is_marked() -> None:
    first = sign(keyring())
    rest = tuple(each for each in keyring().readers if each.id != V1)
    left = view(told("DITERIMA", 1), on=chain(first, sign(after(first, readers=rest))))
    assert [item.former for item in left.items] == [True]
    assert left.state is State.DITERIMA
    gone = sign(after(first, readers=rest, revoked=(reader(V1).signing_key,)))
    assert len(view(told("DITERIMA", 1), on=chain(first, gone)).unproven) == 1


def test_a_good_signature_wins_over_a_bad_one_on_the_same_bytes() -> None:
    good = signed(told("DITERIMA", 1))
    bad = Signed(good.json, signed(told("DITERIMA", 1), by="orang-lain").signature)
    for pair in ([good, bad], [bad, good]):
        made = view(*pair)
        assert (len(made.items), made.unproven) == (1, ())


def test_a_second_desks_late_receipt_takes_nothing_back() -> None:
    made = view(told("DITERIMA", 1), told("INVESTIGASI", 3, number=2), told("DITERIMA", 4, V2))
    assert made.state is State.INVESTIGASI
    assert len(made.items) == 3


def test_a_reopened_case_is_under_review_again() -> None:
    made = view(told("TTL", 3, outcome="data-kurang"), told("TELAAH", 8, V2))
    assert (made.state, made.outcome) == (State.TELAAH, None)


def test_a_state_this_version_does_not_know_is_shown_and_decides_nothing() -> None:
    made = view(told("DITERIMA", 1), told("ARSIP", 2, number=2, outcome="lain"))
    assert made.state is State.DITERIMA
    assert (made.items[1].state, made.items[1].outcome) == (None, None)


def test_someone_excluded_decides_nothing_and_is_marked() -> None:
    by_reply = view(told("DITERIMA", 1, V2, excluded=(V1,)), told("TELAAH", 2, V1))
    by_reporter = view(told("DITERIMA", 1, V2), told("TELAAH", 2, V1), excluded=(V1,))
    for made in (by_reply, by_reporter):
        assert made.state is State.DITERIMA
        assert [item.excluded for item in made.items] == [False, True]
        assert made.excluded == {V1}


def test_followups_go_to_the_readers_of_the_last_reply() -> None:
    made = view(told("DITERIMA", 1, V2, readers=(V1, V2, V3), excluded=(V3,)))
    found = followup(CHAIN.current, bytes(32), made.proven, made.excluded, day(2))
    assert [each.id for each in found.readers] == [V1, V2]


def test_a_gap_is_missing_while_young_and_expired_after_sixty_days() -> None:
    first = told("DITERIMA", 1)
    second = told("TELAAH", 5, number=2, prev=signed(first).hash)
    assert [item.gap for item in view(first, second, on=at(day(65))).items] == [None, None]
    assert [item.gap for item in view(second, on=at(day(65))).items] == [Gap.MISSING]
    assert [item.gap for item in view(second, on=at(day(66))).items] == [Gap.EXPIRED]


def test_one_number_twice_is_marked_as_a_fork() -> None:
    other = told("TELAAH", 2, letter_id=bytes(16))
    assert [item.fork for item in view(told("DITERIMA", 1), other).items] == [True, True]


def test_letters_count_as_received_until_the_latest_half_day_told() -> None:
    made = view(told("DITERIMA", 1, until=arrived(1)), told("DITERIMA", 2, V2, until=arrived(0)))
    assert made.received_until == arrived(1)
    later = told("DITERIMA", 9, V3, until=arrived(9))
    assert view(told("DITERIMA", 1, until=arrived(1)), later, excluded=(V3,)).received_until == arrived(1)


def test_a_message_names_no_more_replies_than_it_can() -> None:
    many = [signed(told("TELAAH", n, number=n)) for n in range(1, SEEN_LIMIT + 3)]
    made = view(*many, on=at(day(0) + timedelta(days=90)))
    assert made.seen == tuple(each.hash for each in many[2:])


REPLIES = [
    signed(told("DITERIMA", 1)),
    signed(told("DITERIMA", 1, V2)),
    signed(told("KLARIFIKASI", 1, number=2, prev=bytes(32))),
    signed(told("INVESTIGASI", 3, V2, number=2, excluded=(V3,))),
    signed(told("TTL", 3, V3, outcome="data-kurang")),
    signed(told("SELESAI", 4, V2), by="orang-lain"),
]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(REPLIES), max_size=6), st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_the_same_thread(again: list[Signed], rng: random.Random) -> None:
    letters = [*REPLIES, *again]
    rng.shuffle(letters)
    assert view(*letters) == view(*REPLIES)
