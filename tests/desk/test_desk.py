"""A desk opened, and what it takes in: as much as it may, or nothing."""

from pathlib import Path

import pytest

from crypto.errors import TooLittleMemory
from crypto.passphrase import Passphrase
from tests.desk.carrying import take_in
from tests.desk.office import NAMES, PASSPHRASE, SEEDS, WHAT, Scene
from wbs.desk import backup, importing, sending, setup, writing
from wbs.desk.errors import BundleRefused, DeskError, NotAllowed, ShelfError, VaultError
from wbs.desk.importing import import_bundle
from wbs.desk.vault import Vault
from wbs.letters.note import Comment


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


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


def test_one_desk_is_open_once(scene: Scene) -> None:
    with scene.desk(NAMES[0]), pytest.raises(ShelfError, match="sedang dibuka"):
        scene.desk(NAMES[0])


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
