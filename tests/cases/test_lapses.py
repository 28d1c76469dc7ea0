"""What stood on a key that was revoked counts no more, and does not fall away unsaid until it is settled."""

import random
from dataclasses import replace
from unittest.mock import patch

import pytest

from tests.cases.story import CHAIN, V1, V2, V3, Story, day, signed
from tests.factories import case, note, reply, signing_key
from tests.factories_keyring import READERS, after, chain, keyring, reader, sign
from wbs.cases import lapses as module
from wbs.cases.casefile import Case, fold, revoked_timeline
from wbs.cases.lapses import Aspect, Lapse, doubted
from wbs.cases.lifecycle import Outcome, State
from wbs.letters.keyring import Chain
from wbs.letters.letter import Note, Reply
from wbs.letters.note import (
    Assigned,
    Categorised,
    Comment,
    Declared,
    Event,
    Grant,
    Held,
    Intake,
    Merged,
    Recused,
    Referred,
    Released,
    ReplyCopy,
    Reviewed,
    StateChanged,
    Unmerged,
)

FIRST = sign(keyring())
NEW_LABEL = "verifikator-1 yang baru"
NEW = replace(
    reader(V1),
    signing_key=str(signing_key(NEW_LABEL).public),
    recipient=reader("x").recipient,
)
STOLEN = sign(
    after(
        FIRST,
        readers=tuple(NEW if each.id == V1 else each for each in READERS),
        revoked=(reader(V1).signing_key,),
    )
)
REVOKED = chain(FIRST, STOLEN)
GONE = chain(
    FIRST,
    sign(
        after(
            FIRST, readers=tuple(each for each in READERS if each.id != V1), revoked=(reader(V1).signing_key,)
        )
    ),
)


def made(story: Story, chain: Chain = REVOKED) -> Case:
    return fold(story.entries, chain)[case()]


def lapsed(story: Story, chain: Chain = REVOKED) -> dict[str, str]:
    """What is to be settled again, and the event of the letter that had settled it."""
    found = {}
    for each in made(story, chain).lapses:
        letter = each.act.letter
        found[each.aspect.value] = letter.event if isinstance(letter, Note) else letter.kind
    return found


def begun() -> Story:
    """A report that was acknowledged and is under review, by the key that is revoked later."""
    story = Story()
    story.report()
    story.state(1, "DITERIMA")
    story.state(1, "TELAAH")
    return story


def test_nothing_lapses_while_the_key_counts() -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."))
    assert made(story, CHAIN).lapses == ()
    assert made(story, CHAIN).revoked == ()


@pytest.mark.parametrize(
    ("body", "aspect"),
    [
        (StateChanged("INVESTIGASI"), Aspect.STATE),
        (Referred("KPK", "Ringkasan."), Aspect.STATE),
        (Merged(case("lain")), Aspect.STATE),
        (Categorised(3), Aspect.CATEGORY),
        (Held("Ada proses hukum."), Aspect.HOLD),
        (Assigned((V1, "auditor-1")), Aspect.READERS),
        (Grant(bytes(32), bytes(96), ("auditor-1",)), Aspect.READERS),
        (Recused("Saya mengenal terlapor."), Aspect.RECUSED),
    ],
)
def test_each_thing_that_a_revoked_key_had_settled_is_named_and_counts_no_more(
    body: Event, aspect: Aspect
) -> None:
    story = Story()
    story.report()
    story.reply(1, "DITERIMA", V2)
    story.state(1, "TELAAH", author=V2)
    without = made(story)
    story.note(2, body)
    case_ = made(story)
    kept_out = frozenset({V1}) if aspect is Aspect.RECUSED else frozenset()
    assert case_.lapses == (Lapse(aspect, case_.revoked[0], kept_out),)
    assert case_.revoked[0].letter.author == V1
    assert case_ == replace(without, lapses=case_.lapses, revoked=case_.revoked)


def test_an_answer_had_settled_state_readers_and_who_is_kept_out() -> None:
    story = Story()
    story.report()
    story.reply(1, "DITERIMA", readers=(V1, "auditor-1"), excluded=(V3,))
    assert lapsed(story) == dict.fromkeys(("state", "readers", "excluded"), "reply")
    assert made(story).excluded == frozenset()


def test_an_answer_that_moved_nothing_told_the_reporter_a_state_all_the_same() -> None:
    story = Story()
    story.report()
    story.reply(1, "SELESAI", outcome="terbukti", readers=("auditor-1",))
    assert lapsed(story) == {"state": "reply", "readers": "reply"}


def test_what_came_to_nothing_then_is_not_named_now() -> None:
    story = Story()
    story.report(excluded=(V1,))
    story.state(1, "DITERIMA")
    story.note(2, Held("Ada proses hukum."))
    assert lapsed(story) == {}


def test_the_end_of_a_hold_lapses_and_the_hold_stands() -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."), V2)
    story.note(3, Released("Selesai."))
    assert made(story).hold is not None
    assert lapsed(story)["hold"] == "released"


def test_a_closing_that_only_a_colleague_confirmed_is_open_again_and_that_is_named() -> None:
    story = Story()
    story.report()
    for state in ("DITERIMA", "TELAAH", "INVESTIGASI", "TINDAK"):
        story.state(1, state, author=V2)
    story.state(2, "SELESAI", "terbukti")
    story.state(3, "SELESAI", "terbukti", V2)
    assert made(story, CHAIN).state is State.SELESAI
    case_ = made(story)
    assert (case_.state, [each.author for each in case_.proposed]) == (State.TINDAK, [V2])
    assert lapsed(story) == {"state": "state"}
    story.state(4, "SELESAI", "terbukti", V3)
    assert made(story).outcome is Outcome.TERBUKTI
    assert lapsed(story) == {}


def test_a_proposal_that_nobody_confirmed_is_named_too() -> None:
    story = Story()
    story.report()
    for state in ("DITERIMA", "TELAAH"):
        story.state(1, state, author=V2)
    story.state(2, "TTL", "data-kurang")
    assert made(story).proposed == ()
    assert lapsed(story) == {"state": "state"}


def test_what_is_settled_again_is_named_no_more_and_the_rest_is() -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."))
    story.note(2, Categorised(3))
    assert lapsed(story) == {"state": "state", "category": "category", "hold": "held"}
    story.note(5, Categorised(3), V2)
    assert lapsed(story) == {"state": "state", "hold": "held"}
    # Acknowledging again, as a desk does by itself, is no decision about the review.
    story.reply(6, "DITERIMA", V2)
    story.note(6, Comment("Saya lihat dahulu."), V2)
    assert lapsed(story) == {"state": "state", "hold": "held"}
    story.note(7, StateChanged("TELAAH"), V2)
    assert lapsed(story) == {"hold": "held"}
    # What follows later is no return of the doubt.
    story.note(8, StateChanged("INVESTIGASI"), V2)
    assert lapsed(story) == {"hold": "held"}
    story.note(9, Held("Ditetapkan lagi."), V2)
    assert lapsed(story) == {}


def test_what_was_decided_anew_afterwards_is_settled_whatever_it_is() -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."))
    story.note(2, Categorised(3))
    story.note(3, Assigned(("auditor-1",)))
    story.note(4, Categorised(5), V2)
    story.note(4, Released("Selesai."), V2)
    story.note(4, Assigned((V2,)), V2)
    assert lapsed(story) == {"state": "state"}
    story.state(5, "DITERIMA", author=V2)
    story.state(5, "TELAAH", author=V2)
    story.state(6, "INVESTIGASI", author=V2)
    assert lapsed(story) == {}


@pytest.mark.parametrize(("body", "left"), [("KPK", {}), ("Ombudsman", {"state": "referred"})])
def test_a_referral_is_settled_by_one_to_the_same_body(body: str, left: dict[str, str]) -> None:
    story = Story()
    story.report()
    story.reply(1, "DITERIMA", V2)
    story.state(1, "TELAAH", author=V2)
    story.note(2, Referred("KPK", "Ringkasan."), V2)
    story.note(3, Referred(body, "Ringkasan."))
    assert lapsed(story) == left


def test_an_acknowledgement_leaves_those_who_were_let_in_named() -> None:
    story = Story()
    story.report()
    story.note(2, Assigned((V2, "auditor-1")))
    story.reply(5, "DITERIMA", V2, readers=(V2, V3))
    assert lapsed(story) == {"readers": "assigned"}


def review(story: Story, n: int, author: str = V2) -> None:
    story.note(n, Reviewed(tuple(each.hash for each in made(story).revoked)), author)


def test_a_reader_settles_all_by_naming_the_letters() -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."))
    story.note(3, Reviewed((bytes(32),)), V2)
    assert set(lapsed(story)) == {"state", "hold"}
    review(story, 3)
    assert lapsed(story) == {}
    assert made(story).hold is None


def test_what_comes_after_a_review_is_asked_for_by_itself() -> None:
    story = begun()
    review(story, 9)
    assert lapsed(story) == {}
    # Written on day 2, and long with the courier.
    story.note(2, Held("Ada proses hukum."))
    assert lapsed(story) == {"hold": "held"}


@pytest.mark.parametrize("away", ["excluded", "recused", "no reader"])
def test_who_has_no_part_in_the_case_settles_nothing(away: str) -> None:
    story = Story()
    story.report(excluded=(V2,) if away == "excluded" else ())
    story.state(1, "DITERIMA")
    if away == "recused":
        story.note(2, Recused("Saya mengenal terlapor."), V2)
    assert "auditor-1" not in made(story).readers
    review(story, 3, "auditor-1" if away == "no reader" else V2)
    assert lapsed(story) == {"state": "state"}


@pytest.mark.parametrize(("author", "left"), [(V1, "recused"), (V3, "excluded")])
def test_nobody_settles_what_kept_themselves_out(author: str, left: str) -> None:
    story = Story()
    story.report()
    story.reply(1, "DITERIMA", excluded=(V3,), readers=(V2,))
    story.note(1, Assigned((V1, V2, V3)), V2)
    story.note(2, Recused("Saya mengenal terlapor."))
    assert doubted(made(story).lapses) == {V1, V3}
    letters = tuple(each.hash for each in made(story).revoked)
    story.add(
        note(Reviewed(letters), author, 70, day=day(5), keyring=2), by=NEW_LABEL if author == V1 else None
    )
    assert lapsed(story).keys() & {"recused", "excluded"} == {left}
    assert doubted(made(story).lapses) == {author}
    review(story, 6)
    assert lapsed(story) == {}


@pytest.mark.parametrize(
    "added",
    [
        Released("Ditulis pencuri."),
        Recused("Ditulis pencuri."),
        Categorised(5),
        Assigned((V2, V3)),
        StateChanged("DITERIMA"),
        Reviewed((bytes(32),)),
    ],
)
@pytest.mark.parametrize("n", [-10, 3, 3000])
def test_nothing_that_the_thief_adds_hides_what_was_there(added: Event, n: int) -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."))
    story.note(2, Categorised(3))
    story.note(2, Assigned((V2, "auditor-1")))
    before = lapsed(story)
    assert before == {"state": "state", "category": "category", "hold": "held", "readers": "assigned"}
    story.add(note(added, V1, 60, day=day(n)))
    for chain_ in (REVOKED, GONE):
        assert lapsed(story, chain_).keys() >= before.keys()


def test_whom_an_earlier_letter_kept_out_is_not_forgotten_for_a_later_one() -> None:
    story = Story()
    story.report()
    story.reply(1, "DITERIMA", excluded=(V3,))
    story.add(note(Comment("Di antaranya."), V1, 60, day=day(2)))
    story.reply(3, "DITERIMA", excluded=("auditor-1",))
    assert doubted(made(story).lapses) == {V3, "auditor-1"}


def test_undoing_a_merger_lapses_and_the_case_is_merged() -> None:
    story = Story()
    story.report()
    for state in ("DITERIMA", "TELAAH"):
        story.state(1, state, author=V2)
    story.note(2, Merged(case("lain")), V2)
    story.note(3, Unmerged(case("lain")))
    assert made(story).merged_into == case("lain")
    assert lapsed(story) == {"state": "unmerged"}


def test_a_note_that_only_says_received_decides_nothing_either() -> None:
    story = begun()
    story.note(3, StateChanged("DITERIMA", None, 1), V2)
    assert lapsed(story) == {"state": "state"}


def test_many_letters_of_many_hands_are_gone_through_once() -> None:
    story = begun()
    for number in range(400):
        story.note(2, Categorised(3 + number % 5))
        story.note(2, Comment("Catatan."), V2)
    with patch.object(module, "_decides", wraps=module._decides) as decides:
        assert set(lapsed(story)) == {"state", "category"}
    assert decides.call_count <= 400 * len(Aspect)


def test_a_copy_under_the_revoked_key_moves_nobodys_answer() -> None:
    story = Story()
    story.report()
    story.state(1, "DITERIMA", author=V2)
    # With the new key: a note first, and the answer after it.
    story.add(note(StateChanged("TELAAH"), V1, 2, day=day(5), keyring=2), by=NEW_LABEL)
    answer = signed(reply(V1, 1, day=day(5), state="KLARIFIKASI", keyring=2), by=NEW_LABEL)
    story.add(note(ReplyCopy.of(answer), V1, 3, day=day(5), keyring=2), by=NEW_LABEL)
    assert made(story).state is State.KLARIFIKASI
    story.add(note(ReplyCopy.of(answer), V1, 1, day=day(5)))
    assert made(story).state is State.KLARIFIKASI


def test_how_a_report_came_in_is_named_too() -> None:
    story = Story()
    story.report()
    story.note(2, Intake("telepon", day(-60)))
    assert made(story).facts.received == day(0)
    assert lapsed(story) == {"intake": "intake"}


def test_who_left_stepped_back_from_nothing_that_matters_now() -> None:
    story = Story()
    story.report()
    story.note(2, Recused("Saya mengenal terlapor."))
    assert made(story, CHAIN).recused == {V1}
    assert lapsed(story, REVOKED) == {"recused": "recused"}
    assert made(story, REVOKED).recused == frozenset()
    assert lapsed(story, GONE) == {}


def test_declaring_says_nothing_that_lapses() -> None:
    story = Story()
    story.report()
    story.note(2, Declared())
    assert lapsed(story) == {}
    assert not made(story).declared


def test_revoked_is_only_what_the_key_signed_and_anything_else_is_unproven() -> None:
    story = Story()
    story.report()
    story.note(2, Comment("Asli."))
    story.add(note(Comment("Palsu."), V1, 9), by="orang-lain")
    case_ = made(story)
    assert [item.text for item in revoked_timeline(case_)] == ["Asli."]
    assert [each.letter.author for each in case_.unproven] == [V1]


def test_what_the_reporter_was_told_is_read_once_and_not_as_its_copy() -> None:
    story = Story()
    story.report()
    story.reply(2, "DITERIMA", text="Sudah kami terima.")
    case_ = made(story)
    assert [type(each.letter) for each in case_.revoked].count(Reply) == 1
    assert [(item.kind, item.text) for item in revoked_timeline(case_)] == [("reply", "Sudah kami terima.")]


def test_the_order_of_letters_says_nothing() -> None:
    story = begun()
    story.note(2, Held("Ada proses hukum."))
    story.note(2, Assigned((V2, "auditor-1")))
    story.state(3, "DITERIMA", author=V2)
    story.entries.append(story.entries[0])
    expected = made(story)
    for seed in range(10):
        random.Random(seed).shuffle(story.entries)
        assert made(story) == expected
    assert signed(reply(V1)) != signed(reply(V1), by="orang-lain")
