"""The way in: who may speak to the desk, and what everybody else is told."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.desk.office import PASSPHRASE
from tests.desk.web.conftest import Web
from wbs.desk.web.loopback import TOKEN_SECONDS, Door
from wbs.language import choose, language


@pytest.fixture
def stranger(web: Web) -> FlaskClient:
    """A browser that was not let in."""
    return web.app.test_client()


def paths(web: Web, method: str) -> list[str]:
    """Return an address of every page but static files and the way in."""
    rules = [rule for rule in web.app.url_map.iter_rules() if method in (rule.methods or ())]
    found = [re.sub(r"<[^>]+>", "1", rule.rule) for rule in rules]
    return [path for path in found if not path.startswith(("/static/", "/masuk"))]


def test_the_launch_token_opens_once(web: Web, stranger: FlaskClient) -> None:
    assert stranger.get(f"/masuk?token={web.door.token}").status_code == 403
    assert stranger.get("/masuk").status_code == 403


def test_the_launch_token_opens_soon_or_never() -> None:
    for late, opens in ((0.0, True), (1.0, False)):
        times = iter((0.0, TOKEN_SECONDS + late))
        door = Door(1, ticks=lambda times=times: next(times))  # type: ignore[misc]  # a default binds the loop's
        assert door.redeem(door.token) is opens
    assert len({Door(1).token for _ in range(3)}) == 3


def test_a_wrong_token_spends_nothing() -> None:
    door = Door(1)
    assert not door.redeem("")
    assert not door.redeem("é")
    assert not door.used
    assert door.redeem(door.token)
    assert door.used


def test_the_cookie_is_for_this_browser_and_this_site_alone(web: Web) -> None:
    door = Door(web.door.port)
    web.app.extensions["wbs-desk-door"] = door
    answer = web.app.test_client().get(f"/masuk?token={door.token}", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *flags = cookie.split("; ")
    assert name.startswith(f"wbs-meja-{door.port}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} == set(flags)
    # Not a redirect: it would still come from the launch file's site, and leave the cookie behind.
    assert 'http-equiv="refresh" content="0; url=/"' in answer.text


def test_pages_that_load_at_once_share_one_token(web: Web) -> None:
    """A browser asks for an icon while it loads its first form; neither answer may spoil the other."""
    door = Door(web.door.port)
    web.app.extensions["wbs-desk-door"] = door
    client = web.app.test_client()
    client.get(f"/masuk?token={door.token}")
    web.session.lock()
    entered = client.get_cookie(f"wbs-meja-{door.port}", domain="127.0.0.1")
    assert entered is not None
    first = client.get("/buka")
    client.set_cookie(entered.key, entered.value, domain="127.0.0.1")
    client.get("/buka")
    found = re.search(r'name="csrf_token" value="([^"]+)"', first.text)
    assert found is not None
    form = {"csrf_token": found[1], "passphrase": PASSPHRASE}
    assert client.post("/buka", data=form, headers={"Origin": web.base}).status_code == 303
    assert web.session.open


def test_without_the_cookie_every_page_says_one_sentence(web: Web, stranger: FlaskClient) -> None:
    told = set()
    for path in paths(web, "GET"):
        answer = stranger.get(path)
        assert answer.status_code == 403, path
        told.add(answer.text)
    for path in paths(web, "POST"):
        assert stranger.post(path, headers={"Origin": web.base}).status_code == 403, path
    (page,) = told
    assert "wbs desk" in page
    assert web.name not in page
    assert "csrf_token" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "meja.contoh:28123"},
        {"Host": "localhost:28123"},
        {"Host": "127.0.0.1:28124"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://contoh.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:28124"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_page_can_neither_read_nor_write(web: Web, headers: dict[str, str]) -> None:
    for path in ("/", "/brankas", "/buka/sisa", "/static/css/desk.css"):
        assert web.client.get(path, headers=headers).status_code == 403, path
    form = {"csrf_token": web.token}
    answer = web.client.post("/kunci", data=form, headers={"Origin": web.base} | headers)
    assert answer.status_code == 403
    assert web.session.open


def test_a_form_says_where_it_comes_from_and_has_its_token(web: Web) -> None:
    assert web.client.post("/kunci", data={"csrf_token": web.token}).status_code == 403
    for path in paths(web, "POST"):
        answer = web.client.post(path, headers={"Origin": web.base})
        assert answer.status_code == 400, path
        assert "Halaman ini sudah lama" in answer.text
    assert web.session.open


def test_a_locked_desk_shows_nothing(web: Web) -> None:
    web.post("/kunci")
    open_while_locked = {"/buka", "/buka/sisa", "/mulai", "/mulai/frasa", "/mulai/ulang"}
    for path in set(paths(web, "GET")) - open_while_locked:
        assert web.client.get(path).headers.get("Location") == "/buka", path
    for path in set(paths(web, "POST")) - open_while_locked - {"/bahasa", "/kunci"}:
        assert web.post(path).headers.get("Location") == "/buka", path
    assert web.name not in web.get("/buka")


def test_locking_leads_to_the_passphrase_and_back(web: Web) -> None:
    answer = web.post("/kunci")
    assert answer.headers["Location"] == "/buka"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert web.post("/buka", passphrase=PASSPHRASE).headers["Location"] == "/"
    assert web.session.open


def test_whoever_did_not_understand_the_lock_can_change_its_language(web: Web) -> None:
    web.post("/kunci")
    wrong = web.post("/buka", passphrase="bukan ini")
    assert wrong.status_code == 403
    assert 'action="/bahasa"' in wrong.text


def headers_hold(answer: TestResponse) -> None:
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = dict(each.split(" ", 1) for each in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_answer_has_the_headers(web: Web, stranger: FlaskClient) -> None:
    for answer in (
        web.client.get("/brankas"),
        web.client.get("/tidak-ada"),
        web.client.get("/static/css/desk.css"),
        web.client.post("/kunci"),
        stranger.get("/"),
    ):
        headers_hold(answer)
        answer.close()


def test_the_language_changes_on_the_page_where_it_was_asked(web: Web) -> None:
    try:
        answer = web.post("/bahasa", to="en", back="/brankas?x=1")
        assert answer.headers["Location"] == "/brankas?x=1"
        assert language() == "en"
        assert '<html lang="en"' in web.get("/brankas")
        outside = ("//contoh.test", "/\\contoh.test", "http://contoh.test", "javascript:1", "/\t/contoh.test")
        for elsewhere in (*outside, "/\n/contoh.test", "/brankas\nx"):
            assert web.post("/bahasa", to="en", back=elsewhere).headers["Location"] == "/"
        assert web.post("/bahasa", to="xx").status_code == 400
    finally:
        choose("id")


def test_what_went_wrong_is_said_without_what_it_was_about(
    web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> str:
        raise RuntimeError("isi laporan")

    web.app.view_functions["guide.show"] = fail
    web.app.testing = False
    answer = web.client.get("/bantuan")
    assert answer.status_code == 500
    assert "isi laporan" not in answer.text
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "isi laporan" not in said
