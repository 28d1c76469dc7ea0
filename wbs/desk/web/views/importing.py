"""Taking in a bundle, from a file or straight from a stick, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from wbs.desk import importing, media
from wbs.desk.errors import BundleRefused, DeskError
from wbs.desk.importing import Basis, Summary
from wbs.desk.web.answers import refused
from wbs.desk.web.jobs import Job
from wbs.desk.web.places import named, token
from wbs.desk.web.session import Session, current
from wbs.desk.web.uploads import uploaded
from wbs.language import N_

bp = Blueprint("importing", __name__)

_HERE = "/impor"
_RESULT = "/impor/hasil"
# Acknowledgements for so many cases are made while others wait: a second or so.
_AT_ONCE = 50
# A courier comes every few days; a bundle much older than that, or a clock that runs ahead of it.
_OLD_DAYS = 14


@dataclass(frozen=True)
class Result:
    """What an import brought, and the addresses and names of the cases that acknowledgements wait for."""

    summary: Summary
    answered: tuple[tuple[str, str], ...]


@bp.get("/impor")
def show() -> str:
    """Offer what lies on sticks, and a file to choose."""
    with current().desk() as desk:
        first = desk.shelf.state.latest is None
    sticks = media.mounted()
    return render_template(
        "desk/import.html", found=media.bundles(sticks), sticks=named(sticks), token=token, first=first
    )


@bp.post("/impor")
def upload() -> Response:
    """Take in the file that the form brought."""
    brought = uploaded(request.files.get("bundle"))
    if brought is None:
        return _not_started(BundleRefused("Pilih berkas bundel dahulu."))
    return _start(brought.path, brought.remove)


@bp.post("/impor/media")
def from_medium() -> Response:
    """Take in one of the bundles that lie on sticks."""
    chosen = request.form.get("medium", "")
    for found in media.bundles(media.mounted()):
        if token(found.path) == chosen:
            return _start(found.path, lambda: None)
    return _not_started(BundleRefused("Berkas itu tidak ada lagi. Pasang stiknya, lalu muat ulang halaman."))


@bp.get("/impor/hasil")
def result() -> str | Response:
    """Show what the last import brought."""
    job = current().job
    if job is None or not isinstance(job.result, Result):
        return redirect(_HERE, 303)
    with current().desk() as desk:
        latest = desk.shelf.state.latest
        old = (desk.today - latest.day).days if latest is not None else 0
    return render_template(
        "desk/import_result.html",
        summary=job.result.summary,
        answered=job.result.answered,
        until=latest,
        old=old if old >= _OLD_DAYS else 0,
    )


def _start(path: Path, remove: Callable[[], None]) -> Response:
    session = current()
    acknowledge = "acknowledge" in request.form

    def work(job: Job) -> Result:
        try:
            return take_in(session, job, path, acknowledge=acknowledge)
        finally:
            remove()

    try:
        session.start(Job(N_("Impor bundel"), work, after=_RESULT, back=_HERE))
    except DeskError as error:
        remove()
        return _not_started(error)
    return redirect("/pekerjaan", 303)


def _not_started(error: DeskError) -> Response:
    refused(error)
    return redirect(_HERE, 303)


def take_in(session: Session, job: Job, path: Path, *, acknowledge: bool) -> Result:
    """Import, with the desk to itself at the beginning and for the last step only."""
    with session.desk_of_job() as desk:
        basis = Basis.of(desk)
    # The desk is asked for once the bundle is prepared.
    with (
        importing.prepare(basis, path, job.progress, job.cancelled) as prepared,
        session.desk_of_job() as desk,
    ):
        summary = prepared.commit(desk, job.progress)
        waiting = importing.unanswered(desk) if acknowledge else []
        desk.shelf.save()
    answered: list[tuple[str, str]] = []
    for start in range(0, len(waiting), _AT_ONCE):
        # What was imported stays; acknowledgements can be made by the next import.
        if job.cancelled():
            break
        job.progress("acknowledging", start, len(waiting))
        with session.desk_of_job() as desk:
            cases = importing.acknowledge(desk, waiting[start : start + _AT_ONCE])
            answered += [(desk.cases.address(case.id), case.name) for case in cases]
    return Result(summary, tuple(answered))
