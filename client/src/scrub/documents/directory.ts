/**
 * The directory of a zip archive (APPNOTE 6.3, 4.3.12 to 4.3.16), as Python's zipfile reads it.
 *
 * What one side can open and the other cannot would be cleaned on one side only.
 */

import { begins, latin1, little } from "../octets.ts";
import { Kept } from "./findings.ts";

/** One member as the directory lists it; `date` and `time` as MS-DOS writes them, offsets from the file's start. */
export interface Member {
    readonly name: string;
    readonly flags: number;
    readonly method: number;
    readonly time: number;
    readonly date: number;
    readonly crc: number;
    readonly packed: number;
    readonly size: number;
    readonly extra: Uint8Array;
    readonly comment: Uint8Array;
    readonly offset: number;
}

/** `start`: where the directory begins. */
export interface Directory {
    readonly members: readonly Member[];
    readonly comment: Uint8Array;
    readonly start: number;
}

export const END_SIZE = 22;
export const UTF8_NAME = 0x800;

const ENTRY_SIZE = 46;
const LOCATOR_SIZE = 20;
const LARGE_END_SIZE = 56;
const LARGE = 0xffff_ffff;
/** The newest version of the format that there is, times ten. */
const NEWEST = 63;

const CP437 =
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** The last place of the mark of the directory's end; -1 if nowhere. */
export function lastEnd(data: Uint8Array): number {
    for (let at = data.length - 4; at >= 0; at--)
        if (data[at] === 0x50 && begins(data, "PK\x05\x06", at)) return at;
    return -1;
}

/** The directory of the archive. Kept: damaged. */
export function readDirectory(data: Uint8Array): Directory {
    const end = findEnd(data);
    const comment = data.subarray(end + END_SIZE, end + END_SIZE + little(data, end + 20, 2));
    let [size, offset, place] = [little(data, end + 12, 4), little(data, end + 16, 4), end];
    const large = largeEnd(data, end);
    if (large !== null) {
        [size, offset] = [wide(data, large + 40), wide(data, large + 48)];
        place -= LARGE_END_SIZE + LOCATOR_SIZE;
    }
    const start = place - size;
    if (start < 0) throw new Kept("damaged");
    const members: Member[] = [];
    for (let at = start; at < start + size; ) {
        // The directory ends where it says, and its entries fit.
        if (at + ENTRY_SIZE > Math.min(start + size, data.length) || !begins(data, "PK\x01\x02", at))
            throw new Kept("damaged");
        const [name, extra, remark] = [28, 30, 32].map((field) => little(data, at + field, 2));
        members.push(member(data, at, start + size, start - offset));
        at += ENTRY_SIZE + name! + extra! + remark!;
    }
    return { members, comment, start };
}

/** A mark of the end with no comment behind it, else the last mark of all. */
function findEnd(data: Uint8Array): number {
    const plain = data.length - END_SIZE;
    if (plain >= 0 && begins(data, "PK\x05\x06", plain) && !little(data, plain + 20, 2)) return plain;
    const least = Math.max(data.length - (1 << 16) - END_SIZE, 0);
    const end = lastEnd(data);
    if (end < least || end + END_SIZE > data.length) throw new Kept("damaged");
    return end;
}

/** Where the larger record of the end stands, if there is one (4.3.14, 4.3.15). */
function largeEnd(data: Uint8Array, end: number): number | null {
    const locator = end - LOCATOR_SIZE;
    if (locator < 0 || !begins(data, "PK\x06\x07", locator)) return null;
    if (little(data, locator + 4, 4) || little(data, locator + 16, 4) > 1) throw new Kept("damaged");
    const large = locator - LARGE_END_SIZE;
    return large >= 0 && begins(data, "PK\x06\x06", large) ? large : null;
}

function member(data: Uint8Array, at: number, most: number, shift: number): Member {
    const field = (place: number, size: number): number => little(data, at + place, size);
    const take = (from: number, size: number): Uint8Array =>
        data.subarray(Math.min(from, most), Math.min(from + size, most));
    const [nameSize, extraSize] = [field(28, 2), field(30, 2)];
    const flags = field(8, 2);
    const written = take(at + ENTRY_SIZE, nameSize);
    const extra = take(at + ENTRY_SIZE + nameSize, extraSize);
    // The byte of the version; the one behind it is the system's.
    if (field(6, 1) > NEWEST) throw new Kept("damaged");
    const [packed, size, offset] = larger(extra, field(20, 4), field(24, 4), field(42, 4));
    return {
        name: flags & UTF8_NAME ? utf8(written) : cp437(written),
        flags,
        method: field(10, 2),
        time: field(12, 2),
        date: field(14, 2),
        crc: field(16, 4),
        packed,
        size,
        extra,
        comment: take(at + ENTRY_SIZE + nameSize + extraSize, field(32, 2)),
        offset: offset + shift,
    };
}

/** The sizes and the offset, from the extra field where they are too large for the entry (4.5.3). */
function larger(extra: Uint8Array, packed: number, size: number, offset: number): [number, number, number] {
    let numbers: [number, number, number] = [packed, size, offset];
    for (let at = 0; at + 4 <= extra.length; ) {
        const end = at + 4 + little(extra, at + 2, 2);
        if (end > extra.length) throw new Kept("damaged");
        if (little(extra, at, 2) === 1) {
            let place = at + 4;
            const next = (number: number): number => {
                if (number !== LARGE) return number;
                if (place + 8 > end) throw new Kept("damaged");
                place += 8;
                return wide(extra, place - 8);
            };
            const whole = next(numbers[1]);
            numbers = [next(numbers[0]), whole, next(numbers[2])];
        }
        at = end;
    }
    return numbers;
}

/** Eight bytes; what is beyond 2^53 is beyond every limit, and is not exact. */
function wide(data: Uint8Array, at: number): number {
    return little(data, at, 4) + little(data, at + 4, 4) * 2 ** 32;
}

function utf8(data: Uint8Array): string {
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    } catch {
        throw new Kept("damaged");
    }
}

function cp437(data: Uint8Array): string {
    return latin1(data).replace(/[\x80-\xff]/g, (byte) => CP437[byte.charCodeAt(0) - 0x80]!);
}

/** The bytes of a name in the old code, a question mark for what it does not have. */
export function toCp437(name: string): Uint8Array {
    return Uint8Array.from([...name], (letter) => {
        const code = letter.codePointAt(0)!;
        const place = CP437.indexOf(letter);
        return code < 0x80 ? code : place < 0 ? 0x3f : place + 0x80;
    });
}
