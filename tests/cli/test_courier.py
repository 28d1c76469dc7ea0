"""The courier's commands, on a portal of today."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.courier_office import outbox_file
from tests.portal.process import current_keyring, lay_out
from tests.store.letters import drop, sealed_slot
from wbs.cli import wbs
from wbs.letters import canonical
from wbs.letters.archive import ArchiveWriter
from wbs.letters.bundle import read_bundle
from wbs.letters.freshness import Collected, Freshness, sign_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import SignedKeyring
from wbs.portal.config import load, open_store
from wbs.store import couriers, drops
from wbs.store.session import Store

PASSWORD = "sepeda hijau di jembatan"


class Server:
    """A portal in a folder, and someone at its terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = lay_out(folder, 1)
        self.settings = load(self.config, {})
        (folder / "sandi").write_text(PASSWORD + "\n")
        (folder / "stick").mkdir()

    def run(self, *arguments: str) -> Result:
        command, *rest = arguments
        line = ["--lang", "id", "courier", command, "--config", str(self.config), *rest]
        return CliRunner().invoke(wbs, line)

    def done(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert result.exit_code == 1, result.output
        assert len(result.output.strip().splitlines()) == 1, result.output
        return result.output

    @contextmanager
    def store(self) -> Iterator[Store]:
        opened = open_store(self.settings)
        yield opened
        opened.dispose()

    def put(self, seed: int) -> None:
        with self.store() as store:
            drops.put(store, io.BytesIO(drop(seed)), datetime.now(store.zone))

    def take(self, *options: str) -> list[bytes]:
        self.done("export", "--to", str(self.folder / "stick"), *options)
        [path] = (self.folder / "stick").iterdir()
        with path.open("rb") as source:
            bundle = read_bundle(source, make.INSTANCE)
            found = sorted(content.read() for _, content in bundle.drops())
        path.unlink()
        return found


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(couriers, "_MEMORY_KIB", 8)
    monkeypatch.setattr(couriers, "_PASSES", 1)
    return Server(tmp_path)


def test_accounts_come_and_go(server: Server) -> None:
    password = ("--passphrase-file", str(server.folder / "sandi"))
    shown = server.done("add", "kurir", *password)
    assert shown.count("-") >= 3 * couriers.RECOVERY_CODES
    assert "▄" in shown
    assert "sudah ada" in server.refused("add", "kurir", *password)
    assert shown != server.done("add", "kurir", "--replace", *password)
    assert server.done("list") == "kurir\n"
    server.done("remove", "kurir")
    assert server.done("list") == ""
    assert "tidak ada kurir" in server.refused("remove", "kurir")
    (server.folder / "sandi").write_text("pendek")
    assert "Ditolak: sandi terdiri dari paling sedikit 12" in server.refused("add", "kurir", *password)


def test_letters_leave_in_bundles(server: Server) -> None:
    server.put(1)
    assert server.take() == [drop(1)]
    server.put(2)
    assert server.take("--all") == sorted([drop(1), drop(2)])
    tomorrow = (datetime.now(server.settings.office.zone) + timedelta(days=1)).date()
    assert server.take("--from", str(tomorrow)) == []
    assert server.run("export", "--all", "--from", str(tomorrow)).exit_code == 2
    assert "export" in server.done("record")


def test_an_export_that_fails_leaves_nothing_on_the_stick(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(1)
    server.take()
    with server.store() as store:
        [path] = [path for path in store.blobs.released.rglob("*") if path.is_file()]
    path.write_bytes(b"x" + path.read_bytes()[1:])
    assert "Ditolak seluruhnya" in server.refused("export", "--all", "--to", str(server.folder / "stick"))
    assert list((server.folder / "stick").iterdir()) == []


def test_a_letter_left_behind_is_told(server: Server) -> None:
    server.put(1)
    with server.store() as store:
        [path] = list(store.blobs.pending.iterdir())
    path.unlink()
    result = server.run("export", "--to", str(server.folder / "stick"))
    assert (result.exit_code, "not released: 1" in result.output) == (1, True)


def test_outboxes_are_applied_once(server: Server) -> None:
    today = datetime.now(server.settings.office.zone).date()
    slots = tuple(replace(slot, sealed=sealed_slot(at)) for at, slot in enumerate(rings.slots(8)))
    key = make.signing_key("verifikator-1")
    made = rings.outbox(
        day=today,
        slots=slots,
        freshness=sign_statement(Freshness(make.INSTANCE, "verifikator-1", 1, today), key),
        collected=sign_statement(Collected(make.INSTANCE, "verifikator-1", 1, HalfDay(today, "A")), key),
    )
    good, bad = server.folder / "outbox-1.tar", server.folder / "outbox-2.tar"
    good.write_bytes(outbox_file(made))
    bad.write_bytes(outbox_file(made)[:-4096])
    assert "Di papan: 8." in server.done("import", str(good))
    assert "sudah pernah" in server.done("import", str(good))
    assert "outbox-2.tar: Ditolak seluruhnya" in server.refused("import", str(bad))
    assert "Rantai utuh" in server.done("record", "--verify")


def test_an_outbox_that_nobody_signed_says_nothing_to_the_terminal(server: Server) -> None:
    sink = io.BytesIO()
    archive = ArchiveWriter(sink)
    archive.add("outbox.json", canonical.dumps({"wbs": 1, "\x1b]0;pwn\x07\x1b[2J": 1}))
    archive.add("outbox.json.minisig", b"none")
    archive.finish()
    file = server.folder / "outbox.tar"
    file.write_bytes(sink.getvalue())
    said = server.refused("import", str(file))
    assert "Ditolak seluruhnya" in said
    assert "]0;pwn" in said
    assert said.strip().isprintable()


def test_a_broken_record_is_named(server: Server) -> None:
    server.put(1)
    server.take()
    with server.store() as store, store.unit() as unit:
        unit.exec_driver_sql("DROP TRIGGER staff_record_no_delete")
        unit.exec_driver_sql("DELETE FROM staff_record")
        unit.exec_driver_sql("DROP TRIGGER staff_record_no_insert")
        unit.exec_driver_sql(
            "INSERT INTO staff_record VALUES (7, '2026-01-31', 'server', 'export', '', zeroblob(32))"
        )
    result = server.run("record", "--verify")
    assert (result.exit_code, "catatan 1 dari" in result.output) == (1, True)


def test_a_foreign_keyring_is_no_keyring(server: Server) -> None:
    signed: SignedKeyring = rings.sign(current_keyring())
    assert signed.signatures
    (server.folder / "pin.json").write_bytes(replace(rings.PIN, threshold=3).encode())
    file = server.folder / "outbox.tar"
    file.write_bytes(b"")
    assert "daftar kunci" in server.refused("import", str(file))
