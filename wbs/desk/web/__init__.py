"""The desk's pages, for one browser on the same computer: they draw what ``wbs.desk`` does."""

from pathlib import Path
from types import TracebackType

from flask import Blueprint, Flask, redirect, render_template
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from wbs.desk.web import discreet, drawing, loopback
from wbs.desk.web.loopback import Door
from wbs.desk.web.session import EXTENSION, Locked, Session
from wbs.desk.web.uploads import DeskRequest
from wbs.desk.web.views import (
    attaching,
    cases,
    guide,
    importing,
    intake,
    jobs,
    listing,
    merging,
    outbox,
    papers,
    replying,
    starting,
    unlocking,
    vault,
)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

_PACKAGE = Path(__file__).resolve().parents[2]


class _Discreet(Flask):
    """An app that says where it failed and not with what: a journal may keep standard error."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        kind, _error, trace = exc_info
        discreet.tell(kind, trace)


BLUEPRINTS: tuple[Blueprint, ...] = (
    unlocking.bp,
    listing.bp,
    starting.bp,
    vault.bp,
    guide.bp,
    cases.bp,
    merging.bp,
    replying.bp,
    attaching.bp,
    papers.bp,
    intake.bp,
    importing.bp,
    outbox.bp,
    jobs.bp,
)


def create_desk_app(session: Session, door: Door) -> Flask:
    """Make the app that draws this session to whoever comes in by this door."""
    packaged = _PACKAGE / "templates"
    app = _Discreet(
        "wbs-desk",
        root_path=str(_PACKAGE),
        static_folder=str(_PACKAGE / "static"),
        static_url_path="/static",
        template_folder=str(packaged if packaged.is_dir() else _PACKAGE.parent / "templates"),
    )
    app.request_class = DeskRequest
    # The session's end is the process's; every post's origin is looked at by the guard.
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.extensions[EXTENSION] = session
    loopback.init_app(app, door)
    CSRFProtect(app)
    drawing.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _problem)
    app.register_error_handler(Locked, _locked)
    return app


def _locked(_error: Exception) -> Response:
    return redirect("/buka", 303)


def _problem(error: Exception) -> tuple[str, int]:
    status = error.code if isinstance(error, HTTPException) and error.code is not None else 500
    return render_template("desk/error.html", status=status, csrf=isinstance(error, CSRFError)), status
