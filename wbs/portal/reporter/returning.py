"""Coming back with the code: state and replies, and a further message.

Both posts answer at the deadline, so that a code with replies, one without, and one that nobody ever used to
file cannot be told apart from outside.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from crypto.receipt import Receipt
from wbs.portal.reporter import deadline, readership, replies
from wbs.portal.reporter.config import PageScript, page_script
from wbs.portal.reporter.filing import drop, read_code, retyped, status_of
from wbs.portal.reporter.forms import MessageForm, StatusForm, clean
from wbs.portal.reporter.portal import Portal, Refused, Trouble, present
from wbs.portal.reporter.state import StateLost
from wbs.portal.reporter.visit import ID, Case, Visit, open_case


def status() -> ResponseReturnValue:
    """GET /status: ask for the code. POST: show its case, or the correction to confirm."""
    if request.method == "GET":
        return _status_page(StatusForm(formdata=None), script=page_script(present(), "status"))
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
                state=Visit(code).seal(portal, "confirm"),
            )
    deadline.start()
    # Whoever comes back from the page that takes files may have typed something.
    form = MessageForm(request.form)
    case = open_case(portal, code, form.without())
    return case_page(portal, case, form, page=request.form.get("page", 0, type=int))


def status_plain() -> ResponseReturnValue:
    """GET /status/biasa: ask for the code without the script."""
    return _status_page(StatusForm(formdata=None), left=True)


def follow_up() -> ResponseReturnValue:
    """POST /status/pesan: seal a message and put it on disk, or give its text back."""
    portal = present()
    deadline.start()
    form = MessageForm(request.form)
    if g.alert is not None:
        form.state.data = ""
        return message_page(form, g.alert)
    try:
        visit = Visit.open(portal, form.state.data or "", "case")
    except StateLost:
        return _return_page(portal, form)
    try:
        case = open_case(portal, visit.code, form.without())
    except Refused as refused:
        return message_page(form, refused.trouble)
    try:
        text = clean(form.text.data or "")
        if not (form.validate() and text.strip()):
            raise Refused(Trouble("message_missing"))
        signed = case.sign(visit, text)
        drop(portal, signed, case.readers(visit, confirmed=bool(form.confirm_one_reader.data)))
    except Refused as refused:
        return case_page(portal, case, form, refused.trouble, letter_id=visit.letter_id)
    return message_sent(portal, visit, form)


def rescue() -> ResponseReturnValue:
    """Give the text back after a failure that nobody foresaw; the hidden field goes round as it came."""
    return message_page(MessageForm(request.form), Trouble("failed", sent=g.get("sent", False)))


def message_page(form: MessageForm, alert: Trouble, then: str = "follow_up") -> ResponseReturnValue:
    """Return the page with the text alone, for when the case around it cannot be shown.

    ``then``: the view that its button leads to.
    """
    page = render_template(
        "reporter/message.html",
        form=form,
        alert=alert,
        count=alert.count,
        ask_code=not form.state.data,
        then=f"reporter.{then}",
    )
    return page, status_of(alert)


def case_page(
    portal: Portal,
    case: Case,
    form: MessageForm,
    alert: Trouble | None = None,
    *,
    page: int = 0,
    letter_id: bytes | None = None,
) -> ResponseReturnValue:
    """Return a case with its replies and the form for the next message.

    ``g.echo``: bytes that the page needs for what was typed, by which its length goes.
    """
    pages = replies.pages(case.thread, case.chain)
    page = min(max(page, 0), len(pages) - 1)
    visit = Visit(
        case.code,
        letter_id or portal.outside.random(ID),
        case.shown,
        seen=case.thread.seen,
    )
    form.state.data = visit.seal(portal, "case")
    form.offer(case.excludable)
    g.echo = len(escape(form.text.data or "").encode())
    rendered = render_template(
        "reporter/case.html",
        thread=pages[page],
        state=case.thread.state,
        has_reply=bool(case.thread.items),
        collected_until=readership.collected_until(portal, case.chain, case.next_readers.readers),
        page=page,
        more=page + 1 < len(pages),
        form=form,
        follow_readers=case.reader_views,
        ask_one_reader=alert is not None and alert.code == "one_reader",
        alert=alert,
    )
    return rendered, status_of(alert) if alert else 200


def message_sent(
    portal: Portal, visit: Visit, form: MessageForm, files: Sequence[object] = ()
) -> ResponseReturnValue:
    """Return the page that comes after the letter is on disk, and from which files can be added."""
    form.state.data = Visit(visit.code, seen=visit.seen).seal(portal, "confirm")
    days = portal.settings.office.clocks.return_days
    return render_template(
        "reporter/message_sent.html",
        return_by=portal.today() + timedelta(days=days),
        form=form,
        files=files,
    )


def _return_page(portal: Portal, form: MessageForm) -> ResponseReturnValue:
    """The hidden field is lost: ask for the code, then show the case with the text, to be sent once more."""
    form.state.data = ""
    try:
        case = open_case(portal, retyped(form), form.without())
    except Refused as refused:
        return message_page(form, refused.trouble)
    return case_page(portal, case, form, Trouble("message_again"))


def _confirmed(portal: Portal) -> Receipt | None:
    """Return the code that an earlier page has sealed: a correction confirmed, older replies, no files."""
    try:
        return Visit.open(portal, request.form.get("state", ""), "confirm", "case", "files").code
    except StateLost:
        return None


def _status_page(
    form: StatusForm,
    alert: Trouble | None = None,
    script: PageScript | None = None,
    *,
    left: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "reporter/status.html",
        form=form,
        alert=alert,
        count=alert.count if alert else None,
        script=script,
        left=left,
    )
    return page, 422 if alert or form.errors else 200
