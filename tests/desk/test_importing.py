"""An import of many letters: on every core, durable before it counts, stopped or broken off at any point."""

import gc
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests import factories as make
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, Reporter, Scene
from tests.desk.test_hostile import report_of
from tests.faults.strace import Call, calls
from wbs.cases.casefile import Case
from wbs.desk import crew, files, incoming, opening
from wbs.desk.casebook import Casebook
from wbs.desk.desk import Desk
from wbs.desk.errors import BundleRefused, Cancelled, DeskError, ShelfError
from wbs.desk.importing import Basis, import_bundle, prepare
from wbs.desk.incoming import FOLDER
from wbs.desk.index import Index, place
from wbs.letters.bundle import DropEntry, open_bundle
from wbs.letters.halfday import HalfDay

NAME = NAMES[0]
LETTERS = 20


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.fixture
def reporter(scene: Scene) -> Reporter:
    """Somebody whose report this desk reads."""
    asked = (scene.reporter(f"pelapor {number}") for number in range(100))
    return next(each for each in asked if NAME in each.panel())


@pytest.fixture
def bundle(scene: Scene, reporter: Reporter) -> Path:
    """A report and messages, most for this desk, some for others, one that is damaged inside."""
    scene.portal.receive(reporter.report(), scene.today)
    for number in range(LETTERS):
        readers = (NAME,) if number % 4 else (NAMES[1],)
        scene.portal.receive(reporter.message(f"pesan {number}", readers), scene.today)
    broken = bytearray(reporter.message("rusak", (NAME,)))
    broken[-1] ^= 1
    scene.portal.receive(bytes(broken), scene.today)
    return scene.portal.bundle(scene.today)


def left(desk: Desk) -> list[Path]:
    """Return what an import left behind."""
    named = {f"{drop.hex()}.age" for drop in desk.shelf.state.drops}
    return [path for path in desk.shelf.letters_folder.iterdir() if path.name not in named]


def prepared_alone(desk: Desk, bundle: Path, children: int) -> None:
    """Prepare an import that is then let go."""
    with prepare(Basis.of(desk), bundle, children=children):
        pass


def test_children_and_this_process_find_the_same(scene: Scene, bundle: Path, tmp_path: Path) -> None:
    found = []
    for children in (0, 2):
        own = replace(scene, folder=tmp_path / str(children))
        with own.desk(NAME) as desk:
            with prepare(Basis.of(desk), bundle, children=children) as prepared:
                summary = prepared.commit(desk)
            assert left(desk) == []
            letters = sorted((each.drop, each.signed.json, each.half_day) for each in desk.shelf.letters())
            found.append((summary, letters, desk.shelf.damaged))
    assert found[0] == found[1]
    summary, letters, damaged = found[0]
    assert (summary.reports, summary.messages, summary.damaged) == (1, LETTERS * 3 // 4, 1)
    assert (len(letters), len(damaged)) == (1 + LETTERS * 3 // 4, 1)


@pytest.mark.parametrize("children", [0, 2])
def test_reports_folded_where_they_are_opened_are_what_the_desk_would_fold(
    scene: Scene, bundle: Path, reporter: Reporter, children: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One report alone, one twice, one with messages, one whose key is another's, one about this reader."""
    asked = [scene.reporter(f"lain {number}") for number in range(30)]
    alone, twice, forged, about = [each for each in asked if NAME in each.panel()][:4]
    forged.signing = make.signing_key("someone else")
    for each in (alone, twice, twice, forged):
        scene.portal.receive(each.report(), scene.today)
    scene.portal.receive(report_of(about, excluded=(NAME,)), scene.today)
    bundle = scene.portal.bundle(scene.today)
    with scene.desk(NAME) as desk:
        with prepare(Basis.of(desk), bundle, children=children) as prepared:
            folded = {each.folded.packed.columns.id for each in prepared.results if each.folded is not None}
            assert folded == {each.keys.case for each in (reporter, alone, twice, about)}
            again: list[bytes] = []
            fold = Casebook._fold

            def watched(book: Casebook, case: bytes) -> dict[bytes, Case]:
                again.append(case)
                return fold(book, case)

            with monkeypatch.context() as patch:
                patch.setattr(Casebook, "_fold", watched)
                prepared.commit(desk)
            assert {alone.keys.case, about.keys.case}.isdisjoint(again)
            assert {reporter.keys.case, twice.keys.case, forged.keys.case} <= set(again)
        before, tables = list(desk.cases.records()), _tables(desk)
        assert [each.unproven for each in before if each.id == forged.keys.case] == [1]
        assert {each.id for each in before if each.reports} == folded
        assert about.keys.case not in desk.cases.catalogue().tallies()
        desk.shelf.save()
        index = Index(desk.shelf.folder / "index", desk.vault.shelf_key)
        assert all(index.place(drop) == place(signed) for drop, signed in index.letters())
        desk.shelf.catalogue.touch([each.id for each in before])
        assert list(desk.cases.records()) == before
        assert _tables(desk) == tables


@pytest.mark.parametrize("children", [0, 2])
def test_a_report_that_was_lost_and_comes_again_arrived_when_it_first_came(
    scene: Scene, reporter: Reporter, children: int
) -> None:
    first, sealed = HalfDay(scene.today, "A"), reporter.report()
    scene.portal.receive(sealed, scene.today)
    with scene.desk(NAME) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
    for path in (*(scene.place(NAME) / "letters").iterdir(), scene.place(NAME) / "index"):
        path.unlink()
    scene.later(3)
    # Nobody signs a bundle's list: whoever carries it can name another day.
    scene.portal.letters = [(HalfDay(scene.today, "A"), sealed)]
    bundle = scene.portal.bundle(scene.today)
    with scene.desk(NAME) as desk:
        assert not desk.cases
        with prepare(Basis.of(desk), bundle, children=children) as prepared:
            assert [each.folded is not None for each in prepared.results] == [True]
            prepared.commit(desk)
        assert [record.half_day for record in desk.cases.records()] == [first]


def _tables(desk: Desk) -> list[list[tuple[object, ...]]]:
    database = desk.cases.catalogue().database
    return [
        sorted(database.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 -- names below
        for table in ("cases", "stale", "asked", "answers", "letters")
    ]


@pytest.mark.parametrize("children", [0, 2])
def test_a_letter_that_is_not_the_listed_one_is_named(scene: Scene, bundle: Path, children: int) -> None:
    with bundle.open("r+b") as file:
        entry, start = list(open_bundle(file, make.INSTANCE).members())[LETTERS // 2]
        file.seek(start + 5000)
        file.write(b"\0\0\0\0")
    with scene.desk(NAME) as desk:
        journal = (desk.shelf.folder / "journal").read_bytes()
        with (
            pytest.raises(BundleRefused, match=entry.path),
            prepare(Basis.of(desk), bundle, children=children),
        ):
            pass
        assert left(desk) == []
        assert (desk.shelf.folder / "journal").read_bytes() == journal


@pytest.mark.parametrize("children", [0, 2])
def test_a_known_letter_is_still_checked_in_the_next_bundle(
    scene: Scene, bundle: Path, children: int
) -> None:
    with scene.desk(NAME) as desk:
        import_bundle(desk, bundle)
        with bundle.open("r+b") as file:
            entry, start = next(iter(open_bundle(file, make.INSTANCE).members()))
            file.seek(start + 600)
            file.write(b"\xff")
        with (
            pytest.raises(BundleRefused, match=entry.path),
            prepare(Basis.of(desk), bundle, children=children),
        ):
            pass


@pytest.mark.parametrize("children", [0, 2])
def test_an_import_stopped_anywhere_leaves_nothing(scene: Scene, bundle: Path, children: int) -> None:
    class Patience:
        def __init__(self, times: int) -> None:
            self.left = times

        def __call__(self) -> bool:
            self.left -= 1
            return self.left < 0

    with scene.desk(NAME) as desk:
        journal = (desk.shelf.folder / "journal").read_bytes()
        stopped = 0
        # Between letters here, between lots where children open them.
        for times in range(3 if children else LETTERS + 5):
            patience = Patience(times)
            try:
                with prepare(Basis.of(desk), bundle, cancelled=patience, children=children):
                    break
            except Cancelled:
                stopped += 1
            assert left(desk) == []
        assert stopped >= 1
        assert (desk.shelf.folder / "journal").read_bytes() == journal
        assert import_bundle(desk, bundle).reports == 1


def test_a_child_that_dies_is_an_error_that_loses_nothing(
    scene: Scene, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give = crew._Child.give

    def deadly(child: crew._Child, lot: list[opening.Task]) -> None:
        give(child, lot)
        os.kill(child._process.pid, signal.SIGKILL)

    with scene.desk(NAME) as desk:
        basis = Basis.of(desk)
        with monkeypatch.context() as patch:
            patch.setattr(crew._Child, "give", deadly)
            with pytest.raises(ShelfError, match="berhenti"), prepare(basis, bundle, children=2):
                pass
        assert left(desk) == []
        with prepare(basis, bundle, children=2) as prepared:
            assert prepared.commit(desk).reports == 1


def test_a_child_that_cannot_start_is_an_error(
    scene: Scene, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent")
    with (
        scene.desk(NAME) as desk,
        pytest.raises(ShelfError, match="tidak dapat dijalankan"),
        prepare(Basis.of(desk), bundle, children=1),
    ):
        pass


def test_keys_reach_a_child_by_its_pipe_alone(
    scene: Scene, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    popen = subprocess.Popen

    def watched(command: list[str], **options: object) -> object:
        environment = options["env"]
        assert isinstance(environment, dict)
        started.append((command, environment))
        return popen(command, **options)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(subprocess, "Popen", watched)
    with scene.desk(NAME) as desk, prepare(Basis.of(desk), bundle, children=2):
        pass
    assert len(started) == 2
    for command, environment in started:
        assert environment == {}
        assert command[1:-1] == ["-I", "-B", "-m", "wbs.desk.opener"]
    assert SEEDS[NAME].hex() not in repr(started)


_ORPHANING = """
import os, signal, sys
from pathlib import Path
from wbs.desk import crew, opening
child = crew._Child()
child.begin(opening.Means((bytes(32),), Path("/")))
print(child._process.pid, flush=True)
sys.stdin.read(1)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_children_end_with_their_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ORPHANING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.stdin.write("x")
    assert parent.returncode == -signal.SIGKILL
    until = time.monotonic() + 60
    while _runs(child):
        assert time.monotonic() < until, "it outlives its parent"
        time.sleep(0.05)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    # A zombie has ended: nobody has asked for how yet.
    return state != "Z"


def test_a_letter_that_the_disk_lost_is_told_before_anything_counts(
    scene: Scene, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_descriptor: int) -> None:
        raise ShelfError("Disk tidak dapat menyimpan semuanya.")

    with scene.desk(NAME) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(files, "sync_disk", lost)
            with pytest.raises(ShelfError, match="Disk"):
                import_bundle(desk, bundle)
        assert left(desk) == []
        assert not desk.shelf.state.arrived
        assert import_bundle(desk, bundle).reports == 1


def test_the_disk_begins_early_and_still_tells_at_the_end_what_it_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_SOME", 100)
    synced: list[int] = []
    errors: list[ShelfError | None] = [ShelfError("disk"), None, ShelfError("disk")]

    def sync_disk(descriptor: int) -> None:
        synced.append(descriptor)
        if (error := errors[len(synced) - 1]) is not None:
            raise error

    monkeypatch.setattr(files, "sync_disk", sync_disk)
    with incoming.Incoming(tmp_path) as coming:
        coming.add(99)
        assert coming._early is None
        for count in (1, 2):
            coming.add(count * 100)
            assert coming._early is not None
            coming._early.join(60)
            assert len(synced) == count
        with pytest.raises(ShelfError):
            coming.sync()
    # The barrier's file is the older one, so that no error was told to another in its place.
    assert synced[2] not in synced[:2]


def test_a_lot_is_sixteen_letters_or_four_mebibytes_or_one_that_is_larger() -> None:
    def task(size: int) -> opening.Task:
        entry = DropEntry("0" * 32, HalfDay(date(2026, 11, 2), "A"), size, bytes(32))
        return opening.Task(bytes(32), (entry, 0))

    sizes = [1] * 17 + [2 << 20, (2 << 20) - 1, 1, 9 << 20, 1]
    lots = [[each.size for each in lot] for lot in crew._lots(map(task, sizes))]
    assert lots == [[1] * 16, [1, 2 << 20, (2 << 20) - 1], [1], [9 << 20], [1]]


def test_children_are_started_for_as_much_as_some_hundred_letters() -> None:
    cores = len(os.sched_getaffinity(0))
    for each, children in (
        (crew.Crew.for_letters(255), 0),
        (crew.Crew.for_letters(256), cores),
        (crew.Crew.for_bytes(255 * 78_094), 0),
        (crew.Crew.for_bytes(256 * 78_094), cores),
    ):
        with each:
            assert len(each._children) == children
            running = [child._process.pid for child in each._children]
            assert all(_runs(process) for process in running)
        assert not any(_runs(process) for process in running)


def test_a_desk_that_was_closed_meanwhile_takes_nothing_in(scene: Scene, bundle: Path) -> None:
    with scene.desk(NAME) as desk:
        basis = Basis.of(desk)
    with scene.desk(NAME) as other:
        with pytest.raises(DeskError, match="dikunci"), prepare(basis, bundle) as prepared:
            prepared.commit(other)
        assert not other.shelf.state.arrived


def test_what_a_crash_left_is_swept(scene: Scene) -> None:
    with scene.desk(NAME) as desk:
        letters, bundles = desk.shelf.letters_folder, desk.shelf.folder / FOLDER
    (letters / f"{'ab' * 32}.age").write_bytes(b"x")
    (letters / f".{'cd' * 32}.age.4711.new").write_bytes(b"x")
    bundles.mkdir()
    (bundles / "bundle.tar").write_bytes(b"x")
    with scene.desk(NAME) as desk:
        assert left(desk) == []
    assert not bundles.exists()


@pytest.mark.parametrize("children", [0, 2])
def test_an_import_that_is_let_go_removes_nothing_that_lay_there_before(
    scene: Scene, bundle: Path, children: int
) -> None:
    """Not even where it was begun by what the desk was before another import."""
    with scene.desk(NAME) as desk:
        before = Basis.of(desk)
        import_bundle(desk, bundle)
        files_there = {path.name: path.read_bytes() for path in desk.shelf.letters_folder.iterdir()}
        with prepare(before, bundle, children=children) as prepared:
            assert len(prepared.results) == len(files_there)
        now = {path.name: path.read_bytes() for path in desk.shelf.letters_folder.iterdir()}
        assert now == files_there


def test_garbage_is_looked_for_as_before_once_an_import_ends(scene: Scene, bundle: Path) -> None:
    before = gc.get_threshold()
    with scene.desk(NAME) as desk:
        for ending in (None, Cancelled):
            with suppress(Cancelled), prepare(Basis.of(desk), bundle):
                assert gc.get_threshold()[0] > before[0]
                if ending is not None:
                    raise ending
            assert gc.get_threshold() == before


def test_only_one_import_is_under_way(scene: Scene, bundle: Path) -> None:
    with scene.desk(NAME) as desk:
        with (
            prepare(Basis.of(desk), bundle),
            pytest.raises(ShelfError, match="Impor lain belum selesai"),
            prepare(Basis.of(desk), bundle),
        ):
            pass
        assert left(desk) == []
        assert import_bundle(desk, bundle).reports == 1


def test_a_folder_that_cannot_be_read_takes_no_import(scene: Scene, bundle: Path) -> None:
    with scene.desk(NAME) as desk:
        basis = Basis.of(desk)
        desk.shelf.letters_folder.rename(desk.shelf.folder / "elsewhere")
        with pytest.raises(ShelfError, match="tidak terbaca"), prepare(basis, bundle):
            pass


def test_letters_of_a_lost_index_are_opened_by_children(
    scene: Scene, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.desk(NAME) as desk:
        import_bundle(desk, bundle)
        before = sorted((each.drop, each.signed.json) for each in desk.shelf.letters())
    (scene.place(NAME) / "index").unlink()
    monkeypatch.setattr(crew, "_FEW", 5)
    with scene.desk(NAME) as desk:
        assert sorted((each.drop, each.signed.json) for each in desk.shelf.letters()) == before


_IMPORT = """
import sys
from datetime import date
from pathlib import Path
from wbs.desk.desk import Desk
from wbs.desk.importing import Basis, prepare
folder, passphrase, day, bundle = sys.argv[1:]
with Desk.unlock(Path(folder), passphrase, lambda _office: date.fromisoformat(day)) as desk:
    with prepare(Basis.of(desk), Path(bundle), children=2) as prepared:
        prepared.commit(desk)
"""


@pytest.mark.process
def test_every_letter_is_durable_before_the_one_record_that_counts_it(scene: Scene, bundle: Path) -> None:
    place = scene.place(NAME)
    trace = scene.folder / "trace"
    watched = "openat,write,rename,fsync,fdatasync,syncfs"
    tracer = ["strace", "-f", "-y", "-o", str(trace), "-e", f"trace={watched}"]
    arguments = [str(place), PASSPHRASE, scene.today.isoformat(), str(bundle)]
    subprocess.run([*tracer, sys.executable, "-c", _IMPORT, *arguments], check=True)
    found = calls(trace)
    letters = [each for each in found if each.path.startswith(str(place / "letters") + "/")]
    made = [each for each in letters if each.name == "openat"]
    written = [each for each in letters if each.name == "write"]
    assert len({each.path for each in made}) == len({each.path for each in written}) == LETTERS + 2
    (barrier,) = [each for each in found if each.name == "syncfs"]
    journal = [each for each in found if each.path == str(place / "journal") and each.begin > barrier.end]
    assert [each.name for each in journal] == ["openat", "write", "fsync"]
    assert {each.name for each in letters} == {"openat", "write"}
    _before(made + written, [barrier])
    _before([barrier], journal)
    # The one record has all of them.
    with scene.desk(NAME) as desk:
        assert len(desk.shelf.state.arrived) == LETTERS + 2


def _before(first: list[Call], then: list[Call]) -> None:
    assert max(each.end for each in first) < min(each.begin for each in then)


def test_the_pipe_carries_any_length() -> None:
    read, write = os.pipe()
    value, beside = [{"size": 3000, "signature": "é"}], bytes(range(256)) * 200
    with os.fdopen(read, "rb", 0) as source, os.fdopen(write, "wb", 0) as sink:
        crew.send(sink, value, beside)
        crew.send(sink, value)
        assert crew.receive(source) == (value, beside)
        assert crew.receive(source) == (value, b"")
        sink.write(b"\0\0\0\5\0\0\0\0ab")
        sink.close()
        assert crew.receive(source) is None
        assert crew.receive(source) is None
