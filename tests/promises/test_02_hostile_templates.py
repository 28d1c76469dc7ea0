"""Promise 2 against a portal that changes its templates and styles, but not its scripts.

Templates are markup of the server's in a page that holds the code and the text: they must load nothing, and
no style may ask for anything that depends on what stands there.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.journeys.browsers import see
from tests.journeys.middle import changed, refuse
from tests.journeys.scripted import NAMES, Scripted, execute, scripted
from tests.promises.between import Portal, standing_between

pytestmark = [pytest.mark.browser, pytest.mark.process]

SCRIPT = b"fetch('/hostile/' + encodeURIComponent(document.querySelector('main').innerText))"
# An attribute can be seen by a style, which asks for another picture for each first letter.
SEES = b"".join(
    b'.hostile[value^="%c"] { background: url("/hostile/%c.png") }\n' % (letter, letter)
    for letter in range(ord("a"), ord("z") + 1)
)
WORDS = b'<template data-each="words">'
MARKUP = (
    b'<script src="/static/hostile.js"></script><link rel="stylesheet" href="/static/hostile.css">'
    b'<base href="/hostile/"><iframe src="/hostile/frame"></iframe><img src="/hostile/img" alt="">'
    b'<object data="/hostile/object"></object><video src="/hostile/video"></video>'
    b'<input class="hostile" data-set="value:word">'
)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


@pytest.fixture(scope="module", params=NAMES)
def profile(request: pytest.FixtureRequest) -> Iterator[Callable[[], Scripted]]:
    with scripted(request.param) as opened:
        yield opened


def with_markup(parts: bytes) -> bytes:
    """Return the templates with all of it beside each word of the code."""
    before, each, after = parts.partition(WORDS)
    assert each
    return before + each + MARKUP + after


def test_templates_and_styles_tell_nothing(profile: Callable[[], Scripted], portal: Portal) -> None:
    browser = profile()
    between = portal.between
    between.take()
    with (
        between.meddling("/bagian", changed(with_markup)),
        between.meddling(r"/static/css/wbs\.css", changed(lambda style: style + SEES)),
        between.meddling(r"/static/hostile\.js", refuse(200, SCRIPT, "text/javascript")),
        between.meddling(r"/static/hostile\.css", refuse(200, SEES, "text/css")),
        between.meddling(".*/hostile/.*", refuse(404)),
    ):
        browser.open(f"{portal.origin}/lapor")
        see(browser, "Disegel di peramban ini.", "Tulis sepuluh kata ini di kertas")
        words = execute(
            browser, "return [...document.querySelectorAll('.hostile')].map((each) => each.value)"
        )
        # The templates are the changed ones, and whatever they ask for is asked for by then.
        assert len(words) == 10
        time.sleep(1)
        execute(browser, "return fetch('/keyrings.json').then(() => true)")
    assert [each.target for each in between.requests if "hostile" in each.target] == []
