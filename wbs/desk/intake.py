"""Intake: a report that came by another way (a caller, a letter on paper) becomes one like any other.

The handler's desk makes a code for the caller, writes and signs the report with it, and gives the code away:
from then on the caller can come back as any reporter can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from crypto.minisign import SigningKey
from crypto.receipt import Receipt, reporter_keys
from wbs import sealing
from wbs.desk import rules, writing
from wbs.desk.desk import Desk
from wbs.desk.errors import NotAllowed
from wbs.letters.errors import FormatError
from wbs.letters.letter import Report, sign_letter
from wbs.letters.note import Intake
from wbs.letters.panel import panel


@dataclass(frozen=True)
class Call:
    """What a caller told: by which channel, on which day, and the answers of the form."""

    channel: str
    received: date
    answers: Mapping[str, str] = field(repr=False)
    language: str = "id"
    excluded: tuple[str, ...] = ()


def take_in(desk: Desk, call: Call, receipt: Receipt | None = None) -> Receipt:
    """Write the report and its note, both or neither, and return the code, which is kept nowhere.

    ``receipt`` None: a new one. With one that was taken in before nothing is written: a form sent twice is
    one case. NotAllowed: nobody is left to read it, the handler is excluded, the day is still to come, or an
    answer cannot stand in a report.
    """
    desk.require_sealing()
    me = desk.me
    if me.id in call.excluded:
        raise NotAllowed("Pelapor mengecualikan Anda. Rekan lain harus menerima laporan ini.")
    rules.check_known(desk, call.excluded)
    if call.received > desk.today:
        raise NotAllowed("Tanggal penerimaan masih di masa depan.")
    receipt = receipt or Receipt.generate(desk.random)
    keys = reporter_keys(receipt, desk.vault.pin.instance)
    if keys.case in desk.cases:
        return receipt
    readers = [reader.id for reader in panel(desk.chain.current, keys.thread, call.excluded, desk.today)]
    if not readers:
        raise NotAllowed("Tidak ada yang tersisa untuk membaca. Sebutkan lembaga luar kepada pelapor.")
    signing = SigningKey(keys.sign_seed)
    report = Report(
        instance=desk.vault.pin.instance,
        keyring=desk.chain.current.sequence,
        case=keys.case,
        letter_id=keys.report_id,
        recipient=str(sealing.reporter_identity(keys.identity_seed).recipient),
        signing_key=str(signing.public),
        thread=keys.thread,
        language=call.language,
        excluded=call.excluded,
        answers=dict(call.answers),
    )
    try:
        signed = sign_letter(report, signing)
    except FormatError as error:
        raise NotAllowed("Laporan tidak dapat ditulis: {error}", error=error) from None
    # The handler heard it all; without a letter of their own they could not follow the case.
    letters = writing.sealed_for(desk, signed, readers)
    letters += writing.sealed_note(desk, keys.case, 1, Intake(call.channel, call.received), readers)
    desk.shelf.write(desk.today, letters)
    desk.changed()
    return receipt
