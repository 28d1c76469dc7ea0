"""Formulas of sheets and charts (ISO/IEC 29500-1, 18.17): folders of other books go, their names stay."""

from __future__ import annotations

import re
from typing import Final

from wbs.scrub import paths

#: The longest that is looked into, in characters: Excel makes none above 8,192.
_LIMIT: Final = 1 << 16
#: A text, and before it the function whose file it is; a name in quotes, as of a sheet; a book or a column.
_TOKEN: Final = re.compile(
    r"(\b(?:HYPERLINK|INDIRECT|WEBSERVICE)[ \n]*\([ \n]*)?"
    r"(\"[^\"]*(?:\"\"[^\"]*)*\"|'[^']*(?:''[^']*)*'|\[[^\[\]]*\])",
    re.ASCII | re.IGNORECASE,
)
#: A folder before the name of a book.
_FOLDER: Final = re.compile(r"https?://|[^\[]*[\\/]\[", re.ASCII | re.IGNORECASE)


def cut(formula: str) -> str:
    """The formula with the name of the file for every path of one."""
    if len(formula) > _LIMIT:
        return formula
    return _TOKEN.sub(
        lambda found: (found[1] or "") + _cut(found[1], found[2], formula[found.end() : found.end() + 1]),
        formula,
    )


def _cut(function: str | None, token: str, following: str) -> str:
    """Nothing but a path is cut; names of sheets and books have no slash in them.

    A text is one only for a function that takes a file: elsewhere it is compared, replaced or shown.
    """
    if token[0] == '"' and not function:
        return token
    opening = "'[" if token.startswith("'[") else token[0]
    path = token[len(opening) :]
    is_book = token[0] == "[" or (token[0] == "'" and following == "!")
    if not (paths.is_local(path) or paths.leads_up(path) or (is_book and _FOLDER.match(path))):
        return token
    head, mark, tail = path.partition("#") if token[0] == '"' else (path, "", "")
    return opening + paths.steps(head)[-1] + mark + tail
