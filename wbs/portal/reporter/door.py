"""A door of its own for drops of text that a browser has sealed: the framework costs as much as storing them.

Only what nothing is to be said against comes in here, by its head: the one size, the one type, from a page of
ours at the address that was asked. Whatever else comes goes on to the app, which knows how to refuse it. What
is answered here is made by ``wire``; its headers are those that the app puts on it, asked for once.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, cast

from flask import Flask

from wbs.portal.reporter import upload, wire
from wbs.portal.reporter.portal import Portal
from wbs.store import shape

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HEAD = {
    "REQUEST_METHOD": "POST",
    "PATH_INFO": "/surat",
    "QUERY_STRING": "",
    "CONTENT_LENGTH": str(shape.TEXT_SEALED),
    "CONTENT_TYPE": "application/octet-stream",
}


class Door:
    """Stands before an app, which is complete."""

    def __init__(self, app: Flask, portal: Portal) -> None:
        """Learn the headers of each answer at each of the portal's addresses."""
        self._app, self._rest, self._portal = app, app.wsgi_app, portal
        self._headers = {
            (origin, status): _headers(app, origin, status)
            for origin in portal.settings.allowed_origins
            for status in wire.STATUSES
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        if not self._opens(environ):
            return self._rest(environ, start_response)
        body = upload.Body(environ["wsgi.input"], shape.TEXT_SEALED, upload.STEADY)
        try:
            content, status = wire.take_text(self._portal, cast("BinaryIO", body))
        except Exception as error:  # as the app does, for whatever nobody has foreseen
            self._app.logger.error("", exc_info=error)
            content, status = wire.FAILED
        line, headers = self._headers[environ["HTTP_ORIGIN"], status]
        start_response(line, list(headers))
        return [content]

    def _opens(self, environ: "WSGIEnvironment") -> bool:
        origin = environ.get("HTTP_ORIGIN", "")
        return (
            all(environ.get(name, "") == value for name, value in _HEAD.items())
            and "HTTP_TRANSFER_ENCODING" not in environ
            and environ.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
            and (origin, 201) in self._headers
            and origin.partition("://")[2] == environ.get("HTTP_HOST")
            and self._portal.store.limits.largest >= shape.TEXT_SEALED
        )


def _headers(app: Flask, origin: str, status: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what the app would put on an answer of this status to a drop."""
    with app.test_request_context("/surat", base_url=origin, method="POST") as context:
        answer = app.process_response(wire.reply(b"", status))
        headers = answer.get_wsgi_headers(context.request.environ)
        return answer.status, tuple(headers.to_wsgi_list())
