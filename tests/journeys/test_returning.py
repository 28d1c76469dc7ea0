"""Coming back with JavaScript on: the browser reads the code, proves the answer, and seals the reply.

The report is filed without a script, and its desk is a real one: neither way knows of the other.
"""

import pytest

from tests.journeys.browsers import see
from tests.journeys.office import READERS, Office, file_report, run
from tests.journeys.scripted import NAMES, scripted
from tests.journeys.visitor import Visitor

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
QUESTION = "Pada hari apa uang itu biasanya diminta?"
ANSWER = "Setiap Selasa dan Kamis,\nsetelah pukul empat."


@pytest.mark.browser
@pytest.mark.process
@pytest.mark.parametrize("name", NAMES)
def test_a_return_in_the_browser(office: Office, name: str) -> None:
    with office.open("reporter"), scripted(name) as window:
        browser = window()
        code = file_report(Visitor(office.origin("reporter")), what=WHAT).split()
        answered_by = answer(office, " ".join(code))
        browser.open(office.origin("reporter") + "/status")

        # Of one word only the first letter can be read: it is found, and shown before anything is asked for.
        typed = [word[:4].upper() for word in code]
        typed[6] = "x"
        see(browser, "Kode dibaca di peramban ini saja")
        browser.fill("Kode tanda terima", "-\n".join(typed))
        browser.press("Buka")
        see(browser, "Apakah ini kode Anda?", "Kata nomor 7", "Anda mengetik “x”", f"mestinya “{code[6]}”")
        browser.press("Ya, itu kode saya")

        shown = see(browser, "Status laporan", QUESTION)
        assert "Sedang ditelaah" in shown
        assert "Diterima" in shown
        assert answered_by.replace("-", " ").capitalize() in shown
        assert "tidak terbukti" not in shown

        browser.fill("Pesan Anda", ANSWER)
        browser.press("Kirim pesan")
        see(browser, "Pesan terkirim")

        bundle = office.bundle()
        desk = office.desk(answered_by)
        assert "Pesan susulan: 1" in desk.run("import", bundle)
        assert all(line in desk.run("show", office.case(" ".join(code))) for line in ANSWER.split("\n"))


def answer(office: Office, code: str) -> str:
    """Have the reader whose turn it is acknowledge the report and ask a question, and publish both."""
    bundle = office.bundle()
    said = {reader: office.desk(reader).run("import", bundle) for reader in READERS}
    (reader,) = (reader for reader, each in said.items() if "Tanda terima otomatis disiapkan" in each)
    office.desk(reader).reply(office.case(code), "TELAAH", QUESTION)
    run("courier", "import", "--config", office.config, office.desk(reader).outbox(office.folder))
    return reader
