"""What a screen may name: promise 7 at the desk, for pages and commands alike."""

from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import factories as make
from tests.cases.story import V1, V2, Story
from tests.desk.office import NAMES, Scene
from wbs.cases.casefile import Case
from wbs.cli import desk_view
from wbs.desk import casepaper, reading, visible
from wbs.desk.catalogue import Fresh
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.importing import import_bundle
from wbs.desk.records import pack
from wbs.letters.note import Merged


@dataclass
class Cases(Desk):
    """A desk that has only cases and a reader."""

    def __init__(self, reader: str, cases: dict[bytes, Case]) -> None:
        self.vault = SimpleNamespace(reader=reader)  # type: ignore[assignment]  # its reader is all that is asked
        self._held = cases

    @property
    def cases(self) -> dict[bytes, Case]:  # type: ignore[override]  # a mapping of cases is all that is asked
        return self._held


def desk(**stories: Story) -> Cases:
    """Return V1's desk with the cases of stories under ids that begin with their names."""
    return Cases(V1, {bytes.fromhex(name.ljust(64, "0")): each.case() for name, each in stories.items()})


def excluding(reader: str) -> Story:
    story = Story()
    story.report(excluded=(reader,))
    return story


def notes_alone() -> Story:
    story = Story()
    story.state(1, "DITERIMA", author=V2)
    return story


def reported() -> Story:
    story = Story()
    story.report()
    return story


def test_a_case_is_found_by_the_beginning_of_its_id() -> None:
    found = desk(abcd1234=reported(), abcd5678=reported())
    assert visible.find(found, " ABCD12 ") is found.cases[bytes.fromhex("abcd1234".ljust(64, "0"))]
    for name in ("abc", "", "abce", "xyz!", "abcd1234" + "0" * 60):
        with pytest.raises(DeskError, match="Tidak ada kasus"):
            visible.find(found, name)
    with pytest.raises(DeskError, match="Ketik lebih panjang"):
        visible.find(found, "abcd")


@pytest.mark.parametrize("secret", [excluding(V1), notes_alone()], ids=["excluded", "notes alone"])
def test_what_may_not_be_told_of_is_not_even_ambiguous(secret: Story) -> None:
    found = desk(abcd1234=reported(), abcd5678=secret)
    assert visible.find(found, "abcd").report is not None
    with pytest.raises(DeskError, match="Tidak ada kasus abcd5678 di meja ini"):
        visible.find(found, "abcd5678")
    hidden = bytes.fromhex("abcd5678".ljust(64, "0"))
    assert visible.visible(found, hidden) is None
    assert visible.name_of(found, hidden) == ""
    assert visible.name_of(found, bytes(32)) == ""


def test_another_readers_exclusion_hides_nothing() -> None:
    found = desk(abcd1234=excluding(V2))
    assert visible.find(found, "abcd1234").excluded == {V2}


def test_no_screen_names_the_secret_case_that_another_goes_on_as(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = Scene(tmp_path)
    shown, secret = scene.reporter("terlihat"), scene.reporter("rahasia")
    name = next(each for each in NAMES if each in shown.panel())
    secret.excluded = (name,)
    for reporter in (shown, secret):
        scene.portal.receive(reporter.report(), scene.today)
    with scene.desk(name) as opened:
        import_bundle(opened, scene.portal.bundle(scene.today))
        case = visible.find(opened, shown.case)
        other = secret.keys.case
        merged = replace(case, merged_into=other, merged_from=(other,))
        desk_view.case(opened, merged)
        said = capsys.readouterr().out
        printed = repr(casepaper.paper(opened, merged))
        line = reading.what(opened, make.note(Merged(other)))
    assert "Dilanjutkan sebagai kasus lain." in said
    for text in (said, printed, line):
        assert secret.case not in text


def test_an_address_is_longer_where_another_begins_alike(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    shown = scene.reporter("terlihat")
    name = next(each for each in NAMES if each in shown.panel())
    scene.portal.receive(shown.report(), scene.today)
    with scene.desk(name) as opened:
        import_bundle(opened, scene.portal.bundle(scene.today))
        case = visible.find(opened, shown.case)
        assert opened.cases.address(case.id) == case.id.hex()[:8]
        record = opened.cases.catalogue().record(case.id)
        assert record is not None
        twin = bytes.fromhex(case.id.hex()[:12] + "0" * 52)
        line = Fresh(
            pack(replace(record, id=twin, letters=())), None, (), listed=True, away=False, elsewhere=False
        )
        opened.cases.catalogue().put([line], ())
        assert opened.cases.address(case.id) == case.id.hex()[:16]
