"""A desk on the network: it takes a bundle from the portal and brings its outbox, by itself."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.journeys.office import PASSPHRASE, Office, cheap_passphrases, file_report
from tests.journeys.visitor import Visitor
from wbs.cli import wbs

pytestmark = pytest.mark.process


def sync(
    office: Office, reader: str, code: str, password: str = PASSPHRASE, portal: str | None = None
) -> Result:
    """Run ``wbs desk sync``, typing the courier's password and a code."""
    office.desk(reader)
    place = ["--desk", str(office.folder / "desks" / reader), "--passphrase-file", str(office.frasa)]
    way = ["--portal", portal or office.origin("courier"), "--user", "kurir"]
    return CliRunner().invoke(wbs, ["desk", *place, "sync", *way], input=f"{password}\n{code}\n")


def test_a_desk_on_the_network_takes_and_brings_by_itself(tmp_path: Path) -> None:
    with cheap_passphrases():
        office = Office(tmp_path)
        with office.open():
            reporter = Visitor(office.origin("reporter"))
            receipt = file_report(reporter, what="Petugas meminta uang.")
            name = office.case(receipt)
            nobody = sync(office, "verifikator-1", "000000", portal=office.origin("reporter"))
            assert nobody.exit_code == 1
            assert "bukan sisi kurir sebuah portal" in nobody.output
            # Nobody was asked for a code that counts once.
            assert "Kode" not in nobody.output
            refused = sync(office, "verifikator-1", "000000")
            assert refused.exit_code == 1
            assert "Kode hanya berlaku sekali" in refused.output
            done = sync(office, "verifikator-1", office.second_factor())
            assert done.exit_code == 0, done.output
            assert PASSPHRASE not in done.output
            assert "Laporan baru: " in done.output
            assert "Kotak keluar sampai di portal" in done.output
            assert "wbs desk outbox" not in done.output
            folder = office.folder / "desks" / "verifikator-1" / "incoming"
            assert not folder.exists() or not list(folder.iterdir())
            desk = office.desk("verifikator-1")
            # Three of four read each report, and the first of them acknowledges at once.
            acknowledged = re.findall(r"Tanda terima otomatis disiapkan: (\w+)", done.output)
            assert acknowledged in ([], [name])
            # What was brought is at the portal: the next bundle confirms it.
            desk.run("import", office.bundle(), "--no-acknowledge")
            made = desk.run("outbox", "--to", office.folder)
            assert "Berisi 0 balasan dan 0 catatan" in made
