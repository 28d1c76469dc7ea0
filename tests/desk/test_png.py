"""The desk's own PNG files hold the pixels, and nothing else."""

import io
import os

import pytest
from PIL import Image

from wbs.desk.png import png


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (257, 2), (1, 1_000)])
def test_pixels_are_read_back(size: tuple[int, int]) -> None:
    pixels = os.urandom(size[0] * size[1] * 3)
    file = png(*size, pixels)
    with Image.open(io.BytesIO(file)) as image:
        image.verify()
    with Image.open(io.BytesIO(file)) as image:
        assert (image.format, image.mode, image.size, image.tobytes()) == ("PNG", "RGB", size, pixels)
        assert image.info == {}
    assert file.count(b"IDAT") == 1 or len(pixels) > 1_000
    assert file[-12:] == b"\0\0\0\0IEND\xaeB\x60\x82"


@pytest.mark.parametrize(
    ("width", "height", "count"), [(0, 0, 0), (0, 5, 0), (2, 2, 11), (2, 2, 13), (-1, -1, 3)]
)
def test_other_numbers_of_pixels_are_refused(width: int, height: int, count: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        png(width, height, bytes(count))
