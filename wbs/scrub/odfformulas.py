"""Formulas of OpenDocument (OpenFormula, ODF 1.3-4): folders of other files go, their names stay.

Only of what is surely a file: a sheet of another one, as in ``'file:///a/b.ods'#$A.B1``, and what functions
are handed that take a file. Any other text in quotes is compared, replaced or shown, and stays.
"""

from __future__ import annotations

import re
from typing import Final

from wbs.scrub import paths

#: A text, or a name in quotes.
_TOKEN: Final = re.compile(r"\"[^\"]*(?:\"\"[^\"]*)*\"|'[^']*(?:''[^']*)*'")
#: Before a text that is a file; before the name of a program, behind which one is.
_FILE: Final = re.compile(r"\b(?:HYPERLINK|INDIRECT|WEBSERVICE)[ \n]*\([ \n]*\Z", re.ASCII | re.IGNORECASE)
_PROGRAM: Final = re.compile(r"\bDDE[ \n]*\([ \n]*\Z", re.ASCII | re.IGNORECASE)
_NEXT: Final = re.compile(r"[ \n]*[;,][ \n]*")
#: A URL of what is not in the web.
_ELSEWHERE: Final = re.compile(r"(?!https?:|ftp:)[A-Za-z][A-Za-z0-9+.-]*:/")


def cut(text: str, urls: paths.Urls) -> str:
    """The value of an attribute, which may be a formula, in which files have no folders."""
    pieces: list[str] = []
    end, follows_program = 0, False
    for token in _TOKEN.finditer(text):
        before, inside = text[end : token.start()], token[0][1:-1]
        end = token.end()
        pieces.append(paths.without_folders(before, urls))
        if token[0][0] == '"':
            is_file = _FILE.search(before) or (follows_program and _NEXT.fullmatch(before))
            pieces.append(f'"{_argument(inside, urls)}"' if is_file else token[0])
        elif text.startswith("#", end):
            pieces.append(f"'{_sheet(inside, urls)}'")
        else:
            pieces.append(paths.without_folders(token[0], urls))
        follows_program = _PROGRAM.search(before) is not None
    return "".join((*pieces, paths.without_folders(text[end:], urls)))


def _argument(text: str, urls: paths.Urls) -> str:
    """A file, with a place in it or not, or a sheet of one."""
    path, mark, place = text.partition("#")
    if mark and path.startswith("'") and path.endswith("'"):
        return f"'{_sheet(path[1:-1], urls)}'#{place}"
    if not _is_outside(path):
        return text
    return (urls.short(path) if paths.is_url(path) else paths.steps(path)[-1]) + mark + place


def _sheet(path: str, urls: paths.Urls) -> str:
    """The file that a sheet is of. Files of one name stay different: LibreOffice keeps what they show."""
    if not _is_outside(path):
        return path
    return urls.short(path) if _is_absolute(path) else paths.steps(path)[-1]


def _is_outside(path: str) -> bool:
    """Whether a path names folders that are not the document's."""
    folders = {*paths.steps(path)[:-1]}
    is_named = not folders <= {"", ".", ".."}
    return (".." in folders and ":" not in path and is_named) or _is_absolute(path)


def _is_absolute(path: str) -> bool:
    return paths.is_local(path) or path.startswith("/") or _ELSEWHERE.match(path) is not None
