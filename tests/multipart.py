"""Forms with files as browsers send them (HTML, "Multipart form data")."""

import secrets
from collections.abc import Iterable

CLAIMED = "application/x-claimed"
"""The media type that a browser says a file has, whatever is in it."""

Files = Iterable[tuple[str, str, bytes]]
"""Name of the field, name of the file, its bytes."""


def encode(fields: Iterable[tuple[str, str]], files: Files) -> tuple[bytes, str]:
    """Return body and content type; the fields stand before the files, as in our pages."""
    edge = secrets.token_hex(16)
    parts = [_part(edge, name, "") + value.encode() for name, value in fields]
    for name, filename, data in files:
        more = f'; filename="{_escaped(filename)}"\r\nContent-Type: {CLAIMED}'
        parts.append(_part(edge, name, more) + data)
    return b"\r\n".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def _part(edge: str, name: str, more: str) -> bytes:
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{_escaped(name)}"{more}\r\n\r\n'
    return head.encode(errors="surrogatepass")


def _escaped(text: str) -> str:
    return text.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
