"""A report written with stock tools alone, by the commands that the portal prints, and its answer read so."""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.office import READERS, Office
from tests.journeys.visitor import Visitor

WHAT = 'Petugas loket 3 berkata: "Rp2 juta".\n\n\tTanpa kuitansi \\ tanpa saksi. Pukul 16.00 – café.'
ANSWER = "Terima kasih. Pada hari apa?"

# Debian's age is older than its post-quantum keys. `crypto` stands in for what the page uses of a newer one,
# which seals and opens the same files (tests/crypto).
_KEYGEN = """#!/bin/sh
if [ "$2" ]; then exec {python} -m crypto keygen > "$3"; else exec {python} -m crypto keygen; fi
"""
_AGE = """#!/bin/sh
if [ "$1" = -d ]
then exec {python} -m crypto decrypt -i "$3" < "$6" > "$5"
else exec {python} -m crypto encrypt $(sed 's/^/-r /' "$2") < "$5" > "$4"
fi
"""


@pytest.mark.process
def test_by_hand(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "tangan"
    folder.mkdir()
    with office.open():
        visitor = Visitor(office.origin("reporter"))
        visitor.open("/kunci/tulis")
        commands = printed(visitor)
        for name in re.findall(r'href="(/keyring/[^"]+)"', visitor.body.decode()):
            visitor.open(name)
            (folder / name.rpartition("/")[2]).write_bytes(visitor.body)
        (folder / "laporan.txt").write_text(WHAT + "\n", encoding="utf-8")

        # Verify the keyring, name some helpers, choose readers, make keys, write and sign, seal.
        said = run(folder, *commands[:6])
        assert said.count("Signature and comment signature verified") == 2
        assert "78094 surat.age" in said
        chosen = (folder / "pembaca.txt").read_text().split()
        assert len(chosen) == 3
        assert set(chosen) < set(READERS)

        visitor.open("/kunci/tulis")
        assert "Surat terkirim" in visitor.send("/unggah", letter=(folder / "surat.age").read_bytes())

        # Its readers have a case like any other.
        bundle = office.bundle()
        (outside,) = set(READERS) - set(chosen)
        assert "Laporan baru: 0" in office.desk(outside).run("import", bundle)
        read = {reader: office.desk(reader).run("import", bundle) for reader in chosen}
        assert all("Laporan baru: 1" in each for each in read.values())
        # Who acknowledges by itself is drawn among all readers, and may be the one who was not chosen.
        first = office.desk(chosen[0])
        state = "TELAAH" if "Tanda terima otomatis disiapkan" in read[chosen[0]] else "DITERIMA"
        (case,) = re.findall(r"\b[0-9a-f]{8}\b", first.run("cases"))
        shown = first.run("show", case)
        assert all(line in shown for line in ('"Rp2 juta"', "Tanpa kuitansi \\ tanpa saksi", "– café"))

        first.reply(case, state, ANSWER)
        kurir = office.courier()
        kurir.send("/kotak-keluar", outbox=first.outbox(tmp_path).read_bytes())
        visitor.open("/board")
        (folder / "board").write_bytes(visitor.body)
        # Days later, in another terminal.
        said = run(folder, commands[1], *commands[6:])
        assert ANSWER in said
        assert said.count(f"Trusted comment: {trusted(folder)}") >= 1


@pytest.mark.process
def test_what_is_no_letter_is_refused(office: Office) -> None:
    with office.open("reporter"):
        visitor = Visitor(office.origin("reporter"))
        for content in (b"halo", b"", bytes(78_094)):
            visitor.open("/kunci/tulis")
            assert "Berkas itu bukan surat yang disegel" in visitor.send("/unggah", letter=content)
            assert "Belum terkirim" in visitor.text


def printed(visitor: Visitor) -> list[str]:
    """Return the commands that the page prints, block by block."""
    blocks = re.findall(r"<pre[^>]*>(.*?)</pre>", visitor.body.decode(), re.DOTALL)
    return [html.unescape(block) for block in blocks]


def trusted(folder: Path) -> str:
    keyring = (folder / "1.json").read_text()
    (instance,) = re.findall(r'"instance":"([0-9a-f]{32})"', keyring)
    return f"wbs/v1 reply {instance}"


def run(folder: Path, *commands: str) -> str:
    """Type the commands into one shell; return all that it said."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name, body in (("age", _AGE), ("age-keygen", _KEYGEN)):
        (tools / name).write_text(body.format(python=sys.executable))
        (tools / name).chmod(0o700)
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run(
        [bash, "-eu"],
        input="\n".join(commands),
        cwd=folder,
        env={"PATH": f"{tools}:/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
