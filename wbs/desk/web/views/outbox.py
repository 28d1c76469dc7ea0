"""What waits to be carried to the portal, what has arrived there, and the outbox that carries it."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from wbs.desk import files, media, sending, visible
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.incoming import FOLDER
from wbs.desk.sending import Made
from wbs.desk.state import WrittenSlot
from wbs.desk.web.answers import refused
from wbs.desk.web.jobs import Job
from wbs.desk.web.places import Places, offered, writable
from wbs.desk.web.session import Session, current
from wbs.language import N_

bp = Blueprint("outbox", __name__)

_HERE = "/kotak-keluar"
_DONE = "/kotak-keluar/selesai"
_DOWNLOAD = "unduh"
_MADE = "outbox"


@dataclass(frozen=True)
class Line:
    """An answer that waits: its case, by address and name, and when it was written."""

    address: str
    name: str
    slot: WrittenSlot
    carried: bool


@bp.get("/kotak-keluar")
def show() -> str:
    """Show what a new outbox would carry."""
    with current().desk() as desk:
        state = desk.shelf.state
        waiting = sending.waiting(desk)
        return render_template(
            "desk/outbox.html",
            answers=[_line(desk, slot) for slot in waiting.slots],
            notes=len(waiting.drops),
            notes_carried=sum(drop in state.carried for drop in waiting.drops),
            renewals=[(desk.cases.address(case.id), case.name) for case in waiting.renewals],
            confirmed_answers=sum(slot.seen for slot in state.slots.values()),
            confirmed_notes=sum(drop in state.arrived for drop in state.written),
            packed=state.packed,
            collected=state.collected,
            targets=_places(),
            download=_DOWNLOAD,
            may=desk.can_seal,
        )


@bp.post("/kotak-keluar")
def make() -> Response:
    """Make an outbox, for download or on a stick."""
    session = current()
    chosen = request.form.get("to", _DOWNLOAD)
    try:
        folder = None if chosen == _DOWNLOAD else offered(chosen, media.writable(media.mounted()))
        session.start(
            Job(N_("Membuat kotak keluar"), lambda job: _make(session, job, folder), after=_DONE, back=_HERE)
        )
    except DeskError as error:
        refused(error)
        return redirect(_HERE, 303)
    return redirect("/pekerjaan", 303)


@bp.get("/kotak-keluar/selesai")
def done() -> str | Response:
    """Say where the outbox lies and what to do with it."""
    made = _last()
    if made is None:
        return redirect(_HERE, 303)
    own = current().folder in made.path.parents
    return render_template("desk/outbox_made.html", made=made, own=own)


@bp.get("/kotak-keluar/berkas")
def download() -> Response:
    """Hand the outbox over."""
    made = _last()
    if made is None or not made.path.is_file():
        return redirect(_HERE, 303)
    # Flask looks for a relative path beside its own code.
    path = made.path.absolute()
    return send_file(path, "application/x-tar", as_attachment=True, download_name=path.name)


def _line(desk: Desk, slot: WrittenSlot) -> Line:
    case = visible.visible(desk, slot.slot.case)
    name = slot.slot.case.hex()[:8]
    address = desk.cases.address(case.id) if case is not None else ""
    return Line(address, name, slot, slot.slot.r in desk.shelf.state.carried)


def _make(session: Session, job: Job, folder: Path | None) -> Made:
    if folder is None:
        # Ciphertext; swept with what an import leaves.
        folder = session.folder / FOLDER / _MADE
        shutil.rmtree(folder, ignore_errors=True)
        files.make_folder(folder)
    with session.desk_of_job() as desk:
        return sending.make_outbox(desk, folder, job.progress)


def _last() -> Made | None:
    job = current().job
    return job.result if job is not None and isinstance(job.result, Made) else None


def _places() -> Places:
    """Offer the sticks; where there is one only, the courier's, it is chosen already."""
    places = writable()
    return replace(places, chosen=places.options[0][0]) if len(places.options) == 1 else places
