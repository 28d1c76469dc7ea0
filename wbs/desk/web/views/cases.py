"""One case: what its letters say, and the notes that a reader writes about it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import State
from wbs.desk import rules, visible, writing
from wbs.desk.desk import Desk, never_shown
from wbs.desk.errors import DeskError
from wbs.desk.harmless import harmless, one_line
from wbs.desk.web import acts, typed
from wbs.desk.web.answers import done, refused
from wbs.desk.web.casepage import case_page
from wbs.desk.web.looking import looked
from wbs.desk.web.session import current
from wbs.desk.web.typed import Form
from wbs.language import _
from wbs.refusals import told

bp = Blueprint("cases", __name__)

_NOTHING: Form = Form()
_BEGINNING = 120


@bp.app_template_filter("beginning")
def beginning(text: str) -> str:
    """Return how a text of somebody outside begins, in one line."""
    return one_line(text, _BEGINNING)


@bp.get("/kasus/<name>")
def show(name: str) -> str:
    """Show a case; what is drawn of it counts as read from now on, and its other readers learn of it."""
    with current().desk() as desk:
        case = found(desk, name)
        try:
            writing.announce(desk, case)
        except DeskError as error:
            refused(error)
        return _draw(desk, desk.cases[case.id])


@bp.post("/kasus/<name>/catatan")
def note(name: str) -> tuple[str, int] | Response:
    """Write a note; what cannot be written is asked for again, with what was typed."""
    with current().desk() as desk:
        case = found(desk, name)
        address = desk.cases.address(case.id)
        try:
            said = acts.write(desk, case, request.form)
        except DeskError as error:
            refused(error)
            return _draw(desk, case, request.form, harmless(told(error))), 422
    done(f"{said} " + _("Berikutnya: kotak keluar."))
    if request.form.get("act") == "merge":
        # Its clock stops with a word to its own reporter alone.
        return redirect(f"/kasus/{address}/jawab", 303)
    # The form named a place further down, which the browser would keep: away from what is said on top.
    return redirect(f"/kasus/{address}#isi", 303)


def found(desk: Desk, name: str) -> Case:
    """Return the case of an address; no page here where there is none, or none for this reader."""
    try:
        return visible.find(desk, name)
    except DeskError as error:
        refused(error)
        abort(404)


def _address(desk: Desk, case: bytes | None) -> str:
    """Return the address of a case's page; empty where it has none here."""
    there = case is not None and visible.visible(desk, case) is not None
    return url_for("cases.show", name=desk.cases.address(case)) if case is not None and there else ""


def _draw(desk: Desk, case: Case, kept: Form = _NOTHING, refusal: str = "") -> str:
    """Draw the page; ``kept``: the form that could not be taken, to be shown again with the ``refusal``.

    What it draws of the reporter's letters counts as shown.
    """
    page = case_page(
        desk,
        case,
        never_shown(desk, case),
        request.args.get("lembar", type=int),
        request.args.get("berkas", 1, type=int),
    )
    try:
        writing.shown(desk, page.drawn)
    except DeskError as error:
        refused(error)
    ways = rules.legal_steps(case.state)
    listed = looked(desk).listed
    before, after = (_address(desk, each) for each in listed.beside(case.id))
    return render_template(
        "desk/case.html",
        page=page,
        case=case,
        kept=kept,
        refusal=refusal,
        # There its line has this id, and takes the focus.
        listed=listed.address + (f"#k-{page.address}" if case.id in listed.cases else ""),
        before=before,
        after=after,
        can_refer=State.DITERUSKAN in ways,
        can_merge=State.DIGABUNG in ways,
        draft=desk.random(typed.DRAFT).hex(),
    )
