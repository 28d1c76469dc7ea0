"""Packages of OpenDocument (ODF 1.3-2): parts, the documents that they make up, and what refers to them.

A part that nothing refers to, and that no document has of its own, is none: it does not survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from lxml import etree

from wbs.scrub import odfnames as names
from wbs.scrub import paths, xml
from wbs.scrub.findings import Kept

#: Media types of documents, and of documents within them.
TYPE: Final = re.compile(r"application/vnd\.oasis\.opendocument\.[a-z]+(-[a-z]+)?")
#: The path of the package itself.
ROOT: Final = ""
#: The longest name of a part, in characters, and how many folders it may lie in.
NAME_LIMIT: Final = 1_000
DEPTH_LIMIT: Final = 20
#: What stands before a path in the package, where it is written as a URL.
_PACKAGE: Final = "vnd.sun.star.Package:"
_BEHIND: Final = re.compile("[?#].*", re.DOTALL)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Package:
    """Parts by name, and the paths that lead to them."""

    def __init__(self, parts: Mapping[str, bytes], types: Mapping[str, str]) -> None:
        """``types``: media types of parts and folders, by their paths in the manifest.

        Kept: damaged, if no program would have named a part so.
        """
        if any(len(name) > NAME_LIMIT or name.count("/") > DEPTH_LIMIT for name in parts):
            raise Kept("damaged")
        self.parts = parts
        self.types = types
        self._documents = frozenset(path for path, type_ in types.items() if TYPE.fullmatch(type_))
        self._behind: dict[str, list[str]] = {}
        for name in parts:
            for path in self._paths(name):
                self._behind.setdefault(path, []).append(name)

    def local(self, name: str) -> str:
        """A part's name within its document: ``Object 1/meta.xml`` is the ``meta.xml`` of an inner one."""
        return name.removeprefix(self._document(name))

    def behind(self, path: str) -> list[str]:
        """The parts that a path leads to: itself, what the document there has of its own, or a folder."""
        return self._behind.get(path, [])

    def led_to(self, around: Sequence[str], references: Iterable[str]) -> set[str]:
        """The paths in the package that references lead to; ``around``: the folders of their part."""
        paths_ = (path for each in references for path in targets(around, each))
        return {path for path in paths_ if path in self._behind}

    def _document(self, name: str) -> str:
        return next((folder for folder in folders(name) if folder in self._documents), ROOT)

    def _paths(self, name: str) -> Iterator[str]:
        document = self._document(name)
        yield name
        local = name.removeprefix(document)
        if local in names.OWN or (local.startswith(names.OWN_FOLDERS) and name in self.types):
            yield document.removesuffix("/")
        else:
            yield from (folder.removesuffix("/") for folder in folders(name) if len(folder) > len(document))


def folders(name: str) -> list[str]:
    """The folders that a part lies in, the innermost first: ``a/b/`` and ``a/`` of ``a/b/c``."""
    return [name[: slash.end()] for slash in re.finditer("/", name)][::-1]


def references(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The attributes of a part that refer to a part or a file: elements, and the attributes' names."""
    for key in xml.names(*names.REFERRING):
        for element in xml.having(root, etree.QName(key).namespace or ""):
            if key in element.attrib:
                yield element, key


def targets(around: Sequence[str], reference: str) -> set[str]:
    """The paths that a reference in a part may lead to.

    LibreOffice takes ``%`` and ``#`` in it as they are, and knows nothing behind a ``?``; others read a URI.
    ``around``: the names of the folders that the part lies in.
    """
    whole = reference.removeprefix(_PACKAGE)
    written = {whole, whole.partition("#")[0], whole.partition("?")[0], _BEHIND.sub("", whole)}
    return {
        path
        for each in written
        for way in (each, unquote(each))
        if (path := _resolved(around, way)) is not None
    }


def _resolved(around: Sequence[str], path: str) -> str | None:
    """Where a relative path leads to; out of the package it begins with ``..``. None: it is not relative."""
    path = path.replace("\\", "/")
    if not path or path.startswith("/") or _SCHEME.match(path):
        return None
    steps = list(around)
    for step in path.split("/"):
        if step == ".." and steps and steps[-1] != "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def beside(around: Sequence[str], reference: str) -> str:
    """A reference that names folders outside of the package, as if its file lay beside it; others stay.

    Were it to lead into the package, LibreOffice would not open a document whose picture is not there.
    """
    path = unquote(reference.partition("#")[0]).replace("\\", "/")
    is_named = not {*path.split("/")[:-1]} <= {"", ".", ".."}
    leads_out = (_resolved(around, path) or "").split("/", 1)[0] == ".."
    if paths.is_local(reference) or path.startswith("/") or (is_named and leads_out):
        return "../" * (len(around) + 1) + paths.last_step(reference)
    return reference
