"""One attachment: what its letter says of it, what it shows, and saving it as it came."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from wbs.desk import attachments, visible
from wbs.desk.attachments import Numbered
from wbs.desk.errors import DeskError
from wbs.desk.harmless import harmless
from wbs.desk.phrases import kinds_of
from wbs.desk.preview import Preview
from wbs.desk.saving import save
from wbs.desk.web.answers import done, refused
from wbs.desk.web.looking import look, looked
from wbs.desk.web.session import current
from wbs.language import N_, _

bp = Blueprint("attaching", __name__)

# What the desk made of a stranger's pixels loads nothing and runs nothing, even opened by itself.
_SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@bp.get("/kasus/<name>/lampiran/<int:number>")
def show(name: str, number: int) -> str:
    """Show a page of an attachment."""
    numbered, preview = _look(name, number)
    return _drawn(name, numbered, preview)


@bp.get("/kasus/<name>/lampiran/<int:number>/gambar")
def picture(name: str, number: int) -> Response:
    """Give out a page's pixels, as the PNG that the desk made of them."""
    _numbered, preview = _look(name, number)
    if not preview.image:
        abort(404)
    response = Response(preview.image, content_type="image/png")
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


@bp.post("/kasus/<name>/lampiran/<int:number>/simpan")
def keep(name: str, number: int) -> BaseResponse | tuple[str, int]:
    """Save the attachment as it came to where its reader says."""
    try:
        with current().desk() as desk:
            numbered = attachments.find(visible.find(desk, name), number)
            if numbered.attachment.sha256.hex() != request.form.get("sha256"):
                raise DeskError(N_("Nomor lampiran sudah bergeser karena surat baru. Periksa, lalu ulangi."))
            folder = looked(desk).place(request.form)
            saved = save(desk, numbered, folder)
            looked(desk).saved(request.form, folder)
    except DeskError as error:
        refused(error)
        numbered, preview = _look(name, number)
        return _drawn(name, numbered, preview, request.form), 400
    path = harmless(str(folder / saved))
    done(_("Tersimpan, tidak tersegel: {path}").format(path=path))
    return redirect(url_for("attaching.show", name=name, number=number), 303)


def _look(name: str, number: int) -> tuple[Numbered, Preview]:
    """Return what the address names; 404 where there is nothing, with the reason on the page."""
    page = request.args.get("halaman", 1, type=int)
    try:
        return look(current(), name, number, page, close="besar" in request.args)
    except DeskError as error:
        refused(error)
        abort(404)


def _drawn(name: str, numbered: Numbered, preview: Preview, form: Mapping[str, str] | None = None) -> str:
    with current().desk() as desk:
        case = visible.find(desk, name)
        return render_template(
            "desk/attachment.html",
            name=name,
            case=case,
            shown=numbered,
            of=len(attachments.attachments(case)),
            removed=kinds_of(numbered.attachment),
            preview=preview,
            why=_(preview.why),
            close="besar" in request.args,
            targets=looked(desk).places(form),
        )
