"""Who reads: the panel, who stands in for it, and who reads a follow-up."""

import dataclasses
import hashlib
import hmac
import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories, factories_keyring
from tests.factories import DAY, seed, signing_key
from wbs.letters.keyring import Keyring, Reader
from wbs.letters.letter import sign_letter
from wbs.letters.panel import FollowUp, ProvenReply, followup, order, panel

RING = factories_keyring.keyring()
THREAD = seed("thread")
IDS = [reader.id for reader in RING.readers]
INTAKE = [reader.id for reader in RING.readers if reader.role == "intake"]
OUTSIDE = [reader.id for reader in RING.readers if reader.role == "outside"]

threads = st.binary(min_size=32, max_size=32)
exclusions = st.sets(st.sampled_from(IDS))


def ids(readers: Iterable[Reader]) -> list[str]:
    return [reader.id for reader in readers]


def chosen(thread: bytes = THREAD, excluded: Iterable[str] = (), ring: Keyring = RING) -> list[str]:
    return ids(panel(ring, thread, set(excluded), DAY))


def reply(
    author: str,
    readers: Iterable[str],
    excluded: Iterable[str] = (),
    *,
    day: date = DAY,
    seq: int = 1,
    digest: bytes = bytes(32),
) -> ProvenReply:
    return ProvenReply(day, author, seq, digest, tuple(readers), tuple(excluded))


def follow(*replies: ProvenReply, excluded: Iterable[str] = (), ring: Keyring = RING) -> FollowUp:
    return followup(ring, THREAD, replies, set(excluded), DAY)


def leave(*gone: str) -> Keyring:
    return dataclasses.replace(RING, readers=tuple(each for each in RING.readers if each.id not in gone))


# --- the panel


def test_the_order_is_that_of_the_hmac() -> None:
    keyed = sorted(
        (hmac.new(THREAD, b"wbs/v1/panel" + each.encode(), hashlib.sha256).digest(), each) for each in IDS
    )
    assert order(THREAD, reversed(IDS)) == [each for _, each in keyed]


@given(threads, exclusions)
def test_the_panel_is_the_first_three_able_intake_readers(thread: bytes, excluded: set[str]) -> None:
    able = [each for each in order(thread, INTAKE) if each not in excluded]
    stand_in = [each for each in order(thread, OUTSIDE) if each not in excluded]
    assert chosen(thread, excluded) == (able + stand_in)[:3]
    assert chosen(thread, excluded) == chosen(thread, excluded)


@given(threads, exclusions)
def test_an_excluded_reader_is_never_asked(thread: bytes, excluded: set[str]) -> None:
    assert excluded.isdisjoint(chosen(thread, excluded))


@given(threads, st.sampled_from(INTAKE))
def test_excluding_one_moves_nobody_else_out(thread: bytes, gone: str) -> None:
    assert set(chosen(thread)) - {gone} <= set(chosen(thread, {gone}))


def test_outside_readers_come_only_when_intake_runs_out() -> None:
    assert set(chosen(excluded=INTAKE[:2])) == set(INTAKE[2:])
    assert chosen(excluded=INTAKE[:3])[:2] == order(THREAD, INTAKE[3:])
    assert chosen(excluded=INTAKE[:3])[2] == order(THREAD, OUTSIDE)[0]
    assert chosen(excluded=INTAKE) == order(THREAD, OUTSIDE)
    assert chosen(excluded=INTAKE + OUTSIDE) == []


def test_an_investigator_is_never_on_the_panel() -> None:
    assert "auditor-1" not in chosen(excluded=INTAKE)


def test_readers_past_or_before_their_dates_are_not_asked() -> None:
    past = dataclasses.replace(RING.readers[0], expires=DAY - timedelta(days=1))
    early = dataclasses.replace(RING.readers[1], not_before=DAY + timedelta(days=1))
    ring = dataclasses.replace(RING, readers=(past, early, *RING.readers[2:]))
    assert set(chosen(ring=ring)) == set(INTAKE[2:])


def test_every_reader_and_every_pair_is_as_likely_as_any_other() -> None:
    rounds = 4000
    panels = [chosen(hashlib.sha256(b"%d" % number).digest()) for number in range(rounds)]
    one = Counter(each for made in panels for each in made)
    pairs = Counter(pair for made in panels for pair in itertools.combinations(sorted(made), 2))
    # Five standard deviations around 3/5 and 3/10.
    assert all(abs(one[each] / rounds - 0.6) < 5 * (0.24 / rounds) ** 0.5 for each in INTAKE)
    expected = itertools.combinations(sorted(INTAKE), 2)
    assert all(abs(pairs[pair] / rounds - 0.3) < 5 * (0.21 / rounds) ** 0.5 for pair in expected)


def test_the_size_of_the_panel_is_the_keyrings() -> None:
    assert len(chosen(ring=dataclasses.replace(RING, panel=2))) == 2
    assert len(chosen(ring=dataclasses.replace(RING, panel=8))) == len(INTAKE + OUTSIDE)


# --- follow-ups


def test_before_any_reply_a_follow_up_goes_to_the_panel() -> None:
    assert follow() == FollowUp(panel(RING, THREAD, set(), DAY), frozenset())
    assert ids(follow(excluded=INTAKE[:1]).readers) == chosen(excluded=INTAKE[:1])


def test_the_last_reply_names_the_readers_in_its_own_order() -> None:
    readers = ["auditor-1", INTAKE[0]]
    assert ids(follow(reply(INTAKE[0], readers)).readers) == readers


@pytest.mark.parametrize(
    "later",
    [
        reply(INTAKE[1], [INTAKE[1]], day=DAY + timedelta(days=1)),
        reply(INTAKE[2], [INTAKE[1]]),
        reply(INTAKE[1], [INTAKE[1]], seq=2),
        reply(INTAKE[1], [INTAKE[1]], digest=b"\1" * 32),
    ],
)
def test_the_last_is_by_day_author_number_and_hash(later: ProvenReply) -> None:
    earlier = reply(INTAKE[1], [INTAKE[0]])
    for replies in itertools.permutations((earlier, later, earlier)):
        assert ids(follow(*replies).readers) == [INTAKE[1]]


def test_a_reply_stands_where_its_letter_does() -> None:
    letter = factories.reply(author="verifikator-1", excluded=("verifikator-2",))
    signed = sign_letter(letter, signing_key("verifikator-1"))
    proven = ProvenReply.of(letter, signed)
    assert proven.place == (letter.day, "verifikator-1", 1, hashlib.sha256(signed.json).digest())
    assert (proven.readers, proven.excluded) == (letter.readers, letter.excluded)


def test_leavers_are_left_out() -> None:
    made = follow(reply(INTAKE[0], INTAKE[:3]), ring=leave(INTAKE[1]))
    assert ids(made.readers) == [INTAKE[0], INTAKE[2]]


def test_a_leavers_own_reply_decides_nothing() -> None:
    replies = (reply(INTAKE[0], [INTAKE[2]]), reply(INTAKE[1], [INTAKE[3]], seq=2))
    assert ids(follow(*replies, ring=leave(INTAKE[1])).readers) == [INTAKE[2]]
    ring = leave(INTAKE[0], INTAKE[1])
    assert ids(follow(*replies, ring=ring).readers) == chosen(ring=ring)


def test_where_no_reader_of_the_reply_is_left_the_panel_reads() -> None:
    ring = leave(INTAKE[1])
    assert ids(follow(reply(INTAKE[0], [INTAKE[1]]), ring=ring).readers) == chosen(ring=ring)


def test_whoever_any_reply_excludes_is_out() -> None:
    replies = (reply(INTAKE[0], INTAKE[:3], [INTAKE[1]]), reply(INTAKE[0], INTAKE[:3], seq=2))
    assert ids(follow(*replies).readers) == [INTAKE[0], INTAKE[2]]
    assert INTAKE[1] not in ids(follow(*replies, ring=leave(INTAKE[0])).readers)


def test_whoever_the_report_excludes_is_out() -> None:
    assert ids(follow(reply(INTAKE[0], INTAKE[:3]), excluded=[INTAKE[2]]).readers) == INTAKE[:2]


def test_a_reply_by_someone_excluded_does_not_count() -> None:
    honest = reply(INTAKE[0], INTAKE[:2])
    intruder = reply(INTAKE[4], [INTAKE[4], "auditor-1"], day=DAY + timedelta(days=1))
    assert ids(follow(honest, intruder, excluded=[INTAKE[4]]).readers) == INTAKE[:2]
    assert ids(follow(intruder, excluded=[INTAKE[4]]).readers) == chosen(excluded=[INTAKE[4]])


def test_with_everyone_excluded_nobody_reads() -> None:
    assert follow(reply(INTAKE[0], INTAKE), excluded=IDS) == FollowUp((), frozenset())


def test_new_is_who_would_not_have_read_it_without_the_last_reply() -> None:
    asked = chosen()
    stranger = next(each for each in INTAKE if each not in asked)
    first = reply(asked[0], [asked[0], stranger])
    assert follow(first).new == {stranger}
    assert follow(first, reply(asked[0], [asked[0], stranger], seq=2)).new == frozenset()
    second = reply(asked[0], [stranger, "auditor-1"], seq=2)
    assert follow(first, second).new == {"auditor-1"}


@given(
    st.lists(
        st.builds(
            reply,
            st.sampled_from([*IDS, "gone"]),
            st.lists(st.sampled_from([*IDS, "gone"]), min_size=1, max_size=8, unique=True),
            st.lists(st.sampled_from(IDS), max_size=2),
            seq=st.integers(1, 9),
        ),
        max_size=5,
    ),
    exclusions,
    st.randoms(use_true_random=False),
)
def test_no_order_or_repetition_changes_who_reads(
    replies: list[ProvenReply], excluded: set[str], random: object
) -> None:
    unique = list({each.place: each for each in replies}.values())
    made = follow(*unique, excluded=excluded)
    shuffled = unique * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert follow(*shuffled, excluded=excluded) == made
    out = excluded.union(*(each.excluded for each in unique))
    assert out.isdisjoint(ids(made.readers))
    assert made.new <= set(ids(made.readers)) <= set(IDS)
