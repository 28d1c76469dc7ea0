"""What a failing disk, a power cut or a lost laptop does to a desk, and how it is made good."""

import errno
import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.carrying import send_out, take_in
from tests.desk.office import NAMES, PASSPHRASE, Reporter, Scene
from tests.desk.test_hostile import report_of
from wbs.desk import files, importing, setup, writing
from wbs.desk.errors import NotAllowed, ShelfError
from wbs.desk.importing import import_bundle
from wbs.desk.index import Index
from wbs.desk.vault import Vault
from wbs.letters.note import Comment


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def filed(scene: Scene) -> tuple[Reporter, str]:
    """Let a report come to the first of its panel's desks; return who filed it, and whose desk that is."""
    reporter = scene.reporter()
    name = reporter.panel()[0]
    scene.portal.receive(reporter.report(), scene.today)
    take_in(scene, name)
    return reporter, name


def letter_file(scene: Scene, name: str, sealed: bytes) -> Path:
    """Return where a sealed letter lies on a desk's shelf."""
    return scene.place(name) / "letters" / f"{hashlib.sha256(sealed).hexdigest()}.age"


def test_a_lost_file_comes_back_with_a_whole_bundle(scene: Scene) -> None:
    _reporter, name = filed(scene)
    folder = scene.place(name)
    for path in (*(folder / "letters").iterdir(), folder / "index"):
        path.unlink()
    with scene.desk(name) as desk:
        assert not desk.cases
    assert take_in(scene, name).reports == 1


@pytest.mark.parametrize(("kept", "more"), [(0, b""), (-1, b""), (-1, b"!")])
def test_a_damaged_file_comes_back_with_a_whole_bundle(scene: Scene, kept: int, more: bytes) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    sealed = reporter.report()
    scene.portal.receive(sealed, scene.today)
    take_in(scene, name)
    folder = scene.place(name)
    path = letter_file(scene, name, sealed)
    path.write_bytes(sealed[:kept] + more)
    (folder / "index").unlink()
    with scene.desk(name) as desk:
        assert len(desk.shelf.damaged) == 1
    assert take_in(scene, name).reports == 1
    assert path.read_bytes() == sealed
    with scene.desk(name) as desk:
        assert not desk.shelf.damaged


@pytest.mark.parametrize("known", [True, False])
def test_a_damaged_file_that_came_back_is_not_lost_with_the_index(scene: Scene, *, known: bool) -> None:
    """A power cut after the import: the index is an older one, which had noted the damage."""
    reporter = scene.reporter()
    name = reporter.panel()[0]
    sealed = reporter.report()
    scene.portal.receive(sealed, scene.today)
    take_in(scene, name)
    folder = scene.place(name)
    letter_file(scene, name, sealed).write_bytes(sealed[:-1])
    (folder / "index").unlink()
    with scene.desk(name) as desk:
        assert len(desk.shelf.damaged) == 1
    if not known:
        scene.portal.receive(scene.reporter("dua").report(), scene.today)
    with scene.desk(name) as desk:
        assert import_bundle(desk, scene.portal.bundle(scene.today)).reports >= 1
        left = (folder / "index").read_bytes()
    (folder / "index").write_bytes(left)
    with scene.desk(name) as desk:
        assert not desk.shelf.damaged
        assert desk.find(reporter.case).report is not None


def test_a_shelf_that_was_not_saved_is_let_go_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of its lock may be another file's by the second time."""
    _reporter, name = filed(scene)
    desk = scene.desk(name)
    desk.shelf.catalogue.set("odd", "")

    def fail(_index: Index, *_what: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Index, "save", fail)
        with pytest.raises(MemoryError):
            desk.shelf.close()
    other = os.open(scene.folder, os.O_RDONLY)
    desk.shelf.close()
    os.fstat(other)
    os.close(other)
    with scene.desk(name) as again:
        assert again.cases


def test_a_file_cut_after_it_was_opened_comes_back_as_well(scene: Scene) -> None:
    reporter = scene.reporter()
    name = reporter.panel()[0]
    sealed = reporter.report()
    scene.portal.receive(sealed, scene.today)
    take_in(scene, name)
    path = letter_file(scene, name, sealed)
    path.write_bytes(sealed[:-1])
    assert take_in(scene, name).reports == 0
    assert path.read_bytes() == sealed


def test_a_disk_that_fails_for_a_moment_loses_no_letter_for_good(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter, name = filed(scene)
    (scene.place(name) / "index").unlink()
    open_file = Path.open

    def fail(path: Path, *how: object, **more: object) -> object:
        if path.suffix == ".age" and path.parent.name == "letters":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return open_file(path, *how, **more)  # type: ignore[call-overload]  # passed on as it came

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", fail)
        with pytest.raises(ShelfError, match="tidak terbaca"):
            scene.desk(name)
    with scene.desk(name) as desk:
        assert not desk.shelf.damaged
        assert desk.find(reporter.case).report is not None


def test_a_granted_letter_that_was_lost_comes_back_in_the_same_session(scene: Scene) -> None:
    reporter = scene.reporter()
    panel = reporter.panel()
    outsider = sorted(set(NAMES) - set(panel))[0]
    sealed = reporter.report()
    scene.portal.receive(sealed, scene.today)
    take_in(scene, panel[0])
    with scene.desk(panel[0]) as desk:
        writing.grant(desk, desk.find(reporter.case), [outsider])
    send_out(scene, panel[0])
    assert take_in(scene, outsider).reports == 1
    folder = scene.place(outsider)
    letter_file(scene, outsider, sealed).unlink()
    (folder / "index").unlink()
    with scene.desk(outsider) as desk:
        assert desk.shelf.damaged
        assert import_bundle(desk, scene.portal.bundle(scene.today)).reports == 1


def test_a_restored_shelf_is_on_the_disk_before_its_journal(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter, name = filed(scene)
    with scene.desk(name) as desk:
        setup.back_up(desk, scene.place(name), scene.folder / "copy")
    scene.place(name).rename(scene.folder / "lost")
    folder = scene.place(name)
    vault = Vault.open(folder, PASSPHRASE)

    def lost(_descriptor: int) -> None:
        assert any((folder / "letters").iterdir())
        assert not (folder / "journal").exists()
        raise ShelfError("Disk tidak dapat menyimpan semuanya.")

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_disk", lost)
        with pytest.raises(ShelfError, match="Disk"):
            setup.take_up(folder, scene.folder / "copy", vault)
    assert not (folder / "letters").exists()
    setup.take_up(folder, scene.folder / "copy", vault)
    with scene.desk(name) as desk:
        assert desk.find(reporter.case).report is not None


@pytest.mark.parametrize("name", ["index", "journal", "lock"])
def test_what_cannot_be_read_is_said_or_made_anew(scene: Scene, name: str) -> None:
    reporter, who = filed(scene)
    folder = scene.place(who)
    (folder / name).rename(folder / "kept")
    (folder / name).mkdir()
    if name == "index":
        with scene.desk(who) as desk:
            assert desk.find(reporter.case).report is not None
    else:
        with pytest.raises(ShelfError, match="tidak terbaca"):
            scene.desk(who)
    (folder / name).rmdir()
    (folder / "kept").rename(folder / name)
    with scene.desk(who) as desk:
        assert desk.find(reporter.case).report is not None


def test_a_disk_of_its_own_brings_a_folder_that_stays(scene: Scene) -> None:
    found = scene.place(NAMES[0]) / "letters" / "lost+found"
    with scene.desk(NAMES[0]):
        found.mkdir()
    with scene.desk(NAMES[0]):
        assert found.is_dir()


def test_a_folder_that_is_not_flushed_is_said_not_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files, "sync", fail)
    with pytest.raises(ShelfError, match="sudah tertulis"):
        files.write(tmp_path / "vault", b"new")
    assert (tmp_path / "vault").read_bytes() == b"new"


def test_a_file_put_down_over_another_is_the_old_one_or_the_whole_new_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.age"
    path.write_bytes(b"old")

    def torn(write: Callable[[bytes], object]) -> None:
        write(b"ne")
        raise OSError(errno.EIO, "the stick is gone")

    with pytest.raises(ShelfError, match="the stick"):
        files.put_down(path, torn)
    assert path.read_bytes() == b"old"
    files.put_down(path, lambda write: [write(b"ne"), write(b"w")])
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_journal_that_is_gone_takes_no_letter_with_it(scene: Scene) -> None:
    reporter, name = filed(scene)
    folder = scene.place(name)
    kept = (folder / "journal").read_bytes()
    (folder / "journal").unlink()
    with pytest.raises(ShelfError, match="Jurnal"):
        scene.desk(name)
    (folder / "journal").write_bytes(kept)
    with scene.desk(name) as desk:
        assert desk.find(reporter.case).report is not None


def test_a_restored_shelf_writes_nothing_before_it_has_caught_up(scene: Scene) -> None:
    reporter, name = filed(scene)
    with scene.desk(name) as desk:
        setup.back_up(desk, scene.place(name), scene.folder / "copy")
        writing.note(desk, desk.find(reporter.case), Comment("Setelah salinan."))
    send_out(scene, name)
    scene.place(name).rename(scene.folder / "lost")
    folder = scene.place(name)
    setup.take_up(folder, scene.folder / "copy", Vault.open(folder, PASSPHRASE))
    with scene.desk(name) as desk:
        writing.opened(desk, desk.find(reporter.case))
        assert not importing.acknowledge(desk)
        with pytest.raises(NotAllowed, match="dipulihkan"):
            writing.note(desk, desk.find(reporter.case), Comment("Terlalu cepat."))
    take_in(scene, name)
    with scene.desk(name) as desk:
        writing.note(desk, desk.find(reporter.case), Comment("Sekarang."))
        case = desk.find(reporter.case)
        assert ([note.letter.author_seq for note in case.notes], case.forks) == ([1, 2], ())


def test_a_restored_shelf_has_not_caught_up_by_a_part_or_by_what_it_had(scene: Scene) -> None:
    name = NAMES[0]
    scene.portal.receive(report_of(scene.reporter()), scene.today)
    old = scene.portal.bundle(scene.today)
    scene.later(3)
    take_in(scene, name)
    with scene.desk(name) as desk:
        setup.back_up(desk, scene.place(name), scene.folder / "copy")
    scene.place(name).rename(scene.folder / "lost")
    folder = scene.place(name)
    setup.take_up(folder, scene.folder / "copy", Vault.open(folder, PASSPHRASE))
    scene.later(2)
    part = scene.portal.bundle(scene.today, since=scene.today - timedelta(days=1))
    with scene.desk(name) as desk:
        for path in (part, old):
            import_bundle(desk, path)
            assert desk.shelf.state.restored
        import_bundle(desk, scene.portal.bundle(scene.today))
        assert not desk.shelf.state.restored


def test_an_index_that_cannot_be_written_undoes_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter, name = filed(scene)
    write = files.write

    def full(path: Path, data: bytes) -> None:
        if path.name == "index":
            raise ShelfError("Tidak ada yang tersimpan.")
        write(path, data)

    with scene.desk(name) as desk:
        monkeypatch.setattr(files, "write", full)
        writing.note(desk, desk.find(reporter.case), Comment("Satu."))
    monkeypatch.undo()
    # The journal has the note and the index does not, as after a power cut: the next one is numbered 2.
    with scene.desk(name) as desk:
        writing.note(desk, desk.find(reporter.case), Comment("Dua."))
        case = desk.find(reporter.case)
        assert [note.letter.author_seq for note in case.notes] == [1, 2]
        assert not case.forks


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ShelfError, match="tidak dapat ditulis"):
        files.write(tmp_path / "none" / "file", b"")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ShelfError, match="tidak dapat dibuat"):
        files.make_folder(tmp_path / "file" / "folder")
