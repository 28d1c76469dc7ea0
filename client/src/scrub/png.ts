/** PNG (W3C, third edition; APNG in it): the chunks that a decoder needs stay as they are, the others go. */

import { Damaged, type Edit } from "./edit.ts";
import { concat } from "../bytes.ts";
import * as exif from "./exif.ts";
import * as icc from "./icc.ts";
import { adler32, inflate } from "./inflate.ts";
import * as iptc from "./iptc.ts";
import {
    atZero,
    big,
    bigBytes,
    joined,
    latin1,
    littleBytes,
    nameAt,
    octets,
    same,
    without,
} from "./octets.ts";
import { addAll, type Kind } from "./scrubbed.ts";
import * as xmp from "./xmp.ts";

const SIGNATURE = octets("\x89PNG\r\n\x1a\n");
const CRITICAL: ReadonlySet<string> = new Set(["IHDR", "PLTE", "IDAT", "IEND"]);
const SINGLE: ReadonlySet<string> = new Set(["IHDR", "PLTE"]);
/** Ancillary chunks that stay, and whether they may have so many bytes. */
const KEPT: ReadonlyMap<string, (size: number) => boolean> = new Map([
    ["tRNS", (size) => size <= 256],
    ["gAMA", (size) => size === 4],
    ["cHRM", (size) => size === 32],
    ["sRGB", (size) => size === 1],
    ["sBIT", (size) => size >= 1 && size <= 4],
    ["bKGD", (size) => size === 1 || size === 2 || size === 6],
    ["pHYs", (size) => size === 9],
    ["hIST", (size) => size <= 512],
    ["cICP", (size) => size === 4],
    ["acTL", (size) => size === 8],
    ["fcTL", (size) => size === 26],
    ["fdAT", (size) => size >= 4],
]);
/** Many may be there, in an animation. */
const FRAME: ReadonlySet<string> = new Set(["fcTL", "fdAT"]);
const EDITED: ReadonlySet<string> = new Set(["eXIf", "iCCP"]);

const MOST_CHUNKS = 1 << 17;
const NAME = /^[A-Za-z]{4}$/;
// What is decompressed of a text to name its kinds, and how many chunks are looked into.
const READ = 1 << 20;
const MOST_NAMED = 64;
/** No keyword that is known is longer. */
const LONGEST_KEYWORD = 100;

/** Kinds of what is named by its presence; everything that is not here is "other". */
const KINDS: ReadonlyMap<string, Kind> = new Map([
    ["tIME", "dates"],
    ["caBX", "identifiers"],
    ["dSIG", "identifiers"],
    ["iDOT", "software"],
]);
const KEYWORDS: ReadonlyMap<string, Kind> = new Map(
    (
        [
            ["author", ["author", "artist", "copyright", "creator", "owner"]],
            ["description", ["title", "description", "subject", "keywords", "label", "collection"]],
            ["description", ["disclaimer", "warning"]],
            ["dates", ["creation time", "modification time", "create-date", "modify-date"]],
            ["dates", ["date:create", "date:modify", "date:timestamp", "timestamp", "thumb::mtime"]],
            ["software", ["software", "parameters", "prompt", "workflow"]],
            ["identifiers", ["signature", "document", "url", "thumb::uri"]],
            ["device", ["source", "make", "model", "camera"]],
            ["comments", ["comment", "usercomment"]],
            // A drawing program's own file.
            ["attached", ["mxfile"]],
        ] as const
    ).flatMap(([kind, keywords]) => keywords.map((keyword): [string, Kind] => [keyword, kind])),
);
const RAW = "raw profile type ";

interface Chunk {
    readonly name: string;
    readonly start: number;
    readonly end: number;
}

/** Throws Damaged. What stands behind the picture's end goes. */
export function clean(data: Uint8Array): Edit {
    const found = new Set<Kind>();
    const parts: Uint8Array[] = [SIGNATURE];
    // Of what may be there once, the first counts.
    const seen = new Set<string>();
    let [looked, end] = [0, 0];
    for (const chunk of walk(data)) {
        const { name, start } = chunk;
        end = chunk.end;
        if (CRITICAL.has(name) || stays(chunk, data, seen)) {
            seen.add(name);
            parts.push(data.subarray(start, end));
            continue;
        }
        const body = data.subarray(start + 8, end - 4);
        if (EDITED.has(name) && !seen.has(name)) {
            seen.add(name);
            const edited = name === "eXIf" ? editExif(body) : editProfile(body);
            addAll(found, edited.kinds);
            if (edited.body.length) parts.push(pack(name, edited.body));
        } else if (looked < MOST_NAMED) {
            looked++;
            addAll(found, chunkKinds(name, body));
        } else found.add("other");
    }
    if (end < data.length) found.add("trailer");
    return { content: found.size ? joined(parts) : data, found, whole: true };
}

/** IHDR to IEND. */
function* walk(data: Uint8Array): Generator<Chunk> {
    const seen = new Set<string>();
    let [at, size] = [SIGNATURE.length, 0];
    for (let left = MOST_CHUNKS; left && !seen.has("IEND"); left--) {
        size = big(data, at, 4);
        const chunk = { name: nameAt(data, at + 4), start: at, end: at + 12 + size };
        const { name } = chunk;
        if (chunk.end > data.length || !NAME.test(name)) throw new Damaged();
        // An unknown chunk that a decoder must not pass over, or one with a fault: not a PNG as we know it.
        if (name[0]! <= "Z" && !(CRITICAL.has(name) && isSound(chunk, data))) throw new Damaged();
        if (!seen.size && name !== "IHDR") throw new Damaged();
        const large = (name === "IHDR" && size !== 13) || (name === "PLTE" && size > 768);
        if (large || (SINGLE.has(name) && seen.has(name))) throw new Damaged();
        seen.add(name);
        yield chunk;
        at = chunk.end;
    }
    if (!seen.has("IDAT") || !seen.has("IEND") || size) throw new Damaged();
}

function isSound(chunk: Chunk, data: Uint8Array): boolean {
    return crc32(data.subarray(chunk.start + 4, chunk.end - 4)) === big(data, chunk.end - 4, 4);
}

function stays(chunk: Chunk, data: Uint8Array, seen: ReadonlySet<string>): boolean {
    const inPlace = FRAME.has(chunk.name) ? seen.has("acTL") : !seen.has(chunk.name);
    return inPlace && !!KEPT.get(chunk.name)?.(chunk.end - chunk.start - 12) && isSound(chunk, data);
}

function pack(name: string, body: Uint8Array): Uint8Array {
    const named = concat(octets(name), body);
    return concat(bigBytes(body.length, 4), named, bigBytes(crc32(named), 4));
}

/** What stays of a chunk's body, and the kinds of what goes. */
interface Edited {
    readonly body: Uint8Array;
    readonly kinds: Iterable<Kind>;
}

function editExif(body: Uint8Array): Edited {
    const tiff = exif.keep(body);
    return { body: tiff, kinds: same(tiff, body) ? [] : exif.kinds(body) };
}

function editProfile(body: Uint8Array): Edited {
    const { content, found, space } = icc.clean(unpack(atZero(body)[1].subarray(1), icc.LIMIT + 1));
    if (!content.length) return { body: content, kinds: found };
    const edited = concat(octets(`${space}\0\0`), stored(content));
    return { body: edited, kinds: found.size || same(edited, body) ? found : ["other"] };
}

/** A zlib stream that does not compress: the same bytes from every implementation. */
function stored(content: Uint8Array): Uint8Array {
    const size = [littleBytes(content.length, 2), littleBytes(content.length ^ 0xffff, 2)];
    return concat(Uint8Array.of(0x78, 0x01, 0x01), ...size, content, bigBytes(adler32(content), 4));
}

/** At most the first `most` bytes of a zlib stream; empty if it is none. */
function unpack(packed: Uint8Array, most: number): Uint8Array {
    try {
        return inflate(packed, most).output;
    } catch (error) {
        if (error instanceof Damaged) return new Uint8Array();
        throw error;
    }
}

/** Kinds of a chunk that goes wholly. */
function chunkKinds(name: string, body: Uint8Array): Iterable<Kind> {
    if (name === "eXIf") return exif.kinds(body);
    if (!["tEXt", "zTXt", "iTXt"].includes(name)) return [KINDS.get(name) ?? "other"];
    const [keyword, rest] = atZero(body);
    return textKinds(shortened(keyword), () => text(name, rest));
}

/** A keyword without the white space around it, in small letters; of a long one the beginning. */
function shortened(keyword: Uint8Array): string {
    let start = 0;
    let end = keyword.length;
    while (start < end && isSpace(keyword[start]!)) start++;
    while (end > start && isSpace(keyword[end - 1]!)) end--;
    return latin1(keyword.subarray(start, Math.min(end, start + LONGEST_KEYWORD))).toLowerCase();
}

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** The text that stands behind a chunk's keyword, as far as it is read. */
function text(name: string, rest: Uint8Array): Uint8Array {
    if (name === "tEXt") return rest.subarray(0, READ);
    if (name === "zTXt") return unpack(rest.subarray(1), READ);
    // Compression flag and method; language, translated keyword and text, divided by zeros.
    const language = atZero(rest.subarray(2))[1];
    const told = atZero(language)[1];
    return rest[0] === 1 ? unpack(told, READ) : told.subarray(0, READ);
}

function textKinds(keyword: string, text: () => Uint8Array): Iterable<Kind> {
    if (keyword === "xml:com.adobe.xmp") return xmp.kinds(text());
    if (keyword.startsWith(RAW)) return rawKinds(keyword.slice(RAW.length), text());
    const [prefix] = keyword.split(":", 1);
    const kind = prefix === "exif" ? "device" : prefix === "thumb" ? "thumbnail" : "other";
    return [KEYWORDS.get(keyword) ?? kind];
}

/** Of EXIF and others that ImageMagick wrote in hexadecimal digits behind a name and a size. */
function rawKinds(kind: string, text: Uint8Array): Iterable<Kind> {
    const raw = digits(text);
    if (!raw) return ["other"];
    if (kind === "exif" || kind === "app1") return exif.kinds(without(raw, "Exif\0\0"));
    if (kind === "iptc" || kind === "8bim") return iptc.resourceKinds(without(raw, "Photoshop 3.0\0"));
    if (kind === "xmp") return xmp.kinds(raw);
    return [kind === "icc" || kind === "icm" ? "profile" : "other"];
}

/** The bytes that hexadecimal digits behind two words say, with white space anywhere; null if others are there. */
function digits(text: Uint8Array): Uint8Array | null {
    let at = 0;
    for (let word = 0; word < 2; word++) {
        while (at < text.length && isSpace(text[at]!)) at++;
        while (at < text.length && !isSpace(text[at]!)) at++;
    }
    const values = text.subarray(at).filter((byte) => !isSpace(byte));
    if (values.length % 2) return null;
    const bytes = new Uint8Array(values.length / 2);
    for (let place = 0; place < values.length; place++) {
        const value = digit(values[place]!);
        if (value < 0) return null;
        bytes[place >> 1] = (bytes[place >> 1]! << 4) | value;
    }
    return bytes;
}

function digit(byte: number): number {
    if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
    const letter = byte & ~0x20;
    return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1;
}

/** For every byte, what it adds to the sum of ISO 3309. */
const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
});

export function crc32(data: Uint8Array): number {
    let crc = ~0;
    for (let at = 0; at < data.length; at++) crc = CRCS[(crc ^ data[at]!) & 0xff]! ^ (crc >>> 8);
    return ~crc >>> 0;
}
