"""Drops that a browser has sealed: opaque bytes come in, and JSON goes out.

    POST /surat                              a drop of up to 4 MiB, whole: 201
    POST /surat/<upload>/<number>?size=<n>   a part of a larger one of n bytes: 204, however often it is sent
    POST /surat/<upload>?size=<n>            all parts are there: 201, however often it is asked

201 means that the drop is on disk, and says ``{"readable": date, "return_by": date}``. A refusal says
``{"trouble": code}`` and means that nothing of this request was kept. Every answer with a body has the same
length.
"""

import contextlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from wbs.portal.reporter.incoming import PartsMissing, Upload
from wbs.portal.reporter.portal import Portal, Refused, Trouble, present
from wbs.portal.reporter.upload import Broken
from wbs.store import drops, shape
from wbs.store.errors import ShapeError, StoreError, StoreFull

box = Blueprint("box", __name__)

#: Views that are answered in JSON, whatever happens.
VIEWS = frozenset({"take_drop", "take_part", "finish_upload"})

_STATUS = {
    "shape": 400,
    "other_origin": 403,
    "parts_missing": 409,
    "files_large": 413,
    "failed": 500,
    "full": 503,
    "files_full": 503,
    "files_busy": 503,
}
_LENGTH = 512
# As many numbers as fit; who is told of these asks again.
_LISTED = 64


#: Of all answers to a drop of text that comes whole.
STATUSES = frozenset({201, *(_STATUS[code] for code in ("shape", "failed", "full"))})


@box.post("/surat")
def take_drop() -> ResponseReturnValue:
    """POST /surat: put a drop on disk."""
    portal, length = present(), request.content_length or 0
    with _told(text=length == shape.TEXT_SEALED):
        shape.check_size(length)
        _check_size(portal, length)
        arrival = portal.now()
        drops.put(portal.store, _body(), arrival, random=portal.outside.random)
    return reply(_dates(portal, arrival), 201)


@box.post("/surat/<upload>/<number>")
def take_part(upload: str, number: str) -> ResponseReturnValue:
    """POST /surat/<upload>/<number>: keep a part until the others are there."""
    portal = present()
    with _told():
        found = _upload(portal, upload)
        if request.content_length != found.length(number):
            raise ShapeError("the part has not the bytes that it must have")
        if found.answer() is None:
            _check_budget(portal, found)
            found.check_room(int(number))
            found.put(number, _body())
    return Response(status=204)


@box.post("/surat/<upload>")
def finish_upload(upload: str) -> ResponseReturnValue:
    """POST /surat/<upload>: put the drop that the parts make on disk, once."""
    portal = present()
    try:
        with _told():
            found = _upload(portal, upload)
            with found.alone():
                answer = found.answer() or _put_together(portal, found)
    except PartsMissing as missing:
        return reply(_json({"trouble": "parts_missing", "missing": missing.numbers[:_LISTED]}), 409)
    return reply(answer, 201)


def take_text(portal: Portal, body: BinaryIO) -> tuple[bytes, int]:
    """Put a drop of text on disk whose head is right; return what is said of it, and the status."""
    arrival = portal.now()
    try:
        with _told(text=True):
            drops.put(portal.store, body, arrival, random=portal.outside.random)
    except Refused as refused:
        return _refusal(refused.trouble)
    return _dates(portal, arrival).ljust(_LENGTH), 201


def refusal(trouble: Trouble) -> Response:
    """Say that nothing was kept, and why."""
    return reply(*_refusal(trouble))


def _refusal(trouble: Trouble) -> tuple[bytes, int]:
    code = trouble.code if trouble.code in _STATUS else "failed"
    return _json({"trouble": code}).ljust(_LENGTH), _STATUS[code]


def _put_together(portal: Portal, found: Upload) -> bytes:
    found.check()
    _check_budget(portal, found)
    arrival = portal.now()
    drops.put_from(portal.store, found.copy, arrival, random=portal.outside.random)
    answer = _dates(portal, arrival)
    # The drop is on disk. Without its mark it may be put there again, as the same letter.
    with contextlib.suppress(StoreError):
        found.finish(answer)
    return answer


def _upload(portal: Portal, upload: str) -> Upload:
    found = portal.incoming.upload(upload, request.args.get("size", ""))
    _check_size(portal, found.size)
    return found


def _check_size(portal: Portal, size: int) -> None:
    if size > portal.store.limits.largest:
        raise Refused(Trouble("files_large"))


def _check_budget(portal: Portal, found: Upload) -> None:
    if found.size > drops.largest(portal.store, portal.now()):
        raise StoreFull("today's room for letters with attachments is used up")


def _body() -> BinaryIO:
    return cast("BinaryIO", request.stream)


@contextlib.contextmanager
def _told(*, text: bool = False) -> Iterator[None]:
    """Refuse what the store refuses. ``text``: whether the drop has the one size that room is kept for."""
    try:
        yield
    except ShapeError:
        raise Refused(Trouble("shape")) from None
    except StoreFull:
        raise Refused(Trouble("full" if text else "files_full")) from None
    except (StoreError, Broken):
        raise Refused(Trouble("failed")) from None


def _dates(portal: Portal, arrival: datetime) -> bytes:
    readable, return_by = portal.readable(arrival), portal.return_by(arrival)
    return _json({"readable": readable.isoformat(), "return_by": return_by.isoformat()})


def _json(content: dict[str, object]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def reply(content: bytes, status: int) -> Response:
    """Return what is said to a browser, in the one length of answers."""
    return Response(content.ljust(_LENGTH), status, mimetype="application/json")


#: What is said, and the status, where something of ours fails that nobody has foreseen.
FAILED = _refusal(Trouble("failed"))
