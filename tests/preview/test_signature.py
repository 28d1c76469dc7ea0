"""What a file is shown as follows from its first bytes."""

import pytest

from tests.preview import samples
from wbs.preview import Kind
from wbs.preview.signature import kind_of


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_pictures(kind: str) -> None:
    assert kind_of(samples.picture(kind)) is Kind.PICTURE


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n" * 1_000])
def test_pages(before: bytes) -> None:
    assert kind_of(before + samples.pdf()) is Kind.PAGES


@pytest.mark.parametrize("data", [
    b"", b"halo", samples.SCRIPT, b"<svg/>", b"PK\x03\x04", b"RIFF1234WAVE", b"\xff\xd8",
    b"\n" * 1_024 + b"%PDF-",
])  # fmt: skip
def test_all_else_may_be_text(data: bytes) -> None:
    assert kind_of(data) is Kind.TEXT
