"""Who answers a case, who reads it, and what they cannot do there."""

from pathlib import Path

import pytest

from crypto.minisign import SigningKey
from crypto.receipt import reporter_keys
from tests import factories as make
from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, WHAT, Reporter, Scene
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import importing, writing
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError, NotAllowed
from wbs.desk.intake import Call
from wbs.desk.intake import take_in as take_in_call
from wbs.desk.writing import Answer
from wbs.letters.letter import Reply, peek_unverified
from wbs.letters.note import Assigned, Comment, Declared, Event, Held, Recused, Released, StateChanged


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def told(reply: object) -> Reply:
    assert isinstance(reply, Reply)
    return reply


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
            assert investigator in writing.who_reads_all(desk, desk.find(reporter.case))
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
        assert outsider not in writing.who_reads_all(desk, desk.find(reporter.case))
        assert writing.grant(desk, desk.find(reporter.case), [outsider]) == 4
        assert outsider in writing.who_reads_all(desk, desk.find(reporter.case))
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
