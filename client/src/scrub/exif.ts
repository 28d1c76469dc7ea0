/** EXIF (CIPA DC-008, TIFF within a picture): what it tells, and the orientation, which alone may stay. */

import { concat } from "../bytes.ts";
import * as iptc from "./iptc.ts";
import { begins, big, bigBytes, little, octets } from "./octets.ts";
import { addAll, type Kind } from "./scrubbed.ts";
import * as xmp from "./xmp.ts";

const [STRIPS, ORIENTATION] = [0x0111, 0x0112];
const [EXIF_IFD, GPS_IFD, INTEROP_IFD, SUB_IFDS] = [0x8769, 0x8825, 0xa005, 0x014a];
const [MAKER_NOTE, USER_COMMENT] = [0x927c, 0x9286];
const POINTERS: ReadonlySet<number> = new Set([EXIF_IFD, GPS_IFD, INTEROP_IFD, SUB_IFDS]);

// No camera comes near these; beyond them nothing more is read, and so nothing named.
const MOST_BYTES = 1 << 20;
const MOST_IFDS = 24;
const MOST_ENTRIES = 4096;
const MOST_VALUE = 1 << 16;

/** Bytes of one value, by the field's type (TIFF 6.0, page 15; 129 is UTF-8 of CIPA DC-008-2023). */
const SIZES: ReadonlyMap<number, number> = new Map([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 4],
    [5, 8],
    [6, 1],
    [7, 1],
    [8, 2],
    [9, 4],
    [10, 8],
    [11, 4],
    [12, 8],
    [13, 4],
    [129, 1],
]);
const SHORT = 3;
/** ASCII, undefined, UTF-8. */
const TEXTS: ReadonlySet<number> = new Set([2, 7, 129]);

/** Numbers from `first` to `last`. */
function range(first: number, last: number): number[] {
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}

const TAGS: ReadonlyMap<number, readonly Kind[]> = new Map<number, readonly Kind[]>([
    [0x000b, ["software"]], // ProcessingSoftware
    [0x010d, ["description"]], // DocumentName
    [0x010e, ["description"]], // ImageDescription
    [0x010f, ["device"]], // Make
    [0x0110, ["device"]], // Model
    [0x0131, ["software"]],
    [0x0132, ["dates"]], // DateTime
    [0x013b, ["author"]], // Artist
    [0x013c, ["device"]], // HostComputer
    [0x0201, ["thumbnail"]], // JPEGInterchangeFormat
    [0x4746, ["description"]], // Rating
    [0x4749, ["description"]], // RatingPercent
    [0x8298, ["author"]], // Copyright
    [MAKER_NOTE, ["device"]],
    [0x9003, ["dates"]], // DateTimeOriginal
    [0x9004, ["dates"]], // DateTimeDigitized
    [0x9010, ["dates"]], // OffsetTime, then Original, Digitized
    [0x9011, ["dates"]],
    [0x9012, ["dates"]],
    [USER_COMMENT, ["comments"]],
    [0x9290, ["dates"]], // SubSecTime, then Original, Digitized
    [0x9291, ["dates"]],
    [0x9292, ["dates"]],
    [0x9c9b, ["description"]], // XPTitle
    [0x9c9c, ["comments"]], // XPComment
    [0x9c9d, ["author"]], // XPAuthor
    [0x9c9e, ["description"]], // XPKeywords
    [0x9c9f, ["description"]], // XPSubject
    [0xa420, ["identifiers"]], // ImageUniqueID
    [0xa430, ["author"]], // CameraOwnerName
    [0xa431, ["device", "identifiers"]], // BodySerialNumber
    [0xa435, ["device", "identifiers"]], // LensSerialNumber
    [0xa436, ["description"]], // ImageTitle
    [0xa437, ["author"]], // Photographer
    [0xa438, ["author"]], // ImageEditor
    [0xa439, ["software"]], // CameraFirmware
    [0xa43a, ["software"]], // RAWDevelopingSoftware
    [0xa43b, ["software"]], // ImageEditingSoftware
    [0xa43c, ["software"]], // MetadataEditingSoftware
    [0xc614, ["device"]], // UniqueCameraModel
    [0xc62f, ["device", "identifiers"]], // CameraSerialNumber
    [0xc4a5, ["device"]], // PrintImageMatching
    [0xea1c, ["software"]], // Microsoft's padding, and how far it moved the maker's note
    [0xea1d, ["software"]],
    [0xc65d, ["identifiers"]], // RawDataUniqueID
    [0xfde8, ["author"]], // OwnerName of Adobe's raw converter
    [0xfde9, ["device", "identifiers"]], // its SerialNumber
    [0xfdea, ["device"]], // its Lens
    // How the picture was taken: exposure, lens, what was measured.
    ...[
        ...[0x829a, 0x829d, 0x8822, 0x8824],
        ...range(0x8827, 0x8835),
        ...range(0x9201, 0x9215),
        ...range(0x9400, 0x9405),
        ...[0xa20b, 0xa20e, 0xa20f, 0xa210, 0xa214, 0xa215, 0xa217],
        ...range(0xa300, 0xa302),
        ...range(0xa401, 0xa40c),
        ...range(0xa432, 0xa434),
        ...range(0xa460, 0xa462),
    ].map((tag): [number, readonly Kind[]] => [tag, ["device"]]),
]);

/** What every decoder sees anyway, and the pointers to what is looked into. */
const PLAIN: ReadonlySet<number> = new Set([
    ...range(0x0100, 0x0103),
    ...[0x0106, STRIPS, ORIENTATION, 0x0115, 0x0116, 0x0117, 0x011a, 0x011b, 0x011c],
    ...[0x0128, 0x012d, 0x013e, 0x013f, SUB_IFDS, 0x0202, 0x0211, 0x0212, 0x0213, 0x0214],
    ...[EXIF_IFD, GPS_IFD, INTEROP_IFD, 0x9000, 0x9101, 0x9102, 0xa000, 0xa001, 0xa002, 0xa003, 0xa500],
]);
const GPS: ReadonlyMap<number, readonly Kind[]> = new Map<number, readonly Kind[]>([
    [0x00, []],
    [0x07, ["dates"]],
    [0x1d, ["dates"]],
]);
const INTEROP: ReadonlySet<number> = new Set([0x0001, 0x0002, 0x1000, 0x1001, 0x1002]);

interface Entry {
    readonly ifd: number;
    readonly tag: number;
    readonly type: number;
    /** Where the value stands, as far as it is there. */
    readonly start: number;
    readonly value: Uint8Array;
}

/** Reads a number of 2 or 4 bytes in a TIFF's order. */
type Order = typeof big;

/** An EXIF of one tag; the same bytes for everyone who holds a device this way. */
function minimal(turned: number): Uint8Array {
    const numbers = ([number, size]: readonly [number, 2 | 4]): Uint8Array => bigBytes(number, size);
    const entry = [
        [ORIENTATION, 2],
        [SHORT, 2],
        [1, 4],
        [turned, 2],
        [0, 2],
    ] as const;
    const rows = [[42, 2], [8, 4], [1, 2], ...entry, [0, 4]] as const;
    return concat(octets("MM"), ...rows.map(numbers));
}

/** 2 to 8 as in the first IFD; 1 (upright) where it says nothing else or cannot be read. */
function orientation(data: Uint8Array): number {
    const read = begins(data, "II") ? little : big;
    for (const entry of entries(data)) {
        if (entry.ifd !== 0 || entry.tag !== ORIENTATION || entry.type !== SHORT) continue;
        const value = read(entry.value, 0, 2);
        return value >= 2 && value <= 8 ? value : 1;
    }
    return 1;
}

/** What of an EXIF may stay: the minimal one of its orientation, or nothing where that is upright. */
export function keep(data: Uint8Array): Uint8Array {
    const turned = orientation(data);
    return turned === 1 ? new Uint8Array() : minimal(turned);
}

/** Kinds; "other" for tags that are not known, and where nothing at all can be named. */
export function kinds(data: Uint8Array): Set<Kind> {
    const found = new Set<Kind>();
    const seen = new Set<number>();
    const telling = nextTelling(data.subarray(0, MOST_BYTES));
    for (const entry of entries(data)) {
        const place = entry.ifd * 0x10000 + entry.tag;
        if (!seen.has(place) && !isBlank(entry, telling)) addAll(found, entryKinds(entry));
        seen.add(place);
    }
    return found.size ? found : new Set(["other"]);
}

/** Where from each place on the next byte stands that is neither zero nor blank; many fields may share bytes. */
function nextTelling(data: Uint8Array): Uint32Array {
    const next = new Uint32Array(data.length + 1);
    next[data.length] = data.length;
    for (let at = data.length - 1; at >= 0; at--)
        next[at] = data[at] === 0 || data[at] === 0x20 ? next[at + 1]! : at;
    return next;
}

/** Whether it is a field that a camera had nothing for. */
function isBlank({ start, tag, type, value }: Entry, telling: Uint32Array): boolean {
    // A user comment says its character set in its first eight bytes.
    const end = start + value.length;
    const from = Math.min(tag === USER_COMMENT ? start + 8 : start, end);
    return TEXTS.has(type) && (from === end || telling[from]! >= end);
}

function entryKinds(entry: Entry): Iterable<Kind> {
    if (entry.ifd === GPS_IFD) return GPS.get(entry.tag) ?? ["place"];
    if (entry.ifd === INTEROP_IFD && INTEROP.has(entry.tag)) return [];
    if (entry.ifd === 1 && entry.tag === STRIPS) return ["thumbnail"];
    if (entry.tag === 0x02bc) return xmp.kinds(entry.value);
    if (entry.tag === 0x83bb) return iptc.kinds(entry.value);
    if (entry.tag === 0x8649) return iptc.resourceKinds(entry.value);
    return PLAIN.has(entry.tag) ? [] : (TAGS.get(entry.tag) ?? ["other"]);
}

/** Every entry that can be read, of IFDs named for the tag that points to them (0, 1: the chain). */
function* entries(tiff: Uint8Array): Generator<Entry> {
    const read: Order | undefined = begins(tiff, "II*\0") ? little : begins(tiff, "MM\0*") ? big : undefined;
    if (!read) return;
    const data = tiff.subarray(0, MOST_BYTES);
    let left = MOST_ENTRIES;
    const waiting: [number, number][] = [[0, number(data, 4, read)]];
    const seen = new Set<number>();
    for (let next = 0; next < waiting.length && seen.size < MOST_IFDS; next++) {
        const [ifd, start] = waiting[next]!;
        if (seen.has(start) || start < 8 || start > data.length - 2) continue;
        seen.add(start);
        const count = read(data, start, 2);
        const end = start + 2 + 12 * Math.min(count, left);
        for (let at = start + 2; at < end && at + 12 <= data.length; at += 12) {
            const entry = entryAt(data, at, read, ifd);
            left--;
            yield entry;
            if (!POINTERS.has(entry.tag)) continue;
            const offsets = Math.min(Math.floor(entry.value.length / 4), MOST_IFDS);
            for (let place = 0; place < offsets; place++)
                waiting.push([entry.tag, read(entry.value, 4 * place, 4)]);
        }
        // The chain: the thumbnail's IFD stands behind the first one.
        if (ifd === 0 || ifd === 1) waiting.push([1, number(data, start + 2 + 12 * count, read)]);
    }
}

function entryAt(data: Uint8Array, at: number, read: Order, ifd: number): Entry {
    const [tag, type] = [read(data, at, 2), read(data, at + 2, 2)];
    const size = (SIZES.get(type) ?? 1) * read(data, at + 4, 4);
    const start = size <= 4 ? at + 8 : number(data, at + 8, read);
    return { ifd, tag, type, start, value: data.subarray(start, start + Math.min(size, MOST_VALUE)) };
}

/** A 32-bit number; 0, where no IFD can be, behind the end. */
function number(data: Uint8Array, at: number, read: Order): number {
    return at + 4 <= data.length ? read(data, at, 4) : 0;
}
