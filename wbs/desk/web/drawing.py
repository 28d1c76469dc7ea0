"""What every template knows: language, office, day, whose desk it is, and how values are written."""

from flask import Flask, request

from wbs.cases.lifecycle import OUTCOME_LABELS, Outcome, State
from wbs.cases.text import Text
from wbs.desk import phrases, reading
from wbs.desk.harmless import harmless
from wbs.desk.web.loopback import has_entered
from wbs.desk.web.session import current
from wbs.desk.web.warnings import warnings
from wbs.desk.words import STATES
from wbs.language import _, language, ngettext
from wbs.letters.halfday import HalfDay

_LABELS: dict[State | Outcome, Text] = dict(STATES) | dict(OUTCOME_LABELS)


def init_app(app: Flask) -> None:
    """Give the templates their filters and names."""
    jinja = app.jinja_env
    jinja.trim_blocks = True
    jinja.lstrip_blocks = True
    jinja.add_extension("jinja2.ext.i18n")
    jinja.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    jinja.filters.update(
        day=phrases.day_of,
        half_day=_half_day,
        half_day_end=_half_day_end,
        last_day=_last_day,
        type=phrases.type_of,
        size=phrases.size_of,
        title=_title,
        label=label,
        due_words=reading.due_words,
        harmless=harmless,
    )

    @app.context_processor
    def shared() -> dict[str, object]:
        session = current()
        # Who has no cookie is told nothing, not even whose desk this is.
        entered = has_entered()
        always = {
            "lang": language(),
            "entered": entered,
            "open": entered and session.open,
            "here": request.path.split("/")[1],
            "idle": int(session.idle.total_seconds()),
            "take_notices": session.take_notices if entered else list,
        }
        if not always["open"]:
            return always
        with session.desk() as desk:
            return always | {
                "office": desk.office,
                "today": desk.today,
                "me": desk.vault.reader,
                "warnings": warnings(desk),
            }


def label(named: State | Outcome | Text) -> str:
    """Return what a state, an outcome or a text of the office is called."""
    text = named if isinstance(named, Text) else _LABELS[named]
    return text.en if language() == "en" else text.id


def _half_day(half_day: HalfDay) -> str:
    with current().desk() as desk:
        return phrases.half_day_of(desk, half_day)


def _half_day_end(half_day: HalfDay) -> str:
    with current().desk() as desk:
        return phrases.end_of(desk, half_day)


def _last_day(half_day: HalfDay) -> str:
    """Return the day on which a half-day ends, as the timeline says it."""
    with current().desk() as desk:
        return phrases.day_of(half_day.end(desk.office.zone).date())


def _title(reader: str) -> str:
    with current().desk() as desk:
        return harmless(desk.reader_title(reader))
