"""One report from beginning to end: the seven steps that a letter takes through the house.

Read this first. The office held its ceremony (``wbs keyring``), made its portal (``wbs init``) and published
its keyring; the portal's two sides run as processes of their own. A report goes to three of four readers.
``reporter`` and ``kurir`` are browsers without JavaScript; a desk is ``wbs desk`` in a folder, with no way to
the network. Between portal and desks there is a stick in a courier's pocket, and nothing else.
"""

from pathlib import Path

import pytest

from tests.journeys.office import ACCUSED, PANEL, Office, file_report, run
from tests.journeys.visitor import Visitor
from tests.portal import evidence

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
QUESTION = "Pada hari apa uang itu biasanya diminta?"
ANSWER = "Setiap Selasa dan Kamis, setelah pukul empat."


@pytest.mark.process
def test_one_report(office: Office) -> None:
    stick = office.folder / "stick"
    stick.mkdir()
    with office.open():
        # 1 Seal, 2 Drop. A reporter writes ten words on paper, and what happened. One of the readers is
        # accused: the report is sealed without that reader's key.
        reporter = Visitor(office.origin("reporter"))
        code = file_report(reporter, what=WHAT, excluded=ACCUSED)
        # A photo follows; where and with which camera it was taken does not. The accused stays left out.
        reporter.send("/berkas")
        assert "tempat (koordinat GPS)" in reporter.send("/periksa", files={"IMG_2041.jpg": evidence.jpeg()})
        assert "1 berkas terkirim" in reporter.send("/kirim")
        assert "Belum ada balasan" in status(reporter, code)

        # 3 Collect. The courier proves who they are by a password and a second factor, and takes a bundle.
        kurir = office.courier()
        bundle = take_bundle(kurir, stick / "bundle-1.tar")

        # 4 Open. Each of the three reads it; one of them, whose turn it is, acknowledges it by itself.
        said = {reader: office.desk(reader).run("import", bundle) for reader in PANEL}
        assert all("Laporan baru: 1" in each for each in said.values())
        (first,) = (reader for reader, each in said.items() if "Tanda terima otomatis disiapkan" in each)
        second = next(reader for reader in PANEL if reader != first)
        case = office.case(code)
        assert case in office.desk(second).run("cases")
        assert WHAT in office.desk(second).run("show", case)
        office.desk(second).run("save", case, 1, stick, "--yes")
        assert (stick / "01-IMG_2041.jpg").read_bytes() == evidence.jpeg(exif=False)

        # For the accused there is no such letter, on no screen of theirs.
        accused = office.desk(ACCUSED)
        assert "Laporan baru: 0" in accused.run("import", bundle)
        assert "Tidak ada kasus" in accused.run("cases")

        # 5 Answer. The first reader asks a question; acknowledgement and question leave in one outbox.
        office.desk(first).reply(case, "TELAAH", QUESTION)
        outbox = office.desk(first).outbox(stick)

        # 6 Publish. The courier hands it in; the portal checks who signed it, and puts it on the board.
        assert "Diterapkan" in hand_in(kurir, outbox)

        # 7 Read. The code opens both answers. The reporter replies, and nobody asked for a name.
        seen = status(reporter, code)
        assert "Sedang ditelaah" in seen
        assert "Diterima" in seen
        assert QUESTION in seen
        assert first.replace("-", " ").capitalize() in seen
        assert "Pesan terkirim" in reporter.send("/pesan", text=ANSWER)
        assert not list(reporter.cookies)

        # And round again: the colleague reads the reporter's answer, and the question that it answers.
        bundle = take_bundle(kurir, stick / "bundle-2.tar")
        assert "Pesan susulan: 1" in office.desk(second).run("import", bundle)
        shown = office.desk(second).run("show", case)
        assert QUESTION in shown
        assert ANSWER in shown
        accused.run("import", bundle)
        assert "Tidak ada kasus" in accused.run("cases")


@pytest.mark.process
def test_a_courier_who_sits_at_the_server_needs_no_app(office: Office) -> None:
    """The same way, with ``wbs courier export`` and ``import`` for steps 3 and 6."""
    reporter = Visitor(office.origin("reporter"))
    with office.open("reporter"):
        code = file_report(reporter, what=WHAT, excluded=ACCUSED)
        bundle = office.bundle()
        for reader in PANEL:
            office.desk(reader).run("import", bundle)
            run("courier", "import", "--config", office.config, office.desk(reader).outbox(office.folder))
        assert "Diterima" in status(reporter, code)
    said = run("courier", "record", "--config", office.config, "--verify")
    assert "Rantai utuh" in said
    assert WHAT not in said


def status(reporter: Visitor, code: str) -> str:
    """Return what the reporter reads after typing the code."""
    reporter.open("/status")
    return reporter.send(code=code)


def take_bundle(kurir: Visitor, path: Path) -> Path:
    """Save a bundle on the stick."""
    kurir.open("/")
    kurir.send("/bundel")
    assert kurir.headers.get_content_type() == "application/x-tar", kurir.text
    path.write_bytes(kurir.body)
    return path


def hand_in(kurir: Visitor, outbox: Path) -> str:
    """Hand in an outbox from the stick; return what the app says."""
    kurir.open("/")
    return kurir.send("/kotak-keluar", outbox=outbox.read_bytes())
