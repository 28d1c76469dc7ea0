"""Filing a report: the code, two of its words asked back, the form, and the one moment it is sent.

The code exists, and its writer has proven to hold it, before anything is sent. What is typed comes back with
every page that is not the "sent" page, and that page is made only after the letter is on disk.
"""

import io
from collections.abc import Sequence
from typing import BinaryIO

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from crypto import receipt
from crypto.errors import ReceiptError
from crypto.minisign import SigningKey
from crypto.receipt import Receipt
from wbs import sealing
from wbs.letters.errors import FormatError
from wbs.letters.keyring import Reader
from wbs.letters.letter import Attachment, Report, sign_letter
from wbs.letters.panel import panel
from wbs.letters.signed import Signed
from wbs.portal.locale import language
from wbs.portal.reporter import readership
from wbs.portal.reporter.config import PageScript, page_script
from wbs.portal.reporter.forms import LetterForm, ReportForm, too_long
from wbs.portal.reporter.portal import Portal, Refused, Trouble, present
from wbs.portal.reporter.spool import SpoolLost
from wbs.portal.reporter.state import StateLost
from wbs.portal.reporter.visit import Visit
from wbs.store import drops
from wbs.store.errors import ShapeError, StoreError, StoreFull

#: Status of a form that comes back, where it is not 422: the server cannot take letters now, or failed.
_UNAVAILABLE = frozenset(
    {
        "full",
        "keyring_missing",
        "keyring_expired",
        "keyring_untrusted",
        "keyring_old",
        "clock",
        "files_busy",
        "files_full",
    }
)


def filing() -> ResponseReturnValue:
    """GET /lapor: make a code and show it, unless the page's script does both by itself."""
    portal = present()
    readership.chain(portal)
    return _code_page(portal, Receipt.generate(portal.outside.random), page_script(portal, "filing"))


def filing_plain() -> ResponseReturnValue:
    """GET /lapor/biasa: the same without the script."""
    portal = present()
    readership.chain(portal)
    return _code_page(portal, Receipt.generate(portal.outside.random), left=True)


def ask_back() -> ResponseReturnValue:
    """POST /lapor/ingat: ask two of the words back."""
    portal = present()
    try:
        packed = portal.state.open("code", request.form.get("state", ""))
    except StateLost:
        return _form_page(portal, ReportForm(formdata=None), Trouble("expired_form"))
    return _ask_page(portal, packed, _two_positions(portal))


def compose() -> ResponseReturnValue:
    """POST /lapor/isi: check the two words, then show the form."""
    portal = present()
    try:
        content = portal.state.open("ask", request.form.get("state", ""))
    except StateLost:
        return _form_page(portal, ReportForm(formdata=None), Trouble("expired_form"))
    packed, asked = content[: receipt.PACKED_BYTES], (content[-2], content[-1])
    code = Receipt.from_packed(packed)
    if "again" in request.form:
        return _code_page(portal, code)
    words = list(code.words)
    words[asked[0]] = request.form.get("word_a", "")
    words[asked[1]] = request.form.get("word_b", "")
    try:
        fits = receipt.read(" ".join(words)) == receipt.Reading(code, None)
    except ReceiptError:
        fits = False
    if not fits:
        return _ask_page(portal, packed, asked, Trouble("words_wrong"))
    return _form_page(portal, ReportForm(formdata=None), code=code)


def submit() -> ResponseReturnValue:
    """POST /lapor/kirim: seal the report and put it on disk, or give the form back with its text."""
    portal = present()
    form = ReportForm(request.form)
    if g.alert is not None:
        # Whoever sent this from elsewhere may have sent a field of their own: it is not carried on.
        return _form_page(portal, form, g.alert)
    code, trouble = _code_of(portal, form)
    answers = form.answers()
    # What consists of control characters alone is typed, and is no answer.
    if trouble is None and not (form.validate() and "what" in answers):
        trouble = Trouble("what_missing")
    if trouble is None and too_long(answers):
        trouble = Trouble("too_long")
    if trouble is not None or code is None:
        return _form_page(portal, form, trouble or Trouble("expired_form"), code)
    try:
        chain = readership.chain(portal)
        keys = portal.keys(code)
        readers = panel(chain.current, keys.thread, form.without(), portal.today())
        readership.check(readers, confirmed=bool(form.confirm_one_reader.data))
        signing = SigningKey(keys.sign_seed)
        report = Report(
            instance=portal.instance,
            keyring=chain.current.sequence,
            case=keys.case,
            letter_id=keys.report_id,
            recipient=str(sealing.reporter_identity(keys.identity_seed).recipient),
            signing_key=str(signing.public),
            thread=keys.thread,
            language=language(),
            excluded=form.without(),
            answers=answers,
        )
        drop(portal, sign_letter(report, signing), readers)
    except Refused as refused:
        return _form_page(portal, form, refused.trouble, code)
    # From here files can be added: the code goes along sealed, and who must not read in the open.
    form.state.data = Visit(code).seal(portal, "confirm")
    return _sent_page(portal, form, len(readers))


def drop(
    portal: Portal,
    signed: Signed,
    readers: tuple[Reader, ...],
    attachments: Sequence[tuple[Attachment, BinaryIO]] = (),
) -> None:
    """Seal a letter and store it; on return it is on disk. Refused says why it is not."""
    recipients = [reader.recipient for reader in readers]
    random = portal.outside.random

    def seal(sink: BinaryIO) -> None:
        # The spool opens only to the bytes that it was given, and they were hashed then.
        sealing.seal(signed, recipients, sink, attachments=attachments, authentic=True, random=random)

    try:
        if attachments:
            # Straight to disk, whatever its size.
            drops.put_from(portal.store, seal, portal.now(), random=random)
        else:
            sealed = io.BytesIO()
            seal(sealed)
            sealed.seek(0)
            drops.put(portal.store, sealed, portal.now(), random=random)
    except (SpoolLost, FormatError):
        raise Refused(Trouble("files_lost")) from None
    except StoreFull:
        raise Refused(Trouble("files_full" if attachments else "full")) from None
    except ShapeError:
        raise Refused(Trouble("files_large")) from None
    except StoreError:
        raise Refused(Trouble("failed")) from None
    g.sent = True


def read_code(text: str) -> tuple[Receipt | None, Trouble | None, receipt.Correction | None]:
    """Return the code typed, or what is wrong with it; with a correction, the code is to be confirmed."""
    try:
        reading = receipt.read(text[: receipt.LONGEST])
    except receipt.WrongLength as error:
        return None, Trouble("code_count", count=error.count), None
    except receipt.WrongOrder:
        return None, Trouble("code_swapped"), None
    except ReceiptError:
        return None, Trouble("code_unreadable"), None
    return reading.receipt, None, reading.correction


def retyped(form: LetterForm, lost: str = "expired_form") -> Receipt:
    """Return the code typed again where the hidden field is lost; Refused asks for it, or for its correction.

    ``lost``: what is told to whoever has not typed it yet.
    """
    if not (form.code.data or "").strip():
        raise Refused(Trouble(lost))
    code, trouble, correction = read_code(form.code.data)
    if code is None:
        raise Refused(trouble or Trouble("code_unreadable"))
    if correction is not None:
        # Shown, and used only when the reporter presses the button once more.
        form.code.data = str(code)
        raise Refused(Trouble("code_corrected", count=correction.position + 1))
    return code


def status_of(trouble: Trouble) -> int:
    """Return the HTTP status that goes with a form given back."""
    if trouble.code in _UNAVAILABLE:
        return 503
    return {"failed": 500, "other_origin": 403, "files_large": 413, "freshness": 200}.get(trouble.code, 422)


def rescue() -> ResponseReturnValue:
    """Give the form back after a failure that nobody foresaw."""
    portal = present()
    form = ReportForm(request.form)
    try:
        code = Receipt.from_packed(portal.state.open("form", form.state.data or ""))
    except StateLost:
        code = None
    return _form_page(portal, form, Trouble("failed", sent=g.get("sent", False)), code)


def _code_of(portal: Portal, form: ReportForm) -> tuple[Receipt | None, Trouble | None]:
    """Return the report's code from the hidden field or, where that is lost, from the ten words typed."""
    try:
        return Receipt.from_packed(portal.state.open("form", form.state.data or "")), None
    except StateLost:
        pass
    try:
        return retyped(form), None
    except Refused as refused:
        return None, refused.trouble


def _two_positions(portal: Portal) -> tuple[int, int]:
    order = sorted(range(receipt.LENGTH), key=lambda _: portal.outside.random(4))
    first, second = sorted(order[:2])
    return first, second


def _code_page(portal: Portal, code: Receipt, script: PageScript | None = None, *, left: bool = False) -> str:
    return render_template(
        "reporter/code.html",
        words=code.words,
        state=portal.state.seal("code", code.packed),
        script=script,
        left=left,
    )


def _ask_page(portal: Portal, packed: bytes, asked: tuple[int, int], alert: Trouble | None = None) -> str:
    return render_template(
        "reporter/askback.html",
        state=portal.state.seal("ask", packed + bytes(asked)),
        asked=(asked[0] + 1, asked[1] + 1),
        alert=alert,
    )


def _form_page(
    portal: Portal, form: ReportForm, alert: Trouble | None = None, code: Receipt | None = None
) -> ResponseReturnValue:
    try:
        chain = readership.chain(portal)
        today = portal.today()
        readers = [readership.view(reader, today) for reader in chain.current.current_readers(today)]
        alert = alert or readership.warning(portal, chain)
        panel_size = chain.current.panel
    except Refused as refused:
        readers, panel_size = [], 0
        alert = alert or refused.trouble
    form.label()
    form.offer(readers)
    form.state.data = portal.state.seal("form", code.packed) if code is not None else ""
    page = render_template(
        "reporter/form.html",
        form=form,
        alert=alert,
        count=alert.count if alert else None,
        readers=readers,
        panel_size=panel_size,
        ask_code=code is None,
        ask_one_reader=alert is not None and alert.code == "one_reader",
        step=3,
    )
    return page, status_of(alert) if alert else 200


def _sent_page(portal: Portal, form: ReportForm, readers: int) -> str:
    now = portal.now()
    return render_template(
        "reporter/sent.html",
        form=form,
        return_by=portal.return_by(now),
        release_hint=portal.readable(now),
        panel_size=readers,
    )
