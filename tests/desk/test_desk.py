"""What a desk does with what a courier brings, and what it sends back."""

import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crypto.errors import TooLittleMemory
from crypto.minisign import SigningKey
from crypto.passphrase import Passphrase
from crypto.receipt import reporter_keys
from tests import factories as make
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, WHAT, Reporter, Scene
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import backup, importing, index, sending, setup, writing
from wbs.desk.desk import Desk
from wbs.desk.errors import BundleRefused, DeskError, NotAllowed, ShelfError, VaultError
from wbs.desk.importing import import_bundle
from wbs.desk.intake import Call
from wbs.desk.intake import take_in as take_in_call
from wbs.desk.sending import Carried
from wbs.desk.vault import Vault
from wbs.desk.writing import Answer
from wbs.letters.board import SLOT, Slot
from wbs.letters.letter import Reply, peek_unverified
from wbs.letters.note import Assigned, Comment, Declared, Event, Held, Recused, Released, StateChanged


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def take_in(
    scene: Scene, name: str, *, since: date | None = None, acknowledge: bool = False
) -> importing.Summary:
    """Carry everything that arrived to one desk."""
    with scene.desk(name) as desk:
        summary = import_bundle(desk, scene.portal.bundle(scene.today, since))
        if acknowledge:
            importing.acknowledge(desk)
        return summary


def send_out(scene: Scene, name: str) -> sending.Made:
    """Carry one desk's outbox to the portal."""
    with scene.desk(name) as desk:
        made = sending.make_outbox(desk, scene.folder)
    scene.portal.apply(made.path, scene.today)
    return made


def told(reply: object) -> Reply:
    assert isinstance(reply, Reply)
    return reply


def test_a_wrong_passphrase_or_no_vault_is_said(scene: Scene) -> None:
    folder = scene.place(NAMES[0])
    with pytest.raises(VaultError, match="Frasa sandi salah"):
        Vault.open(folder, "salah")
    with pytest.raises(VaultError, match="Tidak ada brankas"):
        Vault.open(scene.folder, PASSPHRASE)


def test_too_little_memory_is_no_damage(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scene.place(NAMES[0])

    def stretch(_passphrase: Passphrase, _salt: bytes, _log_n: int) -> bytes:
        raise TooLittleMemory

    with monkeypatch.context() as patch:
        patch.setattr(Passphrase, "_stretch", stretch)
        with pytest.raises(VaultError, match="Memori"):
            Vault.open(folder, PASSPHRASE)
        with pytest.raises(VaultError, match="Memori"):
            backup.seal("rahasia", PASSPHRASE)
    assert Vault.open(folder, PASSPHRASE).reader == NAMES[0]


def test_a_damaged_vault_is_never_half_opened(scene: Scene) -> None:
    path = scene.place(NAMES[0]) / "vault.age"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(VaultError, match="rusak"):
        Vault.open(path.parent, PASSPHRASE)


def test_the_panel_reads_a_report_and_nobody_else_learns_of_it(scene: Scene) -> None:
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    for name in NAMES:
        summary = take_in(scene, name)
        with scene.desk(name) as desk:
            if name in reporter.panel():
                assert summary.reports == 1
                report = desk.find(reporter.case).report
                assert report is not None
                assert report.answers["what"] == WHAT
            else:
                assert (summary, list(desk.cases)) == (importing.Summary(0, 0, 0, 0, 0, None), [])


def test_importing_twice_changes_nothing(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    journal = scene.place(name) / "journal"
    before = journal.read_bytes()
    assert take_in(scene, name, acknowledge=True).reports == 0
    assert journal.read_bytes() == before


def test_a_damaged_bundle_is_refused_whole(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    path = scene.portal.bundle(scene.today)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with scene.desk(name) as desk:
        with pytest.raises(BundleRefused, match="tidak ada yang diimpor"):
            import_bundle(desk, path)
        assert not desk.cases
        assert desk.shelf.state.collected is None


def test_only_the_first_of_the_panel_acknowledges_at_once(scene: Scene) -> None:
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    first, second, third = reporter.panel()
    for name in (third, second, first):
        take_in(scene, name)
        with scene.desk(name) as desk:
            assert len(importing.acknowledge(desk)) == (name == first)


@pytest.mark.parametrize(("place", "days"), [(1, 3), (2, 5)])
def test_the_next_of_the_panel_steps_in_when_nobody_answered(scene: Scene, place: int, days: int) -> None:
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    name = reporter.panel()[place]
    take_in(scene, name)
    scene.later(days - 1)
    with scene.desk(name) as desk:
        assert not importing.acknowledge(desk)
    scene.later(1)
    with scene.desk(name) as desk:
        assert len(importing.acknowledge(desk)) == 1
        assert not importing.acknowledge(desk)


def test_an_assignment_brings_letters_and_clock_and_takes_the_clock_from_the_others(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    investigator = next(name for name in NAMES if name not in panel)
    scene.portal.receive(reporter.report(), scene.today)
    for name in panel:
        take_in(scene, name, acknowledge=True)
    with scene.desk(panel[0]) as desk:
        case = desk.find(reporter.case)
        assert writing.assign(desk, case, [investigator], letters=True, draft=None) == 2
    send_out(scene, panel[0])
    scene.later(60)
    for name in panel:
        take_in(scene, name)
        with scene.desk(name) as desk:
            assert desk.counts().late == 0
            assert desk.row(desk.find(reporter.case).id).elsewhere
            assert writing.reads_all(desk, desk.find(reporter.case), investigator)
    take_in(scene, investigator)
    with scene.desk(investigator) as desk:
        case = desk.find(reporter.case)
        assert case.report is not None
        assert case.readers == {investigator}
        assert desk.counts().late == 1
        writing.assign(desk, case, [investigator, panel[1]], letters=True, draft=None)
    send_out(scene, investigator)
    take_in(scene, panel[1])
    with scene.desk(panel[1]) as desk:
        assert desk.counts().late == 1


def test_who_took_a_call_in_leaves_its_acknowledgement_to_those_who_read_it(scene: Scene) -> None:
    take_in(scene, NAMES[0])
    with scene.desk(NAMES[0]) as desk:
        call = Call("telepon", scene.today, {"what": WHAT})
        # Who reads it, chance decides.
        takes = (reporter_keys(take_in_call(desk, call), make.INSTANCE).case for _ in range(40))
        case = next(each for each in takes if NAMES[0] not in desk.cases[each].readers)
    send_out(scene, NAMES[0])
    take_in(scene, NAMES[0])
    scene.later(9)
    with scene.desk(NAMES[0]) as desk:
        assert case not in {each.id for each in importing.acknowledge(desk)}
        assert not desk.due_here(desk.cases[case])


def test_an_answer_reaches_the_reporter_and_the_colleagues(scene: Scene) -> None:
    reporter = scene.reporter()
    first, second, _ = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, first, acknowledge=True)
    send_out(scene, first)
    replies = reporter.replies(list(scene.portal.slots.values()))
    reply = told(peek_unverified(replies[0]))
    assert (len(replies), reply.state, reply.received) == (1, State.DITERIMA, 1)
    scene.later(1)
    take_in(scene, second)
    with scene.desk(second) as desk:
        case = desk.find(reporter.case)
        assert [each.signed.hash for each in case.replies] == [replies[0].hash]
        assert case.state is State.DITERIMA
        assert not importing.acknowledge(desk)


def test_an_outbox_never_tells_whether_anything_was_answered(scene: Scene) -> None:
    reporter = scene.reporter()
    first, second, _ = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, first, acknowledge=True)
    take_in(scene, second)
    busy, idle = send_out(scene, first), send_out(scene, second)
    assert (busy.slots, busy.drops, idle.slots, idle.drops) == (1, 1, 0, 0)
    assert busy.path.stat().st_size == idle.path.stat().st_size


def test_what_a_courier_said_was_on_the_board_goes_again_when_it_is_not(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        made = sending.make_outbox(desk, scene.folder)
        [slot] = desk.shelf.state.slots
    # The outbox is thrown away, and the next bundle's board has its name all the same.
    scene.portal.slots[slot] = Slot(slot, bytes(16), bytes(SLOT))
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert not sending.slots_waiting(desk)
    del scene.portal.slots[slot]
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert [each.slot.r for each in sending.slots_waiting(desk)] == [slot]
    scene.portal.apply(made.path, scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert not sending.slots_waiting(desk)
    scene.later(61)
    scene.portal.slots.clear()
    take_in(scene, name)
    with scene.desk(name) as desk:
        assert desk.shelf.state.slots[slot].seen


def test_what_was_carried_goes_again_until_a_bundle_confirms_it(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        lost = sending.make_outbox(desk, scene.folder)
        again = sending.make_outbox(desk, scene.folder)
        assert (lost.slots, lost.replaces, again.slots, again.replaces) == (1, False, 1, True)
    scene.portal.apply(again.path, scene.today)
    scene.portal.apply(again.path, scene.today)
    assert len(reporter.replies(list(scene.portal.slots.values()))) == 1
    scene.later(1)
    take_in(scene, name)
    with scene.desk(name) as desk:
        waiting = sending.waiting(desk)
        assert (waiting.slots, waiting.drops) == ((), ())


def test_an_answer_that_is_sealed_anew_has_come_as_far_as_the_furthest_of_its_slots(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    found: list[Carried] = []
    with scene.desk(name) as desk:
        found += sending.carried(desk, desk.find(reporter.case)).values()
        made = sending.make_outbox(desk, scene.folder)
        found += sending.carried(desk, desk.find(reporter.case)).values()
    scene.portal.apply(made.path, scene.today)
    take_in(scene, name)
    scene.later(sending.RENEW_AFTER.days)
    with scene.desk(name) as desk:
        found += sending.carried(desk, desk.find(reporter.case)).values()
        sending.make_outbox(desk, scene.folder)
        assert [slot.seen for slot in desk.shelf.state.slots.values()] == [True, False]
        found += sending.carried(desk, desk.find(reporter.case)).values()
    assert found == [Carried.WAITS, Carried.PACKED, Carried.ARRIVED, Carried.ARRIVED]


def test_an_illegal_state_names_the_legal_ones(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        with pytest.raises(NotAllowed, match="TELAAH"):
            writing.compose(desk, case, Answer("Selesai.", State.INVESTIGASI))
        with pytest.raises(NotAllowed, match="tidak muat"):
            writing.compose(desk, case, Answer("x" * 4000, State.TELAAH))


def test_closing_needs_a_second_person(scene: Scene) -> None:
    reporter = scene.reporter()
    first, second, _ = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, first, acknowledge=True)
    closing = Answer("Data belum cukup.", State.TTL, Outcome.DATA_KURANG)
    with scene.desk(first) as desk:
        case = desk.find(reporter.case)
        writing.send(desk, case, writing.compose(desk, case, Answer("Kami telaah.", State.TELAAH)))
        writing.note(desk, desk.find(reporter.case), StateChanged(State.TTL, Outcome.DATA_KURANG))
        case = desk.find(reporter.case)
        assert (case.state, len(case.proposed)) == (State.TELAAH, 1)
        with pytest.raises(NotAllowed, match="orang kedua"):
            writing.compose(desk, case, closing)
    send_out(scene, first)
    scene.later(1)
    take_in(scene, second)
    with scene.desk(second) as desk:
        case = desk.find(reporter.case)
        writing.send(desk, case, writing.compose(desk, case, closing))
        case = desk.find(reporter.case)
        assert (case.state, case.outcome) == (State.TTL, Outcome.DATA_KURANG)


def _moved_by_a_colleague(scene: Scene, *, first_in_order: bool) -> tuple[Reporter, str]:
    """A case of which a colleague, the first or last by name, proposed SELESAI today; and the other."""
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    colleague, name = sorted(reporter.panel()[:2], reverse=not first_in_order)
    take_in(scene, colleague)
    with scene.desk(colleague) as desk:
        for state in (State.DITERIMA, State.TELAAH, State.INVESTIGASI):
            writing.note(desk, desk.find(reporter.case), StateChanged(state))
        writing.note(desk, desk.find(reporter.case), StateChanged(State.SELESAI, Outcome.TERBUKTI))
    send_out(scene, colleague)
    take_in(scene, name)
    return reporter, name


@pytest.mark.parametrize("first_in_order", [True, False])
def test_what_a_desk_says_of_a_case_counts_in_the_fold_or_is_refused(
    scene: Scene, *, first_in_order: bool
) -> None:
    reporter, name = _moved_by_a_colleague(scene, first_in_order=first_in_order)
    confirmed = StateChanged(State.SELESAI, Outcome.TERBUKTI)
    told = Answer("Terbukti.", State.SELESAI, Outcome.TERBUKTI)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        if not first_in_order:
            # In the order of the fold this reader's acts of today come before the colleague's.
            # Whose note it is and of which day: one dated far ahead would say "tomorrow" for years.
            last = next(each.letter for each in case.notes if each.letter.author != name)
            said = f"tidak akan berlaku.* catatan {last.author} bertanggal {last.day}"
            with pytest.raises(NotAllowed, match=said):
                writing.note(desk, case, confirmed)
            with pytest.raises(NotAllowed, match="tidak akan berlaku"):
                writing.compose(desk, case, told)
            writing.note(desk, case, Comment("Besok saya kukuhkan."))
            writing.send(desk, case, writing.compose(desk, case, Answer("Masih kami periksa.")))
            assert desk.find(reporter.case).state is State.INVESTIGASI
    scene.later(0 if first_in_order else 1)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        writing.send(desk, case, writing.compose(desk, case, told))
        assert desk.find(reporter.case).state is State.SELESAI


def test_a_grant_opens_every_letter_to_a_colleague_and_never_to_an_excluded_one(scene: Scene) -> None:
    everybody = set(NAMES)
    reporter = scene.reporter("dua", excluded=(NAMES[4],))
    panel = reporter.panel()
    outsider = sorted(everybody - {*panel, NAMES[4]})[0]
    scene.portal.receive(reporter.report(), scene.today)
    scene.portal.receive(reporter.message("Ada saksi lain.", panel), scene.today)
    take_in(scene, panel[0], acknowledge=True)
    take_in(scene, outsider)
    with scene.desk(panel[0]) as desk:
        writing.note(desk, desk.find(reporter.case), Comment("Mohon dibantu."))
        with pytest.raises(NotAllowed, match="tidak boleh membaca"):
            writing.grant(desk, desk.find(reporter.case), [NAMES[4]])
        assert not writing.reads_all(desk, desk.find(reporter.case), outsider)
        assert writing.grant(desk, desk.find(reporter.case), [outsider]) == 4
        assert writing.reads_all(desk, desk.find(reporter.case), outsider)
        assert writing.grant(desk, desk.find(reporter.case), [outsider]) == 0
    scene.later(1)
    send_out(scene, panel[0])
    # Only what is new comes along: the letters themselves came before, and were for others.
    summary = take_in(scene, outsider, since=make.DAY)
    assert (summary.reports, summary.messages) == (1, 1)
    with scene.desk(outsider) as desk:
        case = desk.find(reporter.case)
        assert [message.letter.text for message in case.messages] == ["Ada saksi lain."]
        assert any(isinstance(each.letter.body, Comment) for each in case.notes)
        assert outsider in case.readers
    take_in(scene, NAMES[4])
    with scene.desk(NAMES[4]) as desk:
        assert not desk.cases


def test_a_message_that_the_code_did_not_sign_is_unproven(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    scene.portal.receive(
        reporter.message("Saya cabut.", panel, SigningKey(make.seed("someone else"))), scene.today
    )
    summary = take_in(scene, panel[0])
    assert (summary.messages, summary.unproven) == (0, 1)
    with scene.desk(panel[0]) as desk:
        case = desk.find(reporter.case)
        assert (case.messages, len(case.unproven)) == ((), 1)


def test_a_letter_broken_after_its_header_is_counted_as_damaged(scene: Scene) -> None:
    reporter = scene.reporter()
    sealed = bytearray(reporter.report())
    sealed[-100] ^= 1
    scene.portal.receive(bytes(sealed), scene.today)
    assert take_in(scene, reporter.panel()[0]).damaged == 1


def test_age_removes_what_is_for_others_and_nothing_that_is_damaged(scene: Scene) -> None:
    """What is damaged was sealed to this desk, and may come whole another time."""
    reporter = scene.reporter()
    name = reporter.panel()[0]
    broken = bytearray(reporter.report())
    broken[-100] ^= 1
    foreign = reporter.message("Untuk yang lain.", reporter.panel()[1:])
    for sealed in (bytes(broken), foreign):
        scene.portal.receive(sealed, scene.today)
    damaged, others = (hashlib.sha256(sealed).digest() for sealed in (broken, foreign))
    take_in(scene, name)
    # What is damaged is remembered by the index, and known once more where there is none.
    for session in ("indexed", "anew"):
        if session == "anew":
            (scene.place(name) / "index").unlink()
        with scene.desk(name) as desk:
            desk.shelf.prune(desk.today, desk.today + timedelta(days=1))
            assert desk.shelf.damaged == {damaged}
            assert damaged in desk.shelf.state.drops
            assert others not in desk.shelf.state.drops


def test_a_reader_who_stepped_back_decides_nothing_more(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        writing.note(desk, desk.find(reporter.case), Recused("Terlapor kerabat saya."))
        case = desk.find(reporter.case)
        assert name not in case.readers
        with pytest.raises(NotAllowed, match="mundur"):
            writing.note(desk, case, Assigned((name,)))
        assert not importing.acknowledge(desk)


def test_a_reply_is_put_on_the_board_again_before_it_leaves(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    send_out(scene, name)
    scene.later(1)
    take_in(scene, name)
    scene.later(48)
    with scene.desk(name) as desk:
        assert not sending.waiting(desk).renewals
    scene.later(1)
    assert send_out(scene, name).slots == 1
    replies = reporter.replies(list(scene.portal.slots.values()))
    assert (len(replies), len({reply.hash for reply in replies})) == (2, 1)
    with scene.desk(name) as desk:
        assert not sending.waiting(desk).renewals


def test_an_answer_that_is_not_so_is_not_put_on_the_board_again(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        for state in (State.TELAAH, State.INVESTIGASI, State.TINDAK):
            writing.note(desk, desk.find(reporter.case), StateChanged(state, None))
        told = replace(
            writing.compose(desk, desk.find(reporter.case), Answer("Selesai.")),
            state=State.SELESAI,
            outcome=Outcome.TERBUKTI,
        )
        # As it stands where the proposal that it confirmed was signed with a key that is revoked since.
        writing.send(desk, desk.find(reporter.case), told)
        assert desk.find(reporter.case).untrue == told
        assert desk.find(reporter.case).state is State.TINDAK
    send_out(scene, name)
    scene.later(1)
    take_in(scene, name)
    scene.later(60)
    with scene.desk(name) as desk:
        assert not sending.waiting(desk).renewals
        writing.send(desk, case := desk.find(reporter.case), writing.compose(desk, case, Answer("Belum.")))
    scene.later(60)
    with scene.desk(name) as desk:
        assert [each.name for each in sending.waiting(desk).renewals] == [reporter.case]


def test_a_case_unread_is_marked_until_it_was_shown(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, panel[0])
    with scene.desk(panel[0]) as desk:
        assert desk.unread(desk.find(reporter.case))
        writing.opened(desk, desk.find(reporter.case))
        assert not desk.unread(desk.find(reporter.case))
        writing.opened(desk, desk.find(reporter.case))
        assert [note.letter.event for note in desk.find(reporter.case).notes] == ["opened"]
    scene.portal.receive(reporter.message("Ada saksi lain.", panel), scene.today)
    take_in(scene, panel[0])
    with scene.desk(panel[0]) as desk:
        assert desk.unread(desk.find(reporter.case))


def test_one_desk_is_open_once(scene: Scene) -> None:
    with scene.desk(NAMES[0]), pytest.raises(ShelfError, match="sedang dibuka"):
        scene.desk(NAMES[0])


def test_the_index_is_only_a_cache(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        before = desk.cases
    index = scene.place(name) / "index"
    for wrong in (b"", b"junk" * 20, index.read_bytes()[:-1]):
        index.write_bytes(wrong)
        with scene.desk(name) as desk:
            desk.shelf.catch_up()
            assert desk.cases == before


def test_nothing_readable_lies_in_a_desks_folder(scene: Scene) -> None:
    canary = "KANARI-41f7"
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(f"{WHAT} {canary}"), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        writing.note(desk, case, Comment(canary))
        writing.send(desk, case, writing.compose(desk, case, Answer(canary, State.TELAAH)))
        sending.make_outbox(desk, scene.folder)
    seed = SEEDS[name]
    for path in scene.place(name).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert canary.encode() not in data, path
            assert seed not in data, path
            assert seed.hex().encode() not in data, path


def test_a_lost_laptop_is_made_good_by_the_backup_and_a_whole_bundle(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        writing.note(desk, desk.find(reporter.case), Comment("Penting."))
    send_out(scene, name)
    with scene.desk(name) as desk:
        before = desk.cases[reporter.keys.case]
    scene.place(name).rename(scene.folder / "lost")
    scene.later(1)
    take_in(scene, name)
    with scene.desk(name) as desk:
        after = desk.cases[reporter.keys.case]
        assert (after.state, after.replies, after.facts) == (before.state, before.replies, before.facts)
        assert {note.hash for note in after.notes} == {note.hash for note in before.notes}


def test_a_copy_of_the_shelf_brings_older_cases_back(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    copy = scene.folder / "copy"
    with scene.desk(name) as desk:
        before = desk.cases
        setup.back_up(desk, scene.place(name), copy)
    scene.place(name).rename(scene.folder / "lost")
    folder = scene.place(name)
    setup.take_up(folder, copy, Vault.open(folder, PASSPHRASE))
    with scene.desk(name) as desk:
        desk.shelf.catch_up()
        assert desk.cases == before
    other = next(each for each in NAMES if each != name)
    with pytest.raises(ShelfError, match="meja lain"):
        setup.take_up(scene.place(other), copy, Vault.open(scene.place(other), PASSPHRASE))


def test_a_copy_is_demanded_before_the_server_forgets(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    filed = scene.today
    scene.later(299)
    with scene.desk(name) as desk:
        assert setup.backup_is_due(desk) is None
    scene.later(1)
    with scene.desk(name) as desk:
        assert setup.backup_is_due(desk) == filed + timedelta(days=400)
        setup.back_up(desk, scene.place(name), scene.folder / "copy")
        assert setup.backup_is_due(desk) is None


def test_a_held_case_demands_its_copy_after_its_end_and_loses_nothing_here(scene: Scene) -> None:
    reporter = scene.reporter()
    first, second, _ = reporter.panel()
    scene.portal.receive(reporter.report(), scene.today)
    filed, closing = scene.today, StateChanged(State.TTL, Outcome.DATA_KURANG)
    take_in(scene, first)
    with scene.desk(first) as desk:
        writing.note(desk, desk.find(reporter.case), StateChanged(State.DITERIMA))
        writing.note(desk, desk.find(reporter.case), StateChanged(State.TELAAH))
        writing.note(desk, desk.find(reporter.case), closing)
    send_out(scene, first)
    scene.later(1)
    take_in(scene, second)
    with scene.desk(second) as desk:
        writing.note(desk, desk.find(reporter.case), closing)
        assert desk.find(reporter.case).state is State.TTL
    scene.later(299)
    with scene.desk(second) as desk:
        assert setup.backup_is_due(desk) is None
        writing.note(desk, desk.find(reporter.case), Held("Gugatan di PTUN."))
        assert setup.backup_is_due(desk) == filed + timedelta(days=400)
        held = desk.find(reporter.case)
        desk.shelf.prune(desk.today, desk.today + timedelta(days=1))
    with scene.desk(second) as desk:
        assert desk.find(reporter.case) == held
        writing.note(desk, held, Released("Putusan berkekuatan tetap."))
        assert setup.backup_is_due(desk) is None


def test_a_declaration_and_a_hold_are_written_once(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:

        def write(body: Event) -> None:
            writing.note(desk, desk.find(reporter.case), body)

        with pytest.raises(NotAllowed, match="tidak sedang wajib simpan"):
            write(Released("Selesai."))
        write(Declared())
        write(Held("Gugatan."))
        with pytest.raises(NotAllowed, match="sudah menyatakan"):
            write(Declared())
        with pytest.raises(NotAllowed, match="sudah wajib simpan"):
            write(Held("Gugatan lain."))
        assert desk.find(reporter.case).declared == {name}


def test_an_expired_keyring_lets_read_and_not_seal(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    scene.later(500)
    with scene.desk(name) as desk:
        case = desk.find(reporter.case)
        assert case.report is not None
        with pytest.raises(NotAllowed, match="disegel"):
            writing.note(desk, case, Comment("Terlambat."))
        with pytest.raises(NotAllowed, match="disegel"):
            sending.make_outbox(desk, scene.folder)
        assert importing.acknowledge(desk) == []


def test_collected_never_jumps_over_a_gap(scene: Scene) -> None:
    name = NAMES[0]
    start = scene.today
    scene.later(2)
    with scene.desk(name) as desk:
        import_bundle(desk, scene.portal.bundle(start + timedelta(2), since=start + timedelta(1)))
        assert desk.shelf.state.collected is None
        with pytest.raises(NotAllowed, match="Impor satu bundel"):
            sending.make_outbox(desk, scene.folder)
        import_bundle(desk, scene.portal.bundle(start))
        assert str(desk.shelf.state.collected) == f"{start}A"
        import_bundle(desk, scene.portal.bundle(start + timedelta(2), since=start + timedelta(1)))
        assert str(desk.shelf.state.collected) == f"{start}A"
        import_bundle(desk, scene.portal.bundle(start + timedelta(2), since=start))
        assert str(desk.shelf.state.collected) == f"{start + timedelta(2)}A"


def test_letters_for_others_leave_by_age_and_ones_own_stay(scene: Scene) -> None:
    reporter = scene.reporter()
    mine = reporter.panel()[0]
    outsider = sorted(set(NAMES) - set(reporter.panel()))[0]
    scene.portal.receive(reporter.report(), scene.today)
    for name in (mine, outsider):
        take_in(scene, name)
    later = scene.portal.bundle(scene.today, scene.today)
    for days, left in ((400, 1), (1, 0)):
        scene.later(days)
        for name, count in ((mine, 1), (outsider, left)):
            with scene.desk(name) as desk:
                import_bundle(desk, later)
            assert len(list((scene.place(name) / "letters").iterdir())) == count
    with scene.desk(mine) as desk:
        assert desk.find(reporter.case).report is not None


def test_a_second_desk_is_not_made_over_the_first(scene: Scene) -> None:
    folder = scene.place(NAMES[0])
    before = (folder / "vault.age").read_bytes()
    parts = setup.Parts(NAMES[0], SEEDS[NAMES[0]], scene.chain.current.pin, scene.keyrings, b"")
    with pytest.raises(DeskError, match="Sudah ada meja"):
        setup.make_desk(folder, parts, PASSPHRASE, scene.today)
    assert (folder / "vault.age").read_bytes() == before


def test_a_desk_is_made_only_for_the_reader_whose_key_it_is(scene: Scene) -> None:
    parts = setup.Parts(NAMES[0], SEEDS[NAMES[1]], scene.chain.current.pin, scene.keyrings, b"")
    with pytest.raises(DeskError, match="tidak memuat"):
        setup.make_desk(scene.folder / "new", parts, PASSPHRASE, scene.today)
    assert not (scene.folder / "new" / "vault.age").exists()


def test_a_seed_that_is_old_and_new_makes_no_desk(scene: Scene) -> None:
    seed = SEEDS[NAMES[0]]
    parts = setup.Parts(NAMES[0], seed, scene.chain.current.pin, scene.keyrings, b"", (seed,))
    with pytest.raises(DeskError, match="kunci yang sama"):
        setup.make_desk(scene.folder / "new", parts, PASSPHRASE, scene.today)


def test_an_attachments_stream_that_changes_while_it_is_kept_is_refused(scene: Scene) -> None:
    with scene.desk(NAMES[0]) as desk, pytest.raises(ShelfError, match="bukan berkas"):
        desk.shelf.keep(io.BytesIO(b"other"), bytes(32))


def test_the_desk_finds_a_case_by_a_unique_beginning(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    with scene.desk(name) as desk:
        _finds(desk, reporter.keys.case)


def _finds(desk: Desk, case: bytes) -> None:
    assert desk.find(case.hex()[:4]).id == case
    assert desk.find(case.hex().upper()).id == case
    for wrong in ("", case.hex()[:3], "ffff" if not case.hex().startswith("ffff") else "0000"):
        with pytest.raises(DeskError, match="Tidak ada kasus"):
            desk.find(wrong)


def test_an_index_of_another_make_is_made_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name, acknowledge=True)
    with scene.desk(name) as desk:
        before, row = dict(desk.cases), desk.row(reporter.keys.case)
        monkeypatch.setattr(index, "_MAKE", "of another version")
    with scene.desk(name) as desk:
        assert (desk.row(reporter.keys.case), dict(desk.cases)) == (row, before)
        assert not desk.shelf.untried()


def test_a_copy_of_an_older_index_is_caught_up_with(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    path = scene.place(name) / "index"
    with scene.desk(name) as desk:
        assert desk.row(reporter.keys.case).unread
    old = path.read_bytes()
    with scene.desk(name) as desk:
        writing.opened(desk, desk.find(reporter.case))
        before, row = dict(desk.cases), desk.row(reporter.keys.case)
    path.write_bytes(old)
    with scene.desk(name) as desk:
        assert (desk.row(reporter.keys.case), dict(desk.cases)) == (row, before)
        assert not row.unread
