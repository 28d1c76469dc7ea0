"""The list of cases: what is due first, filtered and sorted by the address."""

from collections.abc import Iterator
from itertools import groupby
from typing import TypeAlias
from urllib.parse import urlencode

from babel.numbers import format_decimal
from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from wbs.cases.lifecycle import State
from wbs.desk.casebook import Row
from wbs.desk.desk import Desk
from wbs.desk.listing import Listing, Order, Query
from wbs.desk.web.looking import Listed, looked
from wbs.desk.web.session import current
from wbs.desk.words import KINDS_OF_LETTERS
from wbs.language import N_, language

bp = Blueprint("listing", __name__)

Pairs: TypeAlias = list[tuple[str, str]]

# What orders and flags are called in an address.
_ORDERS = {
    Order.DUE: "tenggat",
    Order.LAST: "surat",
    Order.NAME: "kasus",
    Order.STATE: "keadaan",
    Order.READER: "pemegang",
}
_LATE, _NEXT, _NOTHING = N_("Lewat tenggat"), N_("Berikutnya"), N_("Tanpa tenggat")
_LONGEST = 200
_VIOLATIONS = 1000


@bp.app_template_filter("thousands")
def thousands(number: int) -> str:
    """Return a number with its thousands marked."""
    text: str = format_decimal(number, locale=language())
    return text


@bp.get("/")
def show() -> str:
    """Show a page of the list."""
    query = read(request.args)
    with current().desk() as desk:
        listing = desk.list(query)
        here = address(query, page=listing.page)
        looked(desk).listed = Listed(here, tuple(row.id for row in listing.rows))
        return render_template(
            "desk/list.html",
            query=query,
            listing=listing,
            counts=desk.counts(),
            groups=list(_groups(listing, query)),
            address=desk.cases.address,
            to=lambda **changes: address(query, **changes),
            only=lambda field: address(Query(), **{field: True}),
            first=(listing.page - 1) * query.size + 1,
            states=list(State),
            orders=Order,
            violations=desk.office.violations,
            category=lambda row: _category(desk, row),
            readers=desk.chain.current.readers,
            kinds=KINDS_OF_LETTERS,
        )


def read(arguments: MultiDict[str, str]) -> Query:
    """Return what an address asks for; what it says wrongly, it does not ask for."""
    order = next((each for each, name in _ORDERS.items() if name == arguments.get("urut")), Order.DUE)
    return Query(
        text=arguments.get("q", "")[:_LONGEST].strip(),
        states=frozenset(State(each) for each in arguments.getlist("keadaan") if each in State.__members__),
        violation=next(
            (number for number in range(_VIOLATIONS) if str(number) == arguments.get("pelanggaran")), None
        ),
        reader=arguments.get("pemegang") or None,
        late="lewat" in arguments,
        unread="baru" in arguments,
        waiting="kedua" in arguments,
        lapsed="periksa" in arguments,
        order=order,
        descending="turun" in arguments,
        page=arguments.get("halaman", 1, type=int),
    )


def address(query: Query, **changes: object) -> str:
    """Return the address of a query with some of its fields changed; it starts at its first page again."""
    asked = {**vars(query), "page": 1, **changes}
    pairs: Pairs = [("q", str(asked["text"]))] if asked["text"] else []
    pairs += [("keadaan", state) for state in State if state in query.states and "states" not in changes]
    if asked["violation"] is not None:
        pairs.append(("pelanggaran", str(asked["violation"])))
    if asked["reader"]:
        pairs.append(("pemegang", str(asked["reader"])))
    flags = {"late": "lewat", "unread": "baru", "waiting": "kedua", "lapsed": "periksa"}
    pairs += [(name, "y") for flag, name in flags.items() if asked[flag]]
    if asked["order"] is not Order.DUE:
        pairs.append(("urut", next(name for each, name in _ORDERS.items() if each is asked["order"])))
    if asked["descending"]:
        pairs.append(("turun", "y"))
    if asked["page"] != 1:
        pairs.append(("halaman", str(asked["page"])))
    return "/?" + urlencode(pairs) if pairs else "/"


def _groups(listing: Listing, query: Query) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows under headings; sorted by anything but what is due first, all under none."""
    if query.order is not Order.DUE or query.descending:
        yield "", list(listing.rows)
        return
    for heading, rows in groupby(listing.rows, _heading):
        yield heading, list(rows)


def _heading(row: Row) -> str:
    if row.due is None:
        return _NOTHING
    return _LATE if row.late else _NEXT


def _category(desk: Desk, row: Row) -> object:
    violation = desk.office.violation(row.violation) if row.violation is not None else None
    return violation.name if violation is not None else None
