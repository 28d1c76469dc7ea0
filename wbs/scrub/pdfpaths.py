"""Paths in PDF files (ISO 32000-2, 7.11): of where a file lies on someone's machine, its name stays."""

from __future__ import annotations

import re
from typing import Final

from pikepdf import Dictionary, Name, String

from wbs.scrub import paths
from wbs.scrub import pdfnames as names
from wbs.scrub.findings import Findings
from wbs.scrub.pdfpages import take

_FILE: Final = "|".join(sorted(names.FILE_PATHS))
#: What an object's text has if it may have one: a string that starts so, or is a file's, or elsewhere.
MENTION: Final = re.compile(
    r"\((?:(?i:file):|[A-Za-z]:|\\\\\\\\|/\w+/|\.\.[/\\]|\\376\\377|\xfe\xff)|<(?i:feff|[4-7][\da-f]3a)"
    rf"|(?:{_FILE}) (?:\(|<[\da-f])|(?:{_FILE}|/URI|/Base|/Alt) \d+ \d+ R".encode("latin-1")
)
#: How PDF itself writes a path on a volume (7.11.2.1).
_VOLUME: Final = re.compile(r"/[A-Za-z]/")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z\d+.-]+:")


def cut(holder: Dictionary, keys: set[str], findings: Findings) -> None:
    """Leave of every path in a dictionary the file's name; of its ID and a program's folder nothing."""
    if "/Win" in keys and isinstance(holder["/Win"], Dictionary):
        take(holder["/Win"], names.LAUNCHED, findings)
    if "/ID" in keys and names.FILE_PATHS & keys:
        take(holder, names.FILE_IDS, findings)
    # A user's property (14.7.6.4) has words there; a file within the document is listed by it.
    within = not {"/N", "/EF"} & keys
    seen = names.SEEN if "/Subtype" in keys and holder["/Subtype"] == Name.FreeText else frozenset()
    for key in names.PATHS & keys - seen:
        path = holder[key]
        if isinstance(path, String) and _has_folders(str(path), key if within else ""):
            holder[key] = String(paths.last_step(str(path)))
            findings.add(["other"])


def _has_folders(path: str, key: str) -> bool:
    """Whether it leads to a file on a machine; ``key``: where it stands, if for nothing else."""
    if paths.is_local(path) or _VOLUME.match(path):
        return True
    if key in names.FILE_PATHS:
        return not _SCHEME.match(path) and ("/" in path or "\\" in path)
    return key == "/URI" and paths.leads_up(path)
