"""The desk's own PNG files hold the pixels, and nothing else."""

import io
import os

import pytest
from PIL import Image

from wbs.desk.png import png


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (257, 2), (1, 1_000)])
def test_pixels_are_read_back(size: tuple[int, int]) -> None:
    pixels = os.urandom(size[0] * size[1] * 4)
    opaque = b"".join(pixels[at : at + 3] + b"\xff" for at in range(0, len(pixels), 4))
    file = png(*size, pixels)
    with Image.open(io.BytesIO(file)) as image:
        image.verify()
    with Image.open(io.BytesIO(file)) as image:
        assert (image.format, image.mode, image.size, image.tobytes()) == ("PNG", "RGBA", size, opaque)
        assert image.info == {}
    assert file[-12:] == b"\0\0\0\0IEND\xaeB\x60\x82"


@pytest.mark.parametrize("spread", [False, True])
def test_pixels_that_spell_something_spell_nothing_in_the_file(spread: bool) -> None:
    """Noise around it, which other packing would leave as it is."""
    spelled = b"<script>alert(1)</script>"
    if spread:
        # As the three bytes that count, beside any fourth.
        spelled = b"".join(spelled[at : at + 3] + b"\xff" for at in range(0, 24, 3))
    pixels = b"".join(os.urandom(400 - len(spelled)) + spelled for _ in range(100))
    file = png(100, 100, pixels)
    assert not [at for at in range(len(spelled) - 5) if spelled[at : at + 6] in file]


@pytest.mark.parametrize(
    ("width", "height", "count"), [(0, 0, 0), (0, 5, 0), (2, 2, 15), (2, 2, 17), (-1, -1, 4)]
)
def test_other_numbers_of_pixels_are_refused(width: int, height: int, count: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        png(width, height, bytes(count))
