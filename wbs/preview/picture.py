"""A picture as pixels; of one that moves, the first. Runs in the child only, every decoder loaded with it."""

import struct
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO, Final

from PIL import BmpImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

# Pillow loads these where a photo has notes beside its pixels, or a second picture: too late in a child.
from PIL import MpoImagePlugin as _MpoImagePlugin  # noqa: F401
from PIL import TiffImagePlugin as _TiffImagePlugin  # noqa: F401

from wbs.preview import ANSWER, PIXELS, Outcome

_FORMATS: Final = [
    plugin.format
    for plugin in (
        BmpImagePlugin.BmpImageFile,
        GifImagePlugin.GifImageFile,
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
]
# Exif 2.32, 4.6.4 A "Orientation".
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TOO_LARGE: Final = (Image.DecompressionBombError, MemoryError)
# What Pillow's readers raise about a file that is not as it should be.
_DAMAGED: Final = (OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, struct.error)

# What it would load with the first picture.
Image.preinit()


def work(arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Write the picture that the ``arguments[2]`` bytes of ``source`` are, no side over ``arguments[1]``."""
    if arguments[0] != "1":
        sink.write(ANSWER.pack(Outcome.NO_PAGE, 0, 0, 0))
        return
    try:
        with warnings.catch_warnings():
            # Nobody hears them, and telling them would load more.
            warnings.simplefilter("ignore")
            image = _pixels(source.read(int(arguments[2])), int(arguments[1]))
    except _TOO_LARGE:
        sink.write(ANSWER.pack(Outcome.TOO_LARGE, 0, 0, 0))
    except _DAMAGED:
        sink.write(ANSWER.pack(Outcome.DAMAGED, 0, 0, 0))
    else:
        sink.write(ANSWER.pack(Outcome.SHOWN, 1, image.width, image.height))
        sink.write(image.tobytes("raw", "RGBX"))


def _pixels(data: bytes, side: int) -> Image.Image:
    """Decode: the header first, which refuses what is too large, then no more than is going to be shown."""
    image: Image.Image = Image.open(BytesIO(data), formats=_FORMATS)
    if image.width * image.height > PIXELS:
        raise Image.DecompressionBombError
    shown = _within(image.size, side)
    # A JPEG can be decoded at a fraction of its size.
    image.draft(None, shown)
    image.load()
    turn = _TURNS.get(_orientation(image))
    image = _flat(image)
    image.thumbnail(shown, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image if turn is None else image.transpose(turn)


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    longer = max(size)
    if longer <= side:
        return size
    return max(1, size[0] * side // longer), max(1, size[1] * side // longer)


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture in three colours of eight bits, on white where it lets through."""
    if image.mode.startswith("I;16"):
        # Pillow would cut off what is brighter than the darkest 256th part.
        image = Image.frombytes("L", image.size, image.tobytes("raw", "I;16B")[::2])
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(clear, mask=clear)
    return white


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except _DAMAGED:
        # The pixels may be whole all the same.
        return 1
    return found if isinstance(found, int) else 1
