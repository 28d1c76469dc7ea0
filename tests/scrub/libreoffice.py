"""LibreOffice, which is not ours, says what is read on the pages of a document."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp

import pikepdf


def convert(files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """Each document that LibreOffice could open, in another format, by the name without its ending.

    One start for all of them, since a start takes seconds; ``folder`` holds its profile from one to the next.
    """
    source, sink = Path(mkdtemp(dir=folder)), Path(mkdtemp(dir=folder))
    for name, content in files.items():
        (source / name).write_bytes(content)
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", to, "--outdir", str(sink), *(str(source / name) for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {path.stem: path.read_bytes() for path in sink.iterdir()}


def drawn(pdf: bytes) -> list[bytes]:
    """How each page of a PDF is drawn: text, places, lines, which pictures; the same for the same pages."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [page.obj["/Contents"].read_bytes() for page in opened.pages]


def read(pdf: bytes) -> list[str]:
    """The characters of each page of a PDF that LibreOffice wrote, in the order in which they are drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return ["".join(_characters(page)) for page in opened.pages]


def _characters(page: pikepdf.Page) -> Iterator[str]:
    fonts = {
        name: _codes(font["/ToUnicode"].read_bytes())
        for name, font in page.obj["/Resources"]["/Font"].items()
        if "/ToUnicode" in font
    }
    codes: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
        for operand in instruction.operands:
            if str(instruction.operator) == "Tf":
                codes = fonts.get(str(instruction.operands[0]), {})
                break
            pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    yield from (codes[code] for code in bytes(piece))


def _codes(table: bytes) -> dict[int, str]:
    """A font's codes, of one byte each, in Unicode."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4,})>", table)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
