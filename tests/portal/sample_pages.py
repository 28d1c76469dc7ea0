"""Every template of the reporter's app with sample data, rendered without the app."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace as Sample
from typing import Any, Final

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from wbs.cases.office import Office
from wbs.cases.text import Language
from wbs.portal.locale import megabytes
from wbs.portal.reporter import parts
from wbs.scrub import KINDS, WARNINGS

ROOT: Final = Path(__file__).resolve().parents[2]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")
WORDS: Final = (
    "rumput",
    "sepatu",
    "cermin",
    "pelangi",
    "kelapa",
    "jendela",
    "wortel",
    "sungai",
    "payung",
    "benang",
)

TROUBLES: Final = (
    *(
        "expired_form",
        "other_origin",
        "full",
        "failed",
        "too_large",
        "what_missing",
        "too_long",
    ),
    *("one_reader", "no_reader", "keyring_missing", "keyring_expired", "keyring_untrusted", "keyring_old"),
    *("clock", "freshness", "words_wrong", "code_unreadable", "code_count", "code_swapped"),
    "code_corrected",
)
MESSAGE_TROUBLES: Final = ("message_missing", "message_again", "readers_changed", "files_sent")
LETTER_TROUBLES: Final = ("letter_missing", "letter_shape")
FILE_TROUBLES: Final = (
    "files_none",
    "files_many",
    "files_large",
    "files_lost",
    "files_cut",
    "files_busy",
    "files_full",
)

_READERS: Final = tuple(
    Sample(id=f"r{n}", title=title, unit=unit, role=role, words=WORDS[n : n + 4], current=n != 4, new=n == 2)
    for n, (title, unit, role) in enumerate(
        [
            ("Verifikator 1", "Inspektorat I", "intake"),
            ("Verifikator 2", "Inspektorat II", "intake"),
            ("Verifikator 3", "Sekretariat Itjen", "intake"),
            ("Verifikator 4", "Inspektorat III", "intake"),
            ("Pembaca luar", "Komite Audit", "outside"),
        ]
    )
)
_EXCLUDABLE: Final = [SelectChoice(reader.id, f"{reader.title} — {reader.unit}") for reader in _READERS]
_BANDS: Final = [
    SelectChoice("none", "Tidak ada uang atau barang"),
    SelectChoice("below-10m", "Di bawah Rp10 juta"),
    SelectChoice("above-1b", "Di atas Rp1 miliar"),
    SelectChoice("unknown", "Tidak tahu"),
]


_LASTING: Final = [
    SelectChoice("yes", "Ya"),
    SelectChoice("no", "Tidak"),
    SelectChoice("unknown", "Tidak tahu"),
]


class _Form(Form):  # type: ignore[misc]  # wtforms ships no types
    """Forms as the app's, without its request."""


class _Report(_Form):
    what = TextAreaField()
    who = TextAreaField()
    where = TextAreaField()
    when_from = StringField()
    when_to = StringField()
    ongoing = RadioField(choices=_LASTING)
    how = TextAreaField()
    why = TextAreaField()
    value = RadioField(choices=_BANDS)
    evidence = TextAreaField()
    source = TextAreaField()
    reported_to = TextAreaField()
    excluded = SelectMultipleField(choices=_EXCLUDABLE)
    confirm_one_reader = BooleanField()
    state = HiddenField()
    code = TextAreaField()


class _Status(_Form):
    code = TextAreaField()
    state = HiddenField()


class _FollowUp(_Form):
    text = TextAreaField()
    code = TextAreaField()
    excluded = SelectMultipleField(choices=_EXCLUDABLE)
    confirm_one_reader = BooleanField()
    state = HiddenField()

    def without(self) -> tuple[str, ...]:
        """Return who must not read."""
        return tuple(self.excluded.data)

    def ticked(self) -> list[tuple[str, str]]:
        """Return the boxes that are ticked."""
        return [("confirm_one_reader", "y")] if self.confirm_one_reader.data else []


class _Review(_FollowUp):
    as_is = BooleanField()
    neutral = BooleanField()
    unsign = SelectMultipleField(choices=[])


def _filled(kind: type[_Form], **values: str | list[str]) -> _Form:
    return kind(MultiDict({"state": "c2VhbGVk", **values}))


def _wrong(kind: type[_Form], field: str, message: str, **values: str | list[str]) -> _Form:
    form = _filled(kind, **values)
    form[field].errors = [message]
    return form


def _answer(day: date, state: str | None, text: str, **more: object) -> Sample:
    return Sample(
        **{
            "day": day,
            "state": state,
            "outcome": None,
            "text": text,
            "author_title": "Verifikator 2",
            "author_unit": "Inspektorat II",
            "former": False,
            "forked": False,
            "gap": False,
            **more,
        }
    )


_THREAD: Final = Sample(
    items=[
        _answer(
            date(2026, 12, 4),
            "KLARIFIKASI",
            "Di loket mana uang diminta, dan kira-kira jam berapa?\nTidak perlu menyebut siapa yang melihat.",
        ),
        _answer(date(2026, 11, 30), "TTL", "Fakta belum cukup.", outcome="data-kurang", forked=True),
        _answer(date(2026, 11, 26), "DITERIMA", "Laporan Anda kami terima.", former=True, gap=True),
    ],
    unproven=[Sample()],
)
_EMPTY: Final = Sample(items=[], unproven=[])
_KEYRING: Final = Sample(
    instance=bytes(16),
    sequence=3,
    panel=3,
    threshold=2,
    roots=("RWQ" + "a" * 53, "RWQ" + "b" * 53, "RWQ" + "c" * 53),
)

WHAT: Final = 'Petugas meminta uang.\n\n  Pemohon yang menolak <menunggu> & "disuruh" kembali.'


def _item(number: int, name: str, **more: object) -> Sample:
    found: dict[str, Any] = {
        "number": number,
        "name": name,
        "type": "application/octet-stream",
        "size": 3_400_000,
        "found": (),
        "removed": (),
        "warning": "",
        "signed": False,
        "clean": bool(more.get("removed")),
        **more,
    }
    return Sample(**found, left=tuple(kind for kind in found["found"] if kind not in found["removed"]))


_ITEMS: Final = (
    _item(1, "IMG_2041.jpg", found=KINDS, removed=KINDS[:12]),
    _item(2, "x" * 251 + ".png"),
    _item(3, "<b>rapat</b> & 'lain'.mp4", type="video/mp4", warning="unknown"),
    _item(4, "Surat Tugas.pdf", found=("author",), removed=("author",), warning="signed", signed=True),
    *(_item(5 + n, f"{warning}.bin", warning=warning) for n, warning in enumerate(WARNINGS)),
)
_PARTIAL: Final = _item(5, "a.pdf", found=("attached",), removed=("attached",), warning="partial")
_FILES_SENT: Final = tuple(
    Sample(
        name=each.name,
        size=each.size,
        removed=each.removed,
        left=each.left,
        warning=each.warning,
        cleaned=bool(each.removed),
    )
    for each in (*_ITEMS[:4], _PARTIAL)
)


_SCRIPT: Final = Sample(
    url="/static/client/wbs.js", integrity=f"sha384-{'A' * 64}", config='{"page":"filing","lang":"id"}'
)


def _trouble(code: str, count: int | None = None) -> Sample:
    return Sample(code=code, sent=False, count=count)


def pages() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield (name of the page, template, variables)."""
    yield "landing", "reporter/landing.html", {"at_office": True}
    yield "saring", "reporter/saring.html", {}
    yield "help", "reporter/help.html", {"checks": "3, 6, dan 12"}
    keys = {
        "keyring": _KEYRING,
        "trouble": None,
        "fingerprint": (*WORDS, "lampu", "kancil"),
        "readers": list(_READERS),
        "sequence": 3,
        "expires": date(2027, 9, 1),
        "freshness_day": date(2026, 11, 20),
        "collected_until": Sample(),
        "signatures": [(1, _KEYRING.roots[0]), (2, _KEYRING.roots[2])],
    }
    yield "keys", "reporter/keys.html", keys
    yield "keys-none", "reporter/keys.html", {**keys, "keyring": None, "trouble": _trouble("keyring_missing")}
    by_hand = {"keyring": _KEYRING, "signatures": keys["signatures"]}
    yield "hand", "reporter/byhand.html", by_hand
    yield "hand-none", "reporter/byhand.html", {"keyring": None, "alert": _trouble("keyring_missing")}
    for code in LETTER_TROUBLES:
        yield f"trouble-{code}", "reporter/byhand.html", {**by_hand, "alert": _trouble(code)}
    yield "hand-sent", "reporter/byhand_sent.html", {}
    yield "keys-unused", "reporter/keys.html", {**keys, "freshness_day": None, "collected_until": None}
    shown = {"words": WORDS, "state": "c2VhbGVk", "left": False}
    yield "code", "reporter/code.html", shown
    yield "code-left", "reporter/code.html", {**shown, "left": True}
    yield "code-script", "reporter/code.html", {**shown, "script": _SCRIPT}
    yield "try", "reporter/try.html", {"words": WORDS}
    ask = {"state": "c2VhbGVk", "asked": (3, 8)}
    yield "askback", "reporter/askback.html", ask
    yield "askback-wrong", "reporter/askback.html", {**ask, "alert": _trouble("words_wrong")}
    form = {
        "form": _filled(_Report),
        "readers": list(_READERS),
        "panel_size": 3,
        "ask_code": False,
        "ask_one_reader": False,
        "step": 3,
    }
    yield "form", "reporter/form.html", form
    yield "form-expired", "reporter/form.html", {**form, "ask_code": True, "alert": _trouble("expired_form")}
    yield "form-inside", "reporter/form.html", {**form, "readers": list(_READERS[:3])}
    yield (
        "form-error",
        "reporter/form.html",
        {**form, "form": _wrong(_Report, "what", "Ceritakan apa yang terjadi.")},
    )
    for code in TROUBLES:
        again = {
            **form,
            "form": _filled(_Report, what=WHAT, ongoing="yes", excluded=["r1", "r2"]),
            "alert": _trouble(code, 9),
            "ask_code": True,
            "ask_one_reader": True,
        }
        yield f"trouble-{code}", "reporter/form.html", again
    yield (
        "sent",
        "reporter/sent.html",
        {
            "return_by": date(2026, 12, 6),
            "release_hint": date(2026, 11, 23),
            "panel_size": 3,
            "form": _filled(_FollowUp, excluded=["r1"]),
        },
    )
    sent = {"return_by": date(2026, 12, 6), "form": _filled(_FollowUp), "files": ()}
    yield "message-sent", "reporter/message_sent.html", sent
    yield "files-sent", "reporter/message_sent.html", {**sent, "files": _FILES_SENT}
    choosing = {
        "form": _filled(_FollowUp, text=WHAT, excluded=["r1"], confirm_one_reader="y"),
        "has_reply": False,
        "follow_readers": list(_READERS[:3]),
        "most_files": 20,
        "most_bytes": 134_152_192,
    }
    yield "files", "reporter/files.html", choosing
    yield "files-replied", "reporter/files.html", {**choosing, "has_reply": True}
    for code in FILE_TROUBLES:
        yield f"trouble-{code}", "reporter/files.html", {**choosing, "alert": _trouble(code, 27_000_000)}
    reviewed = {
        "form": _filled(_Review, text=WHAT, excluded=["r1"], unsign=["4"]),
        "items": list(_ITEMS),
        "empty": ("hampa.jpg",),
        "kinds": KINDS,
        "unsign": {4},
        "follow_readers": list(_READERS[:3]),
        "ask_one_reader": False,
    }
    yield "review", "reporter/review.html", reviewed
    yield (
        "review-one",
        "reporter/review.html",
        {
            **reviewed,
            "items": list(_ITEMS[:1]),
            "empty": (),
            "ask_one_reader": True,
            "alert": _trouble("one_reader"),
        },
    )
    status = {"form": _filled(_Status), "left": False}
    yield "status", "reporter/status.html", status
    yield "status-left", "reporter/status.html", {**status, "left": True}
    yield "status-script", "reporter/status.html", {**status, "script": _SCRIPT}
    yield (
        "status-count",
        "reporter/status.html",
        {**status, "form": _filled(_Status, code="rumput sepatu"), "alert": _trouble("code_count", 2)},
    )
    yield (
        "correction",
        "reporter/correction.html",
        {
            "words": WORDS,
            "state": "c2VhbGVk",
            "correction": Sample(position=3, typed="pelaggi", word="pelangi"),
        },
    )
    case = {
        "thread": _THREAD,
        "state": "KLARIFIKASI",
        "has_reply": True,
        "collected_until": Sample(),
        "more": True,
        "page": 0,
        "form": _filled(_FollowUp),
        "follow_readers": list(_READERS[:3]),
        "ask_one_reader": False,
    }
    yield "case", "reporter/case.html", case
    nothing = {
        **case,
        "thread": _EMPTY,
        "state": None,
        "has_reply": False,
        "collected_until": None,
        "more": False,
    }
    yield "case-empty", "reporter/case.html", nothing
    yield (
        "case-failed",
        "reporter/case.html",
        {**nothing, "alert": _trouble("failed"), "ask_one_reader": True},
    )
    for code in MESSAGE_TROUBLES:
        yield (
            f"trouble-{code}",
            "reporter/case.html",
            {**case, "form": _filled(_FollowUp, text=WHAT), "alert": _trouble(code)},
        )
    yield (
        "message",
        "reporter/message.html",
        {
            "form": _filled(_FollowUp, text=WHAT),
            "ask_code": True,
            "alert": _trouble("code_corrected", 4),
            "then": "reporter.attach",
        },
    )
    yield "closed", "reporter/closed.html", {"alert": _trouble("keyring_expired")}
    for answer in (400, 403, 404, 405, 413, 415, 500, 503):
        yield f"error-{answer}", "errors/error.html", {"status": answer}
    yield "error-alert", "errors/error.html", {"status": 403, "alert": _trouble("other_origin")}


@cache
def environment(lang: Language) -> Environment:
    """Return an environment that knows what the app gives templates, with real translations."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue: dict[Any, Any] = {}
    if lang == "en":
        with (ROOT / "wbs/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
            catalogue = {message.id: message.string for message in read_po(file)}

    def gettext(text: str) -> str:
        return str(catalogue.get(text) or text)

    def ngettext(one: str, many: str, n: int) -> str:
        found = catalogue.get((one, many)) or (one, many)
        return str(found[0 if n == 1 else 1])

    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # from the extension
    env.filters["tanggal"] = lambda day: f"{day:%d.%m.%Y}"
    env.filters["ukuran"] = megabytes
    env.filters["setengah_hari"] = lambda _: "22 November 2026 pukul 18.00 WIB"
    office = Office.default()
    prefix = "/en" if lang == "en" else ""
    env.globals.update(
        lang=lang,
        link=lambda endpoint: f"{prefix}/{endpoint.partition('.')[2]}",
        url_for=_url,
        other_language_url="/" if lang == "en" else "/en/",
        site_name=office.name.of(lang),
        office=office,
        at_office=False,
        demo=False,
        alert=None,
        script=None,
        fill=parts.fill,
    )
    return env


def _url(endpoint: str, filename: str = "", sequence: int = 0, number: int = 0) -> str:
    return f"/static/{filename}" if filename else f"/{endpoint}/{sequence}/{number}"


def render(template: str, lang: Language, variables: Mapping[str, object]) -> str:
    """Return the page as HTML."""
    return Markup(environment(lang).get_template(template).render(**variables))  # noqa: S704 -- rendered with autoescape
