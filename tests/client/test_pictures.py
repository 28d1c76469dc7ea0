"""The client's scrubbing of pictures is ours: the same findings and the same bytes, whatever the file is.

One Node.js process looks into all samples; each is then compared with what wbs.scrub says.
"""

import itertools
import json
import re
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.scrub import (
    pictures as p,
)
from tests.scrub import (
    test_icc,
    test_images,
    test_images_damaged,
    test_images_metadata,
    test_images_of_cameras,
    test_jpeg,
    test_png,
    test_sniff,
    test_webp,
)
from wbs.scrub import KINDS, Scrubbed, exif, iptc, png, xmp
from wbs.scrub.files import scrub
from wbs.scrub.glance import look
from wbs.scrub.sniff import HEAD, sniff

CLIENT = Path(__file__).parents[2] / "client"
ESBUILD = CLIENT / "node_modules/esbuild/bin/esbuild"
#: Seconds of the processor for one file, of at most some 13 MB.
PATIENCE = 5.0

DOCUMENTS = ("pdf", "ooxml", "odf")
#: The smallest picture: one grey pixel.
PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + p.chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + p.chunk(b"IDAT", zlib.compress(b"\0\0"))
    + p.chunk(b"IEND", b"")
)


def cases(test: Any) -> list[Any]:
    """What a test is given, one thing for each time; of several things the first."""
    values = next(mark for mark in test.pytestmark if mark.name == "parametrize").args[1]
    return [value[0] if isinstance(value, tuple) else value for value in values]


def shared() -> Iterator[bytes]:
    """Every sample of tests/scrub."""
    yield from (sample.content for sample in test_images.samples().values())
    yield from test_images_of_cameras.photos().values()
    yield from cases(test_sniff.test_types_are_told_by_content)
    for module in (test_jpeg, test_png, test_webp):
        yield from cases(module.test_what_cannot_be_followed_is_damaged)
    for chunk in (*cases(test_png.test_other_chunks_go_and_are_named), *test_png.KEPT):
        yield p.with_chunks(p.png(), chunk)
        yield p.with_chunks(p.png(), chunk, chunk)


def hostile() -> Iterator[bytes]:
    """Those that cost the most."""
    makers = cases(test_images_damaged.test_hostile_pictures_cost_no_more_than_their_size)
    yield from (make() for make in makers)


def mutated(random: Random) -> Iterator[bytes]:
    """Samples with a few bytes changed, gone or new; samples that end too early."""
    whole = [sample.content for sample in test_images.samples().values()]
    for content in random.choices(whole, k=600):
        damaged = content
        for _ in range(random.randint(1, 6)):
            # Most of a file is its pixels; what tells stands before them.
            at = random.randrange(len(damaged) + 1) >> random.choice((0, 0, 2, 4))
            damaged = (
                damaged[:at] + random.randbytes(random.randrange(7)) + damaged[at + random.randrange(4) :]
            )
        yield damaged
        yield content[: random.randrange(len(content))]
    for head in (
        b"\xff\xd8\xff\xe1",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x40\0\0\0WEBP",
        b"PK\3\4",
        b"\0\0\0\x20ftyp",
        b"",
    ):
        yield from (head + random.randbytes(random.randrange(300)) for _ in range(20))


def texts(random: Random) -> Iterator[bytes]:
    """Heads of texts, letters and web pages: of signs that decide what they are, in any order."""
    signs = [
        *(
            b"From siti@x Mon\n",
            b"Subject: a\r\n",
            b"\tmore\n",
            b"X-Y-1: b\n",
            b"date:",
            b"<html>",
            b"<!-- a -->",
        ),
        *(
            b"<!doctype html>",
            b"<HEAD ",
            b"<body",
            b"_",
            b" ",
            b"\n",
            b"\r",
            b"\xa0",
            b"\xef\xbb\xbf",
            b"\xc3\xa9",
        ),
        *(
            b"\xff",
            b"\x1b",
            b"\x0b",
            b"\x7f",
            b"%PDF-",
            b"BM",
            b"\xed\xa0\x80",
            b"\xf0\x9f\x98\x80",
            b"\xc0\x80",
        ),
    ]
    for _ in range(400):
        yield b"".join(random.choices(signs, k=random.randint(1, 9)))
    for end in range(HEAD - 6, HEAD + 3):
        for tail in (b"\xf0\x9f\x98\x80", b"\xf0\x9f\x98a", b"\xe2\x82\xac", b"\xff", b"\xc3\xa9"):
            yield b"a" * end + tail + b"b" * 8


def brands(random: Random) -> Iterator[bytes]:
    """ISO base media files by their brands."""
    known = [
        *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis"),
        *(b"qt  ", b"M4A ", b"M4B ", b"M4P ", b"3gp4", b"3g2a", b"isom", b"mp42"),
    ]
    for _ in range(150):
        yield test_sniff.ftyp(random.choice(known), *random.choices(known, k=random.randrange(4)))
    for _ in range(50):
        body = p.camera(order=random.choice("<>")) + p.XMP[: random.randrange(len(p.XMP) + 1)]
        yield test_sniff.ftyp(b"heic") + b"Exif\0\0...Exif\0\0"[random.choice((0, 9)) :] + body


def exif_tags() -> Iterator[bytes]:
    """One tag each, of every IFD: all that are known, and those beside them."""
    known = exif._TAGS.keys() | exif._PLAIN | exif._GPS.keys() | exif._INTEROP | {0x02BC, 0x83BB, 0x8649}
    tags = sorted({tag + more for tag in known for more in (-1, 0, 1)} - {-1})
    for ifd, tag in itertools.product((0, 1, 0x8769, 0x8825, 0xA005, 0x014A), tags):
        yield p.tiff({0: [], ifd: [p.Field(tag, 1, 4, b"\1\0\2\3")]})


def exifs(random: Random) -> Iterator[bytes]:
    """Fields of every type, in both orders, blank, broken, with all that may be within."""
    inner = [
        p.XMP,
        p.iptc_segment()[18:],
        b"\x1c\x02\x50\x80\x04\0\0\0\4Siti",
        bytes(20),
        b" " * 9,
        b"ASCII\0\0\0 ",
    ]
    for kind, value in itertools.product((*range(15), 128, 129, 130), inner):
        tag = random.choice((0x02BC, 0x83BB, 0x8649, 0x9286, 0x010F, 0x0112))
        yield p.tiff({random.choice((0, 0x8769)): [p.Field(tag, kind, len(value), value)]})
    for _ in range(400):
        damaged = bytearray(p.camera(order=random.choice("<>"), orientation=6, thumbnail=p.thumbnail()))
        for _ in range(random.randint(1, 4)):
            damaged[random.randrange(500)] = random.choice((0, 1, 255, random.randrange(256)))
        yield bytes(damaged[: random.choice((len(damaged), random.randrange(500)))])


def xmp_properties() -> Iterator[bytes]:
    """One property each: every prefix with every name that is known."""
    patterns = " ".join([xmp._PLAIN.pattern, *(pattern for _, pattern in xmp._PROPERTIES)])
    prefixes = set(re.findall(r"[A-Za-z]\w*(?=:)", patterns)) | {"MPRi", "MPReg", "siti"}
    names = set(re.findall(r"[A-Za-z]\w+", patterns)) | {"XResolution", "PixelYDimension", "x", "locations.x"}
    yield from (f"<{prefix}:{name}>".encode() for prefix, name in itertools.product(prefixes, names))


def xmps(random: Random) -> Iterator[bytes]:
    """Packets of signs that make or break a name."""
    signs = [
        b"<",
        b" ",
        b"\n",
        b"\xa0",
        b"\x0b",
        b"=",
        b"/",
        b">",
        b":",
        b"dc",
        b"title",
        b"a" * 41,
        b"-",
        b"\0",
        b"x",
    ]
    yield from (b"".join(random.choices(signs, k=random.randint(3, 12))) for _ in range(500))
    yield p.XMP.decode().encode("utf-16")
    yield b"<xmp:Label>" * (xmp._MOST_NAMES - 1) + b"<dc:date><dc:creator>"


def iptc_sets() -> Iterator[bytes]:
    for record, data_set in itertools.product((1, 2, 3), range(256)):
        yield struct.pack(">BBBH", 0x1C, record, data_set, 1) + b"x"


def resources(random: Random) -> Iterator[bytes]:
    yield from cases(test_images_metadata.test_resources_are_named)
    yield from (p.resource(number, b"x") for number in range(0x03E0, 0x0450))
    whole = p.iptc_segment()[18:] + p.resource(0x0424, p.XMP)
    for _ in range(300):
        at = random.randrange(len(whole))
        yield whole[:at] + random.randbytes(random.randrange(4)) + whole[at + random.randrange(4) :]


def profiles(random: Random) -> Iterator[bytes]:
    """JPEGs, PNGs and WebPs with profiles: usual ones, others, broken ones."""
    whole = [
        *test_icc.SPACES.values(),
        *cases(test_icc.test_other_profiles_go),
        *itertools.chain(*test_icc.ALIKE.values()),
        *map(test_icc.bare, (9, 32500, 32590)),
    ]
    whole += [
        p.profile("usual", p.P3, extra=test_icc.table([(x / 300) ** law for x in range(301)]))
        for law in (1.8, 2.2, 2.3)
    ]
    whole += [test_icc.grey(b"curv" + bytes(4) + struct.pack(">IH", 1, 563))]
    whole += [profile[:8] + b"\2\x40" + profile[10:] for profile in whole if len(profile) > 200]
    for _ in range(300):
        damaged = bytearray(random.choice(whole[:3]))
        for _ in range(random.randint(1, 4)):
            damaged[random.randrange(min(500, len(damaged)))] = random.choice(
                (0, 1, 255, random.randrange(256))
            )
        whole.append(bytes(damaged))
    for number, profile in enumerate(whole):
        if number % 3 == 0 and profile:
            yield p.inserted(p.jpeg(), *p.icc_segments(profile, random.choice((300, 65519))))
        elif number % 3 == 1:
            yield p.with_chunks(PIXEL, p.chunk(b"iCCP", b"it\0\0" + zlib.compress(profile)))
        else:
            yield p.webp(icc_profile=profile) if profile else p.webp()


def keywords() -> Iterator[bytes]:
    """One-pixel PNGs with texts of every keyword that is known, written in several ways."""
    for keyword in (
        *png._KEYWORDS,
        b"exif",
        b"exif:Make",
        b"Thumb:x",
        b"thumb::",
        b"x" * 200,
        b"\xa0author",
        b"",
    ):
        for written in (keyword.upper(), b" \x0b" + keyword + b"\n", keyword + b"\0", keyword + b":"):
            yield p.with_chunks(PIXEL, p.chunk(b"tEXt", written + b"\0x"))
    for kind in (b"exif", b"APP1", b"iptc", b"8bim", b"xmp", b"icc", b"icm", b"siti"):
        for data in (b"", b"Exif\0\0" + p.camera(), p.iptc_segment()[4:], p.XMP):
            yield p.with_chunks(PIXEL, p.raw_profile(kind, data))
        for text in (
            b"",
            b"a",
            b"a 1",
            b"a\n1 \n",
            b"a 1 4",
            b"a 1 4g",
            b" a 1 4D 4d\x0c00\v2a",
            b"a 1 \xa04d",
        ):
            yield p.with_chunks(PIXEL, p.chunk(b"tEXt", b"Raw profile type " + kind + b"\0" + text))
    for rest in (b"", b"\0", b"\0\0", b"\0\0en", b"\0\0en\0", b"\0\0en\0x\0<dc:date>", b"\1\0\0\0<dc:date>"):
        yield p.with_chunks(PIXEL, p.chunk(b"iTXt", b"XML:com.adobe.xmp\0" + rest))


def streams(random: Random) -> Iterator[tuple[int, bytes]]:
    """How many bytes are wanted of a zlib stream; whole ones and broken ones of every kind of block."""
    plain = [b"", b"a", bytes(9000), random.randbytes(3000), p.XMP * 40, bytes(range(256)) * 300, p.jpeg()]
    for content, level, strategy in itertools.product(plain, (0, 1, 6, 9), (0, 1, 2, 3, 4)):
        packer = zlib.compressobj(level, zlib.DEFLATED, random.choice((9, 12, 15)), 9, strategy)
        packed = packer.compress(content[:500]) + packer.flush(
            random.choice((zlib.Z_NO_FLUSH, zlib.Z_FULL_FLUSH))
        )
        packed += packer.compress(content[500:]) + packer.flush()
        yield len(content) + 1, packed + b"behind"
        yield max(1, len(content)), packed
        yield random.randint(1, len(content) + 1), packed[: random.randrange(len(packed))]
        for _ in range(8):
            damaged = bytearray(packed)
            for _ in range(random.randint(1, 3)):
                damaged[random.randrange(min(len(damaged), random.choice((4, 60, 9000))))] = random.randrange(
                    256
                )
            yield random.choice((1, 300, 1 << 20)), bytes(damaged)
    # Blocks at random, behind a head that is one.
    yield from ((4000, b"\x78\x9c" + random.randbytes(random.randrange(90))) for _ in range(3000))


@cache
def samples() -> dict[str, list[tuple[str | int, bytes]]]:
    """What Node.js is asked, by test: "file", a kind of metadata, or how much of a stream; and the bytes."""

    def random() -> Random:
        return Random(4)

    def files(*groups: Iterable[bytes]) -> list[tuple[str | int, bytes]]:
        return [("file", content) for group in groups for content in group]

    return {
        "shared": files(shared()),
        "hostile": files(hostile()),
        "mutated": files(mutated(random())),
        "sniffed": files(texts(random()), brands(random())),
        "profiles": files(profiles(random())),
        "keywords": files(keywords()),
        "exif": [("exif", tiff) for tiff in (*exif_tags(), *exifs(random()))],
        "xmp": [("xmp", packet) for packet in (*xmp_properties(), *xmps(random()))],
        "iptc": [
            *(("iptc", data) for data in iptc_sets()),
            *(("resources", data) for data in resources(random())),
        ],
        "streams": [*streams(random())],
    }


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the client says of each."""
    assert ESBUILD.is_file(), "client/node_modules is missing: run `npm ci` in client"
    folder = tmp_path_factory.mktemp("pictures")
    script = folder / "scrubbing.mjs"
    bundle = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning", f"--outfile={script}"]
    subprocess.run([ESBUILD, "test/scrubbing.ts", *bundle], cwd=CLIENT, check=True)
    every = [sample for group in samples().values() for sample in group]
    (folder / "files").write_bytes(b"".join(content for _, content in every))
    (folder / "index.json").write_text(json.dumps([(what, len(content)) for what, content in every]))
    subprocess.run(["node", script, folder], check=True, timeout=120)
    told = iter(json.loads((folder / "answers.json").read_text()))
    return {name: list(itertools.islice(told, len(group))) for name, group in samples().items()}


def as_told(scrubbed: Scrubbed) -> dict[str, Any]:
    """As the client tells it."""
    told = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(scrubbed).items()
    }
    return told | {"content": None if scrubbed.content is None else sha256(scrubbed.content).hexdigest()}


def expected(content: bytes) -> Scrubbed:
    """What the server says; documents are named and no more."""
    name, media_type = sniff(content)
    if name in DOCUMENTS:
        return Scrubbed(name, media_type, warning="browser")
    return look(content) if media_type == "application/zip" else scrub(content)


@pytest.mark.parametrize("group", ["shared", "hostile", "mutated", "sniffed", "profiles", "keywords"])
def test_files_are_scrubbed_as_by_the_server(group: str, answers: dict[str, list[Any]]) -> None:
    seen = set[str]()
    for number, ((_, content), told) in enumerate(zip(samples()[group], answers[group], strict=True)):
        ours = expected(content)
        where = f"{group} {number}: {content[:40]!r}"
        assert told["scrubbed"] == as_told(ours), where
        assert told["glance"] == as_told(look(content[:HEAD])), where
        assert told["seconds"] < PATIENCE, where
        if ours.content is None:
            assert told["again"] is None
        else:
            # A second look finds nothing.
            assert told["again"] == as_told(replace(ours, found=(), removed=(), content=None)), where
        seen.update((ours.format, ours.warning, *ours.found))
    assert len(seen) > 3


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        ("exif", {"exif": exif.kinds}),
        ("xmp", {"xmp": xmp.kinds}),
        ("iptc", {"iptc": iptc.kinds, "resources": iptc.resource_kinds}),
    ],
)
def test_metadata_is_named_as_by_the_server(
    group: str, kinds: Mapping[str, Callable[[bytes], frozenset[str]]], answers: dict[str, list[Any]]
) -> None:
    for (what, content), told in zip(samples()[group], answers[group], strict=True):
        found = kinds[str(what)](content)
        assert told == [kind for kind in KINDS if kind in found], content


def test_streams_are_unpacked_as_by_zlib(answers: dict[str, list[Any]]) -> None:
    ends: list[bool | None] = []
    for (most, packed), told in zip(samples()["streams"], answers["streams"], strict=True):
        stream = zlib.decompressobj()
        try:
            output = stream.decompress(packed, int(most))
        except zlib.error:
            assert told == {"output": None}, packed
            ends.append(None)
            continue
        assert told["output"] == sha256(output).hexdigest(), packed
        assert told["ended"] == stream.eof, packed
        if stream.eof:
            assert told["read"] == len(packed) - len(stream.unused_data)
        ends.append(stream.eof)
    assert min(ends.count(end) for end in (True, False, None)) > 100
