"""Kill -9 at every step of an import, an answer and an export: what was said to be saved is there, whole."""

import hashlib
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.desk.office import NAMES, Reporter, Scene
from wbs.cases import lifecycle
from wbs.desk import attachments, files, sending, writing
from wbs.desk.catalogue import Catalogue
from wbs.desk.desk import Desk
from wbs.desk.importing import import_bundle
from wbs.desk.incoming import FOLDER
from wbs.desk.index import Index
from wbs.desk.journal import Journal
from wbs.desk.saving import save
from wbs.desk.shelf import Shelf
from wbs.desk.state import State
from wbs.desk.writing import Answer

NAME = NAMES[0]
CONTENT = b"isi lampiran " * 1000
ANSWER = "Terima kasih, kami mulai memeriksa."


@dataclass(frozen=True)
class Office:
    """An office on disk, to be copied; ``bundle``: what is to be imported next."""

    scene: Scene
    reporter: Reporter
    bundle: Path

    def copy(self, folder: Path) -> "Office":
        """Return the same office elsewhere."""
        shutil.copytree(self.scene.folder, folder)
        return replace(self, scene=replace(self.scene, folder=folder), bundle=folder / self.bundle.name)

    @property
    def out(self) -> Path:
        """Where plaintext and outboxes go."""
        return self.scene.folder / "out"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A desk with one case and a file in it, and a bundle with three more letters; not to be changed."""
    scene = Scene(tmp_path_factory.mktemp("office"))
    asked = (scene.reporter(f"pelapor {number}") for number in range(100))
    reporter = next(each for each in asked if NAME in each.panel())
    scene.portal.receive(reporter.report(), scene.today)
    scene.portal.receive(reporter.files({"foto.jpg": CONTENT}, (NAME,)), scene.today)
    with scene.desk(NAME) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
    for number in range(2):
        scene.portal.receive(reporter.message(f"pesan {number}", (NAME,)), scene.today)
    scene.portal.receive(reporter.message("untuk rekan", (NAMES[1],)), scene.today)
    (scene.folder / "out").mkdir()
    return Office(scene, reporter, scene.portal.bundle(scene.today))


class Killer:
    """Counts the calls that change the disk, and lets one of them be the last."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self.left = left
        for owner, name in (
            (os, "open"),
            (os, "fsync"),
            (os, "link"),
            (os, "replace"),
            (files, "sync_disk"),
            (Path, "rename"),
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "mkdir"),
            (shutil, "rmtree"),
        ):
            monkeypatch.setattr(owner, name, self._around(getattr(owner, name)))

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def deadly(*args: Any, **kwargs: Any) -> Any:
            self._step()
            return call(*args, **kwargs)

        return deadly

    def _step(self) -> None:
        self.left -= 1
        if self.left == -1:
            os.kill(os.getpid(), signal.SIGKILL)


Act = Callable[[Office, Desk], None]


def take_in(office: Office, desk: Desk) -> None:
    import_bundle(desk, office.bundle)
    desk.shelf.save()


def answer(office: Office, desk: Desk) -> None:
    case = desk.find(office.reporter.case)
    writing.send(desk, case, writing.compose(desk, case, Answer(ANSWER, lifecycle.State.DITERIMA)))


def export(office: Office, desk: Desk) -> None:
    save(desk, attachments.find(desk.find(office.reporter.case), 1), office.out)


def pack(office: Office, desk: Desk) -> None:
    sending.make_outbox(desk, office.out)


def survives(office: Office, act: Act, monkeypatch: pytest.MonkeyPatch, step: int) -> bool:
    """Do the act in a child that dies at a step; tell whether it ended before."""
    child = os.fork()
    if child == 0:
        try:
            with office.scene.desk(NAME) as desk, monkeypatch.context() as patch:
                Killer(patch, step)
                act(office, desk)
        finally:
            os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status == 0


def check_whole(desk: Desk) -> None:
    """Everything that the journal names is there, and nothing else."""
    state, folder = desk.shelf.state, desk.shelf.folder
    letters = {path.name: path for path in (folder / "letters").iterdir()}
    assert letters.keys() == {f"{drop.hex()}.age" for drop in state.drops}
    for drop in state.drops:
        assert hashlib.sha256(letters[f"{drop.hex()}.age"].read_bytes()).digest() == drop
    assert {path.name for path in (folder / "slots").iterdir()} == {f"{r.hex()}.slot" for r in state.slots}
    for r in state.slots:
        desk.shelf.slot(r)
    assert not (folder / FOLDER).exists()
    assert not desk.shelf.untried()


def every_step(
    office: Office,
    act: Act,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    look: Callable[[Office, Desk], int],
) -> list[int]:
    """Kill the act at one step after the other until it ends; what ``look`` sees after each, the last whole.

    After each death the desk is whole, and the same act then does all that it should.
    """
    seen = []
    step = 0
    while True:
        here = office.copy(tmp_path / str(step))
        ended = survives(here, act, monkeypatch, step)
        with here.scene.desk(NAME) as desk:
            check_whole(desk)
            seen.append(look(here, desk))
        if ended:
            return seen
        shutil.rmtree(here.scene.folder)
        step += 1


def messages(office: Office, desk: Desk) -> int:
    """How many of the two messages are in the case; they come together, and the next import brings them."""
    count = len(desk.find(office.reporter.case).messages) - 1
    assert count in (0, 2)
    import_bundle(desk, office.bundle)
    assert len(desk.find(office.reporter.case).messages) == 3
    return count


def replies(office: Office, desk: Desk) -> int:
    """How many replies there are: in the case, on the way to the board, and as a copy for the colleagues."""
    case = desk.find(office.reporter.case)
    assert len(case.replies) == len(desk.shelf.state.slots) == len(desk.shelf.state.unconfirmed_drops())
    if not case.replies:
        answer(office, desk)
    return len(case.replies)


def exported(office: Office, desk: Desk) -> int:
    """Whether the file has its name; then it is whole, and the journal has noted it."""
    names = [path for path in office.out.iterdir() if not path.name.startswith(".")]
    for path in names:
        assert path.read_bytes() == CONTENT
    assert len(names) <= len(desk.shelf.state.saved)
    if not names:
        export(office, desk)
    return len(names)


def outboxes(office: Office, desk: Desk) -> int:
    """How many outboxes the journal knows; each that has its name is one that the portal takes."""
    for path in office.out.glob("outbox-*.tar"):
        office.scene.portal.apply(path, office.scene.today)
    packed = desk.shelf.state.packed
    if packed is not None:
        (path,) = office.out.glob("outbox-*.tar")
        assert hashlib.sha256(path.read_bytes()).digest() == packed.sha256
    return int(packed is not None)


@pytest.mark.parametrize(
    ("act", "look", "result", "least"),
    [
        (take_in, messages, 2, 15),
        (answer, replies, 1, 10),
        (export, exported, 1, 6),
        (pack, outboxes, 1, 5),
    ],
)
def test_a_desk_that_is_killed_has_all_that_it_said_was_saved(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Act,
    look: Callable[[Office, Desk], int],
    result: int,
    least: int,
) -> None:
    seen = every_step(office, act, tmp_path, monkeypatch, look)
    # Nothing first; from some step on, all: it never goes back.
    assert seen == sorted(seen)
    assert {0, result} == set(seen)
    assert seen[-1] == result
    assert len(seen) > least


@pytest.fixture
def reports(tmp_path: Path) -> Office:
    """A desk that is about to take in ten reports."""
    scene = Scene(tmp_path)
    asked = (scene.reporter(f"pelapor {number}") for number in range(100))
    chosen = [each for each in asked if NAME in each.panel()][:10]
    for each in chosen:
        scene.portal.receive(each.report(), scene.today)
    return Office(scene, chosen[0], scene.portal.bundle(scene.today))


class Interruption:
    """Ctrl-C, as Python tells of it, once a call was made so many times."""

    def __init__(self, call: Callable[..., Any], times: int = 1) -> None:
        self.call, self.left = call, times

    def __get__(self, instance: object, _owner: type) -> Callable[..., Any]:
        return partial(self, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        result = self.call(*args, **kwargs)
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return result


@pytest.mark.parametrize(
    ("owner", "name", "times"),
    [
        (Journal, "append", 1),
        (State, "apply", 1),
        (Shelf, "_take_in", 1),
        (Index, "touch", 3),
        (Index, "remove", 1),
        (Index, "remove", 8),
        (Index, "_file", 8),
        (Catalogue, "touch", 1),
        (Catalogue, "forget", 2),
        (Index, "save", 1),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_an_import_interrupted_from_its_record_on_is_whole(
    reports: Office, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, times: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Interruption(getattr(owner, name), times))
        try:
            with reports.scene.desk(NAME) as desk:
                import_bundle(desk, reports.bundle)
        except KeyboardInterrupt:
            pass
        else:
            pytest.fail("not interrupted")
    with reports.scene.desk(NAME) as desk:
        check_whole(desk)
        assert len(list(desk.cases.records())) == len(desk.shelf.state.drops) == 10
        assert not desk.shelf.damaged
        assert import_bundle(desk, reports.bundle).reports == 0
