"""The two pages that a script takes over, and the screens that it shows instead."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from jinja2 import StrictUndefined

from tests.portal import sample_pages
from tests.portal.sample_pages import LANGUAGES, ROOT
from tests.portal.site import Site, state_of, words_of
from tests.portal.test_client import SCRIPT, lay_out
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.text import Language
from wbs.portal.client import Client
from wbs.portal.reporter.parts import TROUBLES
from wbs.portal.reporter.portal import present

CLIENT: Final = ROOT / "client/src/page"
#: Codes that reach a reporter's script from somewhere else than its own checks.
TOLD: Final = re.compile(r'(?:WbsError|VaultError|trouble|refuse)\(\s*"(\w+)"')
UNPOSTED: Final = {"input", "textarea", "button"}
VOID: Final = {"meta", "link", "br", "input", "hr", "img"}
EMPTY: Final = {"id": "", "en": "/en"}

Attributes = dict[str, str]


class Screens(HTMLParser):
    """The page of templates taken apart: the tags inside each outermost template, by its id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.screens: dict[str, list[tuple[str, Attributes]]] = {}
        self.texts: dict[str, str] = {}
        self.order: list[str] = []
        self._open: list[str] = []
        self._screen = ""
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"an attribute twice: {attrs}"
        if tag == "template" and "template" not in self._open:
            self._screen = attributes["id"]
            assert self._screen not in self.screens
            self.screens[self._screen] = []
            self.texts[self._screen] = ""
            self.order.append(self._screen)
        elif self._screen:
            self.screens[self._screen].append((tag, attributes))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if tag == "template" and "template" not in self._open:
            self._screen = ""

    def handle_data(self, data: str) -> None:
        if self._screen:
            self.texts[self._screen] += data
        else:
            assert self._open[-1:] == ["title"] or not data.strip(), "outside of every screen"


@pytest.fixture(scope="module")
def scripted(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A portal that has scripts; nothing here writes to it."""
    folder = lay_out(tmp_path_factory.mktemp("client") / "made", wbs=SCRIPT, images=b"1;")
    site = Site(laid_out, None, Client(folder))
    yield site
    site.store.dispose()


@pytest.fixture(scope="module")
def screens(scripted: Site) -> dict[Language, Screens]:
    """The screens in both languages."""
    return {lang: Screens(scripted.get(f"{EMPTY[lang]}/bagian").get_data(as_text=True)) for lang in LANGUAGES}


@cache
def sources() -> dict[str, str]:
    """Return the page's own scripts, by name."""
    return {path.name: path.read_text() for path in sorted(CLIENT.glob("*.ts"))}


def each_tag(screens: dict[Language, Screens]) -> Iterator[tuple[str, str, Attributes]]:
    for lang, page in screens.items():
        for name, tags in page.screens.items():
            for tag, attributes in tags:
                yield f"{lang} {name}", tag, attributes


def test_the_screens_are_the_same_for_everybody(scripted: Site) -> None:
    for root in EMPTY.values():
        first, second = scripted.get(f"{root}/bagian"), scripted.get(f"{root}/bagian")
        assert first.status_code == 200
        assert first.data == second.data
        assert "script-src" not in first.headers["Content-Security-Policy"]
        # Padded as every page is; uncompressed, and fetched once.
        assert len(first.data) <= 1 << 16


def test_no_value_is_missing_from_a_screen(site: Site) -> None:
    site.app.jinja_env.undefined = StrictUndefined
    for root in EMPTY.values():
        assert site.get(f"{root}/bagian").status_code == 200


def test_both_languages_have_the_same_screens(screens: dict[Language, Screens]) -> None:
    shapes = {
        lang: {
            name: [
                (tag, {key: value for key, value in attributes.items() if key.startswith("data-")})
                for tag, attributes in tags
            ]
            for name, tags in page.screens.items()
        }
        for lang, page in screens.items()
    }
    assert shapes["id"] == shapes["en"]
    assert screens["id"].order[-1] == "end", "by which the script knows that it has the whole page"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_trouble_says_what_happened_and_what_to_do(
    screens: dict[Language, Screens], lang: Language
) -> None:
    for code in (*TROUBLES, "freshness"):
        tags = [tag for tag, _ in screens[lang].screens[f"trouble-{code}"]]
        assert tags.count("h2") == 1, code
        assert tags.count("p") >= 2 or code in ("freshness", "blocked"), code
        assert len(screens[lang].texts[f"trouble-{code}"].split()) > 6, code


def test_every_code_of_the_script_has_its_trouble() -> None:
    known = {*TROUBLES, "freshness", "format"}
    for name, source in sources().items():
        assert set(TOLD.findall(source)) <= known, name


def test_every_screen_that_the_script_names_is_there(screens: dict[Language, Screens]) -> None:
    named = {
        (name, screen)
        for name, source in sources().items()
        for screen in re.findall(r'(?:piece|tell)\(\s*"([a-z-]+)"', source)
    }
    assert {screen for _, screen in named} >= {"filing-code", "filing-ask", "filing-form", "filing-sent"}
    missing = {(name, screen) for name, screen in named if screen not in screens["id"].screens}
    assert not missing
    for state in State:
        assert {f"state-{state}", f"meaning-{state}"} <= screens["id"].screens.keys()
    for outcome in Outcome:
        assert f"outcome-{outcome}" in screens["id"].screens


def test_only_harmless_attributes_are_set_from_values(screens: dict[Language, Screens]) -> None:
    listed = re.search(r"const SETTABLE = new Set\(\[(.*?)\]\);", sources()["dom.ts"], re.DOTALL)
    assert listed is not None
    settable = set(re.findall(r'"([a-z-]+)"', listed[1]))
    assert not [each for each in settable if each.startswith("on") or each in ("href", "src", "style")]
    for where, _, attributes in each_tag(screens):
        for pair in attributes.get("data-set", "").split():
            assert pair.partition(":")[0] in settable, where


def test_no_form_of_a_screen_can_be_posted(screens: dict[Language, Screens]) -> None:
    forms = 0
    for where, tag, attributes in each_tag(screens):
        assert not {"action", "formaction", "formmethod", "style"} & attributes.keys(), where
        assert tag not in {"script", "style", "iframe", "object", "embed"}, where
        assert not [each for each in attributes if each.startswith("on")], where
        if tag == "form":
            forms += 1
            assert attributes["method"] == "dialog", where
            assert attributes["data-do"], where
        if tag in ("a", "img", "link"):
            assert attributes.get("href", "/").startswith(("/", "#")), where
        # What is hidden would be sent unseen, were it ever sent.
        assert tag != "input" or attributes.get("type") != "hidden", where
    assert forms >= 4


def test_fields_of_screens_are_labelled_and_unwatched(screens: dict[Language, Screens]) -> None:
    for page in screens.values():
        for name, tags in page.screens.items():
            ids = Counter(attributes["id"] for _, attributes in tags if "id" in attributes)
            assert not [each for each, count in ids.items() if count > 1], name
            labelled = {
                attributes["for"] for tag, attributes in tags if tag == "label" and "for" in attributes
            }
            for tag, attributes in tags:
                if tag in {"input", "textarea", "select", "progress"} and "data-set" not in attributes:
                    assert attributes.get("id") in labelled or "aria-labelledby" in attributes, name
                if tag in {"input", "textarea"}:
                    assert attributes.get("autocomplete") == "off", f"{name}: {attributes}"
                if tag == "textarea" or (tag == "input" and attributes.get("type", "text") == "text"):
                    for attribute in ("spellcheck", "writingsuggestions"):
                        assert attributes.get(attribute) == "false", f"{name}: {attributes}"
                for target in attributes.get("aria-describedby", "").split():
                    assert target in ids, name


def test_the_form_asks_what_the_plain_form_asks(scripted: Site, screens: dict[Language, Screens]) -> None:
    plain = sample_pages.render("reporter/form.html", "id", _form_values())
    typed = set(re.findall(r'name="(\w+)"', plain)) - {"state", "code", "viewport", "google"}
    asked = {
        attributes["name"]
        for tag, attributes in screens["id"].screens["filing-form"]
        if tag in UNPOSTED and "name" in attributes
    }
    assert asked == (typed - {"color-scheme", "format-detection"}) | {"confirm_one_reader"}


def _form_values() -> dict[str, object]:
    return next(dict(values) for name, _, values in sample_pages.pages() if name == "form")


@pytest.mark.parametrize(("path", "page"), [("/lapor", "filing"), ("/status", "status")])
@pytest.mark.parametrize("root", EMPTY.values())
def test_a_page_waits_for_its_script(scripted: Site, path: str, page: str, root: str) -> None:
    answer = scripted.get(root + path)
    html = answer.get_data(as_text=True)
    element = re.search(r"<script defer\s([^>]*)></script>", html)
    assert element is not None
    assert html.count("<script") == 1
    assert 'src="/static/client/wbs.js"' in element[1]
    assert f'integrity="{scripted_integrity(scripted)}"' in element[1]
    config = re.search(r'data-config="([^"]*)"', element[1])
    assert config is not None
    told = json.loads(config[1].replace("&#34;", '"'))
    assert told["page"] == page
    assert told["links"]["plain"] == f"{root}{path}/biasa"
    for known in ("blocked", "changed", "selftest", "unreachable"):
        assert re.search(rf'data-why="{known}" hidden>', html)
    assert 'class="waiting" role="status"' in html
    policy = answer.headers["Content-Security-Policy"]
    for allowed in ("script-src 'self'", "connect-src 'self'", "worker-src 'self'", "trusted-types wbs"):
        assert allowed in policy


def scripted_integrity(site: Site) -> str:
    """Return the hash that the page is to name."""
    with site.app.test_request_context():
        return present().client.script("wbs").integrity


@pytest.mark.parametrize("path", ["/lapor/biasa", "/status/biasa"])
@pytest.mark.parametrize("root", EMPTY.values())
def test_the_plain_way_has_an_address(scripted: Site, path: str, root: str) -> None:
    answer = scripted.get(root + path)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script" not in html
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "waiting" not in html
    assert f'<a href="{root}{path.removesuffix("/biasa")}">' in html
    assert len(answer.data) == len(scripted.get(root + path.removesuffix("/biasa")).data)


def test_a_portal_without_scripts_shows_plain_pages(site: Site, tmp_path: Path) -> None:
    bare = Site(site.settings.data, None, Client(tmp_path))
    for path in ("/lapor", "/status"):
        html = bare.get(path).get_data(as_text=True)
        assert "<script" not in html
        assert "waiting" not in html
        assert "Cara biasa." in html


def test_answers_to_posts_have_no_script(scripted: Site) -> None:
    page = scripted.get("/lapor")
    for path, data in (
        ("/status", {"code": "dua kata"}),
        ("/status", {"code": " ".join(words_of(page))}),
        ("/lapor/ingat", {"state": state_of(page)}),
    ):
        answer = scripted.post(path, dict(data))
        assert b"<script" not in answer.data
        assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_a_plain_page_is_hidden_for_ten_seconds_at_most() -> None:
    css = (ROOT / "wbs/static/css/wbs.css").read_text()
    rule = re.search(r"\.enhanced:not\(\.over\) > \.plain \{ ([^}]*) \}", css)
    assert rule is not None
    assert rule[1] == "visibility: hidden; animation: reveal 0s 10s forwards;"
    # Where no script runs, and on paper, nothing waits.
    before = css[: css.index(rule[0])]
    assert before.rindex("@media screen and (scripting: enabled) {") > before.rindex("}\n}")
