"""axe-core finds nothing on the desk's pages, in either language, by day or by night."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route
from werkzeug.serving import make_server

from tests.desk.office import NAMES, PASSPHRASE, Reporter, Scene
from tests.desk.web.case_letters import colleague_note, deliver
from tests.desk.web.conftest import Web, let_in, open_web
from tests.desk.web.test_case_acts import act, under_review
from tests.desk.web.test_case_answer import fields
from tests.desk.web.test_case_intake import form
from tests.desk.web.test_importing_page import finished, new_bundle, upload
from tests.desk.web.test_starting import OLD, bring, files
from tests.journeys.browsers import started_chromium
from tests.portal import evidence
from tests.portal.process import free_port
from wbs.cases.lifecycle import State
from wbs.desk import media, writing
from wbs.desk.importing import import_bundle
from wbs.desk.web.jobs import Job
from wbs.desk.writing import Answer
from wbs.language import choose
from wbs.letters.note import Comment, Declared, Held, StateChanged

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node/node_modules/axe-core/axe.min.js"
NOTE = "Minta daftar piket."


@pytest.fixture
def served(prepared: tuple[Scene, str, list[Reporter]], tmp_path: Path) -> Iterator[Web]:
    """The desk with a case that has everything, unlocked and on a port of its own."""
    source, name, reporters = prepared
    shutil.copytree(source.folder, tmp_path / "office")
    scene = replace(source, folder=tmp_path / "office")
    with open_web(scene, name, reporters, free_port()) as web:
        web.post("/buka", passphrase=PASSPHRASE)
        with serving(web):
            yield web


@contextmanager
def serving(web: Web) -> Iterator[None]:
    """Give the first case everything, and serve the desk until the block ends."""
    case = web.reporters[0].case
    reporter = web.reporters[0]
    files = {"loket.jpg": evidence.jpeg(), "catatan.txt": b"Selasa, loket 3.\n"}
    web.scene.portal.receive(reporter.files(files, reporter.panel()), web.scene.today)
    web.scene.portal.receive(reporter.message("Ada lagi.", reporter.panel()), web.scene.today)
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(web.scene.today))
        for state in (State.DITERIMA, State.TELAAH):
            found = desk.find(case)
            writing.send(desk, found, writing.compose(desk, found, Answer("Kami menelaah.", state)))
        writing.notes(desk, desk.find(case), [Comment(NOTE), Declared(), Held("Ada proses hukum.")])
    server = make_server("127.0.0.1", web.door.port, web.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_nothing_stands_in_the_way(served: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sticks = {"id": [tmp_path / name for name in ("STIK", "SALINAN")], "en": []}
    for stick in sticks["id"]:
        stick.mkdir()
    (tmp_path / "STIK" / "bundel.tar").write_bytes(b"x")
    case = served.reporters[0].case
    paths = ["/", "/?q=loket", "/?q=takada", f"/kasus/{case}", f"/kasus/{case}/gabung"]
    paths += [f"/kasus/{case}/{each}" for each in ("lampiran/1", "lampiran/2", "bukti", "cetak")]
    paths += ["/impor", "/kotak-keluar", "/terima", "/brankas", "/bantuan", "/tidak-ada"]
    with started_chromium() as chromium:
        context = chromium.new_context(
            viewport={"width": 1024, "height": 768}, bypass_csp=True, reduced_motion="reduce"
        )
        let_in(served, context)
        page = context.new_page()
        for language in ("id", "en"):
            choose(language)
            monkeypatch.setattr(media, "mounted", lambda found=sticks[language]: found)
            for path in paths:
                page.goto(served.base + path)
                inspect(page)
            page.goto(f"{served.base}/kasus/{case}/jawab")
            inspect(page)
            page.locator("[name=text]").fill("Kami meminta daftar dari loket.")
            page.locator("[name=do][value=preview]").click()
            page.locator("[name=do][value=send]").wait_for()
            inspect(page)
        choose("id")
        page.goto(served.base + "/terima")
        # The browser would ask for what is missing by itself; the desk's own words are looked at.
        page.evaluate("document.querySelector('main form').noValidate = true")
        page.locator("main form [type=submit], main form button").last.click()
        page.locator("[role=alert], .error").first.wait_for()
        inspect(page)
        # A page that is open would go there by itself at the same moment.
        page.goto("about:blank")
        served.session.lock()
        page.goto(served.base + "/buka")
        inspect(page)
        page.locator("[name=passphrase]").fill("salah")
        page.keyboard.press("Enter")
        page.locator("[role=alert], .error").first.wait_for()
        inspect(page)
        assert PASSPHRASE not in page.content()
        context.close()


def test_nor_in_pages_that_stand_at_the_end_of_something(web: Web) -> None:
    first = web.reporters[0].case
    with looking(web) as look:
        for language in ("id", "en"):
            choose(language)
            upload(web, new_bundle(web, language))
            look(finished(web))
            web.post("/kotak-keluar", to="unduh")
            look(finished(web))
            look(web.send("/terima", **(filled := form(web))))
            look(web.send("/terima/tanya", code=filled["code"]))
            look(web.post("/brankas/bagian", passphrase=PASSPHRASE, needed=2, made=3).text)
            with at_work(web) as page:
                look(page)
        choose("id")
        for number in (0, 1):
            under_review(web, number)
        theirs = StateChanged("TTL", "data-kurang")
        deliver(web, colleague_note(NAMES[1], web.reporters[0], 1, theirs, web.scene.today))
        page = web.get(f"/kasus/{first}")
        assert "Kukuhkan tanpa jawaban" in page
        look(page)
        typed = fields(web, do="preview", text="Data kurang.", step="TTL/data-kurang")
        page = web.send(f"/kasus/{first}/jawab", **typed)
        assert "Jawaban ini menutup kasus." in page
        look(page)
        page = act(web, "state", 1, step="TTL/data-kurang", read="y")
        assert "Tarik usul" in page
        look(page)


def test_nor_in_the_first_start(bare: Web) -> None:
    with looking(bare) as look:
        look(bare.get("/mulai"))
        look(bring(bare, files(), passphrase="salah").text)
        bring(bare, files(), passphrase=OLD)
        look(bare.get("/mulai/frasa"))
        look(bare.post("/mulai/frasa", passphrase="").text)
        bare.post("/mulai/frasa", passphrase=PASSPHRASE, compared="y")
        look(bare.get("/mulai/ulang"))
        look(bare.send("/mulai/ulang", passphrase="lain"))


@contextmanager
def at_work(web: Web) -> Iterator[str]:
    """Give the page of a job that runs until the block ends."""
    end = threading.Event()
    web.session.start(Job("Mengimpor bundel", lambda _job: end.wait(), after="/", back="/"))
    try:
        yield web.get("/pekerjaan")
    finally:
        end.set()
        finished(web)


@contextmanager
def looking(web: Web) -> Iterator[Callable[[str], None]]:
    """Give a way to let axe look at a page that was drawn; its style comes from the desk, and no script."""
    drawn = [""]

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(web.base)
        if path == "/lihat":
            route.fulfill(body=drawn[0], content_type="text/html; charset=utf-8")
        elif path.endswith(".js"):
            route.abort()
        else:
            with web.client.get(path) as got:
                route.fulfill(status=got.status_code, body=got.data, content_type=got.content_type)

    def look(text: str) -> None:
        assert "<h1>" in text
        drawn[0] = text
        page.goto(f"{web.base}/lihat")
        inspect(page)

    with started_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
        page = context.new_page()
        page.route("**/*", answer)
        yield look
        context.close()


def inspect(page: Page) -> None:
    """Let axe look at the page as it is, and at its colours by night; open what is folded first."""
    # An element can be there before the style sheets are.
    page.wait_for_load_state()
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate("axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})")[
        "violations"
    ]
    page.emulate_media(color_scheme="light")
    told = [
        f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)
