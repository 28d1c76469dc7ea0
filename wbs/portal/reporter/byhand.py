"""The way without our programs: a report written and sealed with stock tools, and its file brought here.

The page's commands need ``age``, ``minisign``, GNU ``tar`` and a shell; what they make is a letter like any
other. The server sees an opaque age file, as from a browser that seals.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from wbs.portal.reporter import readership, upload
from wbs.portal.reporter.filing import status_of
from wbs.portal.reporter.pages import keyring_of, signatures
from wbs.portal.reporter.portal import Portal, Refused, Trouble, present
from wbs.portal.reporter.upload import Broken, Part
from wbs.store import drops
from wbs.store.errors import ShapeError, StoreError, StoreFull


def by_hand() -> ResponseReturnValue:
    """GET /kunci/tulis: every command from an empty folder to a sealed letter, and to its answers."""
    return _page(present())


def take_letter() -> ResponseReturnValue:
    """POST /kunci/unggah: store a letter that was sealed elsewhere."""
    portal = present()
    try:
        if g.alert is not None:
            raise Refused(g.alert)
        _take(portal)
    except Refused as refused:
        return _page(portal, refused.trouble)
    g.sent = True
    return render_template("reporter/byhand_sent.html")


class _InTime:
    """A letter's bytes, for six hours: it carries the half-day in which they began to come.

    Where they go on for longer, bundles may have gone out that hold all of that half-day.
    """

    def __init__(self, source: BinaryIO, now: Callable[[], datetime]) -> None:
        """Begin now."""
        self._source = source
        self._now = now
        self._until = now() + timedelta(hours=6)

    def read(self, size: int) -> bytes:
        """Read on; Broken when it has taken too long."""
        if self._now() > self._until:
            raise Broken
        return self._source.read(size)


def _take(portal: Portal) -> None:
    parts = upload.parts(cast("BinaryIO", request.stream), request.headers.get("Content-Type", ""))
    try:
        file = next((each for each in parts if isinstance(each, Part) and each.filename), None)
        if file is None:
            raise Refused(Trouble("letter_missing"))
        source = cast("BinaryIO", _InTime(file.stream, portal.now))
        drops.put(portal.store, source, portal.now(), random=portal.outside.random)
    except Broken:
        raise Refused(Trouble("files_cut")) from None
    except ShapeError:
        raise Refused(Trouble("letter_shape")) from None
    except StoreFull:
        raise Refused(Trouble("full" if g.text else "files_full")) from None
    except StoreError:
        raise Refused(Trouble("failed")) from None


def _page(portal: Portal, alert: Trouble | None = None) -> ResponseReturnValue:
    keyring, signed = None, []
    try:
        keyring = readership.chain(portal).current
        signed = signatures(keyring_of(readership.published(portal), keyring.sequence))
    except Refused as refused:
        alert = alert or refused.trouble
    page = render_template("reporter/byhand.html", alert=alert, keyring=keyring, signatures=signed)
    return page, status_of(alert) if alert else 200
