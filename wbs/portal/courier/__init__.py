"""The courier's app: bundles out, outboxes in. It can check signatures, and holds no key to any letter.

``init_app`` registers the views twice: in Indonesian at the root, in English under ``/en``.
"""

import stat
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from wbs.portal.config import SettingsError
from wbs.portal.courier import guard, login, views
from wbs.portal.courier.postoffice import PostOffice, attach
from wbs.portal.locale import ENGLISH, language, link, link_in
from wbs.store.errors import StoreError
from wbs.store.logins import SESSION

_ROUTES = (
    ("/", "home", views.home, "GET"),
    ("/bundel", "take", views.take, "POST"),
    ("/kotak-keluar", "bring", views.bring, "POST"),
    ("/catatan", "staff_record", views.staff_record, "GET"),
    ("/masuk", "login", login.login, "GET POST"),
    ("/keluar", "logout", login.logout, "POST"),
    ("/akun", "account", login.account, "GET"),
    ("/akun/sandi", "change_password", login.change_password, "POST"),
    ("/akun/kode", "renew_codes", login.renew_codes, "POST"),
)
_PAGES = frozenset(name for _, name, _, methods in _ROUTES if "GET" in methods)
# Every page has at least the form to log out; under ``no-referrer`` browsers send ``Origin: null``.
FORM_ENDPOINTS = frozenset(f"courier{suffix}.{page}" for suffix in ("", ENGLISH) for page in _PAGES)
# Where the other language begins anew.
_STARTS = {"take": "home", "bring": "home", "change_password": "account", "renew_codes": "account"}


def init_app(app: Flask, office: PostOffice) -> None:
    """Give the app everything a courier sees; SettingsError if the secret cannot be used."""
    attach(app.extensions, office)
    prefix = "__Host-" if office.tls else ""
    app.config.update(
        SECRET_KEY=_secret(office.settings.courier.secret),
        SESSION_COOKIE_NAME=f"{prefix}wbs-courier",
        SESSION_COOKIE_SECURE=office.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=int(SESSION / timedelta(seconds=1)),
        # The guard looks at the Origin of every post, with TLS or without.
        WTF_CSRF_SSL_STRICT=False,
    )
    # Before the CSRF check, which reads the whole body: only couriers may send one that is large.
    guard.init_app(app)
    CSRFProtect(app)
    blueprint = Blueprint("courier", __name__)
    for path, name, view, methods in _ROUTES:
        blueprint.add_url_rule(path, name, view, methods=methods.split())
    app.register_blueprint(blueprint)
    app.register_blueprint(blueprint, name=f"courier{ENGLISH}", url_prefix="/en")
    app.register_error_handler(HTTPException, _problem)
    app.register_error_handler(StoreError, _failed)

    @app.context_processor
    def shared() -> dict[str, object]:
        lang = language()
        return {
            "lang": lang,
            "link": link,
            "other_language_url": _other_language(),
            "site_name": office.settings.office.name.of(lang),
            "demo": office.settings.demo,
        }


def _other_language() -> str:
    view = (request.endpoint or "").rpartition(".")[2]
    view = _STARTS.get(view, view)
    return link_in("id" if language() == "en" else "en", f"courier.{view if view in _PAGES else 'home'}")


def _problem(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    return render_template("courier/error.html", status=status, csrf=isinstance(error, CSRFError)), status


def _failed(_error: StoreError) -> tuple[str, int]:
    return render_template("courier/error.html", status=503, csrf=False), 503


def _secret(path: Path) -> bytes:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(f"courier.secret: {path.name} can be read by others: chmod 600")
        secret = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise SettingsError(f"courier.secret: {path.name} cannot be read: {type(error).__name__}") from None
    if len(secret) != 32:
        raise SettingsError(f"courier.secret: {path.name} does not hold 32 bytes as hex")
    return secret
