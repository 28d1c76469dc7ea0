"""Where files lie on a machine: such paths name people, offices and servers. The name of the file stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from wbs.scrub import xml

_FILE: Final = "[Ff][Ii][Ll][Ee]"
_FOLDERS: Final = "(?ai:users|home|root|tmp|var|run|mnt|media|volumes|private)"
#: How a path on a machine or in its network begins.
_LOCAL: Final = re.compile(rf"{_FILE}:|(?:smb|afp):/|[A-Za-z]:[\\/]|\\\\|/{_FOLDERS}/")
_URL: Final = re.compile(rf"{_FILE}:/")
#: The same among other text, as in formulas: its folders, and of a URL the file's name.
_WITHIN: Final = re.compile(
    rf"{_FILE}:/[^'\"#\[\]]*[/\\][^'\"#\[\]/\\]*|(?<![A-Za-z])[A-Za-z]:\\[^'\"#\[\]]*\\"
)
#: A part of XML that has one in an attribute, or another path that a formula may name, has one of these.
_MARKS: Final = re.compile(
    rf"{_FILE}:|[;'][A-Za-z][A-Za-z0-9+.-]*:/|(?:=\"|[;'])(?:(?:smb|afp):/|[A-Za-z]:/|\\\\|/)|\.\.[/\\]".encode()
)
_PLAIN_MARK: Final = b":\\"
#: Attributes that hold what is read: the text of a cell, a field or a button, of a word drawn as a picture.
_READ: Final = frozenset(
    xml.names(
        "office:string-value", "text:string-value", "table:string-value", "text:string-value-if-true",
        "text:string-value-if-false", "form:label", "form:value", "form:current-value", "table:value",
        "field:value", "string",
    )
)  # fmt: skip
#: Nothing but the name of a picture's file, as cameras and messengers give them.
_PICTURE: Final = re.compile(
    r"[^\\/\n]{1,200}\.(jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|emf|wmf|svg)", re.ASCII | re.IGNORECASE
)


def is_local(text: str) -> bool:
    """Whether a text is the path of a file on someone's machine."""
    return _LOCAL.match(text) is not None


def is_url(text: str) -> bool:
    """Whether a text is a URL of a file."""
    return _URL.match(text) is not None


def names_picture(text: str) -> bool:
    """Whether a text is nothing but a path, or the name of a picture's file."""
    return is_local(text) or _PICTURE.fullmatch(text) is not None


def leads_up(text: str) -> bool:
    """Whether a text is a path that starts with the folder around."""
    return text.startswith(("../", "..\\"))


def steps(path: str) -> list[str]:
    """The folders of a path, and at last the file; slashes may be written as in a URI (RFC 3986, 2.1)."""
    return re.split(r"[\\/]|%5[Cc]|%2[Ff]", path)


def last_step(path: str) -> str:
    """The name of the file that a path leads to."""
    return steps(path)[-1] or "-"


class Urls:
    """URLs of files without their folders; of files with one name the second is ``file:///2/name``."""

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, int]] = {}

    def short(self, path: str) -> str:
        """The URL for the file of this path."""
        name = steps(path)[-1]
        known = self._folders.setdefault(name, {})
        number = known.setdefault(path.removesuffix(name), len(known) + 1)
        return f"file:///{number}/{name}" if number > 1 else f"file:///{name}"


def without_folders(text: str, urls: Urls) -> str:
    """Text in which paths have none. A URL stays one: LibreOffice keeps the sheets of other files by it."""
    return _WITHIN.sub(lambda path: urls.short(path[0]) if is_url(path[0]) else "", text)


def cut(root: etree._Element, within: Callable[[str, Urls], str] = without_folders) -> bool:
    """Leave of every path in an attribute of a part the file's name; whether there was one.

    ``within``: leaves it of paths among other text.
    """
    text = etree.tostring(root)
    if _PLAIN_MARK not in text and not _MARKS.search(text):
        return False
    found = False
    urls = Urls()
    for element in root.iter(etree.Element):
        for name, value in element.items():
            short = last_step(value) if is_local(value) else within(value, urls)
            if short != value and name not in _READ:
                element.set(name, short)
                found = True
    return found
