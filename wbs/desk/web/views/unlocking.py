"""The way in: launch token, passphrase, lock; and the language."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from wbs.desk.errors import DeskError
from wbs.desk.web import loopback
from wbs.desk.web.answers import refused
from wbs.desk.web.loopback import before_entry, uncounted, while_locked
from wbs.desk.web.session import current
from wbs.language import LANGUAGES, choose, language

bp = Blueprint("unlocking", __name__)


@bp.get("/masuk")
@before_entry
def enter() -> str:
    """Give the cookie to whoever has the launch token, and lead on by a page of this site.

    A redirect would still count as coming from the launch file, and the cookie would stay behind.
    """
    if not loopback.enter(request.args.get("token", "")):
        abort(403)
    return render_template("desk/enter.html")


@bp.route("/buka", methods=["GET", "POST"])
@while_locked
@uncounted
def unlock() -> str | tuple[str, int] | BaseResponse:
    """Ask for the passphrase and open the desk."""
    desk = current()
    if not desk.made:
        return redirect("/mulai", 303)
    if request.method == "POST":
        try:
            desk.unlock(request.form.get("passphrase", ""))
        except DeskError as error:
            refused(error)
            return render_template("desk/unlock.html"), 403
    return redirect("/", 303) if desk.open else render_template("desk/unlock.html")


@bp.post("/kunci")
@while_locked
def lock() -> BaseResponse:
    """Lock the desk at once."""
    current().lock()
    response = redirect("/buka", 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/buka/sisa")
@while_locked
@uncounted
def left() -> dict[str, int]:
    """Tell a page how many seconds are left before the desk locks itself."""
    return {"left": int(current().left)}


@bp.post("/buka/sibuk")
def busy() -> Response:
    """Hear from a page that somebody types or reads there."""
    return Response(status=204)


@bp.post("/bahasa")
@while_locked
def choose_language() -> BaseResponse:
    """Go on in another language, on the page that asked for it."""
    chosen = request.form.get("to", "")
    if chosen not in LANGUAGES:
        abort(400)
    if chosen != language():
        choose(chosen)
    back = request.form.get("back", "/")
    # Only to a page here: "//elsewhere" and "/\\elsewhere" are addresses of other sites, and so is the first
    # with a tab in it, which is dropped.
    inside = back.startswith("/") and back[1:2] not in ("/", "\\") and back.isprintable()
    return redirect(back if inside else "/", 303)
