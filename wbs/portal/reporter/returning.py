"""Coming back with the code: state and replies, and a further message.

Both posts answer at the deadline, so that a code with replies, one without, and one that nobody ever used to
file cannot be told apart from outside.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from crypto import receipt
from crypto.minisign import SigningKey
from crypto.receipt import Receipt, ReporterKeys
from wbs.cases.thread import Thread
from wbs.letters import canonical
from wbs.letters.keyring import Chain
from wbs.letters.letter import Message, sign_letter
from wbs.letters.note import TEXT_LIMIT
from wbs.letters.panel import FollowUp, followup
from wbs.portal.reporter import deadline, readership, replies
from wbs.portal.reporter.filing import check_readers, drop, read_code, status_of
from wbs.portal.reporter.forms import MessageForm, StatusForm, clean
from wbs.portal.reporter.portal import Portal, Refused, Trouble, present
from wbs.portal.reporter.state import StateLost

_ID = 16
_SHOWN = 32
_HASH = 32


@dataclass(frozen=True)
class Visit:
    """What a case page hands to the next: who came, the next message's id, and what the page showed.

    ``shown``: hash of the readers named on it. ``seen``: hashes of its replies.
    """

    code: Receipt
    letter_id: bytes
    shown: bytes
    seen: tuple[bytes, ...]

    def pack(self) -> bytes:
        """Write it for the hidden field."""
        return self.code.packed + self.letter_id + self.shown + b"".join(self.seen)

    @classmethod
    def unpack(cls, content: bytes) -> "Visit":
        """Read what ``pack`` wrote; nobody else can seal for this purpose."""
        code, rest = content[: receipt.PACKED_BYTES], content[receipt.PACKED_BYTES :]
        seen = rest[_ID + _SHOWN :]
        return cls(
            Receipt.from_packed(code),
            rest[:_ID],
            rest[_ID : _ID + _SHOWN],
            tuple(seen[at : at + _HASH] for at in range(0, len(seen), _HASH)),
        )


@dataclass(frozen=True)
class Case:
    """A code's case as it stands now."""

    code: Receipt
    keys: ReporterKeys
    chain: Chain
    thread: Thread
    today: date

    @property
    def next_readers(self) -> FollowUp:
        """Who would read the next message."""
        thread = self.thread
        return followup(self.chain.current, self.keys.thread, thread.proven, thread.excluded, self.today)


def status() -> ResponseReturnValue:
    """GET /status: ask for the code. POST: show its case, or the correction to confirm."""
    if request.method == "GET":
        return _status_page(StatusForm(formdata=None))
    portal = present()
    code = _confirmed(portal)
    if code is None:
        form = StatusForm(request.form)
        if not form.validate():
            return _status_page(form)
        code, trouble, correction = read_code(form.code.data)
        if code is None:
            return _status_page(form, trouble)
        if correction is not None:
            return render_template(
                "reporter/correction.html",
                words=code.words,
                correction=correction,
                state=portal.state.seal("confirm", code.packed),
            )
    deadline.start()
    form = MessageForm(formdata=None)
    return _case_page(portal, open_case(portal, code, ()), form, page=request.form.get("page", 0, type=int))


def follow_up() -> ResponseReturnValue:
    """POST /status/pesan: seal a message and put it on disk, or give its text back."""
    portal = present()
    deadline.start()
    form = MessageForm(request.form)
    if g.alert is not None:
        form.state.data = ""
        return message_page(form, g.alert)
    try:
        visit = Visit.unpack(portal.state.open("case", form.state.data or ""))
    except StateLost:
        return _return_page(portal, form)
    try:
        case = open_case(portal, visit.code, form.without())
    except Refused as refused:
        return message_page(form, refused.trouble)
    try:
        followed = case.next_readers
        text = clean(form.text.data or "")
        if not (form.validate() and text.strip()):
            raise Refused(Trouble("message_missing"))
        if len(canonical.dumps(text)) > TEXT_LIMIT:
            raise Refused(Trouble("too_long"))
        check_readers(followed.readers, confirmed=bool(form.confirm_one_reader.data))
        if _shown(followed) != visit.shown:
            raise Refused(Trouble("readers_changed"))
        message = Message(
            instance=portal.instance,
            keyring=case.chain.current.sequence,
            case=case.keys.case,
            letter_id=visit.letter_id,
            text=text,
            seen=visit.seen,
        )
        drop(portal, sign_letter(message, SigningKey(case.keys.sign_seed)), followed.readers)
    except Refused as refused:
        return _case_page(portal, case, form, refused.trouble, letter_id=visit.letter_id)
    days = portal.settings.office.clocks.return_days
    return render_template("reporter/message_sent.html", return_by=portal.today() + timedelta(days=days))


def open_case(portal: Portal, code: Receipt, excluded: Sequence[str]) -> Case:
    """Find what there is for a code; Refused if the keyring or the board is not to be had.

    ``excluded``: who must not read, named again before the first reply.
    """
    chain = readership.chain(portal)
    keys = portal.keys(code)
    return Case(code, keys, chain, replies.find(portal, keys, chain, excluded), portal.today())


def rescue() -> ResponseReturnValue:
    """Give the text back after a failure that nobody foresaw; the hidden field goes round as it came."""
    return message_page(MessageForm(request.form), Trouble("failed", sent=g.get("sent", False)))


def message_page(form: MessageForm, alert: Trouble) -> ResponseReturnValue:
    """Return the page with the text alone, for when the case around it cannot be shown."""
    page = render_template(
        "reporter/message.html", form=form, alert=alert, count=alert.count, ask_code=not form.state.data
    )
    return page, status_of(alert)


def _return_page(portal: Portal, form: MessageForm) -> ResponseReturnValue:
    """The hidden field is lost: ask for the code, then show the case with the text, to be sent once more."""
    form.state.data = ""
    if not (form.code.data or "").strip():
        return message_page(form, Trouble("expired_form"))
    code, trouble, correction = read_code(form.code.data)
    if code is None:
        return message_page(form, trouble or Trouble("code_unreadable"))
    if correction is not None:
        form.code.data = str(code)
        return message_page(form, Trouble("code_corrected", count=correction.position + 1))
    try:
        case = open_case(portal, code, form.without())
    except Refused as refused:
        return message_page(form, refused.trouble)
    return _case_page(portal, case, form, Trouble("message_again"))


def _confirmed(portal: Portal) -> Receipt | None:
    """Return the code that an earlier page of ours has sealed: a correction confirmed, or older replies."""
    field = request.form.get("state", "")
    try:
        return Receipt.from_packed(portal.state.open("confirm", field))
    except StateLost:
        pass
    try:
        return Visit.unpack(portal.state.open("case", field)).code
    except StateLost:
        return None


def _status_page(form: StatusForm, alert: Trouble | None = None) -> ResponseReturnValue:
    page = render_template(
        "reporter/status.html", form=form, alert=alert, count=alert.count if alert else None
    )
    return page, 422 if alert or form.errors else 200


def _case_page(
    portal: Portal,
    case: Case,
    form: MessageForm,
    alert: Trouble | None = None,
    *,
    page: int = 0,
    letter_id: bytes | None = None,
) -> ResponseReturnValue:
    pages = replies.pages(case.thread, case.chain)
    page = min(max(page, 0), len(pages) - 1)
    followed = case.next_readers
    visit = Visit(
        case.code,
        letter_id or portal.outside.random(_ID),
        _shown(followed),
        case.thread.seen,
    )
    form.state.data = portal.state.seal("case", visit.pack())
    form.offer([readership.view(each, case.today) for each in case.chain.current.current_readers(case.today)])
    rendered = render_template(
        "reporter/case.html",
        thread=pages[page],
        state=case.thread.state,
        has_reply=bool(case.thread.items),
        collected_until=readership.collected_until(portal, case.chain, followed.readers),
        page=page,
        more=page + 1 < len(pages),
        form=form,
        follow_readers=[readership.view(each, case.today, followed.new) for each in followed.readers],
        ask_one_reader=alert is not None and alert.code == "one_reader",
        alert=alert,
    )
    return rendered, status_of(alert) if alert else 200


def _shown(followed: FollowUp) -> bytes:
    ids = ",".join(sorted(reader.id for reader in followed.readers))
    return hashlib.sha256(ids.encode()).digest()
