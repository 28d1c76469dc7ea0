"""Uploads: whatever the bytes and however they come, each file is itself; what is no form is refused."""

import io
import time
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbs.portal.reporter import upload
from wbs.portal.reporter.upload import Body, Broken, Field, Pace, Part, parts

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BOUNDARY = "----geckoformboundary0123"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"
EDGE = f"\r\n--{BOUNDARY}".encode()


class Drips(io.RawIOBase):
    """Gives what it has in pieces of the sizes asked for, over and over."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._data, self._sizes, self._at, self._turn = data, sizes, 0, 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._data[self._at :][: min(size, self._sizes[self._turn % len(self._sizes)])]
        self._at += len(piece)
        self._turn += 1
        return piece


def form(*items: tuple[str, str | None, bytes]) -> bytes:
    body = b""
    for name, filename, content in items:
        shown = "" if filename is None else f'; filename="{filename}"'
        kind = b"" if filename is None else b"\r\nContent-Type: application/octet-stream"
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{shown}'.encode()
        body += head + kind + b"\r\n\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def read(stream: BinaryIO, content_type: str = TYPE) -> Iterator[tuple[str, str | None, bytes]]:
    for item in parts(stream, content_type):
        if isinstance(item, Field):
            yield item.name, None, item.text.encode()
        else:
            yield item.name, item.filename, item.stream.read()


def drips(data: bytes, *sizes: int) -> BinaryIO:
    return cast("BinaryIO", Drips(data, list(sizes) or [len(data)]))


TRICKY = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"-", b"--", EDGE, EDGE[:-1], EDGE[2:], b"x", b"\0"]), max_size=12
).map(lambda pieces: b"".join(pieces).replace(EDGE, EDGE[:-1]))


@settings(max_examples=300)
@given(
    contents=st.lists(TRICKY | st.binary(max_size=40), max_size=4),
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=4),
)
def test_every_file_is_itself_however_it_comes(contents: list[bytes], sizes: list[int]) -> None:
    sent = [("files", f"{number}.bin", content) for number, content in enumerate(contents)]
    assert list(read(drips(form(*sent), *sizes))) == sent


@pytest.mark.parametrize("split", range(1, 200))
def test_a_read_may_end_anywhere(split: int) -> None:
    sent = [("state", None, b"abc"), ("files", "a", b"hello")]
    body = form(*sent)
    assert list(read(drips(body, split, len(body)))) == sent


def test_names_come_as_browsers_write_them() -> None:
    body = form(("files", "a%22b%0D%0Ac%41\\d é 😀;=.jpg", b"x"), ("files", "", b""), ("files", "\\", b"y"))
    assert [name for _, name, _ in read(drips(body))] == ['a"b\r\nc%41\\d é 😀;=.jpg', "", "\\"]
    latin = body.replace("é".encode(), b"\xe9")
    assert next(iter(read(drips(latin))))[1] == 'a"b\r\nc%41\\d \ufffd 😀;=.jpg'


def test_what_is_not_read_of_a_file_is_passed_over() -> None:
    body = form(("a", "a", b"x" * 300_000), ("b", "b", b"y" * 300_000), ("c", None, b"z"))
    found = []
    for item in parts(drips(body, 1000), TYPE):
        found.append(item.name)
        if isinstance(item, Part):
            item.stream.read(10)
    assert found == ["a", "b", "c"]


@pytest.mark.parametrize("cut", range(0, 250, 3))
def test_a_form_cut_short_is_broken(cut: int) -> None:
    body = form(("state", None, b"abc"), ("files", "a", b"hello"), ("files", "b", b"hello"))
    whole = body.index(f"{BOUNDARY}--".encode()) + len(BOUNDARY) + 2
    with pytest.raises(Broken):
        list(read(drips(body[: min(cut, whole - 1)])))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"preamble\r\n" + form(("a", None, b"")),
        form(("a", None, b"")).replace(b"\r\n", b"\n"),
        form(("a", None, b"")).replace(b"form-data", b"attachment"),
        form(("a", None, b"")).replace(b'name="a"', b'nome="a"'),
        form(("a", None, b"")).replace(b"Content-Disposition", b"Content-Type"),
        form(("a", None, b"x" * (upload.FIELDS + 1))),
        form(("a", None, b"x" * upload.FIELDS), ("b", None, b"x")),
        form(*[("a", "", b"")] * 2001),
        form(("a" * 9000, None, b"")),
        f"--{BOUNDARY}\r\n".encode() + b"x" * 100_000,
        f"--{BOUNDARY}x\r\n".encode(),
    ],
)
def test_what_is_no_form_of_ours_is_broken(body: bytes) -> None:
    with pytest.raises(Broken):
        list(read(drips(body)))


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        f"multipart/mixed; boundary={BOUNDARY}",
        f"multipart/form-data; boundary={'x' * 71}",
        "multipart/form-data; boundary=b\u00f6se",
    ],
)
def test_a_type_without_a_boundary_is_broken(content_type: str) -> None:
    with pytest.raises(Broken):
        list(read(drips(form(("a", None, b""))), content_type))


def test_a_body_ends_at_its_length_and_breaks_before_it() -> None:
    source = io.BytesIO(b"0123456789next")
    body = Body(source, 10)
    assert body.read(4) + body.read(100) == b"0123456789"
    assert body.read(4) == b""
    assert source.read() == b"next"
    with pytest.raises(Broken):
        Body(io.BytesIO(), 1).read()


def test_a_silent_or_reset_connection_is_broken() -> None:
    class Reset(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise BlockingIOError

    with pytest.raises(Broken):
        Body(Reset(), 10).read()


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize(("wait", "whole"), [(0.9, True), (1.1, False)])
def test_a_body_is_waited_for_as_long_as_its_pace_allows(direct: bool, wait: float, whole: bool) -> None:
    now, size = 0.0, 50

    class Crawling(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            nonlocal now
            now += wait
            return super().read(1)

        def readinto(self, buffer: "WriteableBuffer", /) -> int:
            data = self.read()
            memoryview(buffer)[: len(data)] = data
            return len(data)

    body = Body(Crawling(bytes(size)), size, Pace(4, 1.0), lambda: now)

    def read_all() -> int:
        nonlocal now
        count = 0
        while got := body.readinto(memoryview(bytearray(10))) if direct else len(body.read()):
            count += got
            # What is done with it does not count.
            now += 100
        return count

    if whole:
        assert read_all() == size
    else:
        with pytest.raises(Broken):
            read_all()
        assert body.read() == b""


@pytest.mark.parametrize("unit", [b"\r", b"\r\n", b"\r\n--", EDGE[:-1], EDGE[:-1] + b"\r\n", b"-"])
def test_no_content_makes_it_slow(unit: bytes) -> None:
    def seconds(content: bytes) -> float:
        body = form(("files", "a", content))
        start = time.process_time()
        for item in parts(io.BytesIO(body), TYPE):
            assert isinstance(item, Part)
            while item.stream.read(65_536):
                pass
        return time.process_time() - start

    size = 8 << 20
    plain = min(seconds(Random(1).randbytes(size)) for _ in range(3))
    assert min(seconds(unit * (size // len(unit))) for _ in range(3)) < 40 * plain + 0.1
