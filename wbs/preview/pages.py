"""A page of a PDF as pixels. Runs in the child only.

No form is at work and no script is run: the library is built without an interpreter for either. What a
page holds already, remarks and filled fields too, is drawn as it is. Fonts that are not in the file are
replaced by those of the library, since the child can open none.
"""

from collections.abc import Sequence
from typing import BinaryIO, Final

import pypdfium2
from pypdfium2 import raw

from wbs.preview import ANSWER, PAGES, Outcome

# Pixels for each point (1/72 inch) at most: a stamp's page is not blown up.
_SCALE: Final = 6.0
# ISO 32000-1, C.2: the longest side that readers need to know, in points.
_LONGEST: Final = 14_400


def work(arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Write page ``arguments[0]`` of the PDF of ``arguments[2]`` bytes, no side over ``arguments[1]``."""
    outcome, pages, page = _open(source.read(int(arguments[2])), int(arguments[0]))
    if page is None:
        sink.write(ANSWER.pack(outcome, pages, 0, 0))
        return
    size = page.get_size()
    if not all(0 < length <= _LONGEST for length in size):
        sink.write(ANSWER.pack(Outcome.TOO_LARGE, pages, 0, 0))
        return
    # The library rounds up.
    scale = min(_SCALE, (int(arguments[1]) - 1) / max(size))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=True)
    sink.write(ANSWER.pack(Outcome.SHOWN, pages, bitmap.width, bitmap.height))
    sink.write(bitmap.buffer)


def _open(data: bytes, number: int) -> tuple[Outcome, int, pypdfium2.PdfPage | None]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return (Outcome.LOCKED if error.err_code == raw.FPDF_ERR_PASSWORD else Outcome.DAMAGED), 0, None
    pages = len(document)
    if not 0 < pages <= PAGES:
        return Outcome.DAMAGED, 0, None
    if number > pages:
        return Outcome.NO_PAGE, pages, None
    try:
        page = document[number - 1]
        # What stands in a form's fields would otherwise be drawn by the library's forms only.
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page = document[number - 1]
    except pypdfium2.PdfiumError:
        return Outcome.DAMAGED, pages, None
    return Outcome.SHOWN, pages, page
