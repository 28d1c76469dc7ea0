"""Letters for the pages of a case: with every answer, with files, with what a hostile hand would write."""

import io
import re
from collections.abc import Mapping
from datetime import date

from tests import factories as make
from tests.desk.office import NAMES, SEEDS, Reporter, reader
from tests.desk.web.conftest import Web
from wbs import sealing
from wbs.desk.importing import import_bundle
from wbs.letters.letter import Message, Note, Report, sign_letter
from wbs.letters.note import Event

HOSTILE = (
    "<script>alert(1)</script>"
    "<img src=x onerror=alert(1)>"
    "\u202egnp.exe\u2066\u200b\ufeff\x1b[31m"
    "=cmd|' /C calc'!A0 {{ 7*7 }} {% raw %} %(name)s {name} \"'`</textarea></title>"
)
ANSWERS = {
    "what": "Kepala Balai Siti Rahma meminta Rp2.500.000 kepada 14 peserta pelatihan.",
    "who": "Siti Rahma, kepala balai; bendahara bernama Budi.",
    "where": "Balai Latihan Kerja Cempaka, ruang 204.",
    "when_from": "Maret 2026",
    "when_to": "14 Agustus 2026",
    "ongoing": "yes",
    "how": "Uang diserahkan tunai dalam amplop cokelat.",
    "value": "10m-100m",
    "source": "Keluhan peserta.",
}


def sealed_report(reporter: Reporter, answers: Mapping[str, str], language: str = "id") -> bytes:
    """Return a reporter's report with these answers, sealed to the panel."""
    letter = Report(
        instance=make.INSTANCE,
        keyring=1,
        case=reporter.keys.case,
        letter_id=reporter.keys.report_id,
        recipient=str(reporter.identity.recipient),
        signing_key=str(reporter.signing.public),
        thread=reporter.keys.thread,
        language=language,
        excluded=reporter.excluded,
        answers=dict(answers),
    )
    sink = io.BytesIO()
    recipients = [reader(name).recipient for name in reporter.panel()]
    sealing.seal(sign_letter(letter, reporter.signing), recipients, sink)
    return sink.getvalue()


def hostile_message(reporter: Reporter) -> Message:
    """Return a message whose every word is hostile, with a file so named."""
    name = HOSTILE.replace("/", "").replace("\x1b", "")
    return Message(
        instance=make.INSTANCE,
        keyring=1,
        case=reporter.keys.case,
        letter_id=make.seed("hostile", 16),
        text=HOSTILE,
        attachments=(make.attachment(b"x", 1, "exe", name[:200]),),
    )


def colleague_note(
    author: str,
    reporter: Reporter,
    number: int,
    body: Event,
    day: date,
    keys: sealing.ReaderKeys | None = None,
) -> bytes:
    """Return a note that a colleague's desk wrote, sealed to every reader; ``keys``: of who poses as them."""
    note = Note(
        instance=make.INSTANCE,
        author=author,
        keyring=1,
        case=reporter.keys.case,
        letter_id=make.seed(f"{author} {number} {reporter.label}", 16),
        day=day,
        author_seq=number,
        body=body,
    )
    sink = io.BytesIO()
    signing = (keys or sealing.reader_keys(SEEDS[author])).signing
    sealing.seal(sign_letter(note, signing), [reader(name).recipient for name in NAMES], sink)
    return sink.getvalue()


def deliver(web: Web, *letters: bytes) -> None:
    """Carry letters to the desk behind the pages."""
    for sealed in letters:
        web.scene.portal.receive(sealed, web.scene.today)
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(web.scene.today))


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found is not None, name
    return found[1]
