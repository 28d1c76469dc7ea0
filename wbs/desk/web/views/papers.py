"""Pages that are made to be printed: the evidence list of a case, and a case as a whole."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from wbs.cases.casefile import Case
from wbs.desk import casepaper, visible
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.evidence import evidence
from wbs.desk.exporting import export
from wbs.desk.harmless import harmless
from wbs.desk.paper import Paper, as_text, is_hash, paper
from wbs.desk.web.answers import done, refused
from wbs.desk.web.looking import looked
from wbs.desk.web.session import current
from wbs.desk.web.views.attaching import folder_named
from wbs.language import _

bp = Blueprint("papers", __name__)

_FORMATS = ("txt", "pdf")


@bp.get("/kasus/<name>/bukti")
def exhibits(name: str) -> str:
    """Show the evidence list."""
    with current().desk() as desk:
        case = _case(desk, name)
        try:
            made = paper(desk, evidence(desk, case))
        except DeskError as error:
            refused(error)
            abort(404)
        return _list(name, case, made, looked(desk).folder)


@bp.post("/kasus/<name>/bukti/simpan")
def save_exhibits(name: str) -> BaseResponse | tuple[str, int]:
    """Write the evidence list into a folder that its reader names, as text or as PDF."""
    form = request.form.get("format", "")
    if form not in _FORMATS:
        abort(400)
    typed = request.form.get("folder", "")
    with current().desk() as desk:
        case = _case(desk, name)
        try:
            made = paper(desk, evidence(desk, case))
            folder, file = folder_named(typed), f"bukti-{case.name}-{made.day}.{form}"
            data = _written(made, form)
            export(desk.shelf.folder, folder, file, lambda sink: sink.write(data))
        except DeskError as error:
            refused(error)
            return _list(name, case, made, typed), 400
        looked(desk).folder = typed
    done(_("Tersimpan, tidak tersegel: {path}").format(path=harmless(str(folder / file))))
    return redirect(url_for("papers.exhibits", name=name), 303)


@bp.get("/kasus/<name>/cetak")
def whole(name: str) -> str:
    """Show everything that a case's letters say, to be printed."""
    with current().desk() as desk:
        case = _case(desk, name)
        return render_template(
            "desk/print.html", name=name, paper=casepaper.paper(desk, case), is_hash=is_hash
        )


def _written(made: Paper, form: str) -> bytes:
    if form == "txt":
        return as_text(made).encode()
    # Takes half a second to load, and only this needs it.
    from wbs.desk.paper_pdf import draw

    return draw(made)


def _list(name: str, case: Case, made: Paper, folder: str) -> str:
    return render_template(
        "desk/evidence.html", name=name, case=case, paper=made, is_hash=is_hash, folder=folder
    )


def _case(desk: Desk, name: str) -> Case:
    try:
        return visible.find(desk, name)
    except DeskError as error:
        refused(error)
        abort(404)
