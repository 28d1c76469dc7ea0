/**
 * The zip container of office files (APPNOTE 6.3): read with suspicion, written with nothing of its own.
 *
 * Reading accounts for every byte: what the directory does not list, and what stands before, between or behind
 * its members, is found. Writing gives every part one date (1980-01-01), no extra field and no comment.
 */

import { deflateRaw } from "pako";
import { Damaged } from "../edit.ts";
import { inflate } from "../inflate.ts";
import { begins, find, joined, little, littleBytes, octets, same } from "../octets.ts";
import { crc32 } from "../png.ts";
import type { Kind } from "../scrubbed.ts";
import { END_SIZE, lastEnd, type Member, readDirectory, toCp437, UTF8_NAME } from "./directory.ts";
import { type Findings, Kept } from "./findings.ts";

/** All parts together, unpacked, in bytes, and how many there may be. Deflate's own ratio ends at 1,032. */
const UNPACKED_LIMIT = 256 << 20;
const PARTS_LIMIT = 10_000;

const LOCAL_SIZE = 30;
const ENCRYPTED = 0x1;
const DESCRIBED = 0x8;
const STORED = 0;
const DEFLATED = 8;
/** Sizes of what follows a member whose header says so: CRC and sizes, with or without a signature. */
const DESCRIPTORS: ReadonlySet<number> = new Set([12, 16, 20, 24]);
/** 1980-01-01, as MS-DOS writes it. */
const NO_DATE = 0x21;
/** Readable and writable by its owner. */
const RIGHTS = 0o600 << 16;

/** Extra fields by their id (APPNOTE 4.5.2) and what they tell. Sizes (ZIP64) and padding tell nothing. */
const EXTRAS: ReadonlyMap<number, Kind | ""> = new Map<number, Kind | "">([
    [0x0001, ""],
    [0xa220, ""],
    [0xcafe, ""],
    [0x000a, "dates"],
    [0x5455, "dates"],
    [0x5855, "dates"],
    [0x7855, "identifiers"],
    [0x7875, "identifiers"],
]);
/** Letters that are seen, and the blank. */
const PRINTABLE = /^(?:[^\p{C}\p{Z}]| )*$/u;

/** A name as it is compared: without regard to capitals. */
export function folded(name: string): string {
    return name.toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/** The parts by name, in the order of the directory. Kept: damaged, encrypted, too_large. */
export function read(data: Uint8Array, findings: Findings): Map<string, Uint8Array> {
    let entries = 0;
    for (let at = find(data, "PK\x01\x02"); at >= 0; at = find(data, "PK\x01\x02", at + 4))
        if (++entries > 2 * PARTS_LIMIT) throw new Kept("too_large");
    const { members, comment, start } = readDirectory(data);
    const unpacked = members.reduce((size, each) => size + each.size, 0);
    if (members.length > PARTS_LIMIT || unpacked > UNPACKED_LIMIT) throw new Kept("too_large");
    if (comment.length) findings.add("comments");
    if (lastEnd(data) + END_SIZE + comment.length !== data.length) findings.add("trailer");
    const parts = new Map<string, Uint8Array>(members.map((each) => [each.name, new Uint8Array()]));
    const different = new Set([...parts.keys()].map(folded)).size === members.length;
    if (!different || !members.every(isPlain)) throw new Kept("damaged");
    let [end, described] = [0, false];
    for (const member of [...members].sort((one, other) => one.offset - other.offset)) {
        checkGap(end, member.offset, described, findings);
        const from = startOf(data, member, findings);
        end = from + member.packed;
        described = Boolean(member.flags & DESCRIBED);
        parts.set(member.name, unpack(data.subarray(from, end), member, findings));
    }
    checkGap(end, start, described, findings);
    for (const name of [...parts.keys()]) if (name.endsWith("/")) parts.delete(name);
    return parts;
}

/** The archive of these parts in this order; all deflated but the `stored`. */
export function write(parts: ReadonlyMap<string, Uint8Array>, stored: readonly string[] = []): Uint8Array {
    const members: Uint8Array[] = [];
    const directory: Uint8Array[] = [];
    let offset = 0;
    for (const [name, part] of parts) {
        const method = stored.includes(name) ? STORED : DEFLATED;
        // With the hash of zlib itself, so that both sides write the same.
        const packed = method === STORED ? part : deflateRaw(part, { legacyHash: true });
        const written = new TextEncoder().encode(name);
        const about = numbers(
            [20, 2],
            [written.length === name.length ? 0 : UTF8_NAME, 2],
            [method, 2],
            [0, 2],
            [NO_DATE, 2],
            [crc32(part), 4],
            [packed.length, 4],
            [part.length, 4],
            [written.length, 2],
            [0, 2],
        );
        members.push(octets("PK\x03\x04"), about, written, packed);
        const place = numbers([0, 2], [0, 2], [0, 2], [RIGHTS, 4], [offset, 4]);
        directory.push(octets("PK\x01\x02"), numbers([20, 2]), about, place, written);
        offset += LOCAL_SIZE + written.length + packed.length;
    }
    const listed = joined(directory);
    const many = parts.size;
    const end = numbers([0, 2], [0, 2], [many, 2], [many, 2], [listed.length, 4], [offset, 4], [0, 2]);
    return joined([...members, listed, octets("PK\x05\x06"), end]);
}

function numbers(...fields: (readonly [number, 2 | 4])[]): Uint8Array {
    return joined(fields.map(([number, size]) => littleBytes(number, size)));
}

/** Whether the name is a path within the archive and nothing else. */
function isPlain({ name }: Member): boolean {
    const steps = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
    return (
        PRINTABLE.test(name) && !name.includes("\\") && steps.every((step) => !["", ".", ".."].includes(step))
    );
}

/** Between a member's end and the next one's start there is at most its descriptor. */
function checkGap(end: number, start: number, described: boolean, findings: Findings): void {
    if (start < end) throw new Kept("damaged");
    if ((start > end || described) && !(described && DESCRIPTORS.has(start - end))) findings.add("trailer");
}

/** Where a member's bytes start, behind its own header; what both its headers tell is noted. */
function startOf(data: Uint8Array, member: Member, findings: Findings): number {
    const { offset, name } = member;
    if (offset + LOCAL_SIZE > data.length) throw new Kept("damaged");
    const [flags, method, time, date] = [6, 8, 10, 12].map((field) => little(data, offset + field, 2));
    const [nameSize, extraSize] = [little(data, offset + 26, 2), little(data, offset + 28, 2)];
    const start = offset + LOCAL_SIZE + nameSize + extraSize;
    const own = data.subarray(offset + LOCAL_SIZE, offset + LOCAL_SIZE + nameSize);
    if ((flags! | member.flags) & ENCRYPTED) throw new Kept("encrypted");
    if (
        !begins(data, "PK\x03\x04", offset) ||
        method !== member.method ||
        !(same(own, new TextEncoder().encode(name)) || same(own, toCp437(name))) ||
        start + member.packed > data.length
    )
        throw new Kept("damaged");
    if (!isNoDate(member.date, member.time) || !isNoDate(date!, time!)) findings.add("dates");
    findings.add(...extras(member.extra), ...extras(data.subarray(start - extraSize, start)));
    if (member.comment.length) findings.add("comments");
    return start;
}

/** No date at all, as MS-DOS and as zeros: 1980-01-01 00:00. */
function isNoDate(date: number, time: number): boolean {
    return time === 0 && (date === NO_DATE || date === 0);
}

function extras(extra: Uint8Array): (Kind | "")[] {
    const found: (Kind | "")[] = [];
    let at = 0;
    for (; at + 4 <= extra.length; at += 4 + little(extra, at + 2, 2))
        found.push(EXTRAS.get(little(extra, at, 2)) ?? "other");
    if (at < extra.length) found.push("other");
    return found;
}

function unpack(packed: Uint8Array, member: Member, findings: Findings): Uint8Array {
    let part = packed;
    if (member.method === DEFLATED) {
        const { output, ended, read: taken } = inflated(packed, member.size + 1);
        if (!ended) throw new Kept("damaged");
        if (taken < packed.length) findings.add("trailer");
        part = output;
    } else if (member.method !== STORED) throw new Kept("damaged");
    if (part.length !== member.size || crc32(part) !== member.crc) throw new Kept("damaged");
    if (part.length && member.name.endsWith("/")) findings.add("other");
    return part;
}

function inflated(packed: Uint8Array, most: number): ReturnType<typeof inflate> {
    try {
        return inflate(packed, most, false);
    } catch (error) {
        if (error instanceof Damaged) throw new Kept("damaged");
        throw error;
    }
}
