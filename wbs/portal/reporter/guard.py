"""What a post must be before anything of it is looked at.

Forms come as ``application/x-www-form-urlencoded``, at most 512 KiB, parsed in memory. One view alone takes
files, as ``multipart/form-data``, and reads them itself (``upload``): the framework would spool them to a
file on disk in plaintext, so here it never parses such a body. Drops that a browser has sealed come as
``application/octet-stream`` to views of their own (``wire``). A post from elsewhere is refused by its Origin,
which every browser sends with one, and by Sec-Fetch-Site where it is sent.
"""

import threading
from functools import cached_property
from typing import IO, BinaryIO, cast

import flask
from flask import Flask, Response, abort, g, request

from wbs.portal.reporter import upload, wire
from wbs.portal.reporter.incoming import PART
from wbs.portal.reporter.portal import Refused, Trouble, present
from wbs.store import drops, shape
from wbs.store.errors import StoreError, StoreFull

LARGEST = 512 * 1024
"""Bytes of a form: a report of 48 KiB, percent-encoded, three times over."""

# A form of ours has fewer; a hundred thousand empty ones would keep a processor busy for half a second.
_FIELDS = 200
_TYPE = "application/x-www-form-urlencoded"
_UPLOAD = "multipart/form-data"
_UPLOADS = frozenset({"inspect_files", "take_letter"})
_RAW = "application/octet-stream"
# The form around the files: half for its fields, half for what stands before each part.
_AROUND = 1024 * 1024
# A letter of text that was sealed by hand, in a form of its own.
_TEXT = shape.TEXT_SEALED + 4096
# Who sends more than is allowed gets an answer only after we have let them finish; this far.
_PATIENCE = 8 * 1024 * 1024
_LONG_PATIENCE = 2 << 30

#: Views that give the typed text back themselves, whatever is wrong with the post.
KEEP_TEXT = frozenset({"submit", "follow_up", "attach", "inspect_files", "send_files", "take_letter"})


class Request(flask.Request):
    """A request whose files nobody parses by accident: of an upload, ``form`` and ``files`` are empty."""

    @property
    def want_form_data_parsed(self) -> bool:
        """Whether ``form`` holds anything."""
        return self.mimetype == _TYPE

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body; that of an upload or a drop is read from the network as it is asked for."""
        if self.mimetype not in (_UPLOAD, _RAW):
            return super().stream
        source, pace = self.environ["wsgi.input"], upload.STEADY
        if not (g.get("uploading") or g.get("text")):
            # A thread that is kept for text must not wait for files.
            pace = upload.HURRIED
            if isinstance(source, upload.Hasty):
                source.hurry(pace.seconds)
        return cast("IO[bytes]", upload.Body(source, self.content_length or 0, pace))


def init_app(app: Flask, free: threading.BoundedSemaphore) -> None:
    """Refuse posts that are not ours; what the views of KEEP_TEXT must tell stands in ``g.alert``.

    So does, for the view that takes files, why it cannot take these. ``free``: a place for each upload.
    """
    app.request_class = Request
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST

    @app.before_request
    def check_post() -> None:
        g.alert = None
        if request.method != "POST":
            return
        if view_name() in wire.VIEWS:
            _check_raw(free)
        else:
            _check_page(free)

    @app.after_request
    def drain(response: Response) -> Response:
        # Closing on a browser that still sends shows it an error of its own instead of our page.
        if 0 < (request.content_length or 0) <= g.pop("patience", 0):
            upload.drain(cast("BinaryIO", request.stream))
        return response

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if g.pop("uploading", False):
            free.release()


def view_name() -> str:
    """Return the endpoint of the present request without its blueprint's name."""
    return (request.endpoint or "").rpartition(".")[2]


def _check_page(free: threading.BoundedSemaphore) -> None:
    """Refuse what is no form of ours by its head; of what is to be told as a page, ``g.alert`` says why."""
    if request.content_length is None:
        abort(400)
    takes_files = view_name() in _UPLOADS and request.mimetype == _UPLOAD
    g.text = takes_files and view_name() == "take_letter" and request.content_length <= _TEXT
    if g.text:
        g.patience = request.content_length
    elif takes_files:
        g.patience = _LONG_PATIENCE
        g.alert = _upload_trouble(request.content_length)
        g.uploading = free.acquire(blocking=False)
        if not g.uploading:
            g.alert, g.patience = Trouble("files_busy"), _PATIENCE
    else:
        _check_form(request.content_length)
    if not _from_here():
        g.alert = Trouble("other_origin")
        if view_name() not in KEEP_TEXT:
            abort(403)


def _from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and request.headers.get("Origin") in present().settings.allowed_origins


def _check_raw(free: threading.BoundedSemaphore) -> None:
    """Refuse what is no drop, part or end of parts by its head; ``free``: places for all but text."""
    length = request.content_length
    if view_name() == "finish_upload":
        # It has no body: nothing that comes is read.
        length = length or 0
    if length is None or length > PART or (length and request.mimetype != _RAW):
        raise Refused(Trouble("shape"))
    g.patience = length
    if not _from_here():
        raise Refused(Trouble("other_origin"))
    g.text = view_name() == "take_drop" and length == shape.TEXT_SEALED
    g.uploading = not g.text and free.acquire(blocking=False)
    if not (g.text or g.uploading):
        raise Refused(Trouble("files_busy"))


def _check_form(length: int) -> None:
    if length > LARGEST:
        if length <= _PATIENCE:
            upload.drain(cast("BinaryIO", upload.Body(request.environ["wsgi.input"], length)))
        g.alert = Trouble("too_large")
        abort(413)
    if request.mimetype != _TYPE:
        abort(415)
    if request.get_data().count(b"&") >= _FIELDS:
        abort(400)


def _upload_trouble(length: int) -> Trouble | None:
    portal = present()
    files = length - _AROUND
    if files > portal.settings.office.limits.message_bytes:
        return Trouble("files_large", count=length)
    try:
        if files > min(drops.largest(portal.store, portal.now()), portal.spool.room()):
            return Trouble("files_full")
    except StoreFull:
        return Trouble("files_full")
    except StoreError:
        # The text has not been read yet: the view is to give it back.
        return Trouble("failed")
    return None
