"""GET /bagian: the screens that the script shows, as templates with placeholders.

The same page for everybody, in either language. The script (client/src/page/dom.ts) fills them in, and the
server never learns with what.
"""

import re

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from wbs.portal.reporter import batch
from wbs.portal.reporter.forms import MessageForm, ReportForm, ReviewForm
from wbs.portal.reporter.portal import present
from wbs.scrub import KINDS, WARNINGS

#: Codes of what can go wrong once the browser seals by itself; each has its sentences.
TROUBLES = (
    *("full", "failed", "other_origin", "too_large", "shape"),
    *("what_missing", "too_long", "one_reader", "no_reader", "message_missing", "readers_changed"),
    *("keyring_missing", "keyring_expired", "keyring_untrusted", "keyring_old", "clock_here"),
    *("words_wrong", "code_unreadable", "code_count", "code_swapped"),
    *("files_none", "files_many", "files_large", "files_cut", "files_busy", "files_full", "parts_missing"),
    *("net", "cancelled", "board", "dead", "blocked", "changed", "selftest", "unreachable"),
)
#: Those whose sentences count something.
COUNTING = frozenset({"code_count", "files_many"})

_INDENTATION = re.compile(r"\n\s+")


def fill(name: str) -> Markup:
    """Return the placeholder for a text that the script puts there, to stand in a translated sentence."""
    return Markup('<span data-fill="{}"></span>').format(name)


def parts() -> ResponseReturnValue:
    """GET /bagian."""
    report = ReportForm(formdata=None)
    report.label()
    limits = present().settings.office.limits
    page = render_template(
        "reporter/parts/index.html",
        report=report,
        message=MessageForm(formdata=None),
        review=ReviewForm(formdata=None),
        troubles=TROUBLES,
        counting=COUNTING,
        kinds=KINDS,
        # The browser's own, which wbs.scrub does not know, has words of its own.
        warnings=WARNINGS,
        most_files=limits.files,
        most_bytes=batch.room(limits),
    )
    # Nothing dynamic is packed, and a third of it is indentation.
    return _INDENTATION.sub("\n", page)
