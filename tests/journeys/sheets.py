"""The printed sheets of ``docs/lembar``: what they say to do, in order, and a person who does just that."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.browsers import ChromiumBrowser, see
from tests.journeys.browsers import field as labelled

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "lembar"

_NOTHING: Mapping[str, Callable[[Page], object]] = {}


@dataclass
class Step:
    """One thing to type, press, fill in, choose or see; ``item``: of its list. Kinds as in the sheets."""

    kind: str
    item: int
    text: str = ""


class _Steps(HTMLParser):
    """The steps of one section."""

    def __init__(self, section: str, blanks: Mapping[str, str]) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self._section, self._blanks = section, blanks
        self._inside = False
        self._open: Step | None = None
        self._item = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self._inside = given.get("id") == self._section
        elif tag == "li":
            self._item += self._inside
        elif self._open is not None and given.get("class") == "isian":
            self._open.text += self._blanks[given["id"] or ""]
        kind = {"kbd": "kbd", "q": "q", "b": given.get("class") or ""}.get(tag)
        if kind and self._inside:
            self._open = Step(kind, self._item)

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.text += " ".join(data.split("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("kbd", "q", "b") and self._open is not None:
            self._open.text = " ".join(self._open.text.split())
            self.steps.append(self._open)
            self._open = None


def steps(sheet: str, section: str, **blanks: str) -> list[Step]:
    """Return what a section of a sheet says to do; ``blanks``: what was filled in before it was printed."""
    parser = _Steps(section, {name.replace("_", "-"): text for name, text in blanks.items()})
    parser.feed((FOLDER / f"{sheet}.html").read_text(encoding="utf-8"))
    assert parser.steps, (sheet, section)
    return parser.steps


def quoted(sheet: str) -> dict[str, set[str]]:
    """Return what a sheet quotes from screens: labels by their kinds, and parts of sentences as ``q``."""
    text = " ".join((FOLDER / f"{sheet}.html").read_text(encoding="utf-8").split())
    found: dict[str, set[str]] = {"q": set(re.findall(r"(?:<q>|“)(.+?)(?:</q>|”)", text))}
    for kind, label in re.findall(r'<b class="(\w+)">(.+?)</b>', text):
        found.setdefault(kind, set()).add(label)
    return found


def option(legend: str, label: str = "") -> str:
    """Return the XPath of the choices under a legend, or of the one that has this label."""
    named = f"[normalize-space()='{label}']" if label else ""
    return f"//fieldset[legend[normalize-space()='{legend}']]//label{named}"


@dataclass
class Follower:
    """A person at a browser with a sheet in hand, who knows nothing else but what to write in which field.

    ``chooses``: how to make a choice, by its name on the sheet; ``notices``: what to do before a press.
    """

    page: Page
    writes: dict[str, str] = field(default_factory=dict)
    chooses: Mapping[str, Callable[[Page], object]] = field(default_factory=lambda: _NOTHING)
    notices: Mapping[str, Callable[[Page], object]] = field(default_factory=lambda: _NOTHING)
    downloads: Mapping[str, Path] = field(default_factory=dict)

    def follow(self, listed: list[Step]) -> None:
        """Do it all, in this order."""
        for step in listed:
            match step.kind:
                case "menu":
                    self.page.locator(f"//nav//a[normalize-space()='{step.text}']").click()
                case "tekan":
                    self._press(step.text)
                case "isi":
                    self.page.locator(labelled(step.text)).fill(self.writes[step.text])
                case "pilih":
                    self.chooses[step.text](self.page)
                case "q":
                    see(ChromiumBrowser(self.page), step.text)
                case kind:
                    raise AssertionError(kind)

    def _press(self, name: str) -> None:
        if name in self.notices:
            self.notices[name](self.page)
        named = f"[normalize-space()='{name}'][not(ancestor::nav)]"
        button = self.page.locator(
            " | ".join(f"//{tag}{named}" for tag in ("button", "a", "label", "summary"))
        ).first
        if name not in self.downloads:
            button.click()
            return
        with self.page.expect_download() as download:
            button.click()
        download.value.save_as(self.downloads[name])
