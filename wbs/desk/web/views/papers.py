"""Pages that are made to be printed: the evidence list of a case, and a case as a whole."""

import os
from pathlib import Path

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from wbs.cases.casefile import Case
from wbs.desk import casepaper, visible
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.evidence import Evidence, evidence
from wbs.desk.exporting import export
from wbs.desk.harmless import harmless
from wbs.desk.paper import Paper, as_text, is_hash, paper
from wbs.desk.web.answers import done, refused
from wbs.desk.web.looking import looked
from wbs.desk.web.places import Places
from wbs.desk.web.session import current
from wbs.language import _

bp = Blueprint("papers", __name__)

_FORMATS = ("txt", "pdf")
# Attachments on one page of the list; a file has them all.
_PAGE = 100
_SAME_DAY = 100


@bp.get("/kasus/<name>/bukti")
def exhibits(name: str) -> str:
    """Show the evidence list, a page of it at a time."""
    with current().desk() as desk:
        return _list(desk, name, _evidence(desk, name), looked(desk).places())


@bp.post("/kasus/<name>/bukti/simpan")
def save_exhibits(name: str) -> BaseResponse | tuple[str, int]:
    """Write the evidence list to where its reader says, as text or as PDF."""
    form = request.form.get("format", "")
    if form not in _FORMATS:
        abort(400)
    with current().desk() as desk:
        found = _evidence(desk, name)
        try:
            folder = looked(desk).place(request.form)
            file = _free(folder, f"bukti-{found.case.name}-{found.day}", form)
            data = _written(paper(desk, found), form)
            export(desk.shelf.folder, folder, file, lambda sink: sink.write(data))
        except DeskError as error:
            refused(error)
            return _list(desk, name, found, looked(desk).places(request.form)), 400
        looked(desk).saved(request.form, folder)
    done(_("Tersimpan, tidak tersegel: {path}").format(path=harmless(str(folder / file))))
    return redirect(url_for("papers.exhibits", name=name), 303)


@bp.get("/kasus/<name>/cetak")
def whole(name: str) -> str:
    """Show everything that a case's letters say, to be printed."""
    with current().desk() as desk:
        case = _case(desk, name)
        try:
            whole = casepaper.paper(desk, case)
        except DeskError as error:
            refused(error)
            abort(404)
        return render_template("desk/print.html", name=name, paper=whole, is_hash=is_hash)


def _free(folder: Path, stem: str, form: str) -> str:
    """Return a name that nothing in a folder has: a list made again is not the one of this morning."""
    names = (f"{stem}{number}.{form}" for number in ("", *(f"-{n}" for n in range(2, _SAME_DAY))))
    return next((name for name in names if not os.path.lexists(folder / name)), f"{stem}.{form}")


def _written(made: Paper, form: str) -> bytes:
    if form == "txt":
        return as_text(made).encode()
    # Takes half a second to load, and only this needs it.
    from wbs.desk.paper_pdf import draw

    return draw(made)


def _list(desk: Desk, name: str, found: Evidence, places: Places) -> str:
    of = len(found.exhibits)
    pages = -(-of // _PAGE)
    page = min(max(1, request.args.get("halaman", 1, type=int)), pages)
    first, last = _PAGE * (page - 1), min(of, _PAGE * page)
    return render_template(
        "desk/evidence.html",
        name=name,
        case=found.case,
        paper=paper(desk, found, slice(first, last)),
        is_hash=is_hash,
        page=page,
        pages=pages,
        shown=(first + 1, last, of),
        targets=places,
    )


def _evidence(desk: Desk, name: str) -> Evidence:
    case = _case(desk, name)
    try:
        return evidence(desk, case)
    except DeskError as error:
        refused(error)
        abort(404)


def _case(desk: Desk, name: str) -> Case:
    try:
        return visible.find(desk, name)
    except DeskError as error:
        refused(error)
        abort(404)
