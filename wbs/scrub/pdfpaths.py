"""Paths in PDF files (ISO 32000-2, 7.11): of where a file lies on someone's machine, its name stays."""

from __future__ import annotations

import re
from typing import Final

from pikepdf import Dictionary, Name, String

from wbs.scrub import paths
from wbs.scrub import pdfnames as names
from wbs.scrub.findings import Findings
from wbs.scrub.pdfpages import take

_KEYS: Final = "|".join(sorted(names.PATHS))
#: What an object's text has if it may have one, as qpdf writes it; what a page draws is no string.
MENTION: Final = re.compile(rf"(?:{_KEYS}) (?:\(|<[\da-f])|(?!/Contents)(?:{_KEYS}) \d+ \d+ R".encode())
#: How PDF itself writes a path on a volume (7.11.2.1).
_VOLUME: Final = re.compile(r"/[A-Za-z]/")
#: Words that are a path from their beginning to a file's ending, and nothing else.
_WHOLE: Final = re.compile(r"(?:(?i:file):/|(?!(?i:file):))(?:[^/\\\n]*[/\\](?! ))+[^/\\\n]*\.\w{1,5}")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z\d+.-]+:")


def cut(holder: Dictionary, keys: set[str], findings: Findings) -> None:
    """Leave of every path in a dictionary the file's name; of its ID and a program's folder nothing."""
    if "/Win" in keys and isinstance(holder["/Win"], Dictionary):
        take(holder["/Win"], names.LAUNCHED, findings)
        _shorten(holder["/Win"], "/P", findings)
    if "/ID" in keys and names.FILE_PATHS & keys:
        take(holder, names.FILE_IDS, findings)
    # A user's property (14.7.6.4) has words there; a file within the document is listed by it.
    within = not {"/N", "/EF"} & keys
    seen = names.SEEN if "/Subtype" in keys and holder["/Subtype"] == Name.FreeText else frozenset()
    for key in names.PATHS & keys - seen:
        _shorten(holder, key, findings, within=within)


def _shorten(holder: Dictionary, key: str, findings: Findings, *, within: bool = False) -> None:
    path = holder.get(key)
    if isinstance(path, String) and _has_folders(str(path).strip(), key, within=within):
        holder[key] = String(paths.last_step(str(path).strip()))
        findings.add(["other"])


def _has_folders(path: str, key: str, *, within: bool) -> bool:
    """Whether it leads to a file on a machine; ``within``: or to one beside, where only such stand."""
    if key in names.WORDS:
        return _WHOLE.fullmatch(path) is not None and (
            paths.is_local(path) or _VOLUME.match(path) is not None
        )
    if paths.is_local(path) or _VOLUME.match(path):
        return True
    if key in names.FILE_PATHS and within:
        return not _SCHEME.match(path) and ("/" in path or "\\" in path)
    return key == "/URI" and within and paths.leads_up(path)
