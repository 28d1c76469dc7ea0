/** JPEG (ITU-T T.81, annex B): the segments that a decoder needs stay as they are, the others go. */

import { Damaged, type Edit } from "./edit.ts";
import { concat } from "../bytes.ts";
import * as exif from "./exif.ts";
import * as icc from "./icc.ts";
import * as iptc from "./iptc.ts";
import { begins, big, bigBytes, find, joined, octets, same } from "./octets.ts";
import { addAll, type Kind } from "./scrubbed.ts";
import * as xmp from "./xmp.ts";

const [EOI, SOS, APP0, COM] = [0xd9, 0xda, 0xe0, 0xfe];
const [DHT, DAC, DQT, DNL, DRI] = [0xc4, 0xcc, 0xdb, 0xdc, 0xdd];
const FRAMES: ReadonlySet<number> = new Set([
    ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7],
    ...[0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
]);
const PICTURE: ReadonlySet<number> = new Set([...FRAMES, DHT, DAC, SOS, DQT, DNL, DRI]);
/** Conditions for at most 16 tables of each of two kinds, a byte for each and one for its name. */
const MOST_CONDITIONS = 64;

const isMetadata = (marker: number): boolean => (marker >= APP0 && marker < 0xf0) || marker === COM;
/** TEM and the restart markers have no length; between segments decoders pass over them. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker < 0xd8);
/** Within a scan stuffed zeros and restart markers belong to it; markers that cannot be there change nothing. */
const endsScan = (marker: number): boolean =>
    (marker >= 0xc0 && marker < 0xd0) || (marker >= 0xd8 && marker < 0xff);

const MOST_SEGMENTS = 1 << 16;
const MOST_PICTURES = 16;
/** How many segments of one name are looked into to name their kinds. */
const MOST_NAMED = 16;

const PROFILE_PART = 0xffff - 2 - 14;

/** Marker, how the payload begins, the segment's name here; the first that fits. */
const NAMES = [
    [0xe0, "JFIF\0", "jfif"],
    [0xe0, "JFXX\0", "jfxx"],
    [0xe0, "", "ciff"],
    [0xe1, "Exif\0", "exif"],
    [0xe1, "http://ns.adobe.com/xap/1.0/\0", "xmp"],
    [0xe1, "http://ns.adobe.com/xmp/extension/\0", "extended xmp"],
    [0xe2, "ICC_PROFILE\0", "icc"],
    [0xe2, "MPF\0", "mpf"],
    [0xeb, "JP", "jumbf"],
    [0xec, "Ducky", "ducky"],
    [0xec, "", "picture info"],
    [0xed, "Photoshop 3.0\0", "photoshop"],
    [0xee, "Adobe", "adobe"],
    [COM, "", "comment"],
    [-1, "", "unknown"],
] as const;
type Name = (typeof NAMES)[number][2];
/** Kinds of what is named by its presence; everything that is not here is "other". */
const KINDS: Readonly<Partial<Record<Name, Kind>>> = {
    jfxx: "thumbnail",
    ciff: "device",
    mpf: "thumbnail",
    jumbf: "identifiers",
    ducky: "software",
    "picture info": "device",
    comment: "comments",
};
const HEADS = Object.fromEntries(NAMES.map(([, start, name]) => [name, start])) as Record<Name, string>;

interface Segment {
    readonly marker: number;
    readonly start: number;
    /** With the scan's data, behind SOS. */
    readonly end: number;
}

interface Picture {
    readonly segments: readonly Segment[];
    readonly end: number;
    /** Ends with EOI. */
    readonly whole: boolean;
    /** Bytes between segments that belong to none. */
    readonly strays: boolean;
}

type Payloads = ReadonlyMap<Name, readonly Uint8Array[]>;

/**
 * Throws Damaged. What stands behind the picture's end goes, with all pictures in it.
 *
 * A picture whose last scan just ends (a broken download, say) is edited too, but is not `whole`.
 */
export function clean(data: Uint8Array): Edit {
    const picture = walk(data, 0);
    const groups = metadata(data, picture);
    const kept = keep(groups);
    const found = new Set<Kind>(picture.strays ? ["other"] : []);
    for (const [name, payloads] of groups) addAll(found, kinds(name, payloads, kept));
    if (picture.end < data.length) {
        found.add("trailer");
        addTrailerKinds(found, data, picture.end);
    }
    return { content: found.size ? written(data, picture, kept) : data, found, whole: picture.whole };
}

/** The segments of the picture whose SOI stands at `start`. */
function walk(data: Uint8Array, start: number): Picture {
    const segments: Segment[] = [];
    let [at, strays, framed, scanned] = [start + 2, false, false, false];
    while (segments.length < MOST_SEGMENTS) {
        const found = findMarker(data, at, isNoFill);
        if (found < 0) break;
        strays ||= !isFill(data, at, found);
        const marker = data[found + 1]!;
        at = found + 2;
        if (marker === EOI) {
            if (!scanned) throw new Damaged();
            return { segments, end: at, whole: true, strays };
        }
        if (PICTURE.has(marker) || isMetadata(marker)) at = segmentEnd(data, at, marker);
        else if (!isAlone(marker)) throw new Damaged();
        segments.push({ marker, start: found, end: at });
        if (FRAMES.has(marker)) {
            if (framed) throw new Damaged();
            framed = true;
        }
        if (marker === SOS) {
            if (!framed) throw new Damaged();
            scanned = true;
        }
    }
    const last = segments.at(-1);
    if (last?.marker !== SOS || last.end !== data.length) throw new Damaged();
    return { segments, end: data.length, whole: false, strays };
}

const isNoFill = (marker: number): boolean => marker !== 0 && marker !== 0xff;

/** Where 0xFF and a marker that `fits` stand first, from `at` on; -1 if nowhere. */
function findMarker(data: Uint8Array, at: number, fits: (marker: number) => boolean): number {
    for (let found = data.indexOf(0xff, at); found >= 0 && found + 1 < data.length; ) {
        const marker = data[found + 1]!;
        if (fits(marker)) return found;
        // Fill bytes come in rows.
        found = marker === 0xff ? found + 1 : data.indexOf(0xff, found + 2);
    }
    return -1;
}

function isFill(data: Uint8Array, start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (data[at] !== 0xff) return false;
    return true;
}

function segmentEnd(data: Uint8Array, at: number, marker: number): number {
    const size = big(data, at, 2);
    const end = at + size;
    if (size < 2 || end > data.length) throw new Damaged();
    if (PICTURE.has(marker) && !isFilled(marker, data.subarray(at + 2, end))) throw new Damaged();
    if (marker !== SOS) return end;
    const scanEnd = findMarker(data, end, endsScan);
    return scanEnd < 0 ? data.length : scanEnd;
}

/** Whether what a segment of the picture says it holds ends where the segment does. */
function isFilled(marker: number, payload: Uint8Array): boolean {
    const size = payload.length;
    if (marker === SOS) return size > 0 && size === 4 + 2 * payload[0]!;
    if (FRAMES.has(marker)) return size > 5 && size === 6 + 3 * payload[5]!;
    if (marker === DNL || marker === DRI) return size === 2;
    if (marker === DAC) return size % 2 === 0 && size <= MOST_CONDITIONS;
    let at = 0;
    while (at < size) {
        // A table: codes of 1 to 16 bits are counted first, or 64 numbers of one or two bytes.
        if (marker === DHT) at += payload.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 17);
        else at += 1 + 64 * (1 + (payload[at]! >> 4));
    }
    return at === size;
}

/** Payloads of the segments that may tell something, in their order, by the segments' names. */
function metadata(data: Uint8Array, picture: Picture): Payloads {
    const groups = new Map<Name, Uint8Array[]>();
    for (const segment of picture.segments) {
        if (!isMetadata(segment.marker)) continue;
        const payload = data.subarray(segment.start + 4, segment.end);
        const name = nameOf(segment.marker, payload);
        const group = groups.get(name);
        if (group) group.push(payload);
        else groups.set(name, [payload]);
    }
    return groups;
}

function nameOf(marker: number, payload: Uint8Array): Name {
    return NAMES.find(([known, start]) => marker === known && begins(payload, start))?.[2] ?? "unknown";
}

/** Payloads that are written, by name: where the first of that name stood. */
function keep(groups: Payloads): Payloads {
    const kept = new Map<Name, Uint8Array[]>();
    const jfif = groups.get("jfif")?.[0];
    if (jfif && jfif.length >= 14) kept.set("jfif", [concat(jfif.subarray(0, 12), new Uint8Array(2))]);
    // Decoders go by the last one.
    const adobe = groups.get("adobe")?.at(-1);
    if (adobe && adobe.length >= 12)
        kept.set("adobe", [concat(octets("Adobe\0\x64\0\0\0\0"), adobe.subarray(11, 12))]);
    const tiff = exif.keep(groups.get("exif")?.[0]?.subarray(6) ?? new Uint8Array());
    if (tiff.length) kept.set("exif", [concat(octets("Exif\0\0"), tiff)]);
    const { content } = icc.clean(profile(groups.get("icc") ?? []));
    const many = Math.ceil(content.length / PROFILE_PART);
    const parts = Array.from({ length: many }, (_, number) =>
        concat(
            octets(HEADS.icc),
            Uint8Array.of(number + 1, many),
            content.subarray(number * PROFILE_PART, (number + 1) * PROFILE_PART),
        ),
    );
    if (many) kept.set("icc", parts);
    return kept;
}

/** The colour profile of all its parts; empty if they do not make one. */
function profile(payloads: readonly Uint8Array[]): Uint8Array {
    const parts: Uint8Array[] = [];
    for (const payload of payloads)
        if (payload.length > 14 && payload[13] === payloads.length)
            parts[payload[12]!] = payload.subarray(14);
    const order = payloads.map((_, place) => parts[place + 1]);
    return order.every((part) => part !== undefined) ? concat(...order) : new Uint8Array();
}

/** Kinds of what goes of the segments of one name. */
function kinds(name: Name, payloads: readonly Uint8Array[], kept: Payloads): Iterable<Kind> {
    const stays = kept.get(name);
    if (stays?.length === payloads.length && stays.every((payload, place) => same(payload, payloads[place]!)))
        return [];
    if (name === "icc") return icc.clean(profile(payloads)).found;
    const looked = payloads.slice(0, MOST_NAMED);
    if (name === "exif") {
        // Copies of the one that stays have no kind of their own.
        const others = looked.filter((payload) => !(stays && same(payload, stays[0]!)));
        const told = others.flatMap((payload) => [...exif.kinds(payload.subarray(6))]);
        return told.length ? told : ["other"];
    }
    if (name === "xmp" || name === "extended xmp") {
        // Extended XMP is cut anywhere: GUID, size and offset stand before each part.
        const head = HEADS[name].length + (name === "xmp" ? 0 : 40);
        return xmp.kinds(concat(...looked.map((payload) => payload.subarray(head))));
    }
    if (name === "photoshop")
        return iptc.resourceKinds(
            concat(...looked.map((payload) => payload.subarray(HEADS.photoshop.length))),
        );
    // Width and height of the thumbnail.
    if (name === "jfif" && looked.some((payload) => payload[12] || payload[13])) return ["thumbnail"];
    return [KINDS[name] ?? "other"];
}

/** What pictures behind the end tell: previews, and a phone's second lens. */
function addTrailerKinds(found: Set<Kind>, data: Uint8Array, behind: number): void {
    let start = behind;
    for (let left = MOST_PICTURES; left; left--) {
        start = find(data, "\xff\xd8\xff", start);
        if (start < 0) return;
        let picture: Picture;
        try {
            picture = walk(data, start);
        } catch (error) {
            if (error instanceof Damaged) return;
            throw error;
        }
        for (const [name, payloads] of metadata(data, picture))
            if (!["jfif", "adobe", "icc"].includes(name)) addAll(found, kinds(name, payloads, new Map()));
        start = picture.end;
    }
}

function written(data: Uint8Array, picture: Picture, kept: Payloads): Uint8Array {
    const parts: Uint8Array[] = [Uint8Array.of(0xff, 0xd8)];
    const waiting = new Map(kept);
    for (const segment of picture.segments) {
        if (PICTURE.has(segment.marker)) parts.push(data.subarray(segment.start, segment.end));
        if (!isMetadata(segment.marker)) continue;
        const name = nameOf(segment.marker, data.subarray(segment.start + 4, segment.end));
        for (const payload of waiting.get(name) ?? [])
            parts.push(Uint8Array.of(0xff, segment.marker), bigBytes(payload.length + 2, 2), payload);
        waiting.delete(name);
    }
    if (picture.whole) parts.push(Uint8Array.of(0xff, EOI));
    return joined(parts);
}
