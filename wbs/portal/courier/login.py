"""Logging in and out, and one's own account."""

from flask import current_app, flash, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbs.portal.courier.forms import CodesForm, LoginForm, PasswordForm
from wbs.portal.courier.postoffice import courier, present
from wbs.portal.locale import link
from wbs.store import couriers, logins
from wbs.store.errors import CourierError, LoginRefused


def device_cookie() -> str:
    """Return the name of the cookie that makes a browser a known one."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def login() -> ResponseReturnValue:
    """GET, POST /masuk: one form, and one answer to whatever is wrong."""
    form = LoginForm()
    if not form.validate_on_submit():
        refused = request.method == "POST"
        return render_template("courier/login.html", form=form, refused=refused), 403 if refused else 200
    office = present()
    try:
        begun = logins.log_in(
            office.store,
            form.name.data,
            form.password.data,
            form.code.data,
            request.cookies.get(device_cookie(), ""),
            office.now(),
            random=office.random,
        )
    except LoginRefused:
        return render_template("courier/login.html", form=form, refused=True), 403
    # Nothing that was in the cookie before outlives the login.
    session.clear()
    session["token"] = begun.session
    response = make_response(redirect(link("courier.home"), 303))
    response.set_cookie(
        device_cookie(),
        begun.device,
        max_age=logins.DEVICE,
        secure=office.tls,
        httponly=True,
        samesite="Strict",
    )
    return response


def logout() -> ResponseReturnValue:
    """POST /keluar."""
    logins.log_out(present().store, session.get("token", ""))
    session.clear()
    return redirect(link("courier.login"), 303)


def account() -> ResponseReturnValue:
    """GET /akun."""
    return _account(PasswordForm(), CodesForm())


def change_password() -> ResponseReturnValue:
    """POST /akun/sandi: ends all sessions, this one too."""
    form, office = PasswordForm(), present()
    if not form.validate_on_submit():
        return _account(form, CodesForm(), _("Isi ketiga kolom sandi."))
    if form.new.data != form.again.data:
        return _account(form, CodesForm(), _("Kedua sandi baru tidak sama."))
    try:
        couriers.change_password(
            office.store, courier(), form.old.data, form.new.data, day=office.today(), random=office.random
        )
    except LoginRefused:
        return _account(form, CodesForm(), _("Sandi lama salah."))
    except CourierError:
        return _account(form, CodesForm(), _weak())
    session.clear()
    flash(_("Sandi diganti. Masuklah dengan sandi baru."))
    return redirect(link("courier.login"), 303)


def renew_codes() -> ResponseReturnValue:
    """POST /akun/kode: shown once, on the answer itself."""
    form, office = CodesForm(), present()
    if not form.validate_on_submit():
        return _account(PasswordForm(), form, _("Isi sandi Anda."))
    try:
        codes = couriers.renew_codes(
            office.store, courier(), form.password.data, day=office.today(), random=office.random
        )
    except LoginRefused:
        return _account(PasswordForm(), form, _("Sandi salah."))
    return render_template("courier/codes.html", codes=codes)


def _account(password: PasswordForm, codes: CodesForm, trouble: str = "") -> ResponseReturnValue:
    left = couriers.codes_left(present().store, courier())
    page = render_template("courier/account.html", password=password, codes=codes, left=left, trouble=trouble)
    return page, 400 if trouble else 200


def _weak() -> str:
    return str(
        _(
            "Sandi baru terlalu lemah: sedikitnya %(least)s karakter, tanpa nama akun, beragam hurufnya.",
            least=couriers.PASSWORD_LEAST,
        )
    )
