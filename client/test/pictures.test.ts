import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { concat } from "../src/bytes.ts";
import { Damaged } from "../src/scrub/edit.ts";
import { look, scrub, scrubFile } from "../src/scrub/files.ts";
import { inflate } from "../src/scrub/inflate.ts";
import { bigBytes, joined, latin1, littleBytes, octets } from "../src/scrub/octets.ts";
import { crc32 } from "../src/scrub/png.ts";
import { IMAGE_LIMIT, KINDS, type Scrubbed, warned } from "../src/scrub/scrubbed.ts";
import { HEAD, sniff, UNKNOWN } from "../src/scrub/sniff.ts";

// --- samples ----------------------------------------------------------------------------------------------

const XMP = octets(
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:creator>Siti</dc:creator></rdf:RDF></x:xmpmeta>',
);

/** An EXIF of a phone: its maker, where it was, how it was held. */
function camera(orientation: number): Uint8Array {
    const entry = (tag: number, type: number, count: number, value: Uint8Array): Uint8Array =>
        concat(bigBytes(tag, 2), bigBytes(type, 2), bigBytes(count, 4), value);
    return concat(
        ...[octets("MM\0*"), bigBytes(8, 4), bigBytes(3, 2)],
        entry(0x010f, 2, 4, octets("N-7\0")),
        entry(0x0112, 3, 1, bigBytes(orientation * 0x10000, 4)),
        entry(0x8825, 4, 1, bigBytes(50, 4)),
        ...[bigBytes(0, 4), bigBytes(1, 2)],
        entry(0x0001, 2, 2, octets("S\0\0\0")),
        bigBytes(0, 4),
    );
}
const MINIMAL = octets("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");

function segment(marker: number, payload: Uint8Array): Uint8Array {
    return concat(Uint8Array.of(0xff, marker), bigBytes(payload.length + 2, 2), payload);
}
const FRAME = segment(0xc0, octets("\x08\0\x08\0\x08\x01\x01\x11\0"));
const SCAN = concat(segment(0xda, octets("\x01\x01\0\0\x3f\0")), octets("pixels\xff\0\xff\xd0more"));
const SOI = octets("\xff\xd8");
const EOI = octets("\xff\xd9");
const jpeg = (...segments: Uint8Array[]): Uint8Array => concat(SOI, ...segments, FRAME, SCAN, EOI);
const exifSegment = (tiff: Uint8Array): Uint8Array => segment(0xe1, concat(octets("Exif\0\0"), tiff));

function chunk(name: string, body: Uint8Array): Uint8Array {
    const named = concat(octets(name), body);
    return concat(bigBytes(body.length, 4), named, bigBytes(crc32(named), 4));
}
const IHDR = chunk("IHDR", octets("\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"));
const IDAT = chunk("IDAT", octets("pixels"));
const IEND = chunk("IEND", new Uint8Array());
const png = (...chunks: Uint8Array[]): Uint8Array =>
    concat(octets("\x89PNG\r\n\x1a\n"), IHDR, ...chunks, IDAT, IEND);

function riff(name: string, body: Uint8Array): Uint8Array {
    return concat(octets(name), littleBytes(body.length, 4), body, new Uint8Array(body.length % 2));
}
const webp = (...chunks: Uint8Array[]): Uint8Array => riff("RIFF", concat(octets("WEBP"), ...chunks));
const VP8X = (flags: number): Uint8Array => riff("VP8X", Uint8Array.of(flags, 0, 0, 0, 0, 0, 0, 0, 0, 0));
const VP8 = riff("VP8 ", octets("pixels"));

/** What is told of a file of which all that is found goes. */
function cleaned(format: string, found: string[], content: Uint8Array): object {
    return { format, type: `image/${format}`, found, removed: found, content, warning: "" };
}

/** Checks an answer; the cleaned file, looked at again, has nothing more to tell. */
function check(file: Uint8Array, expected: object): void {
    const scrubbed = scrub(file);
    assert.deepEqual(scrubbed, expected);
    if (!scrubbed.content) return;
    const again: Scrubbed = { ...scrubbed, found: [], removed: [], content: null };
    assert.deepEqual(scrub(scrubbed.content), again);
}

// --- pictures ---------------------------------------------------------------------------------------------

test("a photo keeps its pixels and how it is held, and nothing else", () => {
    const turned = jpeg(segment(0xfe, octets("third floor")), exifSegment(camera(6)));
    const behind = octets("\0\0\0\x18ftypmp42");
    const clean = jpeg(exifSegment(MINIMAL));
    check(concat(turned, behind), cleaned("jpeg", ["place", "device", "comments", "trailer"], clean));
    check(jpeg(exifSegment(camera(1))), cleaned("jpeg", ["place", "device"], jpeg()));
});

test("a photo that tells nothing is not edited", () => {
    for (const file of [jpeg(), jpeg(exifSegment(MINIMAL)), png(), webp(VP8)]) {
        const { found, removed, content, warning } = scrub(file);
        assert.deepEqual([found, removed, content, warning], [[], [], null, ""]);
    }
});

test("a photo that just ends is cleaned and said to be partial", () => {
    const cut = jpeg(exifSegment(camera(1))).subarray(0, -2);
    check(cut, { ...cleaned("jpeg", ["place", "device"], jpeg().subarray(0, -2)), warning: "partial" });
});

test("texts, dates and what stands behind a PNG go", () => {
    const text = chunk("tEXt", octets("Author\0Siti"));
    const packed = chunk("iTXt", concat(octets("XML:com.adobe.xmp\0\x01\0\0\0"), deflateSync(XMP)));
    const told = concat(
        png(text, chunk("tIME", octets("\x07\xea\x0b\x01\x01\x01\x01")), packed),
        octets("PK\x03\x04"),
    );
    check(told, cleaned("png", ["author", "dates", "trailer"], png()));
    check(png(chunk("eXIf", camera(6))), cleaned("png", ["place", "device"], png(chunk("eXIf", MINIMAL))));
    check(
        png(chunk("iCCP", concat(octets("x\0\0"), deflateSync(octets("none"))))),
        cleaned("png", ["profile"], png()),
    );
});

test("a WebP says what is left in it", () => {
    const told = webp(
        VP8X(0x0c),
        VP8,
        riff("EXIF", concat(octets("Exif\0\0"), camera(6))),
        riff("XMP ", XMP),
    );
    const clean = webp(VP8X(0x08), VP8, riff("EXIF", MINIMAL));
    check(told, cleaned("webp", ["place", "device", "author"], clean));
});

test("a frame of an animation is cleaned too", () => {
    const animation = (...more: Uint8Array[]): Uint8Array => {
        const frame = riff("ANMF", concat(new Uint8Array(16), VP8, ...more));
        return webp(VP8X(0x02), riff("ANIM", new Uint8Array(6)), frame);
    };
    check(animation(riff("XMP ", XMP)), cleaned("webp", ["author"], animation()));
});

test("a HEIC is named and kept", () => {
    const file = concat(octets("\0\0\0\x10ftypheic\0\0\0\0Exif\0\0"), camera(1), XMP);
    const found = ["place", "device", "author"];
    check(file, { format: "heic", type: "image/heic", found, removed: [], content: null, warning: "heic" });
});

test("what cannot be followed is damaged", () => {
    const files = [
        ...[
            octets("\xff\xd8\xff"),
            jpeg().subarray(0, 10),
            jpeg(FRAME),
            jpeg(segment(0xf7, octets("JPEG-LS"))),
        ],
        ...[jpeg(segment(0xdd, octets("Siti"))), concat(SOI, FRAME, EOI), jpeg(octets("\xff\xe1\0\x01"))],
        ...[
            png().subarray(0, -1),
            png(IHDR),
            png(chunk("UNKn", octets(""))),
            png(chunk("IEND", octets("Siti"))),
        ],
        ...[webp(), webp(VP8, riff("VP8L", octets("Siti"))), webp(VP8).subarray(0, -2)],
    ];
    const sum = png();
    sum[sum.length - 1]! ^= 1;
    for (const file of [...files, sum]) {
        const [format, type] = sniff(file);
        check(file, warned(format, type, "damaged"));
    }
});

test("as many segments and chunks as a file holds are joined", () => {
    const comment = segment(0xfe, octets("x"));
    const many = jpeg(joined(Array.from({ length: 60_000 }, () => comment)));
    check(many, cleaned("jpeg", ["comments"], jpeg()));
    const scans = joined(Array.from({ length: 60_000 }, () => SCAN));
    check(
        concat(SOI, comment, FRAME, scans, EOI),
        cleaned("jpeg", ["comments"], concat(SOI, FRAME, scans, EOI)),
    );
    const parts = joined(Array.from({ length: 120_000 }, () => IDAT));
    check(png(chunk("tEXt", octets("Author\0Siti")), parts), cleaned("png", ["author"], png(parts)));
});

// --- files ------------------------------------------------------------------------------------------------

test("a file comes in and a cleaned one goes out", async () => {
    const { content, ...told } = await scrubFile(new Blob([jpeg(exifSegment(camera(1))) as BlobPart]));
    const found = ["place", "device"];
    assert.deepEqual(told, { format: "jpeg", type: "image/jpeg", found, removed: found, warning: "" });
    assert.equal(content?.type, "image/jpeg");
    assert.deepEqual(new Uint8Array(await content.arrayBuffer()), jpeg());
});

/** A file of which nothing but its head can be read. */
function onlyHead(head: Uint8Array, size: number): Blob {
    const file = new Blob([head as BlobPart]);
    Object.defineProperty(file, "size", { value: size });
    file.arrayBuffer = () => Promise.reject(new DOMException("the whole file was read", "NotReadableError"));
    return file;
}

test("of what is not cleaned here no more is read than its head", async () => {
    for (const [head, size, expected] of [
        [jpeg(), IMAGE_LIMIT + 1, warned("jpeg", "image/jpeg", "too_large")],
        [octets("\0\0\0\x10ftypheic\0\0\0\0"), IMAGE_LIMIT + 1, warned("heic", "image/heic", "heic")],
        [octets("%PDF-1.7\n"), 9, warned("pdf", "application/pdf", "browser")],
        [octets("%PDF-1.7\n"), (32 << 20) + 1, warned("pdf", "application/pdf", "too_large")],
        [octets(`PK\x03\x04${"\0".repeat(26)}notes.txt`), 99, warned("", "application/zip", "unknown")],
        [octets("Kepada Yth."), 11, warned("", "text/plain", "unknown")],
        [new Uint8Array(), 0, warned("", UNKNOWN, "unknown")],
    ] as const)
        assert.deepEqual(await scrubFile(onlyHead(head, size)), expected);
    await assert.rejects(scrubFile(onlyHead(jpeg(), IMAGE_LIMIT)), { name: "NotReadableError" });
});

test("a head tells what the whole file is", () => {
    assert.deepEqual(look(jpeg()), warned("jpeg", "image/jpeg", "too_large"));
    assert.deepEqual(look(octets("GIF89a")), warned("", "image/gif", "unknown"));
    const text = concat(new Uint8Array(HEAD - 1).fill(0x61), octets("\xc3\xa9\0"));
    assert.deepEqual(sniff(text), ["", "text/plain"]);
    assert.deepEqual(sniff(octets("caf\xe9")), ["", UNKNOWN]);
});

test("kinds are told in their order", () => {
    assert.equal(new Set(KINDS).size, 15);
    const resource = (number: number): string => `8BIM${latin1(bigBytes(number, 2))}\0\0\0\0\0\0`;
    const ids = octets(`Photoshop 3.0\0${[0x0425, 0x040c, 0x040a, 0x0999].map(resource).join("")}`);
    assert.deepEqual(scrub(jpeg(segment(0xed, ids))).found, ["author", "identifiers", "thumbnail", "other"]);
});

// --- zlib -------------------------------------------------------------------------------------------------

test("a stream is unpacked as far as it is wanted", () => {
    const content = Uint8Array.from({ length: 50_000 }, (_, place) => (place * place) >> 7);
    for (const level of [0, 1, 9]) {
        const packed = deflateSync(content, { level });
        const whole = { output: content, ended: true, read: packed.length };
        assert.deepEqual(inflate(concat(packed, octets("behind")), 1 << 20), whole);
        const some = inflate(packed, 1000);
        assert.deepEqual([some.output, some.ended], [content.slice(0, 1000), false]);
        const cut = inflate(packed.subarray(0, -4), 1 << 20);
        assert.deepEqual([cut.output, cut.ended], [content, false]);
        packed[packed.length - 1]! ^= 1;
        assert.throws(() => inflate(packed, 1 << 20), Damaged);
    }
    assert.throws(() => inflate(octets("none"), 9), Damaged);
});

test("a stream of gigabytes takes no more memory than is wanted", () => {
    const bomb = deflateSync(new Uint8Array(100 << 20), { level: 1 });
    const { output, ended } = inflate(bomb, 1 << 16);
    assert.deepEqual([output.length, output.buffer.byteLength, ended], [1 << 16, 1 << 16, false]);
});
