"""Every failure ends in a page of ours, which says whether anything was sent and repeats nothing secret."""

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadHost, HTTPException

from wbs.portal.reporter import attaching, filing, returning, wire
from wbs.portal.reporter.guard import view_name
from wbs.portal.reporter.portal import Refused, Trouble

_STATUSES = frozenset({400, 403, 404, 405, 413, 415, 500, 503})


def init_app(app: Flask) -> None:
    """Answer what views raise: our refusals, HTTP errors, and anything else as a failure of ours."""
    app.register_error_handler(Refused, _closed)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _closed(refused: Refused) -> ResponseReturnValue:
    if view_name() in wire.VIEWS:
        return wire.refusal(refused.trouble)
    page = render_template("reporter/closed.html", alert=refused.trouble)
    return page, filing.status_of(refused.trouble)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if isinstance(error, BadHost):
        # Without a host no link of ours can be written.
        return error.get_response()
    headers = [(name, value) for name, value in error.get_headers() if name == "Allow"]
    return _page(code), code, headers


def _failed(error: Exception) -> ResponseReturnValue:
    # The logger that privacy has made safe, whatever else this process logs.
    current_app.logger.error("", exc_info=error)
    if view_name() in wire.VIEWS:
        return wire.refusal(Trouble("failed"))
    if request.method == "POST":
        match view_name():
            case "submit":
                return filing.rescue()
            case "follow_up":
                return returning.rescue()
            case "attach" | "inspect_files" | "send_files":
                return attaching.rescue()
    return _page(500), 500


def _page(status: int) -> str:
    return render_template(
        "errors/error.html", status=status if status in _STATUSES else 400, alert=g.get("alert")
    )
