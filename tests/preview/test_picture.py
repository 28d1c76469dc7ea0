"""A picture becomes its pixels, as a person would see it: turned, on white, no larger than asked for."""

import io

import pytest
from PIL import Image, PngImagePlugin

from tests.preview import samples
from wbs.preview import ANSWER, PIXELS, Outcome
from wbs.preview.picture import work

RED, BLUE = (255, 0, 0), (0, 0, 255)


def answer(data: bytes, page: str = "1", side: int = 1_800) -> tuple[Outcome, Image.Image | None]:
    """Return how it went, and the picture."""
    sink = io.BytesIO()
    work((page, str(side), str(len(data))), io.BytesIO(data), sink)
    outcome, pages, width, height = ANSWER.unpack(sink.getvalue()[: ANSWER.size])
    pixels = sink.getvalue()[ANSWER.size :]
    if outcome != Outcome.SHOWN:
        assert (pages, width, height, pixels) == (0, 0, 0, b"")
        return Outcome(outcome), None
    assert pages == 1
    return Outcome.SHOWN, Image.frombytes("RGB", (width, height), pixels, "raw", "RGBX")


def shown(data: bytes, side: int = 1_800) -> Image.Image:
    outcome, image = answer(data, side=side)
    assert image is not None, outcome
    return image


def near(found: float | tuple[int, ...] | None, wanted: tuple[int, int, int], by: int = 40) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_each_kind_is_shown(kind: str) -> None:
    image = shown(samples.picture(kind))
    assert image.size == (60, 40)
    assert near(image.getpixel((5, 20)), RED)
    assert near(image.getpixel((55, 20)), BLUE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "1"), ("PNG", "L"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "I;16"),
     ("JPEG", "CMYK"), ("JPEG", "L"), ("GIF", "P"), ("WEBP", "RGBA"), ("BMP", "1"), ("BMP", "P")],
)  # fmt: skip
def test_each_mode_has_its_light_and_its_dark(kind: str, mode: str) -> None:
    grey = Image.new("L", (60, 40), 0)
    grey.paste(255, (30, 0, 60, 40))
    if mode == "I;16":
        image = Image.frombytes("I;16", grey.size, b"".join(bytes((each, each)) for each in grey.tobytes()))
    else:
        image = grey.convert("RGB").convert(mode)
    seen = shown(samples.picture(kind, image))
    assert near(seen.getpixel((5, 20)), (0, 0, 0), 8)
    assert near(seen.getpixel((55, 20)), (255, 255, 255), 8)


def test_what_lets_through_stands_on_white() -> None:
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0, 255))
    seen = shown(samples.picture("PNG", image))
    assert [seen.getpixel(at) for at in ((0, 0), (1, 1))] == [RED, (255, 255, 255)]


def test_grey_of_sixteen_bits_keeps_its_middle() -> None:
    image = Image.frombytes("I;16", (1, 1), b"\x00\x80")
    assert near(shown(samples.picture("PNG", image)).getpixel((0, 0)), (128, 128, 128), 1)


@pytest.mark.parametrize(("size", "side", "wanted"), [
    ((400, 300), 100, (100, 75)), ((300, 400), 100, (75, 100)), ((100, 100), 100, (100, 100)),
    ((40, 30), 100, (40, 30)), ((5_000, 1), 100, (100, 1)),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_no_side_is_longer_than_asked_for(
    kind: str, size: tuple[int, int], side: int, wanted: tuple[int, int]
) -> None:
    assert shown(samples.picture(kind, samples.drawing(size)), side).size == wanted


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_stands_as_its_camera_was_held(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    seen = shown(samples.picture("JPEG", exif=exif))
    assert seen.size == ((60, 40) if turn < 5 else (40, 60))
    left_or_top = RED if turn in (1, 4, 5, 6) else BLUE
    assert near(seen.getpixel((3, 3) if turn < 5 else (20, 3)), left_or_top)


@pytest.mark.parametrize(
    "notes", [b"Exif\0\0", b"Exif\0\0MM\0*\0\0\0\x63", b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01"]
)
def test_damaged_notes_keep_no_photo_from_being_seen(notes: bytes) -> None:
    assert shown(samples.picture("JPEG", exif=notes)).size == (60, 40)


def test_of_what_moves_the_first_is_shown() -> None:
    frames = [samples.drawing(), Image.new("RGB", (60, 40), "white")]
    for kind in ("GIF", "WEBP", "MPO"):
        data = samples.picture(kind, frames[0], save_all=True, append_images=frames[1:])
        assert near(shown(data).getpixel((5, 20)), RED)


def test_there_is_one_page() -> None:
    assert answer(samples.picture("PNG"), page="2")[0] is Outcome.NO_PAGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_damage_is_told(kind: str) -> None:
    data = samples.picture(kind, samples.drawing((200, 200)))
    for cut in (len(data) // 2, 40, 20, 12, 3):
        assert answer(data[:cut])[0] in (Outcome.DAMAGED, Outcome.TOO_LARGE)


def test_bombs_are_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", never)
    assert answer(samples.png_bomb())[0] is Outcome.TOO_LARGE
    assert answer(samples.png_bomb(PIXELS, 2))[0] is Outcome.TOO_LARGE
    assert answer(samples.png_bomb(1, PIXELS + 1))[0] is Outcome.TOO_LARGE


def test_nothing_but_these_kinds_is_tried() -> None:
    for kind in ("TIFF", "ICO", "PPM", "TGA", "PCX"):
        assert answer(samples.picture(kind))[0] is Outcome.DAMAGED
