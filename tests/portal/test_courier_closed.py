"""Closed by default: what a stranger gets of the courier's app, and what a browser is told to keep."""

import subprocess
import sys
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.portal.courier_office import ORIGIN, CourierSite
from tests.portal.site import text_of
from wbs.portal import create_courier_app
from wbs.portal.config import SettingsError
from wbs.portal.courier import FORM_ENDPOINTS, guard
from wbs.store import couriers, logins


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "_MEMORY_KIB", 8)
    monkeypatch.setattr(couriers, "_PASSES", 1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CourierSite]:
    made = CourierSite(tmp_path)
    yield made
    made.store.dispose()


def cookies(response: TestResponse) -> dict[str, str]:
    """The attributes of each cookie set, in lower case."""
    found = {}
    for header in response.headers.getlist("Set-Cookie"):
        [(name, _)] = SimpleCookie(header).items()
        found[name] = header.partition(";")[2].lower()
    return found


def test_every_view_but_login_and_static_is_closed(site: CourierSite) -> None:
    tried = set()
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint in ("static", "courier.login", "courier_en.login"):
            continue
        url = rule.rule.replace("<path:filename>", "x")
        for method in (rule.methods or set()) - {"OPTIONS"}:
            response = site.browser().open(url, method=method, base_url=ORIGIN, headers={"Origin": ORIGIN})
            login = "/en/masuk" if url.startswith("/en/") else "/masuk"
            assert (response.status_code, response.location) == (303, login), (method, url)
            tried.add(url)
    assert len(tried) == 16
    assert {"static", "courier.login", "courier_en.login"} == guard.OPEN


def test_an_unknown_page_is_closed_too(site: CourierSite) -> None:
    assert site.get("/tidak-ada").status_code == 303
    site.log_in()
    assert site.get("/tidak-ada").status_code == 404
    assert site.client.post("/", base_url=ORIGIN, headers={"Origin": ORIGIN}).status_code == 405


def test_a_post_from_elsewhere_is_refused(site: CourierSite) -> None:
    for origin in ("https://lain.example", "null", ""):
        assert site.post("/masuk", {}, page="/masuk", origin=origin).status_code == 403
    site.log_in()
    for path in ("/keluar", "/bundel", "/kotak-keluar", "/akun/sandi", "/akun/kode"):
        assert site.post(path, origin="https://lain.example").status_code == 403
        response = site.post(path, page=None)
        assert (response.status_code, "kedaluwarsa" in text_of(response)) == (400, True), path
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}
    assert site.client.post("/keluar", base_url=ORIGIN, headers=headers).status_code == 403
    assert site.get("/").status_code == 200


def test_a_strangers_upload_is_not_read(site: CourierSite) -> None:
    class Unread:
        def read(self, *_args: object) -> bytes:
            raise AssertionError("the body was read")

    response = site.browser().post(
        "/kotak-keluar",
        base_url=ORIGIN,
        headers={"Origin": ORIGIN, "Content-Type": "multipart/form-data; boundary=x"},
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": "100000000"},
    )
    assert response.status_code == 303


def test_cookies_are_host_bound_and_never_leave_the_site(site: CourierSite) -> None:
    set_by_login = cookies(site.log_in())
    assert set(set_by_login) == {"__Host-wbs-courier", "__Host-wbs-courier-device"}
    for attributes in set_by_login.values():
        assert all(part in attributes for part in ("secure", "httponly", "samesite=strict", "path=/"))
        assert "domain" not in attributes
    assert "max-age" not in set_by_login["__Host-wbs-courier"]


def test_without_tls_cookies_carry_no_host_prefix(tmp_path: Path) -> None:
    site = CourierSite(tmp_path, origin="http://127.0.0.1:8001")
    response = site.log_in()
    assert response.status_code == 303
    assert set(cookies(response)) == {"wbs-courier", "wbs-courier-device"}
    assert "Strict-Transport-Security" not in response.headers
    assert site.get("/").status_code == 200


def test_login_gives_a_new_session_and_logout_ends_it(site: CourierSite) -> None:
    site.get("/masuk")
    before = site.client.get_cookie("__Host-wbs-courier", domain="kurir.example")
    site.log_in()
    after = site.client.get_cookie("__Host-wbs-courier", domain="kurir.example")
    assert before
    assert after
    assert before.value != after.value
    assert site.get("/").status_code == 200
    assert site.post("/keluar").status_code == 303
    assert site.get("/").status_code == 303
    site.client.set_cookie("__Host-wbs-courier", after.value, domain="kurir.example", secure=True)
    assert site.get("/").status_code == 303


def test_a_session_ends_after_eight_hours(site: CourierSite) -> None:
    site.log_in()
    site.later(hours=8)
    assert site.get("/").status_code == 303


def test_every_wrong_login_is_answered_alike(site: CourierSite) -> None:
    answers = {
        (response.status_code, text_of(response).replace(name, ""))
        for name, response in (
            ("kurir", site.log_in("000000", site.browser())),
            ("kurir", site.log_in(client=site.browser(), password="salah salah salah")),
            ("siapa", site.log_in(client=site.browser(), name="siapa")),
            ("kurir", site.log_in("", site.browser())),
        )
    }
    assert len(answers) == 1
    [(status, said)] = answers
    assert (status, "tidak cocok" in said) == (403, True)


def test_a_known_browser_comes_in_while_strangers_try(site: CourierSite) -> None:
    site.log_in()
    site.post("/keluar")
    for _ in range(logins.FAILURES):
        site.log_in("000000", site.browser())
    site.later(minutes=5)
    stranger = site.browser()
    assert site.log_in(client=stranger).status_code == 403
    assert site.log_in().status_code == 303
    assert site.log_in(site.kurir.recovery[0], stranger).status_code == 303


def test_pages_have_the_headers_of_the_portal_and_both_languages(site: CourierSite) -> None:
    site.log_in()
    for path, language, word in (("/", "id", "Ambil bundel"), ("/en/", "en", "Collect bundle")):
        response = site.get(path)
        assert f'<html lang="{language}"' in response.get_data(as_text=True)
        assert word in text_of(response)
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Strict-Transport-Security"]
        assert len(response.data) == 64 * 1024
    assert {"courier.home", "courier_en.login"} <= FORM_ENDPOINTS


@pytest.mark.parametrize("secret", ["", "ab", "zz" * 32, "ab" * 31])
def test_a_poor_secret_is_refused(site: CourierSite, secret: str) -> None:
    site.settings.courier.secret.write_text(secret)
    with pytest.raises(SettingsError, match=r"courier\.secret"):
        create_courier_app(site.settings, store=site.store)


def test_a_secret_that_others_can_read_is_refused(site: CourierSite) -> None:
    site.settings.courier.secret.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod"):
        create_courier_app(site.settings, store=site.store)


def test_the_process_never_loads_what_opens_letters() -> None:
    script = (
        "import sys, wbs.portal, wbs.portal.courier, wbs.cli.serve, wbs.cli.courier; "
        "print([m for m in sys.modules if m in ('crypto.age', 'crypto.hybrid', 'crypto.passphrase', "
        "'crypto.receipt', 'crypto.stream', 'wbs.sealing') or m.startswith('wbs.portal.reporter')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
