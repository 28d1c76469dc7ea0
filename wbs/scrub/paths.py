"""Where files lie on a machine: such paths name people, offices and servers. The name of the file stays."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_FILE: Final = "[Ff][Ii][Ll][Ee]"
_FOLDERS: Final = "(?i:users|home|root|tmp|var|run|mnt|media|volumes|private)"
#: How a path on a machine or in its network begins.
_LOCAL: Final = re.compile(rf"{_FILE}:|(?:smb|afp):/|[A-Za-z]:[\\/]|\\\\|/{_FOLDERS}/")
#: The same among other text, as in formulas: its folders, and of a URL the file's name.
_WITHIN: Final = re.compile(
    rf"{_FILE}:/([^'\"#\[\]]*[/\\])([^'\"#\[\]/\\]*)|(?<![A-Za-z])[A-Za-z]:\\[^'\"#\[\]]*\\"
)
#: The same in quotes, as formulas hand them to functions and name other sheets: relative ones too.
_QUOTED: Final = re.compile(rf"(['\"])(?:/{_FOLDERS}|(?:\.\./)+(?!\.\./)[^'\"#\[\]/]+)/(?:[^'\"#\[\]]*/)?")
#: A part of XML that has one in an attribute has one of these, as it is written.
_MARKS: Final = re.compile(
    rf'{_FILE}:|="(?:(?:smb|afp):/|[A-Za-z]:/|\\\\|/{_FOLDERS}/)|[;\'](?:\.\.|/{_FOLDERS})/'.encode()
)
_PLAIN_MARK: Final = b":\\"
#: Attributes that hold what is read: the text of a cell, of a word drawn as a picture.
_READ: Final = frozenset(("string-value", "string"))
#: Nothing but the name of a picture's file, as cameras and messengers give them.
_PICTURE: Final = re.compile(
    r"[^\\/\n]{1,200}\.(jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|emf|wmf|svg)", re.IGNORECASE
)


def is_local(text: str) -> bool:
    """Whether a text is the path of a file on someone's machine."""
    return _LOCAL.match(text) is not None


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


def cut(root: etree._Element) -> bool:
    """Leave of every path in an attribute of a part the file's name; whether there was one."""
    text = etree.tostring(root)
    if _PLAIN_MARK not in text and not _MARKS.search(text):
        return False
    found = False
    folders: dict[str, dict[str, int]] = {}
    for element in root.iter(etree.Element):
        for name, value in element.items():
            short = last_step(value) if is_local(value) else _without_folders(value, folders)
            if short != value and etree.QName(name).localname not in _READ:
                element.set(name, short)
                found = True
    return found


def _without_folders(text: str, folders: dict[str, dict[str, int]]) -> str:
    """Text in which paths have none. A URL stays one: LibreOffice keeps the sheets of other files by it.

    ``folders``: numbers of those met, for each file's name; of files with one name the second is ``file:///2/name``.
    """

    def url(match: re.Match[str]) -> str:
        folder, name = match.groups()
        if folder is None:
            return ""
        known = folders.setdefault(name, {})
        number = known.setdefault(folder, len(known) + 1)
        return f"file:///{number}/{name}" if number > 1 else f"file:///{name}"

    return _QUOTED.sub(r"\1", _WITHIN.sub(url, text))
