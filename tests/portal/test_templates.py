"""What every page of the reporter's app keeps, whatever it says."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from tests.portal import sample_pages
from tests.portal.sample_pages import LANGUAGES, ROOT, render
from tools import translations
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.text import Language
from wbs.portal.reporter import parts
from wbs.scrub import KINDS, WARNINGS

CSS: Final = ROOT / "wbs/static/css/wbs.css"
CATALOGUE: Final = ROOT / "wbs/translations/en/LC_MESSAGES/messages.po"
PUBLIC: Final = {"landing", "saring", "help", "keys", "hand", "try", "status", "closed"}
ALL_TROUBLES: Final = (
    *sample_pages.TROUBLES,
    *sample_pages.MESSAGE_TROUBLES,
    *sample_pages.FILE_TROUBLES,
    *sample_pages.LETTER_TROUBLES,
)
VOID: Final = {"meta", "link", "br", "input", "hr", "img"}
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

Attributes = dict[str, str]


class Page(HTMLParser):
    """A page taken apart: every start tag with its attributes, the text of textareas, and all other text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, Attributes]] = []
        self.inside: list[tuple[str, Attributes]] = []
        self.textareas: dict[str, str] = {}
        self.headings: list[tuple[int, bool]] = []
        self.feed(html)
        self.close()
        assert not self.inside, f"left open: {self.inside}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"an attribute twice: {attrs}"
        self.tags.append((tag, attributes))
        if tag in VOID:
            return
        if re.fullmatch("h[1-6]", tag):
            aside = any("note" in outer.get("class", "").split() for _, outer in self.inside)
            self.headings.append((int(tag[1]), aside))
        self.inside.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.inside.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1][0] == "textarea":
            name = self.inside[-1][1]["name"]
            self.textareas[name] = self.textareas.get(name, "") + data

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def fields(self) -> Iterator[tuple[str, Attributes]]:
        """Yield every control that people see."""
        for tag, attributes in self.tags:
            if tag in {"input", "textarea", "select"} and attributes.get("type") != "hidden":
                yield tag, attributes


PAGES: Final = [(lang, name) for lang in LANGUAGES for name, _, _ in sample_pages.pages()]
every_page = pytest.mark.parametrize(("lang", "name"), PAGES, ids=["-".join(page) for page in PAGES])


@cache
def html_of(lang: Language, name: str) -> str:
    template, values = {page: (template, values) for page, template, values in sample_pages.pages()}[name]
    return render(template, lang, values)


@every_page
def test_nothing_is_inline_or_from_elsewhere(lang: Language, name: str) -> None:
    html = html_of(lang, name)
    for tag, attributes in Page(html).tags:
        assert tag not in {"style", "iframe", "object", "embed"}
        assert tag != "script" or {"defer", "src", "integrity"} <= attributes.keys()
        assert not [each for each in attributes if each == "style" or each.startswith("on")]
        for each in ("src", "href", "action", "srcset", "formaction"):
            assert attributes.get(each, "/").startswith(("/", "#"))
            assert not attributes.get(each, "/").startswith("//")
    assert "http:" not in html
    assert "https:" not in html


@every_page
def test_no_browser_service_reads_what_is_typed(lang: Language, name: str) -> None:
    page = Page(html_of(lang, name))
    assert dict(page.tags[0][1])["translate"] == "no"
    for tag, attributes in page.fields():
        assert attributes.get("autocomplete") == "off", attributes["name"]
        if tag == "input" and attributes.get("type", "text") in {"radio", "checkbox"}:
            continue
        for attribute, value in (
            ("spellcheck", "false"),
            ("writingsuggestions", "false"),
            ("translate", "no"),
        ):
            assert attributes.get(attribute) == value, f"{attributes['name']}: {attribute}"
        assert "required" not in attributes, "the browser would complain in words that are not ours"


@every_page
def test_every_field_has_its_label_and_every_reference_its_target(lang: Language, name: str) -> None:
    page = Page(html_of(lang, name))
    ids = Counter(page.ids())
    assert not [each for each, count in ids.items() if count > 1]
    labelled = {attributes["for"] for tag, attributes in page.tags if tag == "label"}
    assert labelled == {attributes["id"] for _, attributes in page.fields()}
    for _, attributes in page.tags:
        for target in attributes.get("aria-describedby", "").split():
            assert target in ids
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids


@every_page
def test_headings_are_in_order(lang: Language, name: str) -> None:
    headings = Page(html_of(lang, name)).headings
    assert [level for level, _ in headings].count(1) == 1
    first = next(at for at, (level, _) in enumerate(headings) if level == 1)
    assert all(aside for _, aside in headings[:first]), "only notices stand before the title"
    for (before, _), (after, _) in zip(headings[first:], headings[first + 1 :], strict=False):
        assert after <= before + 1


@every_page
def test_title_and_exit_give_nothing_away(lang: Language, name: str) -> None:
    html = html_of(lang, name)
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title is not None
    assert len(title[1].split()) <= 2
    assert not re.search(r"lapor|report|wbs|whistle|pengaduan", title[1], re.IGNORECASE)
    assert re.search(r'<a class="exit" href="[^"]*/leave" rel="noreferrer">', html)


@every_page
def test_one_primary_button(lang: Language, name: str) -> None:
    buttons = [
        attributes
        for tag, attributes in Page(html_of(lang, name)).tags
        if (tag == "button" or "button" in attributes.get("class", "").split())
        and "second" not in attributes.get("class", "").split()
    ]
    # Saring shows one result at a time, and two of them lead to the form.
    assert len(buttons) <= (2 if name == "saring" else 1)


@every_page
def test_pages_stay_inside_their_size(lang: Language, name: str) -> None:
    size = len(html_of(lang, name).encode())
    assert size < (15_000 if name.split("-")[0] in PUBLIC else 48_000)


def test_the_style_sheet_is_small_and_asks_for_nothing_else() -> None:
    css = CSS.read_text()
    assert len(css.encode()) < 16_000
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("code", sample_pages.TROUBLES)
def test_what_was_typed_comes_back_as_it_was(code: str) -> None:
    page = Page(html_of("id", f"trouble-{code}"))
    assert page.textareas["what"] == f"\n{sample_pages.WHAT}"
    checked = {attributes["value"] for _, attributes in page.fields() if "checked" in attributes}
    assert checked == {"yes", "r1", "r2"}


def test_a_refused_letter_is_called_not_sent() -> None:
    for code in ALL_TROUBLES:
        for lang, verdict in (("id", "Belum terkirim"), ("en", "Not sent")):
            html = html_of("en" if lang == "en" else "id", f"trouble-{code}")
            # One that only warns, and one after which part was sent and part was not.
            assert (verdict in html) == (code not in ("freshness", "files_sent")), code


def test_every_trouble_of_the_app_has_its_sentences() -> None:
    sources = [path.read_text() for path in (ROOT / "wbs/portal").rglob("*.py")]
    raised = {code for source in sources for code in re.findall(r'Trouble\(\s*"(\w+)"', source)}
    table = re.search(
        r"_TROUBLES = \{(.*?)\}", (ROOT / "wbs/portal/reporter/readership.py").read_text(), re.DOTALL
    )
    assert table is not None
    raised |= set(re.findall(r': "(\w+)"', table[1]))
    # Those of the sealed wire are told by the script: test_enhanced_pages.py.
    assert raised <= {*ALL_TROUBLES, *parts.TROUBLES}
    for code in ALL_TROUBLES:
        banner = html_of("id", f"trouble-{code}").split('class="note')[1].split("</div>")[0]
        assert re.search(r"<h2>\S.*</h2>\s*<p>", banner), code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_and_outcome_is_explained(lang: Language) -> None:
    states = sample_pages.environment(lang).get_template("reporter/states.html").module
    for state in State:
        assert states.state_label(state) != state  # type: ignore[attr-defined]  # macros are attributes
        assert states.state_meaning(state).endswith(".")  # type: ignore[attr-defined]
    for outcome in Outcome:
        assert states.outcome_label(outcome)[0].islower()  # type: ignore[attr-defined]
    labels = {str(states.outcome_label(outcome)) for outcome in Outcome}  # type: ignore[attr-defined]
    assert len(labels) == len(Outcome)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_and_warning_is_explained(lang: Language) -> None:
    kinds = sample_pages.environment(lang).get_template("reporter/kinds.html").module
    for kind in KINDS:
        assert kinds.kind_label(kind) not in ("", kind)  # type: ignore[attr-defined]  # macros are attributes
        assert kinds.kind_meaning(kind).endswith(".")  # type: ignore[attr-defined]
    assert len({str(kinds.kind_label(kind)) for kind in KINDS}) == len(KINDS)  # type: ignore[attr-defined]
    said = {str(kinds.warning_label(each)).strip() for each in WARNINGS}  # type: ignore[attr-defined]
    said |= {str(kinds.warning_label("unknown", f"{each}/x")).strip() for each in ("video", "audio")}  # type: ignore[attr-defined]
    assert len(said) == len(WARNINGS) + 2
    assert all(each.endswith(".") for each in said)


def test_every_sentence_is_translated(tmp_path: Path) -> None:
    assert not translations.problems()
    said = {_first(message.id) for message in translations.extract(tmp_path / "messages.pot") if message.id}
    with CATALOGUE.open("rb") as file:
        catalogue = [message for message in read_po(file) if message.id]
    assert {_first(message.id) for message in catalogue} - said == set(), "no longer said"
    for message in catalogue:
        for text in (message.string,) if isinstance(message.string, str) else message.string or ("",):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(_first(message.id)))


def test_the_check_finds_what_is_not_translated(tmp_path: Path) -> None:
    template = translations.extract(tmp_path / "messages.pot")
    assert {"Belum terkirim", "Ceritakan apa yang terjadi."} <= {message.id for message in template}


def _first(message: str | list[str] | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def _template_sentences() -> Iterator[str]:
    for path in sorted(Path(ROOT / "templates/reporter").rglob("*.html")):
        for text in re.findall(r'_\("([^"]+)"', path.read_text()):
            yield from re.split(r"(?<=[.?!])\s+", text)


def test_sentences_are_short_and_promise_nothing() -> None:
    sentences = list(_template_sentences())
    assert len(sentences) > 100
    for sentence in sentences:
        assert len(sentence.split()) <= 15, sentence
        assert not re.search(r"100 ?%|dijamin|terjamin|\bpelaku\b|\bkamu\b", sentence, re.IGNORECASE), (
            sentence
        )
