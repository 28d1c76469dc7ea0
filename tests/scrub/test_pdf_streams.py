"""Streams of PDF files that are files of their own: pictures, profiles of colours, formatted texts."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.scrub import pdf_documents as samples
from tests.scrub import pictures
from tests.scrub.documents import SECRET, photo
from wbs.scrub import jpeg2000
from wbs.scrub.pdf import scrub_pdf


def test_a_picture_that_is_none_stays_and_is_told() -> None:
    def broken(pdf: pikepdf.Pdf) -> None:
        image = samples.photo_stream(pdf, photo()[:100])
        pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Foto=image)

    result = scrub_pdf(samples.made(broken))
    assert (result.content, result.warning) == (None, "partial")


@pytest.mark.parametrize(
    ("undone", "done"),
    [("ASCII85Decode", lambda raw: base64.a85encode(raw) + b"~>"), ("FlateDecode", zlib.compress)],
)
def test_a_picture_behind_another_filter_is_cleaned(undone: str, done: Callable[[bytes], bytes]) -> None:
    def packed(pdf: pikepdf.Pdf) -> None:
        image = samples.photo_stream(pdf, done(photo()))
        image["/Filter"] = Array([Name("/" + undone), Name.DCTDecode])
        image["/DecodeParms"] = Array([None, Dictionary(ColorTransform=1)])
        pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Foto=image)

    result = scrub_pdf(samples.made(packed, stream_decode_level=pikepdf.StreamDecodeLevel.none))
    assert "place" in result.removed == result.found
    assert result.warning == ""
    with samples.opened(result.content) as pdf:
        assert samples.photo_of(pdf).read_raw_bytes() == pictures.jpeg()
        assert samples.photo_of(pdf)["/Filter"] == Name.DCTDecode
        assert samples.photo_of(pdf)["/DecodeParms"] == Dictionary(ColorTransform=1)


def test_a_picture_by_its_filters_short_name_is_cleaned() -> None:
    def short(pdf: pikepdf.Pdf) -> None:
        image = samples.photo_stream(pdf, photo())
        image["/Filter"] = Array([Name.DCT])
        pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Foto=image)

    result = scrub_pdf(samples.made(short))
    assert "place" in result.removed == result.found
    with samples.opened(result.content) as pdf:
        assert samples.photo_of(pdf).read_raw_bytes() == pictures.jpeg()


@pytest.mark.parametrize("within", ["codestream", "box"])
def test_a_comment_within_jpeg_2000_goes_and_its_pixels_stay(within: str) -> None:
    pixels = Image.effect_mandelbrot((64, 64), (-2, -1, 1, 1), 50)
    file = io.BytesIO()
    options = {"no_jp2": within == "codestream", "comment": SECRET, "tile_size": (32, 32)}
    pixels.save(file, "JPEG2000", **options)

    def wavelets(pdf: pikepdf.Pdf) -> None:
        image = samples.photo_stream(pdf, file.getvalue())
        image["/Width"], image["/Height"], image["/ColorSpace"] = 64, 64, Name.DeviceGray
        image["/Filter"] = Name.JPXDecode
        pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Foto=image)
        pdf.pages[0].contents_add(b"q 200 0 0 200 72 400 cm /Foto Do Q")

    data = samples.made(wavelets)
    assert SECRET.encode() in samples.plain(data)
    result = scrub_pdf(data)
    assert (result.found, result.removed, result.warning) == (("comments",), ("comments",), "")
    assert SECRET.encode() not in samples.plain(result.content)
    with samples.opened(result.content) as pdf:
        cleaned = Image.open(io.BytesIO(samples.photo_of(pdf).read_raw_bytes()))
        assert cleaned.tobytes() == pixels.tobytes()
    assert (
        samples.drawn(result.content) == samples.drawn(data) != samples.drawn(samples.made(samples.nothing))
    )


@pytest.mark.parametrize("cut", [1, 40, 90, 200])
def test_jpeg_2000_whose_headers_are_cut_off_is_told(cut: int) -> None:
    file = io.BytesIO()
    Image.new("L", (64, 64)).save(file, "JPEG2000", comment=SECRET)
    whole = file.getvalue()
    assert jpeg2000.without_comments(whole) == whole.replace(SECRET.encode(), b" " * len(SECRET))
    endless = b"\0\0\0\x01free" + bytes(8) + whole
    for broken in (
        whole[:cut],
        endless,
        b"\0" * 12 + whole,
        b"\xff\x4f\xff\x93" + whole,
        whole.replace(b"\xff\x90", b"\xff\x64\0\0", 1),
    ):
        assert jpeg2000.without_comments(broken) is None


def test_a_picture_behind_a_broken_filter_stays_and_is_told() -> None:
    def packed(pdf: pikepdf.Pdf) -> None:
        image = samples.photo_stream(pdf, photo())
        image["/Filter"] = Array([Name.FlateDecode, Name.DCTDecode])
        pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(Foto=image)

    result = scrub_pdf(samples.made(packed, stream_decode_level=pikepdf.StreamDecodeLevel.none))
    assert (result.content, result.warning) == (None, "partial")


@pytest.mark.parametrize("place", ["profile", "rich text"])
@pytest.mark.parametrize("filters", [1, 2, 3])
def test_what_unpacks_to_more_than_sense_stays_and_is_told(place: str, filters: int) -> None:
    packed = b"<" * (17 << 20)
    for _filter in range(filters):
        packed = zlib.compress(packed, 9)

    def bomb(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(packed)
        stream["/Filter"] = Array([Name.FlateDecode] * filters)
        if place == "profile":
            stream["/N"] = 3
            pdf.pages[0].obj["/Resources"]["/ColorSpace"] = Dictionary(C=Array([Name.ICCBased, stream]))
        else:
            pdf.Root["/AcroForm"] = Dictionary(Fields=[Dictionary(FT=Name.Tx, T="a", RV=stream)])

    result = scrub_pdf(samples.made(bomb, stream_decode_level=pikepdf.StreamDecodeLevel.none))
    assert (result.content, result.warning) == (None, "partial")


def test_a_profile_that_is_not_usual_stays_and_is_told() -> None:
    result = scrub_pdf(samples.made(samples.profiled(pictures.profile("Siti", pictures.SCREEN))))
    assert (result.found, result.removed, result.warning) == (("profile",), (), "partial")
