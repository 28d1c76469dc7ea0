"""A laptop is lost, then one is stolen: what comes back, and what no longer counts."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.office import ACCUSED, PANEL, PASSPHRASE, Desk, Office, file_report, run
from tests.journeys.visitor import Visitor
from wbs.cases.casefile import Case
from wbs.cases.deadlines import Due
from wbs.cases.lapses import Aspect
from wbs.cases.lifecycle import State
from wbs.cli.config import read_settings
from wbs.desk.desk import Desk as Unlocked
from wbs.letters.letter import Note
from wbs.portal.config import open_store
from wbs.store import drops

OLD = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
NEW = "Pengadaan kursi dimenangkan sepupu panitia."
LATER = "Kursi itu sudah datang kemarin."
AGAIN = "Laptop kami diganti; pemeriksaan berlanjut."

pytestmark = pytest.mark.process


def everything(desk: Desk) -> dict[bytes, tuple[Case, Sequence[Due]]]:
    """Return every case that the desk has, whole, with its clocks."""
    with Unlocked.unlock(desk.folder, PASSPHRASE, lambda office: datetime.now(office.zone).date()) as opened:
        return {id_: (case, opened.due(case)) for id_, case in sorted(opened.cases.items())}


def fetch(office: Office, *readers: str) -> Path:
    """Bring all that lies at the portal to these desks."""
    bundle = office.bundle()
    for reader in readers:
        office.desk(reader).run("import", bundle)
    return bundle


def carry(office: Office, *readers: str) -> None:
    """Bring what these desks wrote to the portal, and all that lies there back to them."""
    for reader in readers:
        run("courier", "import", "--config", office.config, office.desk(reader).outbox(office.folder))
    fetch(office, *readers)


def write_back(office: Office, code: str, text: str) -> str:
    """Write as a reporter who has a code; return what the status page said before."""
    reporter = Visitor(office.origin("reporter"))
    reporter.open("/status")
    seen = reporter.send(code=code)
    assert "Pesan terkirim" in reporter.send("/pesan", text=text)
    return seen


def server_forgets(office: Office) -> None:
    """Let the letters at the portal grow older than it keeps them."""
    store = open_store(read_settings(office.config))
    assert drops.expire(store, datetime.now(store.zone).date() + timedelta(days=drops.KEPT_DAYS + 1))
    store.dispose()


def worked(office: Office, mine: str, colleague: str) -> tuple[str, str]:
    """Let two readers work on a case that the server then forgets, and on a new one; return the codes."""
    old = file_report(Visitor(office.origin("reporter")), what=OLD, excluded=ACCUSED)
    fetch(office, mine, colleague)
    case = office.case(old)
    office.desk(mine).run("note", case, "--declare", "--state", "DITERIMA", "--comment", "Ingat loket 3.")
    office.desk(mine).reply(case, "TELAAH", "Kami menelaah laporan Anda.")
    office.desk(mine).run("note", case, "--hold", "Gugatan di PTUN.", "--violation", "3")
    carry(office, mine, colleague)
    office.desk(colleague).run(
        "note", case, "--state", "INVESTIGASI", "--assign", mine, "--assign", colleague
    )
    carry(office, mine, colleague)
    server_forgets(office)
    new = file_report(Visitor(office.origin("reporter")), what=NEW, excluded=ACCUSED)
    assert "Sedang ditelaah" in write_back(office, old, "Loketnya pindah ke lantai 2.")
    carry(office, mine, colleague)
    office.desk(mine).run("backup", office.folder / "salinan")
    # After the copy both go on.
    write_back(office, new, LATER)
    carry(office, mine, colleague)
    office.desk(mine).run(
        "note", office.case(new), "--state", "DITERIMA", "--comment", "Minta dokumen lelang."
    )
    office.desk(colleague).run("note", case, "--state", "TINDAK")
    carry(office, mine, colleague)
    return old, new


def set_up(office: Office, reader: str, *more: object) -> Desk:
    """Make a reader's desk on a new laptop, with the copy of the shelf."""
    ceremony = office.folder / "ceremony"
    desk = office.desk(reader)
    shutil.rmtree(desk.folder)
    desk.run("init", "--pin", ceremony / "pin-1.json", "--keyring", ceremony / "keyring-1.json",
             "--office", ceremony / "office.toml", "--shelf", office.folder / "salinan",
             "--backup-passphrase-file", office.frasa, *more)  # fmt: skip
    return desk


def test_a_lost_laptop_costs_nothing_that_was_carried(office: Office) -> None:
    mine, colleague = PANEL[:2]
    with office.open("reporter"):
        old, new = worked(office, mine, colleague)
        before = everything(office.desk(mine))
        assert {case.state for case, _ in before.values()} == {State.TINDAK, State.DITERIMA}
        assert all(due for _, due in before.values())

        desk = set_up(office, mine, "--from", office.folder / "ceremony" / f"reader-{mine}.age")
        with pytest.raises(AssertionError, match="--all"):
            desk.run("note", office.case(old), "--comment", "Terlalu dini.")
        bundle = fetch(office, mine)
        assert everything(desk) == before
        # Only the copy had the old report: the server has forgotten it.
        without = everything(bare(office, mine, bundle))
        assert {case.name: case.report is None for case, _ in without.values()} == {
            office.case(old): True,
            office.case(new): False,
        }

        desk.reply(office.case(old), "TINDAK", AGAIN)
        desk.reply(office.case(new), "TELAAH", AGAIN)
        carry(office, mine, colleague)
        for code in (old, new):
            assert AGAIN in write_back(office, code, "Terima kasih.")
        after = everything(office.desk(colleague))
        assert all(not case.forks and not case.unproven for case, _ in after.values())
        assert {case.state for case, _ in after.values()} == {State.TINDAK, State.TELAAH}


def test_a_stolen_laptops_keys_are_replaced(office: Office) -> None:
    mine, colleague = PANEL[:2]
    ceremony = office.folder / "ceremony"
    with office.open("reporter"):
        old, new = worked(office, mine, colleague)
        before = everything(office.desk(mine))
        stolen = Desk(office.folder / "stolen" / mine, office.frasa)
        shutil.copytree(office.desk(mine).folder, stolen.folder)

        fresh = office.folder / "baru"
        keyring = office.replace_key(mine, fresh, office.frasa)

        backups = ("--from", fresh / f"reader-{mine}.age", "--older", ceremony / f"reader-{mine}.age")
        desk = set_up(office, mine, *backups, "--keyring", keyring)
        bundle = fetch(office, mine, colleague)
        after = everything(desk)
        assert after.keys() == before.keys()
        for id_, (case, _) in after.items():
            was = before[id_][0]
            assert (case.versions, case.messages) == (was.versions, was.messages)
            # What the colleague wrote stands; nothing that the old key signed does, whoever had it.
            stands = [each for each in case.notes if each.letter.keyring == 1]
            assert stands == [each for each in was.notes if each.letter.author == colleague]
            gone = {each.hash for each in was.notes if each.letter.author == mine}
            assert {each.hash for each in case.revoked if isinstance(each.letter, Note)} == gone
            assert not case.unproven
            if case.name == office.case(old):
                lapsed = {each.aspect for each in case.lapses}
                assert lapsed >= {Aspect.STATE, Aspect.HOLD, Aspect.CATEGORY}
        assert everything(office.desk(colleague)).keys() == after.keys()

        # What was settled with that key is named, until somebody has settled it.
        shown = office.desk(colleague).run("show", office.case(old))
        assert "Yang ditetapkan dengan kunci yang sudah dicabut tidak berlaku lagi" in shown
        office.desk(colleague).run("note", office.case(old), "--reviewed")
        assert "tidak berlaku lagi" not in office.desk(colleague).run("show", office.case(old))

        # The thief has the old key and an old keyring: nobody counts on what comes from there.
        stolen.run("note", office.case(old), "--comment", "Dari pencuri.")
        stray = stolen.outbox(office.folder)
        with pytest.raises(AssertionError):
            run("courier", "import", "--config", office.config, stray)
        stolen.run("import", bundle)
        with pytest.raises(AssertionError, match="tidak lagi tercantum"):
            stolen.run("note", office.case(old), "--comment", "Dari pencuri.")

        # The reader goes on, under the same name; the reporter reads who it is.
        for code, state in ((old, "DITERIMA"), (new, "DITERIMA")):
            desk.reply(office.case(code), state, AGAIN)
        carry(office, mine, colleague)
        seen = write_back(office, old, "Terima kasih.")
        assert AGAIN in seen
        assert mine.replace("-", " ").capitalize() in seen
        stolen.run("import", fetch(office, mine, colleague))
        assert "Terima kasih." not in stolen.run("show", office.case(old))
        assert "Terima kasih." in office.desk(colleague).run("show", office.case(old))


def bare(office: Office, reader: str, bundle: Path) -> Desk:
    """Return a desk with the reader's keys and the bundle, and no copy of the shelf."""
    ceremony = office.folder / "ceremony"
    desk = Desk(office.folder / "bare" / reader, office.frasa)
    desk.run("init", "--from", ceremony / f"reader-{reader}.age", "--pin", ceremony / "pin-1.json",
             "--keyring", ceremony / "keyring-1.json", "--office", ceremony / "office.toml",
             "--backup-passphrase-file", office.frasa)  # fmt: skip
    desk.run("import", bundle)
    return desk
