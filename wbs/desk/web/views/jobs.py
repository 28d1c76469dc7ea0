"""What the desk works on: how far it is, and how to stop it."""

from flask import Blueprint, jsonify, redirect, render_template
from werkzeug.wrappers import Response

from wbs.desk.harmless import harmless
from wbs.desk.web.jobs import Job, JobState
from wbs.desk.web.loopback import uncounted
from wbs.desk.web.session import current
from wbs.desk.words import STEPS
from wbs.language import _
from wbs.refusals import told

bp = Blueprint("jobs", __name__)


@bp.get("/pekerjaan")
@uncounted
def show() -> str | Response:
    """Show the job that runs, or how it ended where it brought nothing; otherwise lead to what it brought."""
    job = current().job
    if job is None:
        return redirect("/", 303)
    # Once: the job goes on while the page is drawn.
    state = job.state
    if state is JobState.DONE:
        return redirect(job.after, 303)
    refusal = harmless(told(job.error)) if job.error is not None else ""
    return render_template(
        "desk/job.html", job=job, state=state, percent=percent(job), step=step(job), refusal=refusal
    )


@bp.get("/pekerjaan/kemajuan")
@uncounted
def progress() -> Response:
    """Say the same to the page's script."""
    job = current().job
    if job is None:
        return jsonify(running=False)
    return jsonify(running=job.running, percent=percent(job), step=step(job))


@bp.post("/pekerjaan/batal")
def cancel() -> Response:
    """Ask the job to stop."""
    job = current().job
    if job is not None:
        job.cancel()
    return redirect("/pekerjaan", 303)


def percent(job: Job) -> int:
    """Return how far the step is; counts would tell how many letters are for others."""
    return 100 * job.done // job.total if job.total else 0


def step(job: Job) -> str:
    """Return what the job does now, in words."""
    return _(STEPS[job.step]) if job.step in STEPS else ""
