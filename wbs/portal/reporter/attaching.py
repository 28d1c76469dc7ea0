"""Adding files: chosen on one page, looked into on the way in, and sent from a page that says what was found.

All three posts answer at the deadline or one of its multiples, as those of ``returning`` do.
"""

import contextlib
import itertools
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import BinaryIO, cast

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from wbs.portal.reporter import batch, deadline, upload
from wbs.portal.reporter.batch import Chosen, Manifest
from wbs.portal.reporter.filing import drop, retyped, status_of
from wbs.portal.reporter.forms import MessageForm, ReviewForm, clean
from wbs.portal.reporter.guard import view_name
from wbs.portal.reporter.portal import Portal, Refused, Trouble, present
from wbs.portal.reporter.readership import check
from wbs.portal.reporter.returning import case_page, message_page, message_sent
from wbs.portal.reporter.spool import Batch, SpoolLost
from wbs.portal.reporter.state import StateLost
from wbs.portal.reporter.upload import Broken, Field, Part
from wbs.portal.reporter.visit import ID, Case, Visit, open_case
from wbs.scrub import KINDS
from wbs.store.errors import StoreError


def attach() -> ResponseReturnValue:
    """POST /status/berkas: say what can be added and who would read it, and ask for files."""
    portal = present()
    deadline.start()
    form = ReviewForm(request.form)
    if g.alert is not None:
        return _elsewhere(form)
    field = form.state.data or ""
    try:
        try:
            # From a page that was sent, a case, this page after an error, or a review of other files.
            visit = Visit.open(portal, field, "confirm", "case", "files", "review")
        except StateLost:
            form.state.data = ""
            visit = Visit(retyped(form))
        case = open_case(portal, visit.code, form.without())
    except Refused as refused:
        return message_page(form, refused.trouble, "attach")
    _forget(portal, visit)
    return _files_page(portal, case, form, visit)


def inspect_files() -> ResponseReturnValue:
    """POST /status/berkas/periksa: take the files into the spool, and show what is in them."""
    portal = present()
    deadline.start()
    parts = upload.parts(cast("BinaryIO", request.stream), request.headers.get("Content-Type", ""))
    form, files = _typed(parts)
    if g.alert is not None and g.alert.code == "other_origin":
        return _elsewhere(form)
    try:
        visit = Visit.open(portal, form.state.data or "", "files")
    except StateLost:
        form.state.data = ""
        return message_page(form, Trouble("files_lost"), "attach")
    try:
        case = open_case(portal, visit.code, form.without())
    except Refused as refused:
        return message_page(form, refused.trouble, "attach")
    try:
        # Before anything is taken: what nobody can read need not be sent here.
        check(case.next_readers.readers, confirmed=True)
        if g.alert is not None:
            raise Refused(g.alert)
        ref, manifest = _take(portal, files)
    except Refused as refused:
        return _files_page(portal, case, form, visit, refused.trouble)
    # Each upload is a message of its own: files chosen again are no second version of the first.
    visit = replace(visit, letter_id=portal.outside.random(ID), batch=ref)
    return _review_page(portal, case, form, visit, manifest)


def send_files() -> ResponseReturnValue:
    """POST /status/berkas/kirim: seal the files with the text, and put the message on disk."""
    portal = present()
    deadline.start()
    form = ReviewForm(request.form)
    if g.alert is not None:
        return _elsewhere(form)
    try:
        visit = Visit.open(portal, form.state.data or "", "review")
    except StateLost:
        form.state.data = ""
        return message_page(form, Trouble("files_lost"), "attach")
    try:
        case = open_case(portal, visit.code, form.without())
    except Refused as refused:
        return message_page(form, refused.trouble, "send_files")
    try:
        waiting = portal.spool.resume(visit.batch)
        manifest = Manifest.load(waiting)
    except SpoolLost:
        return _files_page(portal, case, form, visit, Trouble("files_lost"))
    try:
        with waiting.alone():
            chosen = _send(portal, case, visit, form, waiting, manifest)
    except (Refused, SpoolLost) as error:
        trouble = error.trouble if isinstance(error, Refused) else Trouble("files_lost")
        match trouble.code:
            case "files_lost":
                return _files_page(portal, case, form, visit, trouble)
            case "files_sent":
                return case_page(portal, case, form, trouble)
        return _review_page(portal, case, form, visit, manifest, trouble)
    # What was decided about these files is not decided about the next.
    return message_sent(portal, visit, MessageForm(request.form), chosen)


def rescue() -> ResponseReturnValue:
    """Give the text back after a failure that nobody foresaw; the hidden field goes round as it came."""
    form = g.get("typed") or ReviewForm(request.form)
    then = "send_files" if view_name() == "send_files" else "attach"
    return message_page(form, Trouble("failed", sent=g.get("sent", False)), then)


def _typed(parts: Iterator[Field | Part]) -> tuple[ReviewForm, Iterator[Field | Part]]:
    """Read what stands before the first file, as far as it comes; return it, and what is still to be read."""
    typed: MultiDict[str, str] = MultiDict(request.form)
    rest: Iterator[Field | Part] = parts
    try:
        for each in parts:
            if isinstance(each, Part):
                rest = itertools.chain([each], parts)
                break
            typed.add(each.name, each.text)
    except Broken:
        g.alert = g.alert or Trouble("files_cut")
    form = ReviewForm(typed)
    # Numbers of files that are not these.
    form.unsign.data = []
    g.typed = form
    return form, rest


def _take(portal: Portal, files: Iterator[Field | Part]) -> tuple[bytes, Manifest]:
    """Keep the files in the spool until they are sent; return where, and what was found. Refused."""
    with batch.told():
        waiting = portal.spool.begin()
    try:
        return waiting.ref, batch.take(waiting, files, portal.settings.office.limits, portal.outside.timer)
    except BaseException:
        with contextlib.suppress(StoreError):
            waiting.close()
        raise


def _send(
    portal: Portal, case: Case, visit: Visit, form: ReviewForm, waiting: Batch, manifest: Manifest
) -> tuple[Chosen, ...]:
    """Put the message on disk, unless it is there already; return its files. Refused, SpoolLost."""
    chosen = manifest.choose(
        as_is=bool(form.as_is.data), neutral=bool(form.neutral.data), unsign=form.unsigned()
    )
    signed = case.sign(visit, clean(form.text.data or ""), [each.attachment for each in chosen])
    mark = waiting.mark()
    if mark is not None:
        if mark != signed.hash:
            raise Refused(Trouble("files_sent"))
        return chosen
    readers = case.readers(visit, confirmed=bool(form.confirm_one_reader.data))
    with ExitStack() as opened:
        files = [
            (each.attachment, opened.enter_context(closing(waiting.open(each.source)))) for each in chosen
        ]
        drop(portal, signed, readers, files)
    # The letter is on disk. Without its mark it may be sent again, as the same letter.
    with contextlib.suppress(StoreError, SpoolLost):
        waiting.finish(signed.hash)
    return chosen


def _forget(portal: Portal, visit: Visit) -> None:
    """Remove files that the reporter chooses anew; what was sent stays known as sent."""
    with contextlib.suppress(SpoolLost, StoreError):
        waiting = portal.spool.resume(visit.batch)
        # In turn with whoever is sending them.
        with waiting.alone():
            if waiting.mark() is None:
                waiting.close()


def _elsewhere(form: ReviewForm) -> ResponseReturnValue:
    """Give the text back to whoever does not come from our pages, without the field that came with it."""
    form.state.data = ""
    return message_page(form, g.alert, "attach")


def _files_page(
    portal: Portal, case: Case, form: ReviewForm, visit: Visit, alert: Trouble | None = None
) -> ResponseReturnValue:
    form.state.data = Visit(case.code, seen=visit.seen).seal(portal, "files")
    form.offer(case.excludable)
    limits = portal.settings.office.limits
    if alert is None and not case.next_readers.readers:
        alert = Trouble("no_reader")
    page = render_template(
        "reporter/files.html",
        form=form,
        alert=alert,
        has_reply=bool(case.thread.items),
        follow_readers=case.reader_views,
        most_files=limits.files,
        most_bytes=batch.room(limits),
    )
    return page, status_of(alert) if alert else 200


def _review_page(
    portal: Portal,
    case: Case,
    form: ReviewForm,
    visit: Visit,
    manifest: Manifest,
    alert: Trouble | None = None,
) -> ResponseReturnValue:
    form.state.data = replace(visit, shown=case.shown).seal(portal, "review")
    readers = case.reader_views
    page = render_template(
        "reporter/review.html",
        form=form,
        alert=alert,
        items=manifest.items,
        empty=manifest.empty,
        kinds=[kind for kind in KINDS if any(kind in item.found for item in manifest.items)],
        unsign=form.unsigned(),
        follow_readers=readers,
        ask_one_reader=len(readers) == 1,
    )
    return page, status_of(alert) if alert else 200
