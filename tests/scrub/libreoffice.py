"""LibreOffice, which is not ours, says what is read on the pages of a document."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pikepdf


def convert(files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """Each document that LibreOffice could open, in another format, by the name without its ending.

    One start for all of them, since a start takes seconds; ``folder`` is new and holds its profile.
    """
    source, sink = folder / "source", folder / "sink"
    source.mkdir(parents=True)
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
