"""Notes that nobody on the keyring signed: whatever they copy, the desk opens, searches and counts."""

import json
from pathlib import Path

import pytest

from tests import factories as make
from tests.desk.carrying import take_in
from tests.desk.office import NAMES, Reporter, Scene
from tests.desk.test_hostile import report_of, sealed_to
from wbs.desk.listing import Query
from wbs.letters.letter import sign_letter
from wbs.letters.note import ReplyCopy

NAME = NAMES[0]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def forged_copy(reporter: Reporter, copy: object) -> bytes:
    """Return a note with what should be a reply, signed by nobody we know, that every reader opens."""
    body = ReplyCopy(json.dumps(copy), "x")
    note = make.note(body, about="reporter", case=reporter.keys.case)
    return sealed_to(sign_letter(note, make.signing_key("stranger")), NAMES)


@pytest.mark.parametrize("case", ["ab", "ab" * 31, "ab" * 33, "ab" * 3000, "zz", 7, None, ["ab"], {}])
def test_a_copy_may_name_any_case_and_the_desk_opens_again(scene: Scene, case: object) -> None:
    reporter = scene.reporter()
    scene.portal.receive(report_of(reporter), scene.today)
    scene.portal.receive(forged_copy(reporter, {"case": case}), scene.today)
    take_in(scene, NAME)
    for _ in range(2):
        with scene.desk(NAME) as desk:
            assert desk.find(reporter.case).report is not None
            assert desk.row(reporter.keys.case).unproven == 1


@pytest.mark.parametrize("text", ["\ud800", "a\0b", 7, None, ["a"], "x" * 6000])
def test_a_copy_may_say_anything_and_the_search_goes_on(scene: Scene, text: object) -> None:
    reporter = scene.reporter()
    scene.portal.receive(report_of(reporter), scene.today)
    scene.portal.receive(forged_copy(reporter, {"case": "", "text": text}), scene.today)
    take_in(scene, NAME)
    with scene.desk(NAME) as desk:
        for _ in range(2):
            assert [row.id for row in desk.list(Query(text="tidak")).rows] == [reporter.keys.case]
