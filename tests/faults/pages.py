"""Pages as someone without JavaScript uses them: what they say, and the form that goes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests import multipart

_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"<li>\s*([a-z]{4,8})\s*</li>")


@dataclass
class Form:
    """A form as a browser would send it: ``fields`` are filled in by whoever uses it."""

    action: str
    multipart: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    #: Addresses of buttons that send the form elsewhere.
    elsewhere: list[str] = field(default_factory=list)

    def holds(self, text: str) -> bool:
        """Whether one of the fields is this text."""
        return text in self.fields.values()

    def encode(self, files: dict[str, bytes]) -> tuple[bytes, str]:
        """Return body and content type; files go where the form takes any."""
        if self.multipart:
            return multipart.encode(self.fields.items(), [("files", *each) for each in files.items()])
        return urlencode(self.fields).encode(), "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    """An answer: its status, its text without tags, the receipt code if it shows one, its forms."""

    status: int
    text: str
    words: tuple[str, ...]
    forms: list[Form]

    @classmethod
    def read(cls, status: int, body: str) -> "Page":
        """Read a page's HTML."""
        reader = _Reader()
        reader.feed(body)
        text = _BLANK.sub(" ", "".join(reader.said))
        return cls(status, text, tuple(_WORD.findall(body)), reader.forms)

    def form(self, *actions: str) -> Form:
        """Return the form that leads to the first of these addresses that the page leads to."""
        for action in actions:
            for form in self._leading(action):
                return Form(action, form.multipart and form.action == action, dict(form.fields))
        raise AssertionError(f"the page leads to none of {actions}: {self.status} {self.text[:2000]}")

    def leads(self, action: str) -> bool:
        """Whether a form of the page leads there."""
        return any(self._leading(action))

    def _leading(self, action: str) -> Iterator[Form]:
        return (form for form in self.forms if action in (form.action, *form.elsewhere))


class _Reader(HTMLParser):
    """Collects forms, the values in them, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.forms: list[Form] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a form consists of."""
        found = {name: value or "" for name, value in attrs}
        self.said.append(" ")
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), "multipart" in found.get("enctype", "")))
        elif not self.forms:
            return
        elif tag == "button" and "formaction" in found:
            self.forms[-1].elsewhere.append(found["formaction"])
        elif tag == "textarea":
            self._area = found["name"]
            self.forms[-1].fields[self._area] = ""
        elif tag == "input" and (found.get("type", "text") in ("hidden", "text") or "checked" in found):
            self.forms[-1].fields[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A textarea's text ends with it."""
        if tag == "textarea":
            form = self.forms[-1].fields
            # HTML drops one line break at the start of a textarea.
            form[self._area] = form[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.said.append(data)
        if self._area:
            self.forms[-1].fields[self._area] += data
