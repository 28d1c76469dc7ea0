"""What a form brought, as it may stand in a letter."""

import re

from flask import abort
from werkzeug.datastructures import MultiDict

from wbs.desk.errors import DeskError
from wbs.letters import canonical
from wbs.letters.note import TEXT_LIMIT

Form = MultiDict[str, str]

DRAFT = 16
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE = 64


def text(form: Form, name: str) -> str:
    """Return a text with the line ends of Unix, without controls, and without blanks around it."""
    typed = form.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", typed).strip()


def prose(form: Form, name: str, missing: str) -> str:
    """Return a text of a note; DeskError if there is none (``missing`` says so), or too much."""
    typed = text(form, name)
    if not typed:
        raise DeskError(missing)
    if len(canonical.dumps(typed)) > TEXT_LIMIT:
        raise DeskError(
            "Teks ini terlalu panjang: paling banyak sekitar {limit} ribu huruf.", limit=TEXT_LIMIT // 1000
        )
    return typed


def line(form: Form, name: str, missing: str) -> str:
    """Return a line of at most 64 letters; DeskError as ``prose``."""
    typed = " ".join(text(form, name).split())
    if not typed:
        raise DeskError(missing)
    if len(typed) > _LINE:
        raise DeskError("Tulis paling banyak {limit} huruf di sini.", limit=_LINE)
    return typed


def ticked(form: Form, name: str) -> tuple[str, ...]:
    """Return what was ticked of several, each once."""
    return tuple(dict.fromkeys(form.getlist(name)))


def secret(form: Form, name: str, length: int = DRAFT) -> bytes:
    """Return the bytes that the page itself put into a hidden field; a form that is none of ours ends."""
    try:
        found = bytes.fromhex(form.get(name, ""))
    except ValueError:
        abort(400)
    if len(found) != length:
        abort(400)
    return found
