"""Pages without data: they ask the database nothing, say nothing of the visitor, and lead only home."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crypto import minisign
from crypto.receipt import Receipt, spell
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import ORIGIN, WHAT, Site, state_of, text_of, words_of
from tests.statements import told
from wbs.cases.office import Office
from wbs.letters import board
from wbs.portal.locale import _TRANSLATIONS

PAGES = ("", "saring", "bantuan", "kunci", "coba", "lapor", "status")
OTHERS = ("keluar", "tidak-ada", "board", "static/css/wbs.css")
ONION = f"http://{'b' * 56}.onion"


@contextmanager
def queries(site: Site) -> Iterator[list[str]]:
    """Collect every statement that reaches the database, BEGIN and COMMIT aside."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            seen.append(statement)

    with told(site.store._engine, note):
        yield seen


@pytest.mark.parametrize("lang", ["/", "/en/"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_data_asks_the_database_nothing(site: Site, lang: str, page: str) -> None:
    with queries(site) as seen:
        assert site.get(lang + page).status_code == 200
    assert seen == []


def test_other_pages_take_three_queries_at_most(site: Site) -> None:
    code, state = site.form_state()
    with queries(site) as seen:
        site.post("/lapor/kirim", {"what": WHAT, "state": state})
    assert 1 <= len(seen) <= 3
    seen.clear()
    with queries(site) as seen:
        page = site.status(code)
        for path in ("/board", "/keyring/1.json", "/freshness.json", "/tidak-ada"):
            site.get(path)
    assert seen == []
    with queries(site) as seen:
        site.post("/status/pesan", {"text": WHAT, "state": state_of(page)})
    assert 1 <= len(seen) <= 3


@pytest.mark.parametrize("lang", ["/", "/en/"])
@pytest.mark.parametrize("page", PAGES)
def test_every_link_stays_here_and_leads_somewhere(site: Site, lang: str, page: str) -> None:
    body = site.get(lang + page).get_data(as_text=True)
    targets = re.findall(r'(?:href|src|action)="([^"]*)"', body)
    assert targets
    for target in targets:
        path, _, anchor = target.partition("#")
        assert not re.match(r"[a-z]+:|//", target), target
        if not path:
            assert re.search(rf'id="{re.escape(anchor)}"', body), target
            continue
        status = site.get(path).status_code
        assert status in (200, 303, 405) or (path == "/freshness.json" and status == 404), target


@pytest.mark.parametrize("page", PAGES)
def test_the_other_language_is_the_same_page(site: Site, page: str) -> None:
    indonesian = site.get(f"/{page}").get_data(as_text=True)
    english = site.get(f"/en/{page}").get_data(as_text=True)
    assert '<html lang="id"' in indonesian
    assert '<html lang="en"' in english
    if "hreflang" in indonesian:
        assert re.search(rf'href="/en/{page}"[^>]*hreflang="en"', indonesian)
        assert re.search(rf'href="/{page}"[^>]*hreflang="id"', english)


@pytest.mark.parametrize("accepted", ["en", "en-GB,en;q=0.9", "id", "de, en;q=0.1"])
def test_the_language_is_never_guessed(site: Site, accepted: str) -> None:
    plain = site.get("/")
    asked = site.get("/", **{"Accept-Language": accepted})
    assert plain.data == asked.data
    assert dict(plain.headers) == dict(asked.headers)


@pytest.mark.parametrize("page", [*PAGES, "tidak-ada"])
def test_a_page_is_the_same_for_everyone(site: Site, page: str) -> None:
    def body(**headers: str) -> bytes:
        data = site.get(f"/{page}", **headers).data
        return re.sub(rb'name="state"[^>]*>|<ol class="words.*?</ol>|<!-- *-->', b"", data, flags=re.DOTALL)

    telling = {
        "User-Agent": "canary",
        "X-Forwarded-For": "192.0.2.1",
        "Cookie": "session=canary",
        "Referer": "https://lain.example/canary",
        "X-Forwarded-Host": "canary.example",
    }
    assert body() == body(**telling)
    assert b"canary" not in body(**telling)


def test_no_answer_sets_a_cookie(site: Site) -> None:
    code, state = site.form_state()
    answers = [site.get(f"/{page}") for page in (*PAGES, *OTHERS)]
    answers += [
        site.post("/lapor/kirim", {"what": WHAT, "state": state}),
        site.status(code),
        site.post("/lapor/ingat", {}),
        site.post("/lapor/ingat", {}, {}),
    ]
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_headers_are_on_every_answer(site: Site) -> None:
    code, _ = site.form_state()
    answers = {page: site.get(f"/{page}") for page in (*PAGES, *OTHERS)}
    answers["post"] = site.status(code)
    answers["refused"] = site.post("/status", {}, {})
    for page, answer in answers.items():
        headers = answer.headers
        csp = headers["Content-Security-Policy"]
        assert csp.startswith("default-src 'none'")
        assert "unsafe" not in csp
        assert "http" not in csp
        assert "require-trusted-types-for 'script'" in csp
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
        assert not {"ETag", "Last-Modified", "Expires", "Onion-Location"} & set(headers.keys()), page
        form = page in ("lapor", "status", "post", "refused")
        assert headers["Referrer-Policy"] == ("same-origin" if form else "no-referrer"), page


def test_no_page_needs_what_the_policy_forbids(site: Site) -> None:
    code, state = site.form_state()
    pages = [site.get(f"/{page}") for page in PAGES]
    pages += [site.status(code), site.post("/lapor/kirim", {"what": "", "state": state})]
    for page in pages:
        body = page.get_data(as_text=True)
        assert not re.search(
            r"<script(?! defer\s+src=\"/static/client/)|<iframe|<object|<style|\sstyle=|\son[a-z]+="
            r"|javascript:|=\"data:",
            body,
        )
        assert not re.search(r"<form(?![^>]*method=\"post\")", body)


def test_text_fields_are_kept_from_those_who_read_along(site: Site) -> None:
    code, state = site.form_state()
    form = site.post("/lapor/kirim", {"what": "", "state": state})
    for page in (form, site.status(code), site.get("/status")):
        pattern = r"<textarea[^>]*>|<input(?![^>]*(?:hidden|checkbox|radio))[^>]*>"
        fields = re.findall(pattern, page.get_data(as_text=True))
        assert fields
        for each in fields:
            assert 'spellcheck="false"' in each
            assert 'autocomplete="off"' in each
            assert 'translate="no"' in each


def test_titles_tell_nothing(site: Site) -> None:
    code, state = site.form_state()
    pages = [site.get(f"/{page}") for page in PAGES] + [
        site.status(code),
        site.post("/lapor/kirim", {"what": WHAT, "state": state}),
    ]
    for page in pages:
        title = re.search(r"<title>\s*(.*?)\s*</title>", page.get_data(as_text=True), re.DOTALL)
        assert title
        assert not re.search(r"lapor|wbs|korupsi|pelanggaran|whistle|suap", title[1], re.IGNORECASE)


def test_leaving_goes_elsewhere_and_tells_nothing(site: Site) -> None:
    for lang in ("", "/en"):
        answer = site.get(f"{lang}/keluar")
        assert answer.status_code == 303
        assert answer.headers["Location"] == site.settings.exit_url
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_onion_address_is_offered_but_not_to_who_is_there(open_site: Callable[..., Site]) -> None:
    site = open_site(onion=ONION)
    answer = site.get("/bantuan")
    assert answer.headers["Onion-Location"] == f"{ONION}/bantuan"
    # Following it would lose what was typed, or the page that says "sent".
    assert "Onion-Location" not in site.post("/lapor/kirim", {"what": "x"}).headers
    there = site.client.get("/bantuan", base_url=ONION)
    assert "Onion-Location" not in there.headers
    assert "Strict-Transport-Security" not in there.headers


@pytest.mark.parametrize(
    "path", ["/%0d%0aSet-Cookie:%20a=b", "/%F0%9F%98%80", "/%ff%fe", "//lain.example/x", "/a%20b%22"]
)
def test_no_path_breaks_a_header(open_site: Callable[..., Site], path: str) -> None:
    answer = open_site(onion=ONION).get(path)
    assert answer.status_code in (308, 404)
    location = answer.headers.get("Onion-Location", ONION)
    assert location.startswith(ONION)
    assert location.isascii()
    assert location.isprintable()
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("host", ["", "x y", "a" * 300, "[::1", "é.example", "lain.example:99999"])
def test_no_host_breaks_a_page(site: Site, host: str) -> None:
    assert site.get("/", Host=host).status_code in (200, 400)


def test_english_pages_are_english(site: Site) -> None:
    # Compiled by whatever sets the project up; without it every page would quietly be Indonesian.
    assert (_TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.mo").exists()
    for page in PAGES:
        said = text_of(site.get(f"/en/{page}"))
        assert not re.search(r"\b(Anda|yang|laporan|tidak)\b", said), page


def test_the_offices_own_words_are_marked_as_indonesian(site: Site) -> None:
    reader = rings.READERS[0]
    code = Receipt.generate()
    for page in (
        site.get("/en/kunci"),
        site.post("/en/lapor/kirim", {"what": "x"}),
        site.post("/en/status", {"code": str(code)}),
    ):
        body = page.get_data(as_text=True)
        assert re.search(rf'lang="id">\s*{reader.title}', body), body[:3000]
        # The link to the other language, and nothing unmarked.
        assert not re.search(rf'<(?!\w+[^>]* lang="id")[^>]*>\s*{reader.title}', body)


def test_without_tls_no_hsts(open_site: Callable[..., Site]) -> None:
    assert "Strict-Transport-Security" not in open_site(hsts=False).get("/").headers


def test_the_office_network_is_warned_of_and_only_by_the_front_end(open_site: Callable[..., Site]) -> None:
    site, warning = open_site(), "Anda tampaknya memakai jaringan kantor"
    assert warning in text_of(site.get("/", **{"X-WBS-Network": "office"}))
    assert warning not in text_of(site.get("/"))
    assert warning not in text_of(site.get("/", **{"X-WBS-Network": "home"}))
    assert len(site.get("/", **{"X-WBS-Network": "office"}).data) == len(site.get("/").data)
    assert warning not in text_of(open_site(office_header=None).get("/", **{"X-WBS-Network": "office"}))


def test_a_demonstration_says_so_on_every_page(open_site: Callable[..., Site]) -> None:
    site = open_site(demo=True)
    for page in PAGES:
        assert "Contoh. Jangan tulis laporan sungguhan." in text_of(site.get(f"/{page}"))


def test_a_code_to_try_is_a_code_and_new_each_time(site: Site) -> None:
    codes = {Receipt(words_of(site.get("/coba"))) for _ in range(5)}
    assert len(codes) == 5
    for code in codes:
        assert "Belum ada balasan" in text_of(site.status(code))


def test_the_keys_page_shows_who_reads_and_what_to_compare(site: Site) -> None:
    page = site.get("/kunci")
    said = text_of(page)
    assert words_of(page)[:12] == spell(rings.PIN.fingerprint)
    for reader in rings.READERS:
        assert reader.title in said
        words = spell(hashlib.sha256(make.identity(reader.id).recipient.raw).digest(), 4)
        assert all(word in said for word in words)


def test_what_the_keys_page_offers_verifies_with_the_commands_beside_it(site: Site) -> None:
    commands = re.findall(
        r"minisign -Vm (1\.json) -x (1\.json\.\d\.minisig) -P (\S+)", text_of(site.get("/kunci"))
    )
    assert len(commands) == 2
    for name, signature, root in commands:
        key = minisign.PublicKey.parse(root)
        text = site.get(f"/keyring/{signature}").get_data(as_text=True)
        trusted = minisign.verify(site.get(f"/keyring/{name}").data, text, key)
        assert trusted == f"wbs/v1 keyring {make.INSTANCE.hex()}"


def test_public_files_are_those_that_were_published(site: Site) -> None:
    assert site.get("/keyring/1.json").data == rings.sign(rings.keyring()).json
    for name in ("2.json", "0.json", "1.json.3.minisig", "1.json.0.minisig"):
        assert site.get(f"/keyring/{name}").status_code == 404
    assert len(board.read(site.get("/board").data, make.INSTANCE)) == 0
    assert site.get("/freshness.json").status_code == 404
    code = site.file()
    site.publish(site.reply(code))
    assert len(board.read(site.get("/board").data, make.INSTANCE)) == 8
    statement = site.get("/freshness.json").data
    signature = site.get("/freshness.json.minisig").get_data(as_text=True)
    key = make.signing_key("verifikator-1").public
    assert minisign.verify(statement, signature, key) == f"wbs/v1 freshness {make.INSTANCE.hex()}"


def test_who_vouched_for_an_earlier_keyring_has_not_vouched_for_this_one(site: Site) -> None:
    site.publish()
    assert "belum pernah" not in text_of(site.get("/kunci"))
    site.install(rings.sign(rings.after(rings.sign(rings.keyring()))))
    assert "belum pernah" in text_of(site.get("/kunci"))


def test_the_board_is_one_for_all(site: Site) -> None:
    plain = site.get("/board")
    ranged = site.get("/board", Range="bytes=0-3", **{"If-None-Match": "*"})
    assert ranged.status_code == 200
    assert plain.data == ranged.data
    assert plain.content_length == len(plain.data)
    assert site.client.head("/board", buffered=True).content_length == len(plain.data)


@pytest.mark.parametrize("path", ["/", "/lapor", "/kunci", "/bantuan"])
def test_a_page_that_only_shows_takes_no_post(site: Site, path: str) -> None:
    answer = site.client.post(
        path, data={"a": "b"}, headers={"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 405
    assert "Allow" in answer.headers


def test_static_files_come_from_their_folder_only(site: Site) -> None:
    for path in ("/static/../portal/config.py", "/static/%2e%2e/portal/config.py", "/static//etc/passwd"):
        assert site.get(path).status_code in (308, 404)


def test_before_anything_is_published_the_portal_is_closed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for path in ("/lapor", "/kunci"):
        page = site.get(path)
        assert page.status_code == 503
        assert "Daftar kunci pembaca belum dipasang" in text_of(page)
    assert site.get("/board").status_code == 503
    assert site.get("/").status_code == 200
    site.store.dispose()


@pytest.mark.parametrize("path", ["/en", "/lapor/", "//lapor", "/en/status/"])
def test_no_path_is_answered_by_an_address(site: Site, path: str) -> None:
    # Behind a front end that ends TLS it would begin with http.
    answer = site.get(path, Host="lapor.example")
    assert answer.status_code in (200, 404)
    assert "Location" not in answer.headers


def test_every_date_is_told_by_its_own_clock(open_site: Callable[..., Site]) -> None:
    office = Office.default()
    clocks = replace(
        office.clocks, return_days=9, silence_days=23, acknowledgement_days=5, retaliation_months=(2, 4, 8)
    )
    site = open_site(office=replace(office, clocks=clocks))
    for lang, comeback, silence, first, checks in (
        (
            "",
            "Kembalilah dalam 9 hari",
            " 23 hari sesudah mengirim? Anggap laporan tidak sampai",
            "balasan pertama dalam 5 hari",
            " 2, 4, dan 8 bulan sesudah kasus selesai",
        ),
        (
            "/en",
            "Come back within 9 days",
            "No reply 23 days after sending? Take the report as not received",
            "a first reply within 5 days",
            " 2, 4 and 8 months after the case is closed",
        ),
    ):
        help_page, parts = text_of(site.get(f"{lang}/bantuan")), text_of(site.get(f"{lang}/bagian"))
        assert comeback in text_of(site.get(f"{lang}/"))
        assert comeback in help_page
        assert checks in help_page
        assert silence.replace("No reply", "Still no reply") in help_page
        assert silence in parts
        assert first in parts.replace(" kalender", "").replace("calendar ", "")
    _, state = site.form_state()
    sent = text_of(site.post("/lapor/kirim", {"what": WHAT, "state": state}))
    assert "9 Februari 2026" in sent
    assert "Belum ada balasan 23 hari sesudah mengirim?" in sent
    assert "balasan pertama dalam 5 hari" in sent


@pytest.mark.parametrize("lang", ["", "/en"])
def test_only_a_line_that_broke_and_a_sending_let_go_leave_it_open_whether_it_was_sent(
    site: Site, lang: str
) -> None:
    page = site.get(f"{lang}/bagian").get_data(as_text=True)
    open_still = "Not certain to be sent" if lang else "Belum pasti terkirim"
    templates = page.split("<template id=")
    assert {each.split(">")[0].strip('"') for each in templates if open_still in each} == {
        "trouble-net",
        "trouble-cancelled",
        "files-net",
        "files-cancelled",
    }
