"""Taking the metadata out of a PDF of 200 pages, against its library's bare opening and saving of it.

    python -m bench scrub_pdf

Text on every page, ten photos with GPS on every fourth in turn, all in memory and in one process.
"""

from __future__ import annotations

from io import BytesIO
from random import Random

import pikepdf
from fpdf import FPDF
from PIL import Image

from bench import measure, report
from wbs.scrub.pdf import scrub_pdf

PAGES = 200
LINES = 40
PHOTOS = 10
BOUND = 2.0
_WORDS = "laporan pengadaan barang jasa tahun anggaran dinas kementerian tenaga kerja".split()  # noqa: SIM905 -- words


def main() -> list[bool]:
    """Whether the bound holds; prints it."""
    data = _document()
    result = scrub_pdf(data)
    assert {"author", "device", "place"} <= set(result.removed) == set(result.found)
    seconds = measure({"bare": lambda: _bare(data), "scrub": lambda: scrub_pdf(data)}, runs=9, turns=3)
    return [
        report(
            "metadata of a 200-page PDF, time against open and save",
            seconds["scrub"] / seconds["bare"],
            BOUND,
            "at_most",
        )
    ]


def _bare(data: bytes) -> None:
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(BytesIO())


def _document() -> bytes:
    random = Random(1)
    photos = [_photo(random) for _ in range(PHOTOS)]
    pdf = FPDF()
    pdf.set_author("Budi Santoso")
    pdf.set_font("helvetica", size=11)
    for number in range(PAGES):
        pdf.add_page()
        for _ in range(LINES):
            pdf.cell(0, 6, " ".join(random.choices(_WORDS, k=12)), new_x="LMARGIN", new_y="NEXT")
        if number % 4 == 0:
            pdf.image(BytesIO(photos[number // 4 % PHOTOS]), w=80)
    return bytes(pdf.output())


def _photo(random: Random) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif[0x8825] = {1: "S", 2: (6.0, 12.0, 30.0), 3: "E", 4: (106.0, 49.0, 0.0)}
    sink = BytesIO()
    small = Image.frombytes("RGB", (80, 60), random.randbytes(80 * 60 * 3))
    small.resize((800, 600)).save(sink, "JPEG", quality=80, exif=exif)
    return sink.getvalue()
