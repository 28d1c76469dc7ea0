"""A page of a PDF becomes its pixels: that page and no other, no larger than asked for; nothing is run."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.preview import samples
from wbs.preview import ANSWER, Outcome
from wbs.preview.pages import work


def answer(data: bytes, page: int = 1, side: int = 400) -> tuple[Outcome, int, Image.Image | None]:
    """Return how it went, how many pages there are, and the picture of this one."""
    sink = io.BytesIO()
    work((str(page), str(side), str(len(data))), io.BytesIO(data), sink)
    outcome, pages, width, height = ANSWER.unpack(sink.getvalue()[: ANSWER.size])
    pixels = sink.getvalue()[ANSWER.size :]
    if outcome != Outcome.SHOWN:
        assert (width, height, pixels) == (0, 0, b"")
        return Outcome(outcome), pages, None
    return Outcome.SHOWN, pages, Image.frombytes("RGB", (width, height), pixels, "raw", "RGBX")


def test_each_page_is_another_picture() -> None:
    data = samples.pdf(3)
    seen = [answer(data, page) for page in (1, 2, 3)]
    assert [each[:2] for each in seen] == [(Outcome.SHOWN, 3)] * 3
    assert len({image.tobytes() for *_, image in seen if image is not None}) == 3
    assert answer(data, 4) == (Outcome.NO_PAGE, 3, None)


def test_colours_stand_in_their_order_and_the_page_is_white() -> None:
    red = samples.page_of([0, 0, 100, 200], b"1 0 0 rg 0 100 100 100 re f")
    _, _, image = answer(red)
    assert image is not None
    assert [image.getpixel((50, y)) for y in (10, image.height - 10)] == [(255, 0, 0), (255, 255, 255)]


@pytest.mark.parametrize(
    "box", [[0, 0, 595, 842], [0, 0, 842, 595], [0, 0, 14_400, 14_400], [0, 0, 14_400, 1], [0, 0, 0, 0],
            [0, 0, 612.3, 791.7], [0, 0, 1e30, 1e30], [0, 0, 0.01, 0.01], [-50, -50, 50, 50]],
)  # fmt: skip
def test_no_side_is_longer_than_asked_for(box: list[float]) -> None:
    for side in (100, 399, 400):
        _, _, image = answer(samples.page_of(box), side=side)
        assert image is not None
        assert 1 <= min(image.size) <= max(image.size) <= side


@pytest.mark.parametrize("length", [14_401, 1e6])
def test_a_huge_page_is_refused_before_it_is_drawn(length: float, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(pypdfium2.PdfPage, "render", never)
    assert answer(samples.page_of([0, 0, length, 100])) == (Outcome.TOO_LARGE, 1, None)


def test_a_locked_one_says_so() -> None:
    assert answer(samples.locked())[0] is Outcome.LOCKED


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n1 0 obj<<>>endobj", samples.pdf()[:300]])
def test_damage_is_told(data: bytes) -> None:
    assert answer(data) == (Outcome.DAMAGED, 0, None)


def test_a_page_that_is_none_is_damage() -> None:
    document = pikepdf.open(io.BytesIO(samples.pdf(2)))
    document.Root.Pages.Kids[1] = pikepdf.Dictionary(Type=pikepdf.Name.Nothing)
    assert answer(samples.saved(document), 2)[0] is Outcome.DAMAGED


def test_filled_fields_and_remarks_are_seen() -> None:
    """What somebody wrote onto a page is evidence too."""
    document = pikepdf.open(io.BytesIO(samples.page_of([0, 0, 100, 100])))
    look = document.make_stream(b"0 0 1 rg 0 0 50 50 re f")
    look["/Type"], look["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    look["/BBox"] = pikepdf.Array([0, 0, 50, 50])
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="nama",
        Rect=pikepdf.Array([0, 0, 50, 50]), F=4, AP=pikepdf.Dictionary(N=look),
    )  # fmt: skip
    document.pages[0].obj["/Annots"] = pikepdf.Array([document.make_indirect(field)])
    document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=document.pages[0].obj["/Annots"])
    _, _, image = answer(samples.saved(document))
    assert image is not None
    assert image.getpixel((20, image.height - 20)) == (0, 0, 255)


def test_no_script_of_a_document_is_known_to_the_library() -> None:
    """Built without an interpreter: nothing to switch off."""
    assert "V8" not in pypdfium2.PDFIUM_INFO.flags
    assert "XFA" not in pypdfium2.PDFIUM_INFO.flags
