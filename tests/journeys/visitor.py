"""A visitor without JavaScript, over HTTP: opens pages, fills in the form shown, presses its button."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from tests import multipart

NOTHING: Mapping[str, str] = {}


@dataclass
class Form:
    """Where a form and its buttons go, and what it says before anybody fills it in."""

    actions: list[str]
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    """The forms of a page, as far as ours go."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form([given["action"]]))
        if tag == "button" and "formaction" in given:
            self.forms[-1].actions.append(given["formaction"])
        if "name" not in given or not self.forms or tag not in ("input", "textarea"):
            return
        form = self.forms[-1]
        form.names.add(given["name"])
        if tag == "textarea":
            self._text = given["name"]
        elif given.get("type") not in ("radio", "checkbox", "file") or "checked" in given:
            form.values.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1].values.append((self._text, data.removeprefix("\n")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None


class Visitor:
    """One browser at one side of the portal; ``status``, ``headers`` and ``body`` are the last answer's."""

    def __init__(self, origin: str) -> None:
        """Begin with no cookies."""
        self.origin = origin
        self.cookies = CookieJar()
        # No proxy stands between a test and its own machine, whatever the environment says.
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), ProxyHandler({}))
        self.status = 0
        self.headers = Message()
        self.body = b""

    def open(self, path: str) -> str:
        """Get a page; return its text."""
        return self._fetch(path)

    def send(self, form: str = "", /, **answers: str | bytes | Mapping[str, bytes]) -> str:
        """Fill in the page's form and send it; return the next page's text.

        ``form``: how the action of a form or of one of its buttons ends, where a page has several. Bytes are
        a file, a mapping of names to bytes several.
        """
        ((action, chosen),) = (
            (action, each)
            for each in self._forms()
            for action in (each.actions if form else each.actions[:1])
            if action.endswith(form)
        )
        assert answers.keys() <= chosen.names, f"the form has no {answers.keys() - chosen.names}"
        fields = [(name, value) for name, value in chosen.values if name not in answers]
        fields += [(name, answer) for name, answer in answers.items() if isinstance(answer, str)]
        files = [each for name, answer in answers.items() for each in _files(name, answer)]
        if files:
            data, kind = multipart.encode(fields, files)
        else:
            data, kind = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        return self._fetch(action, data, {"Origin": self.origin, "Content-Type": kind})

    @property
    def text(self) -> str:
        """The page as people see it, roughly: without tags, comments and padding."""
        bare = re.sub(r"<!--.*?-->|<title>.*?</title>|<[^>]+>", " ", self.body.decode(), flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(bare)).strip()

    @property
    def words(self) -> list[str]:
        """The code that the page shows."""
        return re.findall(r"<li>\s*([a-z]{3,8})\s*</li>", self.body.decode())

    def _forms(self) -> list[Form]:
        parser = _Forms()
        parser.feed(self.body.decode())
        return parser.forms

    def _fetch(self, path: str, data: bytes | None = None, headers: Mapping[str, str] = NOTHING) -> str:
        request = Request(urljoin(self.origin, path), data, dict(headers))  # noqa: S310 -- our own server
        try:
            answer = self._opener.open(request, timeout=60)
        except HTTPError as error:
            answer = error
        with answer:
            self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        return self.text if self.headers.get_content_type() == "text/html" else ""


def _files(name: str, answer: str | bytes | Mapping[str, bytes]) -> multipart.Files:
    if isinstance(answer, str):
        return []
    named = {f"{name}.tar": answer} if isinstance(answer, bytes) else answer
    return [(name, filename, data) for filename, data in named.items()]
