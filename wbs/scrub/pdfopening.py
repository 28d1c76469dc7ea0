"""Opening a PDF so that nothing of it is lost unnoticed.

qpdf makes null of an object that it cannot read, and says so in a warning only: a page would be gone from
what is written, or an author overlooked. So every object is read at once, and what qpdf warned of decides.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

import pikepdf

from wbs.scrub.findings import Kept

#: What readers pass over as qpdf does: all that stands there is read.
_HARMLESS: Final = (
    "expected endobj",
    "stream keyword followed by carriage return only",
    "reported number of objects",
    "dictionary ended prematurely; using null as value for last key",
    "dictionary has duplicated key",
)
#: A stream of another length than it says; how long it is, its end tells, to readers and to qpdf's recovery.
_LENGTHS: Final = (
    "expected endstream",
    "stream dictionary lacks /Length key",
    "/Length key in stream dictionary is not an integer",
    "unsigned value request for negative number; returning 0",
    "attempting to recover stream length",
    "recovered stream length: ",
)
# Before what it says, a warning names the file and the place, each ended by a colon.
_SAYS: Final = r"(?:^|: )(?:%s)"
_PASSED: Final = re.compile(_SAYS % "|".join(map(re.escape, _HARMLESS)))
_READABLE: Final = re.compile(_SAYS % "|".join(map(re.escape, (*_HARMLESS, *_LENGTHS))))


def opened(data: bytes) -> pikepdf.Pdf:
    """Open a file, every object of it read. Kept: damaged, where an object was not read as it stands.

    Raises as ``pikepdf.open``. What else would have to be guessed may be guessed wrongly: where the objects
    lie, above all.
    """
    pdf = parsed(data)
    warned = _warnings(pdf)
    if all(map(_PASSED.search, warned)):
        return pdf
    if all(map(_READABLE.search, warned)):
        pdf = parsed(data, recover=True)
        # The line break that is read with a stream spoils what is enciphered in blocks.
        if not pdf.is_encrypted and all(map(_READABLE.search, _warnings(pdf))):
            return pdf
    raise Kept("damaged")


def parsed(data: bytes, *, recover: bool = False) -> pikepdf.Pdf:
    """Open a file without a look at its objects; raises as ``pikepdf.open``."""
    return pikepdf.open(
        BytesIO(data), suppress_warnings=True, attempt_recovery=recover, inherit_page_attributes=False
    )


def _warnings(pdf: pikepdf.Pdf) -> list[str]:
    for _object in pdf.objects:
        # To be asked for is to be read.
        pass
    return [str(each) for each in pdf.get_warnings()]
