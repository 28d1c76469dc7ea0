"""Closed by default: without a session there is the login page and nothing else.

A post must come from our own page (Origin, Sec-Fetch-Site) and carry the CSRF token; its body is not looked
at before the sender is known. An uploaded file streams into the data folder, never into the system's own
temporary one.
"""

from tempfile import TemporaryFile
from typing import IO

from flask import Flask, Request, abort, g, redirect, request, session
from flask.typing import ResponseReturnValue

from wbs.letters import outbox
from wbs.letters.board import SLOT
from wbs.letters.bundle import TEXT_SEALED
from wbs.portal.courier.postoffice import present
from wbs.portal.locale import ENGLISH, link
from wbs.store import logins

#: Endpoints that need no session; everything else does, also what is added one day.
OPEN = frozenset({"static", "courier.login", f"courier{ENGLISH}.login"})
#: Bytes of an outbox that is as full as it may be, and of the form around it.
LARGEST_OUTBOX = outbox.LIMIT * (TEXT_SEALED + SLOT + 2048) + (1 << 20)

_LARGEST_FORM = 16 * 1024
_UPLOADS = frozenset({"courier.bring", f"courier{ENGLISH}.bring"})


class CourierRequest(Request):
    """A request whose uploads stream into the data folder; they are opaque ciphertext there."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 -- werkzeug's signature
        content_type: str | None,  # noqa: ARG002 -- same
        filename: str | None = None,  # noqa: ARG002 -- same
        content_length: int | None = None,  # noqa: ARG002 -- same
    ) -> IO[bytes]:
        return TemporaryFile(dir=present().store.folder)


def init_app(app: Flask) -> None:
    """Guard every request; before anything else that reads one."""
    app.request_class = CourierRequest
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_FORM
    # The multipart parser counts its own buffer of a file's bytes.
    app.config["MAX_FORM_MEMORY_SIZE"] = 1 << 19
    app.config["MAX_FORM_PARTS"] = 16

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not _from_here():
            abort(403)
        g.courier = None
        if request.endpoint in OPEN:
            return None
        office = present()
        g.courier = logins.courier_of(office.store, session.get("token", ""), office.now())
        if g.courier is None:
            return redirect(link("courier.login"), 303)
        if request.endpoint in _UPLOADS:
            request.max_content_length = LARGEST_OUTBOX
        return None


def _from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and request.headers.get("Origin") in present().settings.courier.origins
