"""Names of files, as strangers' devices send them, made fit to be shown, sealed and one day saved."""

import re
import unicodedata

LONGEST = 255
"""Bytes of a name in UTF-8: what common file systems hold."""

# Controls and formats (the bidirectional marks among them) hide or reorder what a name shows; a surrogate is
# no character, and lines end a name.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_EDGES = " ."


def clean_name(raw: str, number: int) -> str:
    """Return the last part of a path in NFC, without what cannot be seen, in at most 255 bytes of UTF-8.

    What comes before the extension is cut, from its end. A name of which nothing is left is made from
    ``number``. Cleaning twice changes nothing.
    """
    seen = "".join(each for each in raw if unicodedata.category(each) not in _DROPPED or each.isspace())
    last = " ".join(re.split(r"[/\\]", seen)[-1].split())
    if len(last) > 4 * LONGEST:
        # The time that accents take to be ordered grows with the square of their number.
        last = last[: 3 * LONGEST] + last[-LONGEST:]
    name = unicodedata.normalize("NFC", last).strip(_EDGES)
    match = _EXTENSION.search(name)
    end = match[0] if match else ""
    stem = name.removesuffix(end).encode()[: LONGEST - len(end)].decode(errors="ignore")
    return (stem + end).rstrip(_EDGES) or neutral_name(number, name)


def neutral_name(number: int, name: str) -> str:
    """Return a name that says nothing but which file of the message it is, and of what sort."""
    return f"berkas-{number}.{extension(name)}"


def extension(name: str) -> str:
    """Return the extension of a clean name, as a letter's archive takes it: ``[a-z0-9]{1,8}``."""
    match = _EXTENSION.search(name)
    return match[1].lower() if match else "bin"
