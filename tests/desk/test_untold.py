"""What an import and a warning say of cases that their reader may not be told of: nothing (promise 7)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories as make
from tests.desk.carrying import take_in
from tests.desk.office import NAMES, SEEDS, Scene
from tests.desk.test_hostile import report_of, sealed_to
from wbs import sealing
from wbs.desk.importing import Summary
from wbs.desk.setup import backup_is_due
from wbs.letters.letter import sign_letter
from wbs.letters.note import Comment

NAME, COLLEAGUE = NAMES[:2]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def notes_about(case: bytes) -> bytes:
    """Return a colleague's note on a case, sealed to everybody by mistake."""
    note = make.note(Comment("Jangan sampai tahu."), author=COLLEAGUE, case=case)
    return sealed_to(sign_letter(note, sealing.reader_keys(SEEDS[COLLEAGUE]).signing), NAMES)


def test_an_import_counts_nothing_of_a_case_that_excludes_its_reader(scene: Scene) -> None:
    reporter = scene.reporter()
    scene.portal.receive(report_of(reporter, excluded=(NAME,)), scene.today)
    scene.portal.receive(reporter.message("Susulan.", NAMES), scene.today)
    scene.portal.receive(reporter.message("Palsu.", NAMES, make.signing_key("stranger")), scene.today)
    scene.portal.receive(notes_about(reporter.keys.case), scene.today)
    assert take_in(scene, NAME) == Summary(0, 0, 0, 0, 0, None)
    assert take_in(scene, NAMES[2]) == Summary(1, 1, 1, 1, 0, None)


def test_an_import_counts_no_notes_of_a_case_whose_report_is_not_here(scene: Scene) -> None:
    scene.portal.receive(notes_about(scene.reporter().keys.case), scene.today)
    assert take_in(scene, NAME) == Summary(0, 0, 0, 0, 0, None)


def test_a_case_that_vanishes_takes_nothing_from_what_is_new(scene: Scene) -> None:
    known, fresh = scene.reporter("lama"), scene.reporter("baru")
    scene.portal.receive(report_of(known), scene.today)
    take_in(scene, NAME)
    scene.portal.receive(report_of(known, excluded=(NAME,), answers={"what": "Lagi."}), scene.today)
    scene.portal.receive(report_of(fresh), scene.today)
    assert take_in(scene, NAME) == Summary(1, 0, 0, 0, 0, None)


def test_no_copy_of_the_shelf_is_asked_for_because_of_a_case_that_excludes_its_reader(scene: Scene) -> None:
    told, untold = scene.reporter("boleh"), scene.reporter("jangan")
    day = scene.today
    scene.portal.receive(report_of(untold, excluded=(NAME,)), day)
    scene.portal.receive(report_of(told), day + timedelta(days=10))
    scene.today = day + timedelta(days=10)
    take_in(scene, NAME)
    with scene.desk(NAME) as desk:
        later = replace(desk, today=day + timedelta(days=305))
        assert backup_is_due(later) is None
