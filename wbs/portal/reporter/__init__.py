"""The reporter's app: nothing to log in to, no cookie, nothing kept but sealed letters.

``init_app`` registers the views twice: in Indonesian at the root, in English under ``/en``.
"""

from flask import Blueprint, Flask, request

from wbs.portal.locale import ENGLISH, language, link, link_in
from wbs.portal.reporter import (
    attaching,
    byhand,
    deadline,
    filing,
    guard,
    pages,
    parts,
    returning,
    troubles,
    wire,
)
from wbs.portal.reporter.guard import view_name
from wbs.portal.reporter.portal import Portal
from wbs.portal.reporter.portal import attach as attach_portal

#: Endpoints whose GET shows a form.
FORM_ENDPOINTS = frozenset(
    f"reporter{suffix}.{view}"
    for suffix in ("", ENGLISH)
    for view in ("filing", "filing_plain", "status", "status_plain", "by_hand")
)
#: Endpoints whose GET shows something made for one reporter.
PRIVATE_ENDPOINTS = frozenset(
    f"reporter{suffix}.{view}" for suffix in ("", ENGLISH) for view in ("filing", "filing_plain")
)
#: Endpoints whose GET shows a page with a script.
SCRIPT_ENDPOINTS = frozenset(
    f"reporter{suffix}.{view}" for suffix in ("", ENGLISH) for view in ("filing", "status")
)
#: Endpoints that give scripts, which may run as workers.
WORKER_ENDPOINTS = frozenset({"public.script"})

_ROUTES = (
    ("/", "landing", pages.landing, "GET"),
    ("/saring", "saring", pages.saring, "GET"),
    ("/bantuan", "help", pages.help_page, "GET"),
    ("/kunci", "keys", pages.keys, "GET"),
    ("/kunci/tulis", "by_hand", byhand.by_hand, "GET"),
    ("/kunci/unggah", "take_letter", byhand.take_letter, "POST"),
    ("/coba", "try_code", pages.try_code, "GET"),
    ("/keluar", "leave", pages.leave, "GET"),
    ("/bagian", "parts", parts.parts, "GET"),
    ("/lapor", "filing", filing.filing, "GET"),
    ("/lapor/biasa", "filing_plain", filing.filing_plain, "GET"),
    ("/lapor/ingat", "ask_back", filing.ask_back, "POST"),
    ("/lapor/isi", "compose", filing.compose, "POST"),
    ("/lapor/kirim", "submit", filing.submit, "POST"),
    ("/status", "status", returning.status, "GET POST"),
    ("/status/biasa", "status_plain", returning.status_plain, "GET"),
    ("/status/pesan", "follow_up", returning.follow_up, "POST"),
    ("/status/berkas", "attach", attaching.attach, "POST"),
    ("/status/berkas/periksa", "inspect_files", attaching.inspect_files, "POST"),
    ("/status/berkas/kirim", "send_files", attaching.send_files, "POST"),
)

# Where the other language begins anew: a page that answers a post cannot be had again.
_STARTS = (
    dict.fromkeys(("ask_back", "compose", "submit"), "filing")
    | dict.fromkeys(("follow_up", "attach", "inspect_files", "send_files"), "status")
    | {"take_letter": "by_hand"}
)


def init_app(app: Flask, portal: Portal) -> None:
    """Give the app everything a reporter sees."""
    attach_portal(app.extensions, portal)
    # The first to be registered is the last to touch a response.
    deadline.init_app(app)
    guard.init_app(app, portal.places)
    troubles.init_app(app)
    views = Blueprint("reporter", __name__)
    for path, name, view, methods in _ROUTES:
        views.add_url_rule(path, name, view, methods=methods.split())
    app.register_blueprint(views)
    app.register_blueprint(views, name=f"reporter{ENGLISH}", url_prefix="/en")
    app.register_blueprint(pages.public)
    app.register_blueprint(wire.box)
    app.jinja_env.globals["fill"] = parts.fill
    office = portal.settings.office

    @app.context_processor
    def shared() -> dict[str, object]:
        lang = language()
        return {
            "lang": lang,
            "link": link,
            "other_language_url": _other_language(),
            "site_name": office.name.of(lang),
            "office": office,
            "at_office": _at_office(portal),
            "demo": portal.settings.demo,
            "script": None,
        }


def _other_language() -> str:
    view = view_name()
    known = {name for _, name, _, _ in _ROUTES}
    return link_in(
        "id" if language() == "en" else "en",
        f"reporter.{_STARTS.get(view, view if view in known else 'landing')}",
    )


def _at_office(portal: Portal) -> bool:
    """Tell whether the front end has marked this visit; nothing is kept of it."""
    marked = portal.settings.office_header
    return marked is not None and request.headers.get(marked[0]) == marked[1]
