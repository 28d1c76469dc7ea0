"""What a shelf keeps, for how long, and how it comes back after a loss."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, WHAT, Scene
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import index, sending, setup, writing
from wbs.desk.errors import ShelfError
from wbs.desk.importing import import_bundle
from wbs.desk.vault import Vault
from wbs.desk.writing import Answer
from wbs.letters.note import Comment, Held, Released, StateChanged


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


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


def test_an_attachments_stream_that_changes_while_it_is_kept_is_refused(scene: Scene) -> None:
    with scene.desk(NAMES[0]) as desk, pytest.raises(ShelfError, match="bukan berkas"):
        desk.shelf.keep(io.BytesIO(b"other"), bytes(32))


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
