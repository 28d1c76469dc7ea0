"""Finding the case that another one goes on as."""

from flask import Blueprint, render_template, request

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import State
from wbs.desk import rules, visible
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.listing import Query
from wbs.desk.web import typed
from wbs.desk.web.answers import refused
from wbs.desk.web.session import current
from wbs.desk.web.views.cases import found
from wbs.letters.note import Merged

bp = Blueprint("merging", __name__)

_CHOICES = 20
# What went on as another case is none to go on as.
_ON = frozenset(State) - {State.DIGABUNG}


@bp.get("/kasus/<name>/gabung")
def choose(name: str) -> str:
    """Offer the cases that fit what was searched for, then show what merging means; that itself is a note."""
    with current().desk() as desk:
        case = found(desk, name)
        wanted = typed.text(request.args, "cari")
        into = _into(desk, case)
        rows = desk.list(Query(text=wanted, states=_ON, size=_CHOICES + 1)).rows if wanted else ()
        others = [visible.visible(desk, row.id) for row in rows if row.id != case.id]
        return render_template(
            "desk/merge.html",
            case=case,
            address=desk.cases.address(case.id),
            legal=State.DIGABUNG in rules.legal_steps(case.state),
            wanted=wanted,
            into=into,
            # Merging opens no letter to anyone.
            strangers=into.readers - case.readers - case.excluded - case.recused if into else (),
            kept_out=into.readers & (case.excluded | case.recused) if into else (),
            others=[each for each in others if each is not None][:_CHOICES],
            more=len(rows) > _CHOICES,
            draft=desk.random(typed.DRAFT).hex(),
        )


def _into(desk: Desk, case: Case) -> Case | None:
    """Return the case that was chosen; None where none was, or it is none to go on as."""
    chosen = request.args.get("ke", "")
    if not chosen:
        return None
    try:
        into = visible.find(desk, chosen)
        rules.check_event(desk, case, Merged(into.id))
    except DeskError as error:
        refused(error)
        return None
    return into
