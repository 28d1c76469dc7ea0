"""A case is the fold of its letters: what counts, what does not, and that order never matters."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.minisign import PublicKey
from tests.cases.story import CHAIN, V1, V2, V3, Story, arrived, day, reviewed, signed
from tests.factories import case, message, note, reply, report
from tests.factories_keyring import after, chain, keyring, reader, sign
from wbs.cases import proof
from wbs.cases.casefile import Entry, fold
from wbs.cases.deadlines import Clock, Kind, Step, due
from wbs.cases.errors import MalformedEntry
from wbs.cases.lifecycle import TRANSITIONS, Outcome, State
from wbs.cases.office import Office
from wbs.cases.progress import Hold, Refusal, Verdict
from wbs.letters.letter import Letter, verify_peeked
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
    Opened,
    Recused,
    Referred,
    Released,
    ReplyCopy,
    Reviewed,
    StateChanged,
    Unmerged,
    Withdrawn,
)
from wbs.letters.signed import Signed

# Nobody opens it here: a fold looks at no ciphertext.
HEADER = bytes(96)
WITHDRAWN = Withdrawn("TTL", "data-kurang")


def verdicts(story: Story) -> list[tuple[str, Verdict, Refusal | None]]:
    return [(item.kind, item.verdict, item.refusal) for item in story.case().timeline]


# --- what a case is made of -------------------------------------------------------------------------------


def test_a_report_alone_is_a_sent_case_for_its_panel() -> None:
    story = Story()
    story.report(3)
    made = story.case()
    assert made.state is State.TERKIRIM
    assert made.report is not None
    assert made.report.answers["what"] == made.timeline[0].text
    assert (made.half_day, made.facts.received) == (arrived(3), day(3))
    assert len(made.readers) == 3
    assert made.name == case().hex()[:8]


def test_the_whole_way_to_a_closed_case() -> None:
    story = reviewed()
    story.note(1, Opened(), V2)
    story.reply(2, "KLARIFIKASI", text="Siapa yang menyaksikan?")
    story.message(4)
    story.state(5, "INVESTIGASI", author=V2)
    story.state(6, "TINDAK")
    story.state(7, "SELESAI", "terbukti")
    assert story.case().state is State.TINDAK
    story.reply(8, "SELESAI", V2, outcome="terbukti")
    made = story.case()
    assert (made.state, made.outcome, made.proposed) == (State.SELESAI, Outcome.TERBUKTI, ())
    assert made.facts.steps == tuple(
        Step(day(n), State(state))
        for n, state in [
            (1, "DITERIMA"),
            (1, "TELAAH"),
            (2, "KLARIFIKASI"),
            (5, "INVESTIGASI"),
            (6, "TINDAK"),
            (8, "SELESAI"),
        ]
    )
    assert made.facts.opened == day(1)
    assert made.facts.acknowledged == day(1)
    assert made.facts.messages == (day(4),)
    assert [item.kind for item in made.timeline] == [
        "report", "reply", "state", "opened", "reply", "message", "state", "state", "state", "reply",
    ]  # fmt: skip


def test_facts_drive_the_clocks() -> None:
    office = Office.default()
    story = reviewed()
    story.reply(2, "KLARIFIKASI")
    found = due(story.case().facts, office.clocks, office.calendar, day(20))
    assert (Clock.COMPLETION, Kind.REMINDER, 4) in [(d.clock, d.kind, d.overdue_by) for d in found]


def test_replies_are_rebuilt_from_their_copies() -> None:
    story = reviewed()
    copied = story.case()
    assert [each.letter.text for each in copied.replies] == ["Laporan Anda kami terima."]
    assert "reply" in [item.kind for item in copied.timeline]
    assert sum(item.kind == "reply" for item in copied.timeline) == 1


def test_a_reply_stands_where_its_copy_stands_among_the_authors_notes() -> None:
    # Replies and notes count apart: by its own number 2 this reply would come before the state's note 3.
    story = Story()
    story.report()
    story.reply(1, "DITERIMA")
    story.note(1, Comment("Perlu telaah."))
    story.state(1, "TELAAH")
    story.reply(1, "KLARIFIKASI")
    assert story.case().state is State.KLARIFIKASI


def test_a_copy_of_another_day_or_author_moves_no_reply() -> None:
    story = reviewed()
    bare = story.reply(2, "KLARIFIKASI", copy=False)
    story.state(3, "TELAAH", author=V2)
    story.note(9, ReplyCopy.of(bare.signed), V1)
    story.note(0, ReplyCopy.of(bare.signed), V2)
    made = story.case()
    assert made.state is State.TELAAH
    assert [step.state for step in made.facts.steps] == ["DITERIMA", "TELAAH", "KLARIFIKASI", "TELAAH"]


def test_someone_elses_copy_of_the_same_day_moves_no_reply() -> None:
    story = reviewed()
    bare = story.reply(2, "KLARIFIKASI", copy=False)
    story.state(2, "INVESTIGASI")
    story.note(2, ReplyCopy.of(bare.signed), V2)
    assert story.case().state is State.INVESTIGASI


def test_of_several_copies_the_earliest_places_the_reply() -> None:
    story = reviewed()
    asked = signed(reply(V1, 9, "reporter", day=day(2), state="KLARIFIKASI"))
    story.note(2, ReplyCopy.of(asked))
    story.state(2, "TELAAH")
    story.note(2, ReplyCopy.of(asked))
    assert story.case().state is State.TELAAH


def test_the_later_state_wins_and_an_illegal_move_is_refused_and_kept() -> None:
    story = reviewed()
    story.state(1, "INVESTIGASI")
    story.reply(2, "DITERIMA", V2)
    story.state(3, "DIGABUNG", author=V2)
    story.state(4, "ARSIP", author=V2)
    made = story.case()
    assert made.state is State.INVESTIGASI
    assert verdicts(story)[-3:] == [
        ("reply", Verdict.REFUSED, Refusal.NO_WAY),
        ("state", Verdict.REFUSED, Refusal.NO_WAY),
        ("state", Verdict.REFUSED, Refusal.UNKNOWN_STATE),
    ]


def test_repeating_the_present_state_is_no_move() -> None:
    story = reviewed()
    story.state(2, "TELAAH", author=V2)
    made = story.case()
    assert verdicts(story)[-1] == ("state", Verdict.NONE, None)
    assert len(made.facts.steps) == 2


def test_the_latest_category_stands_and_moves_nothing() -> None:
    story = reviewed()
    for n, number in ((3, 4), (2, 7)):
        story.note(n, Categorised(number), V2)
    # Of the day between, on another desk: it stands as it was, whatever the category is.
    story.state(2, "KLARIFIKASI")
    made = story.case()
    assert (made.violation, made.state) == (4, State.KLARIFIKASI)
    assert verdicts(story)[-1] == ("category", Verdict.NONE, None)


# --- two people ------------------------------------------------------------------------------------------


def test_a_final_state_counts_when_two_people_set_the_same() -> None:
    story = reviewed()
    story.state(2, "TTL", "data-kurang")
    story.state(3, "TTL", "data-kurang")
    story.state(3, "TTL", "kedaluwarsa", V2)
    made = story.case()
    assert made.state is State.TELAAH
    assert [(each.outcome, each.author, each.day) for each in made.proposed] == [
        (Outcome.DATA_KURANG, V1, day(2)),
        (Outcome.KEDALUWARSA, V2, day(3)),
    ]
    assert [item.verdict for item in made.timeline[-3:]] == [Verdict.PROPOSED] * 3
    story.state(4, "TTL", "data-kurang", V2)
    made = story.case()
    assert (made.state, made.outcome, made.proposed) == (State.TTL, Outcome.DATA_KURANG, ())
    assert made.facts.steps[-1].day == day(4)


def test_whoever_proposed_takes_it_back() -> None:
    story = reviewed()
    story.state(2, State.TTL, "data-kurang")
    story.state(2, State.TTL, "kedaluwarsa")
    story.state(2, State.TTL, "bukan-kewenangan", author=V2)
    # The state as it is, told to the reporter or set again, takes nothing back.
    story.state(3, State.TELAAH)
    story.reply(3, State.TELAAH)
    assert len(story.case().proposed) == 3
    story.note(3, WITHDRAWN)
    made = story.case()
    assert [(each.author, each.outcome) for each in made.proposed] == [
        (V1, Outcome.KEDALUWARSA),
        (V2, Outcome.BUKAN_KEWENANGAN),
    ]
    assert made.timeline[-1].verdict is Verdict.WITHDRAWN
    story.state(4, State.TTL, "data-kurang", author=V3)
    assert story.case().state is State.TELAAH
    story.note(5, WITHDRAWN)
    assert story.case().timeline[-1].verdict is Verdict.NONE


def test_nobody_takes_back_what_another_proposed() -> None:
    story = reviewed()
    story.state(2, State.TTL, "data-kurang")
    story.note(3, WITHDRAWN, V2)
    assert verdicts(story)[-1] == ("withdrawn", Verdict.NONE, None)
    assert [each.author for each in story.case().proposed] == [V1]


@pytest.mark.parametrize(
    ("way", "stands"),
    [((State.TTL, "data-kurang"), State.TTL), ((State.KLARIFIKASI, None), State.KLARIFIKASI)],
)
def test_taking_back_moves_nothing_although_the_case_went_on(
    way: tuple[State, str | None], stands: State
) -> None:
    """What a colleague did meanwhile was not known to who takes back."""
    story = reviewed()
    story.state(2, State.TTL, "data-kurang")
    story.note(4, WITHDRAWN)
    story.state(3, *way, author=V2)
    assert story.case().state is stands
    assert verdicts(story)[-1] == ("withdrawn", Verdict.NONE, None)


def test_a_move_between_makes_an_old_proposal_void() -> None:
    story = reviewed()
    story.state(2, "TTL", "data-kurang")
    story.state(3, "KLARIFIKASI", author=V2)
    story.state(4, "TTL", "data-kurang", V2)
    made = story.case()
    assert made.state is State.KLARIFIKASI
    assert [each.author for each in made.proposed] == [V2]


@pytest.mark.parametrize("how", ["stepped back", "kept out"])
def test_what_somebody_proposed_who_may_decide_no_more_is_no_proposal(how: str) -> None:
    story = reviewed()
    story.state(2, "TTL", "data-kurang")
    story.state(2, "TTL", "kedaluwarsa", V2)
    if how == "stepped back":
        story.note(3, Recused("Saya mengenal terlapor."), V1)
    else:
        story.reply(3, "TELAAH", V3, excluded=(V1,), readers=(V2, V3))
    assert [each.author for each in story.case().proposed] == [V2]
    story.state(4, "TTL", "data-kurang", V2)
    assert story.case().state is State.TELAAH
    story.state(5, "TTL", "data-kurang", V3)
    assert story.case().state is State.TTL


@pytest.mark.parametrize("outcome", [None, "terbukti", "unheard"])
def test_a_final_state_without_its_outcome_is_refused(outcome: str | None) -> None:
    story = reviewed()
    story.state(2, "TTL", outcome)
    story.state(2, "TTL", outcome, V2)
    assert story.case().state is State.TELAAH
    assert story.case().proposed == ()


# --- who may act and read ---------------------------------------------------------------------------------


def test_whoever_the_report_excludes_never_reads_nor_decides() -> None:
    story = Story()
    story.report(excluded=(V1,))
    story.reply(1, "DITERIMA", V2, readers=(V1, V2))
    story.state(2, "TELAAH", author=V1)
    story.note(2, Opened(), V1)
    made = story.case()
    assert made.readers == {V2}
    assert made.excluded == {V1}
    assert made.facts.opened is None
    assert made.state is State.DITERIMA
    assert verdicts(story)[-2:] == [
        ("state", Verdict.REFUSED, Refusal.EXCLUDED),
        ("opened", Verdict.REFUSED, Refusal.EXCLUDED),
    ]


def test_an_exclusion_in_a_reply_ends_what_someone_may_decide_but_undoes_nothing() -> None:
    story = reviewed()
    story.reply(2, "TELAAH", V2, excluded=(V1,), readers=(V2, V3))
    story.state(3, "INVESTIGASI", author=V1)
    made = story.case()
    assert made.state is State.TELAAH
    assert made.readers == {V2, V3}
    assert made.facts.acknowledged == day(1)


def test_who_stepped_back_reads_and_decides_no_more() -> None:
    story = reviewed()
    story.note(2, Assigned((V1, V2)), V2)
    story.note(3, Recused("Saya mengenal terlapor."), V1)
    story.state(4, "INVESTIGASI", author=V1)
    made = story.case()
    assert made.readers == {V2}
    assert made.recused == {V1}
    assert made.state is State.TELAAH
    assert verdicts(story)[-1] == ("state", Verdict.REFUSED, Refusal.RECUSED)


def test_grants_add_readers_and_assignments_replace_them() -> None:
    story = reviewed()
    story.note(2, Grant(bytes(32), HEADER, ("auditor-1",)))
    assert story.case().readers == {V1, "auditor-1"}
    story.note(3, Assigned(("auditor-1", V2)))
    assert story.case().readers == {"auditor-1", V2}


def test_an_excluded_reader_gains_nothing_by_a_grant() -> None:
    story = Story()
    story.report(excluded=(V3,))
    story.note(1, Grant(bytes(32), HEADER, (V2, V3)))
    assert V2 in story.case().readers
    assert V3 not in story.case().readers


def test_who_declared_to_have_no_conflict_is_known_until_they_step_back_or_are_kept_out() -> None:
    story = reviewed()
    for author in (V1, V2, V3):
        story.note(2, Declared(), author)
    assert story.case().declared == {V1, V2, V3}
    story.note(3, Recused("Ternyata kenal."), V1)
    story.note(4, Declared(), V1)
    story.reply(4, "TELAAH", V2, excluded=(V3,), readers=(V2,))
    made = story.case()
    assert made.declared == {V2}
    assert verdicts(story)[-2:] == [
        ("declared", Verdict.REFUSED, Refusal.RECUSED),
        ("reply", Verdict.NONE, None),
    ]


def test_a_hold_stands_from_the_first_who_placed_it_until_anyone_releases_it() -> None:
    story = reviewed()
    assert story.case().hold is None
    story.note(3, Held("Gugatan kedua."), V2)
    story.note(2, Held("Gugatan di PTUN."), V3)
    made = story.case()
    assert made.hold == Hold(V3, day(2), "Gugatan di PTUN.")
    assert made.timeline[-1].text == "Gugatan kedua."
    story.note(4, Released("Dicabut."), V1)
    assert story.case().hold is None
    assert story.case().timeline[-1].text == "Dicabut."
    story.note(4, Held("Banding."), V2)
    assert story.case().hold == Hold(V2, day(4), "Banding.")


def test_a_hold_neither_moves_a_case_nor_ends_with_it() -> None:
    story = reviewed()
    story.note(2, Held("Gugatan."))
    for author in (V1, V2):
        story.state(3, "TTL", "data-kurang", author)
    made = story.case()
    assert (made.state, made.hold) == (State.TTL, Hold(V1, day(2), "Gugatan."))


def test_who_is_kept_out_or_stepped_back_neither_holds_nor_releases() -> None:
    story = Story()
    story.report(excluded=(V3,))
    story.note(1, Held("Gugatan."), V1)
    story.note(2, Released("Selesai."), V3)
    story.note(3, Recused(""), V2)
    story.note(4, Released("Selesai."), V2)
    assert story.case().hold is not None
    assert [item.refusal for item in story.case().timeline if item.kind == "released"] == [
        Refusal.EXCLUDED,
        Refusal.RECUSED,
    ]


# --- other events ----------------------------------------------------------------------------------------


def test_merged_cases_know_each_other() -> None:
    first, second = reviewed("reporter"), reviewed("kedua")
    first.note(2, Merged(case("kedua")))
    first.note(3, Merged(bytes(32)), V2)
    cases = fold([*first.entries, *second.entries], CHAIN)
    assert cases[case("reporter")].state is State.DIGABUNG
    assert cases[case("reporter")].merged_into == case("kedua")
    assert cases[case("kedua")].merged_from == (case("reporter"),)
    assert cases[case("reporter")].timeline[-1].refusal is Refusal.MERGED_ELSEWHERE


def test_a_merger_can_be_undone_and_made_anew() -> None:
    story = reviewed()
    story.note(2, Merged(case("kedua")))
    story.note(3, Unmerged(case("ketiga")), V2)
    assert story.case().merged_into == case("kedua")
    story.note(3, Unmerged(case("kedua")), V2)
    assert (story.case().state, story.case().merged_into) == (State.TELAAH, None)
    story.note(4, Merged(case("ketiga")), V2)
    assert (story.case().state, story.case().merged_into) == (State.DIGABUNG, case("ketiga"))


def test_who_does_not_know_of_a_merger_undoes_none() -> None:
    story = reviewed()
    story.note(2, Merged(case("kedua")))
    story.reply(3, "TELAAH", V2)
    story.state(3, "TELAAH", author=V3)
    assert (story.case().state, story.case().merged_into) == (State.DIGABUNG, case("kedua"))
    assert [item.verdict for item in story.case().timeline[-2:]] == [Verdict.REFUSED] * 2


def test_a_merger_out_of_order_is_refused() -> None:
    story = Story()
    story.report()
    story.note(1, Merged(bytes(32)))
    assert story.case().merged_into is None


def test_a_referral_refers_the_case() -> None:
    story = reviewed()
    story.note(2, Referred("kpk", "Ringkasan."))
    made = story.case()
    assert made.state is State.DITERUSKAN
    assert [(each.body, each.day) for each in made.referrals] == [("kpk", day(2))]
    assert made.timeline[-1].text == "Ringkasan."


def test_what_is_refused_leaves_no_trace_but_itself() -> None:
    story = Story()
    story.report()
    story.state(1, "TELAAH")
    story.note(1, Referred("kpk", "Ringkasan."))
    made = story.case()
    assert [item.refusal for item in made.timeline[1:]] == [Refusal.NO_WAY] * 2
    assert (made.violation, made.referrals) == (None, ())


def test_the_first_opening_and_the_first_intake_stand() -> None:
    story = Story()
    story.report()
    for n, author in ((2, V2), (1, V1)):
        story.note(n, Opened(), author)
        story.note(n, Intake(f"saluran-{n}", day(n)), author)
    made = story.case()
    assert made.facts.opened == day(1)
    assert made.intake == ("saluran-1", day(1))


def test_messages_stand_by_arrival_those_not_yet_listed_last() -> None:
    story = Story()
    story.report()
    for n in (5, 0, 4):
        story.message(n, f"Hari {n}.")
    unlisted = story.message(0, "Belum terdaftar.")
    story.entries[-1] = Entry(unlisted.signed)
    made = story.case()
    expected = ["Hari 0.", "Hari 4.", "Hari 5.", "Belum terdaftar."]
    assert [each.letter.text for each in made.messages] == expected
    assert [item.text for item in made.timeline[1:]] == expected
    assert made.timeline[-1].day is None


def test_an_intake_counts_from_the_day_the_caller_came() -> None:
    story = Story()
    story.report(5)
    story.note(5, Intake("telepon", day(2)))
    made = story.case()
    assert made.intake == ("telepon", day(2))
    assert made.facts.received == day(2)


def test_a_message_stands_after_the_replies_it_has_seen() -> None:
    story = reviewed()
    story.reply(4, "KLARIFIKASI", text="Kapan?")
    digest = story.case().replies[-1].hash
    story.message(4, "Belum melihat jawaban.")
    story.message(4, "Hari Senin.", seen=(digest,))
    assert [item.text for item in story.case().timeline[-3:]] == [
        "Belum melihat jawaban.", "Kapan?", "Hari Senin.",
    ]  # fmt: skip


# --- proof ------------------------------------------------------------------------------------------------


def test_a_message_waits_for_its_report_and_then_counts() -> None:
    story = Story()
    story.message(2)
    assert story.case().report is None
    assert story.case().messages == ()
    assert len(story.case().unproven) == 1
    story.report(1)
    assert story.case().unproven == ()
    assert len(story.case().messages) == 1


def test_letters_that_the_codes_holder_did_not_sign_are_apart_and_fold_into_nothing() -> None:
    story = reviewed()
    before = story.case()
    story.add(message(text="Saya mencabut laporan."), 5, by="orang-lain")
    story.add(note(StateChanged("INVESTIGASI"), V2, 1, day=day(5)), by="orang-lain")
    story.add(report(answers={"what": "Palsu."}), 0, by="orang-lain")
    story.add(note(StateChanged("INVESTIGASI"), "tamu", 1, day=day(5)))
    made = story.case()
    assert len(made.unproven) == 4
    assert replace(made, unproven=()) == before


def test_a_forged_signature_beside_a_good_one_changes_nothing() -> None:
    story = reviewed()
    before = story.case()
    good = story.entries[0].signed
    bad = Signed(good.json, signed(report("orang-lain")).signature)
    story.entries.insert(0, Entry(bad, arrived(-9), b"f" * 32))
    assert story.case() == before


def test_of_two_forgeries_on_the_same_bytes_the_same_one_is_kept() -> None:
    json = signed(report()).json
    forged = [Entry(Signed(json, signed(report(who)).signature)) for who in ("orang-lain", "kedua")]
    assert fold(forged, CHAIN) == fold(forged[::-1], CHAIN)
    assert len(fold(forged, CHAIN)[case()].unproven) == 1


def test_a_copy_that_holds_no_reply_is_refused_and_kept() -> None:
    story = reviewed()
    story.note(2, ReplyCopy("{}", "x"))
    story.note(2, ReplyCopy.of(signed(note())))
    assert verdicts(story)[-2:] == [("reply", Verdict.REFUSED, Refusal.NO_REPLY_INSIDE)] * 2


def test_a_copied_forgery_is_unproven() -> None:
    story = reviewed()
    story.note(2, ReplyCopy.of(signed(reply(V2, state="INVESTIGASI", day=day(2)), by="orang-lain")))
    made = story.case()
    assert made.state is State.TELAAH
    assert [each.letter.author for each in made.unproven] == [V2]


def test_letters_of_a_former_reader_still_count_and_say_so_unless_revoked() -> None:
    first = sign(keyring())
    stayed = tuple(each for each in keyring().readers if each.id != V1)
    story = reviewed()
    left = chain(first, sign(after(first, readers=stayed)))
    made = fold(story.entries, left)[case()]
    assert made.state is State.TELAAH
    assert all(item.filed.former == (item.author == V1) for item in made.timeline)
    revoked = chain(first, sign(after(first, readers=stayed, revoked=(reader(V1).signing_key,))))
    made = fold(story.entries, revoked)[case()]
    assert made.state is State.TERKIRIM
    # Two notes, and the reply inside one of them.
    assert sorted(each.letter.kind for each in made.revoked) == ["note", "note", "reply"]
    assert made.unproven == ()


def test_what_is_no_letter_is_an_error_of_ours() -> None:
    with pytest.raises(MalformedEntry):
        fold([Entry(Signed(b"{}", "x"))], CHAIN)


# --- repetition, versions, forks --------------------------------------------------------------------------


def test_one_letter_however_often_it_arrives_with_its_earliest_half_day() -> None:
    story = Story()
    entry = story.report(3)
    story.entries += [Entry(entry.signed, arrived(1), b"b" * 32), Entry(entry.signed, None, b"a" * 32)]
    made = story.case()
    assert len(made.versions) == len(made.timeline) == 1
    assert made.half_day == arrived(1)
    assert made.versions[0].drops == (b"a" * 32, b"b" * 32)


def test_different_texts_under_one_code_are_versions_by_hash_and_all_exclusions_hold() -> None:
    story = Story()
    story.report(1, answers={"what": "Pertama."}, excluded=(V1,))
    story.report(2, answers={"what": "Kedua."}, excluded=(V2,))
    made = story.case()
    assert [each.hash for each in made.versions] == sorted(each.signed.hash for each in story.entries)
    assert all(item.version for item in made.timeline)
    assert made.excluded == {V1, V2}
    assert not made.readers & {V1, V2}


def test_one_number_twice_is_a_fork_and_both_are_kept() -> None:
    story = reviewed()
    first = story.add(note(Comment("Satu."), V2, 7, letter_id=bytes(16)))
    second = story.add(note(Comment("Dua."), V2, 7, letter_id=bytes(15) + b"1"))
    made = story.case()
    assert [(fork.author, fork.kind, fork.author_seq, fork.hashes) for fork in made.forks] == [
        (V2, "note", 7, tuple(sorted([first.signed.hash, second.signed.hash])))
    ]
    assert sum(item.fork for item in made.timeline) == 2


def test_each_letter_is_verified_once_however_often_it_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[bytes] = Counter()

    def counted(peeked: Letter, letter: Signed, instance: bytes, key: PublicKey) -> None:
        seen[letter.hash] += 1
        verify_peeked(peeked, letter, instance, key)

    monkeypatch.setattr(proof, "verify_peeked", counted)
    story = reviewed()
    fold(story.entries * 5, CHAIN)
    # Three letters, and the reply inside one of them.
    assert list(seen.values()) == [1, 1, 1, 1]


def test_a_signature_once_found_to_fit_is_not_computed_again_and_its_key_is_still_judged() -> None:
    story = reviewed()
    fitting: set[bytes] = set()
    first = fold(story.entries, CHAIN, fitting)
    assert len(fitting) == 4
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(proof, "verify_peeked")
        assert fold(story.entries, CHAIN, fitting) == first
    forged = [replace(each, signed=replace(each.signed, signature="")) for each in story.entries]
    assert all(not case.versions for case in fold(forged, CHAIN, fitting).values())
    without = replace(CHAIN, by_sequence={})
    assert all(not case.replies and not case.notes for case in fold(story.entries, without, fitting).values())


# --- any order, any repetition, loss and resend -----------------------------------------------------------


def rich_entries() -> list[Entry]:
    """Two cases with everything that can go wrong between desks, and letters that prove nothing."""
    first, second = reviewed("reporter"), reviewed("kedua")
    first.report(2, answers={"what": "Versi lain."}, excluded=(V3,))
    first.message(3)
    first.reply(3, "KLARIFIKASI", V2)
    first.reply(3, "INVESTIGASI", V1, copy=False, excluded=("verifikator-4",))
    first.state(3, "TTL", "data-kurang", V2)
    first.state(4, "TTL", "data-kurang", V3)
    first.note(4, Recused("Kenal."), V2)
    first.add(note(Comment("Bercabang."), V2, 1, day=day(4), letter_id=bytes(16)))
    first.message(5, seen=(bytes(32),))
    first.add(message(text="Palsu."), 5, by="orang-lain")
    second.note(2, Grant(bytes(32), HEADER, ("auditor-1",)))
    second.note(2, Merged(case("reporter")), V2)
    second.note(2, Intake("telepon", day(-1)), V3)
    second.note(3, Declared(), V3)
    for author in (V2, V3):
        second.note(3, Held(f"Gugatan {author}."), author)
    second.note(3, Released("Dicabut."), V1)
    return [*first.entries, *second.entries]


RICH = rich_entries()
WHOLE = fold(RICH, CHAIN)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(RICH), max_size=12))
def test_any_order_and_repetition_gives_the_same_cases(rng: random.Random, again: list[Entry]) -> None:
    entries = [*RICH, *again]
    rng.shuffle(entries)
    found = fold(entries, CHAIN)
    assert found == WHOLE
    assert list(found) == sorted(WHOLE)


@settings(max_examples=20)
@given(st.lists(st.sets(st.integers(0, len(RICH) - 1)), max_size=3), st.randoms(use_true_random=False))
def test_loss_and_resend_end_in_the_same_cases(bundles: list[set[int]], rng: random.Random) -> None:
    shelf: list[Entry] = []
    for bundle in bundles:
        part = [RICH[number] for number in bundle]
        rng.shuffle(part)
        shelf += part
        # What a desk sees between two bundles does not depend on how the letters came, either.
        assert fold(shelf, CHAIN) == fold(sorted(set(shelf), key=lambda e: e.signed.json), CHAIN)
    assert fold([*shelf, *RICH], CHAIN) == WHOLE


events: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        StateChanged,
        st.sampled_from([*State, "ARSIP"]),
        st.sampled_from([None, None, *Outcome]),
    ),
    st.builds(Withdrawn, st.sampled_from([State.TTL, State.SELESAI]), st.sampled_from([*Outcome])),
    st.builds(Categorised, st.integers(1, 19)),
    st.builds(Assigned, st.sampled_from([(V1,), (V2, V3)])),
    st.just(Recused("")),
    st.builds(Merged, st.sampled_from([bytes(32), case("kedua")])),
    st.just(Opened()),
    st.just(Referred("kpk", "")),
    st.just(Declared()),
    st.just(Unmerged(case("kedua"))),
    st.just(Reviewed((bytes(32),))),
    st.just(Held("Gugatan.")),
    st.just(Released("Dicabut.")),
)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([V1, V2, V3]), events), max_size=14),
    st.randoms(use_true_random=False),
)
def test_whatever_desks_write_the_state_stays_in_the_graph(
    acts: list[tuple[int, str, Event]], rng: random.Random
) -> None:
    story = reviewed()
    for n, author, body in acts:
        story.note(n, body, author)
    made = story.case()
    before = State.TERKIRIM
    for step in made.facts.steps:
        assert step.state in TRANSITIONS[before]
        before = step.state
    assert made.state is before
    assert [step.day for step in made.facts.steps] == sorted(step.day for step in made.facts.steps)
    assert len(made.timeline) == len(story.entries)
    assert sum(item.verdict is Verdict.MOVED for item in made.timeline) == len(made.facts.steps)
    still = {
        "withdrawn",
        "category",
        "comment",
        "opened",
        "assigned",
        "held",
        "released",
        "declared",
        "reviewed",
    }
    assert not any(item.verdict is Verdict.MOVED for item in made.timeline if item.kind in still)
    for final in (State.TTL, State.SELESAI):
        if final in [step.state for step in made.facts.steps]:
            setters = {
                item.author
                for item in made.timeline
                if isinstance(item.filed.letter, type(note()))
                and isinstance(item.filed.letter.body, StateChanged)
                and item.filed.letter.body.state == final
            }
            assert len(setters) >= 2
    assert not made.declared & made.recused
    held = None
    for item in made.timeline:
        if item.verdict is not Verdict.REFUSED and item.kind in ("held", "released"):
            held = (held or item.author) if item.kind == "held" else None
    assert held == (made.hold.author if made.hold is not None else None)
    rng.shuffle(story.entries)
    assert story.case() == made
