"""Finding the case that another one goes on as."""

from flask import Blueprint, render_template, request

from wbs.cases.lifecycle import State
from wbs.desk import rules, visible
from wbs.desk.listing import Query
from wbs.desk.web import typed
from wbs.desk.web.session import current
from wbs.desk.web.views.cases import found

bp = Blueprint("merging", __name__)

_CHOICES = 20
# What went on as another case is none to go on as.
_ON = frozenset(State) - {State.DIGABUNG}


@bp.get("/kasus/<name>/gabung")
def choose(name: str) -> str:
    """Offer the cases that fit what was searched for; merging itself is a note."""
    with current().desk() as desk:
        case = found(desk, name)
        wanted = typed.text(request.args, "cari")
        listing = desk.list(Query(text=wanted, states=_ON, size=_CHOICES))
        others = [visible.visible(desk, row.id) for row in listing.rows if row.id != case.id]
        return render_template(
            "desk/merge.html",
            case=case,
            address=desk.cases.address(case.id),
            legal=State.DIGABUNG in rules.legal_steps(case.state),
            wanted=wanted,
            others=[each for each in others if each is not None],
            more=listing.total > _CHOICES,
            draft=desk.random(typed.DRAFT).hex(),
        )
