"""Where something goes to or comes from: a stick, chosen by its name, or a folder that somebody types.

A value that a form sends back opens nothing by itself: it counts only while the desk would offer it again.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wbs.desk import media
from wbs.desk.errors import DeskError
from wbs.desk.harmless import one_line
from wbs.language import N_

#: The choice beside which a folder is typed.
OTHER = "lain"
_WIDTH = 255


@dataclass(frozen=True)
class Places:
    """What a form offers: ``options`` as (value, name), one of them ``chosen`` before, or a folder ``typed``.

    ``sticks``: whether one of them is a stick; ``plugged``: whether any stick is there, if only to be read.
    """

    options: list[tuple[str, str]]
    sticks: bool
    plugged: bool
    chosen: str = ""
    typed: str = ""


def writable(more: Sequence[Path] = (), *, chosen: str = "", typed: str = "") -> Places:
    """Offer what may be written to: sticks, then ``more`` folders by their addresses."""
    plugged = media.mounted()
    sticks = media.writable(plugged)
    others = [folder for folder in more if folder not in sticks]
    names = {**named(sticks), **{folder: _shown(str(folder)) for folder in others}}
    options = [(token(folder), name) for folder, name in names.items()]
    return Places(options, bool(sticks), bool(plugged), chosen, typed)


def place(form: Mapping[str, str], more: Sequence[Path] = ()) -> Path:
    """Return what was chosen of ``writable(more)``, or the folder that was typed.

    DeskError: it is offered no more, what was typed is no whole path, or both were given and differ.
    """
    return _chosen(form, [*media.writable(media.mounted()), *more])


def copies(*, chosen: str = "", typed: str = "") -> Places:
    """Offer the copies of shelves that lie on sticks."""
    plugged = media.mounted()
    sticks = named(plugged)
    options = [
        (token(copy), f"{sticks[copy.parent]}: {_shown(copy.name)}") for copy in media.shelves(plugged)
    ]
    return Places(options, bool(options), bool(plugged), chosen, typed)


def copy_chosen(form: Mapping[str, str]) -> Path | None:
    """Return what was chosen of ``copies()`` or typed, if anything was; DeskError as ``place``."""
    if not form.get("to") and not form.get("folder", "").strip():
        return None
    return _chosen(form, media.shelves(media.mounted()))


def _chosen(form: Mapping[str, str], folders: Sequence[Path]) -> Path:
    value, typed = form.get("to", OTHER), form.get("folder", "")
    if value == OTHER:
        return folder_named(typed)
    if typed.strip() and token(folder_named(typed)) != value:
        raise DeskError(
            N_("Tempat dipilih, tetapi alamat juga terisi. Kosongkan alamatnya, atau pilih “Folder lain”.")
        )
    return offered(value, folders)


def offered(value: str, folders: Sequence[Path]) -> Path:
    """Return which of these was chosen; DeskError if none of them was."""
    for folder in folders:
        if token(folder) == value:
            return folder
    raise DeskError(N_("Stik itu tidak terpasang lagi. Pasang, lalu pilih lagi."))


def named(folders: Sequence[Path]) -> dict[Path, str]:
    """Return the name of each: its last part, or all of it where two are called alike."""
    names = [_shown(folder.name) for folder in folders]
    return {
        folder: name if names.count(name) == 1 else _shown(str(folder))
        for folder, name in zip(folders, names, strict=True)
    }


def token(path: Path) -> str:
    """Return the value that stands in a form for a path, as long as the same disk is there.

    A name on a stick may be no text at all.
    """
    return (os.fsencode(path) + b"\0" + media.disk(path).encode()).hex()


def _shown(name: str) -> str:
    return one_line(name, _WIDTH)


def folder_named(typed: str) -> Path:
    """Return the folder that somebody typed; DeskError unless it is a whole path. ``~`` is their own."""
    wanted = typed.strip()
    if "\0" in wanted or (not wanted.startswith(("/", "~/")) and wanted != "~"):
        raise DeskError(N_("Tulis alamat folder secara lengkap, diawali / atau ~/."))
    return Path.home() / wanted[2:] if wanted.startswith("~") else Path(wanted)
