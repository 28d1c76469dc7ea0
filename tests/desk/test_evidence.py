"""The evidence list says of each file what this desk knows, and whose word that is."""

from pathlib import Path

import pytest

from tests import factories as make
from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, Scene
from wbs.desk import attachments, writing
from wbs.desk.errors import NotAllowed
from wbs.desk.evidence import Exhibit, Passed, evidence
from wbs.desk.saving import save
from wbs.desk.state import OPERATION, Shown
from wbs.letters.halfday import HalfDay


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def exhibits(scene: Scene, name: str, case: str) -> tuple[Exhibit, ...]:
    with scene.desk(name) as desk:
        return evidence(desk, desk.find(case)).exhibits


def test_a_chain_of_hands_from_the_portal_to_the_saved_file(scene: Scene, tmp_path: Path) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    other = next(name for name in NAMES if name not in panel)
    filed = scene.today
    scene.portal.receive(reporter.report(), filed)
    scene.portal.receive(reporter.files({"a.jpg": b"satu", "b.jpg": b"dua"}, panel), filed)
    scene.later(1)
    take_in(scene, panel[0])
    imported = scene.today
    assert [(each.shown, each.saved) for each in exhibits(scene, panel[0], reporter.case)] == [(None, ())] * 2
    scene.later(1)
    with scene.desk(panel[0]) as desk:
        writing.opened(desk, desk.find(reporter.case))
        writing.grant(desk, desk.find(reporter.case), [other])
    shown = scene.today
    scene.later(1)
    with scene.desk(panel[0]) as desk:
        save(desk, attachments.find(desk.find(reporter.case), 2), tmp_path)
        made = evidence(desk, desk.find(reporter.case))
    saved = scene.today
    assert (made.reader, made.day, made.keyring) == (panel[0], saved, 1)
    assert made.opened == ((shown, panel[0]),)
    assert [reader.id for reader in made.readers] == sorted([panel[0], other])
    first, second = made.exhibits
    for each in (first, second):
        assert each.half_day == HalfDay(filed, "A")
        assert each.brought is not None
        assert (each.brought.day, each.brought.until, each.brought.volume) == (
            imported,
            HalfDay(imported, "A"),
            1,
        )
        assert each.shown == shown
        assert each.passed == (Passed(shown, panel[0], (other,)),)
    assert (first.saved, second.saved) == ((), (saved,))


def test_another_desk_knows_its_own_part_of_the_chain(scene: Scene, tmp_path: Path) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    filed = scene.today
    scene.portal.receive(reporter.report(), filed)
    scene.portal.receive(reporter.files({"a.jpg": b"satu"}, panel), filed)
    take_in(scene, panel[0])
    with scene.desk(panel[0]) as desk:
        writing.opened(desk, desk.find(reporter.case))
        save(desk, attachments.find(desk.find(reporter.case), 1), tmp_path)
    take_in(scene, panel[0])
    scene.later(1)
    send_out(scene, panel[0])
    scene.later(1)
    take_in(scene, panel[1])
    with scene.desk(panel[1]) as desk:
        made = evidence(desk, desk.find(reporter.case))
        numbers = [each.numbered.number for each in made.exhibits]
    assert (made.opened, numbers) == (((filed, panel[0]),), [1])
    (exhibit,) = made.exhibits
    assert (exhibit.half_day, exhibit.shown, exhibit.saved) == (HalfDay(filed, "A"), None, ())
    assert exhibit.brought is not None
    assert exhibit.brought.day == scene.today


def test_a_letter_that_came_twice_counts_from_its_first_half_day_and_import(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    filed = scene.today
    scene.portal.receive(reporter.report(), filed)
    scene.portal.receive(reporter.files({"a.jpg": b"satu"}, panel), filed)
    take_in(scene, panel[0])
    scene.later(1)
    scene.portal.receive(reporter.files({"a.jpg": b"satu"}, panel), scene.today)
    take_in(scene, panel[0])
    (exhibit,) = exhibits(scene, panel[0], reporter.case)
    assert len(exhibit.drops) == 2
    assert exhibit.half_day == HalfDay(filed, "A")
    assert exhibit.brought is not None
    assert exhibit.brought.day == filed


def test_a_case_without_files_has_no_list(scene: Scene) -> None:
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, reporter.panel()[0])
    with pytest.raises(NotAllowed, match="tidak punya lampiran"):
        exhibits(scene, reporter.panel()[0], reporter.case)


def test_a_journal_of_an_early_desk_is_read_and_tells_no_day() -> None:
    letter = make.seed("letter")
    early = {"op": "shown", "letters": [letter.hex()]}
    assert OPERATION.read(early) == Shown(letters=(letter,))
    assert OPERATION.write(Shown(letters=(letter,))) == early
